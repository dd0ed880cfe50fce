// Billing documents and receivables of S/4HANA: what they mean, rule by rule.
import { describe, expect, it } from 'vitest';
import {
  creditNoteFields,
  invoiceFields,
  kindOf,
  recordOf,
} from '../../src/ingestion/formats/sap-billing-rules.ts';
import { ReceivableBreak } from '../../src/ingestion/formats/sap-break-rules.ts';
import {
  counterFields,
  journalFields,
  journalKey,
  receivableFields,
} from '../../src/ingestion/formats/sap-journal-rules.ts';
import type { SapRow, SapValues } from '../../src/ingestion/formats/sap-value-rules.ts';
import { decimal } from '../../src/kernel/money.ts';

const row = (values: SapValues, line = 1): SapRow => ({ file: 'rows.jsonl', line, values, broken: null });

describe('billing documents', () => {
  it.each([
    [{ billingDocumentType: 'F2' }, 'INVOICE', 'invoice'],
    [{ billingDocumentType: 'L2' }, 'DEBIT_NOTE', 'invoice'],
    [{ billingDocumentType: 'G2' }, 'CREDIT_NOTE', 'credit_note'],
    [{ billingDocumentType: 'S1' }, 'INVOICE_CANCELLATION', 'credit_note'],
    [{ billingDocumentType: 'S2' }, 'CREDIT_CANCELLATION', 'invoice'],
    [{ billingDocumentType: 'ZF2', sdDocumentCategory: 'M' }, 'INVOICE', 'invoice'],
  ])('%o are %s', (values, kind, record) => {
    const known = kindOf(values);
    expect([known, known && recordOf(known)]).toEqual([kind, record]);
  });

  it('of a type of one own are unknown without the category', () =>
    expect(kindOf({ billingDocumentType: 'ZF2' })).toBeUndefined());

  const document = {
    billingDocument: '90000001',
    billingDocumentType: 'F2',
    billingDocumentDate: '2025-04-02T00:00:00.000Z',
    totalNetAmount: '216.1',
    transactionCurrency: 'INR',
    companyCode: '1000',
    accountingDocument: '94',
    soldToParty: '7',
    billingDocumentIsCancelled: 'false',
  };
  const alone = { kind: 'INVOICE', cancellation: undefined, receivables: [], order: '' } as const;
  const receivable = (values: SapValues) =>
    row({
      companyCode: '1000',
      accountingDocument: '94',
      transactionCurrency: 'INR',
      clearingAccountingDocument: '',
      clearingDate: null,
      lastChangeDateTime: '2025-04-03T11:32:07.000Z',
      ...values,
    });

  it('and their cancellations are VOIDED from the day of the cancellation on', () => {
    const cancellation = {
      ...document,
      billingDocument: '91000001',
      billingDocumentType: 'S1',
      billingDocumentDate: '2025-05-01T00:00:00.000Z',
      cancelledBillingDocument: '90000001',
    };
    const voided = { status: 'VOIDED', voided_on: '2025-05-01' };
    expect(invoiceFields(document, { ...alone, cancellation })).toMatchObject(voided);
    const credit = creditNoteFields(cancellation, { ...alone, kind: 'INVOICE_CANCELLATION' });
    expect(credit).toMatchObject({ ...voided, issued_on: '2025-05-01', invoice: '90000001', total: '216.1' });
  });

  it('are VOIDED on their last change where the cancellation is not part of the export', () => {
    const values = {
      ...document,
      billingDocumentIsCancelled: 'true',
      lastChangeDateTime: '2025-07-24T11:42:30Z',
    };
    expect(invoiceFields(values, alone)).toMatchObject({ status: 'VOIDED', voided_on: '2025-07-24' });
  });

  it('state their own amounts, and gross ones where the export has them', () => {
    expect(invoiceFields(document, alone)).toMatchObject({ subtotal: '216.1', tax: '', total: '216.1' });
    const taxed = { ...document, totalTaxAmount: '38.9' };
    expect(invoiceFields(taxed, alone)).toMatchObject({ subtotal: '216.1', tax: '38.9', total: '255' });
  });

  it('are due by what the list of receivables holds, though it is not their total', () => {
    const receivables = [receivable({ amountInTransactionCurrency: '765' })];
    expect(invoiceFields(document, { ...alone, receivables })).toMatchObject({
      total: '216.1',
      due: '765',
      paid: '0',
      stated_on: '2025-04-03',
      settlement: 'OPEN',
    });
  });

  it('are no longer due once cleared, which nobody takes for a payment', () => {
    const receivables = [
      receivable({ amountInTransactionCurrency: '765', clearingDate: '2025-06-01T00:00:00.000Z' }),
    ];
    const stated = { paid: '0', due: '0', stated_on: '2025-06-01' };
    expect(invoiceFields(document, { ...alone, receivables })).toMatchObject(stated);
    const others = [receivable({ amountInTransactionCurrency: '765', accountingDocument: '95' })];
    expect(invoiceFields(document, { ...alone, receivables: others }).due).toBeUndefined();
  });
});

describe('receivables', () => {
  const line = {
    companyCode: '1000',
    fiscalYear: '2025',
    accountingDocument: '0094',
    accountingDocumentItem: '001',
    glAccount: '0015500020',
    financialAccountType: 'D',
    customer: '7',
    transactionCurrency: 'USD',
    companyCodeCurrency: 'INR',
    amountInTransactionCurrency: '-10',
    amountInCompanyCodeCurrency: '-850.5',
    postingDate: '2025-04-02T00:00:00.000Z',
  };

  it('are postings in both currencies, with a sign that says the side', () => {
    expect(receivableFields(line, '90')).toMatchObject({
      journal: '1000/2025/94',
      position: '1',
      account: '1000/15500020',
      functional_debit: '0',
      functional_credit: '850.5',
      currency: 'USD',
      transaction_credit: '10',
      customer: '7',
      invoice: '90',
    });
  });

  it('are balanced by one line for what the export does not hold, in the currency of the company alone', () => {
    const counter = counterFields([row(line), row({ ...line, accountingDocumentItem: '2' }, 2)]);
    expect(counter).toMatchObject({
      journal: journalKey(line),
      position: '3',
      account: '1000/not-in-export',
      functional_debit: '1701',
      functional_credit: '0',
    });
    expect(counter?.currency).toBeUndefined();
  });

  it('need no such line where they balance among themselves, and get none where an amount is no number', () => {
    const back = row({ ...line, amountInCompanyCodeCurrency: '850.5' }, 2);
    expect(counterFields([row(line), back])).toBeUndefined();
    expect(counterFields([row({ ...line, amountInCompanyCodeCurrency: 'much' })])).toBeUndefined();
    expect(receivableFields({ ...line, amountInCompanyCodeCurrency: '' }, '').functional_debit).toBe(' ');
  });

  it('are numbered anew each fiscal year', () => {
    expect(journalFields(line, '').number).toBe('94/2025');
    expect(journalFields(line, '1000/2025/93')).toMatchObject({ type: 'REVERSAL', reverses: '1000/2025/93' });
  });
});

describe('a break between billing and ledger', () => {
  const found = (...pairs: [receivable: string, billed: string][]) => {
    const comparison = new ReceivableBreak();
    for (const [receivable, billed] of pairs) comparison.compare('INR', decimal(receivable), decimal(billed));
    return comparison.findings({ file: 'f', line: 0 });
  };

  it('by a constant factor is told as that, whatever the rounding', () => {
    const [finding] = found(['897.03', '253.39'], ['765', '216.1'], ['3864.03', '1091.53']);
    expect(finding).toMatchObject({
      class: 'RECONCILIATION',
      rule: 'receivable-is-a-constant-multiple-of-billing',
      value: '3.54',
      message: expect.stringContaining('each of 3 receivables is 3.54 times'),
    });
  });

  it('without a constant factor is counted', () => {
    const [finding] = found(['118', '100'], ['50', '50']);
    expect(finding).toMatchObject({
      rule: 'receivable-differs-from-billing',
      message: expect.stringContaining('1 of 2 receivables differ'),
    });
  });

  it('is none where both agree', () => expect(found(['5', '5'], ['0', '0'])).toEqual([]));
});
