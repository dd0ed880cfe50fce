// A small company full of unpleasant data, the same at every run: texts that break quoting, amounts of all sizes, days at the edges,
// nulls wherever the tables allow them, ties, merged records, cycles, several legal entities.
import type { Client } from 'pg';
import { addDays } from '../../../src/kernel/dates.ts';
import { contractRows } from './fixture-contracts.ts';
import { documentRows } from './fixture-documents.ts';
import { ledgerRows } from './fixture-ledger.ts';
import { Dice, GATEWAY, type Given, idOf, nastyTexts } from './fixture-values.ts';

/** The instant of every request to the fixture: late in the evening in Berlin, the next morning in Tokyo. */
export const NOW = '2026-03-15T22:30:00.000Z';

export const ENTITIES = [
  { code: 'DE', currency: 'EUR', zone: 'Europe/Berlin' },
  { code: 'JP', currency: 'JPY', zone: 'Asia/Tokyo' },
  { code: 'KW', currency: 'KWD', zone: 'Asia/Kuwait' },
  { code: "U'S", currency: 'USD', zone: 'America/Los_Angeles' },
] as const;

export const entityId = (index: number) => idOf('legal_entity', index);
const sourceId = (index: number) => idOf('source_system', index);

const CUSTOMERS = 16;

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

const customerId = (index: number) => idOf('customer', index);
/** Which entities have an account with a customer: some have several, some none. */
const accountEntities = (index: number) => [[0], [0, 1], [1], [2], [], [0, 1, 2], [3]][index % 7] ?? [];

function customerRows(dice: Dice): [string, Given[]][] {
  const accounts = dice
    .times(CUSTOMERS, (index) => accountEntities(index).map((entity) => ({ index, entity })))
    .flat();
  return [
    [
      'customer',
      dice.times(CUSTOMERS, (index) => ({
        customer_id: customerId(index),
        number: `C${index}${index % 5 === 0 ? '%_\\' : ''}`,
        name: dice.name(index),
        ...dice.texts('legal_name', 'segment', 'industry', 'region', 'website', 'sales_owner'),
        country: dice.maybe('DE'),
        status: index === 13 || index === 14 ? 'MERGED' : dice.pick(['ACTIVE', 'PROSPECT', 'BLOCKED']),
        internal: index === 12,
        golden_id: customerId(index === 13 || index === 14 ? 0 : index),
        version: index,
        created_at: dice.instant(),
        updated_at: dice.instant(),
      })),
    ],
    [
      'customer_account',
      accounts.map(({ index, entity }, position) => ({
        customer_account_id: idOf('customer_account', position),
        customer_id: customerId(index),
        legal_entity_id: entityId(entity),
        currency: dice.chance(0.7) ? (ENTITIES[entity]?.currency ?? 'EUR') : dice.currency(),
        payment_term_id: dice.maybe(idOf('payment_term', position % 3)),
        credit_limit: dice.maybe(dice.pick(['0', '123456789012345678901234567890.125', '99.995'])),
        ...dice.texts(
          'payment_terms',
          'dunning_strategy',
          'receivable_account_code',
          'billing_email',
          'invoice_delivery',
        ),
        ...(dice.chance(0.3)
          ? {}
          : dice.texts(
              'billing_street',
              'billing_city',
              'billing_postal_code',
              'billing_region',
              'billing_country',
            )),
        credit_hold: dice.chance(0.3),
        dunning_hold: dice.chance(0.3),
        po_required: dice.chance(0.3),
        valid_from: dice.pick(['-infinity', '0001-01-01', '2024-02-29']),
        valid_to: dice.pick(['infinity', '9999-12-31', '2026-03-16']),
        recorded_at: dice.instant(),
        updated_at: dice.instant(),
      })),
    ],
    [
      'customer_hierarchy',
      (
        [
          ['LEGAL', 0, 1],
          ['LEGAL', 1, 2],
          ['LEGAL', 2, 0],
          ['LEGAL', 0, 3],
          ['LEGAL', 13, 5],
          ['LEGAL', 3, 12],
          ['LEGAL', 12, 6],
          ['BILLING', 5, 0],
          ['BILLING', 8, 13],
          ['SALES', 9, 10],
          ['SALES', 10, 11],
          ['LEGAL', 0, 14],
        ] as const
      ).map(([hierarchy, parent, child], index) => ({
        customer_hierarchy_id: idOf('customer_hierarchy', index),
        hierarchy,
        parent_id: customerId(parent),
        child_id: customerId(child),
        valid_from: dice.pick(['-infinity', '2024-01-01', '2026-03-15']),
        valid_to: dice.pick(['infinity', '2026-03-16', '2027-01-01']),
      })),
    ],
    [
      'contact',
      dice.times(45, (index) => ({
        contact_id: idOf('contact', index),
        customer_id: customerId(index < 25 ? 0 : index % CUSTOMERS),
        full_name: dice.name(index),
        ...dice.texts('first_name', 'last_name', 'email', 'phone', 'title'),
        ...(dice.chance(0.4)
          ? {}
          : dice.texts(
              'mailing_street',
              'mailing_city',
              'mailing_postal_code',
              'mailing_region',
              'mailing_country',
            )),
        active: dice.chance(0.8),
        updated_at: dice.instant(),
      })),
    ],
    [
      'contact_role',
      dice
        .times(45, (index) =>
          ['BILLING', 'OTHER', 'LEGAL_NOTICE']
            .slice(0, index % 4)
            .map((role) => ({ contact_id: idOf('contact', index), role })),
        )
        .flat(),
    ],
    [
      'tax_registration',
      dice.times(20, (index) => ({
        tax_registration_id: idOf('tax_registration', index),
        customer_id: customerId(index % 14),
        country: dice.maybe('FR'),
        scheme: dice.text(),
        number: `${dice.text()}${index}`,
        valid_from: dice.pick(['-infinity', '2020-01-01']),
        valid_to: dice.pick(['infinity', '2020-12-31']),
        check_result: dice.pick(['UNCHECKED', 'VALID', 'PLACEHOLDER']),
        checked_at: dice.maybe(dice.instant()),
      })),
    ],
    [
      'tax_exemption',
      dice.times(10, (index) => ({
        tax_exemption_id: idOf('tax_exemption', index),
        customer_id: customerId(index % 4),
        ...dice.texts('country', 'region', 'reason', 'certificate'),
        starts_on: dice.maybe('2024-02-29'),
        expires_on: dice.maybe('9999-12-31'),
      })),
    ],
    [
      'bank_account',
      dice.times(16, (index) => ({
        bank_account_id: idOf('bank_account', index),
        customer_id: customerId(index % 8),
        legal_entity_id: index % 3 === 0 ? null : entityId(index % 4),
        iban_or_number: `DE00 ${index} "\\ 12${index}4`,
        ...dice.texts('holder_name', 'bank_code', 'country'),
        currency: dice.maybe(dice.currency()),
        recorded_at: dice.instant(),
      })),
    ],
    [
      'field_provenance',
      dice.times(40, (index) => {
        const own = index % 2 === 0;
        return {
          object_type: own ? 'CUSTOMER' : 'CUSTOMER_ACCOUNT',
          object_id: own ? customerId(index % 6) : idOf('customer_account', index % 5),
          field_group: ['customer.billing', 'customer.credit', 'customer.tax'][index % 3] ?? '',
          event_id: dice.pick(['', 'e 1']),
          fields: dice.maybe(dice.pick(['{name}', '{name,"odd, \\"field\\""}', '{}'])),
          defaulted: dice.chance(0.3),
          source_system_id: sourceId(index % 3),
          source_object: dice.maybeText(),
          external_id: dice.maybeText(),
          occurred_at: dice.maybe(dice.instant()),
          recorded_at: `2026-01-0${1 + (index % 7)}T0${index % 5}:${10 + index}:00.123456Z`,
        };
      }),
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
export function fixtureRows(): [string, Given[]][] {
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
  ];
}

/** Inserts rows as they are given, one statement for each table. */
export async function insertRows(
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
  await client.query(`update customer c set default_account_id = a.customer_account_id from customer_account a
    where a.customer_id = c.customer_id and c.number in ('C1', 'C5%_\\', 'C8', 'C9')
      and a.legal_entity_id = (select max(x.legal_entity_id::text)::uuid from customer_account x where x.customer_id = c.customer_id)`);
}
