// S/4HANA exports through the translator and into a store: a small export made by hand, one in parts, and bad input.
import { describe, expect, it } from 'vitest';
import { UnreadableInput } from '../../src/ingestion/format.ts';
import { sap } from '../../src/ingestion/formats/sap.ts';
import { SapFacts } from '../../src/ingestion/formats/sap-facts.ts';
import { openSapFiles } from '../../src/ingestion/formats/sap-files.ts';
import { journalStreams } from '../../src/ingestion/formats/sap-journals.ts';
import { runImport } from '../../src/ingestion/import-jobs.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';
import { openExport, readExport } from '../support/read-export.ts';
import { writeExport } from './exports.ts';

const importInto = (store: Database, path: string) =>
  runImport(store.kysely, {
    source: 'erp',
    format: sap,
    paths: [path],
    dryRun: false,
    now: '2025-10-01T12:00:00Z',
  });

const lines = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const day = (date: string) => `${date}T00:00:00.000Z`;

const billing = (billingDocument: string, more: object = {}) => ({
  billingDocument,
  billingDocumentType: 'F2',
  billingDocumentDate: day('2025-04-02'),
  creationDate: day('2025-04-03'),
  creationTime: { hours: 11, minutes: 31, seconds: 13 },
  totalNetAmount: '10.00',
  transactionCurrency: 'JPY',
  companyCode: '1000',
  fiscalYear: '2025',
  accountingDocument: `94${billingDocument}`,
  soldToParty: '7',
  billingDocumentIsCancelled: false,
  cancelledBillingDocument: '',
  ...more,
});
const receivable = (document: string, amount: string, more: object = {}) => ({
  companyCode: '1000',
  fiscalYear: '2025',
  accountingDocument: `94${document}`,
  accountingDocumentItem: '1',
  referenceDocument: document,
  glAccount: '12000',
  financialAccountType: 'D',
  customer: '7',
  transactionCurrency: 'JPY',
  companyCodeCurrency: 'JPY',
  amountInTransactionCurrency: amount,
  amountInCompanyCodeCurrency: amount,
  postingDate: day('2025-04-02'),
  clearingDate: null,
  clearingAccountingDocument: '',
  ...more,
});
const cleared = { clearingDate: day('2025-04-02'), clearingAccountingDocument: '95' };
const cancelled = billing('1', { billingDocumentIsCancelled: true });

/** A made-up export: one partner, one order delivered and billed, cancelled and billed again. */
const small = {
  'business_partners.jsonl': lines({ businessPartner: '7', customer: '7', businessPartnerName: 'Kanto' }),
  'business_partner_addresses.jsonl': lines(
    { businessPartner: '0000000007', cityName: 'Chiba', country: 'JP', validityEndDate: day('9999-12-31') },
    { businessPartner: '8', cityName: 'Nowhere' },
  ),
  'customer_company_assignments.jsonl': lines({
    customer: '7',
    companyCode: '1000',
    reconciliationAccount: '12000',
  }),
  'customer_sales_area_assignments.jsonl': lines({
    customer: '7',
    salesOrganization: 'JP01',
    distributionChannel: '10',
    division: '00',
    currency: 'JPY',
    customerPaymentTerms: 'Z001',
  }),
  'plants.jsonl': lines({ plant: 'P1' }),
  'products.jsonl': lines({ product: '000000000000000042' }),
  'product_descriptions.jsonl': lines({ product: '42', language: 'EN', productDescription: 'Wheel' }),
  'sales_order_headers.jsonl': lines({
    salesOrder: '500',
    salesOrganization: 'JP01',
    soldToParty: '7',
    creationDate: day('2025-04-01'),
    transactionCurrency: 'JPY',
    overallDeliveryStatus: 'C',
  }),
  'sales_order_items.jsonl': lines({
    salesOrder: '500',
    salesOrderItem: '10',
    material: '42',
    requestedQuantity: '2',
    transactionCurrency: 'JPY',
    netAmount: '10.00',
  }),
  'sales_order_schedule_lines.jsonl': lines({
    salesOrder: '500',
    salesOrderItem: '10',
    confirmedDeliveryDate: day('2025-04-05'),
  }),
  'outbound_delivery_headers.jsonl': lines({
    deliveryDocument: '800',
    actualGoodsMovementDate: day('2025-04-06'),
  }),
  'outbound_delivery_items.jsonl': lines({
    deliveryDocument: '800',
    deliveryDocumentItem: '000010',
    referenceSdDocument: '500',
    referenceSdDocumentItem: '000010',
  }),
  'billing_document_headers.jsonl': lines(
    cancelled,
    billing('2', { billingDocumentType: 'S1', cancelledBillingDocument: '1' }),
    billing('3'),
    billing('4', { billingDocumentType: 'F8' }),
    billing('5', { billingDocumentType: 'ZX' }),
  ),
  'billing_document_cancellations.jsonl': lines(cancelled),
  'billing_document_items.jsonl': lines(
    ...['1', '2', '3', '4'].map((billingDocument) => ({
      billingDocument,
      billingDocumentItem: '000010',
      material: '42',
      billingQuantity: '2',
      netAmount: '10.00',
      transactionCurrency: 'JPY',
      referenceSdDocument: '800',
      referenceSdDocumentItem: '10',
    })),
  ),
  'journal_entry_items_accounts_receivable.jsonl': lines(
    receivable('1', '11.00', cleared),
    receivable('2', '-11.00', cleared),
    receivable('3', '11.00'),
  ),
  'payments_accounts_receivable.jsonl': lines(
    receivable('1', '11.00', cleared),
    receivable('2', '-12.00', cleared),
    receivable('9', '11.00', cleared),
  ),
};

describe('an S/4HANA export', () => {
  const reading = readExport(sap, [writeExport(small)]);

  it('gives every row a disposition', async () => {
    expect((await reading).counts()).toEqual({
      legal_entity: { records: 1, 'ignored plant': 1 },
      accounting_book: { records: 1 },
      ledger_account: { records: 2 },
      product: { records: 1, 'ignored taken-with-product': 1 },
      customer: { records: 1, 'ignored taken-with-partner': 1, 'rejected reference': 1 },
      customer_account: { records: 2 },
      contract: { records: 1 },
      contract_line: { records: 1, 'ignored taken-with-order-item': 1, 'ignored delivery-as-evidence': 2 },
      invoice: {
        records: 2,
        'ignored repeats-billing-document': 1,
        'ignored pro-forma-invoice': 1,
        'rejected sap-billing-type': 1,
      },
      invoice_line: { records: 2, 'ignored pro-forma-invoice': 1 },
      credit_note: { records: 1 },
      credit_note_line: { records: 1 },
      journal: { records: 3 },
      posting: { records: 6, 'rejected receivable-is-a-constant-multiple-of-billing': 1 },
      payment: {
        'ignored clearing-repeats-receivable': 1,
        'rejected clearing-differs-from-receivable': 1,
        'rejected reference': 1,
      },
    });
  });

  it('joins items whether or not their numbers are padded', async () => {
    const read = await reading;
    expect(read.values('invoice_line', '3/10')).toMatchObject({
      contract_line: '500/10',
      position: '10',
      amount: '1000',
    });
    expect(read.values('contract_line', '500/10')).toMatchObject({
      product: '42',
      unit_price: '500',
      starts_on: '2025-04-05',
      activated_on: '2025-04-06',
    });
    expect(read.values('invoice', '3')).toMatchObject({ contract: '500', total: '1000', due: '1100' });
    expect(read.values('credit_note_line', '2/10')).toMatchObject({ invoice_line: '1/10' });
  });

  it('lets a cancellation take back the journal of what it cancels', async () => {
    const read = await reading;
    expect(read.values('journal', '1000/2025/942')).toMatchObject({
      type: 'REVERSAL',
      reverses: '1000/2025/941',
    });
    expect(read.values('posting', '1000/2025/942/1')).toMatchObject({
      invoice: '1',
      functional_credit: '1100',
    });
  });

  it('says how old each content is, and keeps it as it came', async () => {
    const [record] = (await reading).records('invoice');
    expect(record).toMatchObject({
      version: '2025-04-03T11:31:13.000Z',
      raw: { totalNetAmount: '10.00' },
    });
  });
});

describe('an S/4HANA export in parts', () => {
  const twoLines = [receivable('1', '11.00'), receivable('1', '5.00', { accountingDocumentItem: '2' })];
  const folder = writeExport({
    'journal_entry_items_accounts_receivable/part-1.jsonl': lines(receivable('2', '7.00'), twoLines[0] ?? {}),
    'journal_entry_items_accounts_receivable/part-2.jsonl': lines(twoLines[1] ?? {}, receivable('3', '7.00')),
    'billing_document_headers/part-1.jsonl': lines(billing('3')),
    'billing_document_headers/part-2.jsonl': lines(billing('1')),
  });

  it('keeps the lines of a journal together, however few rows are held at a time', async () => {
    const files = await openSapFiles([folder], new SapFacts(), 1);
    const journals: unknown[] = [];
    for (const { record, items } of journalStreams(files)) {
      if (record !== 'posting') continue;
      for await (const some of items())
        journals.push(...some.flatMap((item) => (item.kind === 'record' ? [item.values.journal] : [])));
    }
    expect(journals).toEqual([
      ...['1000/2025/942', '1000/2025/942'],
      ...['1000/2025/941', '1000/2025/941', '1000/2025/941'],
      ...['1000/2025/943', '1000/2025/943'],
    ]);
    const held = await readExport(sap, [folder]);
    expect(held.records('posting').map(({ values }) => values.journal)).toEqual(journals);
    expect(held.values('invoice', '1')).toMatchObject({ due: '1600' });
  });
});

describe('an S/4HANA export that cannot be understood', () => {
  const items = '{"salesOrder":"1","salesOrderItem":"10","netAmount":"1","requestedQuantity":"1"}\n';
  it.each([
    ['orders.jsonl', items, 'says a table'],
    ['sales_order_items.jsonl', '{"salesOrder":"1","salesOrderItem":"10"}\n', 'lacks the member netAmount'],
    ['sales_order_items.jsonl', `${items}{"salesOrder":"2","sal`, 'cut off'],
    ['sales_order_items.jsonl', Buffer.from([0xff, 0xfe, 0x41, 0]), 'UTF-16'],
  ])('%s is refused as a whole', async (name, content, says) => {
    const opening = openExport(sap, [writeExport({ [name]: content })]);
    await expect(opening).rejects.toThrow(UnreadableInput);
    await expect(opening).rejects.toThrow(says);
  });

  it('is refused row by row where only a row is wrong', async () => {
    const folder = writeExport({ 'sales_order_items.jsonl': `${items}{"salesOrder" 2}\n${items}` });
    const read = await readExport(sap, [folder]);
    expect(read.counts()).toMatchObject({ contract_line: { records: 2, 'rejected json': 1 } });
  });

  it('asks for the currency of a company that no row says', async () => {
    const files = {
      'customer_company_assignments.jsonl': lines({ customer: '7', companyCode: '1000' }),
    };
    const opening = openExport(sap, [writeExport(files)]);
    await expect(opening).rejects.toThrow('company code 1000: say it with --currency CODE');
  });
});

describe.each(['postgresql', 'pglite'] as const)('an S/4HANA export in a store on %s', (engine) => {
  it('stands as a whole and is unchanged the second time', async () => {
    const store = await freshStore(engine);
    try {
      const folder = writeExport(small);
      const first = await importInto(store, folder);
      expect(first.counts).toMatchObject({
        applied: 25,
        failed: 5,
        exceptions: { REFERENCE: 2, MAPPING: 1, RECONCILIATION: 2 },
      });
      const second = await importInto(store, folder);
      expect(second.counts).toMatchObject({ applied: 0, unchanged: 25, ignored: first.counts.ignored });
    } finally {
      await store.close();
    }
  });
});
