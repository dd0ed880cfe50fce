// Which rows stand behind a field: relations to one row and to many, by the naming of keys, and the exceptions from it. Row rules
// are not here; whoever follows a relation applies the rule of its target.

import { childIds, type Frame, parentId } from './plain-customers.ts';
import { defaultAccount, defaultEntity, keyOf, snake, tableOf } from './plain-lists.ts';
import { givenKey, linkTargets, only } from './plain-lookups.ts';
import type { Inputs } from './plain-pages.ts';
import type { Reading } from './plain-reading.ts';
import { dayKey, sortedBy } from './plain-values.ts';
import type { Row } from './world.ts';

type ToOne = (row: Row, reading: Reading, args: Inputs) => Row | null;
type ToMany = (row: Row, reading: Reading, args: Inputs) => readonly Row[];

const through =
  (table: string, column: string): ToOne =>
  (row, { world }) =>
    world.one(table, `${table}_id`, row[column]);

const party =
  (column: string): ToOne =>
  (row, { world }) =>
    world.one('customer', 'customer_id', world.golden(row[column] ?? row.customer_id));

const TO_ONE: Readonly<Record<string, ToOne>> = {
  'Query.customer': (_, reading, args) => {
    const { world } = reading;
    const key = givenKey(args, ['id', 'number', 'external']);
    if (key === 'id') return world.one('customer', 'customer_id', String(args.id).toLowerCase());
    if (key === 'number') return world.one('customer', 'number', args.number);
    const golden = new Set(linkTargets(world, args.external, 'CUSTOMER').map((id) => world.golden(id)));
    return only(
      reading,
      'Customer',
      world.all('customer').filter((row) => golden.has(String(row.customer_id))),
    );
  },
  'Query.contract': record('Contract'),
  'Query.invoice': record('Invoice'),
  'Query.creditNote': record('CreditNote'),
  'Query.payment': record('Payment'),
  'Query.dispute': record('Dispute'),
  'Query.opportunity': record('Opportunity'),
  'Query.contact': record('Contact'),
  'Query.journal': (_, { world }, args) => world.one('journal', 'journal_id', String(args.id).toLowerCase()),
  'Query.exception': (_, { world }, args) =>
    world.one('exception', 'exception_id', String(args.id).toLowerCase()),
  'Query.product': (_, { world }, args) =>
    givenKey(args, ['id', 'code']) === 'id'
      ? world.one('product', 'product_id', String(args.id).toLowerCase())
      : world.one('product', 'code', args.code),
  'AccountingPeriod.legalEntity': (row, { world }) => {
    const book = world.one('accounting_book', 'accounting_book_id', row.accounting_book_id);
    return world.one('legal_entity', 'legal_entity_id', book?.legal_entity_id);
  },
  'AccountingBook.owner': through('source_system', 'owner_source_system_id'),
  'Contract.master': through('contract', 'master_contract_id'),
  'Journal.reverses': through('journal', 'reverses_journal_id'),
  'Journal.reversedBy': (row, reading) =>
    sortedBy(
      reading.seen('Journal', reading.world.by('journal', 'reverses_journal_id', row.journal_id)),
      (one) => one.posted_on,
      (one) => one.journal_id,
    )[0] ?? null,
  'Invoice.corrects': through('invoice', 'corrects_invoice_id'),
  'Posting.counterparty': (row, { world }) =>
    world.one('legal_entity', 'legal_entity_id', row.counterparty_entity_id),
  'Posting.period': (row, { world }) =>
    world
      .by('accounting_period', 'accounting_book_id', row.accounting_book_id)
      .find(
        (period) =>
          period.class === 'LEDGER' &&
          String(period.starts_on) <= String(row.posted_on) &&
          String(period.ends_on) >= String(row.posted_on),
      ) ?? null,
  'Invoice.soldTo': party('sold_to_id'),
  'Invoice.billTo': party('bill_to_id'),
  'Invoice.shipTo': party('ship_to_id'),
  'Invoice.payer': party('payer_id'),
  'Invoice.endCustomer': party('end_customer_id'),
  'Customer.mergedInto': (row, { world }) =>
    row.golden_id === row.customer_id ? null : world.one('customer', 'customer_id', row.golden_id),
  'Customer.legalEntity': (row, { world }) => defaultEntity(row, world),
  'Customer.parent': (row, { world }, args) =>
    world.one('customer', 'customer_id', parentId(world, row, String(args.hierarchy ?? 'LEGAL'))),
};

/** A record of a type by id, by number (within an entity) or by a source's record. */
function record(typeName: string): ToOne {
  const [table, id] = [tableOf(typeName), keyOf(typeName)];
  return (_, reading, args) => {
    const { world } = reading;
    const key = givenKey(args, ['id', 'number', 'external']);
    if (key === 'id') return world.one(table, id, String(args.id).toLowerCase());
    if (key === 'external') {
      const targets = new Set(linkTargets(world, args.external, table.toUpperCase()));
      return only(
        reading,
        typeName,
        world.all(table).filter((row) => targets.has(String(row[id]))),
      );
    }
    const entity = world.one('legal_entity', 'code', args.legalEntity);
    const within = (row: Row) =>
      args.legalEntity === undefined ||
      args.legalEntity === null ||
      row.legal_entity_id === entity?.legal_entity_id;
    return only(reading, typeName, world.by(table, 'number', args.number).filter(within));
  };
}

/** The row behind a to-one field, by its key's name: `contract` by `contract_id`, customers by their golden record. */
export function toOne(owner: string, field: string, target: string): ToOne {
  const named = TO_ONE[`${owner}.${field}`];
  if (named) return named;
  const table = tableOf(target);
  return (row, { world }) => {
    const own = `${snake(field)}_id`;
    const value = own in row ? row[own] : row[keyOf(target)];
    if (value === undefined) throw new Error(`No plain relation ${owner}.${field}`);
    return world.one(table, keyOf(target), target === 'Customer' ? world.golden(value) : value);
  };
}

const ofFrame =
  (table: string): ToMany =>
  (row, { world }) => {
    const { customers } = row as unknown as Frame;
    return customers.flatMap((id) => world.by(table, 'customer_id', id));
  };

const TO_MANY: Readonly<Record<string, ToMany>> = {
  // Merged records are listed only where the filter asks for a status.
  'Query.customers': (_, { world }, args) =>
    asksForStatus(args.filter)
      ? world.all('customer')
      : world.all('customer').filter((row) => row.golden_id === row.customer_id),
  'Query.ledgerAccounts': (_, reading) =>
    reading.world.all('ledger_account').filter((row) => reading.seesEntity(row.legal_entity_id)),
  'SourceSystem.legalEntities': (row, { world }) => {
    const served = world.by('source_system_entity', 'source_system_id', row.source_system_id);
    return served.flatMap((one) => world.by('legal_entity', 'legal_entity_id', one.legal_entity_id));
  },
  'Contract.orderForms': (row, { world }) => world.by('contract', 'master_contract_id', row.contract_id),
  'Amendment.lines': (row, { world }) =>
    world
      .by('contract_line', 'amendment_id', row.amendment_id)
      .filter((line) => line.contract_id === row.contract_id),
  'ContractLine.invoiceLines': (row, { world }) => world.by('invoice_line', 'lineage_id', row.lineage_id),
  'Customer.amendments': (row, { world }) =>
    world
      .members(row.customer_id)
      .flatMap((id) => world.by('contract', 'customer_id', id))
      .flatMap((contract) => world.by('amendment', 'contract_id', contract.contract_id)),
  'Customer.children': (row, { world }, args) =>
    childIds(
      world,
      String(row.customer_id),
      String(args.hierarchy ?? 'LEGAL'),
      world.today(defaultAccount(row, world)?.legal_entity_id),
    )
      .filter((id) => id !== row.customer_id)
      .flatMap((id) => world.by('customer', 'customer_id', id)),
  'Customer.sources': (row, { world }) =>
    world.members(row.customer_id).flatMap((id) => links(id, 'CUSTOMER', world)),
  'Customer.provenance': provenance,
  'Collections.cases': ofFrame('collections_case'),
  'Collections.promises': ofFrame('promise'),
  'Collections.activities': ofFrame('collection_activity'),
};

function links(id: unknown, objectType: string, world: Reading['world']): Row[] {
  return world.by('source_link', 'target_id', id).filter((link) => link.object_type === objectType);
}

function asksForStatus(filter: unknown): boolean {
  if (Array.isArray(filter)) return filter.some(asksForStatus);
  if (typeof filter !== 'object' || filter === null) return false;
  const { status, and, or } = filter as Inputs;
  return status !== undefined || asksForStatus(and) || asksForStatus(or);
}

/** The last word on each value: events of the customer to those who see everything, of its accounts to those who see these. */
function provenance(row: Row, reading: Reading, args: Inputs): readonly Row[] {
  const { world } = reading;
  const members = world.members(row.customer_id);
  const accounts = members.flatMap((id) =>
    reading.seen('CustomerAccount', world.by('customer_account', 'customer_id', id)),
  );
  const groups = args.fields as string[] | null | undefined;
  const events = [
    ...(reading.seesAll ? members.flatMap((id) => world.by('field_provenance', 'object_id', id)) : []).filter(
      (event) => event.object_type === 'CUSTOMER',
    ),
    ...accounts
      .flatMap((account) => world.by('field_provenance', 'object_id', account.customer_account_id))
      .filter((event) => event.object_type === 'CUSTOMER_ACCOUNT'),
  ];
  const within = (inner: unknown, outer: unknown) =>
    outer === null ||
    (inner !== null && (inner as string[]).every((name) => (outer as string[]).includes(name)));
  return events
    .filter((event) => !groups || groups.includes(String(event.field_group)))
    .filter(
      (event) =>
        !world
          .by('field_provenance', 'object_id', event.object_id)
          .some(
            (later) =>
              later.field_group === event.field_group &&
              String(later.recorded_at) > String(event.recorded_at) &&
              within(event.fields, later.fields),
          ),
    );
}

/** The rows behind a to-many field: those that carry the owner's key, of a customer over all records merged into it. */
export function toMany(owner: string, field: string, target: string): ToMany {
  const named = TO_MANY[`${owner}.${field}`];
  if (named) return named;
  const table = tableOf(target);
  if (owner === 'Query') return (_, { world }) => world.all(table);
  if (field === 'sources')
    return (row, { world }) => links(row[keyOf(owner)], snake(owner).slice(1).toUpperCase(), world);
  if (owner === 'Customer')
    return (row, { world }) =>
      world.members(row.customer_id).flatMap((id) => world.by(table, 'customer_id', id));
  return (row, { world }) => world.by(table, keyOf(owner), row[keyOf(owner)]);
}

const by =
  (...columns: string[]) =>
  (rows: readonly Row[]) =>
    sortedBy(rows, ...columns.map((column) => (row: Row) => row[column] ?? null));

/** The order of short lists, by coordinate or, after a star, by the type listed. */
const LIST_ORDERS: Readonly<Record<string, (rows: readonly Row[]) => Row[]>> = {
  '*LegalEntity': by('code'),
  '*SourceSystem': by('key'),
  '*PriceBook': by('code'),
  '*PaymentTerm': by('code'),
  '*AccountingBook': (rows) =>
    sortedBy(
      rows,
      (book) => (book.is_primary ? 0 : 1),
      (book) => book.code,
    ),
  '*Price': by('price_book_id', 'valid_from', 'price_id'),
  '*PaymentTermInstalment': by('position'),
  '*TaxRegistration': by('country', 'valid_from', 'tax_registration_id'),
  '*TaxExemption': by('starts_on', 'tax_exemption_id'),
  '*BankAccount': by('recorded_at', 'bank_account_id'),
  '*CustomerAccount': by('legal_entity_id', 'sales_area', 'customer_account_id'),
  '*SourceLink': by('linked_at', 'external_id', 'source_link_id'),
  '*FieldProvenance': by('field_group', 'recorded_at', 'object_id', 'event_id'),
  '*ContractParty': (rows) =>
    sortedBy(
      rows,
      (party) => party.contract_line_id ?? '',
      (party) => party.role,
    ),
  '*InvoiceTax': by('tax_code', 'invoice_tax_id'),
  '*CreditNote': by('issued_on', 'credit_note_id'),
  '*Refund': by('refunded_on', 'refund_id'),
  '*Chargeback': by('charged_back_on', 'chargeback_id'),
  '*Deduction': by('posted_on', 'deduction_id'),
  '*WriteOff': by('posted_on', 'write_off_id'),
  '*Dispute': by('opened_on', 'dispute_id'),
  '*DisputeLine': by('dispute_line_id'),
  '*PromiseInstalment': by('position'),
  '*ExceptionEvent': by('occurred_at', 'exception_event_id'),
  '*CollectionsCase': (rows) =>
    sortedBy(
      rows,
      (one) => (one.closed_on === null ? 0 : 1),
      (one) => backwards(one.closed_on),
      (one) => backwards(one.opened_on),
      (one) => one.collections_case_id,
    ),
};

function backwards(day: unknown): string {
  return [...dayKey(String(day ?? ''))]
    .map((sign) => (sign >= '0' && sign <= '9' ? String(9 - Number(sign)) : sign))
    .join('');
}

export function listed(target: string, rows: readonly Row[]): Row[] {
  const order = LIST_ORDERS[`*${target}`];
  if (!order) throw new Error(`No plain order of short lists of ${target}`);
  return order(rows);
}
