// The fields of postings.
import { sql } from 'kysely';
import { filterByCustomer } from '../customers/golden-figures.ts';
import { filterByBook, filterByEntity } from '../entities/entity-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import { goldenCustomer } from './link-fields.ts';

export const postingFields = fieldsOf(
  'Posting',
  'posting',
  (f) => ({
    id: f.column('posting_id'),
    journal: f.one('Journal', 'journal_id', 'journal_id'),
    position: f.column('position'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    book: f.one('AccountingBook', 'accounting_book_id', 'accounting_book_id'),
    proposed: f.column('proposed'),
    ledgerAccount: f.one('LedgerAccount', 'ledger_account_id', 'ledger_account_id'),
    accountClass: f.value(({ row, fresh }) => {
      const account = fresh('ledger_account');
      return sql`(select ${account.ref('class')} from ${tableOf(account)}
        where ${account.ref('ledger_account_id')} = ${row.ref('ledger_account_id')})`;
    }),
    postedOn: f.column('posted_on'),
    // Periods of one book and class never overlap, so at most one holds the day.
    period: f.oneWhere(
      'AccountingPeriod',
      ({ row }, period) => sql`${columnOf(period, 'accounting_book_id')} = ${row.ref('accounting_book_id')}
        and ${columnOf(period, 'class')} = 'LEDGER'
        and ${row.ref('posted_on')} between ${columnOf(period, 'starts_on')} and ${columnOf(period, 'ends_on')}`,
    ),
    debit: f.money('transaction_debit', 'currency'),
    credit: f.money('transaction_credit', 'currency'),
    functionalDebit: f.money('functional_debit', 'functional_currency'),
    functionalCredit: f.money('functional_credit', 'functional_currency'),
    description: f.column('description'),
    customer: goldenCustomer('customer_id'),
    contract: f.one('Contract', 'contract_id', 'contract_id'),
    product: f.one('Product', 'product_id', 'product_id'),
    counterparty: f.one('LegalEntity', 'counterparty_entity_id', 'legal_entity_id'),
    dimensions: f.column('dimensions'),
    linkMethod: f.column('link_method'),
    linkEvidence: f.column('link_evidence'),
  }),
  {
    table: 'posting',
    key: 'posting_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('posting_id') },
      journalId: { kind: 'id', expression: ({ row }) => row.ref('journal_id') },
      legalEntity: filterByEntity(),
      book: filterByBook(),
      proposed: { kind: 'boolean', expression: ({ row }) => row.ref('proposed') },
      ledgerAccountId: { kind: 'id', expression: ({ row }) => row.ref('ledger_account_id') },
      accountClass: {
        kind: 'enum',
        through: ({ row, fresh }, compare) => {
          const account = fresh('ledger_account');
          return sql`${row.ref('ledger_account_id')} in (select ${account.ref('ledger_account_id')}
            from ${tableOf(account)} where ${compare(account.ref('class'))})`;
        },
      },
      postedOn: { kind: 'date', expression: ({ row }) => row.ref('posted_on') },
      functionalDebit: { kind: 'decimal', expression: ({ row }) => row.ref('functional_debit') },
      functionalCredit: { kind: 'decimal', expression: ({ row }) => row.ref('functional_credit') },
      customerId: filterByCustomer(),
      contractId: { kind: 'id', expression: ({ row }) => row.ref('contract_id') },
      invoiceId: { kind: 'id', expression: ({ row }) => row.ref('invoice_id') },
      productId: { kind: 'id', expression: ({ row }) => row.ref('product_id') },
    },
    orders: {
      POSTED_ON: { type: 'date', expression: ({ row }) => row.ref('posted_on') },
      POSITION: { type: 'int', expression: ({ row }) => row.ref('position') },
    },
    order: ['POSTED_ON', 'DESC'],
  },
);
