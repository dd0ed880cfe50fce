// The records of the general ledger: accounts, journals and their postings.
import { recordCommand } from '../platform/record-definition.ts';
import {
  amount,
  boolean,
  currency,
  date,
  integer,
  json,
  legalEntity,
  oneOf,
  reference,
  text,
} from '../platform/record-fields.ts';
import { findImbalance } from './import-rules.ts';

export const ledgerRecords = [
  recordCommand({
    record: 'ledger_account',
    about: 'An account of the chart of one legal entity.',
    object: 'LEDGER_ACCOUNT',
    identity: ['legal_entity', 'code'],
    counted: true,
    group: 'ledger_account',
    fields: {
      legal_entity: legalEntity({ required: true }),
      code: text('code', { required: true }),
      name: text('name', { required: true }),
      class: oneOf(
        'class',
        [
          'RECEIVABLE',
          'CASH',
          'DEFERRED_REVENUE',
          'CONTRACT_ASSET',
          'REVENUE',
          'TAX',
          'FX',
          'UNAPPLIED',
          'BAD_DEBT',
          'EXPENSE',
          'PAYABLE',
          'EQUITY',
          'INTERCOMPANY',
          'OTHER_ASSET',
          'OTHER_LIABILITY',
          'UNMAPPED',
        ],
        { default: "'UNMAPPED'", note: 'from a declared mapping, never from source_type alone' },
      ),
      normal_balance: oneOf('normal_balance', ['DEBIT', 'CREDIT']),
      source_type: text('source_type', { note: "the source's own account type" }),
      active: boolean('active', { default: 'true' }),
    },
  }),
  recordCommand({
    record: 'journal',
    about: 'A journal of one book. Never changed: a correction is a reversal and a new journal.',
    object: 'JOURNAL',
    appendOnly: true,
    stampsSource: true,
    group: 'journal',
    joins: 'left join accounting_book b on b.accounting_book_id = v.accounting_book_id',
    derived: { legal_entity_id: { onInsert: 'b.legal_entity_id' } },
    // Its functional amounts are in the currency of the entity.
    currency:
      '(select e.functional_currency from legal_entity e where e.legal_entity_id = t.legal_entity_id)',
    parts: {
      record: 'posting',
      exist: 'exists (select from posting p where p.journal_id = t.journal_id)',
      rule: 'journal_has_postings',
    },
    fields: {
      book: reference('accounting_book', 'accounting_book_id', { required: true }),
      number: text('number', { default: 'v.external_id', note: 'left out: its id' }),
      type: oneOf('type', ['STANDARD', 'CROSS_CURRENCY', 'FX', 'OPENING', 'REVERSAL'], {
        default: "'STANDARD'",
        note: 'CROSS_CURRENCY and FX need not balance in transaction currency',
      }),
      origin: oneOf('origin', ['RULE', 'SYSTEM', 'MANUAL', 'OPENING'], { default: "'SYSTEM'" }),
      posted_on: date('posted_on', { required: true }),
      description: text('description'),
      reverses: reference('journal', 'reverses_journal_id', { note: 'the journal that this one takes back' }),
      source_reference: text('source_reference', { note: "the source's id of the document behind it" }),
      source_type: text('source_type', { note: "the source's own journal type" }),
    },
  }),
  recordCommand({
    record: 'posting',
    about:
      'One line of a journal. The postings of a journal stand together in one file, one after the other.',
    appendOnly: true,
    wholeBy: 'journal',
    joins:
      'left join journal j on j.journal_id = v.journal_id ' +
      'left join legal_entity e on e.legal_entity_id = j.legal_entity_id',
    derived: {
      posted_on: { onInsert: 'j.posted_on' },
      legal_entity_id: { onInsert: 'j.legal_entity_id' },
      accounting_book_id: { onInsert: 'j.accounting_book_id' },
      proposed: { onInsert: "j.status = 'PROPOSED'" },
      functional_currency: { onInsert: 'e.functional_currency' },
    },
    fields: {
      journal: reference('journal', 'journal_id', { required: true }),
      position: integer('position', { required: true, note: 'order within the journal, from 1' }),
      account: reference('ledger_account', 'ledger_account_id', { required: true }),
      functional_debit: amount('functional_debit', {
        currencyIn: ['journal'],
        default: '0',
        note: 'in the functional currency of the entity',
      }),
      functional_credit: amount('functional_credit', { default: '0', currencyIn: ['journal'] }),
      currency: currency('currency', { note: 'transaction currency; empty with the transaction amounts' }),
      transaction_debit: amount('transaction_debit', {
        default: 'case when v.transaction_credit is not null then 0 end',
        note: 'empty with transaction_credit: not stated, and never guessed',
      }),
      transaction_credit: amount('transaction_credit', {
        default: 'case when v.transaction_debit is not null then 0 end',
      }),
      customer: reference('customer', 'customer_id'),
      contract: reference('contract', 'contract_id'),
      invoice: reference('invoice', 'invoice_id'),
      product: reference('product', 'product_id', { byColumn: 'code' }),
      counterparty_entity: legalEntity(
        { note: 'our own company on the other side' },
        'counterparty_entity_id',
      ),
      dimensions: json('dimensions', { note: '{"project": ..., "trackingCategory": ...}' }),
      link_method: oneOf('link_method', ['STATED', 'INFERRED'], {
        default:
          "case when coalesce(v.customer_id, v.contract_id, v.invoice_id) is not null then 'STATED' end",
        note: 'how customer, contract and invoice were found',
      }),
      link_evidence: json('link_evidence'),
      description: text('description'),
    },
    hooks: { checkWhole: findImbalance },
  }),
] as const;
