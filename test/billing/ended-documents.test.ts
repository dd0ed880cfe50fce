// Documents that ended after they were applied: a payment that bounced, a credit note and an invoice that were voided. Their
// sources date the document and say nothing of its applications.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Engine } from '../../src/platform/database.ts';
import { basics, importFolder, writeExport } from '../ingestion/exports.ts';
import { ask } from '../support/ask.ts';
import { freshStore } from '../support/database.ts';

const invoices = (voided: string) => ({
  'invoices.csv': `id,legal_entity,customer,status,issued_on,due_on,voided_on,currency,total
I1,DE01,C1,ISSUED,2026-01-01,2026-01-31,,EUR,500.00
I2,DE01,C2,ISSUED,2026-01-01,2026-01-31,,EUR,300.00
I3,DE01,C3,${voided === '' ? 'ISSUED' : 'VOIDED'},2026-01-01,2026-01-31,${voided},EUR,200.00
`,
});
const creditNotes = (voided: string) => ({
  'credit_notes.csv': `id,legal_entity,customer,invoice,status,issued_on,voided_on,currency,total
N2,DE01,C2,I2,${voided === '' ? 'ISSUED' : 'VOIDED'},2026-02-01,${voided},EUR,300.00
`,
});
const payments = (reversed: string) => ({
  'payments.csv': `id,legal_entity,customer,received_on,reversed_on,currency,amount
P1,DE01,C1,2026-02-01,${reversed},EUR,500.00
P3,DE01,C3,2026-02-01,,EUR,200.00
`,
});
const allocations = {
  'allocations.csv': `id,payment,credit_note,invoice,amount,applied_on
A1,P1,,I1,500.00,2026-02-01
A2,,N2,I2,300.00,2026-02-01
A3,P3,,I3,200.00,2026-02-01
`,
};
const ended = (day: string) => ({ ...invoices(day), ...creditNotes(day), ...payments(day) });

describe.each<Engine>(['postgresql', 'pglite'])('documents that ended on %s', (engine) => {
  let database: Database;
  const send = async (files: Readonly<Record<string, string>>) => {
    const { counts } = await importFolder(database, 'erp', writeExport(files));
    expect(counts.failed).toBe(0);
  };
  beforeAll(async () => {
    database = await freshStore(engine);
    await send({ ...basics, ...ended(''), ...allocations });
  });
  afterAll(() => database?.close());

  /** Per customer: collected, credited, open receivable, overdue, unapplied. */
  async function figures(asOf: string): Promise<Record<string, (string | undefined)[]>> {
    const names = ['collected', 'credited', 'openReceivable', 'overdue', 'unapplied'];
    const fields = names.map((name) => `${name} { amount }`).join(' ');
    const { customers } = (await ask(
      database,
      `{ customers { nodes { name summary(asOf: "${asOf}") { ${fields} } } } }`,
    )) as { customers: { nodes: { name: string; summary: Record<string, { amount: string } | null> }[] } };
    return Object.fromEntries(
      customers.nodes.map(({ name, summary }) => [name, names.map((figure) => summary[figure]?.amount)]),
    );
  }
  const settled = {
    Acme: ['500.00', '0.00', '0.00', '0.00', '0.00'],
    Brightwater: ['0.00', '300.00', '0.00', '0.00', '0.00'],
    Corvid: ['200.00', '0.00', '0.00', '0.00', '0.00'],
  };
  const open = {
    Acme: ['0.00', '0.00', '500.00', '500.00', '0.00'],
    Brightwater: ['0.00', '0.00', '300.00', '300.00', '0.00'],
    // What was paid for the cancelled invoice is the customer's own again.
    Corvid: ['200.00', '0.00', '-200.00', '0.00', '200.00'],
  };
  const states = async () => {
    const { invoices } = (await ask(
      database,
      '{ invoices(orderBy: { field: NUMBER }) { nodes { settlement paid { amount } credited { amount } due { amount } } } }',
    )) as { invoices: { nodes: Record<string, { amount: string } | string>[] } };
    return invoices.nodes.map(({ settlement, ...amounts }) => [
      settlement,
      ...Object.values(amounts).map((money) => (typeof money === 'string' ? money : money.amount)),
    ]);
  };

  it('settle nothing from that day on, and still did the day before', async () => {
    expect(await figures('2026-06-01')).toEqual(settled);
    await send(ended('2026-03-01'));
    expect(await figures('2026-02-28')).toEqual(settled);
    expect(await figures('2026-03-01')).toEqual(open);
    expect(await states()).toEqual([
      ['OPEN', '0.00', '0.00', '500.00'],
      ['OPEN', '0.00', '0.00', '300.00'],
      ['OPEN', '0.00', '0.00', '0.00'],
    ]);
  });

  it('do so on another day where the source corrects itself', async () => {
    await send(ended('2026-04-01'));
    expect(await figures('2026-03-31')).toEqual(settled);
    expect(await figures('2026-04-01')).toEqual(open);
  });

  it('take later applications with them, too', async () => {
    await send({
      'allocations.csv':
        'id,payment,credit_note,invoice,amount,applied_on\nA4,P1,,I1,100.00,2026-05-01\nA5,P3,,I3,1.00,2026-05-01\n',
    });
    expect(await figures('2026-06-01')).toEqual(open);
  });
});
