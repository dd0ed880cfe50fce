// The slice's list of field maps: journals, postings and accounts at the root and on customers and contracts, and the figures of
// a summary that come from the ledger.
import { sql } from 'kysely';
import { factsOfCustomer } from '../customers/golden-figures.ts';
import { summaryRow } from '../customers/summary-figures.ts';
import { COST } from '../graph/cost.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { keyParameter } from '../graph/lookup.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import { ledgerAccountFields } from './account-fields.ts';
import { deferredRevenue, recognizedRevenue } from './figures.ts';
import { journalFields } from './journal-fields.ts';
import { postingFields } from './posting-fields.ts';

const queryFields = fieldsOf('Query', 'currency', (f) => ({
  journal: f.oneWhere(
    'Journal',
    ({ args }, journal) => sql`${columnOf(journal, 'journal_id')} = ${keyParameter(args, 'id', 'uuid')}`,
  ),
  journals: f.manyWhere('Journal', () => undefined),
  postings: f.manyWhere('Posting', () => undefined),
  ledgerAccounts: f.manyWhere('LedgerAccount', ({ viewer }, account) => byEntity(account, viewer)),
}));

const byEntity = ruleByEntity('legal_entity_id');

const customerFields = fieldsOf('Customer', 'customer', () => ({
  postings: factsOfCustomer('Posting'),
}));

const contractFields = fieldsOf('Contract', 'contract', (f) => ({
  postings: f.many('Posting', 'contract_id', 'contract_id'),
}));

const summaryFields = fieldsOf('CustomerSummary', 'customer', (f) => ({
  recognizedRevenue: f.money(
    (scope) => recognizedRevenue(summaryRow(scope), scope.viewer),
    (scope) => summaryRow(scope).currency,
    COST.aggregate,
  ),
  deferredRevenue: f.money(
    (scope) => deferredRevenue(summaryRow(scope), scope.viewer),
    (scope) => summaryRow(scope).currency,
    COST.aggregate,
  ),
}));

/** What this slice says of the graph. */
export const ledgerFields = [
  queryFields,
  customerFields,
  contractFields,
  summaryFields,
  journalFields,
  postingFields,
  ledgerAccountFields,
];
