// What Xero's exports mean, rule by rule.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classOfAccount, codesOfAccounts } from '../../src/ingestion/formats/xero-account-rules.ts';
import {
  dateOf,
  exchangeRateOf,
  functionalOf,
  readDocument,
  statusOf,
} from '../../src/ingestion/formats/xero-document-rules.ts';
import { findReversals, inOrder, readJournal } from '../../src/ingestion/formats/xero-journal-rules.ts';
import { matchPayments } from '../../src/ingestion/formats/xero-payment-rules.ts';
import { missingTables, tableOfFile } from '../../src/ingestion/formats/xero-table-rules.ts';
import { transactionAmounts } from '../../src/ingestion/formats/xero-transaction-rules.ts';
import { decimal, toMinor } from '../../src/kernel/money.ts';

const account = (type: string, code: string, name: string) => ({ account_id: name, type, code, name });

describe('the class of an account', () => {
  it.each([
    ['CURRENT', '610', 'Accounts Receivable', 'RECEIVABLE'],
    ['CURRENT', '4711', 'Petty things', 'UNMAPPED'],
    ['BANK', '', 'Visa Card', 'OTHER_LIABILITY'],
    ['BANK', '100', 'Main Bank', 'CASH'],
    ['BANK', '1', 'Zorg', 'UNMAPPED'],
    ['EXPENSE', '499', 'Realised Currency Gains', 'FX'],
    ['EXPENSE', '404', 'Bank Fees', 'EXPENSE'],
    ['EXPENSE', '9999', 'Something', 'UNMAPPED'],
    ['CURRLIAB', '820', 'Sales Tax', 'TAX'],
    ['CURRLIAB', '850', 'Unearned Revenue', 'DEFERRED_REVENUE'],
    ['CURRLIAB', '850', 'Suspense', 'UNMAPPED'],
    ['REVENUE', '200', 'Sales', 'REVENUE'],
    ['REVENUE', '270', 'Interest Income', 'UNMAPPED'],
  ])('%s %s %s is %s', (type, code, name, expected) =>
    expect(classOfAccount(account(type, code, name))).toBe(expected),
  );

  it("follows Xero's own mark of a system account before anything else", () =>
    expect(classOfAccount({ ...account('CURRENT', '1', 'Kunden'), system_account: 'DEBTORS' })).toBe(
      'RECEIVABLE',
    ));

  it('never follows from the type alone', () => {
    for (const type of ['BANK', 'CURRENT', 'FIXED', 'CURRLIAB', 'EQUITY', 'REVENUE', 'EXPENSE', 'SALES'])
      expect(classOfAccount(account(type, '', 'Qwx'))).toBe('UNMAPPED');
  });
});

describe('the code of an account', () => {
  it('is its name where Xero has none, and its id where that is taken', () => {
    const named = (account_id: string, code: string, name: string) => ({ account_id, code, name });
    const codes = codesOfAccounts([
      named('a', '', 'Visa'),
      named('b', '', 'Visa'),
      named('c', '100', 'Bank'),
    ]);
    expect([...codes]).toEqual([
      ['a', 'Visa'],
      ['b', 'b'],
      ['c', '100'],
    ]);
  });
});

describe('the exchange rate', () => {
  it('turns units per functional currency around', () => {
    expect(exchangeRateOf(decimal('0.8')).toString()).toBe('1.25');
    expect(exchangeRateOf(decimal('0.3')).toString()).toBe('3.33333333333333333334');
  });

  it('rounds every amount to the cent that division gives', () => {
    const cents = fc.bigInt({ min: 0n, max: 10_000_000_000n }).map((n) => decimal(n.toString()).div(100));
    const rates = fc.integer({ min: 1, max: 200_000_000 }).map((n) => decimal(String(n)).div(1_000_000));
    fc.assert(
      fc.property(cents, rates, (amount, rate) => {
        const byRate = toMinor(amount.times(exchangeRateOf(rate)), 2);
        expect(decimal(byRate).equals(functionalOf(amount, rate))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

const invoice = (more: Record<string, string> = {}) =>
  readDocument({
    invoice_id: 'inv',
    invoice_number: 'S-1',
    type: 'ACCREC',
    status: 'PAID',
    contact_id: 'con',
    currency_code: 'USD',
    currency_rate: '0.8',
    total: '1000',
    total_tax: '0',
    fully_paid_on_date: '2020-02-15',
    ...more,
  });

const line = (accountClass: string, accountCode: string, net: string) => ({
  accountClass,
  accountCode,
  net: decimal(net),
});
const stated = (accountCode: string, amount: string) => ({ accountCode, amount: decimal(amount) });
const texts = (amounts: ReturnType<typeof transactionAmounts>) => amounts?.map(String) ?? null;

describe('transaction amounts', () => {
  const lines = [stated('200', '600'), stated('200', '400')];
  const journal = [
    line('REVENUE', '200', '-500'),
    line('RECEIVABLE', '610', '1250'),
    line('REVENUE', '200', '-750'),
  ];

  it('are those of the document, line by line, with the sign of the posting', () => {
    expect(texts(transactionAmounts(journal, invoice(), lines))).toEqual(['-400', '1000', '-600']);
    const reversal = journal.map((one) => ({ ...one, net: one.net.negated() }));
    expect(texts(transactionAmounts(reversal, invoice(), lines))).toEqual(['400', '-1000', '600']);
  });

  it('are summed where Xero posted the lines of an account as one', () => {
    const summed = [line('RECEIVABLE', '610', '1250'), line('REVENUE', '200', '-1250')];
    expect(texts(transactionAmounts(summed, invoice(), lines))).toEqual(['1000', '-1000']);
  });

  it('take the tax from the document, and a bill the other way round', () => {
    const bill = invoice({ type: 'ACCPAY', total: '56.5', total_tax: '6.5', currency_rate: '1' });
    const posted = [line('PAYABLE', '800', '-56.5'), line('EXPENSE', '429', '50'), line('TAX', '820', '6.5')];
    expect(texts(transactionAmounts(posted, bill, [stated('429', '50')]))).toEqual(['-56.5', '50', '6.5']);
  });

  it('bear the cent that rounding leaves in one line', () => {
    const third = invoice({ currency_rate: '0.3' });
    const posted = [
      line('RECEIVABLE', '610', '3333.33'),
      line('REVENUE', '200', '-1333.33'),
      line('REVENUE', '200', '-2000'),
    ];
    expect(texts(transactionAmounts(posted, third, lines))).toEqual(['1000', '-400', '-600']);
  });

  it.each([
    ['another rate or currency', [line('RECEIVABLE', '610', '1000'), line('REVENUE', '200', '-1000')], lines],
    [
      'an account that the document does not name',
      [line('RECEIVABLE', '610', '1250'), line('REVENUE', '260', '-1250')],
      lines,
    ],
    [
      'lines that do not add up',
      [line('RECEIVABLE', '610', '1250'), line('REVENUE', '200', '-1250')],
      [stated('200', '999')],
    ],
    [
      'two control lines',
      [line('RECEIVABLE', '610', '650'), line('RECEIVABLE', '611', '600'), line('REVENUE', '200', '-1250')],
      lines,
    ],
    ['no control line', [line('CASH', '100', '1250'), line('REVENUE', '200', '-1250')], lines],
  ])('are not claimed for %s', (_why, posted, documentLines) =>
    expect(transactionAmounts(posted, invoice(), documentLines)).toBeNull(),
  );
});

describe('payments', () => {
  const payment = (
    id: string,
    more: { paymentId?: string; receivable?: string; postedOn?: string } = {},
  ) => ({
    id,
    paymentId: more.paymentId ?? `pay-${id}`,
    postedOn: more.postedOn ?? '2020-02-15',
    receivable: decimal(more.receivable ?? '-1250'),
  });
  const matched = (...given: Parameters<typeof matchPayments>) =>
    [...matchPayments(...given)].map(([id, match]) => [id, match.invoice.id]);

  it('are linked to the one sale with their amount and date, with the evidence', () => {
    const matches = matchPayments([payment('p')], [invoice()]);
    expect(matches.get('p')).toMatchObject({
      invoice: { id: 'inv' },
      evidence: {
        receivable: '1250',
        fullyPaidOn: '2020-02-15',
        currencyRate: '0.8',
        xeroPaymentId: 'pay-p',
      },
    });
  });

  it.each([
    ['two sales fit', [payment('p')], [invoice(), invoice({ invoice_id: 'other' })]],
    ['two payments fit', [payment('p'), payment('q')], [invoice()]],
    ['the date is another', [payment('p', { postedOn: '2020-02-16' })], [invoice()]],
    ['the amount is another', [payment('p', { receivable: '-1250.01' })], [invoice()]],
    ['the document is a bill', [payment('p')], [invoice({ type: 'ACCPAY' })]],
    [
      'the payment was taken back',
      [payment('p', { paymentId: 'x' }), payment('q', { paymentId: 'x', receivable: '1250' })],
      [invoice()],
    ],
  ])('stay alone where %s', (_why, journals, sales) => expect(matched(journals, sales)).toEqual([]));
});

describe('journals', () => {
  const posted = (id: string, ...nets: string[]) => ({
    id,
    lines: nets.map((net, index) => ({ accountId: `a${index}`, net: decimal(net) })),
  });

  it('take back the latest that still stands', () => {
    const reversals = findReversals([
      posted('1', '10', '-10'),
      posted('2', '-10', '10'),
      posted('3', '10', '-10'),
      posted('4', '12', '-12'),
      posted('5', '-10', '10'),
    ]);
    expect([...reversals]).toEqual([
      ['2', '1'],
      ['5', '3'],
    ]);
  });

  it('stand in the order of their numbers', () => {
    const numbered = ['10', '9', '100'].map((journal_number) => readJournal({ journal_number }));
    expect(numbered.sort(inOrder).map(({ number }) => number)).toEqual(['9', '10', '100']);
  });
});

describe('files', () => {
  it.each([
    ['xero_invoice_data.csv', 'invoice'],
    ['invoice.csv', 'invoice'],
    ['Invoice_Line_Item.csv', 'invoice_line_item'],
    ['xero_invoice_line_item_has_tracking_category_data.csv', 'invoice_line_item_has_tracking_category'],
    ['stg_journal_line.csv', 'journal_line'],
    ['xero_journal_cash_line_data.csv', 'journal_cash_line'],
    ['xero_tracking_category_has_option_data.csv', 'tracking_category_has_option'],
    ['payslip.csv', undefined],
  ])('%s holds %s', (name, table) => expect(tableOfFile(name)).toBe(table));

  it('are asked for where others mean nothing without them', () =>
    expect(missingTables(new Set(['contact', 'account'] as const))).toEqual([
      { table: 'invoice', neededBy: 'contact' },
    ]));
});

describe('dates and states', () => {
  it('are read as they are written', () => {
    expect(dateOf('2020-03-09 20:43:47.440 UTC')).toBe('2020-03-09');
    expect(dateOf('2020-02-30')).toBe('2020-02-30');
    expect(['DRAFT', 'SUBMITTED', 'AUTHORISED', 'PAID', 'VOIDED', 'LOST'].map(statusOf)).toEqual([
      'DRAFT',
      'DRAFT',
      'ISSUED',
      'ISSUED',
      'VOIDED',
      undefined,
    ]);
  });
});
