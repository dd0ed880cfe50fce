// Lookups at the root: by exactly one of several keys, and nothing where the key is ambiguous among what the viewer sees.
import { sql } from 'kysely';
import type { Args } from './arguments.ts';
import { tableOf, whereAll } from './connection-text.ts';
import { badUserInput } from './errors.ts';
import { columnOf, type Row, type Scope, type TableName } from './fields.ts';
import type { Sql } from './slots.ts';

/** The one key that a lookup gives. Throws BAD_USER_INPUT where it gives none or several. */
export function oneKeyOf(args: Args, keys: readonly string[]): string {
  const given = keys.filter((key) => args.has(key));
  const [key] = given;
  if (key === undefined || given.length > 1) {
    const what = given.length === 0 ? 'nothing' : given.join(' and ');
    throw badUserInput(keys.join(', '), what, 'a lookup gives exactly one of its keys');
  }
  return key;
}

/** A required scalar argument as a parameter; the caller has checked that it is there. */
export function keyParameter(args: Args, name: string, type: 'uuid' | 'text'): Sql {
  const given = args.parameter(name, type);
  if (!given) throw badUserInput(name, 'nothing', 'the key is required');
  return given;
}

/** That the row is the only one that the viewer sees and that fulfils the condition. */
export function isOnlyMatch(
  { fresh, viewer }: Scope<TableName>,
  typeName: string,
  key: string,
  row: Row<TableName>,
  condition: (candidate: Row<TableName>) => Sql | undefined,
): Sql {
  const candidate = fresh(row.table);
  const where = whereAll([condition(candidate), viewer.sees(typeName, candidate)]);
  const only = sql`select (array_agg(${columnOf(candidate, key)}))[1] from ${tableOf(candidate)}${where} having count(*) = 1`;
  return sql`${columnOf(row, key)} = (${only})`;
}
