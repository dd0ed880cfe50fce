// The custom scalars: what they accept from a client. On the way out their text is made in SQL and passes as it is.
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isCurrency } from '../kernel/currencies.ts';
import { isDate, isInstant } from '../kernel/dates.ts';
import { isDecimal } from '../kernel/money.ts';

/** PostgreSQL's text type cannot hold NUL, and no name or number of a business record has one. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function shown(value: unknown): string | undefined {
  return JSON.stringify(value)?.slice(0, 80);
}

/** A value written in the document is named with its place; that of a variable graphql-js names itself. */
function refused(message: string, node: ValueNode | undefined): GraphQLError {
  return new GraphQLError(message, { ...(node && { nodes: node }), extensions: { code: 'BAD_USER_INPUT' } });
}

function textScalar(name: string, rule: string, accepts: (text: string) => boolean): GraphQLScalarType {
  const parse = (value: unknown, node?: ValueNode): string => {
    if (isText(value) && accepts(value)) return value;
    throw refused(`${name} cannot represent ${shown(value)}: ${rule}`, node);
  };
  const parseLiteral = (node: ValueNode): string => {
    if (node.kind === Kind.STRING) return parse(node.value, node);
    if (name === 'Decimal' && (node.kind === Kind.INT || node.kind === Kind.FLOAT))
      return parse(node.value, node);
    throw refused(`${name} is written as a text: ${rule}`, node);
  };
  const parseValue = (value: unknown) => parse(value);
  return new GraphQLScalarType({ name, serialize: (value) => value, parseValue, parseLiteral });
}

/** String and ID as GraphQL has them, less what the store cannot hold. */
function storable(name: 'String' | 'ID'): GraphQLScalarType {
  const parse = (value: unknown, node?: ValueNode): string => {
    const text = name === 'ID' && Number.isSafeInteger(value) ? String(value) : value;
    if (isText(text)) return text;
    throw refused(`${name} cannot represent ${shown(value)}: a text without NUL`, node);
  };
  const parseLiteral = (node: ValueNode): string => {
    if (node.kind === Kind.STRING || (name === 'ID' && node.kind === Kind.INT))
      return parse(node.value, node);
    throw refused(`${name} cannot represent this value: a text is due`, node);
  };
  const parseValue = (value: unknown) => parse(value);
  return new GraphQLScalarType({ name, serialize: String, parseValue, parseLiteral });
}

/** The resolvers of all scalars, by name. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = {
  Date: textScalar('Date', 'a date that exists, written YYYY-MM-DD', isDate),
  DateTime: textScalar('DateTime', 'an instant with its offset, written YYYY-MM-DDTHH:MM:SSZ', isInstant),
  Decimal: textScalar('Decimal', 'a decimal number without exponent, written as a text', isDecimal),
  CurrencyCode: textScalar('CurrencyCode', 'a currency of ISO 4217, in three capital letters', isCurrency),
  JSON: new GraphQLScalarType({ name: 'JSON', serialize: (value) => value, parseValue: (value) => value }),
  String: storable('String'),
  ID: storable('ID'),
};
