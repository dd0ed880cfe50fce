// Values as they arrive in TypeScript: the same from both engines, and nothing rounded or shifted on the way.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { parseArray } from '../../src/platform/type-parsers.ts';
import { freshStore } from '../support/database.ts';

/** An expression of each type, and what it is here. */
const values: readonly [sql: string, value: unknown][] = [
  ['true', true],
  ['9007199254740993::int8', '9007199254740993'],
  ['-5::int2', -5],
  ['2147483647', 2147483647],
  ['0.1::float8', 0.1],
  ['12345678901234567890.123456789::numeric', '12345678901234567890.123456789'],
  ['10.50::numeric', '10.50'],
  ["'NaN'::numeric", 'NaN'],
  ["date '2024-02-29'", '2024-02-29'],
  ["date 'infinity'", 'infinity'],
  ["timestamptz '2024-02-29 23:30:00.123456-05'", '2024-03-01T04:30:00.123456Z'],
  ["timestamptz '2024-02-29 12:00Z'", '2024-02-29T12:00:00Z'],
  ["timestamptz 'infinity'", 'infinity'],
  ["timestamp '2024-02-29 12:00:00.5'", '2024-02-29T12:00:00.5'],
  ["time '12:30'", '12:30:00'],
  ["interval '1 month 2 days'", 'P1M2D'],
  ["'018f0000-0000-7000-8000-000000000001'::uuid", '018f0000-0000-7000-8000-000000000001'],
  ["'x'::varchar(3)", 'x'],
  [`'{"amount": "1.10", "list": [1, null]}'::jsonb`, { amount: '1.10', list: [1, null] }],
  ["'[]'::json", []],
  ["'18446744073709551615'::xid8", '18446744073709551615'],
  ["'\\x00ff'::bytea", Buffer.from([0, 255])],
  ['null::int', null],
  ['array[1, null, 3]', [1, null, 3]],
  ['array[9007199254740993, 1]::int8[]', ['9007199254740993', '1']],
  ["array['1.10', '2']::numeric[]", ['1.10', '2']],
  ["array[date '2024-01-31', null]", ['2024-01-31', null]],
  ["array[timestamptz '2024-01-31 00:00Z']", ['2024-01-31T00:00:00Z']],
  ["array['018f0000-0000-7000-8000-000000000001'::uuid]", ['018f0000-0000-7000-8000-000000000001']],
  [
    `array['a', 'b,c', 'd "e"', '', 'NULL', null, 'f\\g', '{h}', E'i\\nj']`,
    ['a', 'b,c', 'd "e"', '', 'NULL', null, 'f\\g', '{h}', 'i\nj'],
  ],
  ["'{}'::text[]", []],
  [
    'array[[1, 2], [3, 4]]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [`array['{"a": [1, "b"]}'::jsonb]`, [{ a: [1, 'b'] }]],
  ['array[true, false]', [true, false]],
];

describe.each(['postgresql', 'pglite'] as const)('values from %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshStore(engine);
  });
  afterAll(() => database.close());

  it.each(values)('%s', async (sql, value) => {
    const [row] = await database.statements.run(`select ${sql} as value`, []);
    expect(row).toEqual({ value });
  });

  it('are the same through Kysely, with and without parameters', async () => {
    const handle = await database.statements.snapshot(({ kysely }) =>
      kysely
        .selectNoFrom((is) => [
          is.val('2024-02-29').$castTo<string>().as('text'),
          is.cast<string>(is.val('12.30'), 'numeric').as('amount'),
          is.cast<string>(is.val('2024-02-29'), 'date').as('day'),
        ])
        .executeTakeFirst(),
    );
    expect(handle).toEqual({ text: '2024-02-29', amount: '12.30', day: '2024-02-29' });
  });

  it('are read in UTC, whatever the server stands on', async () => {
    const [row] = await database.statements.run(
      "select current_setting('timezone') as zone, current_setting('search_path') as path, current_user as name",
      [],
    );
    expect(row).toEqual({ zone: 'UTC', path: 'public', name: 'revgraph_app' });
  });
});

describe('the text of an array', () => {
  it.each([
    ['{}', []],
    ['{1,NULL,"NULL"}', ['1', null, 'NULL']],
    ['{"a\\"b","c\\\\d"}', ['a"b', 'c\\d']],
    ['[0:1]={1,2}', ['1', '2']],
    [
      '{{a,b},{"",c}}',
      [
        ['a', 'b'],
        ['', 'c'],
      ],
    ],
    ['{a b, c}', ['a b', 'c']],
  ])('%s', (text, value) => {
    expect(parseArray(text, (element) => element)).toEqual(value);
  });
});
