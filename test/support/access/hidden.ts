// Databases that differ only in what a viewer must not learn: one without the rows of other legal entities, one with other values
// behind every mask. Triggers and foreign keys are off, so that hidden rows go even where visible ones name them.
import { Client } from 'pg';
import { readableOf } from '../../../src/ingestion/exception-mask-rules.ts';
import { canonicalRecords } from '../../../src/ingestion/record-commands.ts';
import { describeRecords } from '../../../src/platform/record-definition.ts';
import { createDatabase, type TestAddresses } from '../database.ts';

/** Tables whose rows belong to the legal entity that they name. */
const BY_ENTITY =
  `accounting_book contract journal posting invoice credit_note payment refund chargeback deduction write_off
  dispute collections_case promise collection_activity`.split(/\s+/);

/** Rows that are hidden with the row that they belong to. */
const CHILDREN = [
  ['accounting_period', 'accounting_book'],
  ['amendment', 'contract'],
  ['contract_line', 'contract'],
  ['contract_party', 'contract'],
  ['invoice_instalment', 'invoice'],
  ['invoice_line', 'invoice'],
  ['invoice_tax', 'invoice'],
  ['invoice_stated_balance', 'invoice'],
  ['credit_note_line', 'credit_note'],
  ['dispute_line', 'dispute'],
  ['promise_instalment', 'promise'],
  ['opportunity_line', 'opportunity'],
  ['exception_event', 'exception'],
] as const;

const OF_CUSTOMER = [...['contact', 'tax_registration', 'tax_exemption', 'usage_record', 'bank_account']];

async function changed(
  original: TestAddresses,
  change: (client: Client) => Promise<unknown>,
): Promise<TestAddresses> {
  const copy = await createDatabase({ template: original.name });
  const client = new Client({ connectionString: copy.superuserUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    for (const table of ['journal', 'posting', 'exception_event'])
      await client.query(`alter table ${table} disable trigger all`);
    await change(client);
  } finally {
    await client.end();
  }
  return copy;
}

/** A copy without what a viewer of these entities does not see. */
export function withoutHiddenRows(
  original: TestAddresses,
  entities: readonly string[],
): Promise<TestAddresses> {
  const seen = `'{${entities.join()}}'::uuid[]`;
  const hiddenCustomers = `select customer_id from customer c where not exists (select from customer_entity e
    where e.customer_id = c.golden_id and e.legal_entity_id = any(${seen}))`;
  return changed(original, async (client) => {
    const run = (text: string) => client.query(text);
    await run(`create temp table hidden_customer as ${hiddenCustomers}`);
    for (const table of BY_ENTITY) await run(`delete from ${table} where legal_entity_id <> all(${seen})`);
    // What was applied to or drawn from a visible document is part of what that document says of itself.
    await run(`delete from allocation a where legal_entity_id <> all(${seen})
      and not exists (select from invoice i where i.invoice_id = a.invoice_id) and not exists (select from payment p where p.payment_id = a.payment_id)
      and not exists (select from credit_note n where n.credit_note_id = a.credit_note_id)`);
    await run(`delete from bank_account where legal_entity_id <> all(${seen})`);
    await run(`delete from opportunity where legal_entity_id <> all(${seen})
      or (legal_entity_id is null and customer_id in (table hidden_customer))`);
    await run(`delete from exception where case when legal_entity_id is not null then legal_entity_id <> all(${seen})
      when customer_id is not null then customer_id in (table hidden_customer)
      else not exists (select from source_system_entity s where s.source_system_id = exception.source_system_id and s.legal_entity_id = any(${seen})) end`);
    await run(`delete from usage_record u where contract_line_id is not null and not exists (
      select from contract_line l join contract c using (contract_id) where l.contract_line_id = u.contract_line_id)`);
    await run(`delete from customer_entity where legal_entity_id <> all(${seen})`);
    await run("delete from field_provenance p where object_type = 'CUSTOMER'");
    await run(`delete from field_provenance p where exists (select from customer_account a
      where a.customer_account_id = p.object_id and a.legal_entity_id <> all(${seen}))`);
    for (const table of OF_CUSTOMER)
      await run(`delete from ${table} where customer_id in (table hidden_customer)`);
    for (const [child, parent] of CHILDREN)
      await run(`delete from ${child} where ${parent}_id not in (select ${parent}_id from ${parent})`);
    await hideAccounts(client, seen);
    // A hidden customer between two visible ones still joins them in a roll-up, so its place stays, and nothing else of it.
    await run(`delete from customer c using hidden_customer h where c.customer_id = h.customer_id
      and not exists (select from customer_hierarchy r where c.customer_id in (r.parent_id, r.child_id))`);
    await run(`update customer c set name = 'hidden', number = 'hidden ' || c.customer_id, legal_name = 'hidden', status = 'BLOCKED', segment = 'hidden',
      updated_at = '2001-01-01', created_at = '2001-01-01' from hidden_customer h where c.customer_id = h.customer_id`);
    await run(`delete from source_link l where object_type in ('CONTRACT', 'INVOICE', 'PAYMENT', 'CREDIT_NOTE', 'DISPUTE', 'JOURNAL', 'OPPORTUNITY', 'CONTACT')
      and not exists (select from contract where contract_id = l.target_id union all select from invoice where invoice_id = l.target_id
        union all select from payment where payment_id = l.target_id union all select from credit_note where credit_note_id = l.target_id
        union all select from dispute where dispute_id = l.target_id union all select from journal where journal_id = l.target_id
        union all select from opportunity where opportunity_id = l.target_id union all select from contact where contact_id = l.target_id)`);
    await run(
      `delete from source_link l where object_type = 'CUSTOMER' and target_id in (table hidden_customer)`,
    );
    // An account stands wherever a visible posting names it.
    await run(
      `delete from ledger_account where legal_entity_id <> all(${seen}) and ledger_account_id not in (select ledger_account_id from posting)`,
    );
  });
}

/** Accounts of other entities go, but for those that answer for a customer's single fields: of these stays what is global. */
async function hideAccounts(client: Client, seen: string): Promise<void> {
  await client.query(`create temp table answering as select coalesce(c.default_account_id, (select a.customer_account_id from customer_account a
    where a.customer_id = c.customer_id order by a.recorded_at, a.customer_account_id limit 1)) as id from customer c`);
  await client.query(`delete from customer_account where legal_entity_id <> all(${seen})
    and customer_account_id not in (select id from answering where id is not null)`);
  await client.query(`update customer_account set credit_limit = 4711, credit_hold = not credit_hold, delivery_hold = not delivery_hold,
    dunning_hold = not dunning_hold, dunning_strategy = 'hidden', receivable_account_code = 'hidden', invoice_delivery = 'hidden',
    po_required = not po_required, version = version + 7, updated_at = '2001-01-01' where legal_entity_id <> all(${seen})`);
}

/** Where each masked field has its value: by coordinate, the assignment that changes it. */
const address = (prefix: string) =>
  ['street', 'city', 'postal_code', 'region', 'country']
    .map((part) => `${prefix}${part} = coalesce(${prefix}${part}, '') || 'q'`)
    .join(', ');

export const MASKED: Readonly<Record<string, string>> = {
  'CustomerAccount.billingAddress': `update customer_account set ${address('billing_')}`,
  'CustomerAccount.billingEmail': `update customer_account set billing_email = coalesce(billing_email, '') || 'q'`,
  'Customer.billingAddress': '',
  'Customer.billingEmail': '',
  'TaxRegistration.number': `update tax_registration set number = number || 'q'`,
  'TaxExemption.certificate': `update tax_exemption set certificate = coalesce(certificate, '') || 'q'`,
  'BankAccount.holderName': `update bank_account set holder_name = coalesce(holder_name, '') || 'q'`,
  'BankAccount.lastFour': `update bank_account set iban_or_number = iban_or_number || '9876'`,
  'BankAccount.bankCode': `update bank_account set bank_code = coalesce(bank_code, '') || 'q'`,
  'Contact.email': `update contact set email = coalesce(email, '') || 'q'`,
  'Contact.phone': `update contact set phone = coalesce(phone, '') || 'q'`,
  'Contact.address': `update contact set ${address('mailing_')}`,
  'InvoiceParty.billingAddress': `update invoice set snapshot = snapshot || '{"billingAddress": {"street": "q", "country": "q"}}' where snapshot is not null`,
  'InvoiceParty.taxIds': `update invoice set snapshot = snapshot || '{"taxIds": ["q", "r"]}' where snapshot is not null`,
};

/** What exceptions quote of masked fields, and of fields that no record has: the value, the message and the rows. */
const { hidden } = readableOf(describeRecords(canonicalRecords), new Set());
const isMasked = (record: string, field: string) =>
  `(${record} || '.' || ${field} = any('{${hidden.join()}}') or ${field} in ('Cell', 'iban'))`;
const COPIES = [
  `update exception set value = value || 'q', message = message || 'q' where ${isMasked('record_type', 'field')}`,
  `update exception set message = message || 'q' where field is null and class in ('MAPPING', 'VALIDATION', 'DUPLICATE')`,
  ...['records', 'edited'].map(
    (column) => `update exception x set ${column} = ${othersOf(column)} where ${column} is not null`,
  ),
];

function othersOf(column: string): string {
  const replaced = (
    values: string,
  ) => `(select coalesce(jsonb_object_agg(key, case when ${isMasked('x.record_type', 'key')}
    then to_jsonb('q' || (value #>> '{}')) else value end), '{}') from jsonb_each(${values}))`;
  return column === 'edited'
    ? replaced('x.edited')
    : `(select jsonb_agg(item || jsonb_build_object('values', ${replaced("item -> 'values'")})) from jsonb_array_elements(x.records) item)`;
}

/** A copy in which every masked value is another. */
export function withOtherMaskedValues(original: TestAddresses): Promise<TestAddresses> {
  return changed(original, async (client) => {
    for (const change of Object.values(MASKED)) if (change !== '') await client.query(change);
    for (const change of COPIES) await client.query(change);
  });
}
