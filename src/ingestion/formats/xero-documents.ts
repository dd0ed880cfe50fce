// The streams of documents: sales invoices with their lines and credit notes. Purchases are out of scope and ignored by rule, and
// so are bank transactions, which state a contact and no amount: their journals carry the cash, and take the contact from them.
import type { FormatItem, FormatOptions, RecordStream, RejectedRow } from '../format.ts';
import { creditNoteValues, invoiceValues, lineValues, statusOf } from './xero-document-rules.ts';
import type { XeroFiles, XeroRow } from './xero-files.ts';
import type { XeroLookups } from './xero-lookups.ts';
import { streamsOf, toRecord } from './xero-masters.ts';

export function documentStreams(
  files: XeroFiles,
  lookups: XeroLookups,
  options: FormatOptions,
): RecordStream[] {
  const entity = options.entity ?? '';
  return [
    ...streamsOf(files, 'invoice', 'invoice', (row) => invoiceItem(row, entity)),
    ...streamsOf(files, 'invoice_line_item', 'invoice_line', (row) => lineItem(row, lookups)),
    ...streamsOf(files, 'credit_note', 'credit_note', (row) => creditNoteItem(row, entity)),
    ...streamsOf(files, 'bank_transaction', 'journal', (row) => ignored(row, 'bank-transaction')),
  ];
}

export function ignored({ file, line }: XeroRow, rule: string): FormatItem {
  return { kind: 'ignored', rule, file, line };
}

/** A row with a value that the mapping does not know, or that names what is not there. */
export function rejected(
  { file, line, values }: XeroRow,
  reason: Pick<RejectedRow, 'class' | 'rule' | 'message' | 'externalId'>,
  field: string,
): FormatItem {
  return { kind: 'rejected', ...reason, field, value: values[field] ?? '', values, file, line };
}

function invoiceItem(row: XeroRow, entity: string): FormatItem {
  const { values } = row;
  const externalId = values.invoice_id ?? '';
  if (values.type === 'ACCPAY') return ignored(row, 'purchase-bill');
  if (values.type !== 'ACCREC') return unknownValue(row, externalId, 'type', 'neither ACCREC nor ACCPAY');
  if (values.status === 'DELETED') return ignored(row, 'deleted-invoice');
  const status = statusOf(values.status ?? '');
  if (!status) return unknownValue(row, externalId, 'status', 'no status of a Xero invoice');
  return toRecord(row, 'invoice', externalId, { legal_entity: entity, ...invoiceValues(values, status) });
}

function unknownValue(row: XeroRow, externalId: string, field: string, says: string): FormatItem {
  const message = `${field} ${JSON.stringify(row.values[field] ?? '')} is ${says}`;
  return rejected(row, { class: 'MAPPING', rule: `xero-${field}`, message, externalId }, field);
}

function lineItem(row: XeroRow, { documents, documentLines }: XeroLookups): FormatItem {
  const { values } = row;
  const externalId = values.line_item_id ?? '';
  const documentId = values.invoice_id ?? '';
  const document = documents.get(documentId);
  if (!document) {
    const message = `invoice_id ${JSON.stringify(documentId)}: there is no such invoice or bill in the export`;
    return rejected(row, { class: 'REFERENCE', rule: 'reference', message, externalId }, 'invoice_id');
  }
  if (!document.isSale) return ignored(row, 'line-of-purchase-bill-or-deleted-invoice');
  const position = (documentLines.get(documentId) ?? []).findIndex(({ id }) => id === externalId) + 1;
  return toRecord(row, 'invoice_line', externalId, lineValues(values, document, position));
}

function creditNoteItem(row: XeroRow, entity: string): FormatItem {
  const { values } = row;
  const externalId = values.credit_note_id ?? '';
  if (values.type === 'ACCPAYCREDIT') return ignored(row, 'purchase-credit-note');
  if (values.type !== 'ACCRECCREDIT')
    return unknownValue(row, externalId, 'type', 'neither ACCRECCREDIT nor ACCPAYCREDIT');
  if (values.status === 'DELETED') return ignored(row, 'deleted-credit-note');
  const status = statusOf(values.status ?? '');
  if (!status) return unknownValue(row, externalId, 'status', 'no status of a Xero credit note');
  return toRecord(row, 'credit_note', externalId, {
    legal_entity: entity,
    ...creditNoteValues(values, status),
  });
}
