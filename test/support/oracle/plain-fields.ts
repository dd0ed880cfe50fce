// What single fields mean where the column of the same name is not it: money, defaults, balances, addresses, small objects.
import { type BilledLine, billingPeriodsOf } from '../../../src/contracts/billing-period-rules.ts';
import { addDays, addMonths } from '../../../src/kernel/dates.ts';
import { decimal } from '../../../src/kernel/money.ts';
import { frameOf } from './plain-customers.ts';
import { PLAIN_EXCEPTION_FIELDS } from './plain-exceptions.ts';
import { contractArr } from './plain-figures.ts';
import { defaultAccount, defaultEntity, isCurrent } from './plain-lists.ts';
import type { Inputs } from './plain-pages.ts';
import type { Reading } from './plain-reading.ts';
import { decimalText, digitsOf, money, sortedBy } from './plain-values.ts';
import type { Row, World } from './world.ts';

type Value = (row: Row, reading: Reading, args: Inputs) => unknown;

const column =
  (name: string): Value =>
  (row) =>
    row[name];
const amount =
  (name: string, currency = 'currency'): Value =>
  (row, { world }) =>
    money(world, row[name], row[currency]);
/** An amount in the currency of the row that this one belongs to. */
const amountIn =
  (table: string, name = 'amount'): Value =>
  (row, { world }) =>
    money(world, row[name], world.one(table, `${table}_id`, row[`${table}_id`])?.currency);

const ADDRESS = {
  street: 'street',
  city: 'city',
  postalCode: 'postal_code',
  region: 'region',
  country: 'country',
};

/** The address in the row's columns with a prefix; null where all of them are. */
function address(row: Row | null, prefix: string): Row | null {
  if (!row) return null;
  const parts = Object.entries(ADDRESS).map(([field, name]) => [field, row[prefix + name] ?? null] as const);
  return parts.every(([, part]) => part === null) ? null : Object.fromEntries(parts);
}

function lastStatement(invoice: Row, world: World): Row | undefined {
  const stated = world.by('invoice_stated_balance', 'invoice_id', invoice.invoice_id);
  return sortedBy(
    stated,
    (one) => one.stated_on,
    (one) => one.recorded_at,
  ).at(-1);
}

const rest = (row: Row, whole: string, ...parts: string[]) =>
  parts.reduce((left, part) => left.minus(String(row[part])), decimal(String(row[whole])));

function derived(part: string, invoice: Row) {
  if (part === 'paid') return invoice.allocated;
  if (part === 'credited') return invoice.credited;
  return invoice.status === 'VOIDED'
    ? '0'
    : rest(invoice, 'total', 'allocated', 'credited', 'deducted', 'written_off');
}

/** Paid, credited or due as the basis of the invoice serves it. */
const served =
  (part: string): Value =>
  (invoice, { world }) => {
    if (invoice.basis !== 'STATED') return money(world, derived(part, invoice), invoice.currency);
    const stated = lastStatement(invoice, world);
    if (part !== 'due') return money(world, stated?.[part], invoice.currency);
    if (invoice.status === 'VOIDED') return money(world, '0', invoice.currency);
    const left = rest(
      {
        ...invoice,
        paid: stated?.paid ?? invoice.allocated,
        credited: stated?.credited ?? invoice.credited,
      },
      ...(['total', 'paid', 'credited', 'deducted', 'written_off'] as const),
    );
    return money(world, stated?.due ?? left, invoice.currency);
  };

const balance = (on: unknown, parts: Row, world: World, currency: unknown) => ({
  on,
  ...Object.fromEntries(
    ['paid', 'credited', 'due'].map((part) => [part, money(world, parts[part], currency)]),
  ),
});

function snapshot(row: Row): Row | null {
  const given = row.snapshot as Readonly<Record<string, unknown>> | null;
  if (given === null) return null;
  const place = given.billingAddress;
  const isObject = typeof place === 'object' && place !== null && !Array.isArray(place);
  const parts = isObject ? (place as Readonly<Record<string, unknown>>) : {};
  return {
    legalName: given.legalName ?? null,
    billingAddress: isObject
      ? Object.fromEntries(Object.keys(ADDRESS).map((name) => [name, parts[name] ?? null]))
      : null,
    taxIds: Array.isArray(given.taxIds) ? given.taxIds : null,
  };
}

function billingPeriods(contract: Row, { world }: Reading, args: Inputs): unknown {
  const out = ['DRAFT', 'CANCELLED'].includes(String(contract.status));
  const ended = ['EXPIRED', 'TERMINATED'].includes(String(contract.status)) ? contract.ends_on : null;
  const lines = out
    ? []
    : world
        .by('contract_line', 'contract_id', contract.contract_id)
        .filter((line) => line.kind === 'RECURRING');
  const from =
    (args.from as string | null | undefined) ?? (lines.length > 0 ? String(contract.starts_on) : undefined);
  if (from === undefined) return [];
  const year = addDays(addMonths(from, 12), -1);
  const until = (args.until as string | null | undefined) ?? (year.startsWith('+') ? '9999-12-31' : year);
  if (until < from) return [];
  return billingPeriodsOf(
    lines.map((line) => billedLine(line, ended, world)),
    { from, until },
    120,
  );
}

function billedLine(line: Row, ended: unknown, world: World): BilledLine {
  const ends = [line.ends_on, ended]
    .filter((day) => day !== null)
    .map(String)
    .toSorted();
  const texts = (list: unknown, names: readonly string[]) =>
    Array.isArray(list)
      ? list.map((item: Row) =>
          Object.fromEntries(
            names.map((name) => [
              name,
              item[name] === undefined || item[name] === null ? null : String(item[name]),
            ]),
          ),
        )
      : null;
  const finite = (day: unknown) => (String(day).endsWith('infinity') ? null : day);
  const camel = Object.fromEntries(
    Object.entries(line).map(([name, value]) => [
      name.replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  );
  return {
    ...camel,
    minorDigits: digitsOf(world, String(line.currency)),
    minCommitment: line.min_commitment,
    tiers: texts(line.tiers, ['upTo', 'unitAmount', 'flatAmount']),
    ramp: texts(line.ramp, ['from', 'quantity', 'netUnitPrice']),
    endsOn: ends[0] ?? null,
    validFrom: finite(line.valid_from),
    validTo: finite(line.valid_to),
  } as unknown as BilledLine;
}

const ofDefaultAccount =
  (name: string): Value =>
  (row, { world }) =>
    defaultAccount(row, world)?.[name] ?? null;

export const PLAIN_FIELDS: Readonly<Record<string, Value>> = {
  ...PLAIN_EXCEPTION_FIELDS,
  'Query.viewer': () => ({}),
  'Viewer.subject': (_, { access }) => access.subject,
  'Viewer.roles': (_, { access }) => [...access.roles],
  'Viewer.allEntities': (_, reading) => reading.seesAll,
  'CustomerAccount.purchaseOrderRequired': column('po_required'),
  'CustomerAccount.isDefault': (row, { world }) => {
    const owner = world.one('customer', 'customer_id', row.customer_id);
    return owner !== null && owner.golden_id === owner.customer_id && defaultAccount(owner, world) === row;
  },
  'CustomerAccount.billingAddress': (row) => address(row, 'billing_'),
  'Customer.currency': (row, { world }) =>
    defaultAccount(row, world)?.currency ?? defaultEntity(row, world)?.functional_currency ?? 'XXX',
  'Customer.paymentTerms': ofDefaultAccount('payment_terms'),
  'Customer.billingEmail': ofDefaultAccount('billing_email'),
  'Customer.billingAddress': (row, { world }) => address(defaultAccount(row, world), 'billing_'),
  'Customer.creditLimit': (row, reading) => {
    const account = defaultAccount(row, reading.world);
    return account && reading.sees('CustomerAccount', account)
      ? money(reading.world, account.credit_limit, account.currency)
      : null;
  },
  'Customer.summary': frameOf,
  'Customer.collections': (row, reading) => frameOf(row, reading, {}),
  'Contact.address': (row) => address(row, 'mailing_'),
  'Contact.roles': (row, { world }) =>
    sortedBy(world.by('contact_role', 'contact_id', row.contact_id), (one) => one.role).map(
      (one) => one.role,
    ),
  'FieldProvenance.eventId': (row) => row.event_id || null,
  'Price.minimumCommitment': amount('min_commitment'),
  'ContractLine.minimumCommitment': amount('min_commitment'),
  'ContractLine.current': (row, { world }) => isCurrent(row, world),
  'Contract.arr': contractArr,
  'Contract.billingPeriods': billingPeriods,
  'OpportunityLine.amount': amountIn('opportunity'),
  'Posting.accountClass': (row, { world }) =>
    world.one('ledger_account', 'ledger_account_id', row.ledger_account_id)?.class,
  'Posting.debit': amount('transaction_debit'),
  'Posting.credit': amount('transaction_credit'),
  'Posting.functionalDebit': amount('functional_debit', 'functional_currency'),
  'Posting.functionalCredit': amount('functional_credit', 'functional_currency'),
  'Invoice.exchangeRate': exchangeRate,
  'CreditNote.exchangeRate': exchangeRate,
  'Payment.exchangeRate': exchangeRate,
  'Refund.exchangeRate': exchangeRate,
  'Invoice.paid': served('paid'),
  'Invoice.credited': served('credited'),
  'Invoice.due': served('due'),
  'Invoice.stated': (row, { world }) => {
    const stated = lastStatement(row, world);
    return stated ? balance(stated.stated_on, stated, world, row.currency) : null;
  },
  'Invoice.derived': (row, { world }) => {
    const parts = Object.fromEntries(['paid', 'credited', 'due'].map((part) => [part, derived(part, row)]));
    return balance(null, parts, world, row.currency);
  },
  'Invoice.snapshot': snapshot,
  'Invoice.instalments': (row, { world }) => {
    const scheduled = sortedBy(
      world.by('invoice_instalment', 'invoice_id', row.invoice_id),
      (one) => one.position,
    );
    const whole = { position: 1, due_on: row.due_on, amount: row.total };
    return (scheduled.length > 0 ? scheduled : [whole]).map((one) => ({
      position: one.position,
      dueOn: one.due_on,
      amount: money(world, one.amount, row.currency),
    }));
  },
  'InvoiceLine.amount': amountIn('invoice'),
  'InvoiceLine.tax': amountIn('invoice', 'tax_amount'),
  'InvoiceTax.ratePercent': (row) => (row.rate === null ? null : decimalText(String(row.rate))),
  'InvoiceTax.base': amountIn('invoice', 'base'),
  'InvoiceTax.amount': amountIn('invoice'),
  'CreditNoteLine.amount': amountIn('credit_note'),
  'CreditNoteLine.tax': amountIn('credit_note', 'tax_amount'),
  'CreditNote.unapplied': (row, { world }) =>
    money(world, row.status === 'VOIDED' ? '0' : rest(row, 'total', 'allocated', 'refunded'), row.currency),
  'Payment.unapplied': (row, { world }) =>
    money(
      world,
      row.reversed_on === null ? rest(row, 'amount', 'allocated', 'refunded', 'charged_back') : '0',
      row.currency,
    ),
  'Allocation.drawnAmount': (row, { world }) => {
    const drawn =
      world.one('payment', 'payment_id', row.payment_id) ??
      world.one('credit_note', 'credit_note_id', row.credit_note_id);
    return money(world, row.drawn_amount ?? row.amount, drawn?.currency);
  },
  'DisputeLine.amount': amountIn('dispute'),
  'PromiseInstalment.amount': amountIn('promise'),
};

function exchangeRate(row: Row): string | null {
  return row.exchange_rate_to_functional === null
    ? null
    : decimalText(String(row.exchange_rate_to_functional));
}
