// The layouts of Stripe exports: tables of the Fivetran layout, and what cannot be understood in any of them.
import { describe, expect, it } from 'vitest';
import { UnreadableInput } from '../../src/ingestion/format.ts';
import { stripe } from '../../src/ingestion/formats/stripe.ts';
import { openExport, readExport } from '../support/read-export.ts';
import { writeExport } from './exports.ts';

const lines = (...objects: object[]) => objects.map((object) => `${JSON.stringify(object)}\n`).join('');
const product = { object: 'product', id: 'prod_1', livemode: true, name: 'Seat', type: 'service' };
const customer = { object: 'customer', id: 'cus_1', livemode: true, name: 'Acme', currency: 'usd' };

describe('tables of the Fivetran layout', () => {
  const table = (rows: readonly Readonly<Record<string, string>>[]) => {
    const header = Object.keys(rows[0] ?? {});
    const cell = (text = '') => `"${text.replaceAll('"', '""')}"`;
    return [header.join(','), ...rows.map((row) => header.map((name) => cell(row[name])).join(','))].join(
      '\n',
    );
  };
  const day = '2024-03-01 12:00:00';
  const small = {
    'customer_data.csv': table([
      { id: 'cus_1', created: day, name: 'Acme', currency: 'usd', livemode: 'TRUE', is_deleted: 'FALSE' },
      { id: 'cus_2', created: day, name: 'Gone', currency: 'usd', livemode: 'TRUE', is_deleted: 'TRUE' },
    ]),
    'plan_data.csv': table([
      {
        id: 'gold',
        currency: 'usd',
        interval: 'month',
        interval_count: '1',
        amount: '5000',
        product_id: 'prod_1',
      },
    ]),
    'subscription_history_data.csv': table([
      { id: 'sub_1', customer_id: 'cus_1', status: 'trialing', created: day, _fivetran_active: 'false' },
      { id: 'sub_1', customer_id: 'cus_1', status: 'active', created: day, _fivetran_active: 'true' },
    ]),
    'subscription_item_data.csv': table([
      { id: 'si_2', subscription_id: 'sub_1', plan_id: 'gold', quantity: '1', created: day },
      { id: 'si_1', subscription_id: 'sub_1', plan_id: 'gold', quantity: '2', created: day },
    ]),
    'invoice_data.csv': table([
      {
        id: 'in_1',
        customer_id: 'cus_1',
        subscription_id: 'sub_1',
        currency: 'usd',
        total: '10000',
        status: 'paid',
        amount_paid: '10000',
        amount_remaining: '0',
        created: day,
        livemode: 'TRUE',
        metadata: '"{\\"netsuite\\":\\"7\\"}"',
      },
    ]),
    'credit_note_data.csv': table([
      { id: 'cn_1', invoice_id: 'in_1', currency: 'usd', total: '500', status: 'issued', created: day },
    ]),
    'credit_note_line_item_data.csv': table([{ id: 'cnli_1', credit_note_id: 'cn_1', amount: '500' }]),
    'fee_data.csv': table([{ balance_transaction_id: 'txn_1', amount: '30' }]),
  };

  it('become the objects that the API would give', async () => {
    const read = await readExport(stripe, [writeExport(small)]);
    expect(read.counts()).toMatchObject({
      customer: { records: 1, removed: 1, 'ignored out-of-scope-fee': 1 },
      contract: { records: 1, 'ignored superseded-version': 1 },
      contract_line: { records: 2 },
    });
    expect(read.values('contract_line', 'si_1')).toMatchObject({
      contract: 'sub_1',
      position: '2',
      product: 'prod_1',
      unit_price: '50',
    });
    expect(read.values('invoice', 'in_1')).toMatchObject({
      contract: 'sub_1',
      total: '100',
      issued_on: '2024-03-01',
    });
  });

  it('lead to the customer and the currency that a row leaves out', async () => {
    const read = await readExport(stripe, [writeExport(small)]);
    expect(read.values('credit_note', 'cn_1')).toMatchObject({ customer: 'cus_1', total: '5' });
    expect(read.values('credit_note_line', 'cnli_1')).toMatchObject({ credit_note: 'cn_1', amount: '5' });
  });
});

describe('what cannot be understood', () => {
  it.each([
    ['payslip.csv', 'id\n1', 'says no table of Stripe'],
    ['invoice.csv', 'id\n1', 'lacks the column customer_id'],
    ['invoice.csv', 'id,customer_id,currency,total\n1,"2', 'cut off'],
    ['invoice.json', '[{"object":"invoice"},', 'cut off'],
    ['invoice.json', '{"object":"invoi', 'cut off'],
    ['invoice.json', '{"fixtures":[]}', 'holds no Stripe object'],
    ['invoice.json', 'hello', 'is no JSON of Stripe objects'],
    ['invoice.json', Buffer.from([0xff, 0xfe, 0x41, 0]), 'UTF-16'],
    ['invoice.jsonl', '{"object":"invoice"}\n{"object":', 'cut off'],
  ])('%s is refused as a whole', async (name, content, says) => {
    const opening = openExport(stripe, [writeExport({ [name]: content })]);
    await expect(opening).rejects.toThrow(UnreadableInput);
    await expect(opening).rejects.toThrow(says);
  });

  it('is refused object by object where only one is wrong', async () => {
    const folder = writeExport({
      'all.jsonl': `${lines(customer)}{"object" 1}\n{"id":"x"}\n${lines(product)}`,
    });
    const read = await readExport(stripe, [folder]);
    expect(read.counts()).toMatchObject({
      customer: { records: 1, 'rejected stripe-object': 2 },
      product: { records: 1 },
    });
    expect(read.items.flatMap((item) => (item.kind === 'rejected' ? [item.line] : []))).toEqual([2, 3]);
  });

  it('is a single brace in a text no more than a text', async () => {
    const named = { ...customer, name: 'A "{[" B \\' };
    const read = await readExport(stripe, [
      writeExport({ 'customers.json': JSON.stringify([named, product]) }),
    ]);
    expect(read.values('customer', 'cus_1')).toMatchObject({ name: 'A "{[" B \\' });
    expect(read.records('product')).toHaveLength(1);
  });
});
