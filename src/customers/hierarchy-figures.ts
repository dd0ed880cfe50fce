// Who stands above and below a customer in a hierarchy on a day, read over golden records, so that a merge moves nothing.
import { sql } from 'kysely';
import type { Args } from '../graph/arguments.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, type Row, type Scope } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';
import { memberIdsOf } from './golden-figures.ts';

/** The hierarchy that is asked for, LEGAL where none is. */
function kindOf(args: Args): Sql {
  return sql.lit(String(args.choice('hierarchy') ?? 'LEGAL'));
}

function holdsOn(link: Row<'customer_hierarchy'>, args: Args, day: Sql): Sql {
  return sql`${link.ref('hierarchy')} = ${kindOf(args)} and ${link.ref('valid_from')} <= ${day} and ${link.ref('valid_to')} > ${day}`;
}

/** The golden id of the customer directly above the row: its own parent before one that a merged record brought along. */
export function parentIdOf(scope: Scope<'customer'>, day: Sql): Sql {
  const { row, args, fresh } = scope;
  const link = fresh('customer_hierarchy');
  const parent = fresh('customer');
  return sql`(select ${parent.ref('golden_id')} from ${tableOf(link)}
    join ${tableOf(parent)} on ${parent.ref('customer_id')} = ${link.ref('parent_id')}
    where ${link.ref('child_id')} = any(${memberIdsOf(scope, row.ref('customer_id'))}) and ${holdsOn(link, args, day)}
      and ${parent.ref('golden_id')} <> ${row.ref('customer_id')}
    order by ${link.ref('child_id')} <> ${row.ref('customer_id')}, ${link.ref('valid_from')} desc, ${link.ref('customer_hierarchy_id')}
    limit 1)`;
}

/** A query of the golden ids directly below a golden id. */
export function childIdsOf(
  { args, fresh }: Pick<Scope<'customer'>, 'args' | 'fresh'>,
  goldenId: Sql,
  day: Sql,
): Sql {
  const link = fresh('customer_hierarchy');
  const parent = fresh('customer');
  const child = fresh('customer');
  return sql`select ${child.ref('golden_id')} from ${tableOf(parent)}
    join ${tableOf(link)} on ${link.ref('parent_id')} = ${parent.ref('customer_id')}
    join ${tableOf(child)} on ${child.ref('customer_id')} = ${link.ref('child_id')}
    where ${parent.ref('golden_id')} = ${goldenId} and ${holdsOn(link, args, day)}`;
}

/**
 * The customers whose facts count in a roll-up, as an array: the row with all its descendants on the day, each once whatever
 * cycles the source has, merged records included; intercompany and what the viewer does not see left out. Below a customer
 * that is left out, descendants still count.
 *
 * ```sql
 * array(with recursive family(id) as (
 *   select c.customer_id union select <child golden id> from family, <hierarchy> where <parent golden id> = family.id
 * ) select m.customer_id from family join customer g on g.customer_id = family.id and not g.internal and <rule(g)>
 *   join customer m on m.golden_id = family.id)
 * ```
 */
export function familyIdsOf(scope: Scope<'customer'>, day: Sql): Sql {
  const { row, fresh, viewer } = scope;
  const children = sql`(${childIdsOf(scope, sql`family.id`, day)}) as child (id)`;
  const golden = fresh('customer');
  const member = fresh('customer');
  const seen = viewer.sees('Customer', golden);
  return sql`array(with recursive family (id) as (select ${row.ref('customer_id')} union select child.id from family cross join lateral ${children})
    select ${member.ref('customer_id')} from family
    join ${tableOf(golden)} on ${golden.ref('customer_id')} = family.id and not ${golden.ref('internal')}${seen ? sql` and ${seen}` : sql``}
    join ${tableOf(member)} on ${member.ref('golden_id')} = family.id)`;
}

/**
 * The customers whose facts count without a roll-up: the row, which the viewer sees, with the records merged into it; none where it
 * is our own entity. Read once beside the row, for summary and collections alike.
 */
export function ownIdsOf(scope: Scope<'customer'>): Sql {
  const { row } = scope;
  const { alias } = scope.once('own', () => {
    const members = memberIdsOf(scope, row.ref('customer_id'));
    return sql`select case when ${row.ref('internal')} then '{}' else ${members} end as ids`;
  });
  return columnOf({ alias }, 'ids');
}
