// A small company full of unpleasant data, the same at every run: texts that break quoting, amounts of all sizes, days at the edges,
// nulls wherever the tables allow them, ties, merged records, cycles, several legal entities.
import type { Client } from 'pg';
import { addDays } from '../../../src/kernel/dates.ts';
import { contractRows } from './fixture-contracts.ts';
import { CUSTOMERS, customerId, customerRows } from './fixture-customers.ts';
import { documentRows } from './fixture-documents.ts';
import { exceptionRows } from './fixture-exceptions.ts';
import { ledgerRows } from './fixture-ledger.ts';
import {
  Dice,
  ENTITIES,
  entityId,
  GATEWAY,
  type Given,
  idOf,
  nastyTexts,
  sourceId,
} from './fixture-values.ts';

/** The instant of every request to the fixture: late in the evening in Berlin, the next morning in Tokyo. */
export const NOW = '2026-03-15T22:30:00.000Z';

function groundRows(dice: Dice): [string, Given[]][] {
  return [
    [
      'source_system',
      ['ERP', 'CRM', 'BILLING'].map((kind, index) => ({
        source_system_id: sourceId(index),
        key: `${kind.toLowerCase()}${index === 2 ? ' "2"' : ''}`,
        name: nastyTexts[index] ?? kind,
        kind,
        freshness_minutes: [60, null, 100_000_000][index] ?? null,
        last_record_at: ['2026-03-15T21:00:00Z', null, '2026-03-15T21:59:59.999999Z'][index] ?? null,
      })),
    ],
    [
      'legal_entity',
      ENTITIES.map(({ code, currency, zone }, index) => ({
        legal_entity_id: entityId(index),
        code,
        name: dice.text(),
        country: dice.maybe(code.slice(0, 2)),
        functional_currency: currency,
        time_zone: zone,
        fiscal_pattern: dice.pick(['CALENDAR', 'WEEKS_445']),
      })),
    ],
    [
      'source_system_entity',
      [0, 1, 2].flatMap((source) =>
        [0, 1].map((entity) => ({
          source_system_id: sourceId(source),
          legal_entity_id: entityId((source + entity) % 4),
        })),
      ),
    ],
    [
      'exchange_rate',
      dice.times(120, (index) => ({
        exchange_rate_id: idOf('exchange_rate', index),
        rate_on: addDays('2026-01-01', Math.floor(index / 2)),
        rate_type: ['SPOT', 'CLOSING'][index % 2] ?? 'SPOT',
        ...[
          { base_currency: 'EUR', quote_currency: 'USD' },
          { base_currency: 'JPY', quote_currency: 'EUR' },
          { base_currency: 'KWD', quote_currency: 'USD' },
          { base_currency: 'USD', quote_currency: 'JPY' },
        ][Math.floor(index / 2) % 4],
        rate: dice.pick(['1.0837', '0.0061', '3.25', '147.123456789']),
        source_system_id: dice.maybe(sourceId(0)),
        recorded_at: dice.instant(),
      })),
    ],
    [
      'accounting_book',
      ENTITIES.flatMap((_, entity) =>
        ['ACCRUAL', 'TAX'].map((code, index) => ({
          accounting_book_id: idOf('accounting_book', entity * 2 + index),
          legal_entity_id: entityId(entity),
          code,
          name: dice.maybeText(),
          standard: index === 0 ? 'GAAP' : 'TAX',
          is_primary: index === 0,
          owner_source_system_id: sourceId(0),
        })),
      ),
    ],
    [
      'accounting_period',
      ENTITIES.flatMap((_, entity) =>
        dice.times(6, (index) => ({
          accounting_period_id: idOf('accounting_period', entity * 6 + index),
          accounting_book_id: idOf('accounting_book', entity * 2 + (index % 2)),
          class: dice.pick(['LEDGER', 'LEDGER', 'REVENUE']),
          name: `P${index}`,
          starts_on: addDays('2026-01-01', index * 28),
          ends_on: addDays('2026-01-28', index * 28),
          status: dice.pick(['OPEN', 'CLOSED', 'LOCKED', 'FUTURE']),
        })),
      ),
    ],
    [
      'feed',
      ['invoice', 'payment', 'posting', 'contract_line', 'dispute'].map((record_type) => ({
        source_system_id: sourceId(0),
        record_type,
        first_record_at: NOW,
        last_record_at: NOW,
      })),
    ],
  ];
}

function productRows(dice: Dice): [string, Given[]][] {
  return [
    [
      'product',
      dice.times(24, (index) => ({
        product_id: idOf('product', index),
        code: `${index % 3 === 0 ? 'é' : 'P'}${index}`,
        name: dice.name(index),
        ...dice.texts(
          'description',
          'family',
          'unit_of_measure',
          'tax_code',
          'revenue_account_code',
          'recognition_template',
        ),
        kind: dice.pick(['RECURRING', 'USAGE', 'ONE_TIME', 'SERVICE']),
        active: dice.chance(0.8),
        standalone_price: index % 2 ? dice.amount() : null,
        standalone_currency: index % 2 ? dice.currency() : dice.maybe('EUR'),
        version: index,
        updated_at: dice.instant(),
      })),
    ],
    [
      'price_book',
      dice.times(3, (index) => ({
        price_book_id: idOf('price_book', index),
        code: `B${index}`,
        name: dice.text(),
        currency: dice.currency(),
        active: index < 2,
      })),
    ],
    [
      'price',
      dice
        .times(40, (index) => ({
          price_id: idOf('price', index),
          price_book_id: idOf('price_book', index % 3 === 0 ? 0 : 1),
          product_id: idOf('product', index % 7),
          price_model: dice.pick(['FLAT', 'PER_UNIT', 'GRADUATED', 'USAGE']),
          unit_amount: dice.maybeAmount(),
          currency: dice.currency(),
          period_months: dice.maybe(12),
          package_size: dice.maybeAmount(),
          tiers: dice.maybe(
            JSON.stringify([
              { upTo: '10', unitAmount: '1.5', note: dice.text() },
              { upTo: null, flatAmount: 3 },
            ]),
          ),
          min_commitment: dice.maybeAmount(),
          included_quantity: dice.maybeAmount(),
          // Days that differ within a book and product: the list has no further order.
          valid_from: index < 14 ? '-infinity' : addDays('2025-01-01', index),
          valid_to: dice.pick(['infinity', '2030-12-31']),
        }))
        .filter(
          (price, index, all) =>
            all.findIndex(
              (one) =>
                one.price_book_id === price.price_book_id &&
                one.product_id === price.product_id &&
                one.valid_from === price.valid_from,
            ) === index,
        ),
    ],
    [
      'payment_term',
      dice.times(3, (index) => ({
        payment_term_id: idOf('payment_term', index),
        code: `N${index}0`,
        name: dice.text(),
        days: index * 15,
        discount_percent: dice.maybe('2.500'),
        discount_days: dice.maybe(10),
      })),
    ],
    [
      'payment_term_instalment',
      [0, 1].map((position) => ({
        payment_term_id: idOf('payment_term', 1),
        position,
        percent: '50.0',
        days: position * 30,
      })),
    ],
  ];
}

function linkRows(dice: Dice): [string, Given[]][] {
  const objects = [
    ['CUSTOMER', 'customer', 15],
    ['CONTRACT', 'contract', 10],
    ['INVOICE', 'invoice', 12],
    ['PRODUCT', 'product', 6],
    ['CONTACT', 'contact', 6],
    ['PAYMENT', 'payment', 6],
    ['CREDIT_NOTE', 'credit_note', 6],
    ['DISPUTE', 'dispute', 6],
    ['JOURNAL', 'journal', 6],
    ['OPPORTUNITY', 'opportunity', 6],
  ] as const;
  const links = objects.flatMap(([objectType, table, count]) =>
    dice.times(count, (index) => ({
      source_system_id: sourceId(index % 3),
      object_type: objectType,
      source_object: `${objectType} "x"${index % 4 === 3 ? ' 2' : ''}`,
      // Every fifth record has the number of the one before: an ambiguous record of its source.
      external_id: index % 5 === 4 ? `X-${index - 3}` : `X-${index}`,
      target_id: idOf(table, index),
      method: dice.pick(['KEY', 'MATCH', 'STEWARD']),
      confidence: dice.maybe('0.90'),
      valid_from: dice.pick(['-infinity', '2020-01-01']),
      valid_to: index % 6 === 5 ? '2025-01-01' : null,
      linked_at: dice.instant(),
    })),
  );
  const fresh = (link: Given, index: number) =>
    links.findIndex(
      (one) =>
        [one.source_system_id, one.external_id, one.source_object, one.object_type].join() ===
        [link.source_system_id, link.external_id, link.source_object, link.object_type].join(),
    ) === index;
  return [
    [
      'source_link',
      links
        .filter((link, index) => link.valid_to !== null || fresh(link, index))
        .map((link, index) => ({ source_link_id: idOf('source_link', index), ...link })),
    ],
  ];
}

/** Every row of the fixture by table, in an order in which they can be inserted. */
function fixtureRows(): [string, Given[]][] {
  const dice = new Dice(20_260_315);
  const parties = {
    entities: ENTITIES.map(({ currency }, index) => ({ id: entityId(index), currency })),
    customers: dice.times(CUSTOMERS, customerId),
    source: sourceId(0),
    gateway: GATEWAY,
  };
  return [
    ...groundRows(dice),
    ...productRows(dice),
    ...customerRows(dice),
    ...contractRows(dice, parties),
    ...documentRows(dice, parties),
    ...ledgerRows(dice, parties),
    ...linkRows(dice),
    ...exceptionRows(),
  ];
}

/** Inserts rows as they are given, one statement for each table. */
async function insertRows(
  client: Client,
  rows: readonly (readonly [string, readonly Given[]])[],
): Promise<void> {
  for (const [table, records] of rows) {
    const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
    const values = records.flatMap((record) => columns.map((column) => record[column] ?? null));
    const places = records.map(
      (_, row) => `(${columns.map((_column, index) => `$${row * columns.length + index + 1}`).join()})`,
    );
    if (records.length > 0)
      await client
        .query(
          `insert into ${table} (${columns.map((name) => `"${name}"`).join()}) values ${places.join()}`,
          values,
        )
        .catch((error: unknown) => {
          throw new Error(`fixture rows of ${table}: ${error}`, { cause: error });
        });
  }
}

/** What no single insert gives: default accounts, and journals of the rest. */
export async function insertFixture(client: Client, rows = fixtureRows()): Promise<void> {
  await insertRows(client, rows);
  // One that names an entity is about a customer that trades with it.
  await client.query(`update exception x set customer_id = (select e.customer_id from customer_entity e
    where e.legal_entity_id = x.legal_entity_id order by md5(e.customer_id::text || x.exception_id::text) limit 1)
    where legal_entity_id is not null and amount_at_risk is not null`);
  await client.query(`update customer c set default_account_id = a.customer_account_id from customer_account a
    where a.customer_id = c.customer_id and c.number in ('C1', 'C5%_\\', 'C8', 'C9')
      and a.legal_entity_id = (select max(x.legal_entity_id::text)::uuid from customer_account x where x.customer_id = c.customer_id)`);
}
