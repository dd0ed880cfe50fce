// Versions of a record: a repeat is unchanged, an older one never overwrites a newer one, what was removed ends its link; and any
// order, any repetition and any cut into exports of the same records end in the same rows.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { importFolder, openRejections, writeExport } from './exports.ts';

const head = 'id,source_version,name,segment,region,deleted\n';

let database: Database;
beforeAll(async () => {
  database = await freshStore('postgresql');
});
afterAll(async () => database.close());

const take = (rows: string, source = 'crm') =>
  importFolder(database, source, writeExport({ 'customers.csv': head + rows })).then(({ counts }) => counts);
const customer = async (name: string) =>
  (
    await database.statements.run<{ name: string; segment: string | null; region: string | null }>(
      `select c.name, c.segment, c.region from customer c join inbound_record r on r.target_id = c.customer_id
       where r.external_id = $1 and r.is_current`,
      [name],
    )
  )[0];

describe('a record that states its version', () => {
  it('is not overwritten by an older one, which is ignored as superseded', async () => {
    await take('V1,5,Acme,Large,North,\n');
    expect(await take('V1,3,Old Acme,Small,South,\n')).toMatchObject({ applied: 0, ignored: 1 });
    expect(await customer('V1')).toEqual({ name: 'Acme', segment: 'Large', region: 'North' });
  });

  it('is unchanged when it comes again, the older one, too', async () => {
    expect(await take('V1,5,Acme,Large,North,\n')).toMatchObject({ unchanged: 1 });
    expect(await take('V1,3,Old Acme,Small,South,\n')).toMatchObject({ unchanged: 1 });
  });

  it('keeps from an older one what no newer one says', async () => {
    await take('V2,5,Brightwater,,,\n');
    expect(await take('V2,4,Brightwater Ltd,Mid,West,\n')).toMatchObject({ applied: 1 });
    expect(await customer('V2')).toEqual({ name: 'Brightwater', segment: 'Mid', region: 'West' });
  });

  it('may go back to what it said before, under a later version', async () => {
    await take('V3,1,Corvid,A,,\n');
    await take('V3,2,Corvid,B,,\n');
    expect(await take('V3,3,Corvid,A,,\n')).toMatchObject({ applied: 1 });
    expect((await customer('V3'))?.segment).toBe('A');
  });

  it('may come in several versions in one export', async () => {
    expect(await take('V4,1,Dune,A,,\nV4,2,Dune,B,,\nV4,3,Dune,C,,\n')).toMatchObject({
      read: 3,
      applied: 3,
    });
    expect((await customer('V4'))?.segment).toBe('C');
  });

  it('names a version that is none', async () => {
    expect(await take('V5,soon,Elm,,,\n')).toMatchObject({ failed: 1, exceptions: { VALIDATION: 1 } });
    expect(await openRejections(database)).toMatchObject([{ field: 'source_version', value: 'soon' }]);
  });

  it.each([
    ['under the same version', 'V6,1,Gale,A,,\nV6,1,Gale,B,,\n'],
    ['with a version and without', 'V7,1,Haar,A,,\nV7,,Haar,B,,\n'],
    ['without a version and with one', 'V8,,Isle,A,,\nV8,1,Isle,B,,\n'],
  ])('with two contents %s is decided by nobody: the second is refused', async (_how, rows) => {
    expect(await take(rows)).toMatchObject({ applied: 1, failed: 1, exceptions: { DUPLICATE: 1 } });
    expect((await customer(rows.slice(0, 2)))?.segment).toBe('A');
    expect(await take(rows)).toMatchObject({ unchanged: 1, failed: 1 });
  });
});

describe('a record that its source removed', () => {
  const links = (id: string) =>
    database.statements.run(`select valid_to is null as open from source_link where external_id = $1`, [id]);

  it('ends its link and stays', async () => {
    await take('R1,1,Fjord,,,\n');
    expect(await take('R1,2,,,,true\n')).toMatchObject({ applied: 1, failed: 0 });
    expect(await links('R1')).toEqual([{ open: false }]);
    expect((await customer('R1'))?.name).toBe('Fjord');
  });

  it('is linked again when it comes back', async () => {
    await take('R1,3,Fjord,,,\n');
    expect(await links('R1')).toContainEqual({ open: true });
  });

  it('is an exception where figures hang on it', async () => {
    const invoices = 'id,legal_entity,customer,issued_on,currency,total,deleted\n';
    const entity = 'id,code,name,functional_currency\nL1,DE01,Nordwind,EUR\n';
    const export_ = (row: string) =>
      writeExport({ 'legal_entities.csv': entity, 'invoices.csv': invoices + row });
    await importFolder(database, 'crm', export_('I1,DE01,R1,2026-02-01,EUR,10.00,\n'));
    await importFolder(database, 'crm', export_('I1,,,,,,true\n'));
    await take('R1,4,,,,true\n');
    const removed = (await openRejections(database)).filter((row) => row.rule === 'removed_at_source');
    expect(removed.map((row) => row.record_type).sort()).toEqual(['customer', 'invoice']);
  });
});

describe('the same records', () => {
  const runs = process.env.TEST_SIZE === 'long' ? 200 : 12;
  const row = fc.record({
    id: fc.constantFrom('P1', 'P2', 'P3'),
    version: fc.integer({ min: 1, max: 6 }),
  });
  // What a source says is a function of id and version: the same version never says two things.
  const says = ({ id, version }: { id: string; version: number }, run: number): string => {
    const part = (offset: number, value: string) =>
      (version * 7 + offset + id.charCodeAt(1)) % 3 === 0 ? '' : value;
    return `${id}-${run},${version},Name ${id} ${version},${part(1, `s${version}`)},${part(2, `r${version}`)},\n`;
  };

  it('end in the same rows in any order, with any repetition, cut into any exports', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), fc.integer(), async (records, seed) => {
        run += 2;
        await take([...records].map((one) => says(one, run)).join(''), 'left');
        const shuffled = [...records, ...records.slice(0, 3)]
          .map((one, index) => ({ one, key: Math.imul(seed ^ (index + 1), 2654435761) >>> 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => says(one, run + 1));
        const cut = Math.abs(seed) % (shuffled.length + 1);
        await take(shuffled.slice(0, cut).join(''), 'left');
        await take(shuffled.slice(cut).join(''), 'left');
        for (const id of ['P1', 'P2', 'P3'])
          expect(await customer(`${id}-${run + 1}`)).toEqual(await customer(`${id}-${run}`));
      }),
      { numRuns: runs },
    );
  });
});
