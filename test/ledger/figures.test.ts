// The figures of a customer that come from the ledger, worked by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimal, toMinor } from '../../src/kernel/money.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshDatabase } from '../support/database.ts';
import { accountOf, bookOf } from '../support/history-ground.ts';
import {
  closingRate,
  customer,
  dollars,
  euros,
  figuresOver,
  id,
  journalSource,
} from '../support/worked-history.ts';

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.close());

interface Entry {
  readonly debit: string;
  readonly credit: string;
  readonly amount: string;
  readonly on: string;
  readonly entity?: string;
  /** The amount and currency of the transaction, where the source states them. */
  readonly transaction?: readonly [amount: string, currency: string];
  readonly primary?: boolean;
  readonly proposed?: boolean;
}

/** A journal of two postings, both naming the customer. */
function journal(
  number: number,
  { debit, credit, amount, on, entity = euros, transaction, primary = true, proposed = false }: Entry,
) {
  const head = {
    journal_id: id(number),
    legal_entity_id: entity,
    accounting_book_id: bookOf(entity, primary),
    posted_on: on,
  };
  const [stated, currency] = transaction ?? [null, null];
  const side = (account: string, isDebit: boolean) => ({
    ...{
      ...head,
      posting_id: id(number * 10 + Number(isDebit)),
      position: isDebit ? 1 : 2,
      proposed,
      customer_id: customer,
      currency,
    },
    ...{
      ledger_account_id: accountOf(entity, account),
      functional_currency: entity === euros ? 'EUR' : 'USD',
    },
    ...{ functional_debit: isDebit ? amount : '0', functional_credit: isDebit ? '0' : amount },
    transaction_debit: stated === null ? null : isDebit ? stated : '0',
    transaction_credit: stated === null ? null : isDebit ? '0' : stated,
  });
  return {
    journal: {
      ...head,
      number: `J${number}`,
      status: proposed ? 'PROPOSED' : 'POSTED',
      source_system_id: journalSource,
    },
    postings: [side(debit, true), side(credit, false)],
  };
}

async function revenue(
  entries: readonly Entry[],
  asked: Parameters<typeof figuresOver>[2] = {},
  rates = [closingRate('2024-03-31', 'USD', 'EUR', '0.9')],
) {
  const journals = entries.map((entry, position) => journal(position + 1, entry));
  const rows = {
    exchange_rate: rates,
    journal: journals.map((one) => one.journal),
    posting: journals.flatMap((one) => one.postings),
  };
  const found = await database.withOwner((client) => figuresOver(client, rows, asked));
  return [found.recognizedRevenue, found.deferredRevenue].map((amount) =>
    amount === null ? null : toMinor(decimal(amount), 2),
  );
}

const billed: Entry = { debit: 'RECEIVABLE', credit: 'DEFERRED_REVENUE', amount: '1200', on: '2024-01-10' };
const earned = (on: string, amount = '100'): Entry => ({
  debit: 'DEFERRED_REVENUE',
  credit: 'REVENUE',
  amount,
  on,
});

describe('revenue from the ledger', () => {
  it('is recognised by the day of posting, and deferred until then', async () => {
    const entries = [
      billed,
      earned('2024-01-31'),
      earned('2024-02-29'),
      earned('2024-03-31'),
      earned('2024-04-30'),
    ];
    expect(await revenue(entries)).toEqual(['300.00', '900.00']);
    expect(await revenue(entries, { asOf: '2024-03-30' })).toEqual(['200.00', '1000.00']);
    expect(await revenue(entries, { from: '2024-02-01' })).toEqual(['200.00', '900.00']);
  });

  it('is taken back by debits', async () => {
    const reversal: Entry = { debit: 'REVENUE', credit: 'RECEIVABLE', amount: '40', on: '2024-03-01' };
    expect(await revenue([billed, earned('2024-02-01'), reversal])).toEqual(['60.00', '1100.00']);
  });

  it('counts the primary book only, and no proposed journal', async () => {
    const others = [
      { ...earned('2024-02-01'), primary: false },
      { ...earned('2024-02-02'), proposed: true },
    ];
    expect(await revenue([billed, ...others])).toEqual(['0.00', '1200.00']);
  });

  it('is recognised as booked in its own currency, and deferred in functional currency at the closing rate', async () => {
    const abroad = { entity: dollars, transaction: ['90', 'EUR'] as const };
    const entries = [
      { ...billed, ...abroad, amount: '100' },
      { ...earned('2024-03-31', '50'), ...abroad, transaction: ['45', 'EUR'] as const },
    ];
    // 45 as stated; 50 USD are still deferred, at 0.9
    expect(await revenue(entries)).toEqual(['45.00', '45.00']);
    expect(await revenue(entries, { currency: 'USD' })).toEqual(['50.00', '50.00']);
    // Without a stated amount a rate of the day is needed, and there is none of type SPOT.
    expect(await revenue([{ ...earned('2024-03-31', '50'), entity: dollars }])).toEqual([null, '-45.00']);
  });
});
