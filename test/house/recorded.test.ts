// What clients rely on stays: the recorded schema, and the recorded operations of real clients.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { breakages, currentSchema, printRecord, recordedFolder, recordedSchema } from './record.ts';

/** Why an operation no longer fits the schema. */
function operationFaults(schema: GraphQLSchema, text: string): string[] {
  return validate(schema, parse(text)).map((error) => error.message);
}

const current = currentSchema();

const small = 'type Query { """N.""" name: String! size(in: Unit): Int } enum Unit { METRE FOOT }';

describe('the recorded schema', () => {
  it('is still served whole', () => expect(breakages(recordedSchema(), current)).toEqual([]));

  it.each([
    ['a field that is gone', 'type Query { name: String! } enum Unit { METRE FOOT }', 'size was removed'],
    [
      'a field that may now be null',
      'type Query { name: String size(in: Unit): Int } enum Unit { METRE FOOT }',
      'changed type',
    ],
    [
      'an argument that is now required',
      'type Query { name: String! size(in: Unit!): Int } enum Unit { METRE FOOT }',
      'changed type',
    ],
    [
      'an enum value that is gone',
      'type Query { name: String! size(in: Unit): Int } enum Unit { METRE }',
      'FOOT was removed',
    ],
  ])('loses nothing unseen: catches %s', (_what, later, fault) => {
    expect(breakages(buildSchema(small), buildSchema(later)).join()).toContain(fault);
  });

  it('grows freely', () => {
    const larger =
      'type Query { name: String! nick: String size(in: Unit, of: Int): Int } enum Unit { METRE FOOT YARD }';
    expect(breakages(buildSchema(small), buildSchema(larger))).toEqual([]);
  });

  it('is the same in whatever order and words the schema is written', () => {
    const turned =
      'enum Unit { FOOT METRE } type Query { size(in: Unit): Int """Another word.""" name: String! }';
    expect(printRecord(buildSchema(turned))).toBe(printRecord(buildSchema(small)));
  });
});

describe('the recorded operations', () => {
  const folder = join(recordedFolder, 'operations');
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));

  it('are some', () => expect(names.length).toBeGreaterThan(0));

  it.each(names)('%s is still valid', (name) => {
    expect(operationFaults(current, readFileSync(join(folder, name), 'utf8'))).toEqual([]);
  });

  it('are seen to break', () => {
    expect(operationFaults(buildSchema(small), '{ name size(in: FOOT) }')).toEqual([]);
    expect(operationFaults(buildSchema(small), '{ name colour }')).toEqual([
      expect.stringContaining('colour'),
    ]);
  });
});
