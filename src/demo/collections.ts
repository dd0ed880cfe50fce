// Getting paid: collections cases with their steps, promises to pay, and what they came to.
import type { Decimal } from '../kernel/money.ts';
import { written } from './amounts.ts';
import type { Customer } from './customers.ts';
import type { Entity } from './entities.ts';
import type { Invoice } from './invoices.ts';
import type { Sheet } from './sheet.ts';
import type { World } from './world.ts';

export interface PromiseToPay {
  readonly invoice: Invoice;
  readonly status: 'OPEN' | 'PARTIALLY_KEPT' | 'KEPT' | 'BROKEN';
  readonly madeOn: string;
  readonly promisedOn: string;
  readonly amount: Decimal;
  readonly instalments?: readonly (readonly [dueOn: string, amount: Decimal])[];
}

/** Dunning by the days since the oldest due date: from which day, the state and the level. */
const stages = [
  [100, 'LEGAL', 4, 'Hand over to counsel'],
  [60, 'ESCALATED', 3, 'Call the finance director'],
  [30, 'DUNNING', 2, 'Send the second reminder'],
  [0, 'REMINDED', 1, 'Call accounts payable'],
] as const;

/** The step and the days after the due date on which it is taken. */
const steps = [
  ['REMINDER', 12, 'Friendly reminder sent'],
  ['CALL', 20, 'Accounts payable says that the invoice is approved'],
  ['DUNNING', 34, 'Second reminder with fee'],
  ['EMAIL', 47, 'Statement of account sent'],
  ['ESCALATION', 64, 'Escalated to the account team'],
  ['LEGAL', 104, 'Final demand before legal action'],
] as const;

const DAYS_BEFORE_CASE = 10;

export class Collections {
  readonly #world: World;
  readonly #sheet: Sheet;
  readonly #customer: Customer;
  readonly #promises: PromiseToPay[] = [];
  #cases = 0;
  #promised = 0;

  constructor(world: World, sheet: Sheet, customer: Customer) {
    this.#world = world;
    this.#sheet = sheet;
    this.#customer = customer;
  }

  /** A promise that belongs to the open case. */
  promise(given: PromiseToPay): void {
    this.#promises.push(given);
  }

  /** A case that is over, with the promise that it led to. */
  closeCase(invoice: Invoice, closedOn: string, promise?: PromiseToPay): void {
    const openedOn = this.#world.calendar.plusDays(invoice.dueOn, DAYS_BEFORE_CASE);
    const id = this.#addCase(invoice.entity, {
      status: 'CLOSED',
      stage: '1',
      opened_on: openedOn,
      closed_on: closedOn,
    });
    this.#addSteps(id, invoice, closedOn);
    if (promise) this.#addPromise(id, promise);
  }

  /** Opens a case per entity where something has been due for long enough. */
  write(invoices: readonly Invoice[]): void {
    const { calendar } = this.#world;
    const byEntity = new Map<Entity, Invoice[]>();
    for (const invoice of invoices) {
      const openedOn = calendar.plusDays(invoice.dueOn, DAYS_BEFORE_CASE);
      if (invoice.open.isZero() || invoice.voidedOn !== undefined || !calendar.isPast(openedOn)) continue;
      byEntity.set(invoice.entity, [...(byEntity.get(invoice.entity) ?? []), invoice]);
    }
    for (const [entity, overdue] of byEntity) this.#openCase(entity, overdue);
  }

  #openCase(entity: Entity, overdue: readonly Invoice[]): void {
    const { calendar } = this.#world;
    const [oldest] = overdue.toSorted((one, other) => (one.dueOn < other.dueOn ? -1 : 1));
    if (!oldest) return;
    const late = calendar.daysBetween(oldest.dueOn, calendar.today);
    const [, status, stage, next] = stages.find(([from]) => late >= from) ?? stages[3];
    const promises = this.#promises.filter(({ invoice }) => invoice.entity === entity);
    const held = promises.find((promise) => promise.status === 'OPEN');
    const id = this.#addCase(entity, {
      status,
      stage: String(stage),
      opened_on: calendar.plusDays(oldest.dueOn, DAYS_BEFORE_CASE),
      next_step: held ? 'Check for the promised payment' : next,
      next_step_on: held ? calendar.plusDays(held.promisedOn, 1) : calendar.plusDays(calendar.today, 3),
      hold_until: held?.promisedOn,
    });
    this.#addSteps(id, oldest, calendar.today);
    for (const promise of promises) this.#addPromise(id, promise);
  }

  #addCase(entity: Entity, values: Readonly<Record<string, string | undefined>>): string {
    this.#cases += 1;
    const id = `CC-${this.#customer.digits}-${this.#cases}`;
    this.#sheet.add('erp', 'collections_case', id, {
      customer: this.#customer.erpId,
      legal_entity: entity.code,
      collector: entity.collector,
      ...values,
    });
    return id;
  }

  #addSteps(id: string, invoice: Invoice, until: string): void {
    const { calendar } = this.#world;
    for (const [at, [kind, days, note]] of steps.entries()) {
      const on = calendar.plusDays(invoice.dueOn, days);
      if (on > until) return;
      this.#sheet.add('erp', 'collection_activity', `${id}-${at + 1}`, {
        collections_case: id,
        invoice: `billing:${invoice.id}`,
        kind,
        performed_on: on,
        performed_by: invoice.entity.collector,
        note,
        ...(kind === 'DUNNING'
          ? { fee: invoice.currency === 'JPY' ? '4000' : '25.00', currency: invoice.currency }
          : {}),
      });
    }
  }

  #addPromise(
    collectionsCase: string,
    { status, madeOn, promisedOn, amount, invoice, instalments = [] }: PromiseToPay,
  ): void {
    this.#promised += 1;
    const id = `PR-${this.#customer.digits}-${this.#promised}`;
    this.#sheet.add('erp', 'promise', id, {
      collections_case: collectionsCase,
      status,
      made_on: madeOn,
      promised_on: promisedOn,
      amount: written(amount, invoice.currency),
      currency: invoice.currency,
      grace_days: '3',
    });
    for (const [at, [dueOn, part]] of instalments.entries())
      this.#sheet.add('erp', 'promise_instalment', `${id}-${at + 1}`, {
        promise: id,
        position: String(at + 1),
        due_on: dueOn,
        amount: written(part, invoice.currency),
      });
  }
}
