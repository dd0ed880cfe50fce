// Small random histories of trade as rows by table: documents, cash, adjustments, disputes, postings and rates.
import type fc from 'fast-check';
import { addDays } from '../../src/kernel/dates.ts';
import { cashRows, documentRows, text } from './history-documents.ts';
import { type Facts, facts } from './history-facts.ts';
import {
  accountOf,
  bookOf,
  firstDay,
  functionalOf,
  type History,
  idOf,
  lastDay,
  type Row,
  historySource as source,
} from './history-ground.ts';

export const history: fc.Arbitrary<History> = facts.map(
  (given) => new Map([...documentRows(given), ...cashRows(given), ...ledgerRows(given), ...rateRows(given)]),
);

function ledgerRows({ journals }: Facts): [string, Row[]][] {
  const head = (one: Facts['journals'][number], position: number) => ({
    ...{
      journal_id: idOf(19, position),
      legal_entity_id: one.entity,
      posted_on: one.on,
      accounting_book_id: bookOf(one.entity, one.primary),
    },
  });
  const posting = (one: Facts['journals'][number], position: number, name: string, credit: boolean) => ({
    ...{
      ...head(one, position),
      posting_id: idOf(20, position * 2 + Number(credit)),
      position: Number(credit) + 1,
      proposed: one.proposed,
    },
    ...{
      ledger_account_id: accountOf(one.entity, name),
      customer_id: one.customer,
      functional_currency: functionalOf(one.entity),
    },
    ...{
      currency: one.transaction === null ? null : one.currency,
      functional_debit: credit ? '0' : text(one.functional),
      functional_credit: credit ? text(one.functional) : '0',
    },
    transaction_debit: one.transaction === null ? null : credit ? '0' : text(one.transaction),
    transaction_credit: one.transaction === null ? null : credit ? text(one.transaction) : '0',
  });
  return [
    [
      'journal',
      journals.map((one, position) => ({
        ...{
          ...head(one, position),
          number: `J${position}`,
          status: one.proposed ? 'PROPOSED' : 'POSTED',
          source_system_id: source,
        },
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

function rateRows({ rates, feeds }: Facts): [string, Row[]][] {
  const rows = new Map<string, Row>();
  for (const { pair, type, from, every, times, rate: first } of rates) {
    for (let step = 0; step < times && from + step * every <= lastDay; step += 1) {
      const on = addDays(firstDay, from + step * every);
      const worth = ((first + step * 7) / 10_000).toString();
      rows.set(`${pair} ${type} ${on}`, {
        rate_on: on,
        rate_type: type,
        base_currency: pair[0] ?? '',
        quote_currency: pair[1] ?? '',
        rate: worth,
      });
    }
  }
  const at_ = '2024-01-01T00:00:00Z';
  return [
    ['exchange_rate', [...rows.values()]],
    [
      'feed',
      feeds.map((type) => ({
        source_system_id: source,
        record_type: type,
        first_record_at: at_,
        last_record_at: at_,
      })),
    ],
  ];
}
