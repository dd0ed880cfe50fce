// Who reads the plain world and what he sees of it: row rules, masks and refusals, written a second time.
import type { Access } from '../../../src/graph/access.ts';
import { tableOf } from './plain-lists.ts';
import type { Row, World } from './world.ts';

/** Types whose rows say themselves to which legal entity they belong. */
const BY_ENTITY = new Set(
  `AccountingBook CustomerAccount Contract Journal Posting Invoice CreditNote Payment Allocation Refund Chargeback
  Deduction WriteOff Dispute CollectionsCase PromiseToPay CollectionActivity TimelineEvent`.split(/\s+/),
);

/** Types that are seen where another row is. */
const THROUGH: Readonly<Record<string, string>> = {
  AccountingPeriod: 'AccountingBook',
  Amendment: 'Contract',
  ContractLine: 'Contract',
  InvoiceLine: 'Invoice',
};

export class Reading {
  readonly world: World;
  readonly access: Access;
  readonly entities: ReadonlySet<string>;

  constructor(world: World, access: Access) {
    this.world = world;
    this.access = access;
    const all = world.all('legal_entity').map((entity) => entity.legal_entity_id as string);
    this.entities = new Set(access.entities === 'all' ? all : access.entities);
  }

  get seesAll(): boolean {
    return this.access.entities === 'all';
  }

  seesEntity(id: unknown): boolean {
    return this.seesAll || this.entities.has(String(id));
  }

  lifts(mask: string): boolean {
    return (this.access.lifted as ReadonlySet<string>).has(mask);
  }

  /** Whether the viewer sees a row of a type. */
  sees(typeName: string, row: Row): boolean {
    if (this.seesAll) return true;
    if (BY_ENTITY.has(typeName)) return row.legal_entity_id !== null && this.seesEntity(row.legal_entity_id);
    const through = THROUGH[typeName];
    if (through) {
      const key = `${tableOf(through)}_id`;
      const parent = this.world.one(tableOf(through), key, row[key]);
      return parent !== null && this.sees(through, parent);
    }
    if (typeName === 'Exception') return this.#seesException(row);
    if (typeName === 'BankAccount')
      return row.legal_entity_id === null || this.seesEntity(row.legal_entity_id);
    if (typeName === 'Opportunity' && row.legal_entity_id !== null)
      return this.seesEntity(row.legal_entity_id);
    if (typeName === 'Opportunity' || typeName === 'Contact') {
      const customer = this.world.one('customer', 'customer_id', row.customer_id);
      return customer !== null && this.sees('Customer', customer);
    }
    if (typeName === 'UsageRecord') {
      const line = this.world.one('contract_line', 'contract_line_id', row.contract_line_id);
      return line === null || this.sees('ContractLine', line);
    }
    if (typeName === 'Customer') {
      return this.world
        .by('customer_entity', 'customer_id', row.golden_id)
        .some((trade) => this.seesEntity(trade.legal_entity_id));
    }
    return true;
  }

  /** By its entity, else with its customer, else where its source serves an entity that is seen. */
  #seesException(row: Row): boolean {
    if (row.legal_entity_id !== null) return this.seesEntity(row.legal_entity_id);
    const customer = this.world.one('customer', 'customer_id', row.customer_id);
    if (row.customer_id !== null) return customer !== null && this.sees('Customer', customer);
    return this.world
      .by('source_system_entity', 'source_system_id', row.source_system_id)
      .some((served) => this.seesEntity(served.legal_entity_id));
  }

  seen(typeName: string, rows: readonly Row[]): Row[] {
    return rows.filter((row) => this.sees(typeName, row));
  }
}
