// Receivables: the customer's side of journals in SAP's ledger. The export holds no other side, so that what is missing is posted as
// one line to an account that says so: the journal balances by the law of double entry, and nobody guesses where it went.
import type { Decimal } from 'decimal.js';
import { decimal } from '../../kernel/money.ts';
import {
  amountOf,
  dateOf,
  type Fields,
  joinedKey,
  keyOf,
  postedAmount,
  type SapRow,
  type SapValues,
  textOf,
} from './sap-value-rules.ts';

export const journalKey = (values: SapValues) =>
  joinedKey(values, 'companyCode', 'fiscalYear', 'accountingDocument');
export const receivableKey = (values: SapValues) =>
  joinedKey(values, 'companyCode', 'fiscalYear', 'accountingDocument', 'accountingDocumentItem');
/** The billing document behind a line. */
export const referenceKey = (values: SapValues) => keyOf(values, 'referenceDocument');

export const bookOf = (company: string) => `${company}/ACCRUAL`;

/** The account of what the export does not hold. */
export const counterAccount = (company: string) => `${company}/not-in-export`;

export function bookFields(company: string): Fields {
  return {
    legal_entity: company,
    code: 'ACCRUAL',
    name: 'Leading ledger',
    standard: 'GAAP',
    is_primary: 'true',
  };
}

export function counterAccountFields(company: string): Fields {
  return {
    legal_entity: company,
    code: 'NOT-IN-EXPORT',
    name: 'Journal lines that the export does not hold',
    class: 'UNMAPPED',
  };
}

/** Document numbers begin anew each fiscal year. `reverses` is the journal of the document that this one cancels. */
export function journalFields(line: SapValues, reverses: string): Fields {
  const company = textOf(line, 'companyCode');
  return {
    book: bookOf(company),
    number: `${keyOf(line, 'accountingDocument')}/${textOf(line, 'fiscalYear')}`,
    type: reverses === '' ? 'STANDARD' : 'REVERSAL',
    posted_on: dateOf(line, 'postingDate', 'documentDate'),
    reverses,
    source_reference: referenceKey(line),
    source_type: textOf(line, 'accountingDocumentType'),
  };
}

/** The fields of a line; `invoice` is the billing document that it concerns. */
export function receivableFields(line: SapValues, invoice: string): Fields {
  const currency = textOf(line, 'transactionCurrency');
  const functional = textOf(line, 'companyCodeCurrency') || currency;
  const [debit, credit] = sidesOf(line, 'amountInCompanyCodeCurrency', functional);
  const [ownDebit, ownCredit] = sidesOf(line, 'amountInTransactionCurrency', currency);
  const centres = ['profitCenter', 'costCenter'].flatMap((name) => {
    const centre = textOf(line, name);
    return centre === '' ? [] : [[name, centre] as const];
  });
  return {
    journal: journalKey(line),
    position: keyOf(line, 'accountingDocumentItem'),
    account: `${textOf(line, 'companyCode')}/${keyOf(line, 'glAccount')}`,
    // An empty amount must not pass for zero.
    functional_debit: debit || ' ',
    functional_credit: credit,
    currency: ownDebit === '' ? '' : currency,
    transaction_debit: ownDebit,
    transaction_credit: ownCredit,
    customer: textOf(line, 'financialAccountType') === 'D' ? keyOf(line, 'customer') : '',
    invoice,
    dimensions: centres.length > 0 ? JSON.stringify(Object.fromEntries(centres)) : '',
    description: textOf(line, 'documentItemText', 'assignmentReference'),
  };
}

function sidesOf(line: SapValues, name: string, currency: string): readonly [debit: string, credit: string] {
  const amount = postedAmount(line, name, currency);
  return amount ? sides(amount) : [amountOf(line, name, currency), ''];
}

function sides(amount: Decimal): readonly [debit: string, credit: string] {
  return amount.isNegative() ? ['0', amount.negated().toString()] : [amount.toString(), '0'];
}

/**
 * The line for what a journal lacks: as much as its lines are out of balance, on the other side, in the company's currency alone.
 * Undefined where they balance, or where an amount is no number and refuses the journal by itself.
 */
export function counterFields(lines: readonly SapRow[]): Fields | undefined {
  const [first] = lines;
  if (!first) return undefined;
  let sum = decimal('0');
  for (const { values } of lines) {
    const functional = textOf(values, 'companyCodeCurrency') || textOf(values, 'transactionCurrency');
    const amount = postedAmount(values, 'amountInCompanyCodeCurrency', functional);
    if (!amount) return undefined;
    sum = sum.plus(amount);
  }
  if (sum.isZero()) return undefined;
  const [debit, credit] = sides(sum.negated());
  const positions = lines.map(
    ({ values }) => Number.parseInt(keyOf(values, 'accountingDocumentItem'), 10) || 0,
  );
  return {
    journal: journalKey(first.values),
    position: String(Math.max(...positions) + 1),
    account: counterAccount(textOf(first.values, 'companyCode')),
    functional_debit: debit,
    functional_credit: credit,
    description: 'what the journal needs to balance: its other lines are not part of the export',
  };
}
