// Proves that every slice keeps to its own tables and every read on a viewer's behalf to what the viewer sees, and on planted
// faults that a breach is caught.

import { describe, expect, it } from 'vitest';
import { listFiles, listModules, readSliceNames, virtualModule } from './sources.ts';
import { ownershipFaults, rawReadFaults, readOwners } from './tables.ts';

/** Owners whose rows everybody sees, and single tables of that sort: reference data. All other tables of slices are ruled. */
const openOwners = ['platform', 'entities', 'products'];
const openTables = ['ledger_account'];

/** What reads ruled rows by itself and yet gives nothing away, and why. */
const seenThroughParent: Readonly<Record<string, string>> = {
  'src/billing/invoice-balance-figures.ts#lastStatement':
    'what was stated of an invoice that the viewer sees',
  'src/billing/invoice-fields.ts#invoiceFields': 'what belongs to an invoice that the viewer sees',
  'src/billing/payment-fields.ts#allocationFields':
    'the currency of the document that an application draws on, which the viewer sees',
};

const migrations = [
  { path: 'm/0001_platform.sql', text: 'CREATE TABLE audit_event (a int);' },
  { path: 'm/0002_customers.sql', text: 'CREATE TABLE customer (a int); -- CREATE TABLE ghost (a int);' },
  {
    path: 'm/0003_billing_core.sql',
    text: 'CREATE TABLE IF NOT EXISTS invoice (a int);\nCREATE VIEW open_invoice AS SELECT 1;',
  },
];
const slices = ['customers', 'billing'];

function ownersOf(): ReadonlyMap<string, string> {
  return readOwners(migrations, slices).owners;
}

const touches = (text: string, path = 'src/billing/store.ts') =>
  ownershipFaults([virtualModule(path, text)], ownersOf());

function rawReads(files: Readonly<Record<string, string>>): string[] {
  const modules = Object.entries(files).map(([path, text]) => virtualModule(path, text));
  return rawReadFaults(modules, ownersOf(), (table) => table === 'invoice');
}

describe('tables', () => {
  const modules = listModules(['src']);
  const real = readOwners(listFiles(['.sql'], ['src/platform/migrations']), readSliceNames());

  it('are touched by their own slice only', () => {
    expect(real.faults).toEqual([]);
    expect(ownershipFaults(modules, real.owners)).toEqual([]);
  });

  it('are read for a viewer through what the viewer sees', () => {
    const { owners } = real;
    const isRuled = (table: string) =>
      !openOwners.includes(owners.get(table) ?? '') && !openTables.includes(table);
    expect([...owners.keys()].filter(isRuled).length).toBeGreaterThan(0);
    expect(rawReadFaults(modules, owners, isRuled, seenThroughParent)).toEqual([]);
  });

  it('belong to the slice that the migration names', () => {
    expect(Object.fromEntries(ownersOf())).toEqual({
      audit_event: 'platform',
      customer: 'customers',
      invoice: 'billing',
      open_invoice: 'billing',
    });
    const stray = [{ path: 'm/0004_extras.sql', text: 'CREATE TABLE extra (a int);' }];
    expect(readOwners(stray, slices).faults).toEqual([expect.stringContaining('says no slice')]);
    expect(() => readOwners([], slices)).toThrow('no table');
  });

  it.each([
    "db.selectFrom('customer').selectAll();",
    "db.selectFrom(['invoice', 'customer as c']).selectAll();",
    "db.selectFrom('invoice').innerJoin('customer as c', 'a', 'b');",
    "db.insertInto('customer').values(a);",
    "db.updateTable('customer').set(a);",
    "db.deleteFrom('customer');",
    'sql`select 1 from customer c`;',
    'sql`select 1 from invoice i, customer c where i.a = c.a`;',
    'sql`select 1 from invoice i join "customer" c on true`;',
    'sql`select 1 from lateral customer`;',
    'sql`insert into customer (a) values (1)`;',
    'sql`update customer set a = 1`;',
    'sql`select 1 from ${sql.table("customer")}`;',
    'const a = ({ fresh }) => fresh("customer");',
    "db.insertInto('audit_event').values(a);",
  ])('of others are not touched by a slice: catches %s', (text) => expect(touches(text)).toHaveLength(1));

  it.each([
    "db.selectFrom('invoice as i').selectAll();",
    'sql`select customer from invoice -- from customer`;',
    "sql`select 1 from invoice where a = 'from customer'`;",
    '// db.selectFrom(\'customer\')\nconst a = "from customer";',
    "const a = fieldsOf('Customer', 'customer', (f) => ({}));",
    'sql`with mine as (select 1) select 1 from mine`;',
  ])('of its own are: lets %s through', (text) => expect(touches(text)).toEqual([]));

  it('are not touched from outside the slices', () => {
    expect(touches("db.selectFrom('invoice');", 'src/graph/compile.ts')).toHaveLength(1);
    expect(touches("db.selectFrom('invoice');", 'src/app.ts')).toHaveLength(1);
    expect(touches("db.insertInto('audit_event');", 'src/platform/audit.ts')).toEqual([]);
  });

  it('are not read raw in fields and figures', () => {
    expect(rawReads({ 'src/billing/fields.ts': "const a = (db) => db.selectFrom('invoice');" })).toHaveLength(
      1,
    );
    expect(
      rawReads({ 'src/billing/late-figures.ts': 'export const a = () => sql`(select 1 from invoice)`;' }),
    ).toHaveLength(1);
    expect(
      rawReads({
        'src/billing/figures.ts':
          'export const a = (v, i) => sql`(select 1 from invoice where ${v.sees("Invoice", i)})`;',
      }),
    ).toEqual([]);
    const passedOn = {
      'src/ledger/figures.ts': 'export const andSeen = (v, i) => sql`and ${v.sees("Invoice", i)}`;',
      'src/billing/figures.ts':
        'export const a = (v) => sql`(select 1 from invoice i where ${andSeen(v, i)})`;',
    };
    expect(rawReads(passedOn)).toEqual([]);
    expect(rawReads({ 'src/billing/commands.ts': "const a = (db) => db.selectFrom('invoice');" })).toEqual(
      [],
    );
  });

  it('are not read raw through a store function that fields call', () => {
    const store = `
      function loadRaw(db) { return db.selectFrom('invoice').selectAll(); }
      export async function loadLocked(db) { return loadRaw(db).forUpdate(); }
      export function loadSeen(db, access) { return visible(db, access, 'invoice').innerJoin('invoice', 'a', 'b'); }
      export function addOne(db) { return db.insertInto('invoice'); }`;
    const fields = (names: string) => ({
      'src/billing/store.ts': store,
      'src/billing/fields.ts': `import ${names} from './store.ts';`,
    });
    expect(rawReads(fields('{ loadLocked }'))).toEqual([expect.stringContaining('uses loadLocked')]);
    expect(rawReads(fields('{ loadLocked as load }'))).toHaveLength(1);
    expect(rawReads(fields('* as store'))).toHaveLength(2);
    expect(rawReads(fields('{ loadSeen, addOne }'))).toEqual([]);
  });

  it('are read raw for a listed reason, and only while they are', () => {
    const raw = virtualModule('src/billing/figures.ts', 'export const a = sql`(select 1 from invoice)`;');
    const reasons = { 'src/billing/figures.ts#a': 'counts nothing' };
    expect(rawReadFaults([raw], ownersOf(), () => true, reasons)).toEqual([]);
    const harmless = virtualModule('src/billing/figures.ts', 'export const a = sql`1`;');
    expect(rawReadFaults([harmless], ownersOf(), () => true, reasons)).toEqual([
      expect.stringContaining('reads nothing raw'),
    ]);
  });

  it('are not checked where there is nothing to check', () => {
    expect(() => ownershipFaults([], ownersOf())).toThrow('no module');
    expect(() => rawReadFaults([], ownersOf(), () => true)).toThrow('no module');
  });
});
