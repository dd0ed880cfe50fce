// Values that a store cannot hold, however they look: each is refused by file, line, field and value, and neither it nor what
// waits for it stops anybody else's import.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { basics, importFolder, openRejections, writeExport } from './exports.ts';

let database: Database;
beforeAll(async () => {
  database = await freshStore('postgresql');
  await importFolder(database, 'erp', writeExport(basics));
});
afterAll(async () => database.close());

const take = async (files: Record<string, string>, source = 'erp') =>
  (await importFolder(database, source, writeExport(files))).counts;
/** Nothing that compresses, so that an index would have to hold all of it. */
const noise = (length: number) => {
  let state = 7;
  return Array.from({ length }, () => {
    state = (state * 48271) % 2147483647;
    return String.fromCharCode(97 + (state % 26));
  }).join('');
};
const invoice = 'id,legal_entity,customer,issued_on,currency,total,number,snapshot\n';

describe('a value that the store cannot hold', () => {
  it.each([
    ['an id longer than any', { 'customers.csv': `id,name\n${noise(3000)},Long\nOK1,Fine\n` }, 'key'],
    [
      'a name longer than an index holds',
      { 'customers.csv': `id,name\nX1,${noise(9000)}\nOK2,Fine\n` },
      'sqlstate_54000',
    ],
    [
      'half a character in JSON',
      { 'invoices.csv': `${invoice}S1,DE01,C1,2026-02-01,EUR,1.00,,"{""a"":""\\ud800""}"\n` },
      'json',
    ],
    [
      'a number without end in JSON',
      { 'invoices.csv': `${invoice}S2,DE01,C1,2026-02-01,EUR,1.00,,"{""a"":1e999999}"\n` },
      'json',
    ],
  ])('%s is refused alone', async (_what, files, rule) => {
    const counts = await take(files);
    expect(counts.failed).toBe(1);
    expect(counts.applied).toBe(counts.read - 1);
    expect((await openRejections(database)).map((row) => row.rule)).toContain(rule);
  });
});

it('a parked record that turns out to be impossible stops nobody', async () => {
  const parked = `${invoice}P1,DE01,LATE,2026-02-01,EUR,1.00,${noise(9000)},\n`;
  expect(await take({ 'invoices.csv': parked })).toMatchObject({ parked: 1 });
  expect(await take({ 'customers.csv': 'id,name\nLATE,Late\n' })).toMatchObject({ applied: 1, failed: 0 });
  expect((await openRejections(database)).find((row) => row.external_id === 'P1')).toMatchObject({
    file: 'invoices.csv',
  });
  expect(await take({ 'customers.csv': 'id,name\nO1,Other\n' }, 'other')).toMatchObject({ applied: 1 });
});
