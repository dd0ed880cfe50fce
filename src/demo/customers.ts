// Who a customer of the demo company is, from its index alone: any of them can be asked for at any time.
import { type Currency, currencies } from './amounts.ts';
import { type Entity, entities, type TermCode } from './entities.ts';
import { type Address, addressIn, companyOf, industryOf, legalFormIn } from './names.ts';
import { Random } from './random.ts';
import { type Story, storyOf } from './stories.ts';
import type { World } from './world.ts';

export interface Customer {
  readonly index: number;
  /** Digits that its ids and numbers share, e.g. 1001. */
  readonly digits: string;
  readonly number: string;
  readonly name: string;
  readonly legalName: string;
  /** How billing and the ERP spell it. */
  readonly billingName: string;
  readonly erpName: string;
  readonly domain: string;
  readonly industry: string;
  readonly segment: string;
  readonly status: 'PROSPECT' | 'ACTIVE' | 'BLOCKED' | 'INACTIVE';
  readonly country: string;
  readonly address: Address;
  readonly entity: Entity;
  readonly currency: Currency;
  readonly term: TermCode;
  readonly method: 'BANK_TRANSFER' | 'CARD' | 'DIRECT_DEBIT';
  readonly payer: 'PROMPT' | 'SLOW' | 'BAD';
  readonly story: Story;
  readonly internal: boolean;
  readonly crmId: string;
  readonly billingId: string;
  readonly erpId: string;
  readonly salesOwner: string;
}

const FIRST_NUMBER = 1_000;
/** Customers come in groups of ten: a parent, two children and a grandchild, and six that stand alone. */
const GROUP = 10;

const owners = [
  'Maren Holtby',
  'Cyrus Adeyan',
  'Lene Fischbach',
  'Oskar Tremaine',
  'Yuki Harano',
  'Priya Sandoval',
] as const;
const payers = [
  ['PROMPT', 60],
  ['SLOW', 33],
  ['BAD', 7],
] as const;
const methods = [
  ['BANK_TRANSFER', 68],
  ['DIRECT_DEBIT', 14],
  ['CARD', 18],
] as const;
const termChoices = [
  ['NET30', 55],
  ['NET14', 14],
  ['NET45', 12],
  ['NET60', 8],
  ['NET0', 6],
  ['D2N30', 5],
] as const;
const segments = [
  ['Mid-Market', 45],
  ['Enterprise', 25],
  ['Small Business', 22],
  ['Public Sector', 8],
] as const;
const entityShares = [
  [0, 40],
  [1, 30],
  [2, 20],
  [3, 10],
] as const;

export function customerAt(world: World, index: number): Customer {
  const story = storyOf(index);
  const random = new Random(`${world.seed}/customer/${index}`);
  const head = index - ((index - 1) % GROUP);
  const inGroup = index > head && index <= head + 3;
  const entity = homeOf(world, inGroup ? head : index);
  const country = index === 1 ? entity.country : random.pick(entity.countries);
  const form = legalFormIn(country, random);
  const name = nameOf(index, head, inGroup);
  const legalName = `${name} ${form}`;
  const { stem, trade } = companyOf(inGroup ? head : index);
  return {
    ...idsOf(index),
    index,
    name,
    legalName,
    billingName: index % 9 === 4 ? respelled(name) : name,
    erpName: index % 8 === 3 ? legalName.toUpperCase().slice(0, 30).trim() : name,
    domain: `${stem}-${inGroup ? (branches[index - head - 1] ?? trade) : trade}.example`.toLowerCase(),
    industry: industryOf[trade] ?? 'Other',
    segment: segmentOf(index, random),
    status:
      story.status ??
      (index > GROUP && !Object.keys(story).length && index % GROUP > 4 && random.chance(15)
        ? 'PROSPECT'
        : 'ACTIVE'),
    country,
    address: addressIn(country, random),
    entity,
    currency: currencyOf(story, entity, random, index),
    term: story.term ?? random.weighted(termChoices),
    method: story.method ?? random.weighted(methods),
    payer: story.payer ?? random.weighted(payers),
    story,
    internal: false,
    salesOwner: random.pick(owners),
  };
}

function homeOf(world: World, index: number): Entity {
  const chosen = index === 1 ? 0 : new Random(`${world.seed}/home/${index}`).weighted(entityShares);
  return entities[chosen] ?? entities[0];
}

function currencyOf(story: Story, entity: Entity, random: Random, index: number): Currency {
  const foreign = story.foreign ?? (index > GROUP && !story.billedToParent && random.chance(9));
  const others = currencies.filter((currency) => currency !== entity.currency && currency !== 'JPY');
  return foreign ? (others[random.between(0, others.length - 1)] ?? entity.currency) : entity.currency;
}

const branches = ['Services', 'Trading', 'Overseas'];

/** A public body, so that every size has one that pays no tax. */
const EXEMPT = 10;

function segmentOf(index: number, random: Random): string {
  if (index === 1) return 'Enterprise';
  return index === EXEMPT ? 'Public Sector' : random.weighted(segments);
}

function nameOf(index: number, head: number, inGroup: boolean): string {
  if (!inGroup) return ((name) => `${name.stem} ${name.trade}`)(companyOf(index));
  const group = companyOf(head);
  return `${group.stem} ${group.trade} ${branches[index - head - 1] ?? 'Services'}`;
}

/** The same company as someone in a hurry writes it. */
function respelled(name: string): string {
  return name.replace(/(\w{4})\w+$/, '$1.');
}

function idsOf(index: number) {
  const digits = String(FIRST_NUMBER + index);
  return {
    digits,
    number: `C-${digits}`,
    crmId: `A-00${digits}`,
    billingId: `cus_${digits}`,
    erpId: `D-${digits.padStart(8, '0')}`,
  };
}

/** Its parents: the legal one, and whether that one is billed for it and sells to it. */
export function parentIndexOf(customer: Customer): number | undefined {
  if (customer.internal) return undefined;
  const place = (customer.index - 1) % GROUP;
  if (place === 1 || place === 2) return customer.index - place;
  return place === 3 ? customer.index - 2 : undefined;
}

/** Who owes what it buys. */
export function payerOf(world: World, customer: Customer): Customer {
  const parent = parentIndexOf(customer);
  return customer.story.billedToParent && parent !== undefined ? customerAt(world, parent) : customer;
}

/** Our own company in the United Kingdom, as a customer of the German one. */
export function affiliateOf(): Customer {
  const [, , buyer = entities[0]] = entities;
  return {
    index: 0,
    digits: 'IC01',
    number: 'IC-UK01',
    name: buyer.name,
    legalName: buyer.name,
    billingName: buyer.name,
    erpName: buyer.name,
    domain: 'tindervale.example',
    industry: 'Software',
    segment: 'Affiliate',
    status: 'ACTIVE',
    country: buyer.country,
    address: { street: '4 Foundry Street', city: 'Ashcombe', postalCode: 'AX2 4QD' },
    entity: entities[0],
    currency: 'EUR',
    term: 'NET30',
    method: 'BANK_TRANSFER',
    payer: 'PROMPT',
    story: {},
    internal: true,
    crmId: 'A-IC01',
    billingId: 'cus_IC01',
    erpId: 'D-IC01',
    salesOwner: owners[0],
  };
}
