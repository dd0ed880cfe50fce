// What stands before the first customer: entities, rates, books with their periods, charts, terms, products and prices; and what
// belongs to no customer: the opening of the books and money that nobody has identified.
import { decimal } from '../kernel/money.ts';
import { rounded, written } from './amounts.ts';
import { listPrice, type Product, priceBooks, products } from './catalogue.ts';
import { chart, type Entity, entities, type Term, terms } from './entities.ts';
import { credit, debit, Ledger } from './ledger.ts';
import type { RateRow } from './rates.ts';
import { Sheet } from './sheet.ts';
import type { World } from './world.ts';

export function addSetup(world: World, sheet: Sheet): void {
  for (const entity of entities) {
    sheet.add('erp-setup', 'legal_entity', entity.code, {
      code: entity.code,
      name: entity.name,
      country: entity.country,
      functional_currency: entity.currency,
      time_zone: entity.timeZone,
      fiscal_year_end_month: String(entity.fiscalYearEnd[0]),
      fiscal_year_end_day: String(entity.fiscalYearEnd[1]),
      fiscal_pattern: 'CALENDAR',
    });
    addBook(world, sheet, entity);
  }
  for (const rate of world.rates.rows()) addRate(sheet, 'erp-setup', rate);
  for (const rate of world.rates.rowsAhead()) addRate(sheet, 'demo', rate);
  for (const term of Object.values(terms)) addTerm(sheet, term);
}

function addRate(sheet: Sheet, folder: 'erp-setup' | 'demo', { on, type, quote, rate }: RateRow): void {
  sheet.add(folder, 'exchange_rate', `${type}-EUR-${quote}-${on}`, {
    rate_on: on,
    rate_type: type,
    base_currency: 'EUR',
    quote_currency: quote,
    rate,
  });
}

const classes = ['RECEIVABLES', 'REVENUE', 'LEDGER'] as const;
const FUTURE_MONTHS = 2;

function addBook(world: World, sheet: Sheet, entity: Entity): void {
  const { calendar } = world;
  const book = `${entity.code}-ACCRUAL`;
  sheet.add('erp-setup', 'accounting_book', book, {
    legal_entity: entity.code,
    code: 'ACCRUAL',
    name: `${entity.name}, accrual`,
    standard: entity.code === 'US01' ? 'GAAP' : 'IFRS',
    is_primary: 'true',
  });
  const future = Array.from({ length: FUTURE_MONTHS }, (_, ahead) =>
    calendar.plusMonths(calendar.months.at(-1) ?? calendar.today, ahead + 1),
  );
  for (const [at, month] of [...calendar.months, ...future].entries())
    for (const kind of classes)
      sheet.add('erp-close', 'accounting_period', `${book}-${kind}-${month.slice(0, 7)}`, {
        book,
        class: kind,
        name: month.slice(0, 7),
        starts_on: month,
        ends_on: calendar.monthEnd(month),
        status: statusOf(calendar.months.length - 1 - at, kind),
      });
  for (const [code, name, kind, balance] of chart)
    sheet.add('erp-setup', 'ledger_account', `${entity.code}-${code}`, {
      legal_entity: entity.code,
      code,
      name,
      class: kind,
      normal_balance: balance,
      source_type: balance === 'DEBIT' ? 'Asset or expense' : 'Liability or income',
    });
}

/** How a period stands so many months after it ended; receivables close first, the ledger last. */
function statusOf(age: number, kind: (typeof classes)[number]): string {
  if (age < 0) return 'FUTURE';
  if (age === 0) return 'OPEN';
  if (age === 1) return kind === 'RECEIVABLES' ? 'CLOSED' : kind === 'REVENUE' ? 'CLOSING' : 'OPEN';
  return age > 12 ? 'LOCKED' : 'CLOSED';
}

function addTerm(sheet: Sheet, { code, name, days, discount, parts = [] }: Term): void {
  sheet.add('erp-setup', 'payment_term', code, {
    code,
    name,
    basis: 'INVOICE_DATE',
    days: String(days),
    discount_percent: discount?.[0],
    discount_days: discount && String(discount[1]),
  });
  for (const [at, [percent, due]] of parts.entries())
    sheet.add('erp-setup', 'payment_term_instalment', `${code}-${at + 1}`, {
      payment_term: code,
      position: String(at + 1),
      percent,
      days: String(due),
    });
}

export function addCatalogue(world: World, sheet: Sheet): void {
  for (const book of priceBooks) sheet.add('crm', 'price_book', `PB-${book.currency}`, { ...book });
  for (const product of Object.values<Product>(products)) {
    const described = { code: product.code, name: product.name, kind: product.kind };
    sheet.add('crm', 'product', `PR-${product.code}`, {
      ...described,
      description: `${product.name} of Tindervale, per ${product.unit}`,
      family: product.family,
      unit_of_measure: product.unit,
      standalone_price: product.euros,
      standalone_currency: 'EUR',
    });
    sheet.add('erp', 'product', product.code, {
      ...described,
      revenue_account_code: product.account,
      recognition_template: product.template,
      tax_code: 'STANDARD',
    });
    for (const { currency } of priceBooks) addPrices(world, sheet, product, currency);
  }
}

/** Prices for a month, and a year where the product recurs; until a year ago they were a little lower. */
function addPrices(
  { calendar }: World,
  sheet: Sheet,
  product: Product,
  currency: (typeof priceBooks)[number]['currency'],
): void {
  const raisedOn = calendar.months[24] ?? calendar.start;
  const periods = product.kind === 'RECURRING' ? ([1, 12] as const) : ([1] as const);
  for (const months of periods) {
    const amount = listPrice(product, currency, months);
    const versions = [
      { amount: amount.times('0.97').toDecimalPlaces(4), valid_to: raisedOn },
      { amount, valid_from: raisedOn },
    ];
    for (const [at, { amount: unitAmount, ...validity }] of versions.entries())
      sheet.add('crm', 'price', `${product.code}-${currency}-${months}-${at + 1}`, {
        price_book: `PB-${currency}`,
        product: `PR-${product.code}`,
        price_model: product.model,
        unit_amount: unitAmount.toString(),
        currency,
        period_months: product.kind === 'RECURRING' ? String(months) : undefined,
        ...validity,
      });
  }
}

/** Share capital, and in each entity a manual accrual that was taken back the month after. */
export function addBooksOfOurOwn(world: World, sheet: Sheet): void {
  const { calendar } = world;
  const ledger = new Ledger(sheet, 'GL');
  const accrued = calendar.monthEnd(calendar.months[33] ?? calendar.start);
  for (const entity of entities) {
    const scale = entity.currency === 'JPY' ? '150' : '1';
    const [capital, expense] = [
      decimal('2500000').times(scale),
      rounded(decimal('18250').times(scale), entity.currency),
    ];
    ledger.post({
      entity,
      on: calendar.start,
      currency: entity.currency,
      type: 'OPENING',
      origin: 'OPENING',
      sourceType: 'OPENING',
      description: 'Opening balance',
      legs: [debit('1000', capital, capital), credit('3000', capital, capital)],
    });
    const accrual = ledger.post({
      entity,
      on: accrued,
      currency: entity.currency,
      origin: 'MANUAL',
      sourceType: 'MANUAL',
      description: 'Accrued audit fee',
      legs: [debit('6900', expense, expense), credit('2900', expense, expense)],
    });
    ledger.reverse(accrual, calendar.plusDays(accrued, 1), 'Accrued audit fee taken back');
  }
  addUnknownMoney(world, sheet, ledger);
  ledger.write();
}

/** A debtor that only the ERP has, from before the CRM, and a transfer whose sender nobody has found. */
function addUnknownMoney({ calendar }: World, sheet: Sheet, ledger: Ledger): void {
  const [entity] = entities;
  const amount = decimal('1875.5');
  const old = 'D-00000042';
  sheet.add('erp', 'customer', old, { name: 'SUNDRY DEBTORS BEFORE MIGRATION', country: entity.country });
  sheet.add('erp', 'customer_account', `${old}/${entity.code}`, {
    customer: old,
    legal_entity: entity.code,
    currency: entity.currency,
    payment_term: 'NET30',
  });
  const receipts = [
    ['BR_GL_0001', calendar.plusDays(calendar.today, -75), old],
    ['BR_GL_0002', calendar.plusDays(calendar.today, -18), undefined],
  ] as const;
  for (const [id, on, customer] of receipts) {
    sheet.add('erp', 'payment', id, {
      number: id.replace('BR_', 'REC-').replace('_', '-'),
      kind: 'PAYMENT',
      method: 'BANK_TRANSFER',
      legal_entity: entity.code,
      customer,
      received_on: on,
      posted_on: on,
      currency: entity.currency,
      exchange_rate_to_functional: '1',
      amount: written(amount, entity.currency),
      reference: 'no reference',
    });
    ledger.post({
      entity,
      on,
      currency: entity.currency,
      ...(customer ? { customer } : {}),
      sourceType: 'RECEIPT',
      description: `Receipt ${id}`,
      legs: [debit('1000', amount, amount), credit('2300', amount, amount)],
    });
  }
}

export function recordsOf(fill: (sheet: Sheet) => void): Sheet {
  const sheet = new Sheet();
  fill(sheet);
  return sheet;
}
