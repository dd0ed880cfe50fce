// Opportunities, contracts with lines in several versions, amendments, parties and usage of the fixture.
import { addDays } from '../../../src/kernel/dates.ts';
import { customerOf, type Dice, type Given, idOf, type Parties } from './fixture-values.ts';

const CONTRACTS = 36;
const LINES = 70;

export function contractRows(dice: Dice, parties: Parties): [string, Given[]][] {
  return [
    ['opportunity', dice.times(40, (index) => opportunity(dice, parties, index))],
    [
      'opportunity_line',
      dice.times(50, (index) => ({
        opportunity_line_id: idOf('opportunity_line', index),
        opportunity_id: idOf('opportunity', index < 25 ? 0 : index % 9),
        position: index % 4,
        product_id: dice.maybe(idOf('product', index % 24)),
        description: dice.maybeText(),
        quantity: dice.maybeAmount(),
        unit_price: dice.maybeAmount(),
        amount: dice.maybeAmount(),
      })),
    ],
    ['contract', dice.times(CONTRACTS, (index) => contract(dice, parties, index))],
    [
      'amendment',
      dice.times(30, (index) => ({
        amendment_id: idOf('amendment', index),
        contract_id: idOf('contract', index % 6),
        number: dice.maybeText(),
        kind: dice.pick(['NEW', 'UPSELL', 'SUSPEND', 'CANCEL']),
        signed_on: dice.maybe(dice.usualDay()),
        booked_on: dice.maybe(dice.day()),
        effective_on: dice.usualDay(),
        posted_on: dice.maybe(dice.day()),
        ...dice.texts('reason', 'cause'),
      })),
    ],
    ['contract_line', dice.times(LINES, (index) => line(dice, parties, index))],
    [
      'contract_party',
      dice.times(20, (index) => ({
        contract_party_id: idOf('contract_party', index),
        contract_id: idOf('contract', index % 10),
        contract_line_id: index < 10 ? null : idOf('contract_line', index % 10),
        role: index % 2 ? 'PAYER' : 'BILL_TO',
        customer_id: customerOf(dice, parties),
      })),
    ],
    [
      'usage_record',
      dice.times(60, (index) => ({
        usage_record_id: idOf('usage_record', index),
        contract_line_id: index % 4 === 0 ? null : idOf('contract_line', index % 5),
        customer_id: customerOf(dice, parties),
        product_id: dice.maybe(idOf('product', index % 24)),
        quantity: dice.amount(),
        unit_of_measure: dice.maybeText(),
        used_from:
          ['2026-03-01T00:00:00Z', '2026-03-01T00:00:00.5Z', '2026-03-01T00:00:00.000001Z'][index % 3] ?? '',
        used_to: '2026-03-02T00:00:00.123456Z',
        rated_amount: index % 3 ? dice.amount() : null,
        currency: dice.currency(),
        recorded_at: dice.instant(),
      })),
    ],
  ];
}

function opportunity(dice: Dice, parties: Parties, index: number): Given {
  return {
    opportunity_id: idOf('opportunity', index),
    customer_id: customerOf(dice, parties),
    legal_entity_id: dice.maybe(parties.entities[index % 4]?.id ?? null),
    name: dice.name(index),
    stage: dice.text(),
    type: dice.maybeText(),
    amount: dice.maybeAmount(),
    currency: dice.maybe(dice.currency()),
    probability: dice.maybeAmount(),
    expected_close_on: dice.maybe(dice.usualDay()),
    closed_on: dice.maybe(dice.day()),
    won: dice.maybe(dice.chance(0.5)),
    sales_owner: dice.maybeText(),
    updated_at: dice.instant(),
  };
}

function contract(dice: Dice, parties: Parties, index: number): Given {
  const entity = parties.entities[index % 7 === 0 ? 1 : index % 4];
  return {
    contract_id: idOf('contract', index),
    // Numbers that two entities share.
    number: `K-${Math.floor(index / 2)}${index % 2 && index % 4 === 3 ? '' : `/${index}`}`,
    kind: index % 5 === 0 ? 'MASTER' : 'ORDER_FORM',
    master_contract_id: index > 5 ? dice.maybe(idOf('contract', 0)) : null,
    customer_id: customerOf(dice, parties),
    legal_entity_id: entity?.id ?? null,
    status: dice.pick([
      'DRAFT',
      'SIGNED',
      'ACTIVE',
      'ACTIVE',
      'SUSPENDED',
      'EXPIRED',
      'CANCELLED',
      'TERMINATED',
    ]),
    currency: dice.chance(0.7) ? (entity?.currency ?? 'EUR') : dice.currency(),
    signed_on: dice.maybe(dice.usualDay()),
    booked_on: dice.maybe(dice.usualDay()),
    activated_on: dice.maybe(dice.usualDay()),
    starts_on: dice.pick(['2025-01-31', '2026-01-01', '2026-03-15', '2027-01-01']),
    ends_on: dice.maybe(dice.pick(['2026-02-28', '2027-12-31'])),
    renewal: dice.pick(['AUTO', 'MANUAL', 'NONE']),
    notice_days: dice.maybe(90),
    uplift_cap_percent: dice.maybe('3.50'),
    ...dice.texts('purchase_order_number', 'payment_terms'),
    purchase_order_limit: dice.maybeAmount(),
    payment_term_id: dice.maybe(idOf('payment_term', index % 3)),
    opportunity_id: dice.maybe(idOf('opportunity', index % 3)),
    updated_at: dice.instant(),
  };
}

function line(dice: Dice, parties: Parties, index: number): Given {
  // Every third line has a second version from February on.
  const version = index % 3 === 1 ? 2 : 1;
  const lineage = version === 2 ? index - 1 : index;
  const starts = dice.pick(['2025-01-31', '2026-01-01', '2026-03-01', '2026-04-01']);
  const price = `${1 + dice.below(900)}.5`;
  const kind = dice.pick(['RECURRING', 'RECURRING', 'RECURRING', 'USAGE', 'ONE_TIME', 'SERVICE']);
  return {
    contract_line_id: idOf('contract_line', index),
    contract_id: idOf('contract', Math.floor(lineage / 3) % CONTRACTS),
    lineage_id: idOf('lineage', lineage),
    line_version: version,
    position: index % 5,
    end_customer_id: customerOf(dice, parties),
    product_id: dice.maybe(idOf('product', index % 24)),
    kind,
    description: dice.maybeText(),
    price_model: dice.pick(['FLAT', 'PER_UNIT', 'GRADUATED', 'VOLUME', 'PACKAGE', 'PERCENTAGE', 'USAGE']),
    quantity: dice.pick(['1', '0', '12', '2.5', '150']),
    unit_price: price,
    discount_percent: dice.pick(['0', '12.5']),
    net_unit_price: price,
    price_period_months: kind === 'RECURRING' ? dice.pick([1, 3, 12]) : dice.maybe(1),
    currency: dice.currency(),
    billing_frequency: dice.pick(['WEEKLY', 'MONTHLY', 'QUARTERLY', 'ANNUAL', 'MULTI_YEAR', 'ONCE']),
    billing_timing: dice.pick(['ADVANCE', 'ARREARS']),
    trigger: dice.pick(['DATE', 'ACTIVATION', 'SIGNATURE']),
    starts_on: starts,
    ends_on: dice.maybe(dice.pick(['2026-03-15', '2027-12-31', addDays(starts, 400)])),
    activated_on: dice.maybe(starts),
    suspended_from: dice.chance(0.2) ? '2026-03-01' : null,
    suspended_to: dice.chance(0.1) ? '2026-03-16' : null,
    min_commitment: dice.chance(0.3) ? '50.00' : null,
    included_quantity: dice.maybeAmount(),
    overage_unit_price: dice.maybeAmount(),
    ramp: dice.chance(0.2)
      ? JSON.stringify([
          { from: '2026-02-01', quantity: '3' },
          { from: '2026-03-15', netUnitPrice: '7.25' },
        ])
      : null,
    tiers: dice.chance(0.6)
      ? JSON.stringify([
          { upTo: '10', unitAmount: '3' },
          { upTo: '100', unitAmount: '2.5', flatAmount: '10' },
          { upTo: null, unitAmount: '2' },
        ])
      : null,
    amendment_id:
      Math.floor(lineage / 3) < 6 && dice.chance(0.5) ? idOf('amendment', Math.floor(lineage / 3)) : null,
    signed_on: dice.maybe(dice.usualDay()),
    valid_from: version === 2 ? '2026-02-01' : '-infinity',
    valid_to: version === 1 && index % 3 === 0 ? '2026-02-01' : 'infinity',
  };
}
