// Filters on texts take the letters of every script in either case, on PostgreSQL with the locale C and on the embedded store.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { ask } from '../support/ask.ts';
import { freshStore } from '../support/database.ts';

const NAMES = [
  'Ångström Ölmühle',
  'ЖЕЛЕЗО и Сталь',
  'Σίδερα Αθήνας',
  'Çelik & Éclair',
  '100%_Stahl',
  'Straße',
];

describe.each(['postgresql', 'pglite'] as const)('on %s', (engine) => {
  let store: Database;
  beforeAll(async () => {
    store = await freshStore(engine);
    await store.withOwner((client) =>
      client.query(
        'insert into product (code, name, kind) select name, name, $2 from unnest($1::text[]) name',
        [NAMES, 'SERVICE'],
      ),
    );
  }, 60_000);
  afterAll(() => store?.close());

  it.each([
    ['startsWith', 'ÅNGSTRÖM ö', 'Ångström Ölmühle'],
    ['contains', 'ÖLMÜHLE', 'Ångström Ölmühle'],
    ['startsWith', 'железо И', 'ЖЕЛЕЗО и Сталь'],
    ['contains', 'СТАЛЬ', 'ЖЕЛЕЗО и Сталь'],
    ['startsWith', 'σίδερα', 'Σίδερα Αθήνας'],
    ['contains', 'ΑΘΉΝΑ', 'Σίδερα Αθήνας'],
    ['contains', 'éCLAIR', 'Çelik & Éclair'],
    ['contains', '%_s', '100%_Stahl'],
    // Accents and spellings are letters of their own: only their case is none.
    ['contains', 'Angstrom', undefined],
    ['contains', 'strasse', undefined],
  ])('%s %j finds %j', async (operator, text, found) => {
    const query = `{ products(filter: { name: { ${operator}: ${JSON.stringify(text)} } }) { nodes { name } } }`;
    const nodes = found === undefined ? [] : [{ name: found }];
    expect(await ask(store, query)).toEqual({ products: { nodes } });
  });

  it('equal is equal in case, too', async () => {
    const query = '{ products(filter: { name: { eq: "straße" } }) { totalCount } }';
    expect(await ask(store, query)).toEqual({ products: { totalCount: 0 } });
  });
});
