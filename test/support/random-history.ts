// Small random histories of trade: documents, cash, adjustments, disputes, postings and rates of a few customers and entities,
// with everything that a source may state: drafts, voids, reversals, odd schedules, missing rates, negative documents.
import fc from 'fast-check';
import type { ClientBase } from 'pg';
import { addDays } from '../../src/kernel/dates.ts';
import type { Asked } from './brute-force-figures.ts';

export const firstDay = '2024-01-01';
const lastDay = 240;
const currencies = ['EUR', 'USD', 'GBP', 'JPY'] as const;
const recordTypes = ['invoice', 'credit_note', 'payment', 'refund', 'write_off', 'posting', 'dispute'];

type Value = string | number | boolean | null;
type Record_ = Readonly<Record<string, Value>>;
/** Rows by table, in an order in which they can be inserted. */
export type History = ReadonlyMap<string, readonly Record_[]>;

/** A well-formed id made of the number of a table and of a row. */
function idOf(table: number, row: number): string {
  return `00000000-0000-7000-8000-${String(table).padStart(4, '0')}${String(row).padStart(8, '0')}`;
}

export const entityIds = [idOf(1, 1), idOf(1, 2)];
export const customerIds = [idOf(2, 1), idOf(2, 2), idOf(2, 3), idOf(2, 4)];
const source = idOf(3, 1);

const day = (least = 0) => fc.integer({ min: least, max: lastDay }).map((offset) => addDays(firstDay, offset));
const maybe = <T>(value: fc.Arbitrary<T>, freq = 4) => fc.option(value, { nil: null, freq });
const rarely = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const cents = (least = 1) => fc.integer({ min: least, max: 60_000 });
const text = (amount: number) => `${amount < 0 ? '-' : ''}${Math.floor(Math.abs(amount) / 100)}.${String(Math.abs(amount) % 100).padStart(2, '0')}`;
const rate = maybe(fc.integer({ min: 1, max: 30_000 }).map((tenThousandths) => `${(tenThousandths / 10_000).toString()}`));
const index = fc.nat({ max: 50 });
const place = {
  customer: fc.constantFrom(...customerIds),
  entity: fc.constantFrom(...entityIds),
  currency: fc.constantFrom(...currencies),
  rate,
};

const invoice = fc.record({
  ...place,
  status: fc.constantFrom('ISSUED', 'ISSUED', 'ISSUED', 'ISSUED', 'VOIDED', 'DRAFT'),
  kind: fc.constantFrom('INVOICE', 'INVOICE', 'DEBIT_NOTE'),
  basis: fc.constantFrom('DERIVED', 'DERIVED', 'STATED'),
  issued: day(),
  dueAfter: fc.integer({ min: 0, max: 90 }),
  voidedAfter: fc.integer({ min: 0, max: 120 }),
  subtotal: fc.oneof({ weight: 9, arbitrary: cents() }, { weight: 1, arbitrary: cents(-60_000) }),
  tax: fc.integer({ min: 0, max: 9_000 }),
  instalments: fc.array(fc.record({ after: fc.integer({ min: 0, max: 150 }), amount: cents() }), { maxLength: 3, size: 'max' }),
  scheduleFits: fc.boolean(),
  stated: fc.array(
    fc.record({ on: day(), paid: maybe(cents(0)), credited: maybe(cents(0), 2), due: maybe(cents(0)) }),
    { maxLength: 3 },
  ),
});
const note = fc.record({ ...place, of: maybe(index), status: fc.constantFrom('ISSUED', 'ISSUED', 'VOIDED', 'DRAFT'), issued: day(), voidedAfter: fc.nat(120), subtotal: cents(), tax: fc.nat(2_000) });
const payment = fc.record({ ...place, unknown: rarely(fc.constant(true)), received: day(), postedAfter: fc.integer({ min: -3, max: 5 }), reversed: rarely(day()), amount: cents() });
const allocation = fc.record({ kind: fc.constantFrom('PAYMENT', 'PAYMENT', 'CREDIT'), from: index, to: index, amount: cents(), drawn: maybe(cents(), 2), applied: day(), reversed: rarely(day()) });
const refund = fc.record({ ...place, payment: maybe(index), note: maybe(index), on: day(), reversed: rarely(day()), amount: cents() });
const chargeback = fc.record({ ...place, payment: index, on: day(), won: maybe(day(), 1), amount: cents() });
const adjustment = fc.record({ ...place, of: maybe(index), on: day(), reversed: rarely(day()), amount: cents() });
const dispute = fc.record({ of: index, customer: maybe(place.customer, 1), opened: day(), resolved: maybe(day(), 1), amount: cents() });
const journal = fc.record({
  ...place,
  primary: fc.constantFrom(true, true, true, false),
  proposed: fc.constantFrom(false, false, false, true),
  class: fc.constantFrom('REVENUE', 'DEFERRED_REVENUE', 'TAX'),
  on: day(),
  functional: cents(),
  transaction: maybe(cents()),
  credit: fc.constantFrom(true, true, false),
});
const exchangeRate = fc.record({
  pair: fc.constantFrom(['EUR', 'USD'], ['EUR', 'GBP'], ['EUR', 'JPY'], ['USD', 'JPY'], ['GBP', 'USD'], ['USD', 'EUR']),
  type: fc.constantFrom('SPOT', 'CLOSING'),
  from: fc.nat(lastDay),
  every: fc.integer({ min: 4, max: 11 }),
  times: fc.integer({ min: 1, max: 60 }),
  rate: fc.integer({ min: 100, max: 30_000 }),
});

const facts = fc.record({
  invoices: fc.array(invoice, { minLength: 1, maxLength: 8, size: 'max' }),
  notes: fc.array(note, { maxLength: 4, size: 'max' }),
  payments: fc.array(payment, { maxLength: 6, size: 'max' }),
  allocations: fc.array(allocation, { maxLength: 8, size: 'max' }),
  refunds: fc.array(refund, { maxLength: 2, size: 'max' }),
  chargebacks: fc.array(chargeback, { maxLength: 2, size: 'max' }),
  deductions: fc.array(adjustment, { maxLength: 2, size: 'max' }),
  writeOffs: fc.array(adjustment, { maxLength: 2, size: 'max' }),
  disputes: fc.array(dispute, { maxLength: 3, size: 'max' }),
  journals: fc.array(journal, { maxLength: 4, size: 'max' }),
  rates: fc.array(exchangeRate, { maxLength: 9, size: 'max' }),
  feeds: fc.oneof({ weight: 3, arbitrary: fc.constant(recordTypes) }, { weight: 1, arbitrary: fc.subarray(recordTypes) }),
});

type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

/** What to ask of a history. */
export const question: fc.Arbitrary<Asked> = fc.record({
  customers: fc.subarray(customerIds, { minLength: 1 }),
  asOf: day(30),
  from: maybe(day(), 1),
  currency: fc.constantFrom(...currencies),
  entities: fc.oneof({ weight: 2, arbitrary: fc.constant(entityIds) }, { weight: 1, arbitrary: fc.subarray(entityIds) }),
});

export const history: fc.Arbitrary<History> = facts.map(
  (given) => new Map([...documentRows(given), ...cashRows(given), ...ledgerRows(given), ...rateRows(given)]),
);

const at = <T>(list: readonly T[], of: number): [T, number] | undefined => {
  const position = list.length === 0 ? -1 : of % list.length;
  const found = list[position];
  return found === undefined ? undefined : [found, position];
};
const owned = (given: { customer: string; entity: string; currency: string; rate: string | null }, currency = given.currency) => ({
  customer_id: given.customer,
  legal_entity_id: given.entity,
  currency,
  exchange_rate_to_functional: given.rate,
  source_system_id: source,
});

function documentRows({ invoices, notes, disputes }: Facts): [string, Record_[]][] {
  return [
    [
      'invoice',
      invoices.map((one, position) => ({
        ...owned(one),
        ...{ invoice_id: idOf(10, position), number: `I${position}`, kind: one.kind, status: one.status, basis: one.basis },
        ...{ issued_on: one.issued, due_on: addDays(one.issued, one.dueAfter) },
        voided_on: one.status === 'VOIDED' ? addDays(one.issued, one.voidedAfter) : null,
        ...{ subtotal: text(one.subtotal), tax: text(one.tax), total: text(one.subtotal + one.tax) },
      })),
    ],
    ['invoice_instalment', invoices.flatMap(instalmentRows)],
    [
      'invoice_stated_balance',
      invoices.flatMap((one, position) =>
        [...new Map(one.stated.map((stated) => [stated.on, stated])).values()].map(({ on, paid, credited, due }) => ({
          ...{ invoice_id: idOf(10, position), stated_on: on, paid: paid === null ? null : text(paid) },
          ...{ credited: credited === null ? null : text(credited), due: due === null ? null : text(due) },
        })),
      ),
    ],
    [
      'credit_note',
      notes.map((one, position) => {
        const named = one.of === null ? undefined : at(invoices, one.of);
        return {
          ...owned(one, named?.[0].currency),
          ...{ credit_note_id: idOf(11, position), number: `N${position}`, status: one.status, issued_on: one.issued },
          invoice_id: named ? idOf(10, named[1]) : null,
          voided_on: one.status === 'VOIDED' ? addDays(one.issued, one.voidedAfter) : null,
          ...{ subtotal: text(one.subtotal), tax: text(one.tax), total: text(one.subtotal + one.tax) },
        };
      }),
    ],
    [
      'dispute',
      disputes.flatMap((one, position) => {
        const [about, of] = at(invoices, one.of) ?? [];
        if (!about || of === undefined) return [];
        return {
          ...{ dispute_id: idOf(12, position), number: `D${position}`, invoice_id: idOf(10, of), currency: about.currency },
          ...{ customer_id: one.customer ?? about.customer, legal_entity_id: about.entity, reason: 'PRICE' },
          ...{ opened_on: one.opened, resolved_on: one.resolved, amount: text(one.amount) },
          ...(one.resolved === null ? { status: 'OPEN', resolution: null } : { status: 'RESOLVED', resolution: 'REJECTED' }),
        };
      }),
    ],
  ];
}

function instalmentRows(one: Facts['invoices'][number], of: number): Record_[] {
  const rows = one.instalments.map(({ after, amount }) => ({ after, amount }));
  const last = rows.at(-1);
  const sum = rows.reduce((total, { amount }) => total + amount, 0);
  if (last && one.scheduleFits) last.amount += one.subtotal + one.tax - sum;
  return rows.map(({ after, amount }, position) => ({
    ...{ invoice_id: idOf(10, of), position: position + 1, due_on: addDays(one.issued, after), amount: text(amount) },
  }));
}

function cashRows(given: Facts): [string, Record_[]][] {
  const { invoices, notes, payments } = given;
  const noteCurrency = ({ of, currency }: Facts['notes'][number]) => (of === null ? currency : (at(invoices, of)?.[0].currency ?? currency));
  const adjusted = (key: string, table: number, list: Facts['deductions'], more: Record_) =>
    list.map((one, position) => {
      const named = one.of === null ? undefined : at(invoices, one.of);
      return {
        ...{ ...owned(one, named?.[0].currency), ...more, [key]: idOf(table, position), invoice_id: named ? idOf(10, named[1]) : null },
        ...{ posted_on: one.on, reversed_on: one.reversed, amount: text(one.amount) },
      };
    });
  return [
    [
      'payment',
      payments.map((one, position) => ({
        ...{ ...owned(one), payment_id: idOf(13, position), number: `P${position}`, customer_id: one.unknown ? null : one.customer },
        ...{ received_on: one.received, posted_on: addDays(one.received, one.postedAfter), reversed_on: one.reversed, amount: text(one.amount) },
      })),
    ],
    [
      'allocation',
      given.allocations.flatMap((one, position) => {
        const [to, ofInvoice] = at(invoices, one.to) ?? [];
        const cash = at(payments, one.from);
        const credit = at(notes, one.from);
        const drawn = one.kind === 'PAYMENT' ? cash?.[0].currency : credit && noteCurrency(credit[0]);
        if (!to || ofInvoice === undefined || drawn === undefined) return [];
        const drawnAmount = drawn === to.currency && one.drawn === null ? null : text(one.drawn ?? one.amount);
        return {
          ...{ allocation_id: idOf(14, position), legal_entity_id: to.entity, kind: one.kind, source_system_id: source },
          payment_id: one.kind === 'PAYMENT' && cash ? idOf(13, cash[1]) : null,
          credit_note_id: one.kind === 'CREDIT' && credit ? idOf(11, credit[1]) : null,
          ...{ invoice_id: idOf(10, ofInvoice), amount: text(one.amount), currency: to.currency, drawn_amount: drawnAmount },
          ...{ applied_on: one.applied, reversed_on: one.reversed },
        };
      }),
    ],
    [
      'refund',
      given.refunds.map((one, position) => {
        const paid = one.payment === null ? undefined : at(payments, one.payment);
        const credit = paid || one.note === null ? undefined : at(notes, one.note);
        const currency = paid?.[0].currency ?? (credit && noteCurrency(credit[0]));
        return {
          ...{ ...owned(one, currency), refund_id: idOf(15, position), refunded_on: one.on, reversed_on: one.reversed, amount: text(one.amount) },
          ...{ payment_id: paid ? idOf(13, paid[1]) : null, credit_note_id: credit ? idOf(11, credit[1]) : null },
        };
      }),
    ],
    [
      'chargeback',
      given.chargebacks.map((one, position) => {
        const paid = at(payments, one.payment);
        return {
          ...{ ...owned(one, paid?.[0].currency), chargeback_id: idOf(16, position), payment_id: paid ? idOf(13, paid[1]) : null },
          ...{ charged_back_on: one.on, won_back_on: one.won, amount: text(one.amount) },
        };
      }),
    ],
    ['deduction', adjusted('deduction_id', 17, given.deductions, { kind: 'DISCOUNT' })],
    ['write_off', adjusted('write_off_id', 18, given.writeOffs, {})],
  ];
}

const functionalOf = (entity: string) => (entity === entityIds[0] ? 'EUR' : 'USD');
const accountClasses = ['RECEIVABLE', 'REVENUE', 'DEFERRED_REVENUE', 'TAX'];
const bookOf = (entity: string, primary: boolean) => idOf(4, entityIds.indexOf(entity) * 2 + (primary ? 0 : 1));
const accountOf = (entity: string, name: string) => idOf(5, entityIds.indexOf(entity) * 10 + accountClasses.indexOf(name));

function ledgerRows({ journals }: Facts): [string, Record_[]][] {
  const head = (one: Facts['journals'][number], position: number) => ({
    ...{ journal_id: idOf(19, position), legal_entity_id: one.entity, posted_on: one.on, accounting_book_id: bookOf(one.entity, one.primary) },
  });
  const posting = (one: Facts['journals'][number], position: number, name: string, credit: boolean) => ({
    ...{ ...head(one, position), posting_id: idOf(20, position * 2 + Number(credit)), position: Number(credit) + 1, proposed: one.proposed },
    ...{ ledger_account_id: accountOf(one.entity, name), customer_id: one.customer, functional_currency: functionalOf(one.entity) },
    ...{ currency: one.transaction === null ? null : one.currency, functional_debit: credit ? '0' : text(one.functional), functional_credit: credit ? text(one.functional) : '0' },
    transaction_debit: one.transaction === null ? null : credit ? '0' : text(one.transaction),
    transaction_credit: one.transaction === null ? null : credit ? text(one.transaction) : '0',
  });
  return [
    [
      'journal',
      journals.map((one, position) => ({
        ...{ ...head(one, position), number: `J${position}`, status: one.proposed ? 'PROPOSED' : 'POSTED', source_system_id: source },
      })),
    ],
    [
      'posting',
      journals.flatMap((one, position) => [
        posting(one, position, one.credit ? one.class : 'RECEIVABLE', true),
        posting(one, position, one.credit ? 'RECEIVABLE' : one.class, false),
      ]),
    ],
  ];
}

function rateRows({ rates, feeds }: Facts): [string, Record_[]][] {
  const rows = new Map<string, Record_>();
  for (const { pair, type, from, every, times, rate: first } of rates) {
    for (let step = 0; step < times && from + step * every <= lastDay; step += 1) {
      const on = addDays(firstDay, from + step * every);
      const worth = ((first + step * 7) / 10_000).toString();
      rows.set(`${pair} ${type} ${on}`, { rate_on: on, rate_type: type, base_currency: pair[0] ?? '', quote_currency: pair[1] ?? '', rate: worth });
    }
  }
  const at_ = '2024-01-01T00:00:00Z';
  return [
    ['exchange_rate', [...rows.values()]],
    ['feed', feeds.map((type) => ({ source_system_id: source, record_type: type, first_record_at: at_, last_record_at: at_ }))],
  ];
}

/** What every history stands on: a source, two entities with their books and accounts, the customers. */
const ground: History = new Map<string, Record_[]>([
  ['source_system', [{ source_system_id: source, key: 'history', name: 'History', kind: 'SUITE' }]],
  [
    'legal_entity',
    entityIds.map((id, position) => ({ legal_entity_id: id, code: `E${position}`, name: `Entity ${position}`, functional_currency: functionalOf(id) })),
  ],
  [
    'accounting_book',
    entityIds.flatMap((id) =>
      [true, false].map((primary) => ({
        ...{ accounting_book_id: bookOf(id, primary), legal_entity_id: id, code: primary ? 'ACCRUAL' : 'TAX' },
        ...{ standard: primary ? 'GAAP' : 'TAX', is_primary: primary, owner_source_system_id: source },
      })),
    ),
  ],
  [
    'ledger_account',
    entityIds.flatMap((id) =>
      accountClasses.map((name) => ({ ledger_account_id: accountOf(id, name), legal_entity_id: id, code: name, name, class: name })),
    ),
  ],
  ['customer', customerIds.map((id, position) => ({ customer_id: id, number: `C${position}`, name: `Customer ${position}`, golden_id: id }))],
]);

/** Inserts a history with the ground that it stands on. */
export async function insertHistory(client: ClientBase, rows: History): Promise<void> {
  for (const [table, records] of [...ground, ...rows]) {
    const columns = Object.keys(records[0] ?? {}).join(', ');
    if (columns === '') continue;
    await client.query(`insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`, [JSON.stringify(records)]);
  }
}
