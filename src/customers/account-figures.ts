// The account that answers for a customer's single fields, and which day it is for the customer.
import { sql } from 'kysely';
import { firstEntityId, functionalCurrencyOf, todayAt } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { type ColumnOf, columnOf, type Row, type Scope, type TableName } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';

/** The default account as a row beside the customer's, of nulls where it has none: all its fields are read from there. */
export function defaultAccount(scope: Scope<'customer'>): Row<'customer_account'> {
  const { alias } = scope.once('account', () => {
    const account = scope.fresh('customer_account');
    return sql`select ${sql.ref(account.alias)}.* from ${tableOf(account)}
      where ${account.ref('customer_account_id')} = ${defaultAccountId(scope)}`;
  });
  return { table: 'customer_account', alias, ref: (column) => sql.ref(`${alias}.${column}`) };
}

/** The default account of the row; where none is set, the customer's first. */
function defaultAccountId({ row, fresh }: Scope<'customer'>): Sql {
  const first = fresh('customer_account');
  return sql`coalesce(${row.ref('default_account_id')}, (select ${first.ref('customer_account_id')} from ${tableOf(first)}
    where ${first.ref('customer_id')} = ${row.ref('customer_id')}
    order by ${first.ref('recorded_at')}, ${first.ref('customer_account_id')} limit 1))`;
}

/** A column of the default account; null where the customer has no account. */
export function ofDefaultAccount(scope: Scope<'customer'>, column: ColumnOf<'customer_account'>): Sql {
  return defaultAccount(scope).ref(column);
}

/**
 * The legal entity of the default account. A customer without any account (a record that came without its terms) still answers:
 * for the first entity that trades with it, else for our first one.
 */
export function legalEntityIdOf(scope: Scope<'customer'>): Sql {
  return columnOf(
    scope.once('entity', () => sql`select ${entityIdOf(scope)} as id`),
    'id',
  );
}

function entityIdOf(scope: Scope<'customer'>): Sql {
  const trades = scope.fresh('customer_entity');
  const first = firstEntityId(
    scope,
    (
      entityId,
    ) => sql`exists (select from ${tableOf(trades)} where ${trades.ref('customer_id')} = ${scope.row.ref('golden_id')}
      and ${trades.ref('legal_entity_id')} = ${entityId})`,
  );
  return sql`coalesce(${ofDefaultAccount(scope, 'legal_entity_id')}, ${first})`;
}

/** The currency of the default account; without an account that of the legal entity, and XXX (ISO 4217: no currency) without any. */
export function currencyOf(scope: Scope<'customer'>): Sql {
  const { alias } = scope.once('currency', () => {
    const functional = functionalCurrencyOf(scope, legalEntityIdOf(scope));
    return sql`select coalesce(${ofDefaultAccount(scope, 'currency')}, ${functional}, 'XXX') as code`;
  });
  return columnOf({ alias }, 'code');
}

/** The day that it is now at the legal entity of the default account. */
export function todayOf(scope: Scope<'customer'>): Sql {
  const today = () => sql`select ${todayAt(scope, ofDefaultAccount(scope, 'legal_entity_id'))} as day`;
  return columnOf(scope.once('today', today), 'day');
}

/** Whether an account of the customers (`uuid[]`) that the viewer sees and that is in force on a day holds dunning. */
export function isDunningHeld({ fresh, viewer }: Scope<TableName>, customers: Sql, on: Sql): Sql {
  const account = fresh('customer_account');
  const seen = viewer.sees('CustomerAccount', account);
  return sql`exists (select from ${tableOf(account)} where ${account.ref('customer_id')} = any(${customers})
    and ${account.ref('dunning_hold')} and ${account.ref('valid_from')} <= ${on}
    and ${account.ref('valid_to')} > ${on}${seen ? sql` and ${seen}` : sql``})`;
}
