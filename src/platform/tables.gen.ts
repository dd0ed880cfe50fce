// Generated from src/platform/migrations by test/support/generate-tables.ts (`npm run generate`): change the migrations.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** JSON is written as text, because the driver would take an array for one of PostgreSQL's. */
type Json = ColumnType<unknown, string, string>;

type NullableJson = ColumnType<unknown, string | null | undefined, string | null>;

/** 64-bit integers are read as text. */
type Int8 = ColumnType<string, string | number | bigint, string | number | bigint>;

type NullableInt8 = ColumnType<
  string | null,
  string | number | bigint | null | undefined,
  string | number | bigint | null
>;

/** What a view makes, and nobody writes. */
type ReadOnly<T> = ColumnType<T, never, never>;

export type AccountingBookStandard = 'GAAP' | 'IFRS' | 'TAX' | 'CASH';

export type AccountingPeriodClass = 'RECEIVABLES' | 'REVENUE' | 'LEDGER';

export type AccountingPeriodStatus = 'FUTURE' | 'OPEN' | 'CLOSING' | 'CLOSED' | 'LOCKED';

export type AllocationKind = 'PAYMENT' | 'CREDIT';

export type AmendmentKind =
  | 'NEW'
  | 'UPSELL'
  | 'DOWNSELL'
  | 'CROSS_SELL'
  | 'SWAP'
  | 'PRICE_CHANGE'
  | 'RENEW'
  | 'EXTEND'
  | 'CO_TERM'
  | 'TRANSFER'
  | 'SUSPEND'
  | 'RESUME'
  | 'CANCEL'
  | 'CORRECTION';

export type CollectionActivityKind =
  | 'REMINDER'
  | 'CALL'
  | 'EMAIL'
  | 'LETTER'
  | 'DUNNING'
  | 'ESCALATION'
  | 'LEGAL'
  | 'NOTE';

export type CollectionsCaseStatus = 'CURRENT' | 'REMINDED' | 'DUNNING' | 'ESCALATED' | 'LEGAL' | 'CLOSED';

export type ContactRoleRole = 'PAYABLES' | 'BILLING' | 'LEGAL_NOTICE' | 'TECHNICAL' | 'SALES' | 'OTHER';

export type ContractKind = 'MASTER' | 'ORDER_FORM';

export type ContractRenewal = 'AUTO' | 'MANUAL' | 'NONE';

export type ContractStatus =
  | 'DRAFT'
  | 'SIGNED'
  | 'ACTIVE'
  | 'SUSPENDED'
  | 'EXPIRED'
  | 'CANCELLED'
  | 'TERMINATED';

export type ContractLineBillingFrequency =
  | 'WEEKLY'
  | 'MONTHLY'
  | 'QUARTERLY'
  | 'SEMI_ANNUAL'
  | 'ANNUAL'
  | 'MULTI_YEAR'
  | 'ONCE';

export type ContractLineBillingTiming = 'ADVANCE' | 'ARREARS';

export type ContractLineKind = 'RECURRING' | 'USAGE' | 'ONE_TIME' | 'SERVICE';

export type ContractLinePriceModel =
  | 'FLAT'
  | 'PER_UNIT'
  | 'GRADUATED'
  | 'VOLUME'
  | 'PACKAGE'
  | 'PERCENTAGE'
  | 'USAGE';

export type ContractLineTrigger = 'SIGNATURE' | 'ACTIVATION' | 'DELIVERY' | 'MILESTONE' | 'DATE' | 'USAGE';

export type ContractPartyRole = 'SOLD_TO' | 'BILL_TO' | 'SHIP_TO' | 'PAYER' | 'END_CUSTOMER';

export type CreditNoteStatus = 'DRAFT' | 'ISSUED' | 'VOIDED';

export type CustomerStatus = 'PROSPECT' | 'ONBOARDING' | 'ACTIVE' | 'BLOCKED' | 'INACTIVE' | 'MERGED';

export type CustomerHierarchyHierarchy = 'LEGAL' | 'BILLING' | 'SALES';

export type DeductionKind = 'DISCOUNT' | 'WITHHOLDING' | 'BANK_CHARGE' | 'OTHER';

export type DeliveryState = 'NOT_SENT' | 'SENT' | 'CONFIRMED' | 'REFUSED';

export type DisputeResolution = 'CREDITED' | 'REBILLED' | 'PARTLY_CREDITED' | 'REJECTED' | 'WITHDRAWN';

export type DisputeStatus = 'OPEN' | 'WAITING_CUSTOMER' | 'RESOLVED';

export type ExceptionClass =
  | 'MAPPING'
  | 'VALIDATION'
  | 'REFERENCE'
  | 'OWNERSHIP'
  | 'DUPLICATE'
  | 'BILLING_ERROR'
  | 'DISPUTE'
  | 'POSTING'
  | 'RECONCILIATION'
  | 'WRITE_BACK'
  | 'STALE_FEED';

export type ExceptionSeverity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

export type ExceptionEventKind = 'OPENED' | 'SEEN_AGAIN' | 'ASSIGNED' | 'RETRIED' | 'EDITED' | 'RESOLVED';

export type ExceptionRouteSeverity = 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';

export type ExchangeRateRateType = 'SPOT' | 'AVERAGE' | 'CLOSING';

export type ImportRunCountDisposition =
  | 'APPLIED'
  | 'UNCHANGED'
  | 'SHADOWED'
  | 'PARKED'
  | 'FAILED'
  | 'IGNORED';

export type InboundMessageDisposition =
  | 'APPLIED'
  | 'UNCHANGED'
  | 'SHADOWED'
  | 'PARKED'
  | 'FAILED'
  | 'IGNORED';

export type InboundRecordDisposition = 'APPLIED' | 'UNCHANGED' | 'SHADOWED' | 'PARKED' | 'FAILED' | 'IGNORED';

export type InvoiceBasis = 'STATED' | 'DERIVED';

export type InvoiceKind = 'INVOICE' | 'DEBIT_NOTE';

export type InvoiceSettlement = 'OPEN' | 'PARTLY_PAID' | 'PAID' | 'WRITTEN_OFF';

export type InvoiceStatus = 'DRAFT' | 'ISSUED' | 'VOIDED';

export type JournalOrigin = 'RULE' | 'SYSTEM' | 'MANUAL' | 'OPENING';

export type JournalStatus = 'POSTED' | 'PROPOSED';

export type JournalType = 'STANDARD' | 'CROSS_CURRENCY' | 'FX' | 'OPENING' | 'REVERSAL';

export type LedgerAccountClass =
  | 'RECEIVABLE'
  | 'CASH'
  | 'DEFERRED_REVENUE'
  | 'CONTRACT_ASSET'
  | 'REVENUE'
  | 'TAX'
  | 'FX'
  | 'UNAPPLIED'
  | 'BAD_DEBT'
  | 'EXPENSE'
  | 'PAYABLE'
  | 'EQUITY'
  | 'INTERCOMPANY'
  | 'OTHER_ASSET'
  | 'OTHER_LIABILITY'
  | 'UNMAPPED';

export type LedgerAccountNormalBalance = 'DEBIT' | 'CREDIT';

export type LegalEntityFiscalPattern = 'CALENDAR' | 'WEEKS_445' | 'WEEKS_454' | 'WEEKS_544' | 'THIRTEEN';

export type MatchCandidateGrade = 'CERTAIN' | 'LIKELY';

export type MatchCandidateObjectType = 'CUSTOMER' | 'CONTRACT' | 'PRODUCT';

export type MatchCandidateState = 'OPEN' | 'LINKED' | 'REJECTED' | 'LAPSED';

export type PaymentKind = 'PAYMENT' | 'DEPOSIT';

export type PaymentTermBasis = 'INVOICE_DATE' | 'END_OF_MONTH' | 'DELIVERY';

export type PostingLinkMethod = 'STATED' | 'INFERRED';

export type PricePriceModel =
  | 'FLAT'
  | 'PER_UNIT'
  | 'GRADUATED'
  | 'VOLUME'
  | 'PACKAGE'
  | 'PERCENTAGE'
  | 'USAGE';

export type ProductKind = 'RECURRING' | 'USAGE' | 'ONE_TIME' | 'SERVICE';

export type PromiseStatus = 'OPEN' | 'PARTIALLY_KEPT' | 'KEPT' | 'BROKEN';

export type SourceLinkMethod = 'KEY' | 'MATCH' | 'STEWARD';

export type SourceLinkObjectType =
  | 'CUSTOMER'
  | 'CUSTOMER_ACCOUNT'
  | 'CONTACT'
  | 'TAX_REGISTRATION'
  | 'BANK_ACCOUNT'
  | 'HIERARCHY'
  | 'PRODUCT'
  | 'PRICE_BOOK'
  | 'PRICE'
  | 'PAYMENT_TERM'
  | 'OPPORTUNITY'
  | 'OPPORTUNITY_LINE'
  | 'CONTRACT'
  | 'CONTRACT_LINE'
  | 'AMENDMENT'
  | 'USAGE'
  | 'INVOICE'
  | 'INVOICE_LINE'
  | 'CREDIT_NOTE'
  | 'CREDIT_NOTE_LINE'
  | 'PAYMENT'
  | 'ALLOCATION'
  | 'REFUND'
  | 'CHARGEBACK'
  | 'DEDUCTION'
  | 'WRITE_OFF'
  | 'DISPUTE'
  | 'COLLECTIONS_CASE'
  | 'PROMISE'
  | 'COLLECTION_ACTIVITY'
  | 'LEGAL_ENTITY'
  | 'ACCOUNTING_BOOK'
  | 'ACCOUNTING_PERIOD'
  | 'LEDGER_ACCOUNT'
  | 'JOURNAL'
  | 'POSTING';

export type SourceSystemKind =
  | 'CRM'
  | 'CPQ'
  | 'BILLING'
  | 'METERING'
  | 'PAYMENT'
  | 'TAX'
  | 'ERP'
  | 'MDM'
  | 'SUITE'
  | 'FILE'
  | 'GATEWAY';

export type TaxRegistrationCheckResult = 'UNCHECKED' | 'VALID' | 'INVALID' | 'PLACEHOLDER';

export interface AccountingBookTable {
  accounting_book_id: Generated<string>;
  legal_entity_id: string;
  code: string;
  name: string | null;
  standard: AccountingBookStandard;
  is_primary: Generated<boolean>;
  owner_source_system_id: string;
}

export interface AccountingPeriodTable {
  accounting_period_id: Generated<string>;
  accounting_book_id: string;
  class: AccountingPeriodClass;
  name: string;
  starts_on: string;
  ends_on: string;
  status: Generated<AccountingPeriodStatus>;
  updated_at: Generated<string>;
}

export interface AllocationTable {
  allocation_id: Generated<string>;
  legal_entity_id: string;
  kind: AllocationKind;
  payment_id: string | null;
  credit_note_id: string | null;
  invoice_id: string;
  amount: string;
  currency: string;
  drawn_amount: string | null;
  applied_on: string;
  reversed_on: string | null;
  source_system_id: string;
  issued_by_gateway: GeneratedAlways<boolean>;
  recorded_at: Generated<string>;
}

export interface AmendmentTable {
  amendment_id: Generated<string>;
  contract_id: string;
  number: string | null;
  kind: AmendmentKind;
  signed_on: string | null;
  booked_on: string | null;
  effective_on: string;
  posted_on: string | null;
  reason: string | null;
  cause: string | null;
  source_system_id: string | null;
  recorded_at: Generated<string>;
}

export interface AuditEventTable {
  audit_event_id: Generated<string>;
  occurred_at: Generated<string>;
  xid: Generated<string>;
  command: string;
  subject: string;
  roles: Generated<string[]>;
  request_id: string;
  input_hash: string;
  object_type: string;
  object_id: string;
  before: NullableJson;
  after: NullableJson;
}

export interface BankAccountTable {
  bank_account_id: Generated<string>;
  customer_id: string;
  legal_entity_id: string | null;
  holder_name: string | null;
  iban_or_number: string;
  last_four: GeneratedAlways<string>;
  bank_code: string | null;
  country: string | null;
  currency: string | null;
  valid_from: Generated<string>;
  valid_to: Generated<string>;
  recorded_at: Generated<string>;
}

export interface ChargebackTable {
  chargeback_id: Generated<string>;
  legal_entity_id: string;
  customer_id: string;
  payment_id: string | null;
  charged_back_on: string;
  won_back_on: string | null;
  amount: string;
  currency: string;
  exchange_rate_to_functional: string | null;
  reason: string | null;
  reference: string | null;
  source_system_id: string;
  issued_by_gateway: GeneratedAlways<boolean>;
  recorded_at: Generated<string>;
}

export interface CollectionActivityTable {
  collection_activity_id: Generated<string>;
  collections_case_id: string | null;
  customer_id: string;
  legal_entity_id: string;
  invoice_id: string | null;
  kind: CollectionActivityKind;
  performed_on: string;
  performed_by: string | null;
  note: string | null;
  fee: string | null;
  interest: string | null;
  currency: string | null;
  source_system_id: string | null;
  recorded_at: Generated<string>;
}

export interface CollectionsCaseTable {
  collections_case_id: Generated<string>;
  customer_id: string;
  legal_entity_id: string;
  status: CollectionsCaseStatus;
  stage: Generated<number>;
  collector: string | null;
  opened_on: string;
  closed_on: string | null;
  next_step: string | null;
  next_step_on: string | null;
  hold_until: string | null;
  version: Generated<number>;
  source_system_id: string | null;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface CommandLogTable {
  subject: string;
  request_id: string;
  command: string;
  input_hash: string;
  outcome: NullableJson;
  started_at: Generated<string>;
  finished_at: string | null;
}

export interface ContactTable {
  contact_id: Generated<string>;
  customer_id: string;
  first_name: string | null;
  last_name: string | null;
  full_name: string;
  sort_name: GeneratedAlways<string>;
  email: string | null;
  phone: string | null;
  title: string | null;
  mailing_street: string | null;
  mailing_city: string | null;
  mailing_postal_code: string | null;
  mailing_region: string | null;
  mailing_country: string | null;
  active: Generated<boolean>;
  version: Generated<number>;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface ContactRoleTable {
  contact_id: string;
  role: ContactRoleRole;
}

export interface ContractTable {
  contract_id: Generated<string>;
  number: string;
  kind: Generated<ContractKind>;
  master_contract_id: string | null;
  customer_id: string;
  legal_entity_id: string;
  status: ContractStatus;
  currency: string;
  signed_on: string | null;
  booked_on: string | null;
  activated_on: string | null;
  starts_on: string;
  ends_on: string | null;
  renewal: Generated<ContractRenewal>;
  notice_days: number | null;
  uplift_cap_percent: string | null;
  purchase_order_number: string | null;
  purchase_order_limit: string | null;
  payment_term_id: string | null;
  payment_terms: string | null;
  opportunity_id: string | null;
  version: Generated<number>;
  source_system_id: string | null;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface ContractLineTable {
  contract_line_id: Generated<string>;
  contract_id: string;
  lineage_id: string;
  line_version: Generated<number>;
  position: number;
  end_customer_id: string;
  product_id: string | null;
  kind: ContractLineKind;
  description: string | null;
  price_model: Generated<ContractLinePriceModel>;
  quantity: Generated<string>;
  unit_price: string;
  discount_percent: Generated<string>;
  net_unit_price: string;
  price_period_months: number | null;
  currency: string;
  billing_frequency: Generated<ContractLineBillingFrequency>;
  billing_timing: Generated<ContractLineBillingTiming>;
  trigger: Generated<ContractLineTrigger>;
  starts_on: string;
  ends_on: string | null;
  activated_on: string | null;
  suspended_from: string | null;
  suspended_to: string | null;
  min_commitment: string | null;
  included_quantity: string | null;
  overage_unit_price: string | null;
  ramp: NullableJson;
  tiers: NullableJson;
  amendment_id: string | null;
  signed_on: string | null;
  valid_from: Generated<string>;
  valid_to: Generated<string>;
  version: Generated<number>;
  recorded_at: Generated<string>;
}

export interface ContractLineVersionTable {
  contract_line_id: string;
  version: number;
  valid_from: string;
  recorded_at: Generated<string>;
  audit_event_id: string | null;
  image: Json;
}

export interface ContractPartyTable {
  contract_party_id: Generated<string>;
  contract_id: string;
  contract_line_id: string | null;
  role: ContractPartyRole;
  customer_id: string;
}

export interface ContractVersionTable {
  contract_id: string;
  version: number;
  valid_from: string;
  recorded_at: Generated<string>;
  audit_event_id: string | null;
  image: Json;
}

export interface ConvertedAmountTable {
  customer_id: ReadOnly<string | null>;
  legal_entity_id: ReadOnly<string | null>;
  currency: ReadOnly<string | null>;
  booked_rate: ReadOnly<string | null>;
  occurred_on: ReadOnly<string | null>;
  is_flow: ReadOnly<boolean | null>;
  functional_currency: ReadOnly<string | null>;
}

export interface CreditNoteTable {
  credit_note_id: Generated<string>;
  number: string;
  legal_entity_id: string;
  customer_id: string;
  invoice_id: string | null;
  status: CreditNoteStatus;
  issued_on: string;
  voided_on: string | null;
  currency: string;
  exchange_rate_to_functional: string | null;
  subtotal: string;
  tax: string;
  total: string;
  allocated: Generated<string>;
  refunded: Generated<string>;
  commercial: Generated<boolean>;
  reason: string | null;
  reference: string | null;
  source_system_id: string;
  issued_by_gateway: GeneratedAlways<boolean>;
  version: Generated<number>;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface CreditNoteLineTable {
  credit_note_line_id: Generated<string>;
  credit_note_id: string;
  position: number;
  invoice_line_id: string | null;
  product_id: string | null;
  description: string | null;
  quantity: string | null;
  unit_price: string | null;
  amount: string;
  tax_amount: string | null;
  ledger_account_code: string | null;
}

export interface CurrencyTable {
  code: string;
  name: string;
  minor_digits: number;
  numeric_code: string;
  withdrawn_on: string | null;
}

export interface CustomerTable {
  customer_id: Generated<string>;
  number: string;
  name: string;
  sort_name: GeneratedAlways<string>;
  legal_name: string | null;
  status: Generated<CustomerStatus>;
  segment: string | null;
  industry: string | null;
  region: string | null;
  country: string | null;
  website: string | null;
  sales_owner: string | null;
  internal: Generated<boolean>;
  golden_id: string;
  default_account_id: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface CustomerAccountTable {
  customer_account_id: Generated<string>;
  customer_id: string;
  legal_entity_id: string;
  sales_area: Generated<string>;
  currency: string;
  payment_term_id: string | null;
  payment_terms: string | null;
  credit_limit: string | null;
  credit_hold: Generated<boolean>;
  delivery_hold: Generated<boolean>;
  dunning_hold: Generated<boolean>;
  dunning_strategy: string | null;
  receivable_account_code: string | null;
  billing_email: string | null;
  billing_street: string | null;
  billing_city: string | null;
  billing_postal_code: string | null;
  billing_region: string | null;
  billing_country: string | null;
  invoice_delivery: string | null;
  po_required: Generated<boolean>;
  valid_from: Generated<string>;
  valid_to: Generated<string>;
  version: Generated<number>;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface CustomerAccountVersionTable {
  customer_account_id: string;
  version: number;
  valid_from: string;
  recorded_at: Generated<string>;
  audit_event_id: string | null;
  image: Json;
}

export interface CustomerEntityTable {
  customer_id: string;
  legal_entity_id: string;
}

export interface CustomerHierarchyTable {
  customer_hierarchy_id: Generated<string>;
  hierarchy: CustomerHierarchyHierarchy;
  parent_id: string;
  child_id: string;
  valid_from: Generated<string>;
  valid_to: Generated<string>;
  source_system_id: string | null;
  recorded_at: Generated<string>;
}

export interface CustomerVersionTable {
  customer_id: string;
  version: number;
  valid_from: string;
  recorded_at: Generated<string>;
  audit_event_id: string | null;
  image: Json;
}

export interface DeductionTable {
  deduction_id: Generated<string>;
  kind: DeductionKind;
  legal_entity_id: string;
  customer_id: string;
  invoice_id: string | null;
  payment_id: string | null;
  posted_on: string;
  reversed_on: string | null;
  amount: string;
  currency: string;
  exchange_rate_to_functional: string | null;
  reason: string | null;
  source_system_id: string;
  issued_by_gateway: GeneratedAlways<boolean>;
  recorded_at: Generated<string>;
}

export interface DeliveryTable {
  delivery_id: Generated<string>;
  outbox_event_id: string;
  occurred_on: string;
  endpoint_id: string;
  object_type: string;
  object_id: string;
  sequence: Int8;
  state: Generated<DeliveryState>;
  attempts: Generated<number>;
  next_attempt_at: string | null;
  claim: string | null;
  last_status: number | null;
  last_error: string | null;
  created_at: Generated<string>;
  sent_at: string | null;
  answered_at: string | null;
  parked_at: string | null;
  dismissed_at: string | null;
  dismissed_reason: string | null;
}

export interface DisputeTable {
  dispute_id: Generated<string>;
  number: string;
  invoice_id: string;
  customer_id: string;
  legal_entity_id: string;
  status: Generated<DisputeStatus>;
  reason: string;
  amount: string;
  currency: string;
  opened_on: string;
  waiting_since: string | null;
  waited_days: Generated<number>;
  resolved_on: string | null;
  resolution: DisputeResolution | null;
  error_confirmed: boolean | null;
  root_cause: string | null;
  version: Generated<number>;
  source_system_id: string | null;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface DisputeLineTable {
  dispute_line_id: Generated<string>;
  dispute_id: string;
  invoice_line_id: string | null;
  amount: string;
}

export interface EndpointTable {
  endpoint_id: Generated<string>;
  source_system_id: string;
  url: string;
  object_types: string[];
  secret_name: string;
  is_active: Generated<boolean>;
  inactive_reason: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface ExceptionTable {
  exception_id: Generated<string>;
  fingerprint: string;
  class: ExceptionClass;
  rule: string;
  message: string;
  source_system_id: string | null;
  record_type: string | null;
  external_id: string | null;
  import_run_id: string | null;
  file: string | null;
  line: NullableInt8;
  field: string | null;
  value: string | null;
  records: NullableJson;
  edited: NullableJson;
  object_type: string | null;
  object_id: string | null;
  customer_id: string | null;
  legal_entity_id: string | null;
  amount_at_risk: string | null;
  currency: string | null;
  owner_role: string;
  assignee: string | null;
  severity: ExceptionSeverity;
  playbook: string;
  due_at: string;
  occurrences: Generated<number>;
  opened_at: Generated<string>;
  last_seen_at: Generated<string>;
  resolved_at: string | null;
  resolved_by: string | null;
  resolution: string | null;
}

export interface ExceptionEventTable {
  exception_event_id: Generated<string>;
  exception_id: string;
  kind: ExceptionEventKind;
  actor: string | null;
  note: string | null;
  occurred_at: Generated<string>;
}

export interface ExceptionRouteTable {
  exception_route_id: Generated<string>;
  class: string;
  record_type: string | null;
  legal_entity_id: string | null;
  owner_role: string;
  severity: ExceptionRouteSeverity;
  sla_hours: number;
  playbook: string;
}

export interface ExchangeRateTable {
  exchange_rate_id: Generated<string>;
  rate_on: string;
  rate_type: ExchangeRateRateType;
  base_currency: string;
  quote_currency: string;
  rate: string;
  source_system_id: string | null;
  recorded_at: Generated<string>;
}

export interface FeedTable {
  source_system_id: string;
  record_type: string;
  first_record_at: string;
  last_record_at: string;
}

export interface FieldProvenanceTable {
  object_type: string;
  object_id: string;
  field_group: string;
  event_id: Generated<string>;
  fields: string[] | null;
  defaulted: Generated<boolean>;
  source_system_id: string;
  source_object: string | null;
  external_id: string | null;
  rule_version: number | null;
  occurred_at: string | null;
  recorded_at: Generated<string>;
}

export interface FieldShadowTable {
  object_type: string;
  object_id: string;
  field: string;
  source_system_id: string;
  value: string;
  external_id: string;
  recorded_at: Generated<string>;
}

export interface ImportRunTable {
  import_run_id: Generated<string>;
  source_system_id: string;
  format: string;
  started_at: Generated<string>;
  finished_at: string | null;
  counts: NullableJson;
}

export interface ImportRunCountTable {
  import_run_id: string;
  record_type: string;
  disposition: ImportRunCountDisposition;
  rows: Int8;
}

export interface InboundMessageTable {
  inbound_message_id: Generated<string>;
  received_on: Generated<string>;
  received_at: Generated<string>;
  source_system_id: string;
  format: string;
  message_type: string;
  message_id: string;
  payload: string;
  payload_hash: string;
  disposition: InboundMessageDisposition | null;
  processed_at: string | null;
  place: Generated<number>;
  reason: string | null;
}

export interface InboundRecordTable {
  source_system_id: string;
  record_type: string;
  external_id: string;
  payload_hash: string;
  disposition: InboundRecordDisposition;
  target_id: string | null;
  import_run_id: string;
  recorded_at: Generated<string>;
  payload: string | null;
  source_version: string | null;
  is_current: Generated<boolean>;
  rows: Generated<number>;
  reason: string | null;
}

export interface InboundWaitTable {
  source_system_id: string;
  record_type: string;
  external_id: string;
  import_run_id: string;
  waits_for_type: string;
  waits_for_id: string;
  records: Json;
  is_due: Generated<boolean>;
  since: Generated<string>;
  payload_hash: string;
}

export interface InvoiceTable {
  invoice_id: Generated<string>;
  number: string;
  kind: Generated<InvoiceKind>;
  legal_entity_id: string;
  customer_id: string;
  sold_to_id: string | null;
  bill_to_id: string | null;
  ship_to_id: string | null;
  payer_id: string | null;
  end_customer_id: string | null;
  contract_id: string | null;
  status: InvoiceStatus;
  settlement: Generated<InvoiceSettlement>;
  issued_on: string;
  due_on: string;
  voided_on: string | null;
  currency: string;
  exchange_rate_to_functional: string | null;
  subtotal: string;
  tax: string;
  total: string;
  credit_issued: Generated<string>;
  allocated: Generated<string>;
  credited: Generated<string>;
  deducted: Generated<string>;
  written_off: Generated<string>;
  basis: Generated<InvoiceBasis>;
  purchase_order_number: string | null;
  payment_terms: string | null;
  reference: string | null;
  snapshot: NullableJson;
  corrects_invoice_id: string | null;
  source_system_id: string;
  issued_by_gateway: GeneratedAlways<boolean>;
  version: Generated<number>;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface InvoiceInstalmentTable {
  invoice_id: string;
  position: number;
  due_on: string;
  amount: string;
}

export interface InvoiceLineTable {
  invoice_line_id: Generated<string>;
  invoice_id: string;
  position: number;
  contract_line_id: string | null;
  lineage_id: string | null;
  product_id: string | null;
  description: string | null;
  quantity: string | null;
  unit_price: string | null;
  discount_percent: string | null;
  amount: string;
  tax_amount: string | null;
  period_from: string | null;
  period_to: string | null;
  ledger_account_code: string | null;
}

export interface InvoiceStatedBalanceTable {
  invoice_id: string;
  stated_on: string;
  recorded_at: Generated<string>;
  paid: string | null;
  credited: string | null;
  due: string | null;
  source_system_id: string | null;
}

export interface InvoiceTaxTable {
  invoice_tax_id: Generated<string>;
  invoice_id: string;
  tax_code: string;
  rate: string | null;
  base: string;
  amount: string;
}

export interface JournalTable {
  journal_id: Generated<string>;
  legal_entity_id: string;
  accounting_book_id: string;
  number: string;
  type: Generated<JournalType>;
  origin: Generated<JournalOrigin>;
  status: Generated<JournalStatus>;
  posted_on: string;
  description: string | null;
  reverses_journal_id: string | null;
  source_reference: string | null;
  source_type: string | null;
  post_close: Generated<boolean>;
  source_system_id: string;
  recorded_at: Generated<string>;
}

export interface LedgerAccountTable {
  ledger_account_id: Generated<string>;
  legal_entity_id: string;
  code: string;
  name: string;
  class: Generated<LedgerAccountClass>;
  normal_balance: LedgerAccountNormalBalance | null;
  source_type: string | null;
  active: Generated<boolean>;
  version: Generated<number>;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface LegalEntityTable {
  legal_entity_id: Generated<string>;
  code: string;
  name: string;
  country: string | null;
  functional_currency: string;
  time_zone: Generated<string>;
  fiscal_year_end_month: Generated<number>;
  fiscal_year_end_day: Generated<number>;
  fiscal_pattern: Generated<LegalEntityFiscalPattern>;
}

export interface MatchCandidateTable {
  match_candidate_id: Generated<string>;
  object_type: MatchCandidateObjectType;
  left_id: string;
  right_id: string;
  score: string;
  grade: MatchCandidateGrade;
  evidence: Json;
  evidence_keys: string[];
  rejected_keys: string[] | null;
  state: Generated<MatchCandidateState>;
  found_at: string;
  changed_at: string;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
}

export interface OpportunityTable {
  opportunity_id: Generated<string>;
  customer_id: string;
  legal_entity_id: string | null;
  name: string;
  stage: string;
  type: string | null;
  amount: string | null;
  currency: string | null;
  probability: string | null;
  expected_close_on: string | null;
  closed_on: string | null;
  won: boolean | null;
  sales_owner: string | null;
  version: Generated<number>;
  source_system_id: string | null;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface OpportunityLineTable {
  opportunity_line_id: Generated<string>;
  opportunity_id: string;
  position: number;
  product_id: string | null;
  description: string | null;
  quantity: string | null;
  unit_price: string | null;
  amount: string | null;
  recorded_at: Generated<string>;
}

export interface OutboxEventTable {
  outbox_event_id: Generated<string>;
  occurred_on: Generated<string>;
  occurred_at: Generated<string>;
  event_type: string;
  object_type: string;
  object_id: string;
  sequence: Int8;
  subject: string;
  data: Json;
  addressee_id: string | null;
}

export interface OutboxObjectTable {
  object_type: string;
  object_id: string;
  last_sequence: Int8;
}

export interface PaymentTable {
  payment_id: Generated<string>;
  number: string;
  kind: Generated<PaymentKind>;
  method: string | null;
  legal_entity_id: string;
  customer_id: string | null;
  received_on: string;
  posted_on: string;
  reversed_on: string | null;
  currency: string;
  exchange_rate_to_functional: string | null;
  amount: string;
  allocated: Generated<string>;
  refunded: Generated<string>;
  charged_back: Generated<string>;
  reference: string | null;
  source_system_id: string;
  issued_by_gateway: GeneratedAlways<boolean>;
  version: Generated<number>;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface PaymentTermTable {
  payment_term_id: Generated<string>;
  code: string;
  name: string;
  basis: Generated<PaymentTermBasis>;
  days: Generated<number>;
  discount_percent: string | null;
  discount_days: number | null;
}

export interface PaymentTermInstalmentTable {
  payment_term_id: string;
  position: number;
  percent: string;
  days: number;
}

export interface PostingTable {
  posting_id: Generated<string>;
  posted_on: string;
  journal_id: string;
  position: number;
  legal_entity_id: string;
  accounting_book_id: string;
  proposed: Generated<boolean>;
  ledger_account_id: string;
  currency: string | null;
  transaction_debit: string | null;
  transaction_credit: string | null;
  functional_currency: string;
  functional_debit: string;
  functional_credit: string;
  customer_id: string | null;
  contract_id: string | null;
  invoice_id: string | null;
  product_id: string | null;
  counterparty_entity_id: string | null;
  dimensions: NullableJson;
  link_method: PostingLinkMethod | null;
  link_evidence: NullableJson;
  description: string | null;
}

export interface PriceTable {
  price_id: Generated<string>;
  price_book_id: string;
  product_id: string;
  price_model: PricePriceModel;
  unit_amount: string | null;
  currency: string;
  period_months: number | null;
  package_size: string | null;
  tiers: NullableJson;
  min_commitment: string | null;
  included_quantity: string | null;
  valid_from: Generated<string>;
  valid_to: Generated<string>;
  recorded_at: Generated<string>;
}

export interface PriceBookTable {
  price_book_id: Generated<string>;
  code: string;
  name: string;
  currency: string;
  active: Generated<boolean>;
}

export interface ProductTable {
  product_id: Generated<string>;
  code: string;
  name: string;
  sort_name: GeneratedAlways<string>;
  description: string | null;
  family: string | null;
  kind: ProductKind;
  unit_of_measure: string | null;
  active: Generated<boolean>;
  revenue_account_code: string | null;
  recognition_template: string | null;
  standalone_price: string | null;
  standalone_currency: string | null;
  tax_code: string | null;
  version: Generated<number>;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface ProductVersionTable {
  product_id: string;
  version: number;
  valid_from: string;
  recorded_at: Generated<string>;
  audit_event_id: string | null;
  image: Json;
}

export interface PromiseTable {
  promise_id: Generated<string>;
  customer_id: string;
  legal_entity_id: string;
  collections_case_id: string | null;
  status: Generated<PromiseStatus>;
  made_on: string;
  promised_on: string;
  amount: string;
  currency: string;
  grace_days: Generated<number>;
  version: Generated<number>;
  source_system_id: string | null;
  recorded_at: Generated<string>;
  updated_at: Generated<string>;
}

export interface PromiseInstalmentTable {
  promise_id: string;
  position: number;
  due_on: string;
  amount: string;
}

export interface RefundTable {
  refund_id: Generated<string>;
  legal_entity_id: string;
  customer_id: string;
  payment_id: string | null;
  credit_note_id: string | null;
  refunded_on: string;
  reversed_on: string | null;
  amount: string;
  currency: string;
  exchange_rate_to_functional: string | null;
  reference: string | null;
  source_system_id: string;
  issued_by_gateway: GeneratedAlways<boolean>;
  recorded_at: Generated<string>;
}

export interface SingerRecordTable {
  source_system_id: string;
  stream: string;
  record_type: string;
  external_id: string;
  table_version: string;
}

export interface SourceLinkTable {
  source_link_id: Generated<string>;
  source_system_id: string;
  object_type: SourceLinkObjectType;
  source_object: string;
  external_id: string;
  target_id: string;
  method: Generated<SourceLinkMethod>;
  confidence: string | null;
  evidence: NullableJson;
  valid_from: Generated<string>;
  valid_to: string | null;
  linked_at: Generated<string>;
}

export interface SourceSystemTable {
  source_system_id: Generated<string>;
  key: string;
  name: string;
  kind: SourceSystemKind;
  freshness_minutes: number | null;
  last_record_at: string | null;
}

export interface SourceSystemEntityTable {
  source_system_id: string;
  legal_entity_id: string;
}

export interface TaxExemptionTable {
  tax_exemption_id: Generated<string>;
  customer_id: string;
  country: string | null;
  region: string | null;
  reason: string | null;
  certificate: string | null;
  starts_on: string | null;
  expires_on: string | null;
  recorded_at: Generated<string>;
}

export interface TaxRegistrationTable {
  tax_registration_id: Generated<string>;
  customer_id: string;
  country: string | null;
  scheme: Generated<string>;
  number: string;
  valid_from: Generated<string>;
  valid_to: Generated<string>;
  check_result: Generated<TaxRegistrationCheckResult>;
  checked_at: string | null;
  recorded_at: Generated<string>;
}

export interface TimelineEventTable {
  timeline_event_id: ReadOnly<string | null>;
  kind: ReadOnly<string | null>;
  object_id: ReadOnly<string | null>;
  customer_id: ReadOnly<string | null>;
  legal_entity_id: ReadOnly<string | null>;
  occurred_on: ReadOnly<string | null>;
  number: ReadOnly<string | null>;
  amount: ReadOnly<string | null>;
  currency: ReadOnly<string | null>;
}

export interface UsageRecordTable {
  usage_record_id: Generated<string>;
  contract_line_id: string | null;
  customer_id: string;
  product_id: string | null;
  quantity: string;
  unit_of_measure: string | null;
  used_from: string;
  used_to: string;
  rated_amount: string | null;
  currency: string | null;
  source_system_id: string | null;
  recorded_at: Generated<string>;
}

export interface WriteOffTable {
  write_off_id: Generated<string>;
  legal_entity_id: string;
  customer_id: string;
  invoice_id: string | null;
  posted_on: string;
  reversed_on: string | null;
  amount: string;
  currency: string;
  exchange_rate_to_functional: string | null;
  reason: string | null;
  source_system_id: string;
  issued_by_gateway: GeneratedAlways<boolean>;
  recorded_at: Generated<string>;
}

export interface DB {
  accounting_book: AccountingBookTable;
  accounting_period: AccountingPeriodTable;
  allocation: AllocationTable;
  amendment: AmendmentTable;
  audit_event: AuditEventTable;
  bank_account: BankAccountTable;
  chargeback: ChargebackTable;
  collection_activity: CollectionActivityTable;
  collections_case: CollectionsCaseTable;
  command_log: CommandLogTable;
  contact: ContactTable;
  contact_role: ContactRoleTable;
  contract: ContractTable;
  contract_line: ContractLineTable;
  contract_line_version: ContractLineVersionTable;
  contract_party: ContractPartyTable;
  contract_version: ContractVersionTable;
  converted_amount: ConvertedAmountTable;
  credit_note: CreditNoteTable;
  credit_note_line: CreditNoteLineTable;
  currency: CurrencyTable;
  customer: CustomerTable;
  customer_account: CustomerAccountTable;
  customer_account_version: CustomerAccountVersionTable;
  customer_entity: CustomerEntityTable;
  customer_hierarchy: CustomerHierarchyTable;
  customer_version: CustomerVersionTable;
  deduction: DeductionTable;
  delivery: DeliveryTable;
  dispute: DisputeTable;
  dispute_line: DisputeLineTable;
  endpoint: EndpointTable;
  exception: ExceptionTable;
  exception_event: ExceptionEventTable;
  exception_route: ExceptionRouteTable;
  exchange_rate: ExchangeRateTable;
  feed: FeedTable;
  field_provenance: FieldProvenanceTable;
  field_shadow: FieldShadowTable;
  import_run: ImportRunTable;
  import_run_count: ImportRunCountTable;
  inbound_message: InboundMessageTable;
  inbound_record: InboundRecordTable;
  inbound_wait: InboundWaitTable;
  invoice: InvoiceTable;
  invoice_instalment: InvoiceInstalmentTable;
  invoice_line: InvoiceLineTable;
  invoice_stated_balance: InvoiceStatedBalanceTable;
  invoice_tax: InvoiceTaxTable;
  journal: JournalTable;
  ledger_account: LedgerAccountTable;
  legal_entity: LegalEntityTable;
  match_candidate: MatchCandidateTable;
  opportunity: OpportunityTable;
  opportunity_line: OpportunityLineTable;
  outbox_event: OutboxEventTable;
  outbox_object: OutboxObjectTable;
  payment: PaymentTable;
  payment_term: PaymentTermTable;
  payment_term_instalment: PaymentTermInstalmentTable;
  posting: PostingTable;
  price: PriceTable;
  price_book: PriceBookTable;
  product: ProductTable;
  product_version: ProductVersionTable;
  promise: PromiseTable;
  promise_instalment: PromiseInstalmentTable;
  refund: RefundTable;
  singer_record: SingerRecordTable;
  source_link: SourceLinkTable;
  source_system: SourceSystemTable;
  source_system_entity: SourceSystemEntityTable;
  tax_exemption: TaxExemptionTable;
  tax_registration: TaxRegistrationTable;
  timeline_event: TimelineEventTable;
  usage_record: UsageRecordTable;
  write_off: WriteOffTable;
}
