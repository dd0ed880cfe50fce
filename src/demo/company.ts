// The demo company, customer by customer: everything that its three systems would export, as a stream that never holds more than
// one customer in memory.
import { decimal } from '../kernel/money.ts';
import { bookRevenue, bookValuations } from './bookings.ts';
import { listPrice, products } from './catalogue.ts';
import { billableOf, type Charge, unusedShare } from './charges.ts';
import { addContractRecords } from './contract-records.ts';
import { buildContract, type Contract, type ContractRequest } from './contracts.ts';
import { giveCredit, giveStandaloneCredit } from './credits.ts';
import { addBillingCustomer, addCrmCustomer, addErpCustomer } from './customer-records.ts';
import { affiliateOf, type Customer, customerAt, payerOf } from './customers.ts';
import { type Entity, entities } from './entities.ts';
import { addInvoice, addUsage } from './invoice-records.ts';
import type { Invoice } from './invoices.ts';
import { Life } from './life.ts';
import { tell, tellTheRest } from './outcomes.ts';
import { addBooksOfOurOwn, addCatalogue, addSetup, recordsOf } from './setup.ts';
import type { DemoRecord } from './sheet.ts';
import type { Archetype } from './stories.ts';
import { buildWorld, type DemoOptions, type World } from './world.ts';

/** Every record of the three systems; what one refers to comes before it. */
export function* generateDemo(options: DemoOptions): Generator<DemoRecord> {
  const world = buildWorld(options);
  const setup = recordsOf((sheet) => {
    addSetup(world, sheet);
    addCatalogue(world, sheet);
    addBooksOfOurOwn(world, sheet);
  });
  yield* setup.inOrder();
  yield* recordsOfCustomer(world, affiliateOf());
  for (let index = 1; index <= world.scale.customers; index++)
    yield* recordsOfCustomer(world, customerAt(world, index));
}

function* recordsOfCustomer(world: World, customer: Customer): Generator<DemoRecord> {
  const life = new Life(world, customer, payerOf(world, customer));
  addCrmCustomer(world, life.sheet, customer);
  const contracts = requestsFor(world, life).map((request) => buildContract(world, request, life.random));
  addContractRecords(world, life.sheet, { customer, contracts });
  if (customer.status !== 'PROSPECT') addSystems(world, life, contracts);
  yield* life.sheet.inOrder();
}

function addSystems(world: World, life: Life, contracts: readonly Contract[]): void {
  const { customer, sheet } = life;
  const places = new Set<Entity>([customer.entity, ...contracts.map(({ entity }) => entity)]);
  addBillingCustomer(sheet, customer, places);
  addErpCustomer(world, sheet, customer, places);
  bill(world, life, contracts);
  disagree(life);
  life.book();
  addExtras(life);
  for (const outcome of customer.story.outcomes ?? []) tell(life, outcome);
  tellTheRest(life);
  for (const invoice of life.invoices) creditUnused(life, invoice);
  bookRevenue(world, life.ledger, life.invoices);
  bookValuations(world, life.ledger, life.invoices);
  if (life.payer === customer) life.collections.write(life.invoices);
  life.cash.write();
  life.ledger.write();
  for (const invoice of life.invoices) addInvoice(world, sheet, invoice);
}

const chances = [
  ['MONTHLY', 42],
  ['ANNUAL', 18],
  ['QUARTERLY', 16],
  ['METERED', 10],
  ['OVERAGE', 8],
  ['ARREARS', 6],
] as const;
const moreChances = [
  ['MONTHLY', 75],
  ['METERED', 25],
] as const;

function requestsFor(world: World, { customer, payer, random }: Life): ContractRequest[] {
  const { story, entity } = customer;
  if (customer.status === 'PROSPECT') return [];
  const wanted: Pick<ContractRequest, 'archetype' | 'changes' | 'age' | 'entity'>[] = [];
  const add = (archetype: Archetype, age: number, changes: ContractRequest['changes'] = [], at = entity) =>
    wanted.push({ archetype, age, changes, entity: at });
  if (customer.internal) add('PROJECT', 35);
  else if (!story.contracts) add(random.weighted(chances), random.between(3, 33));
  for (const { archetype, changes = [], age } of story.contracts ?? [])
    add(archetype, age ?? random.between(6, 30), changes);
  if (story.extras?.includes('SECOND_ENTITY')) add('MONTHLY', 13, [], otherEntity(entity));
  const more = customer.internal || story.status ? 0 : random.weighted(world.scale.moreContracts);
  for (let count = 0; count < more; count++) add(random.weighted(moreChances), random.between(12, 35));
  return wanted.map((request, at) => ({ ...request, customer, payer, sequence: at + 1 }));
}

function otherEntity(home: Entity): Entity {
  const [first, second = first] = entities;
  return home === first ? second : first;
}

/** Issues everything that fell to be billed: one invoice per contract and day. */
function bill(world: World, life: Life, contracts: readonly Contract[]): void {
  const bills = new Map<string, { contract: Contract; charges: Charge[] }>();
  for (const contract of contracts) {
    const { charges, metered } = billableOf(world, contract, life.random);
    addUsage(life.sheet, contract, metered);
    for (const charge of charges) {
      const key = `${charge.on}/${contract.id}`;
      const known = bills.get(key);
      if (known) known.charges.push(charge);
      else bills.set(key, { contract, charges: [charge] });
    }
  }
  for (const key of [...bills.keys()].sort()) {
    const found = bills.get(key);
    if (!found) continue;
    const { contract, charges } = found;
    const { entity, currency, term } = contract;
    life.issue({ contract, entity, currency, term, issuedOn: key.slice(0, 10), charges });
  }
}

/** Invoices on which the systems will not agree: old enough that nobody is still waiting for them. */
function disagree(life: Life): void {
  const settled = life.invoices.filter((invoice) => life.daysPastDue(invoice) > 60);
  for (const [at, disagreement] of (life.customer.story.disagreements ?? []).entries()) {
    const invoice = settled[settled.length - 1 - at * 2];
    if (invoice) invoice.disagreement = disagreement;
  }
}

function addExtras(life: Life): void {
  const { customer, payer, world, cash } = life;
  const { calendar } = world;
  const { entity, currency } = customer;
  const sum = listPrice(products.platform, currency, 1);
  for (const extra of customer.story.extras ?? []) {
    if (extra === 'DEPOSIT') payDeposit(life);
    if (extra === 'UNAPPLIED')
      cash.receive(
        {
          payer,
          entity,
          currency,
          on: calendar.plusDays(calendar.today, -21),
          method: 'BANK_TRANSFER',
          alone: true,
        },
        sum,
      );
    if (extra === 'STANDALONE_CREDIT')
      giveStandaloneCredit(life, calendar.plusDays(calendar.today, -40), sum.div(10).toDecimalPlaces(0));
    if (extra === 'DEBIT_NOTE') issueDebitNote(life);
    if (extra === 'CLOSED_CASE') {
      const invoice = life.invoices.find((candidate) => life.daysPastDue(candidate) > 200);
      if (invoice) life.collections.closeCase(invoice, life.afterDue(invoice, 26));
    }
  }
}

/** Money before the first invoice, used for it when it is issued. */
function payDeposit(life: Life): void {
  const [first] = life.invoices;
  if (!first) return;
  const { payer, entity, currency } = first;
  const on = life.world.calendar.plusDays(first.issuedOn, -9);
  const amount = listPrice(products.platform, currency, 1);
  const receipt = life.cash.receive(
    { payer, entity, currency, on, method: 'BANK_TRANSFER', kind: 'DEPOSIT', alone: true },
    amount,
  );
  life.cash.use(receipt, first, amount.lessThan(first.open) ? amount : first.open, first.issuedOn);
}

function issueDebitNote(life: Life): void {
  const { customer, world } = life;
  const on = world.calendar.plusDays(world.calendar.today, -50);
  const price = listPrice(products.training, customer.currency, 1);
  life.issue({
    kind: 'DEBIT_NOTE',
    entity: customer.entity,
    currency: customer.currency,
    term: customer.term,
    issuedOn: on,
    charges: [
      {
        product: products.training,
        description: 'Training day beyond the package',
        quantity: '1',
        unitPrice: price,
        discount: 0,
        amount: price,
        from: on,
        to: on,
        months: 0,
      },
    ],
  });
  life.book();
}

const NONE = decimal('0');

/** What was paid in advance beyond a cancellation is credited, and paid back where the invoice was settled. */
function creditUnused(life: Life, invoice: Invoice): void {
  const { contract } = invoice;
  if (contract?.cancelledOn === undefined || invoice.voidedOn !== undefined) return;
  const part = ({ charge }: Invoice['lines'][number]) =>
    charge.product.kind === 'RECURRING' ? unusedShare(contract, charge) : NONE;
  giveCredit(life, invoice, {
    on: contract.cancelledOn,
    part,
    reason: 'Contract cancelled',
    commercial: false,
    refundAfter: 18,
  });
}
