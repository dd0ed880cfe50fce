// The relation that facts of the ledger and of later slices have in common: to the golden customer of a column.
import { sql } from 'kysely';
import { isGolden } from '../customers/golden-figures.ts';
import { columnOf, type OneField, type TableName } from '../graph/fields.ts';

/** The golden record of the customer that a column names; with several columns of the first that is not null. */
export function goldenCustomer(...columns: readonly string[]): OneField<TableName> {
  return {
    kind: 'one',
    type: 'Customer',
    on: (scope, customer) => {
      const named = columns.map((column) => columnOf(scope.row, column));
      return isGolden(
        scope,
        customer,
        named.length === 1 ? sql.join(named) : sql`coalesce(${sql.join(named)})`,
      );
    },
  };
}
