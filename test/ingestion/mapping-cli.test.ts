// Mappings on the command line: a built-in one by its name, one of one's own by its file, and what is said of a wrong one.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { writeExport } from './exports.ts';

const root = join(import.meta.dirname, '../..');

async function importing(
  ...args: readonly string[]
): Promise<{ code: number | null; out: string; errors: string }> {
  const { databaseUrl, migrateDatabaseUrl, drop } = await createDatabase();
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl, MIGRATE_DATABASE_URL: migrateDatabaseUrl };
  const command = [join(root, 'src/cli.ts'), 'import', '--source', 'shop', '--json', ...args];
  try {
    return await new Promise((resolve) => {
      const child = execFile(process.execPath, command, { env }, (_error, out, errors) =>
        resolve({ code: child.exitCode, out, errors }),
      );
    });
  } finally {
    await drop();
  }
}

const mapping = (field: string) =>
  'mapping: shop\nabout: a shop\nkind: CRM\nfiles: { people: }\nrecords:\n' +
  `  - { record: customer, from: people, id: nr, fields: { ${field}: name } }\n`;

it('reads an export by a mapping file', async () => {
  const folder = writeExport({ 'people.csv': 'nr,name\n1,Acme\n2,\n', 'shop.yaml': mapping('name') });
  const { code, out, errors } = await importing(
    ...['--format', 'mapping', '--mapping', join(folder, 'shop.yaml'), join(folder, 'people.csv')],
  );
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(JSON.parse(out)).toMatchObject({ read: 2, applied: 1, failed: 1, exceptions: { VALIDATION: 1 } });
});

it('reads an export by a built-in mapping, and asks for the flag that it needs', async () => {
  const folder = writeExport({ 'products.csv': 'product,series,sales_price\nGTX Pro,GTX,4821\n' });
  const told = await importing('--format', 'crm_maven', folder);
  expect(told).toMatchObject({ code: 2, errors: expect.stringContaining('--currency CODE') });
  const { code, out } = await importing('--format', 'crm_maven', '--currency', 'USD', folder);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ read: 1, applied: 1 });
});

it('names what is wrong with a mapping, and applies nothing', async () => {
  const folder = writeExport({ 'people.csv': 'nr,name\n1,Acme\n', 'shop.yaml': mapping('nome') });
  const { code, errors } = await importing(
    ...['--format', 'mapping', '--mapping', join(folder, 'shop.yaml'), join(folder, 'people.csv')],
  );
  expect(code).toBe(2);
  expect(errors).toMatch(/shop\.yaml: records\[0\]\.fields: customer has no field "nome"/);
  expect(errors).toMatch(/shop\.yaml: records\[0\]\.fields: customer needs the field "name"/);
});

it.each([
  ['--format', 'mapping'],
  ['--format', 'xero', '--mapping', 'shop.yaml'],
])('wants %s %s and a mapping file together', async (...args) => {
  const { code, errors } = await importing(...args, writeExport({ 'a.csv': 'a\n' }));
  expect({ code, errors }).toEqual({
    code: 2,
    errors: 'revgraph: --format mapping and --mapping FILE go together\n',
  });
});
