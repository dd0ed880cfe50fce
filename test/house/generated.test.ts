// Generated files are what their sources give, and the generator refuses what it does not know.

import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { generateTypes, readSchemaFiles } from '../../codegen.ts';
import { readFile } from './sources.ts';

describe('the generated types', () => {
  it('are what schema/*.graphql gives', async () => {
    const documents = readSchemaFiles().map((file) => file.document);
    expect(readFile('src/graph/types.gen.ts').text).toBe(await generateTypes(documents));
  });

  it('change with the schema: a stale file is seen', async () => {
    const documents = readSchemaFiles().map((file) => file.document);
    const planted = await generateTypes([...documents, parse('extend type Viewer { planted: Boolean }')]);
    expect(readFile('src/graph/types.gen.ts').text).not.toBe(planted);
    expect(planted).toContain('planted: Maybe<');
  });

  it('are the same from one run to the next, with enums as types and money as text', async () => {
    const schema = parse(
      'scalar Decimal type Query { price: Decimal! colour: Colour } enum Colour { RED } extend type Query { size: Int }',
    );
    const made = await generateTypes([schema]);
    expect(made).toBe(await generateTypes([schema]));
    expect(made).toMatch(/Decimal: \{ input: string; output: string; \}/);
    expect(made).toMatch(/export type Colour =\s+\| 'RED'/);
    expect(made).toMatch(/size: Maybe</);
  });

  it('refuse a scalar that nobody has mapped', async () => {
    await expect(generateTypes([parse('scalar Odd type Query { odd: Odd }')])).rejects.toThrow('Odd');
  });

  it('refuse a folder without schema', () => {
    expect(() => readSchemaFiles(import.meta.dirname)).toThrow('no .graphql file');
  });
});
