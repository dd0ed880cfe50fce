// What is read of exceptions: who sees them, how they stand, what they quote under whose eyes, and how many there are.
import { sql } from 'kysely';
import { summaryRow } from '../customers/summary-figures.ts';
import { servesSeen } from '../entities/feed-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, type Row, type Scope, type TableName, type ViewerScope } from '../graph/fields.ts';
import { ruleByParent } from '../graph/row-rules.ts';
import { parameter, Slot, type Sql } from '../graph/slots.ts';
import { BANK_LIKE, PLAIN_CLASSES, type Readable } from './exception-mask-rules.ts';

const seenWithCustomer = ruleByParent('Customer', 'customer', 'customer_id');

/** By its legal entity; one that names none with its customer; one that names neither where its source serves a seen entity. */
export function exceptionRule(row: Row<'exception'>, viewer: ViewerScope): Sql | undefined {
  if (viewer.allEntities) return undefined;
  const withCustomer = seenWithCustomer(row, viewer) ?? sql`true`;
  return sql`case when ${row.ref('legal_entity_id')} is not null then ${row.ref('legal_entity_id')} = any(${viewer.entities})
    when ${row.ref('customer_id')} is not null then ${withCustomer}
    else ${servesSeen(row, viewer)} end`;
}

export function statusOf({ row }: Scope<'exception'>): Sql {
  return sql`case when ${row.ref('resolved_at')} is null then 'OPEN' else 'RESOLVED' end`;
}

/** Open although its time is up. */
export function isOverdue({ row, viewer }: Scope<'exception'>): Sql {
  return sql`(${row.ref('resolved_at')} is null and ${row.ref('due_at')} < ${viewer.now})`;
}

export function severityRank({ row }: Scope<'exception'>): Sql {
  return sql`case ${row.ref('severity')} when 'LOW' then 1 when 'MEDIUM' then 2 when 'HIGH' then 3 else 4 end`;
}

function constants(values: readonly string[]): Sql {
  return parameter(new Slot(() => values), 'text[]');
}

/** What a viewer may read, as SQL over the name of a record and of a field. */
export class Eyes {
  readonly #open: Sql;
  readonly #hidden: Sql;
  readonly #bankLike: Sql;
  readonly #foreign: boolean;

  constructor({ open, hidden, foreign }: Readable) {
    this.#open = constants(open);
    this.#hidden = constants(hidden);
    this.#bankLike = constants(open.filter((name) => new RegExp(BANK_LIKE, 'i').test(name)));
    this.#foreign = foreign;
  }

  /** That the value of the field may be read. */
  mayRead(record: Sql, field: Sql): Sql {
    const name = sql`coalesce(${record}, '') || '.' || ${field}`;
    if (!this.#foreign) return sql`(${name} = any(${this.#open}))`;
    return sql`(${name} <> all(${this.#hidden}) and (${field} !~* ${sql.lit(BANK_LIKE)} or ${name} = any(${this.#bankLike})))`;
  }

  /** The exception's message, where the field that it is about may be read. */
  message(row: Row<'exception'>): Sql {
    const classes = sql.join(PLAIN_CLASSES.map((name) => sql.lit(name)));
    const plain = sql`${row.ref('class')} in (${classes})`;
    const fieldless = this.#foreign
      ? sql`(${plain} or ${row.ref('record_type')} is distinct from 'bank_account')`
      : plain;
    return sql`case when case when ${row.ref('field')} is null then ${fieldless}
      else ${this.mayRead(row.ref('record_type'), row.ref('field'))} end then ${row.ref('message')} end`;
  }

  value(row: Row<'exception'>): Sql {
    return sql`case when ${this.mayRead(row.ref('record_type'), row.ref('field'))} then ${row.ref('value')} end`;
  }
}

/** The rows as they came: `position`, `line`, `external_id`, `values`, `record_type`, and the edited values of the row at fault. */
export function rowsAsTheyCame({ row }: Scope<'exception'>): Sql {
  const rows = sql`case when jsonb_typeof(${row.ref('records')}) = 'array' then ${row.ref('records')} else '[]' end`;
  return sql`(select r.position, (r.item ->> 'line')::bigint as line, r.item ->> 'externalId' as external_id,
      case when jsonb_typeof(r.item -> 'values') = 'object' then r.item -> 'values' else '{}' end as "values",
      ${row.ref('record_type')} as record_type,
      case when (r.item ->> 'line')::bigint is not distinct from ${row.ref('line')} then ${row.ref('edited')} end as edited
    from jsonb_array_elements(${rows}) with ordinality r (item, position))`;
}

/** The fields of one such row: `field`, `value`, `edited_value`, `masked`. */
export function valuesOf({ row }: Scope<TableName>, eyes: Eyes): Sql {
  const [values, edited] = [columnOf(row, 'values'), columnOf(row, 'edited')];
  return sql`(select f.field, m.masked, case when not m.masked then ${values} ->> f.field end as value,
      case when not m.masked then ${edited} ->> f.field end as edited_value
    from (select jsonb_object_keys(${values}) union select jsonb_object_keys(coalesce(${edited}, '{}'))) f (field)
    cross join lateral (select not ${eyes.mayRead(columnOf(row, 'record_type'), sql.ref('f.field'))} as masked) m)`;
}

const DAY = sql`interval '1 day'`;

/** The age of an open exception now. */
function ageOf(row: Row<'exception'>, { now }: ViewerScope): Sql {
  const opened = row.ref('opened_at');
  return sql`case when ${opened} > ${now} - ${DAY} then 'UNDER_ONE_DAY' when ${opened} > ${now} - 7 * ${DAY} then 'ONE_TO_SEVEN_DAYS'
    when ${opened} > ${now} - 30 * ${DAY} then 'SEVEN_TO_THIRTY_DAYS' else 'OVER_THIRTY_DAYS' end`;
}

const GROUPS = {
  class: (row: Row<'exception'>) => row.ref('class'),
  owner_role: (row: Row<'exception'>) => row.ref('owner_role'),
  age: ageOf,
} as const;

/** The open exceptions that the viewer sees, counted by a group: `"group"`, `open_count`, `overdue_count`; without one as one row. */
export function countedBy(scope: Scope<TableName>, group: keyof typeof GROUPS | null): Sql {
  const { fresh, viewer } = scope;
  const row = fresh('exception');
  const key = group === null ? sql`null` : GROUPS[group](row, viewer);
  const by = group === null ? sql`` : sql` group by 1`;
  return sql`(select ${key} as "group", count(*)::int as open_count,
      count(*) filter (where ${row.ref('due_at')} < ${viewer.now})::int as overdue_count
    from ${tableOf(row)} where ${openAndSeen(row, viewer)}${by})`;
}

/** What is at risk: `"class"`, `currency`, `amount`, `open_count`. */
export function amountsAtRisk({ fresh, viewer }: Scope<TableName>): Sql {
  const row = fresh('exception');
  return sql`(select ${row.ref('class')} as "class", ${row.ref('currency')} as currency, sum(${row.ref('amount_at_risk')}) as amount,
      count(*)::int as open_count
    from ${tableOf(row)} where ${openAndSeen(row, viewer)} and ${row.ref('amount_at_risk')} is not null group by 1, 2)`;
}

function openAndSeen(row: Row<'exception'>, viewer: ViewerScope): Sql {
  const seen = viewer.sees('Exception', row);
  return sql`${row.ref('resolved_at')} is null${seen ? sql` and ${seen}` : sql``}`;
}

/** How many exceptions about the summary's customers stood open at the end of its day. */
export function openExceptionCount(scope: Scope<'customer'>): Sql {
  const { customers, asOf } = summaryRow(scope);
  const row = scope.fresh('exception');
  const seen = scope.viewer.sees('Exception', row);
  const end = sql`((${asOf} + 1)::timestamp at time zone 'UTC')`;
  return sql`(select count(*)::int from ${tableOf(row)} where ${row.ref('customer_id')} = any(${customers})
    and ${row.ref('opened_at')} < ${end} and (${row.ref('resolved_at')} is null or ${row.ref('resolved_at')} >= ${end})${seen ? sql` and ${seen}` : sql``})`;
}
