// The slice's list of field maps: disputes on customers and invoices, the state of collections, and the figures of disputes.
import { sql } from 'kysely';
import { factsOfCustomer } from '../customers/golden-figures.ts';
import { recordLookup } from '../customers/source-fields.ts';
import { summaryRow } from '../customers/summary-figures.ts';
import { COST } from '../graph/cost.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { collectionsCaseFields, collectionsStateFields, customerCollectionsFields } from './case-fields.ts';
import { disputeFields, disputeLineFields } from './dispute-fields.ts';
import { openDisputeCount, openDisputes } from './figures.ts';
import { collectionActivityFields, promiseInstalmentFields, promiseToPayFields } from './promise-fields.ts';

const queryFields = fieldsOf('Query', 'currency', (f) => ({
  dispute: recordLookup({ typeName: 'Dispute', objectType: 'DISPUTE', key: 'dispute_id', numbered: true }),
  disputes: f.manyWhere('Dispute', () => undefined),
}));

const customerFields = fieldsOf('Customer', 'customer', () => ({
  disputes: factsOfCustomer('Dispute'),
}));

const invoiceFields = fieldsOf('Invoice', 'invoice', (f) => ({
  disputes: f.many('Dispute', 'invoice_id', 'invoice_id', {
    order: (dispute) => sql`${columnOf(dispute, 'opened_on')}, ${columnOf(dispute, 'dispute_id')}`,
    rows: 2,
  }),
}));

const summaryFields = fieldsOf('CustomerSummary', 'customer', (f) => ({
  openDisputes: f.money(
    (scope) => openDisputes(summaryRow(scope), scope.viewer),
    (scope) => summaryRow(scope).currency,
    COST.aggregate,
  ),
  openDisputeCount: f.value((scope) => openDisputeCount(summaryRow(scope), scope.viewer), COST.aggregate),
}));

/** What this slice says of the graph. */
export const collectionsFields = [
  queryFields,
  customerFields,
  invoiceFields,
  summaryFields,
  customerCollectionsFields,
  collectionsStateFields,
  collectionsCaseFields,
  disputeFields,
  disputeLineFields,
  promiseToPayFields,
  promiseInstalmentFields,
  collectionActivityFields,
];
