// How each invoice ends: paid as its customer usually pays, or as its story tells. Every outcome is a few dated facts, none of
// them after today.
import type { Decimal } from '../kernel/money.ts';
import { percentOf, rounded, written } from './amounts.ts';
import { bookSettlement } from './cash.ts';
import { giveCredit, partOf, rebill, voidInvoice } from './credits.ts';
import { addDispute } from './disputes.ts';
import type { Invoice } from './invoices.ts';
import type { Life } from './life.ts';
import type { Outcome } from './stories.ts';

type Tell = (life: Life, invoice: Invoice) => void;

/** Outcomes that are still going on need an invoice that fell due in these days; the others one that fell due before them. */
const RECENT = { from: 12, to: 98 };
const recentOnes: readonly Outcome[] = [
  'PARTLY_PAID',
  'OPEN_OVERDUE',
  'DISPUTE_OPEN',
  'DISPUTE_WAITING',
  'PROMISE_OPEN',
  'PROMISE_PARTIALLY_KEPT',
];

/** Tells the outcome of one of the customer's untold invoices that is of an age for it; false where there is none. */
export function tell(life: Life, outcome: Outcome): boolean {
  const recent = recentOnes.includes(outcome);
  const fitting = [...life.untold].filter((candidate) => {
    const days = life.daysPastDue(candidate);
    if (candidate.instalments.length > 0 || candidate.kind !== 'INVOICE' || candidate.disagreement)
      return false;
    return recent ? days >= RECENT.from && days <= RECENT.to : days > RECENT.to;
  });
  // A few cents of overage make no story where there is a larger invoice.
  const worthTelling = fitting.filter(({ contract }) => contract?.archetype !== 'OVERAGE');
  const atHome = worthTelling.findLast(({ entity }) => entity === life.customer.entity);
  const invoice = atHome ?? worthTelling.at(-1) ?? fitting.at(-1);
  if (!invoice) return false;
  life.untold.delete(invoice);
  outcomes[outcome](life, invoice);
  return true;
}

const share = (invoice: Invoice, percent: number): Decimal =>
  percentOf(invoice.total, percent, invoice.currency);

/** The settlement by something other than cash, as its own record of the ERP. */
interface Kept {
  readonly record: 'deduction' | 'write_off';
  readonly on: string;
  readonly amount: Decimal;
  readonly kind?: 'DISCOUNT' | 'WITHHOLDING' | 'BANK_CHARGE';
  readonly reason: string;
  readonly account: '6100' | '6200' | '4900' | '1400';
}

function keep(life: Life, invoice: Invoice, { record, on, amount, kind, reason, account }: Kept): void {
  if (!life.world.calendar.isPast(on) || amount.isZero()) return;
  life.sheet.add('erp', record, `${record === 'deduction' ? 'DE' : 'WO'}-${invoice.number}`, {
    kind,
    invoice: `billing:${invoice.id}`,
    posted_on: on,
    amount: written(amount, invoice.currency),
    exchange_rate_to_functional: invoice.rate.toString(),
    reason,
  });
  bookSettlement(life.ledger, invoice, amount, {
    on,
    account,
    sourceType: record === 'deduction' ? 'DEDUCTION' : 'WRITE_OFF',
    description: `${reason}: ${invoice.number}`,
  });
}

/** Paid but for a part that the payer keeps. */
function payLess(life: Life, invoice: Invoice, days: number, kept: Omit<Kept, 'on' | 'record'>): void {
  const on = life.afterDue(invoice, days);
  if (!life.world.calendar.isPast(on)) return;
  life.pay(invoice, on, invoice.open.minus(kept.amount));
  keep(life, invoice, { ...kept, record: 'deduction', on });
}

function payTooMuch(life: Life, invoice: Invoice, refunded: boolean): void {
  const on = life.afterDue(invoice, 2);
  const { payer, entity, currency, open } = invoice;
  const excess = share(invoice, 12);
  const receipt = life.cash.receive(
    { payer, entity, currency, on, method: life.methodOf(), alone: true },
    open.plus(excess),
  );
  life.cash.use(receipt, invoice, open);
  if (refunded) receipt.refund = { on: life.afterDue(invoice, 23), amount: excess };
}

function payByCardAndLose(life: Life, invoice: Invoice, won: boolean): void {
  const { calendar } = life.world;
  const { payer, entity, currency, open } = invoice;
  const receipt = life.cash.receive(
    { payer, entity, currency, on: invoice.dueOn, method: 'CARD', alone: true },
    open,
  );
  const use = life.cash.use(receipt, invoice, open);
  const lostOn = calendar.plusDays(invoice.dueOn, 24);
  life.cash.takeBack(receipt, use, lostOn);
  const wonBackOn = calendar.plusDays(invoice.dueOn, 66);
  receipt.chargeback = won ? { on: lostOn, wonBackOn } : { on: lostOn };
  if (won) life.cash.use(receipt, invoice, open, wonBackOn);
}

/** Applied, taken off because the remittance advice said otherwise, and applied again. */
function payAndReapply(life: Life, invoice: Invoice): void {
  const on = life.afterDue(invoice, 3);
  const { payer, entity, currency, open } = invoice;
  const receipt = life.cash.receive(
    { payer, entity, currency, on, method: life.methodOf(), alone: true },
    open,
  );
  const use = life.cash.use(receipt, invoice, open);
  life.cash.takeBack(receipt, use, life.afterDue(invoice, 9));
  life.cash.use(receipt, invoice, open, life.afterDue(invoice, 14));
}

/** Paid by bank though the card is on file: billing never hears of it. */
function payPastBilling(life: Life, invoice: Invoice): void {
  const { payer, entity, currency, open } = invoice;
  const on = life.afterDue(invoice, 6);
  const receipt = life.cash.receive(
    { payer, entity, currency, on, method: 'BANK_TRANSFER', alone: true },
    open,
  );
  life.cash.use(receipt, invoice, open);
}

function writeOff(life: Life, invoice: Invoice): void {
  life.pay(invoice, life.afterDue(invoice, 28), share(invoice, 40));
  keep(life, invoice, {
    record: 'write_off',
    on: life.afterDue(invoice, 95),
    amount: invoice.open,
    reason: 'Uncollectible',
    account: '6100',
  });
}

function promiseOpen(life: Life, invoice: Invoice): void {
  const { calendar } = life.world;
  const [madeOn, promisedOn] = [calendar.plusDays(calendar.today, -4), calendar.plusDays(calendar.today, 10)];
  life.collections.promise({ invoice, status: 'OPEN', madeOn, promisedOn, amount: invoice.open });
}

function promisePartly(life: Life, invoice: Invoice): void {
  const { calendar } = life.world;
  const half = share(invoice, 50);
  const total = invoice.open;
  const [first, second] = [calendar.plusDays(calendar.today, -6), calendar.plusDays(calendar.today, 15)];
  life.pay(invoice, calendar.plusDays(calendar.today, -7), half);
  life.collections.promise({
    invoice,
    status: 'PARTIALLY_KEPT',
    madeOn: calendar.plusDays(calendar.today, -11),
    promisedOn: second,
    amount: total,
    instalments: [
      [first, half],
      [second, total.minus(half)],
    ],
  });
}

function promisePast(life: Life, invoice: Invoice, status: 'KEPT' | 'BROKEN'): void {
  const amount = invoice.open;
  const paidOn = life.afterDue(invoice, status === 'KEPT' ? 30 : 71);
  const promise = {
    invoice,
    status,
    madeOn: life.afterDue(invoice, 18),
    promisedOn: life.afterDue(invoice, 32),
    amount,
  };
  life.pay(invoice, paidOn, amount);
  life.collections.closeCase(invoice, life.world.calendar.plusDays(paidOn, 1), promise);
}

function disputeAndCredit(life: Life, invoice: Invoice, resolution: 'CREDITED' | 'PARTLY_CREDITED'): void {
  const whole = resolution === 'CREDITED';
  const resolvedOn = life.afterDue(invoice, 30);
  addDispute(life, invoice, {
    resolution,
    resolvedOn,
    percent: whole ? 30 : 45,
    reason: 'Quantity billed is higher than delivered',
    confirmed: true,
    cause: 'Seats were not reduced in time',
  });
  giveCredit(life, invoice, {
    on: resolvedOn,
    part: partOf(whole ? 30 : 20),
    reason: 'Dispute accepted',
    commercial: false,
  });
  life.pay(invoice, life.afterDue(invoice, 41), invoice.open);
}

function disputeInVain(life: Life, invoice: Invoice, resolution: 'REJECTED' | 'WITHDRAWN'): void {
  addDispute(life, invoice, {
    resolution,
    resolvedOn: life.afterDue(invoice, 27),
    percent: 60,
    reason: 'Purchase order number is missing',
    confirmed: false,
    cause: 'Customer overlooked the attachment',
  });
  life.pay(invoice, life.afterDue(invoice, 38), invoice.open);
}

function disputeAndRebill(life: Life, invoice: Invoice): void {
  const resolvedOn = life.afterDue(invoice, 22);
  addDispute(life, invoice, {
    resolution: 'REBILLED',
    resolvedOn,
    percent: 100,
    reason: 'Wrong price',
    confirmed: true,
    cause: 'Discount of the order form was not applied',
  });
  giveCredit(life, invoice, { on: resolvedOn, part: partOf(100), reason: 'Billed again', commercial: false });
  rebill(life, invoice, resolvedOn, partOf(90)());
}

function disputeStill(life: Life, invoice: Invoice, waiting: boolean): void {
  const disputed = share(invoice, waiting ? 25 : 40);
  addDispute(life, invoice, {
    percent: waiting ? 25 : 40,
    reason: waiting ? 'Proof of delivery asked for' : 'Price differs from the order form',
    waiting,
  });
  life.pay(invoice, life.afterDue(invoice, 8), invoice.total.minus(disputed));
}

function voidAndRebill(life: Life, invoice: Invoice): void {
  const on = life.world.calendar.plusDays(invoice.issuedOn, 4);
  voidInvoice(life, invoice, on);
  rebill(life, invoice, on);
}

const cashDiscount = (invoice: Invoice): Decimal =>
  rounded(invoice.total.times(invoice.term.discount?.[0] ?? '2').div(100), invoice.currency);

const outcomes: Readonly<Record<Outcome, Tell>> = {
  PARTLY_PAID: (life, invoice) => life.pay(invoice, life.afterDue(invoice, 5), share(invoice, 55)),
  OPEN_OVERDUE: () => undefined,
  TWO_PAYMENTS: (life, invoice) => {
    const first = share(invoice, 50);
    life.pay(invoice, invoice.dueOn, first, true);
    life.pay(invoice, life.afterDue(invoice, 30), invoice.total.minus(first), true);
  },
  OVERPAID: (life, invoice) => payTooMuch(life, invoice, false),
  REFUNDED: (life, invoice) => payTooMuch(life, invoice, true),
  CHARGEBACK_WON: (life, invoice) => payByCardAndLose(life, invoice, true),
  CHARGEBACK_LOST: (life, invoice) => payByCardAndLose(life, invoice, false),
  WITHHOLDING: (life, invoice) =>
    payLess(life, invoice, 4, {
      amount: share(invoice, 10),
      kind: 'WITHHOLDING',
      reason: 'Withholding tax',
      account: '1400',
    }),
  DISCOUNT: (life, invoice) =>
    payLess(life, invoice, -21, {
      amount: cashDiscount(invoice),
      kind: 'DISCOUNT',
      reason: 'Cash discount',
      account: '4900',
    }),
  BANK_CHARGE: (life, invoice) =>
    payLess(life, invoice, 2, {
      amount: share(invoice, 1),
      kind: 'BANK_CHARGE',
      reason: 'Bank charge',
      account: '6200',
    }),
  WRITTEN_OFF: writeOff,
  PARTIAL_CREDIT: (life, invoice) => {
    giveCredit(life, invoice, {
      on: life.afterDue(invoice, -6),
      part: partOf(15),
      reason: 'Goodwill for slow onboarding',
      commercial: true,
    });
    life.pay(invoice, life.afterDue(invoice, 3), invoice.open);
  },
  DISPUTE_OPEN: (life, invoice) => disputeStill(life, invoice, false),
  DISPUTE_WAITING: (life, invoice) => disputeStill(life, invoice, true),
  DISPUTE_CREDITED: (life, invoice) => disputeAndCredit(life, invoice, 'CREDITED'),
  DISPUTE_PARTLY_CREDITED: (life, invoice) => disputeAndCredit(life, invoice, 'PARTLY_CREDITED'),
  DISPUTE_REJECTED: (life, invoice) => disputeInVain(life, invoice, 'REJECTED'),
  DISPUTE_WITHDRAWN: (life, invoice) => disputeInVain(life, invoice, 'WITHDRAWN'),
  DISPUTE_REBILLED: disputeAndRebill,
  PROMISE_OPEN: promiseOpen,
  PROMISE_KEPT: (life, invoice) => promisePast(life, invoice, 'KEPT'),
  PROMISE_BROKEN: (life, invoice) => promisePast(life, invoice, 'BROKEN'),
  PROMISE_PARTIALLY_KEPT: promisePartly,
  VOIDED: voidAndRebill,
  REAPPLIED: payAndReapply,
  ERP_ONLY_PAYMENT: payPastBilling,
};

const lags = { PROMPT: [-2, 4], SLOW: [12, 34], BAD: [30, 68] } as const;

/** Outcomes that befall any invoice now and then. */
const accidents = [
  'BANK_CHARGE',
  'PARTIAL_CREDIT',
  'TWO_PAYMENTS',
  'OVERPAID',
  'DISPUTE_REJECTED',
  'DISPUTE_CREDITED',
  'PROMISE_KEPT',
] as const;

/** Lets all invoices end that no story has told, as the payer usually pays. */
export function tellTheRest(life: Life): void {
  const { payer, random } = life;
  const [least, most] = lags[payer.payer];
  const lag = random.between(least, most);
  while (life.untold.size > 0) {
    const [invoice] = life.untold;
    if (!invoice) return;
    life.untold.delete(invoice);
    if (payer === life.customer && isAccident(life, invoice)) continue;
    if (payer.payer === 'BAD' && random.chance(12)) continue;
    payAsUsual(life, invoice, lag);
  }
}

function isAccident(life: Life, invoice: Invoice): boolean {
  const { random, customer } = life;
  if (
    customer.internal ||
    customer.index === 1 ||
    invoice.instalments.length > 0 ||
    invoice.disagreement ||
    invoice.kind !== 'INVOICE'
  )
    return false;
  if (
    life.methodOf() !== 'BANK_TRANSFER' ||
    life.daysPastDue(invoice) <= RECENT.to ||
    !invoice.open.equals(invoice.total)
  )
    return false;
  if (!random.chance(2)) return false;
  outcomes[random.pick(accidents)](life, invoice);
  return true;
}

function payAsUsual(life: Life, invoice: Invoice, lag: number): void {
  const { calendar } = life.world;
  const byCard = life.methodOf() === 'CARD';
  const days = life.methodOf() === 'DIRECT_DEBIT' ? 0 : lag;
  if (byCard || invoice.instalments.length === 0) {
    const on = byCard ? calendar.plusDays(invoice.issuedOn, 1) : life.afterDue(invoice, days);
    life.pay(invoice, on, invoice.open);
    return;
  }
  for (const { dueOn, amount } of invoice.instalments) {
    const part = amount.lessThan(invoice.open) ? amount : invoice.open;
    life.pay(invoice, calendar.plusDays(dueOn, days), part);
  }
}
