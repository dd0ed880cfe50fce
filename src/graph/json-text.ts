// JSON made by string concatenation in SQL: the text of every scalar, list and object exactly as the client reads it.
import { sql } from 'kysely';
import type { Sql } from './slots.ts';

/** A text under construction: constant pieces and SQL expressions (of any scalar type), to be concatenated in order. */
export type Text = readonly (string | Sql)[];

/** The pieces as one SQL expression, neighbouring constants merged: `'{"id":"' || id || '"}'`. */
export function concatenated(text: Text): Sql {
  const parts: Sql[] = [];
  let constant = '';
  for (const piece of text) {
    if (typeof piece === 'string') {
      constant += piece;
      continue;
    }
    if (constant !== '') parts.push(sql.lit(constant));
    constant = '';
    parts.push(piece);
  }
  if (constant !== '' || parts.length === 0) parts.push(sql.lit(constant));
  return parts.length === 1 && parts[0] ? sql`${parts[0]}::text` : sql`(${sql.join(parts, sql` || `)})`;
}

/** The text, or `null` in JSON where one of its expressions is NULL in SQL. */
export function orNull(text: Text): Text {
  return [sql`coalesce(${concatenated(text)}, 'null')`];
}

/** The JSON text of a non-null value of a scalar or enum, by the name of its GraphQL type. */
export function scalarText(typeName: string, value: Sql, isEnum: boolean): Text {
  if (isEnum) return ['"', value, '"'];
  switch (typeName) {
    case 'ID':
    case 'CurrencyCode':
    case 'Date':
      return ['"', value, '"'];
    case 'DateTime':
      return ['"', sql`to_char(${value}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, '"'];
    case 'Decimal':
      return ['"', sql`trim_scale(${value})`, '"'];
    case 'Int':
    case 'Boolean':
    case 'JSON':
      return [sql`(${value})::text`];
    default:
      return [sql`to_json(${value})::text`];
  }
}

/** The JSON text of a list of scalars from an array. */
export function scalarListText(value: Sql): Text {
  return [sql`to_json(${value})::text`];
}

/** The JSON text of an amount with exactly the minor digits of its currency. */
export function amountText(amount: Sql, currency: Sql): Text {
  return ['"', sql`round(${amount}, minor_digits(${currency}))`, '"'];
}

/** One object from response keys and the texts of their values, in order. */
export function objectText(entries: readonly (readonly [key: string, text: Text])[]): Text {
  const pieces: (string | Sql)[] = [];
  for (const [key, text] of entries) {
    pieces.push(`${pieces.length === 0 ? '{' : ','}${JSON.stringify(key)}:`, ...text);
  }
  return [...(pieces.length === 0 ? ['{'] : pieces), '}'];
}
