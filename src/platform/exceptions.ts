// The one queue of exceptions: raised in the transaction that could not apply something, once per piece of work however often it
// is seen, with owner, severity and due time by the routes that stand as data; and ended when its cause is gone.
import type { Transaction } from 'kysely';
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { ExceptionClass } from './record-fault.ts';
import { hashOf } from './record-unit.ts';
import type { DB } from './tables.gen.ts';

/** A piece of work. Two with the same `identity` are one, seen twice. */
export interface RaisedException {
  readonly class: ExceptionClass;
  readonly rule: string;
  readonly message: string;
  /** What makes it the same work: source, record and rule; or source and missing parent; or object, field and source. */
  readonly identity: readonly (string | null)[];
  readonly sourceId?: string | null;
  readonly recordType?: string | null;
  readonly externalId?: string | null;
  readonly runId?: string | null;
  readonly file?: string | null;
  readonly line?: number | null;
  readonly field?: string | null;
  readonly value?: string | null;
  /** The rows as they came, as JSON text, for the replay. */
  readonly records?: string | null;
  readonly objectType?: string | null;
  readonly objectId?: string | null;
  readonly customerId?: string | null;
  /** The customer by its id in the source, where its uuid is not at hand. */
  readonly customer?: string | null;
  /** Code of the legal entity; one that nobody knows counts as none. */
  readonly legalEntity?: string | null;
  readonly amountAtRisk?: string | null;
  readonly currency?: string | null;
}

/** The columns of a raised exception in the order of the statement, each as text. */
const columns: readonly [name: string, type: string, of: (raised: RaisedException) => string | null][] = [
  ['fingerprint', 'uuid', ({ identity }) => fingerprintOf(identity)],
  ['class', 'text', (raised) => raised.class],
  ['rule', 'text', (raised) => raised.rule],
  ['message', 'text', (raised) => raised.message],
  ['source_system_id', 'uuid', (raised) => raised.sourceId ?? null],
  ['record_type', 'text', (raised) => raised.recordType ?? null],
  ['external_id', 'text', (raised) => raised.externalId ?? null],
  ['import_run_id', 'uuid', (raised) => raised.runId ?? null],
  ['file', 'text', (raised) => raised.file ?? null],
  ['line', 'bigint', (raised) => (raised.line == null ? null : String(raised.line))],
  ['field', 'text', (raised) => raised.field ?? null],
  ['value', 'text', (raised) => raised.value?.slice(0, 1000) ?? null],
  ['records', 'jsonb', (raised) => raised.records ?? null],
  ['object_type', 'text', (raised) => raised.objectType ?? null],
  ['object_id', 'uuid', (raised) => raised.objectId ?? null],
  ['customer_id', 'uuid', (raised) => raised.customerId ?? null],
  ['customer', 'text', (raised) => raised.customer ?? null],
  ['entity', 'text', (raised) => raised.legalEntity ?? null],
  ['amount_at_risk', 'numeric', (raised) => raised.amountAtRisk ?? null],
  ['currency', 'text', (raised) => raised.currency ?? null],
];

/** The hash by which an open exception is found again. */
export function fingerprintOf(identity: readonly (string | null)[]): string {
  return hashOf(JSON.stringify(identity));
}

/** Opens exceptions, or counts those that stand open already. Returns how many rows were opened or seen again. */
export async function raiseExceptions(
  tx: Transaction<DB>,
  raised: readonly RaisedException[],
): Promise<number> {
  if (raised.length === 0) return 0;
  const byIdentity = new Map<string, { first: RaisedException; times: number }>();
  for (const one of raised) {
    const key = fingerprintOf(one.identity);
    const known = byIdentity.get(key);
    byIdentity.set(key, { first: known?.first ?? one, times: (known?.times ?? 0) + 1 });
  }
  const once = [...byIdentity.values()];
  const names = columns.map(([name]) => name);
  const casts = columns.map(([, type], index) => `$${index + 1}::${type}[]`);
  const rows = await runSql<{ opened: boolean }>(tx, raiseSql(names, casts, columns.length + 1), [
    ...columns.map(([, , of]) => arrayText(once.map(({ first }) => withoutNul(of(first))))),
    arrayText(once.map(({ times }) => String(times))),
  ]);
  return rows.length;
}

function raiseSql(names: readonly string[], casts: readonly string[], next: number): string {
  const told = new Set(['entity', 'customer', 'customer_id', 'currency', 'amount_at_risk']);
  const kept = names.filter((name) => !told.has(name));
  const found = 'customer_id, currency, amount_at_risk, legal_entity_id';
  return `with given as (select * from unnest(${casts.join(', ')}, $${next}::int[]) g (${names.join(', ')}, times)),
    routed as (select ${kept.map((name) => `g.${name}`).join(', ')}, g.times, e.legal_entity_id, k.code as currency,
        case when k.code is not null then g.amount_at_risk end as amount_at_risk,
        coalesce(g.customer_id, c.target_id) as customer_id, r.owner_role, r.severity, r.playbook, now() + make_interval(hours => r.sla_hours) as due_at
      from given g left join legal_entity e on e.code = g.entity
      left join currency k on k.code = g.currency
      left join lateral (select i.target_id from inbound_record i where i.source_system_id = g.source_system_id
        and i.record_type = 'customer' and i.external_id = g.customer and i.is_current limit 1) c on true
      cross join lateral (select * from exception_route r where r.class = g.class
          and (r.record_type is null or r.record_type = g.record_type)
          and (r.legal_entity_id is null or r.legal_entity_id = e.legal_entity_id)
        order by r.legal_entity_id is null, r.record_type is null limit 1) r),
    kept as (insert into exception as x (${kept.join(', ')}, ${found}, owner_role, severity, playbook, due_at, occurrences)
      select ${kept.join(', ')}, ${found}, owner_role, severity, playbook, due_at, times from routed
      on conflict (fingerprint) where resolved_at is null do update set occurrences = x.occurrences + excluded.occurrences,
        last_seen_at = now(), message = excluded.message, value = excluded.value, records = excluded.records,
        import_run_id = excluded.import_run_id, file = excluded.file, line = excluded.line,
        amount_at_risk = excluded.amount_at_risk, currency = excluded.currency
      returning exception_id, xmax = 0 as opened),
    told as (insert into exception_event (exception_id, kind) select exception_id, 'OPENED' from kept where opened)
    select opened from kept`;
}

/** Whose exceptions end, and which of them stand all the same. */
export interface EndedRecords {
  readonly sourceId: string;
  readonly recordType: string;
  readonly externalIds: readonly string[];
  /** Rules that taking the record does not mend. */
  readonly butRules?: readonly string[];
  /** Identities of exceptions that have just been raised again. */
  readonly butThese?: readonly (readonly (string | null)[])[];
}

/** Ends the open exceptions of records that are well now, or wrong for another reason. */
export async function endRecordExceptions(
  tx: Transaction<DB>,
  { sourceId, recordType, externalIds, butRules = [], butThese = [] }: EndedRecords,
): Promise<void> {
  if (externalIds.length === 0) return;
  await end(
    tx,
    `source_system_id = $1 and record_type = $2 and external_id = any ($3::text[]) and class <> 'OWNERSHIP'
       and rule <> all ($4::text[]) and fingerprint <> all ($5::uuid[])`,
    [
      sourceId,
      recordType,
      arrayText(externalIds.map(withoutNul)),
      arrayText(butRules),
      arrayText(butThese.map(fingerprintOf)),
    ],
    'The source has sent the record anew.',
  );
}

/** Ends open exceptions by what they are about. */
export async function endExceptions(
  tx: Transaction<DB>,
  identities: readonly (readonly (string | null)[])[],
  resolution: string,
): Promise<void> {
  if (identities.length === 0) return;
  await end(tx, 'fingerprint = any ($1::uuid[])', [arrayText(identities.map(fingerprintOf))], resolution);
}

async function end(
  tx: Transaction<DB>,
  condition: string,
  parameters: readonly unknown[],
  resolution: string,
): Promise<void> {
  await runSql(
    tx,
    `with ended as (update exception set resolved_at = now(), resolution = $${parameters.length + 1}
       where resolved_at is null and ${condition} returning exception_id)
     insert into exception_event (exception_id, kind, note) select exception_id, 'RESOLVED', $${parameters.length + 1} from ended`,
    [...parameters, resolution],
  );
}

/** PostgreSQL keeps no NUL in a text: its symbol stands in. */
function withoutNul(value: string | null): string | null {
  return value?.replaceAll('\u0000', '\u2400').replaceAll('\\u0000', '\\u2400') ?? null;
}
