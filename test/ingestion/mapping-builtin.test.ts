// The built-in mappings on small exports made by hand: the traps that each of these systems is known for.
import { describe, expect, it } from 'vitest';
import { readBuiltIn } from './mappings.ts';

/** A CSV file of these columns; those that a row leaves out are empty. */
function csv(columns: string, ...rows: Readonly<Record<string, string>>[]): string {
  const header = columns.split(/[\s,]+/).filter((column) => column !== '');
  return [header.join(','), ...rows.map((row) => header.map((column) => row[column] ?? '').join(','))].join(
    '\n',
  );
}

describe('crm_maven', () => {
  const export_ = {
    'products.csv': 'product,series,sales_price\nGTX Pro,GTX,4821\n',
    'accounts.csv':
      'account,sector,year_established,revenue,employees,office_location,subsidiary_of\nParent,x,1,1,1,Philipines,\nChild,x,1,1,1,Narnia,Parent\n',
    'sales_pipeline.csv':
      'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n' +
      'A,Ann,GTXPro,Parent,Won,2016-11-01,2017-03-03,1026\nB,Bob,GTX Pro,Child,Engaging,2016-11-01,,\n',
  };

  it('names products as the list of products does, and clears of an open deal what a closed one says', async () => {
    const { values } = await readBuiltIn('crm_maven', export_, { currency: 'USD' });
    expect(values('opportunity_line', 'A')).toMatchObject({ product: 'GTX Pro', amount: '1026' });
    expect(values('opportunity', 'A')).toMatchObject({
      won: 'true',
      closed_on: '2017-03-03',
      currency: 'USD',
    });
    expect(values('opportunity', 'B')).toMatchObject({ won: null, closed_on: null });
    expect(values('customer', 'Parent')).toMatchObject({ country: 'PH' });
    expect(values('customer', 'Child')).not.toHaveProperty('country');
    expect(values('customer_hierarchy', 'Child')).toEqual({
      hierarchy: 'LEGAL',
      parent: 'Parent',
      child: 'Child',
    });
  });
});

describe('zuora', () => {
  const subscription =
    'id _fivetran_deleted account_id auto_renew contract_effective_date name original_id service_activation_date status ' +
    'subscription_start_date term_end_date term_type updated_date version';
  const charge =
    'id _fivetran_deleted subscription_id original_id segment version charge_number charge_type name mrr tcv quantity ' +
    'billing_period billing_timing effective_start_date effective_end_date product_id transaction_currency updated_date';
  const version = { name: 'A-1', account_id: 'acc', original_id: 'S', status: 'Active', term_type: 'TERMED' };
  const line = {
    original_id: 'C',
    segment: '1',
    charge_number: 'C-00000007',
    charge_type: 'Recurring',
    billing_period: 'Annual',
    billing_timing: 'In Advance',
    effective_start_date: '2024-01-01',
    effective_end_date: '2025-01-01',
  };
  const export_ = {
    'zuora_subscription_data.csv': csv(
      subscription,
      { ...version, id: 'S1', version: '9', auto_renew: 'TRUE' },
      {
        ...version,
        id: 'S2',
        version: '10',
        subscription_start_date: '2024-01-01',
        term_end_date: '2025-01-01',
      },
      { ...version, id: 'S3', version: '11', _fivetran_deleted: 'TRUE' },
    ),
    'zuora_rate_plan_charge_data.csv': csv(
      charge,
      { ...line, id: 'C1', subscription_id: 'S1', version: '1', mrr: '49' },
      { ...line, id: 'C2', subscription_id: 'S2', version: '2', mrr: '59' },
    ),
    'zuora_account_data.csv': csv(
      'id _fivetran_deleted account_number name bill_to_contact_id currency payment_term updated_date',
      { id: 'acc', name: 'Acme', currency: 'JPY' },
    ),
    'invoice_item.csv': csv(
      'id _fivetran_deleted invoice_id rate_plan_charge_id product_id charge_name quantity unit_price charge_amount ' +
        'tax_amount service_start_date service_end_date accounting_code updated_date',
      { id: 'I1', invoice_id: 'INV', rate_plan_charge_id: 'C1', charge_amount: '570860' },
      { id: 'I2', invoice_id: 'INV', rate_plan_charge_id: 'C2', charge_amount: '1' },
    ),
  };

  it('counts a subscription and its charges once, by the latest version that was not deleted', async () => {
    const read = await readBuiltIn('zuora', export_);
    expect(read.counts()).toMatchObject({
      contract: { records: 1, 'ignored superseded-version': 2 },
      contract_line: { records: 1, 'ignored superseded-version': 1 },
    });
    expect(read.values('contract', 'S')).toMatchObject({
      number: 'A-1',
      currency: 'JPY',
      ends_on: '2024-12-31',
    });
    expect(read.values('contract_line', 'C/1')).toMatchObject({
      contract: 'S',
      unit_price: '59',
      price_model: 'FLAT',
      billing_frequency: 'ANNUAL',
      ends_on: '2024-12-31',
    });
  });

  it('bills the line, whichever version of it the item names', async () => {
    const { records } = await readBuiltIn('zuora', export_);
    expect(records('invoice_line').map(({ values }) => [values.contract_line, values.position])).toEqual([
      ['C/1', '1'],
      ['C/1', '2'],
    ]);
  });
});

describe('netsuite', () => {
  const active = { _fivetran_active: 'TRUE', _fivetran_synced: '2024-01-02 00:00:00' };
  const columns =
    '_fivetran_synced _fivetran_active _fivetran_deleted id transactionnumber type memo trandate status duedate currency ' +
    'entity postingperiod posting foreigntotal';
  const lines =
    'id transaction _fivetran_deleted _fivetran_synced entity foreignamount netamount item linesequencenumber mainline ' +
    'memo quantity rate subsidiary taxline';
  const export_ = {
    'netsuite2_transaction_data.csv': csv(
      columns,
      {
        ...active,
        id: '1',
        type: 'CustInvc',
        trandate: '2024-01-31 0:00:00',
        entity: '7',
        posting: 'T',
        foreigntotal: '119',
      },
      { ...active, id: '1', type: 'CustInvc', _fivetran_active: 'FALSE', posting: 'T', foreigntotal: '118' },
      { ...active, id: '2', type: 'SalesOrd', posting: 'F' },
      { ...active, id: '3', type: 'VendBill', posting: 'T' },
      {
        ...active,
        id: '4',
        type: 'CustCred',
        trandate: '2024-02-01',
        entity: '7',
        posting: 'T',
        foreigntotal: '-119',
      },
      { ...active, id: '5', type: 'Journal', posting: 'T' },
    ),
    'netsuite2_transaction_line_data.csv': csv(
      lines,
      { id: '0', transaction: '1', mainline: 'T', taxline: 'F', entity: '7', subsidiary: '4' },
      {
        id: '1',
        transaction: '1',
        mainline: 'F',
        taxline: 'F',
        foreignamount: '-100',
        subsidiary: '4',
        quantity: '-2',
        linesequencenumber: '1',
      },
      {
        id: '2',
        transaction: '1',
        mainline: 'F',
        taxline: 'T',
        foreignamount: '-19',
        linesequencenumber: '2',
      },
      {
        id: '1',
        transaction: '3',
        mainline: 'F',
        taxline: 'F',
        foreignamount: '50',
        linesequencenumber: '1',
      },
    ),
    'netsuite2_tran_acct_line_data.csv': csv(
      'accountingbook transaction transactionline _fivetran_deleted _fivetran_synced account amount posting',
      {
        accountingbook: '1',
        transaction: '1',
        transactionline: '0',
        account: '10',
        amount: '119',
        posting: 'T',
      },
      {
        accountingbook: '1',
        transaction: '1',
        transactionline: '1',
        account: '20',
        amount: '-119',
        posting: 'T',
      },
      {
        accountingbook: '1',
        transaction: '2',
        transactionline: '1',
        account: '20',
        amount: '5',
        posting: 'F',
      },
      { accountingbook: '1', transaction: '3', transactionline: '1', account: '20', posting: 'T' },
    ),
  };

  it('turns negative income round, and takes what posts only', async () => {
    const read = await readBuiltIn('netsuite', export_, { source: 'ns' });
    expect(read.counts()).toMatchObject({
      invoice: {
        records: 1,
        'ignored superseded-version': 1,
        'ignored non-posting-transaction': 1,
        'ignored purchase-bill': 1,
        'ignored transaction-without-amounts': 1,
      },
      credit_note: { records: 1 },
      invoice_line: {
        records: 1,
        'ignored main-line': 1,
        'ignored tax-line': 1,
        'ignored line-of-no-sales-document': 1,
      },
      journal: { records: 1 },
      posting: { records: 2, 'ignored non-posting-line': 1, 'ignored line-without-amount': 1 },
    });
    expect(read.values('invoice', '1')).toMatchObject({
      legal_entity: 'ns-4',
      total: '119',
      issued_on: '2024-01-31',
    });
    expect(read.values('credit_note', '4')).toMatchObject({ total: '119' });
    expect(read.values('invoice_line', '1/1')).toMatchObject({ amount: '100', quantity: '2' });
    expect(read.values('journal', '1')).toMatchObject({ book: '1/4', source_type: 'CustInvc' });
    expect(read.records('posting').map(({ values }) => values)).toMatchObject([
      { account: '10/4', functional_debit: '119' },
      { account: '20/4', functional_credit: '119' },
    ]);
  });
});

describe('quickbooks', () => {
  it('leaves subtotals out, takes discounts off, and books in home currency', async () => {
    const read = await readBuiltIn('quickbooks', {
      'invoice_data.csv': csv(
        'id _fivetran_deleted balance currency_id customer_id doc_number due_date exchange_rate sales_term_id total_amount ' +
          'total_tax transaction_date updated_at',
        {
          id: '1',
          total_amount: '90',
          balance: '30',
          currency_id: 'EUR',
          customer_id: '7',
          transaction_date: '2024-01-31',
        },
        { id: '2', _fivetran_deleted: 'TRUE' },
      ),
      'invoice_line_data.csv': csv(
        'index invoice_id amount description discount_account_id sales_item_account_id sales_item_item_id ' +
          'sales_item_quantity sales_item_unit_price account_id detail_type',
        { index: '0', invoice_id: '1', amount: '100', detail_type: 'SalesItemLineDetail' },
        { index: '1', invoice_id: '1', amount: '10', detail_type: 'DiscountLineDetail' },
        { index: '2', invoice_id: '1', amount: '90', detail_type: 'SubTotalLineDetail' },
        { index: '0', invoice_id: '2', amount: '1', detail_type: 'SalesItemLineDetail' },
      ),
      'journal_entry_data.csv': csv(
        'id _fivetran_deleted currency_id doc_number exchange_rate private_note transaction_date updated_at',
        { id: 'J', currency_id: 'EUR', exchange_rate: '1.105', transaction_date: '2024-01-31' },
      ),
      'journal_entry_line_data.csv': csv(
        'index journal_entry_id account_id amount customer_id description posting_type',
        { index: '0', journal_entry_id: 'J', account_id: 'a', amount: '10.10', posting_type: 'Debit' },
        { index: '1', journal_entry_id: 'J', account_id: 'b', amount: '10.10', posting_type: 'Credit' },
      ),
    });
    expect(read.counts()).toMatchObject({
      invoice: { records: 1, removed: 1 },
      invoice_line: { records: 2, 'ignored subtotal-line': 1, 'ignored line-of-deleted-document': 1 },
      accounting_book: { records: 1 },
    });
    expect(read.values('invoice', '1')).toMatchObject({ total: '90', paid: '60', due: '30' });
    expect(read.values('invoice_line', '1/1')).toMatchObject({ position: '2', amount: '-10' });
    expect(read.records('posting').map(({ values }) => values)).toMatchObject([
      {
        journal: 'J',
        functional_debit: '11.16',
        transaction_debit: '10.10',
        transaction_credit: '0',
        currency: 'EUR',
      },
      { journal: 'J', functional_credit: '11.16', transaction_debit: '0', transaction_credit: '10.10' },
    ]);
  });
});

describe('hubspot', () => {
  it('follows associations, stages and merges over their own tables', async () => {
    const { values, counts } = await readBuiltIn(
      'hubspot',
      {
        'deal_data.csv': csv(
          'deal_id deal_pipeline_stage_id owner_id property_dealname property_amount property_closedate',
          {
            deal_id: '1',
            deal_pipeline_stage_id: 'won',
            property_dealname: 'D',
            property_closedate: '2024-01-31 0:00:00',
          },
          { deal_id: '2', deal_pipeline_stage_id: 'open', property_dealname: 'E' },
          { deal_id: '3', property_dealname: 'F' },
        ),
        'deal_company_data.csv': 'company_id,deal_id\n77,1\n78,2\n79,2\n',
        'deal_pipeline_stage_data.csv':
          'stage_id,label,is_closed,closed_won,probability\nwon,Closed won,TRUE,TRUE,1.0\nopen,Demo,FALSE,FALSE,0.4\n',
        'merged_deal_data.csv': 'deal_id,merged_deal_id\n1,3\n',
      },
      { currency: 'USD' },
    );
    expect(values('opportunity', '1')).toMatchObject({
      customer: '77',
      stage: 'Closed won',
      won: 'TRUE',
      closed_on: '2024-01-31',
      probability: '100',
    });
    // Two companies: nobody knows whose deal it is.
    expect(values('opportunity', '2')).toMatchObject({ stage: 'Demo', won: null, probability: '40' });
    expect(values('opportunity', '2')).not.toHaveProperty('customer');
    expect(counts()).toMatchObject({ opportunity: { records: 2, removed: 1 } });
  });
});

describe('ibm_ar', () => {
  it('makes invoice, payment and dispute of one row, and none of an open one but the invoice', async () => {
    const { values, records } = await readBuiltIn('ibm_ar', {
      'accounts_receivable.csv':
        'countrycode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate\n' +
        '1,C,02/03/2012,11,03/01/2012,02/02/2012,50.39,Yes,23/01/2012,Paper,20,0\n1,C,02/03/2012,12,03/01/2012,02/02/2012,1,No,,Paper,,\n',
    });
    expect(records('customer')).toHaveLength(1);
    expect(values('invoice', '11')).toMatchObject({
      issued_on: '2012-01-03',
      due_on: '2012-02-02',
      total: '50.39',
    });
    expect(records('payment').map(({ externalId }) => externalId)).toEqual(['11']);
    expect(values('dispute', '11')).toMatchObject({ status: 'RESOLVED', resolved_on: '2012-01-23' });
  });
});
