// How billing exports what it issued and metered: invoices with lines, taxes and instalments, and usage.
import { written } from './amounts.ts';
import type { Metered } from './charges.ts';
import type { Contract } from './contracts.ts';
import type { Customer } from './customers.ts';
import { type Invoice, type InvoiceLine, isExempt } from './invoices.ts';
import type { Sheet } from './sheet.ts';
import type { World } from './world.ts';

export function addUsage(sheet: Sheet, contract: Contract, metered: readonly Metered[]): void {
  for (const { line, version, from, to, quantity, rated } of metered)
    sheet.add('billing', 'usage', `us_${version.id}_${from.slice(0, 7)}`, {
      contract_line: `crm:${version.id}`,
      customer: contract.customer.billingId,
      product: line.product.code,
      quantity: String(quantity),
      unit_of_measure: line.product.unit,
      used_from: `${from}T00:00:00Z`,
      used_to: `${to}T00:00:00Z`,
      rated_amount: written(rated, contract.currency),
      currency: contract.currency,
    });
}

export function addInvoice(world: World, sheet: Sheet, invoice: Invoice): void {
  const { customer, payer, currency, contract } = invoice;
  sheet.add('billing', 'invoice', invoice.id, {
    number: invoice.number,
    kind: invoice.kind,
    legal_entity: invoice.entity.code,
    customer: payer.billingId,
    ...(payer === customer
      ? {}
      : { sold_to: customer.billingId, payer: payer.billingId, end_customer: customer.billingId }),
    contract: contract && `crm:${contract.id}`,
    status: invoice.voidedOn === undefined ? 'ISSUED' : 'VOIDED',
    issued_on: invoice.issuedOn,
    due_on: invoice.dueOn,
    voided_on: invoice.voidedOn,
    currency,
    exchange_rate_to_functional: invoice.rate.toString(),
    subtotal: written(invoice.subtotal, currency),
    tax: written(invoice.tax, currency),
    total: written(invoice.total, currency),
    ...statedOf(world, invoice),
    purchase_order_number: contract?.purchaseOrder,
    payment_terms: invoice.term.name,
    snapshot: snapshotOf(payer),
    corrects: invoice.corrects?.id,
  });
  for (const [at, { dueOn, amount }] of invoice.instalments.entries())
    sheet.add('billing', 'invoice_instalment', `${invoice.id}_i${at + 1}`, {
      invoice: invoice.id,
      position: String(at + 1),
      due_on: dueOn,
      amount: written(amount, currency),
    });
  for (const line of invoice.lines) addLine(sheet, invoice, line);
  sheet.add('billing', 'invoice_tax', `${invoice.id}_t`, {
    invoice: invoice.id,
    tax_code: invoice.taxCode,
    rate: invoice.taxPercent,
    base: written(invoice.subtotal, currency),
    amount: written(invoice.tax, currency),
  });
}

/** Of customers who pay by card billing states what it knows; of others the ERP knows better. */
function statedOf(
  { calendar }: World,
  { payer, currency, paidInBilling, credited, total, voidedOn }: Invoice,
) {
  if (payer.method !== 'CARD' || voidedOn !== undefined) return {};
  return {
    paid: written(paidInBilling, currency),
    credited: written(credited, currency),
    due: written(total.minus(paidInBilling).minus(credited), currency),
    stated_on: calendar.today,
  };
}

const snapshots = new WeakMap<Customer, string>();

function snapshotOf(payer: Customer): string {
  const known = snapshots.get(payer);
  if (known !== undefined) return known;
  const { street, city, postalCode } = payer.address;
  const snapshot = JSON.stringify({
    legalName: payer.legalName,
    billingAddress: { street, city, postalCode, country: payer.country },
    taxIds: isExempt(payer) ? [] : [taxNumberOf(payer)],
  });
  snapshots.set(payer, snapshot);
  return snapshot;
}

function addLine(sheet: Sheet, invoice: Invoice, { id, position, charge, account, tax }: InvoiceLine): void {
  const { currency } = invoice;
  sheet.add('billing', 'invoice_line', id, {
    invoice: invoice.id,
    position: String(position),
    contract_line: charge.contractLine === undefined ? undefined : `crm:${charge.contractLine}`,
    product: charge.product.code,
    description: charge.description,
    quantity: charge.quantity,
    unit_price: charge.unitPrice.toString(),
    discount_percent: charge.discount === 0 ? undefined : String(charge.discount),
    amount: written(charge.amount, currency),
    tax_amount: written(tax, currency),
    period_from: charge.from,
    period_to: charge.to,
    ledger_account_code: account,
  });
}

const schemes: Readonly<Record<string, string>> = { US: 'EIN', CA: 'GST', AU: 'ABN', SG: 'GST', JP: 'CT' };

export function taxSchemeOf(country: string): string {
  return schemes[country] ?? 'VAT';
}

/** Some customers never gave theirs, and someone typed nines into the mandatory field. */
export function hasPlaceholderTaxNumber({ index }: Customer): boolean {
  return index % 15 === 7;
}

export function taxNumberOf(customer: Customer): string {
  if (hasPlaceholderTaxNumber(customer)) return `${customer.country}999999999`;
  const digits = String(100_000_000 + ((customer.index * 7_654_321) % 900_000_000));
  return customer.country === 'US'
    ? `${digits.slice(0, 2)}-${digits.slice(2)}`
    : `${customer.country}${digits}`;
}
