// What may have happened in a small random history, as fast-check makes and shrinks it: drafts, voids, reversals, odd schedules,
// missing rates, negative documents.
import fc from 'fast-check';
import { addDays } from '../../src/kernel/dates.ts';
import type { Asked } from './brute-force-documents.ts';
import { customerIds, entityIds, firstDay, lastDay } from './history-ground.ts';

const currencies = ['EUR', 'USD', 'GBP', 'JPY'] as const;
const recordTypes = [
  'invoice',
  'credit_note',
  'payment',
  'refund',
  'write_off',
  'posting',
  'dispute',
  'invoice_stated_balance',
];

/** Days stand close, so that things often happen on the very day that is asked about. */
const day = (least = 0) =>
  fc.integer({ min: Math.ceil(least / 6), max: lastDay / 6 }).map((step) => addDays(firstDay, step * 6));
/** One in `freq` times null. */
const maybe = <T>(value: fc.Arbitrary<T>, freq = 4) => fc.option(value, { nil: null, freq });
const rarely = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const cents = (least = 1) => fc.integer({ min: least, max: 60_000 });
const rate = maybe(
  fc.integer({ min: 1, max: 30_000 }).map((tenThousandths) => `${(tenThousandths / 10_000).toString()}`),
);
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
  voidedAfter: fc.nat(20).map((step) => step * 6),
  subtotal: fc.oneof({ weight: 9, arbitrary: cents() }, { weight: 1, arbitrary: cents(-60_000) }),
  tax: fc.integer({ min: 0, max: 9_000 }),
  instalments: fc.array(fc.record({ after: fc.integer({ min: 0, max: 150 }), amount: cents() }), {
    maxLength: 3,
    size: 'max',
  }),
  scheduleFits: fc.boolean(),
  stated: fc.array(
    fc.record({ on: day(), paid: maybe(cents(0)), credited: maybe(cents(0), 2), due: maybe(cents(0)) }),
    { maxLength: 3 },
  ),
});
const note = fc.record({
  ...place,
  of: maybe(index),
  status: fc.constantFrom('ISSUED', 'ISSUED', 'VOIDED', 'DRAFT'),
  issued: day(),
  voidedAfter: fc.nat(20).map((step) => step * 6),
  subtotal: cents(),
  tax: fc.nat(2_000),
});
const payment = fc.record({
  ...place,
  unknown: rarely(fc.constant(true)),
  received: day(),
  postedAfter: fc.integer({ min: -3, max: 5 }),
  reversed: rarely(day()),
  amount: cents(),
});
const allocation = fc.record({
  kind: fc.constantFrom('PAYMENT', 'PAYMENT', 'CREDIT'),
  from: index,
  to: index,
  amount: cents(),
  drawn: maybe(cents(), 2),
  applied: day(),
  reversed: rarely(day()),
});
const refund = fc.record({
  ...place,
  payment: maybe(index),
  note: maybe(index),
  on: day(),
  reversed: rarely(day()),
  amount: cents(),
});
const chargeback = fc.record({ ...place, payment: index, on: day(), won: maybe(day(), 2), amount: cents() });
const adjustment = fc.record({
  ...place,
  of: maybe(index),
  on: day(),
  reversed: rarely(day()),
  amount: cents(),
});
const dispute = fc.record({
  of: index,
  customer: maybe(place.customer, 2),
  opened: day(),
  resolved: maybe(day(), 2),
  amount: cents(),
});
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
  pair: fc.constantFrom(
    ['EUR', 'USD'],
    ['EUR', 'GBP'],
    ['EUR', 'JPY'],
    ['USD', 'JPY'],
    ['GBP', 'USD'],
    ['USD', 'EUR'],
  ),
  type: fc.constantFrom('SPOT', 'CLOSING'),
  from: fc.nat(lastDay),
  every: fc.integer({ min: 4, max: 11 }),
  times: fc.integer({ min: 1, max: 60 }),
  rate: fc.integer({ min: 100, max: 30_000 }),
});

export const facts = fc.record({
  invoices: fc.array(invoice, { minLength: 1, maxLength: 8, size: 'max' }),
  notes: fc.array(note, { maxLength: 4, size: 'max' }),
  payments: fc.array(payment, { maxLength: 6, size: 'max' }),
  allocations: fc.array(allocation, { maxLength: 8, size: 'max' }),
  refunds: fc.array(refund, { maxLength: 2, size: 'max' }),
  chargebacks: fc.array(chargeback, { maxLength: 2, size: 'max' }),
  deductions: fc.array(adjustment, { maxLength: 2, size: 'max' }),
  writeOffs: fc.array(adjustment, { maxLength: 2, size: 'max' }),
  disputes: fc.array(dispute, { minLength: 1, maxLength: 6, size: 'max' }),
  journals: fc.array(journal, { maxLength: 4, size: 'max' }),
  rates: fc.array(exchangeRate, { maxLength: 9, size: 'max' }),
  feeds: fc.oneof(
    { weight: 3, arbitrary: fc.constant(recordTypes) },
    { weight: 1, arbitrary: fc.subarray(recordTypes) },
  ),
});

export type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

/** What to ask of a history. */
export const question: fc.Arbitrary<Asked> = fc.record({
  customers: fc.subarray(customerIds, { minLength: 1 }),
  // On the last day nothing is dated ahead, which the figures have a short way for.
  asOf: fc.oneof(
    { weight: 3, arbitrary: day(30) },
    { weight: 1, arbitrary: fc.constant(addDays(firstDay, lastDay)) },
  ),
  from: maybe(day(), 2),
  currency: fc.constantFrom(...currencies),
  entities: fc.oneof(
    { weight: 2, arbitrary: fc.constant(entityIds) },
    { weight: 1, arbitrary: fc.subarray(entityIds) },
  ),
});
