// The fields of invoices and debit notes: the document as issued, its parties and its settlement.
import { sql } from 'kysely';
import { filterByCustomer } from '../customers/golden-figures.ts';
import { sourcesOf } from '../customers/source-fields.ts';
import { filterByEntity } from '../entities/entity-figures.ts';
import { columnOf, fieldsOf, type Row, type TableName } from '../graph/fields.ts';
import { ruleByEntity } from '../graph/row-rules.ts';
import { goldenCustomer } from '../ledger/link-fields.ts';
import { derivedBalance, lastStatement, servedBalance } from './invoice-balance-figures.ts';

const byDate = (column: string, key: string) => (row: Row<TableName>) =>
  sql`${columnOf(row, column)}, ${columnOf(row, key)}`;

export const invoiceFields = fieldsOf(
  'Invoice',
  'invoice',
  (f) => ({
    id: f.column('invoice_id'),
    number: f.column('number'),
    kind: f.column('kind'),
    status: f.column('status'),
    settlement: f.column('settlement'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    // The other parties stand on the document only where they differ.
    customer: goldenCustomer('customer_id'),
    soldTo: goldenCustomer('sold_to_id', 'customer_id'),
    billTo: goldenCustomer('bill_to_id', 'customer_id'),
    shipTo: goldenCustomer('ship_to_id', 'customer_id'),
    payer: goldenCustomer('payer_id', 'customer_id'),
    endCustomer: goldenCustomer('end_customer_id', 'customer_id'),
    contract: f.one('Contract', 'contract_id', 'contract_id'),
    issuedOn: f.column('issued_on'),
    dueOn: f.column('due_on'),
    voidedOn: f.column('voided_on'),
    currency: f.column('currency'),
    exchangeRate: f.column('exchange_rate_to_functional'),
    subtotal: f.money('subtotal', 'currency'),
    tax: f.money('tax', 'currency'),
    total: f.money('total', 'currency'),
    paid: f.money(({ row }) => servedBalance('paid', row), 'currency'),
    credited: f.money(({ row }) => servedBalance('credited', row), 'currency'),
    due: f.money(({ row }) => servedBalance('due', row), 'currency'),
    basis: f.column('basis'),
    stated: f.object({
      present: ({ row }) =>
        sql`exists (select from invoice_stated_balance s where s.invoice_id = ${row.ref('invoice_id')})`,
      from: ({ row }) =>
        sql`(select s.stated_on, s.paid, s.credited, s.due, ${row.ref('currency')} as currency ${lastStatement(row)})`,
    }),
    derived: f.object({
      from: ({ row }) => sql`(select null::date as stated_on, ${derivedBalance('paid', row)} as paid,
        ${derivedBalance('credited', row)} as credited, ${derivedBalance('due', row)} as due, ${row.ref('currency')} as currency)`,
    }),
    purchaseOrderNumber: f.column('purchase_order_number'),
    paymentTerms: f.column('payment_terms'),
    snapshot: f.object({ present: ({ row }) => sql`${row.ref('snapshot')} is not null` }),
    corrects: f.one('Invoice', 'corrects_invoice_id', 'invoice_id'),
    reference: f.column('reference'),
    // An invoice without a schedule is due as a whole.
    instalments: f.rows({
      from: ({ row }) => sql`(select n.position, n.due_on, n.amount, ${row.ref('currency')} as currency
        from invoice_instalment n where n.invoice_id = ${row.ref('invoice_id')}
        union all select 1, ${row.ref('due_on')}, ${row.ref('total')}, ${row.ref('currency')}
        where not exists (select from invoice_instalment n where n.invoice_id = ${row.ref('invoice_id')}))`,
      order: (instalment) => columnOf(instalment, 'position'),
      rows: 3,
    }),
    lines: f.many('InvoiceLine', 'invoice_id', 'invoice_id'),
    taxes: f.many('InvoiceTax', 'invoice_id', 'invoice_id', {
      order: byDate('tax_code', 'invoice_tax_id'),
      rows: 3,
    }),
    allocations: f.many('Allocation', 'invoice_id', 'invoice_id'),
    creditIssued: f.money('credit_issued', 'currency'),
    deducted: f.money('deducted', 'currency'),
    writtenOff: f.money('written_off', 'currency'),
    creditNotes: f.many('CreditNote', 'invoice_id', 'invoice_id', {
      order: byDate('issued_on', 'credit_note_id'),
      rows: 2,
    }),
    deductions: f.many('Deduction', 'invoice_id', 'invoice_id', {
      order: byDate('posted_on', 'deduction_id'),
      rows: 2,
    }),
    writeOffs: f.many('WriteOff', 'invoice_id', 'invoice_id', {
      order: byDate('posted_on', 'write_off_id'),
      rows: 2,
    }),
    postings: f.many('Posting', 'invoice_id', 'invoice_id'),
    source: f.one('SourceSystem', 'source_system_id', 'source_system_id'),
    sources: sourcesOf<'invoice'>('INVOICE', (row) => row.ref('invoice_id')),
    recordedAt: f.column('recorded_at'),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'invoice',
    key: 'invoice_id',
    rule: ruleByEntity('legal_entity_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('invoice_id') },
      number: { kind: 'text', expression: ({ row }) => row.ref('number') },
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      status: { kind: 'enum', expression: ({ row }) => row.ref('status') },
      settlement: { kind: 'enum', expression: ({ row }) => row.ref('settlement') },
      legalEntity: filterByEntity(),
      customerId: filterByCustomer(),
      contractId: { kind: 'id', expression: ({ row }) => row.ref('contract_id') },
      issuedOn: { kind: 'date', expression: ({ row }) => row.ref('issued_on') },
      dueOn: { kind: 'date', expression: ({ row }) => row.ref('due_on') },
      currency: { kind: 'text', expression: ({ row }) => row.ref('currency') },
      total: { kind: 'decimal', expression: ({ row }) => row.ref('total') },
      purchaseOrderNumber: { kind: 'text', expression: ({ row }) => row.ref('purchase_order_number') },
      basis: { kind: 'enum', expression: ({ row }) => row.ref('basis') },
      reference: { kind: 'text', expression: ({ row }) => row.ref('reference') },
    },
    orders: {
      NUMBER: { type: 'text', expression: ({ row }) => row.ref('number') },
      ISSUED_ON: { type: 'date', expression: ({ row }) => row.ref('issued_on') },
      DUE_ON: { type: 'date', expression: ({ row }) => row.ref('due_on') },
    },
    order: ['ISSUED_ON', 'DESC'],
  },
);

export const invoiceBalanceFields = fieldsOf('InvoiceBalance', 'invoice', (f) => ({
  on: f.derived('stated_on'),
  paid: f.money(({ row }) => columnOf(row, 'paid'), 'currency'),
  credited: f.money(({ row }) => columnOf(row, 'credited'), 'currency'),
  due: f.money(({ row }) => columnOf(row, 'due'), 'currency'),
}));

export const invoicePartyFields = fieldsOf('InvoiceParty', 'invoice', (f) => ({
  legalName: f.value(({ row }) => sql`(${row.ref('snapshot')} ->> 'legalName')`),
  billingAddress: f.object({
    present: ({ row }) => sql`jsonb_typeof(${row.ref('snapshot')} -> 'billingAddress') = 'object'`,
    from: ({ row }) => {
      const part = (name: string) => sql`${row.ref('snapshot')} -> 'billingAddress' ->> ${sql.lit(name)}`;
      return sql`(select ${part('street')} as street, ${part('city')} as city, ${part('postalCode')} as postal_code,
        ${part('region')} as region, ${part('country')} as country)`;
    },
  }),
  taxIds: f.value(({ row }) => {
    const ids = sql`${row.ref('snapshot')} -> 'taxIds'`;
    return sql`case when jsonb_typeof(${ids}) = 'array' then ${ids} end`;
  }),
}));

export const invoiceInstalmentFields = fieldsOf('InvoiceInstalment', 'invoice_instalment', (f) => ({
  position: f.column('position'),
  dueOn: f.column('due_on'),
  amount: f.money('amount', ({ row }) => columnOf(row, 'currency')),
}));
