// The figures of a customer that come from contract lines, by brute force over plain rows: recurring revenue and what is
// contracted (DOMAIN section 11). A second opinion that walks the days instead of computing with intervals.
import { addDays, addMonths, daysBetween } from '../../src/kernel/dates.ts';
import { type Decimal, decimal } from '../../src/kernel/money.ts';
import { type RateRow, rateOf } from './brute-force-rates.ts';

type Row = Readonly<Record<string, unknown>>;

export interface RecurringRows {
  readonly contract: readonly Row[];
  readonly contract_line: readonly Row[];
  readonly amendment: readonly Row[];
  readonly exchange_rate: readonly RateRow[];
  readonly feed: readonly Row[];
}

const zero = decimal('0');
const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
const END = '9999-12-31';
const START = '0001-01-01';
const finite = (value: unknown) => {
  const day = String(value);
  return day === 'infinity' ? END : day === '-infinity' ? START : day;
};

interface Step {
  readonly from: string;
  readonly quantity?: string | number | null;
  readonly netUnitPrice?: string | number | null;
}

interface Tier {
  readonly upTo?: string | number | null;
  readonly unitAmount?: string | number | null;
  readonly flatAmount?: string | number | null;
}

export class BruteForceRecurring {
  private readonly rows: RecurringRows;
  private readonly seesContract: (contract: Row) => boolean;
  constructor(rows: RecurringRows, seesContract: (contract: Row) => boolean) {
    this.rows = rows;
    this.seesContract = seesContract;
  }

  arr(customers: readonly string[], asOf: string, currency: string): Decimal | null {
    const lines = this.linesOfEndCustomers(customers).filter((line) => this.inForce(line, asOf));
    return this.known()
      ? this.stock(
          lines.map((line) => this.yearly(line, asOf)),
          asOf,
          currency,
        )
      : null;
  }

  arrOfContract(contractId: string, asOf: string, currency: string): Decimal | null {
    const lines = this.lines().filter((line) => line.contract_id === contractId && this.inForce(line, asOf));
    return this.stock(
      lines.map((line) => this.yearly(line, asOf)),
      asOf,
      currency,
    );
  }

  contractedArr(customers: readonly string[], asOf: string, currency: string): Decimal | null {
    const lines = this.linesOfEndCustomers(customers).filter(
      (line) =>
        this.signedOn(line) <= asOf &&
        this.lastsUntil(line, asOf) &&
        (finite(line.valid_to) > asOf || finite(line.valid_from) > asOf) &&
        this.later(line, asOf).length === 0,
    );
    const begins = (line: Row) =>
      [asOf, String(line.starts_on), finite(line.valid_from)].toSorted().at(-1) ?? asOf;
    return this.known()
      ? this.stock(
          lines.map((line) => this.yearly(line, begins(line))),
          asOf,
          currency,
        )
      : null;
  }

  contracted(customers: readonly string[], asOf: string, currency: string): Decimal | null {
    if (!this.known()) return null;
    const lines = this.lines().filter(
      (line) =>
        customers.includes(String(this.contractOf(line)?.customer_id)) &&
        this.signedOn(line) <= asOf &&
        (line.kind !== 'USAGE' || (line.min_commitment !== null && line.price_period_months !== null)),
    );
    return this.stock(
      lines.flatMap((line) => this.committed(line, asOf)),
      asOf,
      currency,
    );
  }

  /** The charges of a version over the days that it commits, cut where its price steps. */
  private committed(line: Row, asOf: string): [string, Decimal][] {
    const later = this.later(line, asOf)
      .map((one) => finite(one.valid_from))
      .toSorted();
    const newest = !this.rows.contract_line.some(
      (one) => one.lineage_id === line.lineage_id && Number(one.line_version) > Number(line.line_version),
    );
    const replaced = later[0] ?? (newest && line.valid_to !== 'infinity' ? finite(line.valid_to) : undefined);
    const from = [String(line.starts_on), finite(line.valid_from)].toSorted().at(-1) ?? '';
    const end = this.lastDay(line) ?? text(this.contractOf(line)?.ends_on) ?? asOf;
    const until = replaced === undefined ? end : ([end, addDays(replaced, -1)].toSorted()[0] ?? end);
    if (from > until) return [];
    const currency = String(line.currency);
    if (line.price_period_months === null)
      return later.length === 0 ? [[currency, this.charge(line, START)]] : [];
    const cuts = stepsOf(line)
      .map((step) => step.from)
      .filter((day) => day > from && day <= until)
      .toSorted();
    const starts = [from, ...new Set(cuts)];
    return starts.map((start, index): [string, Decimal] => {
      const next = starts[index + 1];
      const last = next === undefined ? until : addDays(next, -1);
      return [
        currency,
        this.charge(line, start).times(monthsIn(start, last)).div(String(line.price_period_months)),
      ];
    });
  }

  private known(): boolean {
    return this.rows.feed.some((feed) => feed.record_type === 'contract_line');
  }

  private contractOf(line: Row): Row | undefined {
    return this.rows.contract.find((contract) => contract.contract_id === line.contract_id);
  }

  private lines(): Row[] {
    return this.rows.contract_line.filter((line) => {
      const contract = this.contractOf(line);
      return (
        contract && !['DRAFT', 'CANCELLED'].includes(String(contract.status)) && this.seesContract(contract)
      );
    });
  }

  private linesOfEndCustomers(customers: readonly string[]): Row[] {
    return this.lines().filter((line) => customers.includes(String(line.end_customer_id)));
  }

  private lastDay(line: Row): string | null {
    const contract = this.contractOf(line);
    const own = text(line.ends_on);
    const ended = ['EXPIRED', 'TERMINATED'].includes(String(contract?.status))
      ? text(contract?.ends_on)
      : null;
    return [own, ended].filter((day) => day !== null).toSorted()[0] ?? null;
  }

  /** Of an ended contract somebody must say when it ended. */
  private lastsUntil(line: Row, day: string): boolean {
    const ended = ['EXPIRED', 'TERMINATED'].includes(String(this.contractOf(line)?.status));
    return (this.lastDay(line) ?? (ended ? START : END)) >= day;
  }

  private signedOn(line: Row): string {
    const contract = this.contractOf(line);
    const amendment = this.rows.amendment.find((one) => one.amendment_id === line.amendment_id);
    return String(
      line.signed_on ??
        amendment?.signed_on ??
        contract?.signed_on ??
        contract?.booked_on ??
        contract?.activated_on ??
        contract?.starts_on,
    );
  }

  private later(line: Row, asOf: string): Row[] {
    const own = this.contractOf(line);
    return this.rows.contract_line.filter((one) => {
      if (one.lineage_id !== line.lineage_id || Number(one.line_version) <= Number(line.line_version))
        return false;
      const amendment = this.rows.amendment.find((made) => made.amendment_id === one.amendment_id);
      const signed =
        one.signed_on ??
        amendment?.signed_on ??
        own?.signed_on ??
        own?.booked_on ??
        own?.activated_on ??
        own?.starts_on;
      return String(signed) <= asOf;
    });
  }

  private inForce(line: Row, day: string): boolean {
    const within = String(line.starts_on) <= day && this.lastsUntil(line, day);
    const version = finite(line.valid_from) <= day && finite(line.valid_to) > day;
    const active = line.activated_on !== null && String(line.activated_on) <= day;
    const suspended =
      line.suspended_from === null
        ? this.contractOf(line)?.status === 'SUSPENDED'
        : String(line.suspended_from) <= day && (text(line.suspended_to) ?? END) > day;
    return within && version && active && !suspended;
  }

  private yearly(line: Row, day: string): [string, Decimal] {
    const recurs =
      line.price_period_months !== null &&
      (line.kind === 'RECURRING' || (line.kind === 'USAGE' && line.min_commitment !== null));
    if (!recurs) return [String(line.currency), zero];
    return [String(line.currency), this.charge(line, day).times(12).div(String(line.price_period_months))];
  }

  /** What one price period costs at the price of a day. */
  private charge(line: Row, day: string): Decimal {
    const step = stepsOf(line)
      .filter(({ from }) => from <= day)
      .toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
    const quantity = decimal(String(step?.quantity ?? line.quantity));
    const net = decimal(String(step?.netUnitPrice ?? line.net_unit_price));
    const model = line.kind === 'USAGE' ? zero : modelCharge(line, quantity, net);
    const minimum = line.min_commitment === null ? null : decimal(String(line.min_commitment));
    return minimum?.gt(model) ? minimum : model;
  }

  private stock(
    amounts: readonly (readonly [string, Decimal])[],
    on: string,
    target: string,
  ): Decimal | null {
    const sums = new Map<string, Decimal>();
    for (const [currency, amount] of amounts) sums.set(currency, (sums.get(currency) ?? zero).plus(amount));
    let total = zero;
    for (const [currency, sum] of sums) {
      if (sum.isZero()) continue;
      const rate = rateOf(this.rows.exchange_rate, 'CLOSING', currency, target, on);
      if (!rate) return null;
      total = total.plus(sum.times(rate));
    }
    return total;
  }
}

function stepsOf(line: Row): Step[] {
  return Array.isArray(line.ramp) ? (line.ramp as Step[]) : [];
}

function modelCharge(line: Row, quantity: Decimal, net: Decimal): Decimal {
  const off = decimal('1').minus(decimal(String(line.discount_percent)).div(100));
  const tiers = Array.isArray(line.tiers) ? (line.tiers as Tier[]) : null;
  if (line.price_model === 'USAGE') return zero;
  if (line.price_model === 'FLAT') return net;
  if (line.price_model === 'PERCENTAGE') return net.times(quantity).div(100);
  if (line.price_model === 'GRADUATED' && tiers) return graduated(tiers, quantity).times(off);
  if (line.price_model === 'VOLUME' && tiers) return volume(tiers, quantity).times(off);
  return net.times(quantity);
}

const amountOf = (value: unknown) => decimal(String(value ?? '0'));

function graduated(tiers: readonly Tier[], quantity: Decimal): Decimal {
  let total = zero;
  let below = zero;
  for (const tier of tiers) {
    const top = tier.upTo === null || tier.upTo === undefined ? null : decimal(String(tier.upTo));
    if (quantity.gt(below)) {
      const reached = top === null || quantity.lt(top) ? quantity : top;
      total = total
        .plus(reached.minus(below).times(amountOf(tier.unitAmount)))
        .plus(amountOf(tier.flatAmount));
    }
    below = top ?? quantity;
  }
  return total;
}

function volume(tiers: readonly Tier[], quantity: Decimal): Decimal {
  if (quantity.isZero()) return zero;
  const tier =
    tiers.find(({ upTo }) => upTo === null || upTo === undefined || quantity.lte(String(upTo))) ??
    tiers.at(-1);
  return tier ? quantity.times(amountOf(tier.unitAmount)).plus(amountOf(tier.flatAmount)) : zero;
}

/** Whole months from the first day, and the share of the month that is left, by its days; both days included. */
function monthsIn(from: string, last: string): Decimal {
  let whole = 0;
  while (addMonths(from, whole + 1) <= addDays(last, 1)) whole += 1;
  const [start, end] = [addMonths(from, whole), addMonths(from, whole + 1)];
  const left = daysBetween(start, addDays(last, 1));
  return decimal(String(whole)).plus(decimal(String(left)).div(String(daysBetween(start, end))));
}
