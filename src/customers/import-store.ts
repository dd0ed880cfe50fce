// What the import of customers does beyond writing rows: finding one customer behind several records, keeping numbers apart,
// default accounts, roles of contacts, and parents that must not form a circle.
import type { Kysely } from 'kysely';
import { arrayText } from '../platform/array-text.ts';
import { runSql } from '../platform/command.ts';
import type { BatchContext, Match, PlacedRecord } from '../platform/record-definition.ts';
import { type CheckedRecord, fault, type RecordFault } from '../platform/record-fault.ts';
import type { DB } from '../platform/tables.gen.ts';

/** A record's id in another source. */
interface ForeignId {
  readonly record: CheckedRecord;
  readonly source: string;
  readonly externalId: string;
}

/** `crm=001A;erp=4711`. */
function foreignIdsOf(record: CheckedRecord): ForeignId[] {
  const stated = record.values.external_ids;
  if (typeof stated !== 'string') return [];
  return stated.split(';').flatMap((member) => {
    const equals = member.indexOf('=');
    if (equals <= 0 || equals === member.length - 1) return [];
    return [{ record, source: member.slice(0, equals).trim(), externalId: member.slice(equals + 1).trim() }];
  });
}

interface FoundLink {
  key: string;
  external_id: string;
  target_id: string;
  golden_id: string;
}

async function findLinks({ tx }: BatchContext, foreign: readonly ForeignId[]): Promise<FoundLink[]> {
  return await runSql<FoundLink>(
    tx,
    `select distinct i.key, i.external_id, c.customer_id as target_id, c.golden_id
     from unnest($1::text[], $2::text[]) i (key, external_id)
     join source_system s on s.key = i.key
     join source_link l on l.source_system_id = s.source_system_id and l.external_id = i.external_id
       and l.object_type = 'CUSTOMER' and l.valid_to is null
     join customer c on c.customer_id = l.target_id`,
    [arrayText(foreign.map(({ source }) => source)), arrayText(foreign.map(({ externalId }) => externalId))],
  );
}

const nameOf = (source: string, externalId: string) => `${source}=${externalId}`;

/** The customer that a new record's foreign ids name; ids that name two different customers are a contradiction. */
export async function matchCustomers(
  context: BatchContext,
  records: readonly CheckedRecord[],
): Promise<ReadonlyMap<string, Match | RecordFault>> {
  const results = new Map<string, Match | RecordFault>();
  const foreign = records.flatMap(foreignIdsOf);
  if (foreign.length === 0) return results;
  const links = new Map(
    (await findLinks(context, foreign)).map((link) => [nameOf(link.key, link.external_id), link]),
  );
  for (const record of records) {
    const found = foreignIdsOf(record).flatMap(
      ({ source, externalId }) => links.get(nameOf(source, externalId)) ?? [],
    );
    const [first] = found;
    if (!first) continue;
    const golden = new Set(found.map((link) => link.golden_id));
    results.set(
      record.externalId,
      golden.size > 1
        ? contradiction(record)
        : { targetId: first.target_id, evidence: { external_ids: record.values.external_ids } },
    );
  }
  return results;
}

function contradiction(record: CheckedRecord): RecordFault {
  const value = record.values.external_ids ?? null;
  return fault(
    'DUPLICATE',
    'external_ids_name_one_customer',
    `external_ids ${JSON.stringify(value)} name more than one customer: nothing is merged without a steward`,
    { field: 'external_ids', value },
  );
}

/** Keeps what records say of their ids elsewhere, so that the other source's records find the same customer later. */
export async function linkForeignIds(
  context: BatchContext,
  placed: readonly PlacedRecord[],
): Promise<ReadonlySet<string>> {
  const foreign = placed.flatMap(({ record, targetId }) =>
    foreignIdsOf(record).map((id) => ({ ...id, targetId })),
  );
  if (foreign.length === 0) return new Set();
  const keys = arrayText(foreign.map(({ source }) => source));
  // A source may be named before its own records come: its first import says what it is.
  await runSql(
    context.tx,
    `insert into source_system (key, name, kind) select distinct k, k, 'FILE' from unnest($1::text[]) k
     where not exists (select from source_system s where s.key = k) on conflict do nothing`,
    [keys],
  );
  const linked = await runSql<{ target_id: string }>(
    context.tx,
    `insert into source_link (source_system_id, object_type, source_object, external_id, target_id, method, evidence)
     select s.source_system_id, 'CUSTOMER', 'customer', i.external_id, i.target_id, 'KEY',
       jsonb_build_object('statedBy', $4::text, 'record', i.stated_by)
     from unnest($1::text[], $2::text[], $3::uuid[], $5::text[]) i (key, external_id, target_id, stated_by)
     join source_system s on s.key = i.key
     on conflict (source_system_id, external_id, source_object, object_type) where valid_to is null do nothing
     returning target_id`,
    [
      keys,
      arrayText(foreign.map(({ externalId }) => externalId)),
      arrayText(foreign.map(({ targetId }) => targetId)),
      context.sourceKey,
      arrayText(foreign.map(({ record }) => record.externalId)),
    ],
  );
  const targets = new Set(linked.map((row) => row.target_id));
  return new Set(
    placed.filter(({ targetId }) => targets.has(targetId ?? '')).map(({ record }) => record.externalId),
  );
}

/** Records whose foreign ids belong to another customer than the one they are. */
export async function refuseContradictions(
  context: BatchContext,
  placed: readonly PlacedRecord[],
): Promise<ReadonlyMap<string, RecordFault>> {
  const faults = new Map<string, RecordFault>();
  const foreign = placed.flatMap(({ record }) => foreignIdsOf(record));
  if (foreign.length === 0) return faults;
  const links = new Map(
    (await findLinks(context, foreign)).map((link) => [nameOf(link.key, link.external_id), link]),
  );
  const goldens = await runSql<{ customer_id: string; golden_id: string }>(
    context.tx,
    'select customer_id, golden_id from customer where customer_id = any ($1::uuid[])',
    [arrayText(placed.map(({ targetId }) => targetId))],
  );
  const goldenOf = new Map(goldens.map((row) => [row.customer_id, row.golden_id]));
  for (const { record, targetId } of placed) {
    const own = goldenOf.get(targetId ?? '');
    const others = foreignIdsOf(record).flatMap(
      ({ source, externalId }) => links.get(nameOf(source, externalId)) ?? [],
    );
    if (others.some((link) => link.golden_id !== own)) faults.set(record.externalId, contradiction(record));
  }
  return faults;
}

/** Numbers for new customers: the record's, else its id; with the source's key in front where another customer has it. */
export async function nameCustomers(
  { tx, sourceKey }: BatchContext,
  placed: readonly PlacedRecord[],
): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const wanted = placed.map(({ record }) => record.values.number ?? record.externalId);
  const rows = await runSql<{ number: string }>(
    tx,
    'select number from customer where number = any ($1::text[])',
    [arrayText([...wanted, ...wanted.map((number) => `${sourceKey}:${number}`)])],
  );
  const taken = new Set(rows.map((row) => row.number));
  const numbers = new Map<string, Readonly<Record<string, string>>>();
  for (const [index, { record }] of placed.entries()) {
    const given = wanted[index] ?? record.externalId;
    const choices = [given, `${sourceKey}:${given}`, `${sourceKey}:${record.externalId}`];
    const number = choices.find((choice) => !taken.has(choice)) ?? given;
    taken.add(number);
    numbers.set(record.externalId, { number });
  }
  return numbers;
}

/** The first account of a customer answers for its single fields until somebody says otherwise. */
export async function setDefaultAccounts(
  { tx }: BatchContext,
  placed: readonly PlacedRecord[],
): Promise<ReadonlySet<string>> {
  await runSql(
    tx,
    `update customer c set default_account_id = a.customer_account_id
     from (select distinct on (a.customer_id) a.customer_id, a.customer_account_id
       from unnest($1::uuid[]) with ordinality stated (id, place)
       join customer_account a on a.customer_account_id = stated.id
       order by a.customer_id, stated.place) a
     where c.customer_id = a.customer_id and c.default_account_id is null`,
    [arrayText(placed.map(({ targetId }) => targetId))],
  );
  return new Set();
}

/** Sources that name no legal entity, with those that their customers trade with. */
export async function entitiesOfCustomers(
  db: Kysely<DB>,
  sourceIds: readonly string[],
): Promise<{ sourceId: string; entityId: string }[]> {
  if (sourceIds.length === 0) return [];
  return await runSql(
    db,
    `select distinct l.source_system_id as "sourceId", x.legal_entity_id as "entityId" from source_link l
     join customer c on c.customer_id = l.target_id join customer_entity x on x.customer_id = c.golden_id
     where l.source_system_id = any ($1::uuid[]) and l.object_type = 'CUSTOMER' and l.valid_to is null`,
    [arrayText(sourceIds)],
  );
}

/** The roles of contacts become exactly those that their records state. */
export async function setContactRoles(
  { tx }: BatchContext,
  placed: readonly PlacedRecord[],
): Promise<ReadonlySet<string>> {
  const stated = placed.filter(({ record, isForeign }) => !isForeign && record.values.roles !== undefined);
  if (stated.length === 0) return new Set();
  const roles = stated.flatMap(({ record, targetId }) =>
    (record.values.roles ?? '')
      .split(';')
      .filter((role) => role !== '')
      .map((role) => ({ role, targetId })),
  );
  const parameters = [
    arrayText(roles.map(({ targetId }) => targetId)),
    arrayText(roles.map(({ role }) => role)),
  ];
  const gone = await runSql<{ contact_id: string }>(
    tx,
    `delete from contact_role r where r.contact_id = any ($3::uuid[])
       and (r.contact_id, r.role) not in (select * from unnest($1::uuid[], $2::text[])) returning contact_id`,
    [...parameters, arrayText(stated.map(({ targetId }) => targetId))],
  );
  const come = await runSql<{ contact_id: string }>(
    tx,
    `insert into contact_role (contact_id, role) select distinct * from unnest($1::uuid[], $2::text[])
     on conflict do nothing returning contact_id`,
    parameters,
  );
  const changed = new Set([...gone, ...come].map((row) => row.contact_id));
  return new Set(
    stated.filter(({ targetId }) => changed.has(targetId ?? '')).map(({ record }) => record.externalId),
  );
}

/** Of each circle of parents the last record that closes it; the others stand. */
export async function refuseCycles(
  { tx }: BatchContext,
  placed: readonly PlacedRecord[],
): Promise<ReadonlyMap<string, RecordFault>> {
  const circles = await runSql<{ id: string; members: string; path: string }>(
    tx,
    `with recursive up as (
       select h.customer_hierarchy_id as id, h.hierarchy, h.child_id as first, h.parent_id as node, array[h.child_id] as path,
         h.valid_from, h.valid_to
       from customer_hierarchy h where h.customer_hierarchy_id = any ($1::uuid[])
       union all
       select u.id, u.hierarchy, u.first, h.parent_id, u.path || u.node, greatest(u.valid_from, h.valid_from),
         least(u.valid_to, h.valid_to)
       from up u join customer_hierarchy h on h.child_id = u.node and h.hierarchy = u.hierarchy
         and h.valid_from < u.valid_to and u.valid_from < h.valid_to
       where u.node <> all (u.path)
     )
     select u.id, (select string_agg(p::text, ',' order by p) from unnest(u.path) p) as members,
       (select string_agg(c.name, ' > ' order by p.place) from unnest(u.path || u.first) with ordinality p (id, place)
        join customer c on c.customer_id = p.id) as path
     from up u where u.node = u.first`,
    [arrayText(placed.map(({ targetId }) => targetId))],
  );
  const byTarget = new Map(placed.map((one) => [one.targetId, one.record]));
  const last = new Map<string, { record: CheckedRecord; path: string }>();
  for (const { id, members, path } of circles) {
    const record = byTarget.get(id);
    const before = last.get(members);
    if (record && (!before || before.record.line < record.line)) last.set(members, { record, path });
  }
  return new Map(
    [...last.values()].map(({ record, path }) => [
      record.externalId,
      fault('VALIDATION', 'customer_is_not_its_own_ancestor', `the parents would form a circle: ${path}`, {
        field: 'parent',
        value: record.values.parent ?? null,
      }),
    ]),
  );
}

/** Of customers those that somebody trades with: documents and postings hang on them. */
export async function listTrading(
  { tx }: BatchContext,
  customerIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await runSql<{ customer_id: string }>(
    tx,
    'select distinct customer_id from customer_entity where customer_id = any ($1::uuid[])',
    [arrayText(customerIds)],
  );
  return rows.map((row) => row.customer_id);
}
