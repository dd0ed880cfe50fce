// The custom scalars: what they accept from a client. On the way out their text is made in SQL and passes as it is.
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { isDate, isInstant } from '../kernel/dates.ts';
import { isDecimal } from '../kernel/money.ts';

/** PostgreSQL's text type cannot hold NUL, and no name or number of a business record has one. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}

function textScalar(name: string, rule: string, accepts: (text: string) => boolean): GraphQLScalarType {
  const parse = (value: unknown): string => {
    if (isText(value) && accepts(value)) return value;
    throw new GraphQLError(`${name} cannot represent ${JSON.stringify(value)?.slice(0, 80)}: ${rule}`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  const parseLiteral = (node: ValueNode): string => {
    if (node.kind === Kind.STRING) return parse(node.value);
    if (name === 'Decimal' && (node.kind === Kind.INT || node.kind === Kind.FLOAT)) return parse(node.value);
    throw new GraphQLError(`${name} is written as a text: ${rule}`, {
      nodes: node,
      extensions: { code: 'BAD_USER_INPUT' },
    });
  };
  return new GraphQLScalarType({ name, serialize: (value) => value, parseValue: parse, parseLiteral });
}

/** String and ID as GraphQL has them, less what the store cannot hold. */
function storable(name: 'String' | 'ID'): GraphQLScalarType {
  const parse = (value: unknown): string => {
    const text = name === 'ID' && Number.isSafeInteger(value) ? String(value) : value;
    if (isText(text)) return text;
    throw new GraphQLError(
      `${name} cannot represent ${JSON.stringify(value)?.slice(0, 80)}: a text without NUL`,
      {
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
  };
  const parseLiteral = (node: ValueNode): string => {
    if (node.kind === Kind.STRING || (name === 'ID' && node.kind === Kind.INT)) return parse(node.value);
    throw new GraphQLError(`${name} cannot represent this value: a text is due`, { nodes: node });
  };
  return new GraphQLScalarType({ name, serialize: String, parseValue: parse, parseLiteral });
}

/** The resolvers of all scalars, by name. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = {
  Date: textScalar('Date', 'a date that exists, written YYYY-MM-DD', isDate),
  DateTime: textScalar('DateTime', 'an instant with its offset, written YYYY-MM-DDTHH:MM:SSZ', isInstant),
  Decimal: textScalar('Decimal', 'a decimal number without exponent, written as a text', isDecimal),
  CurrencyCode: textScalar('CurrencyCode', 'three capital letters (ISO 4217)', (text) =>
    /^[A-Z]{3}$/.test(text),
  ),
  JSON: new GraphQLScalarType({ name: 'JSON', serialize: (value) => value, parseValue: (value) => value }),
  String: storable('String'),
  ID: storable('ID'),
};
