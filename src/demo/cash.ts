// Money that comes in and what becomes of it: payments that settle one or several invoices, deposits, excess, refunds and
// chargebacks, with the journals of each step.
import type { Decimal } from '../kernel/money.ts';
import { type Currency, rounded, sumOf, written, ZERO } from './amounts.ts';
import { entryFor, mirror, receivableAccount } from './bookings.ts';
import type { Customer } from './customers.ts';
import type { Entity } from './entities.ts';
import type { Invoice } from './invoices.ts';
import { credit, debit, type Entry, type Ledger } from './ledger.ts';
import type { Sheet } from './sheet.ts';
import type { World } from './world.ts';

/** A part of a payment used for an invoice. */
interface Use {
  readonly invoice: Invoice;
  readonly amount: Decimal;
  /** What the ledger carried the settled part at. */
  readonly functional: Decimal;
  readonly on: string;
  reversedOn?: string;
}

export interface Receipt {
  readonly payer: Customer;
  readonly entity: Entity;
  readonly currency: Currency;
  readonly on: string;
  readonly method: string;
  readonly kind: 'PAYMENT' | 'DEPOSIT';
  amount: Decimal;
  readonly uses: Use[];
  refund?: { readonly on: string; readonly amount: Decimal };
  chargeback?: { readonly on: string; readonly wonBackOn?: string };
}

export interface Arrival {
  readonly payer: Customer;
  readonly entity: Entity;
  readonly currency: Currency;
  readonly on: string;
  readonly method: string;
  readonly kind?: Receipt['kind'];
  /** Not put together with what else comes in that day. */
  readonly alone?: boolean;
}

export class Cash {
  readonly #world: World;
  readonly #sheet: Sheet;
  readonly #ledger: Ledger;
  readonly #digits: string;
  readonly #receipts: Receipt[] = [];
  readonly #runs = new Map<string, Receipt>();

  constructor(world: World, sheet: Sheet, ledger: Ledger, digits: string) {
    this.#world = world;
    this.#sheet = sheet;
    this.#ledger = ledger;
    this.#digits = digits;
  }

  /** Money of a day; payments of one payer and day come as one. */
  receive(arrival: Arrival, amount: Decimal): Receipt {
    const { alone = false, kind = 'PAYMENT', ...kept } = arrival;
    const key = `${kept.entity.code}/${kept.currency}/${kept.on}/${kept.method}/${kept.payer.digits}`;
    const known = alone ? undefined : this.#runs.get(key);
    if (known) {
      known.amount = known.amount.plus(amount);
      return known;
    }
    const receipt: Receipt = { ...kept, kind, amount, uses: [] };
    this.#receipts.push(receipt);
    if (!alone) this.#runs.set(key, receipt);
    return receipt;
  }

  /** Settles an invoice, or a part of it, out of a receipt. */
  use(receipt: Receipt, invoice: Invoice, amount: Decimal, on = receipt.on): Use {
    const use: Use = { invoice, amount, functional: settle(invoice, amount), on };
    receipt.uses.push(use);
    if (isBillings(receipt)) invoice.paidInBilling = invoice.paidInBilling.plus(amount);
    return use;
  }

  /** Takes a use back: the invoice is open again. */
  takeBack(receipt: Receipt, use: Use, on: string): void {
    use.reversedOn = on;
    use.invoice.open = use.invoice.open.plus(use.amount);
    use.invoice.openFunctional = use.invoice.openFunctional.plus(use.functional);
    if (isBillings(receipt)) use.invoice.paidInBilling = use.invoice.paidInBilling.minus(use.amount);
  }

  /** Writes all receipts in the order of their days. */
  write(): void {
    this.#receipts.sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
    for (const [at, receipt] of this.#receipts.entries()) {
      const id = `${isBillings(receipt) ? 'py' : 'BR'}_${this.#digits}_${String(at + 1).padStart(4, '0')}`;
      this.#addRecords(receipt, id, at + 1);
      this.#book(receipt, id);
    }
  }

  #addRecords(receipt: Receipt, id: string, sequence: number): void {
    const folder = isBillings(receipt) ? 'billing' : 'erp';
    const { payer, entity, currency, on, amount } = receipt;
    const rate = this.#rateOn(receipt, on);
    this.#sheet.add(folder, 'payment', id, {
      number: `${folder === 'billing' ? 'CRD' : 'REC'}-${this.#digits}-${String(sequence).padStart(4, '0')}`,
      kind: receipt.kind,
      method: receipt.method,
      legal_entity: entity.code,
      customer: folder === 'billing' ? payer.billingId : payer.erpId,
      received_on: on,
      posted_on: on,
      currency,
      exchange_rate_to_functional: rate.toString(),
      amount: written(amount, currency),
      reference: receipt.uses[0]
        ? `${receipt.uses[0].invoice.number}${receipt.uses.length > 1 ? ' and others' : ''}`
        : 'no reference',
    });
    for (const [at, use] of receipt.uses.entries())
      this.#sheet.add(folder, 'allocation', `${id}-${at + 1}`, {
        payment: id,
        invoice: folder === 'billing' ? use.invoice.id : `billing:${use.invoice.id}`,
        amount: written(use.amount, currency),
        applied_on: use.on,
        reversed_on: use.reversedOn,
      });
    this.#addReturns(receipt, id);
  }

  #addReturns(receipt: Receipt, id: string): void {
    const { refund, chargeback, currency } = receipt;
    if (refund)
      this.#sheet.add('erp', 'refund', `${id}-R`, {
        payment: isBillings(receipt) ? `billing:${id}` : id,
        refunded_on: refund.on,
        amount: written(refund.amount, currency),
        exchange_rate_to_functional: this.#rateOn(receipt, refund.on).toString(),
        reference: 'Overpayment returned',
      });
    if (chargeback)
      this.#sheet.add('billing', 'chargeback', `cb_${id}`, {
        payment: id,
        charged_back_on: chargeback.on,
        won_back_on: chargeback.wonBackOn,
        amount: written(receipt.amount, currency),
        exchange_rate_to_functional: this.#rateOn(receipt, chargeback.on).toString(),
        reason: 'Card holder does not recognise the charge',
        reference: `CB-${this.#digits}`,
      });
  }

  #book(receipt: Receipt, id: string): void {
    const { on, amount, uses, refund, chargeback } = receipt;
    const bank = receipt.method === 'CARD' ? '1050' : '1000';
    const unapplied = this.#unappliedPart(receipt);
    const atOnce = uses.filter((use) => use.on === on);
    this.#post(receipt, on, { sourceType: 'RECEIPT', description: `Receipt ${id}` }, [
      debit(bank, amount, this.#worth(receipt, amount, on)),
      ...atOnce.map((use) =>
        credit(receivableAccount(receipt.payer), use.amount, use.functional, { invoice: use.invoice }),
      ),
      credit('2300', unapplied, this.#worth(receipt, unapplied, on)),
    ]);
    for (const use of uses) this.#bookUse(receipt, use, id);
    if (refund)
      this.#post(receipt, refund.on, { sourceType: 'REFUND', description: `Refund of ${id}` }, [
        debit('2300', refund.amount, this.#worth(receipt, refund.amount, on)),
        credit(bank, refund.amount, this.#worth(receipt, refund.amount, refund.on)),
      ]);
    if (chargeback) this.#bookChargeback(receipt, chargeback, id);
  }

  #bookUse(receipt: Receipt, use: Use, id: string): void {
    const { on } = receipt;
    const account = receivableAccount(receipt.payer);
    const worth = this.#worth(receipt, use.amount, on);
    if (use.on !== on)
      this.#post(
        receipt,
        use.on,
        { sourceType: 'APPLICATION', description: `${id} applied to ${use.invoice.number}` },
        [
          debit('2300', use.amount, worth),
          credit(account, use.amount, use.functional, { invoice: use.invoice }),
        ],
      );
    if (use.reversedOn !== undefined)
      this.#post(
        receipt,
        use.reversedOn,
        { sourceType: 'APPLICATION', description: `${id} taken off ${use.invoice.number}` },
        [
          debit(account, use.amount, use.functional, { invoice: use.invoice }),
          credit('2300', use.amount, worth),
        ],
      );
    if (receipt.payer.internal)
      mirror(this.#world, this.#ledger, use.invoice, {
        on: use.on,
        debited: '2500',
        credited: '1000',
        amount: use.amount,
      });
  }

  #bookChargeback(receipt: Receipt, { on, wonBackOn }: { on: string; wonBackOn?: string }, id: string): void {
    const worth = this.#worth(receipt, receipt.amount, receipt.on);
    this.#post(receipt, on, { sourceType: 'CHARGEBACK', description: `Chargeback of ${id}` }, [
      debit('2300', receipt.amount, worth),
      credit('1050', receipt.amount, worth),
    ]);
    if (wonBackOn === undefined) return;
    this.#post(receipt, wonBackOn, { sourceType: 'CHARGEBACK', description: `Chargeback of ${id} won` }, [
      debit('1050', receipt.amount, worth),
      credit('2300', receipt.amount, worth),
    ]);
  }

  #post(
    receipt: Receipt,
    on: string,
    entry: Pick<Entry, 'sourceType' | 'description'>,
    legs: Entry['legs'],
  ): void {
    const { entity, currency, payer } = receipt;
    const counterparty = payer.internal ? { counterparty: 'UK01' } : {};
    this.#ledger.post({ entity, currency, on, customer: payer.erpId, ...counterparty, ...entry, legs });
  }

  #unappliedPart(receipt: Receipt): Decimal {
    const used = receipt.uses.filter((use) => use.on === receipt.on).map(({ amount }) => amount);
    return receipt.amount.minus(sumOf(used));
  }

  #rateOn({ currency, entity }: Receipt, on: string): Decimal {
    return this.#world.rates.on(on, currency, entity.currency);
  }

  #worth(receipt: Receipt, amount: Decimal, on: string): Decimal {
    if (receipt.currency === receipt.entity.currency) return amount;
    return amount.isZero() ? ZERO : rounded(amount.times(this.#rateOn(receipt, on)), receipt.entity.currency);
  }
}

/** Cards and direct debits are billing's; bank transfers are the ERP's. */
function isBillings({ method }: Receipt): boolean {
  return method !== 'BANK_TRANSFER';
}

/** Reduces what is open; returns what the ledger carried that part at, the last part taking the remainder. */
export function settle(invoice: Invoice, amount: Decimal): Decimal {
  invoice.open = invoice.open.minus(amount);
  const rest = invoice.open.isZero()
    ? invoice.openFunctional
    : rounded(amount.times(invoice.rate), invoice.entity.currency);
  invoice.openFunctional = invoice.openFunctional.minus(rest);
  return rest;
}

/** The journal by which something other than money settles a part of an invoice. */
export function bookSettlement(
  ledger: Ledger,
  invoice: Invoice,
  amount: Decimal,
  {
    on,
    account,
    sourceType,
    description,
  }: { on: string; account: '6100' | '6200' | '4900' | '1400'; sourceType: string; description: string },
): void {
  const functional = settle(invoice, amount);
  ledger.post({
    ...entryFor(invoice, on),
    sourceType,
    description,
    legs: [
      debit(account, amount, functional, { invoice }),
      credit(receivableAccount(invoice.payer), amount, functional, { invoice }),
    ],
  });
}
