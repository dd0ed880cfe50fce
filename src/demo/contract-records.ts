// How the CRM exports deals and contracts: opportunities, order forms under a master agreement, amendments, line versions, parties.
import { toMinor } from '../kernel/money.ts';
import { digitsOf, sumOf, written } from './amounts.ts';
import { type Contract, type Line, type LineVersion, quantityOn, statusOf } from './contracts.ts';
import type { Customer } from './customers.ts';
import { terms } from './entities.ts';
import { Random } from './random.ts';
import type { Sheet } from './sheet.ts';
import type { World } from './world.ts';

export interface Deals {
  readonly customer: Customer;
  readonly contracts: readonly Contract[];
}

export function addContractRecords(world: World, sheet: Sheet, { customer, contracts }: Deals): void {
  const random = new Random(`${world.seed}/deals/${customer.index}`);
  const first = contracts[0];
  const master =
    first && !customer.internal && (contracts.length > 1 || customer.segment === 'Enterprise')
      ? `K-${customer.digits}-0`
      : undefined;
  if (master && first) addMaster(world, sheet, first, master);
  for (const contract of contracts) {
    const signedOn = world.calendar.plusDays(contract.startsOn, -random.between(6, 24));
    const opportunity = customer.internal ? undefined : addWonOpportunity(sheet, contract, signedOn);
    addContract(world, sheet, { contract, signedOn, master, opportunity, random });
    for (const line of contract.lines) addLine(sheet, contract, line, signedOn);
    addParties(sheet, contract);
  }
  if (customer.story.extras?.includes('OPEN_OPPORTUNITY')) addOpenOpportunity(world, sheet, customer);
  if (customer.index % 7 === 6) addLostOpportunity(world, sheet, customer);
}

function addMaster({ calendar }: World, sheet: Sheet, first: Contract, id: string): void {
  const signedOn = calendar.plusDays(first.startsOn, -30);
  sheet.add('crm', 'contract', id, {
    number: `MA-${first.customer.digits}`,
    kind: 'MASTER',
    customer: first.customer.crmId,
    legal_entity: first.entity.code,
    status: 'ACTIVE',
    currency: first.currency,
    signed_on: signedOn,
    starts_on: signedOn,
    renewal: 'AUTO',
    notice_days: '90',
    payment_term: first.customer.term,
  });
}

function addWonOpportunity(sheet: Sheet, contract: Contract, signedOn: string): string {
  const { customer, currency } = contract;
  const id = contract.id.replace('K', 'O');
  const amounts = contract.lines.map((line) => {
    const [version] = line.versions;
    return version ? version.net.times(quantityOn(line, version, contract.startsOn)) : undefined;
  });
  sheet.add('crm', 'opportunity', id, {
    customer: customer.crmId,
    legal_entity: contract.entity.code,
    name: `${customer.name} - ${contract.archetype.toLowerCase()}`,
    stage: 'Closed Won',
    type: contract.number.endsWith('-1') ? 'New Business' : 'Existing Business',
    amount: written(sumOf(amounts.filter((amount) => amount !== undefined)), currency),
    currency,
    probability: '100',
    expected_close_on: signedOn,
    closed_on: signedOn,
    won: 'true',
    sales_owner: customer.salesOwner,
  });
  for (const [at, line] of contract.lines.entries()) {
    const [version] = line.versions;
    if (!version || line.position > 3) continue;
    sheet.add('crm', 'opportunity_line', `${id}-${line.position}`, {
      opportunity: id,
      position: String(line.position),
      product: line.product.code,
      description: line.product.name,
      quantity: String(quantityOn(line, version, contract.startsOn)),
      unit_price: version.net.toString(),
      amount: amounts[at] && written(amounts[at], currency),
    });
  }
  return id;
}

function addOpenOpportunity({ calendar }: World, sheet: Sheet, customer: Customer): void {
  sheet.add('crm', 'opportunity', `O-${customer.digits}-A`, {
    customer: customer.crmId,
    legal_entity: customer.entity.code,
    name: `${customer.name} - analyst seats`,
    stage: 'Proposal',
    type: 'Existing Business',
    amount: '48000',
    currency: customer.currency,
    probability: '60',
    expected_close_on: calendar.plusDays(calendar.today, 45),
    sales_owner: customer.salesOwner,
  });
}

function addLostOpportunity({ calendar }: World, sheet: Sheet, customer: Customer): void {
  const closedOn = calendar.plusDays(calendar.today, -60 - (customer.index % 200));
  sheet.add('crm', 'opportunity', `O-${customer.digits}-L`, {
    customer: customer.crmId,
    name: `${customer.name} - archive`,
    stage: 'Closed Lost',
    type: 'Existing Business',
    amount: '12000',
    currency: customer.currency,
    probability: '0',
    expected_close_on: closedOn,
    closed_on: closedOn,
    won: 'false',
    sales_owner: customer.salesOwner,
  });
}

interface Signed {
  readonly contract: Contract;
  readonly signedOn: string;
  readonly master: string | undefined;
  readonly opportunity: string | undefined;
  readonly random: Random;
}

function addContract(
  world: World,
  sheet: Sheet,
  { contract, signedOn, master, opportunity, random }: Signed,
): void {
  const { calendar } = world;
  sheet.add('crm', 'contract', contract.id, {
    number: contract.number,
    kind: 'ORDER_FORM',
    master_contract: contract.entity === contract.customer.entity ? master : undefined,
    customer: contract.customer.crmId,
    legal_entity: contract.entity.code,
    status: statusOf(contract, calendar.today),
    currency: contract.currency,
    signed_on: signedOn,
    booked_on: calendar.plusDays(signedOn, random.between(0, 3)),
    activated_on: calendar.isPast(contract.startsOn) ? contract.startsOn : undefined,
    starts_on: contract.startsOn,
    ends_on: contract.endsOn,
    renewal: contract.frequency === 0 ? 'NONE' : contract.frequency === 12 ? 'AUTO' : 'MANUAL',
    notice_days: contract.frequency === 0 ? undefined : '60',
    uplift_cap_percent: contract.frequency === 12 ? '5' : undefined,
    purchase_order_number: contract.purchaseOrder,
    purchase_order_limit: contract.purchaseOrder && '250000',
    payment_term: terms[contract.term].code,
    opportunity,
  });
  for (const { id, number, kind, on } of contract.amendments) {
    const signed = kind === 'NEW' ? signedOn : calendar.plusDays(on, -random.between(3, 18));
    sheet.add('crm', 'amendment', id, {
      contract: contract.id,
      number,
      kind,
      signed_on: signed,
      booked_on: calendar.plusDays(signed, random.between(0, 3)),
      effective_on: on,
      posted_on: on,
      reason: reasons[kind],
      cause: kind === 'RENEW' ? 'RENEWAL' : undefined,
    });
  }
}

const reasons: Readonly<Record<string, string>> = {
  UPSELL: 'Roll-out to another department',
  DOWNSELL: 'Team was reduced',
  PRICE_CHANGE: 'Annual price adjustment',
  RENEW: 'Renewed with uplift',
  CANCEL: 'Customer moved to another product',
  SUSPEND: 'Site closed for rebuilding',
  RESUME: 'Site open again',
  CROSS_SELL: 'Archive for audit requirements',
};

const frequencies: Readonly<Record<number, string>> = {
  0: 'ONCE',
  1: 'MONTHLY',
  3: 'QUARTERLY',
  12: 'ANNUAL',
};

function addLine(sheet: Sheet, contract: Contract, line: Line, signedOn: string): void {
  for (const [at, version] of line.versions.entries()) {
    sheet.add('crm', 'contract_line', version.id, {
      contract: contract.id,
      lineage: at === 0 ? undefined : line.versions[0]?.id,
      line_version: String(at + 1),
      position: String(line.position),
      product: line.product.code,
      kind: line.product.kind,
      description: line.product.name,
      price_model: line.product.model,
      ...priceOf(contract, line, version),
      ...billingOf(contract, line),
      starts_on: line.startsOn,
      ends_on: version.endsOn,
      activated_on: line.startsOn,
      suspended_from: version.suspended?.from,
      suspended_to: version.suspended?.to,
      amendment: version.amendment,
      signed_on: signedOn,
      valid_from: version.from,
      valid_to: version.to,
    });
  }
}

function priceOf(contract: Contract, line: Line, version: LineVersion) {
  const ramp = line.ramp?.map(({ from, quantity }) => ({
    from,
    quantity: String(quantity),
    netUnitPrice: version.net.toString(),
  }));
  return {
    quantity: String(version.quantity),
    unit_price: version.unitPrice.toString(),
    discount_percent: String(version.discount),
    net_unit_price: version.net.toString(),
    price_period_months: periodOf(contract, line),
    min_commitment: line.minimum && toMinor(line.minimum, digitsOf(contract.currency)),
    included_quantity: line.included === undefined ? undefined : String(line.included),
    overage_unit_price: line.included === undefined ? undefined : version.net.toString(),
    ramp: ramp && JSON.stringify(ramp),
  };
}

function periodOf(contract: Contract, { product }: Line): string | undefined {
  if (product.kind === 'RECURRING') return String(contract.pricePeriod);
  return product.kind === 'USAGE' ? '1' : undefined;
}

function billingOf(contract: Contract, { product, timing }: Line) {
  const recurring = frequencies[contract.frequency];
  return {
    billing_frequency:
      product.kind === 'USAGE'
        ? 'MONTHLY'
        : product.kind === 'ONE_TIME'
          ? 'ONCE'
          : contract.frequency === 0
            ? 'MONTHLY'
            : recurring,
    billing_timing: timing,
    trigger: product.kind === 'USAGE' ? 'USAGE' : product.kind === 'SERVICE' ? 'DELIVERY' : 'DATE',
  };
}

/** Parties are stated where they differ from the customer that signed. */
function addParties(sheet: Sheet, { id, customer, payer }: Contract): void {
  if (payer === customer) return;
  for (const role of ['BILL_TO', 'PAYER'] as const)
    sheet.add('crm', 'contract_party', `${id}-${role}`, { contract: id, role, customer: payer.crmId });
  sheet.add('crm', 'contract_party', `${id}-END`, {
    contract: id,
    role: 'END_CUSTOMER',
    customer: customer.crmId,
  });
}
