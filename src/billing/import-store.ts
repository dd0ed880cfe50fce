// What the import of invoices does beyond writing rows: the balances that their owner states, as dated facts.
import { noteFeed } from '../entities/store.ts';
import { arrayText } from '../platform/array-text.ts';
import { runSql } from '../platform/command.ts';
import type { BatchContext, PlacedRecord } from '../platform/record-definition.ts';
import { STATED_BALANCE } from './known-figures.ts';

/**
 * Adds what the owner says is paid, credited and due, where it says something new, and notes that it does: figures of cash are
 * known from then on, whoever asks, because they go by the feed and never by whether there are rows.
 */
export async function stateBalances(
  { tx, sourceId, today }: BatchContext,
  placed: readonly PlacedRecord[],
): Promise<ReadonlySet<string>> {
  const own = placed.filter(({ isForeign }) => !isForeign);
  const stated = own.filter(({ record: { values } }) =>
    [values.paid, values.credited, values.due].some((value) => typeof value === 'string'),
  );
  if (stated.length === 0) return new Set();
  const column = (name: string) => arrayText(stated.map(({ record }) => record.values[name]));
  const added = await runSql<{ invoice_id: string; recorded_at: string }>(
    tx,
    `insert into invoice_stated_balance (invoice_id, stated_on, paid, credited, due, source_system_id)
     select i.invoice_id, coalesce(i.stated_on, $2::date), i.paid, i.credited, i.due, $1
     from unnest($3::uuid[], $4::date[], $5::numeric[], $6::numeric[], $7::numeric[])
       i (invoice_id, stated_on, paid, credited, due)
     left join lateral (select b.stated_on, b.paid, b.credited, b.due from invoice_stated_balance b
       where b.invoice_id = i.invoice_id order by b.stated_on desc, b.recorded_at desc limit 1) b on true
     where (b.paid, b.credited, b.due, b.stated_on)
       is distinct from (i.paid, i.credited, i.due, coalesce(i.stated_on, b.stated_on, $2::date))
     returning invoice_id, recorded_at`,
    [
      sourceId,
      today,
      arrayText(stated.map(({ targetId }) => targetId)),
      column('stated_on'),
      column('paid'),
      column('credited'),
      column('due'),
    ],
  );
  const [first] = added;
  if (first) await noteFeed(tx, { sourceId, recordType: STATED_BALANCE, at: first.recorded_at });
  const changed = new Set(added.map((row) => row.invoice_id));
  return new Set(
    stated.filter(({ targetId }) => changed.has(targetId ?? '')).map(({ record }) => record.externalId),
  );
}
