// What of a Xero export is held in memory, because rows of other tables mean nothing without it: accounts, what each document
// states, who is a customer, tracking, and which payment settles which sale.
import { type Decimal, decimal } from '../../kernel/money.ts';
import { classOfAccount, codesOfAccounts } from './xero-account-rules.ts';
import { netLineAmount, readAmount, readDocument, type XeroDocument } from './xero-document-rules.ts';
import type { XeroFiles, XeroValues } from './xero-files.ts';
import { type JournalLink, readJournal, type XeroJournal } from './xero-journal-rules.ts';
import { matchPayments, type PaymentJournal, type PaymentMatch } from './xero-payment-rules.ts';
import type { XeroTable } from './xero-table-rules.ts';
import type { DocumentLine } from './xero-transaction-rules.ts';

interface KnownLine extends DocumentLine {
  readonly id: string;
}

export interface XeroLookups {
  readonly accountCodes: ReadonlyMap<string, string>;
  readonly accountClasses: ReadonlyMap<string, string>;
  readonly documents: ReadonlyMap<string, XeroDocument>;
  /** Lines of each document in the order of their ids, because the export states no other that would last. */
  readonly documentLines: ReadonlyMap<string, readonly KnownLine[]>;
  /** Contacts that bought: their currency, where all their sales have the same one. */
  readonly customers: ReadonlyMap<string, string | undefined>;
  /** The contact of each bank transaction and credit note. */
  readonly contactsOfSources: ReadonlyMap<string, string>;
  /** Tracking of journal lines: option by category. */
  readonly tracking: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly payments: ReadonlyMap<string, PaymentMatch>;
}

export async function loadLookups(files: XeroFiles): Promise<XeroLookups> {
  const accounts: XeroValues[] = [];
  for await (const { values } of files.readable('account')) accounts.push(values);
  const accountClasses = new Map(
    accounts.map((account) => [account.account_id ?? '', classOfAccount(account)]),
  );
  const documents = new Map<string, XeroDocument>();
  for await (const { values } of files.readable('invoice')) {
    const document = readDocument(values);
    documents.set(document.id, document);
  }
  return {
    accountCodes: codesOfAccounts(accounts),
    accountClasses,
    documents,
    documentLines: await loadDocumentLines(files, documents),
    customers: await findCustomers(files, documents),
    contactsOfSources: await loadContacts(files),
    tracking: await loadTracking(files),
    payments: matchPayments(await loadPaymentJournals(files, accountClasses), [...documents.values()]),
  };
}

async function loadDocumentLines(
  files: XeroFiles,
  documents: ReadonlyMap<string, XeroDocument>,
): Promise<Map<string, KnownLine[]>> {
  const lines = new Map<string, KnownLine[]>();
  for await (const { values } of files.readable('invoice_line_item')) {
    const documentId = values.invoice_id ?? '';
    const document = documents.get(documentId);
    if (!document) continue;
    const known = lines.get(documentId) ?? [];
    lines.set(documentId, known);
    known.push({
      id: values.line_item_id ?? '',
      accountCode: values.account_code ?? '',
      amount: netLineAmount(values, document.pricesIncludeTax) ?? decimal('NaN'),
    });
  }
  for (const known of lines.values()) known.sort((a, b) => (a.id < b.id ? -1 : 1));
  return lines;
}

async function findCustomers(
  files: XeroFiles,
  documents: ReadonlyMap<string, XeroDocument>,
): Promise<Map<string, string | undefined>> {
  const customers = new Map<string, string | undefined>();
  const add = (contactId: string, currency: string) => {
    const same = !customers.has(contactId) || customers.get(contactId) === currency;
    customers.set(contactId, same && currency !== '' ? currency : undefined);
  };
  for (const { isSale, contactId, currency } of documents.values()) if (isSale) add(contactId, currency);
  for await (const { values } of files.readable('credit_note')) {
    if (values.type === 'ACCRECCREDIT') add(values.contact_id ?? '', values.currency_code ?? '');
  }
  return customers;
}

async function loadContacts(files: XeroFiles): Promise<Map<string, string>> {
  const contacts = new Map<string, string>();
  const keys = [
    ['bank_transaction', 'bank_transaction_id'],
    ['credit_note', 'credit_note_id'],
  ] as const satisfies [XeroTable, string][];
  for (const [table, key] of keys) {
    for await (const { values } of files.readable(table)) {
      if (values.contact_id) contacts.set(values[key] ?? '', values.contact_id);
    }
  }
  return contacts;
}

/** Xero repeats the tracking of document lines on the lines of their journals, so that of journal lines is all. */
async function loadTracking(files: XeroFiles): Promise<Map<string, Record<string, string>>> {
  const categories = new Map<string, string>();
  for await (const { values } of files.readable('tracking_category')) {
    categories.set(values.tracking_category_id ?? '', values.name ?? '');
  }
  const tracking = new Map<string, Record<string, string>>();
  for await (const { values } of files.readable('journal_line_has_tracking_category')) {
    const lineId = values.journal_line_id ?? '';
    const categoryId = values.tracking_category_id ?? '';
    const options = tracking.get(lineId) ?? {};
    options[categories.get(categoryId) || categoryId] = values.option ?? '';
    tracking.set(lineId, options);
  }
  return tracking;
}

async function loadPaymentJournals(
  files: XeroFiles,
  accountClasses: ReadonlyMap<string, string>,
): Promise<PaymentJournal[]> {
  const journals = new Map<string, XeroJournal>();
  for await (const { values } of files.readable('journal')) {
    const journal = readJournal(values);
    if (journal.sourceType === 'ACCRECPAYMENT') journals.set(journal.id, journal);
  }
  if (journals.size === 0) return [];
  const receivables = new Map<string, Decimal>();
  for await (const { values } of files.readable('journal_line')) {
    const id = values.journal_id ?? '';
    const net = readAmount(values.net_amount);
    if (!net || !journals.has(id) || accountClasses.get(values.account_id ?? '') !== 'RECEIVABLE') continue;
    receivables.set(id, (receivables.get(id) ?? decimal('0')).plus(net));
  }
  return [...journals.values()].map(({ id, postedOn, sourceId }) => ({
    id,
    postedOn,
    paymentId: sourceId,
    receivable: receivables.get(id) ?? decimal('0'),
  }));
}

/** Whom a journal concerns: stated by the document that it names, inferred for a payment that fits one sale only. */
export function linkOf(journal: XeroJournal, lookups: XeroLookups): JournalLink | undefined {
  if (journal.sourceType === 'ACCRECPAYMENT') {
    const match = lookups.payments.get(journal.id);
    const { contactId = '', id = '' } = match?.invoice ?? {};
    return match && { customer: contactId, invoice: id, method: 'INFERRED', evidence: match.evidence };
  }
  const document = lookups.documents.get(journal.sourceId);
  if (document?.isSale)
    return { customer: document.contactId, invoice: document.id, method: 'STATED', evidence: {} };
  const contact = lookups.contactsOfSources.get(journal.sourceId);
  if (contact === undefined || !lookups.customers.has(contact)) return undefined;
  return { customer: contact, invoice: '', method: 'STATED', evidence: {} };
}
