// The figures of summaries and the state of collections: plain objects made of the brute-force twins.
import type { Decimal } from '../../../src/kernel/money.ts';
import { type Asked, type Rows, twinTables } from '../brute-force-documents.ts';
import { BruteForce } from '../brute-force-figures.ts';
import { rateOf } from '../brute-force-rates.ts';
import { BruteForceRecurring, type RecurringRows } from '../brute-force-recurring.ts';
import type { Frame } from './plain-customers.ts';
import { openExceptions } from './plain-exceptions.ts';
import type { Inputs } from './plain-pages.ts';
import type { Reading } from './plain-reading.ts';
import { amountText, decimalText, digitsOf, microsOf, money, sortedBy } from './plain-values.ts';
import type { Row, World } from './world.ts';

const twinRows = new WeakMap<World, Rows & RecurringRows>();

function rowsOf(world: World): Rows & RecurringRows {
  let rows = twinRows.get(world);
  if (!rows) {
    const names = [...twinTables, 'contract', 'contract_line', 'amendment'];
    rows = Object.fromEntries(names.map((name) => [name, world.all(name)])) as unknown as Rows &
      RecurringRows;
    twinRows.set(world, rows);
  }
  return rows;
}

function recurring(reading: Reading): BruteForceRecurring {
  return new BruteForceRecurring(rowsOf(reading.world), (contract) => reading.sees('Contract', contract));
}

export function contractArr(row: Row, reading: Reading, args: Inputs) {
  const { world } = reading;
  const asOf = String(args.asOf ?? world.today(row.legal_entity_id));
  const arr = recurring(reading).arrOfContract(String(row.contract_id), asOf, String(row.currency));
  return money(world, arr, row.currency);
}

type Figure = (frame: Frame, reading: Reading, args: Inputs) => unknown;

function brute(frame: Frame, reading: Reading): BruteForce {
  const asked: Asked = { ...frame, entities: [...reading.entities] };
  return new BruteForce(rowsOf(reading.world), asked);
}

const inCurrency =
  (figure: (twin: BruteForce) => Decimal | null): Figure =>
  (frame, reading) =>
    money(reading.world, figure(brute(frame, reading)), frame.currency);

const ofLines =
  (name: 'arr' | 'contractedArr' | 'contracted', share = 1): Figure =>
  (frame, reading) => {
    const found = recurring(reading)[name](frame.customers, frame.asOf, frame.currency);
    return money(reading.world, found?.div(share) ?? null, frame.currency);
  };

/** The legal entities that trade with the frame's customers and that the viewer sees. */
const covered = ({ customers }: Frame, reading: Reading): Set<unknown> =>
  new Set(
    customers
      .flatMap((id) => reading.world.by('customer_entity', 'customer_id', id))
      .map((trade) => trade.legal_entity_id)
      .filter((id) => reading.seesEntity(id)),
  );

const BANDS = ['NOT_DUE', 'DAYS_1_30', 'DAYS_31_60', 'DAYS_61_90', 'DAYS_91_120', 'OVER_120'];

/** The bands rounded, and in UNAPPLIED what they are off the whole. */
const ageing: Figure = (frame, reading, args) => {
  const { world } = reading;
  const found = brute(frame, reading).ageing(args.basis === 'INVOICE_DATE' ? 'INVOICE_DATE' : 'DUE_DATE');
  if (!found) return [...BANDS, 'UNAPPLIED'].map((band) => ({ band, amount: null }));
  const digits = digitsOf(world, frame.currency);
  const rounded = BANDS.map((band) => amountText(found.get(band) ?? '0', digits));
  const total = amountText(found.get('TOTAL') ?? '0', digits);
  const rest = rounded.reduce((left, amount) => amountText(minus(left, amount), digits), total);
  const buckets = BANDS.map((band, index) => ({
    band,
    amount: money(world, rounded[index], frame.currency),
  }));
  return [...buckets, { band: 'UNAPPLIED', amount: money(world, rest, frame.currency) }];
};

function minus(a: string, b: string): string {
  const scale = 10n ** 6n;
  const units = (text: string) => {
    const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
    const size = BigInt(whole) * scale + BigInt(fraction.padEnd(6, '0'));
    return text.startsWith('-') ? -size : size;
  };
  const difference = units(a) - units(b);
  const size = difference < 0n ? -difference : difference;
  return `${difference < 0n ? '-' : ''}${size / scale}.${String(size % scale).padStart(6, '0')}`;
}

const balances: Figure = (frame, reading) =>
  [...brute(frame, reading).balances()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, parts]) => ({
      currency,
      ...Object.fromEntries(
        Object.entries(parts).map(([name, amount]) => [name, money(reading.world, amount, currency)]),
      ),
    }));

const missingRates: Figure = ({ customers, asOf, from, currency }, reading) => {
  const { world } = reading;
  const own = world
    .all('converted_amount')
    .filter((row) => customers.includes(String(row.customer_id)) && row.currency !== currency)
    .filter((row) => reading.seesEntity(row.legal_entity_id));
  const needed = new Map<
    string,
    { rateType: string; baseCurrency: string; on: string; quoteCurrency: string }
  >();
  const need = (rateType: string, baseCurrency: unknown, on: unknown) =>
    needed.set(`${on} ${baseCurrency} ${rateType}`, {
      rateType,
      baseCurrency: String(baseCurrency),
      on: String(on),
      quoteCurrency: currency,
    });
  for (const row of own) {
    const day = String(row.occurred_on);
    if (!row.is_flow || day <= asOf) need('CLOSING', row.currency, asOf);
    if (row.is_flow && day <= asOf && (from === null || day >= from))
      need('SPOT', row.booked_rate === null ? row.currency : row.functional_currency, day);
  }
  const rates = rowsOf(world).exchange_rate;
  return [...needed]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one)
    .filter((one) => rateOf(rates, one.rateType, one.baseCurrency, one.quoteCurrency, one.on) === null);
};

const freshness: Figure = (frame, reading) => {
  const { world } = reading;
  const entities = covered(frame, reading);
  return sortedBy(world.all('source_system'), (source) => source.key)
    .filter((source) =>
      world
        .by('source_system_entity', 'source_system_id', source.source_system_id)
        .some((one) => entities.has(one.legal_entity_id)),
    )
    .map((source) => ({ source, asOf: source.last_record_at, late: isLate(source, world.now) }));
};

function isLate(source: Row, now: string): boolean | null {
  if (source.freshness_minutes === null) return null;
  if (source.last_record_at === null) return true;
  return (
    microsOf(String(source.last_record_at)) + BigInt(Number(source.freshness_minutes)) * 60_000_000n <
    microsOf(now)
  );
}

const SUMMARY: Readonly<Record<string, Figure>> = {
  currency: (frame) => frame.currency,
  asOf: (frame) => frame.asOf,
  from: (frame) => frame.from,
  legalEntities: (frame, reading) => {
    const entities = covered(frame, reading);
    return reading.world.all('legal_entity').filter((entity) => entities.has(entity.legal_entity_id));
  },
  freshness,
  openExceptionCount: ({ customers, asOf }, reading) => openExceptions(reading, customers, asOf),
  arr: ofLines('arr'),
  mrr: ofLines('arr', 12),
  contractedArr: ofLines('contractedArr'),
  contracted: ofLines('contracted'),
  // Nobody computes expected billing yet.
  remainingToBill: () => null,
  unbilled: () => null,
  billed: inCurrency((twin) => twin.flow('billed')),
  billedNet: inCurrency((twin) => twin.billedNet()),
  credited: inCurrency((twin) => twin.flow('credited')),
  collected: inCurrency((twin) => twin.flow('collected')),
  writtenOff: inCurrency((twin) => twin.flow('writtenOff')),
  deductions: inCurrency((twin) => twin.flow('deductions')),
  unapplied: inCurrency((twin) => twin.unapplied()),
  openReceivable: inCurrency((twin) => twin.openReceivable()),
  overdue: inCurrency((twin) => twin.overdue()),
  daysSalesOutstanding: (frame, reading) => {
    const days = brute(frame, reading).daysSalesOutstanding();
    return days && decimalText(amountText(days, 2));
  },
  ageing,
  balances,
  recognizedRevenue: inCurrency((twin) => twin.recognizedRevenue()),
  deferredRevenue: inCurrency((twin) => twin.deferredRevenue()),
  openDisputes: inCurrency((twin) => twin.openDisputes()),
  openDisputeCount: (frame, reading) => brute(frame, reading).openDisputeCount(),
  missingRates,
};

const STATUSES = ['CURRENT', 'REMINDED', 'DUNNING', 'ESCALATED', 'LEGAL'];

function openCases(frame: Frame, reading: Reading): Row[] {
  const cases = frame.customers.flatMap((id) => reading.world.by('collections_case', 'customer_id', id));
  return reading.seen('CollectionsCase', cases).filter((one) => one.closed_on === null);
}

/** Most advanced first: by status, then stage, then the oldest. */
function leading(frame: Frame, reading: Reading): Row | undefined {
  return sortedBy(
    openCases(frame, reading),
    (one) => -STATUSES.indexOf(String(one.status)),
    (one) => -Number(one.stage),
    (one) => one.opened_on,
  )[0];
}

function nextStep(frame: Frame, reading: Reading): Row | undefined {
  const steps = openCases(frame, reading).filter((one) => one.next_step !== null);
  return sortedBy(
    steps,
    (one) => one.next_step_on,
    (one) => one.opened_on,
  )[0];
}

const greatest = (values: readonly unknown[]) =>
  sortedBy(
    values.map((value) => ({ value })),
    (one) => one.value,
  ).at(-1)?.value ?? null;
const holds = (frame: Frame, reading: Reading) =>
  openCases(frame, reading)
    .map((one) => one.hold_until)
    .filter((day) => day !== null && String(day) >= frame.asOf);

const COLLECTIONS: Readonly<Record<string, Figure>> = {
  status: (frame, reading) => leading(frame, reading)?.status ?? 'CURRENT',
  stage: (frame, reading) => greatest(openCases(frame, reading).map((one) => Number(one.stage))),
  overdue: inCurrency((twin) => twin.overdue()),
  ageing,
  nextStep: (frame, reading) => nextStep(frame, reading)?.next_step ?? null,
  nextStepOn: (frame, reading) => nextStep(frame, reading)?.next_step_on ?? null,
  collector: (frame, reading) => leading(frame, reading)?.collector ?? null,
  hold: (frame, reading) => {
    const accounts = frame.customers.flatMap((id) => reading.world.by('customer_account', 'customer_id', id));
    const held = reading
      .seen('CustomerAccount', accounts)
      .some(
        (one) =>
          one.dunning_hold &&
          (one.valid_from === '-infinity' || String(one.valid_from) <= frame.asOf) &&
          (one.valid_to === 'infinity' || String(one.valid_to) > frame.asOf),
      );
    return held || holds(frame, reading).length > 0;
  },
  holdUntil: (frame, reading) => greatest(holds(frame, reading)),
};

/** The figures over a frame, by owner type and field. */
export function figureOf(owner: string, field: string): Figure | undefined {
  return owner === 'CustomerSummary'
    ? SUMMARY[field]
    : owner === 'Collections'
      ? COLLECTIONS[field]
      : undefined;
}
