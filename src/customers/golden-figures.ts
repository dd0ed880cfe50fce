// How reads follow merges: facts keep the customer that they came with, and everything is read over its golden record.
import { sql } from 'kysely';
import { tableOf } from '../graph/connection-text.ts';
import {
  columnOf,
  type FilterField,
  type ManyField,
  type Row,
  type Scope,
  type TableName,
} from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';

/** The golden record of a customer id: `(select golden_id from customer where customer_id = ...)`. */
function goldenIdOf({ fresh }: Scope<TableName>, customerId: Sql): Sql {
  const customer = fresh('customer');
  return sql`(select ${customer.ref('golden_id')} from ${tableOf(customer)} where ${customer.ref('customer_id')} = ${customerId})`;
}

/** The ids of all records merged into a golden one, itself included: `array(select ... where golden_id = ...)`. */
export function memberIdsOf({ fresh }: Scope<TableName>, goldenId: Sql): Sql {
  const customer = fresh('customer');
  return sql`array(select ${customer.ref('customer_id')} from ${tableOf(customer)} where ${customer.ref('golden_id')} = ${goldenId})`;
}

/** That a fact's customer column names the golden customer of this row or one merged into it. */
export function ofCustomer(scope: Scope<'customer'>, fact: Row<TableName>, column = 'customer_id'): Sql {
  return sql`${columnOf(fact, column)} = any(${memberIdsOf(scope, scope.row.ref('customer_id'))})`;
}

/** That a customer is the golden record of the one that a fact names: for the to-one relation `customer` of a fact. */
export function isGolden(scope: Scope<TableName>, customer: Row<TableName>, customerId: Sql): Sql {
  return sql`${columnOf(customer, 'customer_id')} = ${goldenIdOf(scope, customerId)}`;
}

/** Facts of a customer and of those merged into it, as a connection: each one's own are read in their order. */
export function factsOfCustomer(type: string): ManyField<'customer'> {
  return {
    kind: 'many',
    type,
    on: ofCustomer,
    seenBy: 'customer_id',
    each: {
      column: 'customer_id',
      keys: ({ row, fresh }) => {
        const customer = fresh('customer');
        return sql`select ${customer.ref('customer_id')} as "key" from ${tableOf(customer)} where ${customer.ref('golden_id')} = ${row.ref('customer_id')}`;
      },
    },
  };
}

/** Selects facts by the golden customer behind a column. */
export function filterByCustomer(column = 'customer_id'): FilterField<TableName> {
  return {
    kind: 'id',
    through: ({ row, fresh }, compare) => {
      const customer = fresh('customer');
      return sql`${columnOf(row, column)} in (select ${customer.ref('customer_id')} from ${tableOf(customer)} where ${compare(customer.ref('golden_id'))})`;
    },
  };
}

/** The same where a fact may be seen without its customer: one that the viewer does not see selects nothing. */
export function filterBySeenCustomer(column = 'customer_id'): FilterField<TableName> {
  return {
    kind: 'id',
    through: ({ row, fresh, viewer }, compare) => {
      const customer = fresh('customer');
      const seen = viewer.sees('Customer', customer);
      return sql`${columnOf(row, column)} in (select ${customer.ref('customer_id')} from ${tableOf(customer)}
        where ${compare(customer.ref('golden_id'))}${seen ? sql` and ${seen}` : sql``})`;
    },
  };
}
