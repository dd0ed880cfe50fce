// The files that the demo company consists of: which system exports which records with which columns, in the order in which
// they are imported.

export type Folder = 'erp-setup' | 'demo' | 'crm' | 'billing' | 'erp' | 'erp-close';

export interface Export {
  readonly folder: Folder;
  /**
   * The key of the source system. The ERP exports three times: what the others name, its books, and the state of its periods with
   * what it posted after they were closed. What no system of a company could know is the demo's own.
   */
  readonly source: 'crm' | 'billing' | 'erp' | 'demo';
  readonly kind: 'CRM' | 'BILLING' | 'ERP' | 'FILE';
  /** Columns by record type, after `id`. */
  readonly records: Readonly<Record<string, readonly string[]>>;
}

const columns = (names: string): readonly string[] => names.split(' ');

const exchangeRate = columns('rate_on rate_type base_currency quote_currency rate');

const setup: Export = {
  folder: 'erp-setup',
  source: 'erp',
  kind: 'ERP',
  records: {
    legal_entity: columns(
      'code name country functional_currency time_zone fiscal_year_end_month fiscal_year_end_day fiscal_pattern',
    ),
    exchange_rate: exchangeRate,
    accounting_book: columns('legal_entity code name standard is_primary'),
    payment_term: columns('code name basis days discount_percent discount_days'),
    payment_term_instalment: columns('payment_term position percent days'),
    ledger_account: columns('legal_entity code name class normal_balance source_type'),
  },
};

/** The rates of the days after the history. */
const ahead: Export = {
  folder: 'demo',
  source: 'demo',
  kind: 'FILE',
  records: { exchange_rate: exchangeRate },
};

const crm: Export = {
  folder: 'crm',
  source: 'crm',
  kind: 'CRM',
  records: {
    product: columns(
      'code name description family kind unit_of_measure standalone_price standalone_currency',
    ),
    price_book: columns('code name currency'),
    price: columns(
      'price_book product price_model unit_amount currency period_months tiers included_quantity valid_from valid_to',
    ),
    customer: columns(
      'number name legal_name status segment industry region country website sales_owner internal',
    ),
    customer_hierarchy: columns('hierarchy parent child valid_from valid_to'),
    contact: columns('customer first_name last_name email phone title roles mailing_city mailing_country'),
    opportunity: columns(
      'customer legal_entity name stage type amount currency probability expected_close_on closed_on won sales_owner',
    ),
    opportunity_line: columns('opportunity position product description quantity unit_price amount'),
    contract: columns(
      'number kind master_contract customer legal_entity status currency signed_on booked_on activated_on starts_on ends_on renewal ' +
        'notice_days uplift_cap_percent purchase_order_number purchase_order_limit payment_term opportunity',
    ),
    amendment: columns('contract number kind signed_on booked_on effective_on posted_on reason cause'),
    contract_line: columns(
      'contract lineage line_version position product kind description price_model quantity unit_price discount_percent net_unit_price ' +
        'price_period_months billing_frequency billing_timing trigger starts_on ends_on activated_on suspended_from suspended_to ' +
        'min_commitment included_quantity overage_unit_price ramp amendment signed_on valid_from valid_to',
    ),
    contract_party: columns('contract role customer'),
  },
};

const billing: Export = {
  folder: 'billing',
  source: 'billing',
  kind: 'BILLING',
  records: {
    customer: columns('name legal_name country external_ids'),
    customer_account: columns(
      'customer legal_entity currency billing_email billing_street billing_city billing_postal_code billing_country invoice_delivery po_required',
    ),
    usage: columns(
      'contract_line customer product quantity unit_of_measure used_from used_to rated_amount currency',
    ),
    invoice: columns(
      'number kind legal_entity customer sold_to payer end_customer contract status issued_on due_on voided_on currency ' +
        'exchange_rate_to_functional subtotal tax total paid credited due stated_on purchase_order_number payment_terms snapshot corrects',
    ),
    invoice_instalment: columns('invoice position due_on amount'),
    invoice_line: columns(
      'invoice position contract_line product description quantity unit_price discount_percent amount tax_amount period_from period_to ledger_account_code',
    ),
    invoice_tax: columns('invoice tax_code rate base amount'),
    credit_note: columns(
      'number legal_entity customer invoice status issued_on currency exchange_rate_to_functional subtotal tax total commercial reason',
    ),
    credit_note_line: columns(
      'credit_note position invoice_line product description amount tax_amount ledger_account_code',
    ),
    payment: columns(
      'number kind method legal_entity customer received_on posted_on currency exchange_rate_to_functional amount reference',
    ),
    allocation: columns('payment credit_note invoice amount applied_on reversed_on'),
    chargeback: columns(
      'payment charged_back_on won_back_on amount exchange_rate_to_functional reason reference',
    ),
    dispute: columns(
      'number invoice status reason amount opened_on waiting_since waited_days resolved_on resolution error_confirmed root_cause',
    ),
    dispute_line: columns('dispute invoice_line amount'),
  },
};

const journal = columns(
  'book number type origin posted_on description reverses source_reference source_type',
);
const posting = columns(
  'journal position account functional_debit functional_credit currency transaction_debit transaction_credit customer contract invoice ' +
    'product counterparty_entity description',
);

const erp: Export = {
  folder: 'erp',
  source: 'erp',
  kind: 'ERP',
  records: {
    product: columns('code name kind revenue_account_code recognition_template tax_code'),
    customer: columns('name country external_ids'),
    customer_account: columns(
      'customer legal_entity currency payment_term payment_terms credit_limit credit_hold dunning_hold dunning_strategy receivable_account_code billing_email',
    ),
    tax_registration: columns('customer country scheme number check_result'),
    tax_exemption: columns('customer country region reason certificate starts_on expires_on'),
    bank_account: columns('customer holder_name iban_or_number bank_code country currency'),
    payment: columns(
      'number kind method legal_entity customer received_on posted_on currency exchange_rate_to_functional amount reference',
    ),
    allocation: columns('payment credit_note invoice amount applied_on reversed_on'),
    refund: columns('payment credit_note refunded_on amount exchange_rate_to_functional reference'),
    deduction: columns('kind invoice payment posted_on amount exchange_rate_to_functional reason'),
    write_off: columns('invoice posted_on amount exchange_rate_to_functional reason'),
    journal,
    posting,
    collections_case: columns(
      'customer legal_entity status stage collector opened_on closed_on next_step next_step_on hold_until',
    ),
    promise: columns('collections_case status made_on promised_on amount currency grace_days'),
    promise_instalment: columns('promise position due_on amount'),
    collection_activity: columns(
      'collections_case invoice kind performed_on performed_by note fee interest currency',
    ),
  },
};

const close: Export = {
  folder: 'erp-close',
  source: 'erp',
  kind: 'ERP',
  records: {
    accounting_period: columns('book class name starts_on ends_on status'),
    journal,
    posting,
  },
};

/** In the order in which they are imported. */
export const exports: readonly Export[] = [setup, ahead, crm, billing, erp, close];

const plurals: Readonly<Record<string, string>> = {
  legal_entity: 'legal_entities',
  customer_hierarchy: 'customer_hierarchies',
  opportunity: 'opportunities',
  contract_party: 'contract_parties',
  invoice_tax: 'invoice_taxes',
  collection_activity: 'collection_activities',
};

export function fileNameOf(record: string): string {
  return `${plurals[record] ?? `${record}s`}.csv`;
}
