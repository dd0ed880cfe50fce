// Records that come before their parents: they wait, apply by themselves level by level when the parents come, from whatever
// source; and a parent that never comes is one piece of work, however many records wait for it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { importFolder, openRejections, writeExport } from './exports.ts';

const entity = 'id,code,name,functional_currency\nL1,DE01,Nordwind,EUR\n';
const invoices = 'id,legal_entity,customer,issued_on,currency,total\nA1,DE01,C1,2026-02-01,EUR,10.00\n';
const lines = 'id,invoice,position,amount\nA1-1,A1,1,4.00\nA1-2,A1,2,6.00\n';

describe.each(['postgresql', 'pglite'] as const)('parked records on %s', (engine) => {
  let database: Database;
  beforeAll(async () => {
    database = await freshStore(engine);
  });
  afterAll(async () => database.close());

  const take = (source: string, files: Record<string, string>) =>
    importFolder(database, source, writeExport(files)).then(({ counts }) => counts);
  const count = async (table: string) =>
    Number((await database.statements.run<{ n: string }>(`select count(*) as n from ${table}`, []))[0]?.n);

  it('wait over several levels, each for its own parent', async () => {
    expect(await take('erp', { 'invoice_lines.csv': lines })).toMatchObject({
      read: 2,
      parked: 2,
      failed: 0,
      exceptions: { REFERENCE: 2 },
    });
    expect(await take('erp', { 'invoices.csv': invoices })).toMatchObject({ parked: 1, failed: 0 });
    expect(await count('invoice')).toBe(0);
  });

  it('are one piece of work per parent that is missing', async () => {
    expect(await openRejections(database)).toMatchObject([
      {
        class: 'REFERENCE',
        record_type: 'invoice',
        external_id: 'A1',
        message: expect.stringContaining('2 records wait'),
      },
      { class: 'REFERENCE', record_type: 'legal_entity', external_id: 'DE01' },
    ]);
  });

  it('apply by themselves when the last parent comes, in the run that brings it', async () => {
    expect(await take('erp', { 'legal_entities.csv': entity })).toMatchObject({ read: 1, applied: 1 });
    expect(await count('invoice')).toBe(0);
    expect(await take('erp', { 'customers.csv': 'id,name\nC1,Acme\n' })).toMatchObject({
      read: 1,
      applied: 1,
    });
    expect([await count('invoice'), await count('invoice_line'), await count('inbound_wait')]).toEqual([
      1, 2, 0,
    ]);
    expect(await openRejections(database)).toEqual([]);
  });

  it('wait for a record of another source, too', async () => {
    const notes = 'id,legal_entity,customer,issued_on,currency,total\nN1,DE01,crm:001A,2026-02-01,EUR,1.00\n';
    expect(await take('billing', { 'credit_notes.csv': notes })).toMatchObject({ parked: 1 });
    await take('crm', { 'customers.csv': 'id,name\n001A,Acme\n' });
    expect([await count('credit_note'), await count('inbound_wait')]).toEqual([1, 0]);
  });

  it('have one disposition: what was received is the sum of what became of it', async () => {
    const rows = await database.statements.run<{ disposition: string; rows: string }>(
      'select disposition, sum(rows) as rows from import_run_count group by 1 having sum(rows) <> 0 order by 1',
      [],
    );
    expect(rows).toEqual([{ disposition: 'APPLIED', rows: '7' }]);
    expect(
      await database.statements.run(
        'select disposition, sum(rows) as rows from inbound_record group by 1',
        [],
      ),
    ).toEqual([{ disposition: 'APPLIED', rows: '7' }]);
  });
});
