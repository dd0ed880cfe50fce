// Generated from schema/*.graphql by codegen.ts (`npm run generate`): change the schema, not this file.

export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A calendar date in the legal entity's own time zone, written YYYY-MM-DD (ISO 8601). */
  Date: { input: string; output: string; }
  /** An instant in UTC with milliseconds, written YYYY-MM-DDTHH:MM:SS.mmmZ (RFC 3339). */
  DateTime: { input: string; output: string; }
  /** An exact decimal number, written as a string so that no digit is lost on the way. */
  Decimal: { input: string; output: string; }
  /** A three-letter ISO 4217 currency code, such as EUR. */
  CurrencyCode: { input: string; output: string; }
  /** An arbitrary JSON value, passed on as it was stored. */
  JSON: { input: unknown; output: unknown; }
};

/** Money paid back to a customer, from a payment or a credit note. */
export type Refund = {
  /** The refund's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity that paid. */
  legalEntity: LegalEntity;
  /** The customer who was paid. */
  customer: Maybe<Customer>;
  /** The payment that is paid back. */
  payment: Maybe<Payment>;
  /** The credit note that is paid out. */
  creditNote: Maybe<CreditNote>;
  /** The value date. */
  refundedOn: Scalars['Date']['output'];
  /** The day on which it failed or came back. */
  reversedOn: Maybe<Scalars['Date']['output']>;
  /** The amount paid back. */
  amount: Money;
  /** The functional currency that one unit of the currency was worth. */
  exchangeRate: Maybe<Scalars['Decimal']['output']>;
  /** The reference given by the source. */
  reference: Maybe<Scalars['String']['output']>;
};

/** A page of refunds. */
export type RefundConnection = {
  /** The refunds of the page with their cursors. */
  edges: Array<RefundEdge>;
  /** The refunds of the page. */
  nodes: Array<Refund>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of refunds on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the refunds of a page, with its cursor. */
export type RefundEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The refund itself. */
  node: Refund;
};

/** A payment that the payer's bank took back. */
export type Chargeback = {
  /** The chargeback's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity concerned. */
  legalEntity: LegalEntity;
  /** The customer concerned. */
  customer: Maybe<Customer>;
  /** The payment that was taken back. */
  payment: Maybe<Payment>;
  /** The value date of the loss. */
  chargedBackOn: Scalars['Date']['output'];
  /** The value date on which the money came back, null while it has not. */
  wonBackOn: Maybe<Scalars['Date']['output']>;
  /** The amount taken back. */
  amount: Money;
  /** The ground that the bank gave. */
  reason: Maybe<Scalars['String']['output']>;
  /** The reference given by the source. */
  reference: Maybe<Scalars['String']['output']>;
};

/** A page of chargebacks. */
export type ChargebackConnection = {
  /** The chargebacks of the page with their cursors. */
  edges: Array<ChargebackEdge>;
  /** The chargebacks of the page. */
  nodes: Array<Chargeback>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of chargebacks on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the chargebacks of a page, with its cursor. */
export type ChargebackEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The chargeback itself. */
  node: Chargeback;
};

/** Why less was paid than was due. */
export type DeductionKind =
  /** A cash discount. */
  | 'DISCOUNT'
  /** Tax withheld. */
  | 'WITHHOLDING'
  /** Bank charges. */
  | 'BANK_CHARGE'
  /** Anything else. */
  | 'OTHER';

/** What a customer took off on payment. */
export type Deduction = {
  /** The deduction's identifier. */
  id: Scalars['ID']['output'];
  /** Why less was paid. */
  kind: DeductionKind;
  /** The legal entity concerned. */
  legalEntity: LegalEntity;
  /** The customer concerned. */
  customer: Maybe<Customer>;
  /** The invoice that it settles. */
  invoice: Maybe<Invoice>;
  /** The payment on which it was taken. */
  payment: Maybe<Payment>;
  /** The day of posting. */
  postedOn: Scalars['Date']['output'];
  /** The day on which it was taken back. */
  reversedOn: Maybe<Scalars['Date']['output']>;
  /** The amount taken off. */
  amount: Money;
  /** The ground that was given. */
  reason: Maybe<Scalars['String']['output']>;
};

/** A page of deductions. */
export type DeductionConnection = {
  /** The deductions of the page with their cursors. */
  edges: Array<DeductionEdge>;
  /** The deductions of the page. */
  nodes: Array<Deduction>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of deductions on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the deductions of a page, with its cursor. */
export type DeductionEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The deduction itself. */
  node: Deduction;
};

/** Debt that was given up. */
export type WriteOff = {
  /** The write-off's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity concerned. */
  legalEntity: LegalEntity;
  /** The customer concerned. */
  customer: Maybe<Customer>;
  /** The invoice that was given up. */
  invoice: Maybe<Invoice>;
  /** The day of posting. */
  postedOn: Scalars['Date']['output'];
  /** The day on which it was taken back, such as after a late payment. */
  reversedOn: Maybe<Scalars['Date']['output']>;
  /** The amount given up. */
  amount: Money;
  /** Why it was given up. */
  reason: Maybe<Scalars['String']['output']>;
};

/** A page of write-offs. */
export type WriteOffConnection = {
  /** The write-offs of the page with their cursors. */
  edges: Array<WriteOffEdge>;
  /** The write-offs of the page. */
  nodes: Array<WriteOff>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of write-offs on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the write-offs of a page, with its cursor. */
export type WriteOffEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The write-off itself. */
  node: WriteOff;
};

/** The stage of a credit note's life. */
export type CreditNoteStatus =
  /** Not issued, and in no figure. */
  | 'DRAFT'
  /** Issued to the customer. */
  | 'ISSUED'
  /** Cancelled. */
  | 'VOIDED';

/** Conditions on the credit note status; all that are given must hold. */
export type CreditNoteStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<CreditNoteStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<CreditNoteStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A credit note as it was issued, for an invoice or standing alone. */
export type CreditNote = {
  /** The credit note's identifier. */
  id: Scalars['ID']['output'];
  /** The credit note's number, unique within its legal entity. */
  number: Scalars['String']['output'];
  /** The stage of the credit note's life. */
  status: CreditNoteStatus;
  /** The legal entity that issued it. */
  legalEntity: LegalEntity;
  /** The customer to whom it is addressed. */
  customer: Maybe<Customer>;
  /** The invoice that it corrects, null for a credit standing alone. */
  invoice: Maybe<Invoice>;
  /** The day of issue. */
  issuedOn: Scalars['Date']['output'];
  /** The day of cancellation. */
  voidedOn: Maybe<Scalars['Date']['output']>;
  /** The currency of the document. */
  currency: Scalars['CurrencyCode']['output'];
  /** The functional currency that one unit of the document's currency was worth at issue. */
  exchangeRate: Maybe<Scalars['Decimal']['output']>;
  /** The credit without tax, as a positive amount. */
  subtotal: Money;
  /** The tax credited, as a positive amount. */
  tax: Money;
  /** The credit with tax, as a positive amount. */
  total: Money;
  /** What was applied to invoices. */
  allocated: Money;
  /** What was paid out. */
  refunded: Money;
  /** What is neither applied nor paid out, zero once cancelled. */
  unapplied: Money;
  /** Whether it was goodwill rather than the correction of an error. */
  commercial: Scalars['Boolean']['output'];
  /** Why it was given. */
  reason: Maybe<Scalars['String']['output']>;
  /** The reference given by the source. */
  reference: Maybe<Scalars['String']['output']>;
  /** The lines, in their order. */
  lines: CreditNoteLineConnection;
  /** The applications to invoices, the latest first. */
  allocations: AllocationConnection;
  /** What of it was paid out, the earliest first. */
  refunds: Array<Refund>;
  /** The system that issued it. */
  source: SourceSystem;
  /** The records of source systems behind it. */
  sources: Array<SourceLink>;
  /** When the gateway first recorded it. */
  recordedAt: Scalars['DateTime']['output'];
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** A credit note as it was issued, for an invoice or standing alone. */
export type CreditNotelinesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A credit note as it was issued, for an invoice or standing alone. */
export type CreditNoteallocationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A line of a credit note. */
export type CreditNoteLine = {
  /** The line's identifier. */
  id: Scalars['ID']['output'];
  /** The place on the credit note, from 1. */
  position: Scalars['Int']['output'];
  /** The invoice line that it takes back. */
  invoiceLine: Maybe<InvoiceLine>;
  /** The product credited. */
  product: Maybe<Product>;
  /** What the line says. */
  description: Maybe<Scalars['String']['output']>;
  /** The quantity credited. */
  quantity: Maybe<Scalars['Decimal']['output']>;
  /** The price of one unit in the credit note's currency. */
  unitPrice: Maybe<Scalars['Decimal']['output']>;
  /** The credit without tax, as a positive amount. */
  amount: Money;
  /** The tax credited on the line, null where it is only known for the document. */
  tax: Maybe<Money>;
  /** The code of the revenue account that the source names. */
  ledgerAccountCode: Maybe<Scalars['String']['output']>;
};

/** A page of lines. */
export type CreditNoteLineConnection = {
  /** The lines of the page with their cursors. */
  edges: Array<CreditNoteLineEdge>;
  /** The lines of the page. */
  nodes: Array<CreditNoteLine>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of lines on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the lines of a page, with its cursor. */
export type CreditNoteLineEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The line itself. */
  node: CreditNoteLine;
};

/** A page of invoices. */
export type InvoiceConnection = {
  /** The invoices of the page with their cursors. */
  edges: Array<InvoiceEdge>;
  /** The invoices of the page. */
  nodes: Array<Invoice>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of invoices on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the invoices of a page, with its cursor. */
export type InvoiceEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The invoice itself. */
  node: Invoice;
};

/** Conditions on invoices; all that are given must hold. */
export type InvoiceFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the invoice number. */
  number?: InputMaybe<StringFilter>;
  /** Selects by the kind. */
  kind?: InputMaybe<InvoiceKindFilter>;
  /** Selects by the stage of life. */
  status?: InputMaybe<InvoiceStatusFilter>;
  /** Selects by how far it is settled. */
  settlement?: InputMaybe<SettlementFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the customer to whom it is addressed. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the contract. */
  contractId?: InputMaybe<IDFilter>;
  /** Selects by the day of issue. */
  issuedOn?: InputMaybe<DateFilter>;
  /** Selects by the day on which the last instalment is due. */
  dueOn?: InputMaybe<DateFilter>;
  /** Selects by the currency. */
  currency?: InputMaybe<StringFilter>;
  /** Selects by the amount with tax. */
  total?: InputMaybe<DecimalFilter>;
  /** Selects by the customer's purchase order. */
  purchaseOrderNumber?: InputMaybe<StringFilter>;
  /** Selects by whose word paid and due are. */
  basis?: InputMaybe<BalanceBasisFilter>;
  /** Selects by the reference given by the source. */
  reference?: InputMaybe<StringFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<InvoiceFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<InvoiceFilter>>;
};

/** The order of invoices; the identifier breaks ties. */
export type InvoiceOrder = {
  /** The field that decides. */
  field: InvoiceOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which invoices can be ordered. */
export type InvoiceOrderField =
  /** By the invoice number. */
  | 'NUMBER'
  /** By the day of issue. */
  | 'ISSUED_ON'
  /** By the day on which the last instalment is due. */
  | 'DUE_ON';

/** A part of an invoice that falls due on one day. */
export type InvoiceInstalment = {
  /** The place in the schedule, from 1. */
  position: Scalars['Int']['output'];
  /** The day on which it is due. */
  dueOn: Scalars['Date']['output'];
  /** The amount, with tax. */
  amount: Money;
};

/** A line of an invoice. */
export type InvoiceLine = {
  /** The line's identifier. */
  id: Scalars['ID']['output'];
  /** The place on the invoice, from 1. */
  position: Scalars['Int']['output'];
  /** The product billed. */
  product: Maybe<Product>;
  /** The version of the contract line that it bills. */
  contractLine: Maybe<ContractLine>;
  /** The identifier that the contract line keeps through all its versions. */
  lineageId: Maybe<Scalars['ID']['output']>;
  /** What the line says. */
  description: Maybe<Scalars['String']['output']>;
  /** The quantity billed. */
  quantity: Maybe<Scalars['Decimal']['output']>;
  /** The price of one unit in the invoice's currency, before discount. */
  unitPrice: Maybe<Scalars['Decimal']['output']>;
  /** The discount, in percent. */
  discountPercent: Maybe<Scalars['Decimal']['output']>;
  /** The amount after discount, without tax. */
  amount: Money;
  /** The tax on the line, null where it is only known for the invoice. */
  tax: Maybe<Money>;
  /** The first day of service billed. */
  periodFrom: Maybe<Scalars['Date']['output']>;
  /** The last day of service billed. */
  periodTo: Maybe<Scalars['Date']['output']>;
  /** The code of the revenue account that the source names. */
  ledgerAccountCode: Maybe<Scalars['String']['output']>;
};

/** A page of lines. */
export type InvoiceLineConnection = {
  /** The lines of the page with their cursors. */
  edges: Array<InvoiceLineEdge>;
  /** The lines of the page. */
  nodes: Array<InvoiceLine>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of lines on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the lines of a page, with its cursor. */
export type InvoiceLineEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The line itself. */
  node: InvoiceLine;
};

/** The tax on an invoice at one code and rate. */
export type InvoiceTax = {
  /** The tax code. */
  taxCode: Scalars['String']['output'];
  /** The rate, in percent. */
  ratePercent: Maybe<Scalars['Decimal']['output']>;
  /** The amount that is taxed. */
  base: Money;
  /** The tax. */
  amount: Money;
};

/** A page of credit notes. */
export type CreditNoteConnection = {
  /** The credit notes of the page with their cursors. */
  edges: Array<CreditNoteEdge>;
  /** The credit notes of the page. */
  nodes: Array<CreditNote>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of credit notes on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the credit notes of a page, with its cursor. */
export type CreditNoteEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The credit note itself. */
  node: CreditNote;
};

/** Conditions on credit notes; all that are given must hold. */
export type CreditNoteFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the customer to whom it is addressed. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the credit note's number. */
  number?: InputMaybe<StringFilter>;
  /** Selects by the stage of life. */
  status?: InputMaybe<CreditNoteStatusFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the invoice that it corrects. */
  invoiceId?: InputMaybe<IDFilter>;
  /** Selects by the day of issue. */
  issuedOn?: InputMaybe<DateFilter>;
  /** Selects by the currency. */
  currency?: InputMaybe<StringFilter>;
  /** Selects by the amount with tax. */
  total?: InputMaybe<DecimalFilter>;
  /** Selects by whether it was goodwill. */
  commercial?: InputMaybe<BooleanFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<CreditNoteFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<CreditNoteFilter>>;
};

/** The order of credit notes; the identifier breaks ties. */
export type CreditNoteOrder = {
  /** The field that decides. */
  field: CreditNoteOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which credit notes can be ordered. */
export type CreditNoteOrderField =
  /** By the credit note's number. */
  | 'NUMBER'
  /** By the day of issue. */
  | 'ISSUED_ON';

/** A page of payments. */
export type PaymentConnection = {
  /** The payments of the page with their cursors. */
  edges: Array<PaymentEdge>;
  /** The payments of the page. */
  nodes: Array<Payment>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of payments on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the payments of a page, with its cursor. */
export type PaymentEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The payment itself. */
  node: Payment;
};

/** Conditions on payments; all that are given must hold. */
export type PaymentFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the customer who paid. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the number of the document. */
  number?: InputMaybe<StringFilter>;
  /** Selects by the kind. */
  kind?: InputMaybe<PaymentKindFilter>;
  /** Selects by the way of payment. */
  method?: InputMaybe<StringFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the value date. */
  receivedOn?: InputMaybe<DateFilter>;
  /** Selects by the day of posting. */
  postedOn?: InputMaybe<DateFilter>;
  /** Selects by the day on which it was taken back. */
  reversedOn?: InputMaybe<DateFilter>;
  /** Selects by the currency. */
  currency?: InputMaybe<StringFilter>;
  /** Selects by the amount received. */
  amount?: InputMaybe<DecimalFilter>;
  /** Selects by the payer's reference. */
  reference?: InputMaybe<StringFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<PaymentFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<PaymentFilter>>;
};

/** The order of payments; the identifier breaks ties. */
export type PaymentOrder = {
  /** The field that decides. */
  field: PaymentOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which payments can be ordered. */
export type PaymentOrderField =
  /** By the value date. */
  | 'RECEIVED_ON';

/** The kind of a payment. */
export type PaymentKind =
  /** Money for what was billed. */
  | 'PAYMENT'
  /** Money ahead of billing. */
  | 'DEPOSIT';

/** Conditions on the payment kind; all that are given must hold. */
export type PaymentKindFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<PaymentKind>;
  /** One of these values. */
  in?: InputMaybe<Array<PaymentKind>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Money received from a customer, by a bank or card document. */
export type Payment = {
  /** The payment's identifier. */
  id: Scalars['ID']['output'];
  /** The number of the document, unique within its legal entity. */
  number: Scalars['String']['output'];
  /** Whether it is a payment or a deposit. */
  kind: PaymentKind;
  /** The way of payment, such as card or transfer. */
  method: Maybe<Scalars['String']['output']>;
  /** The legal entity that received it. */
  legalEntity: LegalEntity;
  /** The customer who paid, null while the payer is unknown. */
  customer: Maybe<Customer>;
  /** The value date. */
  receivedOn: Scalars['Date']['output'];
  /** The day of posting. */
  postedOn: Scalars['Date']['output'];
  /** The day on which the payment was taken back whole, such as a bounced debit. */
  reversedOn: Maybe<Scalars['Date']['output']>;
  /** The currency received. */
  currency: Scalars['CurrencyCode']['output'];
  /** The functional currency that one unit of the currency received was worth. */
  exchangeRate: Maybe<Scalars['Decimal']['output']>;
  /** The amount received. */
  amount: Money;
  /** What was applied to invoices. */
  allocated: Money;
  /** What was paid back. */
  refunded: Money;
  /** What the payer's bank took back. */
  chargedBack: Money;
  /** What is neither applied, paid back nor taken back, zero once reversed. */
  unapplied: Money;
  /** The payer's reference. */
  reference: Maybe<Scalars['String']['output']>;
  /** The applications to invoices, the latest first. */
  allocations: AllocationConnection;
  /** What was paid back, the earliest first. */
  refunds: Array<Refund>;
  /** What the payer's bank took back, the earliest first. */
  chargebacks: Array<Chargeback>;
  /** What was taken off on this payment, the earliest first. */
  deductions: Array<Deduction>;
  /** The system that recorded it. */
  source: SourceSystem;
  /** The records of source systems behind it. */
  sources: Array<SourceLink>;
  /** When the gateway first recorded it. */
  recordedAt: Scalars['DateTime']['output'];
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** Money received from a customer, by a bank or card document. */
export type PaymentallocationsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** What was applied to an invoice. */
export type AllocationKind =
  /** A payment. */
  | 'PAYMENT'
  /** A credit note. */
  | 'CREDIT';

/** Conditions on the allocation kind; all that are given must hold. */
export type AllocationKindFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<AllocationKind>;
  /** One of these values. */
  in?: InputMaybe<Array<AllocationKind>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The application of a payment or credit note to an invoice. */
export type Allocation = {
  /** The application's identifier. */
  id: Scalars['ID']['output'];
  /** Whether a payment or a credit note was applied. */
  kind: AllocationKind;
  /** The payment applied, null for a credit note. */
  payment: Maybe<Payment>;
  /** The credit note applied, null for a payment. */
  creditNote: Maybe<CreditNote>;
  /** The invoice settled. */
  invoice: Maybe<Invoice>;
  /** The amount applied, in the invoice's currency. */
  amount: Money;
  /** What it took from the payment or credit note, in that document's currency. */
  drawnAmount: Maybe<Money>;
  /** The day of application. */
  appliedOn: Scalars['Date']['output'];
  /** The day on which the application was taken back. */
  reversedOn: Maybe<Scalars['Date']['output']>;
  /** When the gateway recorded it. */
  recordedAt: Scalars['DateTime']['output'];
};

/** A page of applications. */
export type AllocationConnection = {
  /** The applications of the page with their cursors. */
  edges: Array<AllocationEdge>;
  /** The applications of the page. */
  nodes: Array<Allocation>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of applications on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the applications of a page, with its cursor. */
export type AllocationEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The application itself. */
  node: Allocation;
};

/** Conditions on applications; all that are given must hold. */
export type AllocationFilter = {
  /** Selects by what was applied. */
  kind?: InputMaybe<AllocationKindFilter>;
  /** Selects by the day of application. */
  appliedOn?: InputMaybe<DateFilter>;
  /** Selects by the day on which it was taken back. */
  reversedOn?: InputMaybe<DateFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<AllocationFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<AllocationFilter>>;
};

/** The order of applications; the identifier breaks ties. */
export type AllocationOrder = {
  /** The field that decides. */
  field: AllocationOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which applications can be ordered. */
export type AllocationOrderField =
  /** By the day of application. */
  | 'APPLIED_ON';

/** The day from which the age of an instalment is counted. */
export type AgeingBasis =
  /** The day on which it is due. */
  | 'DUE_DATE'
  /** The day on which its invoice was issued. */
  | 'INVOICE_DATE';

/** A band of age. */
export type AgeingBand =
  /** Not due yet, what is due on the day itself included. */
  | 'NOT_DUE'
  /** 1 to 30 days. */
  | 'DAYS_1_30'
  /** 31 to 60 days. */
  | 'DAYS_31_60'
  /** 61 to 90 days. */
  | 'DAYS_61_90'
  /** 91 to 120 days. */
  | 'DAYS_91_120'
  /** More than 120 days. */
  | 'OVER_120'
  /** What the open receivable is more or less than the open instalments: less unapplied cash and credits. */
  | 'UNAPPLIED';

/** What is open in one band of age. */
export type AgeingBucket = {
  /** The band of age. */
  band: AgeingBand;
  /** What is open, null where a rate is missing. */
  amount: Maybe<Money>;
};

/**
 * The receivable figures of one customer in one transaction currency, exact and unconverted; null where a feed
 * was never loaded.
 */
export type CurrencyBalance = {
  /** The transaction currency. */
  currency: Scalars['CurrencyCode']['output'];
  /** Invoices and debit notes issued, with tax. */
  billed: Maybe<Money>;
  /** Credit notes issued, with tax, positive. */
  credited: Maybe<Money>;
  /** Cash by value date less refunds and chargebacks. */
  collected: Maybe<Money>;
  /** Debt given up. */
  writtenOff: Maybe<Money>;
  /** What was taken off on payment. */
  deductions: Maybe<Money>;
  /** Billed less credited, collected, written off and deducted from the beginning to the day. */
  openReceivable: Maybe<Money>;
  /** Cash not applied to invoices, refunded or charged back. */
  unapplied: Maybe<Money>;
};

/** The kind of a billing document. */
export type InvoiceKind =
  /** An invoice. */
  | 'INVOICE'
  /** A later charge on top of an invoice. */
  | 'DEBIT_NOTE';

/** Conditions on the invoice kind; all that are given must hold. */
export type InvoiceKindFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<InvoiceKind>;
  /** One of these values. */
  in?: InputMaybe<Array<InvoiceKind>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The stage of an invoice's life. */
export type InvoiceStatus =
  /** Not issued, and in no figure. */
  | 'DRAFT'
  /** Issued to the customer. */
  | 'ISSUED'
  /** Cancelled, together with its cancellation. */
  | 'VOIDED';

/** Conditions on the invoice status; all that are given must hold. */
export type InvoiceStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<InvoiceStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<InvoiceStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** How far an invoice is settled. */
export type Settlement =
  /** Nothing is settled. */
  | 'OPEN'
  /** A part is settled. */
  | 'PARTLY_PAID'
  /** All is settled. */
  | 'PAID'
  /** What was open was given up. */
  | 'WRITTEN_OFF';

/** Conditions on the settlement; all that are given must hold. */
export type SettlementFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<Settlement>;
  /** One of these values. */
  in?: InputMaybe<Array<Settlement>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Whose word stands for paid and due. */
export type BalanceBasis =
  /** The owner of the document states them. */
  | 'STATED'
  /** They follow from the applications on record. */
  | 'DERIVED';

/** Conditions on the balance basis; all that are given must hold. */
export type BalanceBasisFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<BalanceBasis>;
  /** One of these values. */
  in?: InputMaybe<Array<BalanceBasis>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** An invoice or debit note as it was issued; later changes of master data do not alter it. */
export type Invoice = {
  /** The invoice's identifier. */
  id: Scalars['ID']['output'];
  /** The invoice's number, unique within its legal entity. */
  number: Scalars['String']['output'];
  /** Whether it is an invoice or a debit note. */
  kind: InvoiceKind;
  /** The stage of the invoice's life. */
  status: InvoiceStatus;
  /** How far it is settled. */
  settlement: Settlement;
  /** The legal entity that issued it. */
  legalEntity: LegalEntity;
  /** The customer to whom it is addressed. */
  customer: Maybe<Customer>;
  /** The customer who bought. */
  soldTo: Maybe<Customer>;
  /** The customer to whom it is addressed. */
  billTo: Maybe<Customer>;
  /** The customer who received delivery. */
  shipTo: Maybe<Customer>;
  /** The customer who pays and owes. */
  payer: Maybe<Customer>;
  /** The customer who uses what was sold. */
  endCustomer: Maybe<Customer>;
  /** The contract under which it was issued. */
  contract: Maybe<Contract>;
  /** The day of issue, the day planned for a draft. */
  issuedOn: Scalars['Date']['output'];
  /** The day on which the last instalment is due. */
  dueOn: Scalars['Date']['output'];
  /** The day of cancellation. */
  voidedOn: Maybe<Scalars['Date']['output']>;
  /** The currency of the document. */
  currency: Scalars['CurrencyCode']['output'];
  /** The functional currency that one unit of the document's currency was worth at issue. */
  exchangeRate: Maybe<Scalars['Decimal']['output']>;
  /** The total without tax. */
  subtotal: Money;
  /** The tax. */
  tax: Money;
  /** The total with tax. */
  total: Money;
  /** What was paid, on the basis served. */
  paid: Maybe<Money>;
  /** What was credited, on the basis served. */
  credited: Maybe<Money>;
  /** What is still due, on the basis served. */
  due: Maybe<Money>;
  /** Whose word the three amounts before are. */
  basis: BalanceBasis;
  /** What the owner of the document last stated, null where it never did. */
  stated: Maybe<InvoiceBalance>;
  /** What follows from applications, deductions and write-offs on record. */
  derived: InvoiceBalance;
  /** The customer's purchase order. */
  purchaseOrderNumber: Maybe<Scalars['String']['output']>;
  /** The payment terms at issue. */
  paymentTerms: Maybe<Scalars['String']['output']>;
  /** The addressee as printed on the document. */
  snapshot: Maybe<InvoiceParty>;
  /** The document that this one corrects. */
  corrects: Maybe<Invoice>;
  /** The reference given by the source. */
  reference: Maybe<Scalars['String']['output']>;
  /** The due schedule. */
  instalments: Array<InvoiceInstalment>;
  /** The lines, in their order. */
  lines: InvoiceLineConnection;
  /** The tax by code and rate. */
  taxes: Array<InvoiceTax>;
  /** The payments and credit notes applied to it. */
  allocations: AllocationConnection;
  /** The sum of the credit notes that name it, applied or not. */
  creditIssued: Money;
  /** What was taken off on payment. */
  deducted: Money;
  /** What was given up. */
  writtenOff: Money;
  /** The credit notes that name it, the earliest first. */
  creditNotes: Array<CreditNote>;
  /** What was taken off on payment, the earliest first. */
  deductions: Array<Deduction>;
  /** What was given up, the earliest first. */
  writeOffs: Array<WriteOff>;
  /** The postings that name it. */
  postings: PostingConnection;
  /** The system that issued it. */
  source: SourceSystem;
  /** The records of source systems behind it. */
  sources: Array<SourceLink>;
  /** When the gateway first recorded it. */
  recordedAt: Scalars['DateTime']['output'];
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The disputes about the invoice, the earliest first. */
  disputes: Array<Dispute>;
};


/** An invoice or debit note as it was issued; later changes of master data do not alter it. */
export type InvoicelinesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** An invoice or debit note as it was issued; later changes of master data do not alter it. */
export type InvoiceallocationsArgs = {
  filter?: InputMaybe<AllocationFilter>;
  orderBy?: InputMaybe<AllocationOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** An invoice or debit note as it was issued; later changes of master data do not alter it. */
export type InvoicepostingsArgs = {
  filter?: InputMaybe<PostingFilter>;
  orderBy?: InputMaybe<PostingOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** What is paid, credited and due on an invoice. */
export type InvoiceBalance = {
  /** The day for which it was stated, null for what is derived now. */
  on: Maybe<Scalars['Date']['output']>;
  /** What was paid. */
  paid: Maybe<Money>;
  /** What was credited. */
  credited: Maybe<Money>;
  /** What is still due. */
  due: Maybe<Money>;
};

/** The addressee of a document as printed on it. */
export type InvoiceParty = {
  /** The registered name. */
  legalName: Maybe<Scalars['String']['output']>;
  /** The billing address. */
  billingAddress: Maybe<Address>;
  /** The tax numbers. */
  taxIds: Maybe<Array<Scalars['String']['output']>>;
};

/** Where a dispute stands. */
export type DisputeStatus =
  /** It is being worked on and its clock runs. */
  | 'OPEN'
  /** It waits for the customer and its clock stands. */
  | 'WAITING_CUSTOMER'
  /** It is decided. */
  | 'RESOLVED';

/** Conditions on the dispute status; all that are given must hold. */
export type DisputeStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<DisputeStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<DisputeStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** How a dispute was decided. */
export type DisputeResolution =
  /** The disputed amount was credited. */
  | 'CREDITED'
  /** The invoice was replaced. */
  | 'REBILLED'
  /** A part was credited. */
  | 'PARTLY_CREDITED'
  /** The invoice stands. */
  | 'REJECTED'
  /** The customer took the dispute back. */
  | 'WITHDRAWN';

/** Conditions on the dispute resolution; all that are given must hold. */
export type DisputeResolutionFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<DisputeResolution>;
  /** One of these values. */
  in?: InputMaybe<Array<DisputeResolution>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** An amount of an invoice that the customer contests. */
export type Dispute = {
  /** The dispute's identifier. */
  id: Scalars['ID']['output'];
  /** The dispute's number. */
  number: Scalars['String']['output'];
  /** Where the dispute stands. */
  status: DisputeStatus;
  /** The legal entity that issued the invoice. */
  legalEntity: LegalEntity;
  /** The customer who contests. */
  customer: Maybe<Customer>;
  /** The invoice contested. */
  invoice: Maybe<Invoice>;
  /** The customer's ground. */
  reason: Scalars['String']['output'];
  /** The day on which it was raised. */
  openedOn: Scalars['Date']['output'];
  /** The day since which it waits for the customer. */
  waitingSince: Maybe<Scalars['Date']['output']>;
  /** The days for which it waited for the customer before, in calendar days. */
  waitedDays: Scalars['Int']['output'];
  /** The day of the decision. */
  resolvedOn: Maybe<Scalars['Date']['output']>;
  /** The decision. */
  resolution: Maybe<DisputeResolution>;
  /** Whether the invoice was found to be wrong, null while undecided. */
  errorConfirmed: Maybe<Scalars['Boolean']['output']>;
  /** The cause that was found. */
  rootCause: Maybe<Scalars['String']['output']>;
  /** The amount disputed, with tax. */
  amount: Money;
  /** The amounts disputed per invoice line. */
  lines: Array<DisputeLine>;
  /** The records of source systems behind it. */
  sources: Array<SourceLink>;
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** A page of disputes. */
export type DisputeConnection = {
  /** The disputes of the page with their cursors. */
  edges: Array<DisputeEdge>;
  /** The disputes of the page. */
  nodes: Array<Dispute>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of disputes on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the disputes of a page, with its cursor. */
export type DisputeEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The dispute itself. */
  node: Dispute;
};

/** Conditions on disputes; all that are given must hold. */
export type DisputeFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the customer who contests. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the dispute's number. */
  number?: InputMaybe<StringFilter>;
  /** Selects by where it stands. */
  status?: InputMaybe<DisputeStatusFilter>;
  /** Selects by the decision. */
  resolution?: InputMaybe<DisputeResolutionFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the invoice contested. */
  invoiceId?: InputMaybe<IDFilter>;
  /** Selects by the day on which it was raised. */
  openedOn?: InputMaybe<DateFilter>;
  /** Selects by the day of the decision. */
  resolvedOn?: InputMaybe<DateFilter>;
  /** Selects by the amount disputed. */
  amount?: InputMaybe<DecimalFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<DisputeFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<DisputeFilter>>;
};

/** The order of disputes; the identifier breaks ties. */
export type DisputeOrder = {
  /** The field that decides. */
  field: DisputeOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which disputes can be ordered. */
export type DisputeOrderField =
  /** By the day on which it was raised. */
  | 'OPENED_ON';

/** The part of a dispute that concerns one invoice line. */
export type DisputeLine = {
  /** The line, null where the whole document is meant. */
  invoiceLine: Maybe<InvoiceLine>;
  /** The amount disputed. */
  amount: Money;
};

/** Whether a promise to pay was kept. */
export type PromiseStatus =
  /** Not judged yet. */
  | 'OPEN'
  /** A part came in time. */
  | 'PARTIALLY_KEPT'
  /** All came in time. */
  | 'KEPT'
  /** It did not come in time. */
  | 'BROKEN';

/** Conditions on the promise status; all that are given must hold. */
export type PromiseStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<PromiseStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<PromiseStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A customer's promise to pay by given days. */
export type PromiseToPay = {
  /** The promise's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity to which it was made. */
  legalEntity: LegalEntity;
  /** Whether it was kept. */
  status: PromiseStatus;
  /** The day on which it was made. */
  madeOn: Scalars['Date']['output'];
  /** The last day promised. */
  promisedOn: Scalars['Date']['output'];
  /** The case to which it belongs. */
  case: Maybe<CollectionsCase>;
  /** The amount promised. */
  amount: Money;
  /** The days of grace after each day promised. */
  graceDays: Scalars['Int']['output'];
  /** The days and amounts promised, empty where all is promised for one day. */
  instalments: Array<PromiseInstalment>;
};

/** A part of a promise to pay. */
export type PromiseInstalment = {
  /** The day promised. */
  dueOn: Scalars['Date']['output'];
  /** The amount promised for the day. */
  amount: Money;
};

/** A page of promises. */
export type PromiseToPayConnection = {
  /** The promises of the page with their cursors. */
  edges: Array<PromiseToPayEdge>;
  /** The promises of the page. */
  nodes: Array<PromiseToPay>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of promises on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the promises of a page, with its cursor. */
export type PromiseToPayEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The promise itself. */
  node: PromiseToPay;
};

/** Conditions on promises; all that are given must hold. */
export type PromiseToPayFilter = {
  /** Selects by whether it was kept. */
  status?: InputMaybe<PromiseStatusFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the day on which it was made. */
  madeOn?: InputMaybe<DateFilter>;
  /** Selects by the last day promised. */
  promisedOn?: InputMaybe<DateFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<PromiseToPayFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<PromiseToPayFilter>>;
};

/** The order of promises; the identifier breaks ties. */
export type PromiseToPayOrder = {
  /** The field that decides. */
  field: PromiseToPayOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which promises can be ordered. */
export type PromiseToPayOrderField =
  /** By the last day promised. */
  | 'PROMISED_ON';

/** What was done to collect. */
export type CollectionActivityKind =
  /** A reminder was sent. */
  | 'REMINDER'
  /** A call was made. */
  | 'CALL'
  /** An e-mail was written. */
  | 'EMAIL'
  /** A letter was written. */
  | 'LETTER'
  /** A dunning letter went out. */
  | 'DUNNING'
  /** The case was escalated. */
  | 'ESCALATION'
  /** It was handed to lawyers or an agency. */
  | 'LEGAL'
  /** A note was taken. */
  | 'NOTE';

/** Conditions on the collection activity kind; all that are given must hold. */
export type CollectionActivityKindFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<CollectionActivityKind>;
  /** One of these values. */
  in?: InputMaybe<Array<CollectionActivityKind>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Something that was done to collect debt. */
export type CollectionActivity = {
  /** The activity's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity to which the debt is owed. */
  legalEntity: LegalEntity;
  /** What was done. */
  kind: CollectionActivityKind;
  /** The day on which it was done. */
  performedOn: Scalars['Date']['output'];
  /** The person who did it. */
  performedBy: Maybe<Scalars['String']['output']>;
  /** The case to which it belongs. */
  case: Maybe<CollectionsCase>;
  /** What was noted. */
  note: Maybe<Scalars['String']['output']>;
  /** The invoice concerned. */
  invoice: Maybe<Invoice>;
  /** The fee charged. */
  fee: Maybe<Money>;
  /** The interest charged. */
  interest: Maybe<Money>;
};

/** A page of activities. */
export type CollectionActivityConnection = {
  /** The activities of the page with their cursors. */
  edges: Array<CollectionActivityEdge>;
  /** The activities of the page. */
  nodes: Array<CollectionActivity>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of activities on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the activities of a page, with its cursor. */
export type CollectionActivityEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The activity itself. */
  node: CollectionActivity;
};

/** Conditions on activities; all that are given must hold. */
export type CollectionActivityFilter = {
  /** Selects by what was done. */
  kind?: InputMaybe<CollectionActivityKindFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the day on which it was done. */
  performedOn?: InputMaybe<DateFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<CollectionActivityFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<CollectionActivityFilter>>;
};

/** The order of activities; the identifier breaks ties. */
export type CollectionActivityOrder = {
  /** The field that decides. */
  field: CollectionActivityOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which activities can be ordered. */
export type CollectionActivityOrderField =
  /** By the day on which it was done. */
  | 'PERFORMED_ON';

/** How far the chasing of debt has gone. */
export type CollectionsStatus =
  /** Nothing is chased. */
  | 'CURRENT'
  /** A reminder went out. */
  | 'REMINDED'
  /** Dunning letters go out. */
  | 'DUNNING'
  /** It lies with sales or management. */
  | 'ESCALATED'
  /** It lies with lawyers or an agency. */
  | 'LEGAL'
  /** The case is closed. */
  | 'CLOSED';

/** Where the collection of one customer's debt stands. */
export type Collections = {
  /** The most advanced status of the open cases, CURRENT without any. */
  status: CollectionsStatus;
  /** The highest dunning stage of the open cases. */
  stage: Maybe<Scalars['Int']['output']>;
  /** Open instalments due before today, in the default account's currency, null where a rate is missing. */
  overdue: Maybe<Money>;
  /** The open receivable by age today, in the default account's currency. */
  ageing: Array<AgeingBucket>;
  /** The step that comes first among the open cases. */
  nextStep: Maybe<Scalars['String']['output']>;
  /** The day of that step. */
  nextStepOn: Maybe<Scalars['Date']['output']>;
  /** The person who chases the most advanced case. */
  collector: Maybe<Scalars['String']['output']>;
  /** Whether dunning is on hold today, by an account or an open case. */
  hold: Scalars['Boolean']['output'];
  /** The last day of the longest hold of a case, null where none has an end. */
  holdUntil: Maybe<Scalars['Date']['output']>;
  /** The cases, open ones first. */
  cases: Array<CollectionsCase>;
  /** The customer's promises to pay. */
  promises: PromiseToPayConnection;
  /** What was done to collect. */
  activities: CollectionActivityConnection;
};


/** Where the collection of one customer's debt stands. */
export type CollectionsageingArgs = {
  basis?: InputMaybe<AgeingBasis>;
};


/** Where the collection of one customer's debt stands. */
export type CollectionspromisesArgs = {
  filter?: InputMaybe<PromiseToPayFilter>;
  orderBy?: InputMaybe<PromiseToPayOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** Where the collection of one customer's debt stands. */
export type CollectionsactivitiesArgs = {
  filter?: InputMaybe<CollectionActivityFilter>;
  orderBy?: InputMaybe<CollectionActivityOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The chasing of one customer's debt by one legal entity. */
export type CollectionsCase = {
  /** The case's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity to which the debt is owed. */
  legalEntity: LegalEntity;
  /** How far the chasing has gone. */
  status: CollectionsStatus;
  /** The dunning stage reached, 0 before the first. */
  stage: Scalars['Int']['output'];
  /** The person who chases. */
  collector: Maybe<Scalars['String']['output']>;
  /** The day on which the case was opened. */
  openedOn: Scalars['Date']['output'];
  /** The day on which it was closed. */
  closedOn: Maybe<Scalars['Date']['output']>;
  /** The next step. */
  nextStep: Maybe<Scalars['String']['output']>;
  /** The day of the next step. */
  nextStepOn: Maybe<Scalars['Date']['output']>;
  /** The last day of a hold. */
  holdUntil: Maybe<Scalars['Date']['output']>;
};

/** What an amendment does to a contract. */
export type AmendmentKind =
  /** Begins a contract. */
  | 'NEW'
  /** Raises a quantity or tier. */
  | 'UPSELL'
  /** Lowers a quantity or tier. */
  | 'DOWNSELL'
  /** Adds another product. */
  | 'CROSS_SELL'
  /** Replaces one product by another. */
  | 'SWAP'
  /** Changes a price alone. */
  | 'PRICE_CHANGE'
  /** Begins another term. */
  | 'RENEW'
  /** Lengthens the term. */
  | 'EXTEND'
  /** Aligns the ends of terms. */
  | 'CO_TERM'
  /** Moves the contract to another customer. */
  | 'TRANSFER'
  /** Pauses service. */
  | 'SUSPEND'
  /** Takes service up again. */
  | 'RESUME'
  /** Ends lines or the contract. */
  | 'CANCEL'
  /** Puts a mistake right. */
  | 'CORRECTION';

/** Conditions on the amendment kind; all that are given must hold. */
export type AmendmentKindFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<AmendmentKind>;
  /** One of these values. */
  in?: InputMaybe<Array<AmendmentKind>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A change that was agreed to a contract. */
export type Amendment = {
  /** The amendment's identifier. */
  id: Scalars['ID']['output'];
  /** The amendment's number. */
  number: Maybe<Scalars['String']['output']>;
  /** What the amendment does. */
  kind: AmendmentKind;
  /** The contract that it changes. */
  contract: Maybe<Contract>;
  /** The day of signature. */
  signedOn: Maybe<Scalars['Date']['output']>;
  /** The day from which it counts as booked. */
  bookedOn: Maybe<Scalars['Date']['output']>;
  /** The day from which it changes recurring revenue. */
  effectiveOn: Scalars['Date']['output'];
  /** The day on which it reaches the ledger. */
  postedOn: Maybe<Scalars['Date']['output']>;
  /** Why it was agreed. */
  reason: Maybe<Scalars['String']['output']>;
  /** What brought it about, such as a renewal. */
  cause: Maybe<Scalars['String']['output']>;
  /** The line versions that it made. */
  lines: ContractLineConnection;
};


/** A change that was agreed to a contract. */
export type AmendmentlinesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of amendments. */
export type AmendmentConnection = {
  /** The amendments of the page with their cursors. */
  edges: Array<AmendmentEdge>;
  /** The amendments of the page. */
  nodes: Array<Amendment>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of amendments on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the amendments of a page, with its cursor. */
export type AmendmentEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The amendment itself. */
  node: Amendment;
};

/** Conditions on amendments; all that are given must hold. */
export type AmendmentFilter = {
  /** Selects by the kind. */
  kind?: InputMaybe<AmendmentKindFilter>;
  /** Selects by the contract. */
  contractId?: InputMaybe<IDFilter>;
  /** Selects by the day of signature. */
  signedOn?: InputMaybe<DateFilter>;
  /** Selects by the day of booking. */
  bookedOn?: InputMaybe<DateFilter>;
  /** Selects by the day from which it changes recurring revenue. */
  effectiveOn?: InputMaybe<DateFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<AmendmentFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<AmendmentFilter>>;
};

/** The order of amendments; the identifier breaks ties. */
export type AmendmentOrder = {
  /** The field that decides. */
  field: AmendmentOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which amendments can be ordered. */
export type AmendmentOrderField =
  /** By the day from which it changes recurring revenue. */
  | 'EFFECTIVE_ON';

/** How often a line is billed. */
export type BillingFrequency =
  /** Every week. */
  | 'WEEKLY'
  /** Every month. */
  | 'MONTHLY'
  /** Every three months. */
  | 'QUARTERLY'
  /** Every six months. */
  | 'SEMI_ANNUAL'
  /** Every twelve months. */
  | 'ANNUAL'
  /** Once for a term of several years. */
  | 'MULTI_YEAR'
  /** Once. */
  | 'ONCE';

/** Conditions on the billing frequency; all that are given must hold. */
export type BillingFrequencyFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<BillingFrequency>;
  /** One of these values. */
  in?: InputMaybe<Array<BillingFrequency>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** When a period is billed. */
export type BillingTiming =
  /** At its start. */
  | 'ADVANCE'
  /** After its end. */
  | 'ARREARS';

/** What makes a line billable. */
export type BillingTrigger =
  /** The signature of the contract. */
  | 'SIGNATURE'
  /** The beginning of service. */
  | 'ACTIVATION'
  /** The delivery. */
  | 'DELIVERY'
  /** A milestone reached. */
  | 'MILESTONE'
  /** A date agreed. */
  | 'DATE'
  /** Usage measured. */
  | 'USAGE';

/** One version of a line of a contract. */
export type ContractLine = {
  /** The identifier of this version of the line. */
  id: Scalars['ID']['output'];
  /** The identifier that the line keeps through all its versions. */
  lineageId: Scalars['ID']['output'];
  /** The number of this version within the line, from 1. */
  lineVersion: Scalars['Int']['output'];
  /** The place on the contract, from 1. */
  position: Scalars['Int']['output'];
  /** The contract. */
  contract: Maybe<Contract>;
  /** The customer who uses it and to whom its recurring revenue belongs. */
  endCustomer: Maybe<Customer>;
  /** The product sold. */
  product: Maybe<Product>;
  /** Whether the line is recurring, usage, one-time or a service. */
  kind: ProductKind;
  /** What the line says. */
  description: Maybe<Scalars['String']['output']>;
  /** The quantity in the product's unit. */
  quantity: Scalars['Decimal']['output'];
  /** How the price is computed. */
  priceModel: PriceModel;
  /** The list price of one unit for one price period, in the contract's currency. */
  unitPrice: Scalars['Decimal']['output'];
  /** The discount off the list price, in percent. */
  discountPercent: Scalars['Decimal']['output'];
  /** The price of one unit for one price period after discount, in the contract's currency. */
  netUnitPrice: Scalars['Decimal']['output'];
  /** The months that the price covers, null for a one-time price. */
  pricePeriodMonths: Maybe<Scalars['Int']['output']>;
  /** The currency of the prices. */
  currency: Scalars['CurrencyCode']['output'];
  /** How often the line is billed. */
  billingFrequency: BillingFrequency;
  /** When a period of it is billed. */
  billingTiming: BillingTiming;
  /** What makes the line billable. */
  trigger: BillingTrigger;
  /** The first day of service. */
  startsOn: Scalars['Date']['output'];
  /** The last day of service, null while open-ended. */
  endsOn: Maybe<Scalars['Date']['output']>;
  /** The day on which service of the line began. */
  activatedOn: Maybe<Scalars['Date']['output']>;
  /** The first day of a suspension. */
  suspendedFrom: Maybe<Scalars['Date']['output']>;
  /** The day on which service resumes, null while that is open. */
  suspendedTo: Maybe<Scalars['Date']['output']>;
  /** The least that is billed for one price period. */
  minimumCommitment: Maybe<Money>;
  /** The usage that the price includes for one price period. */
  includedQuantity: Maybe<Scalars['Decimal']['output']>;
  /** The price of one unit of usage beyond what is included, in the contract's currency. */
  overageUnitPrice: Maybe<Scalars['Decimal']['output']>;
  /**
   * The steps of quantity and net unit price that come into force by themselves, each with from, quantity and
   * netUnitPrice.
   */
  ramp: Maybe<Scalars['JSON']['output']>;
  /**
   * The tiers of graduated and volume prices, each with upTo, unitAmount and flatAmount, upTo being null in the
   * last.
   */
  tiers: Maybe<Scalars['JSON']['output']>;
  /** The amendment that made this version, null for the original. */
  amendment: Maybe<Amendment>;
  /** The day on which this version was signed. */
  signedOn: Maybe<Scalars['Date']['output']>;
  /** Whether this version holds today, whatever the term of the line. */
  current: Scalars['Boolean']['output'];
  /** The first day on which this version holds, null for an original that always did. */
  validFrom: Maybe<Scalars['Date']['output']>;
  /** The day from which this version no longer holds, null while nothing replaces it. */
  validTo: Maybe<Scalars['Date']['output']>;
  /** The usage measured against the line, the latest first. */
  usageRecords: UsageRecordConnection;
  /** The invoice lines that bill any version of the line, the latest invoice first. */
  invoiceLines: InvoiceLineConnection;
};


/** One version of a line of a contract. */
export type ContractLineusageRecordsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** One version of a line of a contract. */
export type ContractLineinvoiceLinesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of lines. */
export type ContractLineConnection = {
  /** The lines of the page with their cursors. */
  edges: Array<ContractLineEdge>;
  /** The lines of the page. */
  nodes: Array<ContractLine>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of lines on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the lines of a page, with its cursor. */
export type ContractLineEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The line itself. */
  node: ContractLine;
};

/** Conditions on contract lines; all that are given must hold. */
export type ContractLineFilter = {
  /** Selects by the identifier that the line keeps. */
  lineageId?: InputMaybe<IDFilter>;
  /** Selects by the product. */
  productId?: InputMaybe<IDFilter>;
  /** Selects by the kind of line. */
  kind?: InputMaybe<ProductKindFilter>;
  /** Selects by the frequency of billing. */
  billingFrequency?: InputMaybe<BillingFrequencyFilter>;
  /** Selects by the first day of service. */
  startsOn?: InputMaybe<DateFilter>;
  /** Selects by the last day of service. */
  endsOn?: InputMaybe<DateFilter>;
  /** Selects by whether the version holds today. */
  current?: InputMaybe<BooleanFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<ContractLineFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<ContractLineFilter>>;
};

/** The order of contract lines; the identifier breaks ties. */
export type ContractLineOrder = {
  /** The field that decides. */
  field: ContractLineOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which contract lines can be ordered. */
export type ContractLineOrderField =
  /** By the place on the contract. */
  | 'POSITION'
  /** By the first day of service. */
  | 'STARTS_ON';

/** A page of contracts. */
export type ContractConnection = {
  /** The contracts of the page with their cursors. */
  edges: Array<ContractEdge>;
  /** The contracts of the page. */
  nodes: Array<Contract>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of contracts on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the contracts of a page, with its cursor. */
export type ContractEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The contract itself. */
  node: Contract;
};

/** Conditions on contracts; all that are given must hold. */
export type ContractFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the contract number. */
  number?: InputMaybe<StringFilter>;
  /** Selects by the kind. */
  kind?: InputMaybe<ContractKindFilter>;
  /** Selects by the stage of life. */
  status?: InputMaybe<ContractStatusFilter>;
  /** Selects by the customer to whom it was sold. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the master agreement above. */
  masterId?: InputMaybe<IDFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the currency. */
  currency?: InputMaybe<StringFilter>;
  /** Selects by the day of signature. */
  signedOn?: InputMaybe<DateFilter>;
  /** Selects by the day of booking. */
  bookedOn?: InputMaybe<DateFilter>;
  /** Selects by the day on which service began. */
  activatedOn?: InputMaybe<DateFilter>;
  /** Selects by the first day of the term. */
  startsOn?: InputMaybe<DateFilter>;
  /** Selects by the last day of the term. */
  endsOn?: InputMaybe<DateFilter>;
  /** Selects by the customer's purchase order. */
  purchaseOrderNumber?: InputMaybe<StringFilter>;
  /** Selects by the time of the last change. */
  updatedAt?: InputMaybe<DateTimeFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<ContractFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<ContractFilter>>;
};

/** The order of contracts; the identifier breaks ties. */
export type ContractOrder = {
  /** The field that decides. */
  field: ContractOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which contracts can be ordered. */
export type ContractOrderField =
  /** By the contract number. */
  | 'NUMBER'
  /** By the first day of the term. */
  | 'STARTS_ON';

/** A sale that is being worked on, won or lost. */
export type Opportunity = {
  /** The opportunity's identifier. */
  id: Scalars['ID']['output'];
  /** The customer who may buy. */
  customer: Maybe<Customer>;
  /** The name that sales gave it. */
  name: Scalars['String']['output'];
  /** The legal entity that would sell, null while unknown. */
  legalEntity: Maybe<LegalEntity>;
  /** The stage in the source's own words. */
  stage: Scalars['String']['output'];
  /** The type in the source's own words, such as renewal. */
  type: Maybe<Scalars['String']['output']>;
  /** The amount expected, null where the source states no amount or no currency. */
  amount: Maybe<Money>;
  /** The chance of winning, in percent. */
  probability: Maybe<Scalars['Decimal']['output']>;
  /** The day on which a decision is expected. */
  expectedCloseOn: Maybe<Scalars['Date']['output']>;
  /** The day of the decision. */
  closedOn: Maybe<Scalars['Date']['output']>;
  /** Whether it was won, null while undecided. */
  won: Maybe<Scalars['Boolean']['output']>;
  /** The person in sales who works on it. */
  salesOwner: Maybe<Scalars['String']['output']>;
  /** The products offered, in their order. */
  lines: OpportunityLineConnection;
  /** The contracts that came of it. */
  contracts: ContractConnection;
  /** The records of source systems behind this opportunity. */
  sources: Array<SourceLink>;
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
};


/** A sale that is being worked on, won or lost. */
export type OpportunitylinesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A sale that is being worked on, won or lost. */
export type OpportunitycontractsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of opportunities. */
export type OpportunityConnection = {
  /** The opportunities of the page with their cursors. */
  edges: Array<OpportunityEdge>;
  /** The opportunities of the page. */
  nodes: Array<Opportunity>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of opportunities on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the opportunities of a page, with its cursor. */
export type OpportunityEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The opportunity itself. */
  node: Opportunity;
};

/** Conditions on opportunities; all that are given must hold. */
export type OpportunityFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the customer who may buy. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the name. */
  name?: InputMaybe<StringFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the stage. */
  stage?: InputMaybe<StringFilter>;
  /** Selects by the type. */
  type?: InputMaybe<StringFilter>;
  /** Selects by the amount expected. */
  amount?: InputMaybe<DecimalFilter>;
  /** Selects by the day on which a decision is expected. */
  expectedCloseOn?: InputMaybe<DateFilter>;
  /** Selects by the day of the decision. */
  closedOn?: InputMaybe<DateFilter>;
  /** Selects by whether it was won. */
  won?: InputMaybe<BooleanFilter>;
  /** Selects by the time of the last change. */
  updatedAt?: InputMaybe<DateTimeFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<OpportunityFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<OpportunityFilter>>;
};

/** The order of opportunities; the identifier breaks ties. */
export type OpportunityOrder = {
  /** The field that decides. */
  field: OpportunityOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which opportunities can be ordered. */
export type OpportunityOrderField =
  /** By the name, without regard to case. */
  | 'NAME'
  /** By the day on which a decision is expected, those without one last. */
  | 'EXPECTED_CLOSE_ON'
  /** By the time of the last change. */
  | 'UPDATED_AT';

/** A product offered in an opportunity. */
export type OpportunityLine = {
  /** The line's identifier. */
  id: Scalars['ID']['output'];
  /** The place in the opportunity, from 1. */
  position: Scalars['Int']['output'];
  /** The product offered. */
  product: Maybe<Product>;
  /** What the line says. */
  description: Maybe<Scalars['String']['output']>;
  /** The quantity offered. */
  quantity: Maybe<Scalars['Decimal']['output']>;
  /** The price of one unit in the opportunity's currency. */
  unitPrice: Maybe<Scalars['Decimal']['output']>;
  /** The price of the line, null where the currency is unknown. */
  amount: Maybe<Money>;
};

/** A page of lines. */
export type OpportunityLineConnection = {
  /** The lines of the page with their cursors. */
  edges: Array<OpportunityLineEdge>;
  /** The lines of the page. */
  nodes: Array<OpportunityLine>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of lines on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the lines of a page, with its cursor. */
export type OpportunityLineEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The line itself. */
  node: OpportunityLine;
};

/** A quantity of a product that a customer used. */
export type UsageRecord = {
  /** The record's identifier. */
  id: Scalars['ID']['output'];
  /** The customer who used it. */
  customer: Maybe<Customer>;
  /** The line against which it was measured. */
  contractLine: Maybe<ContractLine>;
  /** The product that was used. */
  product: Maybe<Product>;
  /** The quantity used, negative for a correction. */
  quantity: Scalars['Decimal']['output'];
  /** The unit of the quantity. */
  unitOfMeasure: Maybe<Scalars['String']['output']>;
  /** When the use began. */
  usedFrom: Scalars['DateTime']['output'];
  /** When the use had ended, the beginning itself for a single event. */
  usedTo: Scalars['DateTime']['output'];
  /** The price that the metering system put on it. */
  ratedAmount: Maybe<Money>;
  /** When the gateway recorded it. */
  recordedAt: Scalars['DateTime']['output'];
};

/** A page of usage records. */
export type UsageRecordConnection = {
  /** The usage records of the page with their cursors. */
  edges: Array<UsageRecordEdge>;
  /** The usage records of the page. */
  nodes: Array<UsageRecord>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of usage records on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the usage records of a page, with its cursor. */
export type UsageRecordEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The usage record itself. */
  node: UsageRecord;
};

/** The kind of a contract. */
export type ContractKind =
  /** A framework under which order forms are signed. */
  | 'MASTER'
  /** An order with lines and prices. */
  | 'ORDER_FORM';

/** Conditions on the contract kind; all that are given must hold. */
export type ContractKindFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<ContractKind>;
  /** One of these values. */
  in?: InputMaybe<Array<ContractKind>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The stage of a contract's life. */
export type ContractStatus =
  /** Not signed yet. */
  | 'DRAFT'
  /** Signed and not yet in service. */
  | 'SIGNED'
  /** In service. */
  | 'ACTIVE'
  /** In force but paused. */
  | 'SUSPENDED'
  /** Ended by its term. */
  | 'EXPIRED'
  /** Withdrawn before it was in service. */
  | 'CANCELLED'
  /** Ended before its term. */
  | 'TERMINATED';

/** Conditions on the contract status; all that are given must hold. */
export type ContractStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<ContractStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<ContractStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What happens at the end of a contract's term. */
export type RenewalKind =
  /** It renews unless notice is given. */
  | 'AUTO'
  /** It renews by agreement. */
  | 'MANUAL'
  /** It ends. */
  | 'NONE';

/** The part that a customer plays in a contract or document. */
export type PartyRole =
  /** The party that bought. */
  | 'SOLD_TO'
  /** The party to which invoices are addressed. */
  | 'BILL_TO'
  /** The party that receives delivery. */
  | 'SHIP_TO'
  /** The party that pays and owes. */
  | 'PAYER'
  /** The party that uses what was sold, to which recurring revenue belongs. */
  | 'END_CUSTOMER';

/** A master agreement or an order form with one customer. */
export type Contract = {
  /** The contract's identifier. */
  id: Scalars['ID']['output'];
  /** The contract's number, unique within its legal entity. */
  number: Scalars['String']['output'];
  /** Whether it is a master agreement or an order form. */
  kind: ContractKind;
  /** The master agreement above an order form. */
  master: Maybe<Contract>;
  /** The order forms under a master agreement. */
  orderForms: ContractConnection;
  /** The customer to whom the contract was sold. */
  customer: Maybe<Customer>;
  /** The customers in their roles, for the contract and for single lines. */
  parties: Array<ContractParty>;
  /** The legal entity that sold. */
  legalEntity: LegalEntity;
  /** The stage of the contract's life. */
  status: ContractStatus;
  /** The currency of all prices of the contract. */
  currency: Scalars['CurrencyCode']['output'];
  /** The day of signature. */
  signedOn: Maybe<Scalars['Date']['output']>;
  /** The day on which the contract counts as booked. */
  bookedOn: Maybe<Scalars['Date']['output']>;
  /** The day on which service began. */
  activatedOn: Maybe<Scalars['Date']['output']>;
  /** The first day of the term. */
  startsOn: Scalars['Date']['output'];
  /** The last day of the term, null while open-ended. */
  endsOn: Maybe<Scalars['Date']['output']>;
  /** What happens at the end of the term. */
  renewal: RenewalKind;
  /** The days of notice before the end of the term. */
  noticeDays: Maybe<Scalars['Int']['output']>;
  /** The most by which prices may rise on renewal, in percent. */
  upliftCapPercent: Maybe<Scalars['Decimal']['output']>;
  /** The customer's purchase order. */
  purchaseOrderNumber: Maybe<Scalars['String']['output']>;
  /** The most that may be billed against the purchase order. */
  purchaseOrderLimit: Maybe<Money>;
  /** The payment term agreed. */
  paymentTerm: Maybe<PaymentTerm>;
  /** The payment terms as the source writes them. */
  paymentTerms: Maybe<Scalars['String']['output']>;
  /** The opportunity that was won with this contract. */
  opportunity: Maybe<Opportunity>;
  /** The contract's annual recurring revenue on a day, in its own currency. */
  arr: Maybe<Money>;
  /** The lines of the contract in all their versions. */
  lines: ContractLineConnection;
  /** The amendments to the contract. */
  amendments: AmendmentConnection;
  /** What the recurring lines should be billed by their declared frequency and timing, at most 120 periods. */
  billingPeriods: Array<BillingPeriod>;
  /** The records of source systems behind this contract. */
  sources: Array<SourceLink>;
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The invoices and debit notes issued under the contract. */
  invoices: InvoiceConnection;
  /** The postings that name the contract. */
  postings: PostingConnection;
};


/** A master agreement or an order form with one customer. */
export type ContractorderFormsArgs = {
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ContractOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A master agreement or an order form with one customer. */
export type ContractarrArgs = {
  asOf?: InputMaybe<Scalars['Date']['input']>;
};


/** A master agreement or an order form with one customer. */
export type ContractlinesArgs = {
  filter?: InputMaybe<ContractLineFilter>;
  orderBy?: InputMaybe<ContractLineOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A master agreement or an order form with one customer. */
export type ContractamendmentsArgs = {
  filter?: InputMaybe<AmendmentFilter>;
  orderBy?: InputMaybe<AmendmentOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A master agreement or an order form with one customer. */
export type ContractbillingPeriodsArgs = {
  from?: InputMaybe<Scalars['Date']['input']>;
  until?: InputMaybe<Scalars['Date']['input']>;
};


/** A master agreement or an order form with one customer. */
export type ContractinvoicesArgs = {
  filter?: InputMaybe<InvoiceFilter>;
  orderBy?: InputMaybe<InvoiceOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A master agreement or an order form with one customer. */
export type ContractpostingsArgs = {
  filter?: InputMaybe<PostingFilter>;
  orderBy?: InputMaybe<PostingOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A customer in one role of a contract. */
export type ContractParty = {
  /** The role. */
  role: PartyRole;
  /** The customer who plays it. */
  customer: Maybe<Customer>;
  /** The line for which alone the role holds, null for the whole contract. */
  line: Maybe<ContractLine>;
};

/** A period of a recurring line that should be billed. */
export type BillingPeriod = {
  /** The first day of the period. */
  startsOn: Scalars['Date']['output'];
  /** The last day of the period. */
  endsOn: Scalars['Date']['output'];
  /** The day on which the period becomes billable, its start in advance or the day after its end in arrears. */
  billOn: Scalars['Date']['output'];
  /** The identifier of the line version that gives the price. */
  contractLineId: Scalars['ID']['output'];
  /** The identifier that the line keeps through all its versions. */
  lineageId: Scalars['ID']['output'];
  /** The amount to bill, without tax. */
  amount: Money;
};

/** A postal address. */
export type Address = {
  /** The street and house number, lines separated by line feeds. */
  street: Maybe<Scalars['String']['output']>;
  /** The town. */
  city: Maybe<Scalars['String']['output']>;
  /** The postal code. */
  postalCode: Maybe<Scalars['String']['output']>;
  /** The state, province or canton. */
  region: Maybe<Scalars['String']['output']>;
  /** The country (ISO 3166-1 alpha-2 where the source knows it). */
  country: Maybe<Scalars['String']['output']>;
};

/** The terms on which one legal entity, or one sales area of it, does business with a customer. */
export type CustomerAccount = {
  /** The account's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity that does the business. */
  legalEntity: LegalEntity;
  /** The sales area within the legal entity, empty where the source has none. */
  salesArea: Scalars['String']['output'];
  /** Whether the account answers for the customer's own currency, terms and addresses. */
  isDefault: Scalars['Boolean']['output'];
  /** The currency in which the customer is billed. */
  currency: Scalars['CurrencyCode']['output'];
  /** The payment term in force. */
  paymentTerm: Maybe<PaymentTerm>;
  /** The payment terms as the source writes them. */
  paymentTerms: Maybe<Scalars['String']['output']>;
  /** The most that the customer may owe, in the account's currency. */
  creditLimit: Maybe<Money>;
  /** Whether new business waits because of credit. */
  creditHold: Scalars['Boolean']['output'];
  /** Whether deliveries wait. */
  deliveryHold: Scalars['Boolean']['output'];
  /** Whether reminders wait. */
  dunningHold: Scalars['Boolean']['output'];
  /** The strategy by which overdue invoices are chased. */
  dunningStrategy: Maybe<Scalars['String']['output']>;
  /** The code of the receivable control account in the legal entity's ledger. */
  receivableAccountCode: Maybe<Scalars['String']['output']>;
  /** The address on invoices. */
  billingAddress: Maybe<Address>;
  /** The e-mail address to which invoices go. */
  billingEmail: Maybe<Scalars['String']['output']>;
  /** The way in which invoices are delivered, such as e-mail or portal. */
  invoiceDelivery: Maybe<Scalars['String']['output']>;
  /** Whether invoices must name a purchase order of the customer. */
  purchaseOrderRequired: Scalars['Boolean']['output'];
  /** The first day on which the account holds, null where it always did. */
  validFrom: Maybe<Scalars['Date']['output']>;
  /** The day from which the account no longer holds, null while open-ended. */
  validTo: Maybe<Scalars['Date']['output']>;
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** A registration of a customer with a tax authority. */
export type TaxRegistration = {
  /** The registration's identifier. */
  id: Scalars['ID']['output'];
  /** The country of the authority (ISO 3166-1 alpha-2). */
  country: Maybe<Scalars['String']['output']>;
  /** The kind of tax and number, such as VAT or EIN. */
  scheme: Scalars['String']['output'];
  /** The number that the authority gave. */
  number: Maybe<Scalars['String']['output']>;
  /** The first day on which the registration holds. */
  validFrom: Maybe<Scalars['Date']['output']>;
  /** The day from which the registration no longer holds, null while open-ended. */
  validTo: Maybe<Scalars['Date']['output']>;
  /** The outcome of the last check of the number. */
  checkResult: TaxCheckResult;
  /** When the number was last checked. */
  checkedAt: Maybe<Scalars['DateTime']['output']>;
};

/** The outcome of checking a tax number. */
export type TaxCheckResult =
  /** Nobody has checked the number. */
  | 'UNCHECKED'
  /** The format, and where possible the register, confirm the number. */
  | 'VALID'
  /** The number fails its format or its register. */
  | 'INVALID'
  /** The number is a filler that identifies nobody. */
  | 'PLACEHOLDER';

/** A relief from tax that a customer has proven. */
export type TaxExemption = {
  /** The exemption's identifier. */
  id: Scalars['ID']['output'];
  /** The country of the authority (ISO 3166-1 alpha-2). */
  country: Maybe<Scalars['String']['output']>;
  /** The state or province where the exemption holds. */
  region: Maybe<Scalars['String']['output']>;
  /** The number of the certificate. */
  certificate: Maybe<Scalars['String']['output']>;
  /** The ground of the exemption. */
  reason: Maybe<Scalars['String']['output']>;
  /** The first day on which the exemption holds. */
  startsOn: Maybe<Scalars['Date']['output']>;
  /** The last day on which the exemption holds, null where it does not expire. */
  expiresOn: Maybe<Scalars['Date']['output']>;
};

/** A bank account of a customer, never shown whole. */
export type BankAccount = {
  /** The bank account's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity for whose business the account is used, null for all. */
  legalEntity: Maybe<LegalEntity>;
  /** The name of the account's holder. */
  holderName: Maybe<Scalars['String']['output']>;
  /** The last four characters of the IBAN or account number. */
  lastFour: Maybe<Scalars['String']['output']>;
  /** The bank's BIC or national sort code. */
  bankCode: Maybe<Scalars['String']['output']>;
  /** The country of the bank (ISO 3166-1 alpha-2). */
  country: Maybe<Scalars['String']['output']>;
  /** The currency of the account. */
  currency: Maybe<Scalars['CurrencyCode']['output']>;
  /** The first day on which the account may be used. */
  validFrom: Maybe<Scalars['Date']['output']>;
  /** The day from which the account may no longer be used, null while open-ended. */
  validTo: Maybe<Scalars['Date']['output']>;
};

/** What a contact answers for at the customer. */
export type ContactRole =
  /** Paying invoices. */
  | 'PAYABLES'
  /** Receiving invoices. */
  | 'BILLING'
  /** Receiving notices under the contract. */
  | 'LEGAL_NOTICE'
  /** Technical questions. */
  | 'TECHNICAL'
  /** Buying. */
  | 'SALES'
  /** Anything else. */
  | 'OTHER';

/** A person at a customer. */
export type Contact = {
  /** The contact's identifier. */
  id: Scalars['ID']['output'];
  /** The customer for whom the person works. */
  customer: Maybe<Customer>;
  /** The person's whole name. */
  fullName: Scalars['String']['output'];
  /** The given name. */
  firstName: Maybe<Scalars['String']['output']>;
  /** The family name. */
  lastName: Maybe<Scalars['String']['output']>;
  /** The position at the customer. */
  title: Maybe<Scalars['String']['output']>;
  /** What the person answers for. */
  roles: Array<ContactRole>;
  /** The e-mail address. */
  email: Maybe<Scalars['String']['output']>;
  /** The telephone number. */
  phone: Maybe<Scalars['String']['output']>;
  /** The postal address. */
  address: Maybe<Address>;
  /** Whether the person still works for the customer. */
  active: Scalars['Boolean']['output'];
  /** The records of source systems behind this contact. */
  sources: Array<SourceLink>;
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** A page of contacts. */
export type ContactConnection = {
  /** The contacts of the page with their cursors. */
  edges: Array<ContactEdge>;
  /** The contacts of the page. */
  nodes: Array<Contact>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of contacts on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the contacts of a page, with its cursor. */
export type ContactEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The contact itself. */
  node: Contact;
};

/** Conditions on contacts; all that are given must hold. */
export type ContactFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the customer for whom the person works. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the whole name. */
  fullName?: InputMaybe<StringFilter>;
  /** Selects by the position. */
  title?: InputMaybe<StringFilter>;
  /** Selects by the e-mail address. */
  email?: InputMaybe<StringFilter>;
  /** Selects by whether the person still works there. */
  active?: InputMaybe<BooleanFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<ContactFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<ContactFilter>>;
};

/** The order of contacts; the identifier breaks ties. */
export type ContactOrder = {
  /** The field that decides. */
  field: ContactOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which contacts can be ordered. */
export type ContactOrderField =
  /** By the whole name, without regard to case. */
  | 'FULL_NAME'
  /** By the time of the last change. */
  | 'UPDATED_AT';

/** How a source record was linked to a canonical record. */
export type LinkMethod =
  /** By a key that the records themselves carry. */
  | 'KEY'
  /** By agreeing evidence such as a unique tax number and the same name. */
  | 'MATCH'
  /** By the decision of a person. */
  | 'STEWARD';

/** A record of a source system that stands for a canonical record. */
export type SourceLink = {
  /** The link's identifier. */
  id: Scalars['ID']['output'];
  /** The source system. */
  source: SourceSystem;
  /** The source's own name for the kind of record. */
  sourceObject: Scalars['String']['output'];
  /** The record's identifier in the source. */
  externalId: Scalars['String']['output'];
  /** The kind of canonical record. */
  objectType: ObjectType;
  /** How the link was made. */
  method: LinkMethod;
  /** How sure the link is, from 0 to 1, null where nothing was measured. */
  confidence: Maybe<Scalars['Decimal']['output']>;
  /** The first day on which the link holds, null where it always did. */
  validFrom: Maybe<Scalars['Date']['output']>;
  /** The day from which the link no longer holds, null while it does. */
  validTo: Maybe<Scalars['Date']['output']>;
  /** When the link was made. */
  linkedAt: Scalars['DateTime']['output'];
};

/** Where the current values of a group of fields came from. */
export type FieldProvenance = {
  /** The group of fields, such as customer.credit. */
  fieldGroup: Scalars['String']['output'];
  /** The fields that were set, null for the whole group. */
  fields: Maybe<Array<Scalars['String']['output']>>;
  /** The source system that gave the values. */
  source: SourceSystem;
  /** The source's own name for the kind of record. */
  sourceObject: Maybe<Scalars['String']['output']>;
  /** The record's identifier in the source. */
  externalId: Maybe<Scalars['String']['output']>;
  /** The source's event or the command that brought the values, null where it has no name. */
  eventId: Maybe<Scalars['String']['output']>;
  /** When the values changed in the source, null where it does not say. */
  occurredAt: Maybe<Scalars['DateTime']['output']>;
  /** When the gateway recorded the values. */
  recordedAt: Scalars['DateTime']['output'];
  /** Whether a value was filled in by a setting of the import because the source has none. */
  defaulted: Scalars['Boolean']['output'];
};

/**
 * A customer's figures as of the end of one day; null means that the feed or a rate is missing, zero that there
 * is none.
 */
export type CustomerSummary = {
  /** The currency of all figures. */
  currency: Scalars['CurrencyCode']['output'];
  /** The day at whose end the figures hold. */
  asOf: Scalars['Date']['output'];
  /** The first day of flows, null where they count from the beginning. */
  from: Maybe<Scalars['Date']['output']>;
  /** The legal entities that the figures cover. */
  legalEntities: Array<LegalEntity>;
  /** How recent the feeds behind the figures are. */
  freshness: Array<SourceFreshness>;
  /** What is contracted and not billed yet, without tax, null until expected billing is computed. */
  remainingToBill: Maybe<Money>;
  /** Invoices and debit notes issued, with tax. */
  billed: Maybe<Money>;
  /** Invoices and debit notes issued, without tax. */
  billedNet: Maybe<Money>;
  /** Credit notes issued, with tax, positive, applied or not. */
  credited: Maybe<Money>;
  /** Cash by value date, applied or not, less refunds and chargebacks; never clearings, credits or write-offs. */
  collected: Maybe<Money>;
  /** Cash not applied to invoices, refunded or charged back, by day of posting; credits are not in it. */
  unapplied: Maybe<Money>;
  /** Debt given up, by day of posting. */
  writtenOff: Maybe<Money>;
  /** What was taken off on payment, by day of posting. */
  deductions: Maybe<Money>;
  /** Billed less credited, collected, written off and deducted from the beginning to the day; may be negative. */
  openReceivable: Maybe<Money>;
  /** Open instalments due before the day, disputed ones included and before unapplied cash, never negative. */
  overdue: Maybe<Money>;
  /** Expected billing by the day that was not invoiced, without tax, null until expected billing is computed. */
  unbilled: Maybe<Money>;
  /**
   * Days: the open receivable over what was billed less credited in the 90 days that end with the day, times 90;
   * null when nothing was billed in them.
   */
  daysSalesOutstanding: Maybe<Scalars['Decimal']['output']>;
  /** The open receivable by age, which sums exactly to it. */
  ageing: Array<AgeingBucket>;
  /** The receivable figures in each transaction currency that occurs, unconverted. */
  balances: Array<CurrencyBalance>;
  /** The sum over disputes open on the day of what is disputed, at most what is open on the invoice. */
  openDisputes: Maybe<Money>;
  /** The number of disputes open on the day. */
  openDisputeCount: Maybe<Scalars['Int']['output']>;
  /**
   * Annual recurring revenue: twelve times the monthly price of the recurring line versions in force and
   * activated on the day, without tax.
   */
  arr: Maybe<Money>;
  /** Annual recurring revenue of all recurring lines signed by the day and not yet ended, activated or not. */
  contractedArr: Maybe<Money>;
  /** Monthly recurring revenue: a twelfth of the annual one, rounded once. */
  mrr: Maybe<Money>;
  /**
   * What contracts signed by the day commit the customer to: fixed charges over the term and minimums, without
   * tax and cancelled parts.
   */
  contracted: Maybe<Money>;
  /** The number of exceptions about the customer that stood open at the end of the day (UTC). */
  openExceptionCount: Maybe<Scalars['Int']['output']>;
  /** The exchange rates whose lack made figures null. */
  missingRates: Array<MissingRate>;
  /**
   * Credits less debits on accounts of class REVENUE in the primary accrual book, from the ledger and not from
   * schedules, null where no ledger was ever loaded or a rate is missing.
   */
  recognizedRevenue: Maybe<Money>;
  /**
   * Credits less debits on accounts of class DEFERRED_REVENUE at the end of the day, in the primary accrual book,
   * null where no ledger was ever loaded or a rate is missing.
   */
  deferredRevenue: Maybe<Money>;
};


/**
 * A customer's figures as of the end of one day; null means that the feed or a rate is missing, zero that there
 * is none.
 */
export type CustomerSummaryageingArgs = {
  basis?: InputMaybe<AgeingBasis>;
};

/** How recent the feed of a source system is. */
export type SourceFreshness = {
  /** The source system. */
  source: SourceSystem;
  /** The time of its latest record, null where nothing came yet. */
  asOf: Maybe<Scalars['DateTime']['output']>;
  /** Whether the feed is older than promised, null where nothing is promised. */
  late: Maybe<Scalars['Boolean']['output']>;
};

/** The stage of a customer's life. */
export type CustomerStatus =
  /** Known to sales, without business so far. */
  | 'PROSPECT'
  /** Going through the duplicate, tax and credit checks. */
  | 'ONBOARDING'
  /** Open for business. */
  | 'ACTIVE'
  /** Closed for new business until released. */
  | 'BLOCKED'
  /** No longer doing business. */
  | 'INACTIVE'
  /** Merged into another customer, which answers for it. */
  | 'MERGED';

/** Conditions on the customer status; all that are given must hold. */
export type CustomerStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<CustomerStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<CustomerStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The hierarchies in which customers stand. */
export type HierarchyKind =
  /** By ownership of the legal entities. */
  | 'LEGAL'
  /** By who pays for whom. */
  | 'BILLING'
  /** By how sales groups its customers. */
  | 'SALES';

/** A golden customer record, with everything that all systems know of it. */
export type Customer = {
  /** The customer's identifier. */
  id: Scalars['ID']['output'];
  /** The customer's number in the gateway. */
  number: Scalars['String']['output'];
  /** The name under which people know the customer. */
  name: Scalars['String']['output'];
  /** The registered name of the company. */
  legalName: Maybe<Scalars['String']['output']>;
  /** The stage of the customer's life. */
  status: CustomerStatus;
  /** The sales segment, such as enterprise. */
  segment: Maybe<Scalars['String']['output']>;
  /** The line of business. */
  industry: Maybe<Scalars['String']['output']>;
  /** The sales region. */
  region: Maybe<Scalars['String']['output']>;
  /** The country of the registered seat (ISO 3166-1 alpha-2). */
  country: Maybe<Scalars['String']['output']>;
  /** The address of the customer's web site. */
  website: Maybe<Scalars['String']['output']>;
  /** The person in sales who answers for the customer. */
  salesOwner: Maybe<Scalars['String']['output']>;
  /**
   * Whether the customer is one of our own legal entities, which stay out of recurring revenue and receivable
   * figures.
   */
  internal: Scalars['Boolean']['output'];
  /** The customer that answers for this one since a merge, null unless merged. */
  mergedInto: Maybe<Customer>;
  /** The customer's tax registrations, past ones too. */
  taxRegistrations: Array<TaxRegistration>;
  /** The customer's tax exemptions, expired ones too. */
  taxExemptions: Array<TaxExemption>;
  /** The terms on which each legal entity, and each sales area of it, does business with the customer. */
  accounts: Array<CustomerAccount>;
  /** The currency of the default account. */
  currency: Scalars['CurrencyCode']['output'];
  /** The payment terms of the default account, as people write them. */
  paymentTerms: Maybe<Scalars['String']['output']>;
  /** The credit limit of the default account, null where there is none or the viewer may not see it. */
  creditLimit: Maybe<Money>;
  /** The legal entity of the default account. */
  legalEntity: LegalEntity;
  /** The billing address of the default account. */
  billingAddress: Maybe<Address>;
  /** The e-mail address to which invoices of the default account go. */
  billingEmail: Maybe<Scalars['String']['output']>;
  /** The customer's bank accounts with at most their last four digits. */
  bankAccounts: Array<BankAccount>;
  /** The customer directly above this one today. */
  parent: Maybe<Customer>;
  /** The customers directly below this one today. */
  children: CustomerConnection;
  /** The people at the customer. */
  contacts: ContactConnection;
  /** The customer's figures in one currency as of one day. */
  summary: CustomerSummary;
  /** The records of source systems that were stitched into this customer. */
  sources: Array<SourceLink>;
  /** Where the current values of the customer's field groups came from. */
  provenance: Array<FieldProvenance>;
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the gateway first recorded the customer. */
  createdAt: Scalars['DateTime']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The refunds to the customer, the latest first. */
  refunds: RefundConnection;
  /** The customer's chargebacks, the latest first. */
  chargebacks: ChargebackConnection;
  /** What the customer took off on payment, the latest first. */
  deductions: DeductionConnection;
  /** What was given up of the customer's debt, the latest first. */
  writeOffs: WriteOffConnection;
  /** The invoices and debit notes addressed to the customer. */
  invoices: InvoiceConnection;
  /** The credit notes issued to the customer. */
  creditNotes: CreditNoteConnection;
  /** The payments and deposits received from the customer. */
  payments: PaymentConnection;
  /** The customer's disputes. */
  disputes: DisputeConnection;
  /** Where the collection of the customer's debt stands, over all legal entities that the viewer may see. */
  collections: Collections;
  /** The amendments to the customer's contracts. */
  amendments: AmendmentConnection;
  /** The contracts sold to the customer. */
  contracts: ContractConnection;
  /** The sales opportunities with the customer. */
  opportunities: OpportunityConnection;
  /** The customer's usage, the latest first. */
  usageRecords: UsageRecordConnection;
  /** The exceptions about the customer and what belongs to it. */
  exceptions: ExceptionConnection;
  /** What happened with the customer, the latest first when no order is given. */
  timeline: TimelineEventConnection;
  /** The postings that name the customer. */
  postings: PostingConnection;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerparentArgs = {
  hierarchy?: InputMaybe<HierarchyKind>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerchildrenArgs = {
  hierarchy?: InputMaybe<HierarchyKind>;
  filter?: InputMaybe<CustomerFilter>;
  orderBy?: InputMaybe<CustomerOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomercontactsArgs = {
  filter?: InputMaybe<ContactFilter>;
  orderBy?: InputMaybe<ContactOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomersummaryArgs = {
  currency?: InputMaybe<Scalars['CurrencyCode']['input']>;
  from?: InputMaybe<Scalars['Date']['input']>;
  asOf?: InputMaybe<Scalars['Date']['input']>;
  includeChildren?: InputMaybe<Scalars['Boolean']['input']>;
  hierarchy?: InputMaybe<HierarchyKind>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerprovenanceArgs = {
  fields?: InputMaybe<Array<Scalars['String']['input']>>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerrefundsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerchargebacksArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerdeductionsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerwriteOffsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerinvoicesArgs = {
  filter?: InputMaybe<InvoiceFilter>;
  orderBy?: InputMaybe<InvoiceOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomercreditNotesArgs = {
  filter?: InputMaybe<CreditNoteFilter>;
  orderBy?: InputMaybe<CreditNoteOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerpaymentsArgs = {
  filter?: InputMaybe<PaymentFilter>;
  orderBy?: InputMaybe<PaymentOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerdisputesArgs = {
  filter?: InputMaybe<DisputeFilter>;
  orderBy?: InputMaybe<DisputeOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomeramendmentsArgs = {
  filter?: InputMaybe<AmendmentFilter>;
  orderBy?: InputMaybe<AmendmentOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomercontractsArgs = {
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ContractOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomeropportunitiesArgs = {
  filter?: InputMaybe<OpportunityFilter>;
  orderBy?: InputMaybe<OpportunityOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerusageRecordsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerexceptionsArgs = {
  filter?: InputMaybe<ExceptionFilter>;
  orderBy?: InputMaybe<ExceptionOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomertimelineArgs = {
  filter?: InputMaybe<TimelineEventFilter>;
  orderBy?: InputMaybe<TimelineEventOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** A golden customer record, with everything that all systems know of it. */
export type CustomerpostingsArgs = {
  filter?: InputMaybe<PostingFilter>;
  orderBy?: InputMaybe<PostingOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of customers. */
export type CustomerConnection = {
  /** The customers of the page with their cursors. */
  edges: Array<CustomerEdge>;
  /** The customers of the page. */
  nodes: Array<Customer>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of customers on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the customers of a page, with its cursor. */
export type CustomerEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The customer itself. */
  node: Customer;
};

/** Conditions on customers; all that are given must hold. */
export type CustomerFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the customer number. */
  number?: InputMaybe<StringFilter>;
  /** Selects by the name. */
  name?: InputMaybe<StringFilter>;
  /** Selects by the registered name. */
  legalName?: InputMaybe<StringFilter>;
  /** Selects by the stage of life. */
  status?: InputMaybe<CustomerStatusFilter>;
  /** Selects by the sales segment. */
  segment?: InputMaybe<StringFilter>;
  /** Selects by the line of business. */
  industry?: InputMaybe<StringFilter>;
  /** Selects by the sales region. */
  region?: InputMaybe<StringFilter>;
  /** Selects by the country of the registered seat. */
  country?: InputMaybe<StringFilter>;
  /** Selects by the person in sales. */
  salesOwner?: InputMaybe<StringFilter>;
  /** Selects by whether the customer is one of our own legal entities. */
  internal?: InputMaybe<BooleanFilter>;
  /** Selects by the code of the legal entity of the default account. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the time of the first record. */
  createdAt?: InputMaybe<DateTimeFilter>;
  /** Selects by the time of the last change. */
  updatedAt?: InputMaybe<DateTimeFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<CustomerFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<CustomerFilter>>;
};

/** The order of customers; the identifier breaks ties. */
export type CustomerOrder = {
  /** The field that decides. */
  field: CustomerOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which customers can be ordered. */
export type CustomerOrderField =
  /** By the name, without regard to case. */
  | 'NAME'
  /** By the customer number. */
  | 'NUMBER'
  /** By the time of the last change. */
  | 'UPDATED_AT';

/** What a period opens and closes. */
export type PeriodClass =
  /** Receivables. */
  | 'RECEIVABLES'
  /** Revenue. */
  | 'REVENUE'
  /** The ledger as a whole. */
  | 'LEDGER';

/** Conditions on the period class; all that are given must hold. */
export type PeriodClassFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<PeriodClass>;
  /** One of these values. */
  in?: InputMaybe<Array<PeriodClass>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Whether a period takes postings. */
export type PeriodStatus =
  /** Not open yet. */
  | 'FUTURE'
  /** Open. */
  | 'OPEN'
  /** Being closed, open to those who close. */
  | 'CLOSING'
  /** Closed. */
  | 'CLOSED'
  /** Closed for good. */
  | 'LOCKED';

/** Conditions on the period status; all that are given must hold. */
export type PeriodStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<PeriodStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<PeriodStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A period of one book and class. */
export type AccountingPeriod = {
  /** The period's identifier. */
  id: Scalars['ID']['output'];
  /** The book. */
  book: Maybe<AccountingBook>;
  /** The legal entity of the book. */
  legalEntity: LegalEntity;
  /** What the period opens and closes. */
  class: PeriodClass;
  /** The name of the period. */
  name: Scalars['String']['output'];
  /** The first day. */
  startsOn: Scalars['Date']['output'];
  /** The last day. */
  endsOn: Scalars['Date']['output'];
  /** Whether it takes postings. */
  status: PeriodStatus;
};

/** A page of periods. */
export type AccountingPeriodConnection = {
  /** The periods of the page with their cursors. */
  edges: Array<AccountingPeriodEdge>;
  /** The periods of the page. */
  nodes: Array<AccountingPeriod>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of periods on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the periods of a page, with its cursor. */
export type AccountingPeriodEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The period itself. */
  node: AccountingPeriod;
};

/** Conditions on periods; all that are given must hold. */
export type AccountingPeriodFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the code of the book. */
  book?: InputMaybe<StringFilter>;
  /** Selects by what it opens and closes. */
  class?: InputMaybe<PeriodClassFilter>;
  /** Selects by whether it takes postings. */
  status?: InputMaybe<PeriodStatusFilter>;
  /** Selects by the first day. */
  startsOn?: InputMaybe<DateFilter>;
  /** Selects by the last day. */
  endsOn?: InputMaybe<DateFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<AccountingPeriodFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<AccountingPeriodFilter>>;
};

/** The order of periods; the identifier breaks ties. */
export type AccountingPeriodOrder = {
  /** The field that decides. */
  field: AccountingPeriodOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which periods can be ordered. */
export type AccountingPeriodOrderField =
  /** By the first day. */
  | 'STARTS_ON'
  /** By the last day. */
  | 'ENDS_ON';

/** What an exchange rate stands for. */
export type RateType =
  /** The rate of the day. */
  | 'SPOT'
  /** The average of a period. */
  | 'AVERAGE'
  /** The rate at the end of the day, for stocks. */
  | 'CLOSING';

/** Conditions on the rate type; all that are given must hold. */
export type RateTypeFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<RateType>;
  /** One of these values. */
  in?: InputMaybe<Array<RateType>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** What one unit of a currency was worth in another on a day. */
export type ExchangeRate = {
  /** The day. */
  rateOn: Scalars['Date']['output'];
  /** What the rate stands for. */
  rateType: RateType;
  /** The currency of the one unit. */
  baseCurrency: Scalars['CurrencyCode']['output'];
  /** The currency in which its worth is stated. */
  quoteCurrency: Scalars['CurrencyCode']['output'];
  /** The quote currency that one unit of the base currency was worth. */
  rate: Scalars['Decimal']['output'];
  /** The system that stated it. */
  source: Maybe<SourceSystem>;
  /** When the gateway recorded it. */
  recordedAt: Scalars['DateTime']['output'];
};

/** A page of rates. */
export type ExchangeRateConnection = {
  /** The rates of the page with their cursors. */
  edges: Array<ExchangeRateEdge>;
  /** The rates of the page. */
  nodes: Array<ExchangeRate>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of rates on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the rates of a page, with its cursor. */
export type ExchangeRateEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The rate itself. */
  node: ExchangeRate;
};

/** Conditions on rates; all that are given must hold. */
export type ExchangeRateFilter = {
  /** Selects by the day. */
  rateOn?: InputMaybe<DateFilter>;
  /** Selects by what the rate stands for. */
  rateType?: InputMaybe<RateTypeFilter>;
  /** Selects by the currency of the one unit. */
  baseCurrency?: InputMaybe<StringFilter>;
  /** Selects by the currency of the worth. */
  quoteCurrency?: InputMaybe<StringFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<ExchangeRateFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<ExchangeRateFilter>>;
};

/** The order of rates; the identifier breaks ties. */
export type ExchangeRateOrder = {
  /** The field that decides. */
  field: ExchangeRateOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which rates can be ordered. */
export type ExchangeRateOrderField =
  /** By the day. */
  | 'RATE_ON';

/** The identifier of a record in one source system. */
export type ExternalIdInput = {
  /** The key of the source system. */
  source: Scalars['String']['input'];
  /** The identifier that the source uses. */
  id: Scalars['String']['input'];
};

/** The kinds of canonical records. */
export type ObjectType =
  /** A customer. */
  | 'CUSTOMER'
  /** A customer at one legal entity. */
  | 'CUSTOMER_ACCOUNT'
  /** A person at a customer. */
  | 'CONTACT'
  /** A tax registration of a customer. */
  | 'TAX_REGISTRATION'
  /** A bank account of a customer. */
  | 'BANK_ACCOUNT'
  /** A place of a customer in a hierarchy. */
  | 'HIERARCHY'
  /** A product. */
  | 'PRODUCT'
  /** A price book. */
  | 'PRICE_BOOK'
  /** A price of a product. */
  | 'PRICE'
  /** A payment term. */
  | 'PAYMENT_TERM'
  /** A sales opportunity. */
  | 'OPPORTUNITY'
  /** A line of an opportunity. */
  | 'OPPORTUNITY_LINE'
  /** A contract. */
  | 'CONTRACT'
  /** A line of a contract. */
  | 'CONTRACT_LINE'
  /** An amendment to a contract. */
  | 'AMENDMENT'
  /** A measured quantity. */
  | 'USAGE'
  /** An invoice or debit note. */
  | 'INVOICE'
  /** A line of an invoice. */
  | 'INVOICE_LINE'
  /** A credit note. */
  | 'CREDIT_NOTE'
  /** A line of a credit note. */
  | 'CREDIT_NOTE_LINE'
  /** A payment or deposit. */
  | 'PAYMENT'
  /** An application of a payment or credit note. */
  | 'ALLOCATION'
  /** A refund. */
  | 'REFUND'
  /** A chargeback. */
  | 'CHARGEBACK'
  /** A deduction taken on payment. */
  | 'DEDUCTION'
  /** A write-off. */
  | 'WRITE_OFF'
  /** A dispute. */
  | 'DISPUTE'
  /** A collections case. */
  | 'COLLECTIONS_CASE'
  /** A promise to pay. */
  | 'PROMISE'
  /** Something done to collect. */
  | 'COLLECTION_ACTIVITY'
  /** A legal entity. */
  | 'LEGAL_ENTITY'
  /** A set of books. */
  | 'ACCOUNTING_BOOK'
  /** An accounting period. */
  | 'ACCOUNTING_PERIOD'
  /** A ledger account. */
  | 'LEDGER_ACCOUNT'
  /** A journal. */
  | 'JOURNAL'
  /** A line of a journal. */
  | 'POSTING';

/** What a source system does. */
export type SourceSystemKind =
  /** Customer relationship management. */
  | 'CRM'
  /** Configuring and quoting. */
  | 'CPQ'
  /** Billing. */
  | 'BILLING'
  /** Measuring usage. */
  | 'METERING'
  /** Processing payments. */
  | 'PAYMENT'
  /** Computing taxes. */
  | 'TAX'
  /** Enterprise resource planning and accounting. */
  | 'ERP'
  /** Master data management. */
  | 'MDM'
  /** One system that does all of it. */
  | 'SUITE'
  /** Files from people. */
  | 'FILE'
  /** Revgraph itself. */
  | 'GATEWAY';

/** One instance of a system from which records come. */
export type SourceSystem = {
  /** The system's identifier. */
  id: Scalars['ID']['output'];
  /** The short name by which imports and lookups name it. */
  key: Scalars['String']['output'];
  /** The name for people. */
  name: Scalars['String']['output'];
  /** What the system does. */
  kind: SourceSystemKind;
  /** The promised age of its latest record in minutes, null where nothing is promised. */
  freshnessMinutes: Maybe<Scalars['Int']['output']>;
  /** When its latest record came in. */
  lastRecordAt: Maybe<Scalars['DateTime']['output']>;
  /** The legal entities that it serves. */
  legalEntities: Array<LegalEntity>;
};

/** How a fiscal year is cut into periods. */
export type FiscalPattern =
  /** Calendar months. */
  | 'CALENDAR'
  /** Quarters of four, four and five weeks. */
  | 'WEEKS_445'
  /** Quarters of four, five and four weeks. */
  | 'WEEKS_454'
  /** Quarters of five, four and four weeks. */
  | 'WEEKS_544'
  /** Thirteen periods of four weeks. */
  | 'THIRTEEN';

/** One of our own companies. */
export type LegalEntity = {
  /** The legal entity's identifier. */
  id: Scalars['ID']['output'];
  /** The code by which filters and tokens name it. */
  code: Scalars['String']['output'];
  /** The registered name. */
  name: Scalars['String']['output'];
  /** The country of the registered seat (ISO 3166-1 alpha-2). */
  country: Maybe<Scalars['String']['output']>;
  /** The currency in which it keeps its books. */
  functionalCurrency: Scalars['CurrencyCode']['output'];
  /** The time zone of its business days (IANA name). */
  timeZone: Scalars['String']['output'];
  /** The month in which its fiscal year ends, 1 to 12. */
  fiscalYearEndMonth: Scalars['Int']['output'];
  /** The day of that month, 1 to 31. */
  fiscalYearEndDay: Scalars['Int']['output'];
  /** How its fiscal year is cut into periods. */
  fiscalPattern: FiscalPattern;
  /** Its books, the primary one first. */
  books: Array<AccountingBook>;
};

/** The standard by which a book is kept. */
export type AccountingStandard =
  /** Generally accepted accounting principles on accrual. */
  | 'GAAP'
  /** International Financial Reporting Standards. */
  | 'IFRS'
  /** Tax law. */
  | 'TAX'
  /** Cash basis. */
  | 'CASH';

/** A set of books of one legal entity. */
export type AccountingBook = {
  /** The book's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity. */
  legalEntity: LegalEntity;
  /** The code of the book. */
  code: Scalars['String']['output'];
  /** The name for people. */
  name: Maybe<Scalars['String']['output']>;
  /** The standard by which it is kept. */
  standard: AccountingStandard;
  /** Whether the entity's revenue figures come from it. */
  isPrimary: Scalars['Boolean']['output'];
  /** The system of record of the book. */
  owner: SourceSystem;
};

/** The open exceptions that a viewer may see, counted. */
export type ExceptionSummary = {
  /** The number of open exceptions. */
  openCount: Scalars['Int']['output'];
  /** Of those, the number whose time is up. */
  overdueCount: Scalars['Int']['output'];
  /** Counted by class, the largest count first. */
  byClass: Array<ExceptionClassCount>;
  /** Counted by the role that owns them, the largest count first. */
  byOwnerRole: Array<ExceptionOwnerCount>;
  /** Counted by age, the youngest first. */
  byAge: Array<ExceptionAgeCount>;
  /** The sums at risk by class and currency. */
  atRisk: Array<ExceptionRisk>;
};

/** The open exceptions of one class. */
export type ExceptionClassCount = {
  /** What kind of trouble it is. */
  class: ExceptionClass;
  /** The number of open exceptions. */
  openCount: Scalars['Int']['output'];
  /** Of those, the number whose time is up. */
  overdueCount: Scalars['Int']['output'];
};

/** The open exceptions that one role owns. */
export type ExceptionOwnerCount = {
  /** The role. */
  ownerRole: Scalars['String']['output'];
  /** The number of open exceptions. */
  openCount: Scalars['Int']['output'];
  /** Of those, the number whose time is up. */
  overdueCount: Scalars['Int']['output'];
};

/** The open exceptions of one age. */
export type ExceptionAgeCount = {
  /** The time since they were first seen. */
  age: ExceptionAge;
  /** The number of open exceptions. */
  openCount: Scalars['Int']['output'];
  /** Of those, the number whose time is up. */
  overdueCount: Scalars['Int']['output'];
};

/** The time since an exception was first seen. */
export type ExceptionAge =
  /** Less than a day. */
  | 'UNDER_ONE_DAY'
  /** A day or more, less than seven. */
  | 'ONE_TO_SEVEN_DAYS'
  /** Seven days or more, less than thirty. */
  | 'SEVEN_TO_THIRTY_DAYS'
  /** Thirty days or more. */
  | 'OVER_THIRTY_DAYS';

/** What is at risk in the open exceptions of one class and currency. */
export type ExceptionRisk = {
  /** What kind of trouble it is. */
  class: ExceptionClass;
  /** The sum at risk. */
  amount: Money;
  /** The number of exceptions that state a sum. */
  openCount: Scalars['Int']['output'];
};

/** Who shall work on an exception. */
export type AssignExceptionInput = {
  /** The caller's own key of the request, by which a repeat gets the first outcome. */
  requestId: Scalars['ID']['input'];
  /** The exception's identifier. */
  id: Scalars['ID']['input'];
  /** The subject of the person, null to give it back to its owner. */
  assignee?: InputMaybe<Scalars['String']['input']>;
};

/** What came of it. */
export type AssignExceptionPayload = {
  /** The exception as it stands now, null where there is none that the caller sees. */
  exception: Maybe<Exception>;
  /** Why it was refused, empty where it was not. */
  problems: Array<Problem>;
};

/** Why an exception is over. */
export type ResolveExceptionInput = {
  /** The caller's own key of the request, by which a repeat gets the first outcome. */
  requestId: Scalars['ID']['input'];
  /** The exception's identifier. */
  id: Scalars['ID']['input'];
  /** The reason, for whoever asks later. */
  reason: Scalars['String']['input'];
};

/** What came of it. */
export type ResolveExceptionPayload = {
  /** The exception as it stands now, null where there is none that the caller sees. */
  exception: Maybe<Exception>;
  /** Why it was refused, empty where it was not. */
  problems: Array<Problem>;
};

/** What shall be applied again. */
export type RetryExceptionInput = {
  /** The caller's own key of the request, by which a repeat gets the first outcome. */
  requestId: Scalars['ID']['input'];
  /** The exception's identifier. */
  id: Scalars['ID']['input'];
  /** Values in place of those that came, in the row that is at fault; none to apply the record as it came. */
  values?: InputMaybe<Array<ExceptionValueInput>>;
};

/** What came of it. */
export type RetryExceptionPayload = {
  /** The exception as it stands now, null where there is none that the caller sees. */
  exception: Maybe<Exception>;
  /** Why it was refused, empty where it was not. */
  problems: Array<Problem>;
};

/** A value in place of the one that came. */
export type ExceptionValueInput = {
  /** The field of the record. */
  field: Scalars['String']['input'];
  /** The value as a source would write it, null to clear the field. */
  value?: InputMaybe<Scalars['String']['input']>;
};

/** What kind of trouble an exception is. */
export type ExceptionClass =
  /** A field or value of the source has no meaning here. */
  | 'MAPPING'
  /** A value breaks a rule. */
  | 'VALIDATION'
  /** What a record refers to has not come. */
  | 'REFERENCE'
  /** Two systems state a field differently. */
  | 'OWNERSHIP'
  /** Two records seem to be, or claim to be, one. */
  | 'DUPLICATE'
  /** A document was billed wrongly. */
  | 'BILLING_ERROR'
  /** A customer contests a document. */
  | 'DISPUTE'
  /** A journal could not be taken or does not hold together. */
  | 'POSTING'
  /** Two sides that must agree do not. */
  | 'RECONCILIATION'
  /** A receiver did not take what was sent to it. */
  | 'WRITE_BACK'
  /** A source is silent for longer than it promised. */
  | 'STALE_FEED';

/** Conditions on the class of an exception; all that are given must hold. */
export type ExceptionClassFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<ExceptionClass>;
  /** One of these values. */
  in?: InputMaybe<Array<ExceptionClass>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Where an exception stands. */
export type ExceptionStatus =
  /** It waits for somebody, or for its cause to go. */
  | 'OPEN'
  /** It is over. */
  | 'RESOLVED';

/** Conditions on the status of an exception; all that are given must hold. */
export type ExceptionStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<ExceptionStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<ExceptionStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** How grave an exception is. */
export type ExceptionSeverity =
  /** It can wait. */
  | 'LOW'
  /** It is due within days. */
  | 'MEDIUM'
  /** Figures or customers are affected. */
  | 'HIGH'
  /** It comes before everything else. */
  | 'CRITICAL';

/** Conditions on the severity of an exception; all that are given must hold. */
export type ExceptionSeverityFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<ExceptionSeverity>;
  /** One of these values. */
  in?: InputMaybe<Array<ExceptionSeverity>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/**
 * A piece of work: a record that could not be applied, or things that do not agree; what it quotes from a record
 * is null where the viewer would not see that field.
 */
export type Exception = {
  /** The exception's identifier. */
  id: Scalars['ID']['output'];
  /** What kind of trouble it is. */
  class: ExceptionClass;
  /** Where it stands. */
  status: ExceptionStatus;
  /** How grave it is. */
  severity: ExceptionSeverity;
  /** The rule that is broken. */
  rule: Scalars['String']['output'];
  /** What is wrong, in words, null where it may quote a field that the viewer sees masked. */
  message: Maybe<Scalars['String']['output']>;
  /** The role that owns it. */
  ownerRole: Scalars['String']['output'];
  /** The person who works on it, by the subject of the token. */
  assignee: Maybe<Scalars['String']['output']>;
  /** What the owner should do. */
  playbook: Scalars['String']['output'];
  /** By when it should be over. */
  dueAt: Scalars['DateTime']['output'];
  /** Whether it is open although its time is up. */
  overdue: Scalars['Boolean']['output'];
  /** When it was first seen. */
  openedAt: Scalars['DateTime']['output'];
  /** When it was last seen. */
  lastSeenAt: Scalars['DateTime']['output'];
  /** How many times it was seen. */
  occurrences: Scalars['Int']['output'];
  /** The source system whose record it is about. */
  source: Maybe<SourceSystem>;
  /** The type of that record. */
  recordType: Maybe<Scalars['String']['output']>;
  /** The identifier of that record in its source. */
  externalId: Maybe<Scalars['String']['output']>;
  /** The file in which the record stands. */
  file: Maybe<Scalars['String']['output']>;
  /** The line on which it begins, 0 for the file as a whole. */
  line: Maybe<Scalars['Int']['output']>;
  /** The field that is wrong. */
  field: Maybe<Scalars['String']['output']>;
  /** The value of that field, null where the viewer would not see it. */
  value: Maybe<Scalars['String']['output']>;
  /** The rows as they came, with what a person put in their place. */
  records: Array<ExceptionRecord>;
  /** The kind of object that it is about. */
  objectType: Maybe<Scalars['String']['output']>;
  /** The identifier of that object. */
  objectId: Maybe<Scalars['ID']['output']>;
  /** The customer whom it concerns. */
  customer: Maybe<Customer>;
  /** The legal entity that it concerns. */
  legalEntity: Maybe<LegalEntity>;
  /** The sum that is at risk. */
  amountAtRisk: Maybe<Money>;
  /** When it was over. */
  resolvedAt: Maybe<Scalars['DateTime']['output']>;
  /** The person who ended it, null where it ended by itself. */
  resolvedBy: Maybe<Scalars['String']['output']>;
  /** Why it is over. */
  resolution: Maybe<Scalars['String']['output']>;
  /** What happened to it, the first event first. */
  history: Array<ExceptionEvent>;
};

/** A row of a source's file or message, as it came. */
export type ExceptionRecord = {
  /** The line on which it begins. */
  line: Maybe<Scalars['Int']['output']>;
  /** The identifier of the record in its source. */
  externalId: Maybe<Scalars['String']['output']>;
  /** Its fields. */
  values: Array<ExceptionValue>;
};

/** One field of a row as it came. */
export type ExceptionValue = {
  /** The name of the field. */
  field: Scalars['String']['output'];
  /** The value as it came, null where it is empty or masked. */
  value: Maybe<Scalars['String']['output']>;
  /** The value that a person last put in its place, null where none was or where it is masked. */
  editedValue: Maybe<Scalars['String']['output']>;
  /** Whether the values are masked for the viewer. */
  masked: Scalars['Boolean']['output'];
};

/** What can happen to an exception. */
export type ExceptionEventKind =
  /** It was first seen. */
  | 'OPENED'
  /** It was seen once more. */
  | 'SEEN_AGAIN'
  /** It was given to a person, or back to its owner. */
  | 'ASSIGNED'
  /** The record was tried again. */
  | 'RETRIED'
  /** Values were put in place of those that came. */
  | 'EDITED'
  /** It is over. */
  | 'RESOLVED';

/** Something that happened to an exception. */
export type ExceptionEvent = {
  /** What happened. */
  kind: ExceptionEventKind;
  /** The person who did it, null where nobody did. */
  actor: Maybe<Scalars['String']['output']>;
  /** What was said about it. */
  note: Maybe<Scalars['String']['output']>;
  /** When it happened. */
  occurredAt: Scalars['DateTime']['output'];
};

/** A page of exceptions. */
export type ExceptionConnection = {
  /** The exceptions of the page with their cursors. */
  edges: Array<ExceptionEdge>;
  /** The exceptions of the page. */
  nodes: Array<Exception>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of exceptions on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the exceptions of a page, with its cursor. */
export type ExceptionEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The exception itself. */
  node: Exception;
};

/** Conditions on exceptions; all that are given must hold. */
export type ExceptionFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the kind of trouble. */
  class?: InputMaybe<ExceptionClassFilter>;
  /** Selects by where it stands. */
  status?: InputMaybe<ExceptionStatusFilter>;
  /** Selects by how grave it is. */
  severity?: InputMaybe<ExceptionSeverityFilter>;
  /** Selects by the rule that is broken. */
  rule?: InputMaybe<StringFilter>;
  /** Selects by the role that owns it. */
  ownerRole?: InputMaybe<StringFilter>;
  /** Selects by the person who works on it. */
  assignee?: InputMaybe<StringFilter>;
  /** Selects by the key of the source system. */
  source?: InputMaybe<StringFilter>;
  /** Selects by the type of the record. */
  recordType?: InputMaybe<StringFilter>;
  /** Selects by the identifier of the record in its source. */
  externalId?: InputMaybe<StringFilter>;
  /** Selects by the customer whom it concerns. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the code of the legal entity that it concerns. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by whether it is open although its time is up. */
  overdue?: InputMaybe<BooleanFilter>;
  /** Selects by when it should be over. */
  dueAt?: InputMaybe<DateTimeFilter>;
  /** Selects by when it was first seen. */
  openedAt?: InputMaybe<DateTimeFilter>;
  /** Selects by the sum at risk, whatever its currency. */
  amountAtRisk?: InputMaybe<DecimalFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<ExceptionFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<ExceptionFilter>>;
};

/** The order of exceptions; the identifier breaks ties. */
export type ExceptionOrder = {
  /** The field that decides. */
  field: ExceptionOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which exceptions can be ordered. */
export type ExceptionOrderField =
  /** By when it should be over. */
  | 'DUE_AT'
  /** By when it was first seen. */
  | 'OPENED_AT'
  /** By how grave it is. */
  | 'SEVERITY'
  /** By the sum at risk whatever its currency, none counting as zero. */
  | 'AMOUNT_AT_RISK';

/** What happened. */
export type TimelineEventKind =
  /** A contract was signed. */
  | 'CONTRACT_SIGNED'
  /** A contract was amended. */
  | 'CONTRACT_AMENDED'
  /** An invoice was issued. */
  | 'INVOICE_ISSUED'
  /** A credit note was issued. */
  | 'CREDIT_NOTE_ISSUED'
  /** A payment came in. */
  | 'PAYMENT_RECEIVED'
  /** A dispute was raised. */
  | 'DISPUTE_OPENED'
  /** A dispute was decided. */
  | 'DISPUTE_RESOLVED'
  /** A promise to pay was made. */
  | 'PROMISE_MADE'
  /** Something was done to collect. */
  | 'COLLECTION_ACTIVITY';

/** Conditions on the timeline event kind; all that are given must hold. */
export type TimelineEventKindFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<TimelineEventKind>;
  /** One of these values. */
  in?: InputMaybe<Array<TimelineEventKind>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Something that happened with a customer. */
export type TimelineEvent = {
  /** The event's identifier, made of its kind and its record's. */
  id: Scalars['ID']['output'];
  /** What happened. */
  kind: TimelineEventKind;
  /** The day on which it happened. */
  occurredOn: Scalars['Date']['output'];
  /** The legal entity concerned. */
  legalEntity: Maybe<LegalEntity>;
  /** The identifier of the record behind it. */
  objectId: Scalars['ID']['output'];
  /** The number of the document behind it. */
  number: Maybe<Scalars['String']['output']>;
  /** The amount concerned. */
  amount: Maybe<Money>;
};

/** A page of events. */
export type TimelineEventConnection = {
  /** The events of the page with their cursors. */
  edges: Array<TimelineEventEdge>;
  /** The events of the page. */
  nodes: Array<TimelineEvent>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of events on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the events of a page, with its cursor. */
export type TimelineEventEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The event itself. */
  node: TimelineEvent;
};

/** Conditions on events; all that are given must hold. */
export type TimelineEventFilter = {
  /** Selects by what happened. */
  kind?: InputMaybe<TimelineEventKindFilter>;
  /** Selects by the day on which it happened. */
  occurredOn?: InputMaybe<DateFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<TimelineEventFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<TimelineEventFilter>>;
};

/** The order of events; the identifier breaks ties. */
export type TimelineEventOrder = {
  /** The field that decides. */
  field: TimelineEventOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which events can be ordered. */
export type TimelineEventOrderField =
  /** By the day on which it happened. */
  | 'OCCURRED_ON';

/** An exchange rate that a figure needed and that nobody has stated. */
export type MissingRate = {
  /** The currency to be converted. */
  baseCurrency: Scalars['CurrencyCode']['output'];
  /** The currency to convert into. */
  quoteCurrency: Scalars['CurrencyCode']['output'];
  /** The type of rate that was needed. */
  rateType: RateType;
  /** The day for which it was needed. */
  on: Scalars['Date']['output'];
};

/** What an account stands for, by declared mapping and not by the source's type alone. */
export type LedgerAccountClass =
  /** What customers owe. */
  | 'RECEIVABLE'
  /** Money in hand and at banks. */
  | 'CASH'
  /** Contract liabilities: billed and not yet earned. */
  | 'DEFERRED_REVENUE'
  /** Earned and not yet billed. */
  | 'CONTRACT_ASSET'
  /** Revenue earned. */
  | 'REVENUE'
  /** Taxes collected or paid. */
  | 'TAX'
  /** Exchange differences. */
  | 'FX'
  /** Money received and not yet applied. */
  | 'UNAPPLIED'
  /** Losses on receivables. */
  | 'BAD_DEBT'
  /** Other expense. */
  | 'EXPENSE'
  /** What suppliers are owed. */
  | 'PAYABLE'
  /** The owners' capital. */
  | 'EQUITY'
  /** Due to and from our own legal entities. */
  | 'INTERCOMPANY'
  /** Any other asset. */
  | 'OTHER_ASSET'
  /** Any other liability. */
  | 'OTHER_LIABILITY'
  /** Not mapped by anybody yet. */
  | 'UNMAPPED';

/** Conditions on the ledger account class; all that are given must hold. */
export type LedgerAccountClassFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<LedgerAccountClass>;
  /** One of these values. */
  in?: InputMaybe<Array<LedgerAccountClass>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A side of an account. */
export type BalanceSide =
  /** The debit side. */
  | 'DEBIT'
  /** The credit side. */
  | 'CREDIT';

/** An account of a legal entity's chart of accounts. */
export type LedgerAccount = {
  /** The account's identifier. */
  id: Scalars['ID']['output'];
  /** The legal entity whose chart it belongs to. */
  legalEntity: LegalEntity;
  /** The code in the chart. */
  code: Scalars['String']['output'];
  /** The name in the chart. */
  name: Scalars['String']['output'];
  /** What the account stands for. */
  class: LedgerAccountClass;
  /** The side on which the balance usually stands. */
  normalBalance: Maybe<BalanceSide>;
  /** The type in the source's own words. */
  sourceType: Maybe<Scalars['String']['output']>;
  /** Whether the account may still be used. */
  active: Scalars['Boolean']['output'];
};

/** A page of ledger accounts. */
export type LedgerAccountConnection = {
  /** The ledger accounts of the page with their cursors. */
  edges: Array<LedgerAccountEdge>;
  /** The ledger accounts of the page. */
  nodes: Array<LedgerAccount>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of ledger accounts on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the ledger accounts of a page, with its cursor. */
export type LedgerAccountEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The ledger account itself. */
  node: LedgerAccount;
};

/** Conditions on ledger accounts; all that are given must hold. */
export type LedgerAccountFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the code in the chart. */
  code?: InputMaybe<StringFilter>;
  /** Selects by the name in the chart. */
  name?: InputMaybe<StringFilter>;
  /** Selects by what the account stands for. */
  class?: InputMaybe<LedgerAccountClassFilter>;
  /** Selects by whether it may still be used. */
  active?: InputMaybe<BooleanFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<LedgerAccountFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<LedgerAccountFilter>>;
};

/** The order of ledger accounts; the identifier breaks ties. */
export type LedgerAccountOrder = {
  /** The field that decides. */
  field: LedgerAccountOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which ledger accounts can be ordered. */
export type LedgerAccountOrderField =
  /** By the code in the chart. */
  | 'CODE';

/** The kind of a journal, which decides what must balance. */
export type JournalType =
  /** Balances in functional currency and in each transaction currency. */
  | 'STANDARD'
  /** Balances in functional currency and moves between transaction currencies. */
  | 'CROSS_CURRENCY'
  /** Books exchange differences in functional currency alone. */
  | 'FX'
  /** Brings balances in from an earlier system. */
  | 'OPENING'
  /** Takes another journal back. */
  | 'REVERSAL';

/** Conditions on the journal type; all that are given must hold. */
export type JournalTypeFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<JournalType>;
  /** One of these values. */
  in?: InputMaybe<Array<JournalType>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Who made a journal. */
export type JournalOrigin =
  /** A posting rule, from a business event. */
  | 'RULE'
  /** A source system or the gateway itself. */
  | 'SYSTEM'
  /** A person. */
  | 'MANUAL'
  /** The load of opening balances. */
  | 'OPENING';

/** Conditions on the journal origin; all that are given must hold. */
export type JournalOriginFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<JournalOrigin>;
  /** One of these values. */
  in?: InputMaybe<Array<JournalOrigin>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Whether a journal counts. */
export type JournalStatus =
  /** It counts in every balance. */
  | 'POSTED'
  /** It waits for the owner of the books and counts nowhere. */
  | 'PROPOSED';

/** Conditions on the journal status; all that are given must hold. */
export type JournalStatusFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<JournalStatus>;
  /** One of these values. */
  in?: InputMaybe<Array<JournalStatus>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A balanced set of postings. */
export type Journal = {
  /** The journal's identifier. */
  id: Scalars['ID']['output'];
  /** The number in the books. */
  number: Scalars['String']['output'];
  /** The legal entity in whose books it stands. */
  legalEntity: LegalEntity;
  /** The book. */
  book: Maybe<AccountingBook>;
  /** The kind, which decides what must balance. */
  type: JournalType;
  /** Who made it. */
  origin: JournalOrigin;
  /** Whether it counts. */
  status: JournalStatus;
  /** The day of posting. */
  postedOn: Scalars['Date']['output'];
  /** What the journal is about. */
  description: Maybe<Scalars['String']['output']>;
  /** The journal that this one takes back. */
  reverses: Maybe<Journal>;
  /** The journal that took this one back. */
  reversedBy: Maybe<Journal>;
  /** The document in the source that it was made from. */
  sourceReference: Maybe<Scalars['String']['output']>;
  /** The kind of that document in the source's own words. */
  sourceType: Maybe<Scalars['String']['output']>;
  /** Whether an outside owner posted it into a period already closed. */
  postClose: Scalars['Boolean']['output'];
  /** The postings of the journal. */
  postings: PostingConnection;
  /** The system whose books it comes from. */
  source: SourceSystem;
  /** The records of source systems behind this journal. */
  sources: Array<SourceLink>;
  /** When the gateway recorded it. */
  recordedAt: Scalars['DateTime']['output'];
};


/** A balanced set of postings. */
export type JournalpostingsArgs = {
  filter?: InputMaybe<PostingFilter>;
  orderBy?: InputMaybe<PostingOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** A page of journals. */
export type JournalConnection = {
  /** The journals of the page with their cursors. */
  edges: Array<JournalEdge>;
  /** The journals of the page. */
  nodes: Array<Journal>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of journals on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the journals of a page, with its cursor. */
export type JournalEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The journal itself. */
  node: Journal;
};

/** Conditions on journals; all that are given must hold. */
export type JournalFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the number in the books. */
  number?: InputMaybe<StringFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the code of the book. */
  book?: InputMaybe<StringFilter>;
  /** Selects by the kind. */
  type?: InputMaybe<JournalTypeFilter>;
  /** Selects by who made it. */
  origin?: InputMaybe<JournalOriginFilter>;
  /** Selects by whether it counts. */
  status?: InputMaybe<JournalStatusFilter>;
  /** Selects by the day of posting. */
  postedOn?: InputMaybe<DateFilter>;
  /** Selects by the document in the source. */
  sourceReference?: InputMaybe<StringFilter>;
  /** Selects by the kind of document in the source. */
  sourceType?: InputMaybe<StringFilter>;
  /** Selects by whether it was posted after the close. */
  postClose?: InputMaybe<BooleanFilter>;
  /** Selects by the time of recording. */
  recordedAt?: InputMaybe<DateTimeFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<JournalFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<JournalFilter>>;
};

/** The order of journals; the identifier breaks ties. */
export type JournalOrder = {
  /** The field that decides. */
  field: JournalOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which journals can be ordered. */
export type JournalOrderField =
  /** By the day of posting. */
  | 'POSTED_ON'
  /** By the number in the books. */
  | 'NUMBER';

/** How a posting was tied to a customer or document. */
export type LinkBasis =
  /** The source says so. */
  | 'STATED'
  /** A unique match, with evidence. */
  | 'INFERRED';

/** One line of a journal; posted lines never change. */
export type Posting = {
  /** The posting's identifier. */
  id: Scalars['ID']['output'];
  /** The journal. */
  journal: Maybe<Journal>;
  /** The place in the journal, from 1. */
  position: Scalars['Int']['output'];
  /** The legal entity. */
  legalEntity: LegalEntity;
  /** The book. */
  book: Maybe<AccountingBook>;
  /** Whether its journal is only proposed, so that it stands outside every balance. */
  proposed: Scalars['Boolean']['output'];
  /** The ledger account. */
  ledgerAccount: LedgerAccount;
  /** What the ledger account stands for. */
  accountClass: LedgerAccountClass;
  /** The day of posting. */
  postedOn: Scalars['Date']['output'];
  /** The ledger period of the book in which the day falls, null where none is defined. */
  period: Maybe<AccountingPeriod>;
  /**
   * The debit in transaction currency, null together with the credit where the source states no amount in it,
   * because none is worked back from the functional amount by a rate.
   */
  debit: Maybe<Money>;
  /**
   * The credit in transaction currency, null together with the debit where the source states no amount in it,
   * because none is worked back from the functional amount by a rate.
   */
  credit: Maybe<Money>;
  /** The debit in the legal entity's functional currency, which every source states. */
  functionalDebit: Money;
  /** The credit in the legal entity's functional currency, which every source states. */
  functionalCredit: Money;
  /** What the line says. */
  description: Maybe<Scalars['String']['output']>;
  /** The customer concerned. */
  customer: Maybe<Customer>;
  /** The contract concerned. */
  contract: Maybe<Contract>;
  /** The product concerned. */
  product: Maybe<Product>;
  /** Our own legal entity on the other side. */
  counterparty: Maybe<LegalEntity>;
  /** Further dimensions as stated, such as project or tracking category. */
  dimensions: Maybe<Scalars['JSON']['output']>;
  /** How the line was tied to customer and invoice, null where it is not. */
  linkMethod: Maybe<LinkBasis>;
  /** The evidence of an inferred tie. */
  linkEvidence: Maybe<Scalars['JSON']['output']>;
  /** The invoice concerned. */
  invoice: Maybe<Invoice>;
};

/** A page of postings. */
export type PostingConnection = {
  /** The postings of the page with their cursors. */
  edges: Array<PostingEdge>;
  /** The postings of the page. */
  nodes: Array<Posting>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of postings on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the postings of a page, with its cursor. */
export type PostingEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The posting itself. */
  node: Posting;
};

/** Conditions on postings; all that are given must hold. */
export type PostingFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the journal. */
  journalId?: InputMaybe<IDFilter>;
  /** Selects by the code of the legal entity. */
  legalEntity?: InputMaybe<StringFilter>;
  /** Selects by the code of the book. */
  book?: InputMaybe<StringFilter>;
  /** Selects by whether its journal is only proposed. */
  proposed?: InputMaybe<BooleanFilter>;
  /** Selects by the ledger account. */
  ledgerAccountId?: InputMaybe<IDFilter>;
  /** Selects by what the ledger account stands for. */
  accountClass?: InputMaybe<LedgerAccountClassFilter>;
  /** Selects by the day of posting. */
  postedOn?: InputMaybe<DateFilter>;
  /** Selects by the debit in functional currency. */
  functionalDebit?: InputMaybe<DecimalFilter>;
  /** Selects by the credit in functional currency. */
  functionalCredit?: InputMaybe<DecimalFilter>;
  /** Selects by the customer. */
  customerId?: InputMaybe<IDFilter>;
  /** Selects by the contract. */
  contractId?: InputMaybe<IDFilter>;
  /** Selects by the invoice. */
  invoiceId?: InputMaybe<IDFilter>;
  /** Selects by the product. */
  productId?: InputMaybe<IDFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<PostingFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<PostingFilter>>;
};

/** The order of postings; the identifier breaks ties. */
export type PostingOrder = {
  /** The field that decides. */
  field: PostingOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which postings can be ordered. */
export type PostingOrderField =
  /** By the day of posting. */
  | 'POSTED_ON'
  /** By the place in the journal, of use within one journal. */
  | 'POSITION';

/** A list of prices in one currency. */
export type PriceBook = {
  /** The price book's identifier. */
  id: Scalars['ID']['output'];
  /** The price book's code. */
  code: Scalars['String']['output'];
  /** The name for people. */
  name: Scalars['String']['output'];
  /** The currency of its prices. */
  currency: Scalars['CurrencyCode']['output'];
  /** Whether it may still be used. */
  active: Scalars['Boolean']['output'];
  /** Its prices, by product. */
  prices: PriceConnection;
};


/** A list of prices in one currency. */
export type PriceBookpricesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** How a price is computed from a quantity. */
export type PriceModel =
  /** One price whatever the quantity. */
  | 'FLAT'
  /** A price for each unit. */
  | 'PER_UNIT'
  /** Each unit at the price of the tier in which it falls. */
  | 'GRADUATED'
  /** All units at the price of the tier that the whole quantity reaches. */
  | 'VOLUME'
  /** A price for each started package of units. */
  | 'PACKAGE'
  /** A percentage of an amount. */
  | 'PERCENTAGE'
  /** A price for each unit used beyond what is included. */
  | 'USAGE';

/** The price of one product in one price book. */
export type Price = {
  /** The price's identifier. */
  id: Scalars['ID']['output'];
  /** The product. */
  product: Product;
  /** The price book. */
  priceBook: PriceBook;
  /** How the price is computed. */
  priceModel: PriceModel;
  /**
   * The price of one unit for one price period in the price's currency, of all units where it is flat, in
   * percent where it is a percentage.
   */
  unitAmount: Maybe<Scalars['Decimal']['output']>;
  /** The currency of the price. */
  currency: Scalars['CurrencyCode']['output'];
  /** The months that the price covers, null for a one-time price. */
  periodMonths: Maybe<Scalars['Int']['output']>;
  /** The units in one package. */
  packageSize: Maybe<Scalars['Decimal']['output']>;
  /**
   * The tiers of graduated and volume prices, each with upTo, unitAmount and flatAmount, upTo being null in the
   * last.
   */
  tiers: Maybe<Scalars['JSON']['output']>;
  /** The least that is billed for one price period. */
  minimumCommitment: Maybe<Money>;
  /** The quantity that the price includes. */
  includedQuantity: Maybe<Scalars['Decimal']['output']>;
  /** The first day on which the price holds, null where it always did. */
  validFrom: Maybe<Scalars['Date']['output']>;
  /** The day from which the price no longer holds, null while open-ended. */
  validTo: Maybe<Scalars['Date']['output']>;
};

/** A page of prices. */
export type PriceConnection = {
  /** The prices of the page with their cursors. */
  edges: Array<PriceEdge>;
  /** The prices of the page. */
  nodes: Array<Price>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of prices on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the prices of a page, with its cursor. */
export type PriceEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The price itself. */
  node: Price;
};

/** The day from which a payment term counts. */
export type PaymentTermBasis =
  /** The day of issue of the invoice. */
  | 'INVOICE_DATE'
  /** The end of the month of issue. */
  | 'END_OF_MONTH'
  /** The day of delivery. */
  | 'DELIVERY';

/** When an invoice is due. */
export type PaymentTerm = {
  /** The payment term's identifier. */
  id: Scalars['ID']['output'];
  /** The payment term's code. */
  code: Scalars['String']['output'];
  /** The name for people. */
  name: Scalars['String']['output'];
  /** The day from which it counts. */
  basis: PaymentTermBasis;
  /** The days until the invoice is due. */
  days: Scalars['Int']['output'];
  /** The cash discount for early payment, in percent. */
  discountPercent: Maybe<Scalars['Decimal']['output']>;
  /** The days within which the discount may be taken. */
  discountDays: Maybe<Scalars['Int']['output']>;
  /** The parts in which the invoice is due, empty where it is due at once. */
  instalments: Array<PaymentTermInstalment>;
};

/** A part of an invoice that is due after given days. */
export type PaymentTermInstalment = {
  /** The place among the parts, from 1. */
  position: Scalars['Int']['output'];
  /** The share of the invoice, in percent. */
  percent: Scalars['Decimal']['output'];
  /** The days until it is due. */
  days: Scalars['Int']['output'];
};

/** How a product is sold. */
export type ProductKind =
  /** For a price per period. */
  | 'RECURRING'
  /** By measured use. */
  | 'USAGE'
  /** Once. */
  | 'ONE_TIME'
  /** As work. */
  | 'SERVICE';

/** Conditions on the product kind; all that are given must hold. */
export type ProductKindFilter = {
  /** Equal to this value. */
  eq?: InputMaybe<ProductKind>;
  /** One of these values. */
  in?: InputMaybe<Array<ProductKind>>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Something that we sell. */
export type Product = {
  /** The product's identifier. */
  id: Scalars['ID']['output'];
  /** The product's code. */
  code: Scalars['String']['output'];
  /** The name for people. */
  name: Scalars['String']['output'];
  /** What it is. */
  description: Maybe<Scalars['String']['output']>;
  /** The family to which it belongs. */
  family: Maybe<Scalars['String']['output']>;
  /** How it is sold. */
  kind: ProductKind;
  /** The unit of its quantity. */
  unitOfMeasure: Maybe<Scalars['String']['output']>;
  /** Whether it may still be sold. */
  active: Scalars['Boolean']['output'];
  /** The code that decides its tax. */
  taxCode: Maybe<Scalars['String']['output']>;
  /** The code of the revenue account. */
  revenueAccountCode: Maybe<Scalars['String']['output']>;
  /** The template by which its revenue is recognised. */
  recognitionTemplate: Maybe<Scalars['String']['output']>;
  /** The standalone selling price of one unit for one price period (ASC 606-10-32-31). */
  standalonePrice: Maybe<Scalars['Decimal']['output']>;
  /** The currency of the standalone selling price. */
  standaloneCurrency: Maybe<Scalars['CurrencyCode']['output']>;
  /** Its prices in all price books, past ones too. */
  prices: Array<Price>;
  /** The version of the record, which grows with every change. */
  version: Scalars['Int']['output'];
  /** When the record last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** The records of source systems behind this product. */
  sources: Array<SourceLink>;
};

/** A page of products. */
export type ProductConnection = {
  /** The products of the page with their cursors. */
  edges: Array<ProductEdge>;
  /** The products of the page. */
  nodes: Array<Product>;
  /** Where the page begins and ends. */
  pageInfo: PageInfo;
  /** The number of products on all pages together. */
  totalCount: Scalars['Int']['output'];
};

/** One of the products of a page, with its cursor. */
export type ProductEdge = {
  /** The cursor that stands for this place in the order. */
  cursor: Scalars['String']['output'];
  /** The product itself. */
  node: Product;
};

/** Conditions on products; all that are given must hold. */
export type ProductFilter = {
  /** Selects by the identifier. */
  id?: InputMaybe<IDFilter>;
  /** Selects by the code. */
  code?: InputMaybe<StringFilter>;
  /** Selects by the name. */
  name?: InputMaybe<StringFilter>;
  /** Selects by the family. */
  family?: InputMaybe<StringFilter>;
  /** Selects by how it is sold. */
  kind?: InputMaybe<ProductKindFilter>;
  /** Selects by whether it may still be sold. */
  active?: InputMaybe<BooleanFilter>;
  /** Selects by the time of the last change. */
  updatedAt?: InputMaybe<DateTimeFilter>;
  /** All of these must hold; they may hold no further and or or. */
  and?: InputMaybe<Array<ProductFilter>>;
  /** At least one of these must hold; they may hold no further and or or. */
  or?: InputMaybe<Array<ProductFilter>>;
};

/** The order of products; the identifier breaks ties. */
export type ProductOrder = {
  /** The field that decides. */
  field: ProductOrderField;
  /** The direction, ascending when none is given. */
  direction?: OrderDirection;
};

/** The fields by which products can be ordered. */
export type ProductOrderField =
  /** By the name, without regard to case. */
  | 'NAME'
  /** By the code. */
  | 'CODE';

/** The kind of protected content of a field; roles without the matching right read null there. */
export type Mask =
  /** Tax identification numbers and what is derived from them. */
  | 'TAX_ID'
  /** Personal e-mail addresses, phone numbers and postal addresses. */
  | 'PERSONAL'
  /** Bank details, of which at most the last four digits are ever shown. */
  | 'BANK';

/** An exact amount of money in one currency. */
export type Money = {
  /** The amount, with exactly the minor digits of its currency. */
  amount: Scalars['Decimal']['output'];
  /** The currency of the amount (ISO 4217). */
  currency: Scalars['CurrencyCode']['output'];
};

/** Where a page of a connection begins and ends (Relay cursor connections). */
export type PageInfo = {
  /** Whether more records follow this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether records precede this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first record of the page, null on an empty page. */
  startCursor: Maybe<Scalars['String']['output']>;
  /** The cursor of the last record of the page, null on an empty page. */
  endCursor: Maybe<Scalars['String']['output']>;
};

/** The direction of an order. */
export type OrderDirection =
  /** From the smallest to the largest, nulls never occurring in sortable fields. */
  | 'ASC'
  /** From the largest to the smallest. */
  | 'DESC';

/** Conditions on an identifier; all that are given must hold. */
export type IDFilter = {
  /** Equal to this identifier. */
  eq?: InputMaybe<Scalars['ID']['input']>;
  /** One of these identifiers. */
  in?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** Conditions on a text; all that are given must hold. */
export type StringFilter = {
  /** Equal to this text, in case and accents too. */
  eq?: InputMaybe<Scalars['String']['input']>;
  /** One of these texts. */
  in?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Holding this text anywhere, whatever its case. */
  contains?: InputMaybe<Scalars['String']['input']>;
  /** Beginning with this text, whatever its case. */
  startsWith?: InputMaybe<Scalars['String']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Conditions on a date; all that are given must hold. */
export type DateFilter = {
  /** On this date. */
  eq?: InputMaybe<Scalars['Date']['input']>;
  /** On one of these dates. */
  in?: InputMaybe<Array<Scalars['Date']['input']>>;
  /** Before this date. */
  lt?: InputMaybe<Scalars['Date']['input']>;
  /** On or before this date. */
  lte?: InputMaybe<Scalars['Date']['input']>;
  /** After this date. */
  gt?: InputMaybe<Scalars['Date']['input']>;
  /** On or after this date. */
  gte?: InputMaybe<Scalars['Date']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Conditions on an instant; all that are given must hold. */
export type DateTimeFilter = {
  /** Before this instant. */
  lt?: InputMaybe<Scalars['DateTime']['input']>;
  /** At or before this instant. */
  lte?: InputMaybe<Scalars['DateTime']['input']>;
  /** After this instant. */
  gt?: InputMaybe<Scalars['DateTime']['input']>;
  /** At or after this instant. */
  gte?: InputMaybe<Scalars['DateTime']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Conditions on an exact decimal, such as the amount of a Money; all that are given must hold. */
export type DecimalFilter = {
  /** Equal to this number. */
  eq?: InputMaybe<Scalars['Decimal']['input']>;
  /** One of these numbers. */
  in?: InputMaybe<Array<Scalars['Decimal']['input']>>;
  /** Less than this number. */
  lt?: InputMaybe<Scalars['Decimal']['input']>;
  /** At most this number. */
  lte?: InputMaybe<Scalars['Decimal']['input']>;
  /** More than this number. */
  gt?: InputMaybe<Scalars['Decimal']['input']>;
  /** At least this number. */
  gte?: InputMaybe<Scalars['Decimal']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Conditions on a whole number; all that are given must hold. */
export type IntFilter = {
  /** Equal to this number. */
  eq?: InputMaybe<Scalars['Int']['input']>;
  /** One of these numbers. */
  in?: InputMaybe<Array<Scalars['Int']['input']>>;
  /** Less than this number. */
  lt?: InputMaybe<Scalars['Int']['input']>;
  /** At most this number. */
  lte?: InputMaybe<Scalars['Int']['input']>;
  /** More than this number. */
  gt?: InputMaybe<Scalars['Int']['input']>;
  /** At least this number. */
  gte?: InputMaybe<Scalars['Int']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** A condition on a truth value. */
export type BooleanFilter = {
  /** Equal to this truth value. */
  eq?: InputMaybe<Scalars['Boolean']['input']>;
  /** True for absent values, false for present ones. */
  isNull?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The root of all reads. */
export type Query = {
  /** Who asks, and what the token allows. */
  viewer: Viewer;
  /**
   * One invoice by exactly one of its keys, null when there is none, when the key is ambiguous or when the
   * viewer may not see it.
   */
  invoice: Maybe<Invoice>;
  /** The invoices that the viewer may see, the latest first when no order is given. */
  invoices: InvoiceConnection;
  /**
   * One credit note by exactly one of its keys, null when there is none, when the key is ambiguous or when the
   * viewer may not see it.
   */
  creditNote: Maybe<CreditNote>;
  /** The credit notes that the viewer may see, the latest first when no order is given. */
  creditNotes: CreditNoteConnection;
  /**
   * One payment by exactly one of its keys, null when there is none, when the key is ambiguous or when the
   * viewer may not see it.
   */
  payment: Maybe<Payment>;
  /** The payments and deposits that the viewer may see, the latest first when no order is given. */
  payments: PaymentConnection;
  /**
   * One dispute by exactly one of its keys, null when there is none, when the key is ambiguous or when the
   * viewer may not see it.
   */
  dispute: Maybe<Dispute>;
  /** The disputes that the viewer may see, the latest first when no order is given. */
  disputes: DisputeConnection;
  /**
   * One contract by exactly one of its keys, null when there is none, when the key is ambiguous or when the
   * viewer may not see it.
   */
  contract: Maybe<Contract>;
  /** The contracts that the viewer may see, the latest start first when no order is given. */
  contracts: ContractConnection;
  /**
   * One opportunity by exactly one of its keys, null when there is none, when the key is ambiguous or when the
   * viewer may not see it.
   */
  opportunity: Maybe<Opportunity>;
  /** The opportunities that the viewer may see, the furthest in the future first when no order is given. */
  opportunities: OpportunityConnection;
  /**
   * One contact by exactly one of its keys, null when there is none, when the key is ambiguous or when the
   * viewer may not see it.
   */
  contact: Maybe<Contact>;
  /** The contacts of the customers that the viewer may see, by name when no order is given. */
  contacts: ContactConnection;
  /**
   * One customer by exactly one of its keys, null when there is none, when the key is ambiguous or when the
   * viewer may not see it.
   */
  customer: Maybe<Customer>;
  /** The customers that the viewer may see, by name when no order is given. */
  customers: CustomerConnection;
  /** All legal entities, by code. */
  legalEntities: Array<LegalEntity>;
  /** All source systems, by key. */
  sourceSystems: Array<SourceSystem>;
  /**
   * The accounting periods of the legal entities that the viewer may see, the latest first when no order is
   * given.
   */
  periods: AccountingPeriodConnection;
  /** The exchange rates on record, the latest first when no order is given. */
  exchangeRates: ExchangeRateConnection;
  /** One exception by its identifier, null when there is none or when the viewer may not see it. */
  exception: Maybe<Exception>;
  /** The exceptions that the viewer may see, the first one due first when no order is given. */
  exceptions: ExceptionConnection;
  /** The open exceptions that the viewer may see, counted. */
  exceptionSummary: ExceptionSummary;
  /** The ledger accounts of the legal entities that the viewer may see, by code when no order is given. */
  ledgerAccounts: LedgerAccountConnection;
  /** One journal, null when there is none or the viewer may not see it. */
  journal: Maybe<Journal>;
  /** The journals that the viewer may see, the latest first when no order is given. */
  journals: JournalConnection;
  /** The postings that the viewer may see, the latest first when no order is given. */
  postings: PostingConnection;
  /** One product by exactly one of its keys, null when there is none. */
  product: Maybe<Product>;
  /** The products, by name when no order is given. */
  products: ProductConnection;
  /** All price books, by code. */
  priceBooks: Array<PriceBook>;
  /** All payment terms, by code. */
  paymentTerms: Array<PaymentTerm>;
};


/** The root of all reads. */
export type QueryinvoiceArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
  legalEntity?: InputMaybe<Scalars['String']['input']>;
  external?: InputMaybe<ExternalIdInput>;
};


/** The root of all reads. */
export type QueryinvoicesArgs = {
  filter?: InputMaybe<InvoiceFilter>;
  orderBy?: InputMaybe<InvoiceOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QuerycreditNoteArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
  legalEntity?: InputMaybe<Scalars['String']['input']>;
  external?: InputMaybe<ExternalIdInput>;
};


/** The root of all reads. */
export type QuerycreditNotesArgs = {
  filter?: InputMaybe<CreditNoteFilter>;
  orderBy?: InputMaybe<CreditNoteOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QuerypaymentArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
  legalEntity?: InputMaybe<Scalars['String']['input']>;
  external?: InputMaybe<ExternalIdInput>;
};


/** The root of all reads. */
export type QuerypaymentsArgs = {
  filter?: InputMaybe<PaymentFilter>;
  orderBy?: InputMaybe<PaymentOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QuerydisputeArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
  legalEntity?: InputMaybe<Scalars['String']['input']>;
  external?: InputMaybe<ExternalIdInput>;
};


/** The root of all reads. */
export type QuerydisputesArgs = {
  filter?: InputMaybe<DisputeFilter>;
  orderBy?: InputMaybe<DisputeOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QuerycontractArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
  legalEntity?: InputMaybe<Scalars['String']['input']>;
  external?: InputMaybe<ExternalIdInput>;
};


/** The root of all reads. */
export type QuerycontractsArgs = {
  filter?: InputMaybe<ContractFilter>;
  orderBy?: InputMaybe<ContractOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QueryopportunityArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  external?: InputMaybe<ExternalIdInput>;
};


/** The root of all reads. */
export type QueryopportunitiesArgs = {
  filter?: InputMaybe<OpportunityFilter>;
  orderBy?: InputMaybe<OpportunityOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QuerycontactArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  external?: InputMaybe<ExternalIdInput>;
};


/** The root of all reads. */
export type QuerycontactsArgs = {
  filter?: InputMaybe<ContactFilter>;
  orderBy?: InputMaybe<ContactOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QuerycustomerArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  number?: InputMaybe<Scalars['String']['input']>;
  external?: InputMaybe<ExternalIdInput>;
};


/** The root of all reads. */
export type QuerycustomersArgs = {
  filter?: InputMaybe<CustomerFilter>;
  orderBy?: InputMaybe<CustomerOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QueryperiodsArgs = {
  filter?: InputMaybe<AccountingPeriodFilter>;
  orderBy?: InputMaybe<AccountingPeriodOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QueryexchangeRatesArgs = {
  filter?: InputMaybe<ExchangeRateFilter>;
  orderBy?: InputMaybe<ExchangeRateOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QueryexceptionArgs = {
  id: Scalars['ID']['input'];
};


/** The root of all reads. */
export type QueryexceptionsArgs = {
  filter?: InputMaybe<ExceptionFilter>;
  orderBy?: InputMaybe<ExceptionOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QueryledgerAccountsArgs = {
  filter?: InputMaybe<LedgerAccountFilter>;
  orderBy?: InputMaybe<LedgerAccountOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QueryjournalArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


/** The root of all reads. */
export type QueryjournalsArgs = {
  filter?: InputMaybe<JournalFilter>;
  orderBy?: InputMaybe<JournalOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QuerypostingsArgs = {
  filter?: InputMaybe<PostingFilter>;
  orderBy?: InputMaybe<PostingOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QueryproductArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  code?: InputMaybe<Scalars['String']['input']>;
};


/** The root of all reads. */
export type QueryproductsArgs = {
  filter?: InputMaybe<ProductFilter>;
  orderBy?: InputMaybe<ProductOrder>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
};

/** The person or system behind the request. */
export type Viewer = {
  /** The subject of the token. */
  subject: Scalars['String']['output'];
  /** The roles that the token carries and the gateway knows. */
  roles: Array<Scalars['String']['output']>;
  /** Whether the viewer sees the records of every legal entity. */
  allEntities: Scalars['Boolean']['output'];
};

/** The root of all changes; each is one command, known by its request id. */
export type Mutation = {
  /** Gives an exception to a person, or back to its owner; the owner role, data stewards and controllers may. */
  assignException: AssignExceptionPayload;
  /** Ends an exception with a reason; the owner role, data stewards and controllers may. */
  resolveException: ResolveExceptionPayload;
  /**
   * Applies the record of an exception again, as it came or with other values; the owner role, data stewards
   * and controllers may.
   */
  retryException: RetryExceptionPayload;
};


/** The root of all changes; each is one command, known by its request id. */
export type MutationassignExceptionArgs = {
  input: AssignExceptionInput;
};


/** The root of all changes; each is one command, known by its request id. */
export type MutationresolveExceptionArgs = {
  input: ResolveExceptionInput;
};


/** The root of all changes; each is one command, known by its request id. */
export type MutationretryExceptionArgs = {
  input: RetryExceptionInput;
};

/** Why a command was refused. */
export type Problem = {
  /** The kind of refusal. */
  code: ProblemCode;
  /** The reason in words for people. */
  message: Scalars['String']['output'];
  /** The input field that it is about, from the outside in, null where it is about the whole. */
  path: Maybe<Array<Scalars['String']['output']>>;
};

/** The kinds of refusals. */
export type ProblemCode =
  /** There is no such object, or the caller does not see it. */
  | 'NOT_FOUND'
  /** The caller is not one of those who may decide this. */
  | 'NOT_PERMITTED'
  /** The request id was used before with another input. */
  | 'REQUEST_REUSED'
  /** A value breaks a rule of its field. */
  | 'INVALID_VALUE'
  /** It was resolved before. */
  | 'ALREADY_RESOLVED'
  /** What was tried again fails again. */
  | 'STILL_FAILING'
  /** There is nothing that could be tried again here. */
  | 'NOT_RETRYABLE'
  /** The value takes effect only after an approval. */
  | 'APPROVAL_REQUIRED';

/** The object types of the schema by name. */
export interface ObjectTypes {
  AccountingBook: AccountingBook;
  AccountingPeriod: AccountingPeriod;
  AccountingPeriodConnection: AccountingPeriodConnection;
  AccountingPeriodEdge: AccountingPeriodEdge;
  Address: Address;
  AgeingBucket: AgeingBucket;
  Allocation: Allocation;
  AllocationConnection: AllocationConnection;
  AllocationEdge: AllocationEdge;
  Amendment: Amendment;
  AmendmentConnection: AmendmentConnection;
  AmendmentEdge: AmendmentEdge;
  AssignExceptionPayload: AssignExceptionPayload;
  BankAccount: BankAccount;
  BillingPeriod: BillingPeriod;
  Chargeback: Chargeback;
  ChargebackConnection: ChargebackConnection;
  ChargebackEdge: ChargebackEdge;
  CollectionActivity: CollectionActivity;
  CollectionActivityConnection: CollectionActivityConnection;
  CollectionActivityEdge: CollectionActivityEdge;
  Collections: Collections;
  CollectionsCase: CollectionsCase;
  Contact: Contact;
  ContactConnection: ContactConnection;
  ContactEdge: ContactEdge;
  Contract: Contract;
  ContractConnection: ContractConnection;
  ContractEdge: ContractEdge;
  ContractLine: ContractLine;
  ContractLineConnection: ContractLineConnection;
  ContractLineEdge: ContractLineEdge;
  ContractParty: ContractParty;
  CreditNote: CreditNote;
  CreditNoteConnection: CreditNoteConnection;
  CreditNoteEdge: CreditNoteEdge;
  CreditNoteLine: CreditNoteLine;
  CreditNoteLineConnection: CreditNoteLineConnection;
  CreditNoteLineEdge: CreditNoteLineEdge;
  CurrencyBalance: CurrencyBalance;
  Customer: Customer;
  CustomerAccount: CustomerAccount;
  CustomerConnection: CustomerConnection;
  CustomerEdge: CustomerEdge;
  CustomerSummary: CustomerSummary;
  Deduction: Deduction;
  DeductionConnection: DeductionConnection;
  DeductionEdge: DeductionEdge;
  Dispute: Dispute;
  DisputeConnection: DisputeConnection;
  DisputeEdge: DisputeEdge;
  DisputeLine: DisputeLine;
  Exception: Exception;
  ExceptionAgeCount: ExceptionAgeCount;
  ExceptionClassCount: ExceptionClassCount;
  ExceptionConnection: ExceptionConnection;
  ExceptionEdge: ExceptionEdge;
  ExceptionEvent: ExceptionEvent;
  ExceptionOwnerCount: ExceptionOwnerCount;
  ExceptionRecord: ExceptionRecord;
  ExceptionRisk: ExceptionRisk;
  ExceptionSummary: ExceptionSummary;
  ExceptionValue: ExceptionValue;
  ExchangeRate: ExchangeRate;
  ExchangeRateConnection: ExchangeRateConnection;
  ExchangeRateEdge: ExchangeRateEdge;
  FieldProvenance: FieldProvenance;
  Invoice: Invoice;
  InvoiceBalance: InvoiceBalance;
  InvoiceConnection: InvoiceConnection;
  InvoiceEdge: InvoiceEdge;
  InvoiceInstalment: InvoiceInstalment;
  InvoiceLine: InvoiceLine;
  InvoiceLineConnection: InvoiceLineConnection;
  InvoiceLineEdge: InvoiceLineEdge;
  InvoiceParty: InvoiceParty;
  InvoiceTax: InvoiceTax;
  Journal: Journal;
  JournalConnection: JournalConnection;
  JournalEdge: JournalEdge;
  LedgerAccount: LedgerAccount;
  LedgerAccountConnection: LedgerAccountConnection;
  LedgerAccountEdge: LedgerAccountEdge;
  LegalEntity: LegalEntity;
  MissingRate: MissingRate;
  Money: Money;
  Mutation: Mutation;
  Opportunity: Opportunity;
  OpportunityConnection: OpportunityConnection;
  OpportunityEdge: OpportunityEdge;
  OpportunityLine: OpportunityLine;
  OpportunityLineConnection: OpportunityLineConnection;
  OpportunityLineEdge: OpportunityLineEdge;
  PageInfo: PageInfo;
  Payment: Payment;
  PaymentConnection: PaymentConnection;
  PaymentEdge: PaymentEdge;
  PaymentTerm: PaymentTerm;
  PaymentTermInstalment: PaymentTermInstalment;
  Posting: Posting;
  PostingConnection: PostingConnection;
  PostingEdge: PostingEdge;
  Price: Price;
  PriceBook: PriceBook;
  PriceConnection: PriceConnection;
  PriceEdge: PriceEdge;
  Problem: Problem;
  Product: Product;
  ProductConnection: ProductConnection;
  ProductEdge: ProductEdge;
  PromiseInstalment: PromiseInstalment;
  PromiseToPay: PromiseToPay;
  PromiseToPayConnection: PromiseToPayConnection;
  PromiseToPayEdge: PromiseToPayEdge;
  Query: Query;
  Refund: Refund;
  RefundConnection: RefundConnection;
  RefundEdge: RefundEdge;
  ResolveExceptionPayload: ResolveExceptionPayload;
  RetryExceptionPayload: RetryExceptionPayload;
  SourceFreshness: SourceFreshness;
  SourceLink: SourceLink;
  SourceSystem: SourceSystem;
  TaxExemption: TaxExemption;
  TaxRegistration: TaxRegistration;
  TimelineEvent: TimelineEvent;
  TimelineEventConnection: TimelineEventConnection;
  TimelineEventEdge: TimelineEventEdge;
  UsageRecord: UsageRecord;
  UsageRecordConnection: UsageRecordConnection;
  UsageRecordEdge: UsageRecordEdge;
  Viewer: Viewer;
  WriteOff: WriteOff;
  WriteOffConnection: WriteOffConnection;
  WriteOffEdge: WriteOffEdge;
}
