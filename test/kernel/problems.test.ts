// The codes of refusals: one table and one enum, which say the same.
import { isEnumType } from 'graphql';
import { expect, it } from 'vitest';
import { buildGraph } from '../../src/app.ts';
import { problemCodes } from '../../src/kernel/problems.ts';

it('the table of codes is the enum of the schema', () => {
  const codes = buildGraph().schema.getType('ProblemCode');
  if (!isEnumType(codes)) throw new Error('no enum ProblemCode');
  const said = codes.getValues().map(({ name, description }) => [name, description?.toLowerCase()]);
  expect(said).toEqual(Object.entries(problemCodes).map(([name, text]) => [name, `${text}.`]));
});
