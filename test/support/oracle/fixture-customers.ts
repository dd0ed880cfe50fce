// Customers of the fixture: merged records, an own entity, cycles of hierarchies, accounts of several entities or of none.
import { type Dice, ENTITIES, entityId, type Given, idOf, sourceId } from './fixture-values.ts';

export const CUSTOMERS = 16;

export const customerId = (index: number) => idOf('customer', index);
/** Which entities have an account with a customer: some have several, some none. */
const accountEntities = (index: number) => [[0], [0, 1], [1], [2], [], [0, 1, 2], [3]][index % 7] ?? [];

/** Customers with accounts, hierarchies, contacts, tax and bank details, and provenance. */
export function customerRows(dice: Dice): [string, Given[]][] {
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
