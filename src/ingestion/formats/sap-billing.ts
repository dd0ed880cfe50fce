// The streams of billing documents and their items. What a row becomes depends on its document, which may stand in either of two
// tables.
import type { FormatItem, RecordStream } from '../format.ts';
import {
  type BillingKind,
  billingItemKey,
  billingKey,
  cancelledKey,
  creditItemFields,
  creditNoteFields,
  invoiceFields,
  invoiceItemFields,
  kindOf,
  recordOf,
} from './sap-billing-rules.ts';
import { keysIn, type SapFiles, type SapIndex } from './sap-files.ts';
import { referenceKey } from './sap-journal-rules.ts';
import { deliveryItemKey, orderItemKey, referredItemKey } from './sap-order-rules.ts';
import { ignored, streamsOf } from './sap-streams.ts';
import { billingTables } from './sap-table-rules.ts';
import { rejected, type SapRow, type SapValues, textOf, toRecord, versionOf } from './sap-value-rules.ts';

const RECEIVABLES = 'journal_entry_items_accounts_receivable';

type BillingRecord = 'invoice' | 'credit_note';

export function billingStreams(files: SapFiles): RecordStream[] {
  const records: readonly BillingRecord[] = ['invoice', 'credit_note'];
  return records.flatMap((record) => [
    ...streamsOf(files, {
      record,
      tables: billingTables,
      isLeading: record === 'invoice',
      prepare: (portion) => prepareDocuments(files, record, portion),
    }),
    ...streamsOf(files, {
      record: record === 'invoice' ? 'invoice_line' : 'credit_note_line',
      tables: ['billing_document_items'],
      isLeading: record === 'invoice',
      prepare: (portion) => prepareItems(files, record, portion),
    }),
  ]);
}

async function prepareDocuments(files: SapFiles, record: BillingRecord, portion: readonly SapRow[]) {
  const own = portion.filter(({ values }) => recordOf(kindOf(values) ?? 'INVOICE') === record);
  const keys = keysIn(own, billingKey);
  const same = await files.find(files.count(...billingTables) > 1 ? billingTables : [], billingKey, keys);
  const cancellations = await files.find(billingTables, cancelledKey, keys);
  const isInvoice = record === 'invoice';
  const receivables = await files.find(isInvoice ? RECEIVABLES : [], referenceKey, keys);
  const ordersOf = await findOrders(files, isInvoice ? keys : new Set());
  return (row: SapRow): FormatItem | undefined => {
    const { values } = row;
    const id = billingKey(values);
    const kind = kindOf(values);
    if (recordOf(kind ?? 'INVOICE') !== record) return undefined;
    const out = repetition(row, same.get(id) ?? []) ?? outOfScope(row, kind);
    if (out || kind === undefined) return out;
    const context = {
      kind,
      cancellation: cancellations.get(id)?.[0]?.values,
      receivables: receivables.get(id) ?? [],
      order: ordersOf(id),
    };
    const fields = isInvoice ? invoiceFields(values, context) : creditNoteFields(values, context);
    return toRecord(row, record, id, fields);
  };
}

/** A document stands in both tables where it was cancelled: its latest content counts, in the first table where both are as old. */
function repetition(row: SapRow, same: readonly SapRow[]): FormatItem | undefined {
  const others = same.filter(({ file }) => file !== row.file);
  const own = versionOf(row.values) ?? '';
  if (others.some(({ values }) => (versionOf(values) ?? '') > own)) return ignored(row, 'superseded-version');
  const isAsOld = others.some(({ values }) => (versionOf(values) ?? '') === own);
  return isAsOld && same[0]?.file !== row.file ? ignored(row, 'repeats-billing-document') : undefined;
}

function outOfScope(row: SapRow, kind: BillingKind | undefined): FormatItem | undefined {
  if (kind === 'PRO_FORMA') return ignored(row, 'pro-forma-invoice');
  if (kind !== undefined) return undefined;
  const type = textOf(row.values, 'billingDocumentType');
  const message = `billingDocumentType ${JSON.stringify(type)} is no type of SAP's own, and sdDocumentCategory does not say what it is`;
  const reason = {
    class: 'MAPPING',
    rule: 'sap-billing-type',
    message,
    externalId: billingKey(row.values),
  } as const;
  return rejected(row, reason, 'billingDocumentType');
}

/** The order behind all items of a document; empty where there is none, or more than one. */
async function findOrders(files: SapFiles, documents: ReadonlySet<string>): Promise<(id: string) => string> {
  const items = await files.find('billing_document_items', billingKey, documents);
  const orderItemOf = await findOrderItems(files, [...items.values()].flat());
  return (id) => {
    const orders = new Set(
      (items.get(id) ?? []).map(({ values }) => orderItemOf(values).split('/')[0] ?? ''),
    );
    const [only = '', ...more] = orders;
    return more.length === 0 ? only : '';
  };
}

/** The order item behind a billing item: through the delivery, or straight, where the order was billed. */
async function findOrderItems(
  files: SapFiles,
  items: readonly SapRow[],
): Promise<(item: SapValues) => string> {
  const keys = keysIn(items, referredItemKey);
  const deliveries = await files.find('outbound_delivery_items', deliveryItemKey, keys);
  const orders = await files.find('sales_order_items', orderItemKey, keys);
  return (item) => {
    const key = referredItemKey(item);
    const delivery = deliveries.get(key)?.[0];
    if (delivery) return referredItemKey(delivery.values);
    return orders.has(key) ? key : '';
  };
}

async function prepareItems(files: SapFiles, record: BillingRecord, portion: readonly SapRow[]) {
  const documents = await files.find(billingTables, billingKey, keysIn(portion, billingKey));
  const isInvoice = record === 'invoice';
  const orderItemOf = await findOrderItems(files, isInvoice ? portion : []);
  const cancelledItems = await findCancelledItems(files, isInvoice ? new Map() : documents);
  return (row: SapRow): FormatItem | undefined => {
    const { values } = row;
    const document = documents.get(billingKey(values))?.[0]?.values;
    // Without its document an item waits for an invoice, which is what most of them belong to.
    const kind = document ? kindOf(document) : 'INVOICE';
    if (kind === 'PRO_FORMA') return isInvoice ? ignored(row, 'pro-forma-invoice') : undefined;
    if (recordOf(kind ?? 'INVOICE') !== record) return undefined;
    const id = billingItemKey(values);
    if (isInvoice) return toRecord(row, 'invoice_line', id, invoiceItemFields(values, orderItemOf(values)));
    const cancelled = document ? joined(cancelledKey(document), values) : '';
    const fields = creditItemFields(values, cancelledItems.has(cancelled) ? cancelled : '');
    return toRecord(row, 'credit_note_line', id, fields);
  };
}

/** The keys of the items of documents that others cancel: a cancellation has the same item numbers. */
async function findCancelledItems(files: SapFiles, documents: SapIndex): Promise<ReadonlySet<string>> {
  const cancelled = keysIn([...documents.values()].flat(), cancelledKey);
  const items = await files.find('billing_document_items', billingKey, cancelled);
  return keysIn([...items.values()].flat(), billingItemKey);
}

function joined(document: string, item: SapValues): string {
  return billingItemKey({ ...item, billingDocument: document });
}
