// The account that answers for a customer's single fields, and which day it is for the customer.
import { sql } from 'kysely';
import { functionalCurrencyOf, todayAt } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { type ColumnOf, columnOf, type Row, type Scope, type TableName } from '../graph/fields.ts';
import type { Sql } from '../graph/slots.ts';

/** The default account as a row beside the customer's, of nulls where it has none: all its fields are read from there. */
export function defaultAccount(scope: Scope<'customer'>): Row<'customer_account'> {
  const { alias } = scope.once('account', () => {
    const account = scope.fresh('customer_account');
    return sql`select ${sql.ref(account.alias)}.* from ${tableOf(account)}
      where ${account.ref('customer_account_id')} = ${defaultAccountId(scope.row)}`;
  });
  return { table: 'customer_account', alias, ref: (column) => sql.ref(`${alias}.${column}`) };
}

/** The default account of a customer; where none is set, its first. */
function defaultAccountId(customer: Row<'customer'>): Sql {
  return sql`coalesce(${customer.ref('default_account_id')}, first_account_id(${customer.ref('customer_id')}))`;
}

/**
 * Whether an account is the one that answers for the single fields of its golden customer. A merged record's default account is
 * one account among others. Where the viewer does not see the account that answers, none that he sees is it.
 */
export function isDefaultAccount({ row, fresh }: Scope<'customer_account'>): Sql {
  const customer = fresh('customer');
  return sql`exists (select from ${tableOf(customer)} where ${customer.ref('customer_id')} = ${row.ref('customer_id')}
    and ${customer.ref('golden_id')} = ${customer.ref('customer_id')}
    and ${row.ref('customer_account_id')} = ${defaultAccountId(customer)})`;
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
  return sql`coalesce(${ofDefaultAccount(scope, 'legal_entity_id')}, first_entity_id(${scope.row.ref('golden_id')}))`;
}

/** The currency of the default account; without an account that of the legal entity, and XXX (ISO 4217: no currency) without any. */
export function currencyOf(scope: Scope<'customer'>): Sql {
  const functional = functionalCurrencyOf(legalEntityIdOf(scope));
  return sql`coalesce(${ofDefaultAccount(scope, 'currency')}, ${functional}, 'XXX')`;
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
