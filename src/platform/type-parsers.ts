// How a value of each PostgreSQL type arrives in TypeScript: one table for both engines, so that no code can tell them apart.
// Everything that a JavaScript number or Date would round or shift stays text: int8, numeric, dates, timestamps.
import type { CustomTypesConfig } from 'pg';

type Parser = (text: string) => unknown;

const asText: Parser = (text) => text;

/** `2024-01-31 12:34:56.123+00` as ISO 8601, to the microsecond that is stored; sessions run in UTC, infinity stays a word. */
const asInstant: Parser = (text) => (text.endsWith('+00') ? `${text.slice(0, -3).replace(' ', 'T')}Z` : text);

/** `2024-01-31 12:34:56` as ISO 8601 without a zone. */
const asLocalTime: Parser = (text) => text.replace(' ', 'T');

/** By type: its oid, the oid of its array, what it is in TypeScript, and the parser. pg_type.dat fixes the oids for ever. */
const TYPES: readonly [name: string, oid: number, arrayOid: number, typeScript: string, parse: Parser][] = [
  ['bool', 16, 1000, 'boolean', (text) => text === 't'],
  ['bytea', 17, 1001, 'Buffer', (text) => Buffer.from(text.slice(2), 'hex')],
  ['char', 18, 1002, 'string', asText],
  ['name', 19, 1003, 'string', asText],
  ['int8', 20, 1016, 'string', asText],
  ['int2', 21, 1005, 'number', Number],
  ['int4', 23, 1007, 'number', Number],
  ['text', 25, 1009, 'string', asText],
  ['oid', 26, 1028, 'number', Number],
  ['json', 114, 199, 'unknown', (text) => JSON.parse(text)],
  ['float4', 700, 1021, 'number', Number],
  ['float8', 701, 1022, 'number', Number],
  ['bpchar', 1042, 1014, 'string', asText],
  ['varchar', 1043, 1015, 'string', asText],
  ['date', 1082, 1182, 'string', asText],
  ['time', 1083, 1183, 'string', asText],
  ['timestamp', 1114, 1115, 'string', asLocalTime],
  ['timestamptz', 1184, 1185, 'string', asInstant],
  ['interval', 1186, 1187, 'string', asText],
  ['numeric', 1700, 1231, 'string', asText],
  ['uuid', 2950, 2951, 'string', asText],
  ['jsonb', 3802, 3807, 'unknown', (text) => JSON.parse(text)],
  ['xid8', 5069, 271, 'string', asText],
];

/** A sign that separates, an element in quotes, or an element as it stands. */
const ARRAY_TOKEN = /[{},]|"((?:[^"\\]|\\.)*)"|[^{},"\s][^{},"]*/gs;

/** An array in PostgreSQL's text form, of any number of dimensions; bounds in front (`[0:1]={...}`) are dropped. */
export function parseArray(text: string, parse: Parser): unknown[] {
  const root: unknown[] = [];
  const open: unknown[][] = [root];
  for (const [token, quoted] of text.slice(text.indexOf('{')).matchAll(ARRAY_TOKEN)) {
    if (token === ',') continue;
    const current = open.at(-1) ?? root;
    if (token === '{') {
      const nested: unknown[] = [];
      current.push(nested);
      open.push(nested);
    } else if (token === '}') open.pop();
    else if (quoted !== undefined) current.push(parse(quoted.replace(/\\(.)/gs, '$1')));
    else current.push(token === 'NULL' ? null : parse(token));
  }
  return Array.isArray(root[0]) ? root[0] : root;
}

const byOid = new Map<number, Parser>();
for (const [, oid, arrayOid, , parse] of TYPES) {
  byOid.set(oid, parse);
  byOid.set(arrayOid, (text) => parseArray(text, parse));
}

/** For the `types` of a pg client or pool. A type that is not in the table stays text. */
export const typeParsers: CustomTypesConfig = {
  getTypeParser: (oid: number) => byOid.get(oid) ?? asText,
};

/** What a value of each PostgreSQL type is in TypeScript, from which the row types are made; other types stay text. */
export const typeScriptTypes: ReadonlyMap<string, string> = new Map(
  TYPES.map(([name, , , typeScript]) => [name, typeScript]),
);
