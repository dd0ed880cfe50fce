// The ERP's books: journals gathered for one customer and written in the order of their days, each balanced in functional currency
// and, where the currencies are the same, in that of the transaction.
import type { Decimal } from '../kernel/money.ts';
import { type Currency, sumOf, written, ZERO } from './amounts.ts';
import type { AccountCode, Entity } from './entities.ts';
import type { Invoice } from './invoices.ts';
import type { Folder } from './layout.ts';
import type { Sheet } from './sheet.ts';

export interface Leg {
  readonly account: AccountCode;
  readonly side: 'DEBIT' | 'CREDIT';
  /** In the journal's currency; null: the posting states none. */
  readonly amount: Decimal | null;
  readonly functional: Decimal;
  readonly invoice?: Invoice;
  readonly product?: string;
}

export interface Entry {
  readonly entity: Entity;
  readonly on: string;
  readonly currency: Currency;
  readonly type?: 'STANDARD' | 'FX' | 'OPENING' | 'REVERSAL';
  readonly origin?: 'SYSTEM' | 'MANUAL' | 'OPENING';
  readonly sourceType: string;
  readonly reference?: string;
  readonly description: string;
  /** The ids of the parties as the ERP and the CRM know them. */
  readonly customer?: string;
  readonly contract?: string;
  readonly counterparty?: string;
  readonly reverses?: Posted;
  /** It reached the books after their periods were closed. */
  readonly late?: boolean;
  readonly legs: readonly Leg[];
}

/** A journal that stands, so that another one can take it back. */
export interface Posted {
  readonly entry: Entry;
  id?: string;
}

export class Ledger {
  readonly #sheet: Sheet;
  readonly #digits: string;
  readonly #posted: Posted[] = [];

  constructor(sheet: Sheet, digits: string) {
    this.#sheet = sheet;
    this.#digits = digits;
  }

  /** Takes a journal down. What its legs lack to balance is an exchange difference. */
  post(entry: Entry): Posted {
    const legs = entry.legs.filter(
      ({ amount, functional }) => !functional.isZero() || (amount !== null && !amount.isZero()),
    );
    const difference = balanceOf(legs);
    const balanced = difference.isZero() ? legs : [...legs, exchangeLeg(difference)];
    const posted: Posted = { entry: { ...entry, legs: balanced } };
    if (legs.length > 0) this.#posted.push(posted);
    return posted;
  }

  /** The same with debits and credits exchanged. */
  reverse(posted: Posted, on: string, description: string): Posted {
    const legs = posted.entry.legs.map(
      (leg): Leg => ({ ...leg, side: leg.side === 'DEBIT' ? 'CREDIT' : 'DEBIT' }),
    );
    return this.post({ ...posted.entry, type: 'REVERSAL', on, description, reverses: posted, legs });
  }

  /** Writes all journals in the order of their days. */
  write(): void {
    this.#posted.sort((one, other) =>
      one.entry.on < other.entry.on ? -1 : one.entry.on > other.entry.on ? 1 : 0,
    );
    for (const [at, posted] of this.#posted.entries()) this.#write(posted, at + 1);
  }

  #write(posted: Posted, sequence: number): void {
    const { entry } = posted;
    const number = `${entry.entity.code}-${this.#digits}-${String(sequence).padStart(5, '0')}`;
    const id = `JE-${number}`;
    posted.id = id;
    this.#sheet.add(folderOf(entry), 'journal', id, {
      book: `${entry.entity.code}-ACCRUAL`,
      number,
      type: entry.type,
      origin: entry.origin,
      posted_on: entry.on,
      description: entry.description,
      reverses: entry.reverses?.id,
      source_reference: entry.reference,
      source_type: entry.sourceType,
    });
    for (const [at, leg] of entry.legs.entries()) this.#writeLeg(entry, leg, id, at + 1);
  }

  #writeLeg(entry: Entry, leg: Leg, journal: string, position: number): void {
    const functional = written(leg.functional, entry.entity.currency);
    const amount = leg.amount === null ? undefined : written(leg.amount, entry.currency);
    const contract = leg.invoice?.contract?.id ?? entry.contract;
    this.#sheet.add(folderOf(entry), 'posting', `${journal}-${position}`, {
      journal,
      position: String(position),
      account: `${entry.entity.code}-${leg.account}`,
      [leg.side === 'DEBIT' ? 'functional_debit' : 'functional_credit']: functional,
      currency: amount === undefined ? undefined : entry.currency,
      [leg.side === 'DEBIT' ? 'transaction_debit' : 'transaction_credit']: amount,
      customer: entry.customer,
      contract: contract === undefined ? undefined : `crm:${contract}`,
      invoice: leg.invoice && `billing:${leg.invoice.id}`,
      product: leg.product,
      counterparty_entity: entry.counterparty,
    });
  }
}

function folderOf({ late }: Entry): Folder {
  return late ? 'erp-close' : 'erp';
}

/** Debits less credits in functional currency. */
function balanceOf(legs: readonly Leg[]): Decimal {
  return sumOf(legs.map(({ side, functional }) => (side === 'DEBIT' ? functional : functional.negated())));
}

function exchangeLeg(difference: Decimal): Leg {
  const side = difference.isNegative() ? 'DEBIT' : 'CREDIT';
  return { account: '7000', side, amount: ZERO, functional: difference.abs() };
}

export const debit = (
  account: AccountCode,
  amount: Decimal | null,
  functional: Decimal,
  more: Partial<Leg> = {},
): Leg => ({
  account,
  side: 'DEBIT',
  amount,
  functional,
  ...more,
});

export const credit = (
  account: AccountCode,
  amount: Decimal | null,
  functional: Decimal,
  more: Partial<Leg> = {},
): Leg => ({
  account,
  side: 'CREDIT',
  amount,
  functional,
  ...more,
});
