// Several sources of one store: who may fill what another left open, and whom each of them serves.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { basics, importFolder, writeExport } from './exports.ts';

describe('a source beside others', () => {
  let database: Database;
  const rows = (text: string) => database.statements.run(text, []);
  beforeAll(async () => {
    database = await freshStore('postgresql');
    const invoices = 'id,legal_entity,customer,issued_on,currency,total\nOK,DE01,C1,2026-02-01,EUR,1.00\n';
    await importFolder(database, 'erp', writeExport({ ...basics, 'invoices.csv': invoices }));
  });
  afterAll(() => database.close());

  it('lets a source fill what the owner left to a default, and shadows it where the owner states it', async () => {
    const account = (source: string, fields: string, values: string) =>
      importFolder(
        database,
        source,
        writeExport({
          'customer_accounts.csv': `id,customer,legal_entity,currency,${fields}\n${source}-1,erp:C3,DE01,EUR,${values}\n`,
        }),
      );
    const standing = () =>
      rows('select credit_hold, dunning_hold, credit_limit from customer_account where currency = $$EUR$$');
    await account('erp', 'dunning_hold,credit_limit', 'false,');
    const billing = await account('billing', 'credit_hold,dunning_hold,credit_limit', 'true,true,500');
    expect(billing.counts).toMatchObject({ applied: 1, failed: 0 });
    expect(await standing()).toEqual([{ credit_hold: true, dunning_hold: false, credit_limit: '500' }]);
    expect(
      await rows("select field, value from field_shadow where external_id = 'billing-1' order by 1"),
    ).toEqual([{ field: 'dunning_hold', value: 'true' }]);
    // It is stated now: a third source finds a value, and the owner has the last word.
    expect((await account('risk', 'credit_hold', 'false')).counts).toMatchObject({ shadowed: 1 });
    expect((await standing())[0]).toMatchObject({ credit_hold: true });
    await account('erp', 'credit_hold', 'false');
    expect((await standing())[0]).toMatchObject({ credit_hold: false });
  });

  it('knows which legal entities a source serves: those it names, those of what it refers to, those of its customers', async () => {
    const served = (source: string) =>
      rows(`select e.code from source_system_entity x join source_system s using (source_system_id)
        join legal_entity e using (legal_entity_id) where s.key = '${source}' order by 1`);
    await importFolder(
      database,
      'desk',
      writeExport({
        'disputes.csv': 'id,invoice,reason,amount,opened_on\nD1,erp:OK,PRICE,1.00,2026-02-03\n',
      }),
    );
    expect(await served('desk')).toEqual([{ code: 'DE01' }]);
    await importFolder(
      database,
      'leads',
      writeExport({ 'customers.csv': 'id,name,external_ids\nL1,Acme,erp=C1\nL9,Nobody yet,\n' }),
    );
    expect(await served('leads')).toEqual([{ code: 'DE01' }]);
    expect(await served('erp')).toEqual([{ code: 'DE01' }]);
  });
});
