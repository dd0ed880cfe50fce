// One customer's life while it is made: its invoices, cash, disputes and journals gather here until they are written.
import type { Decimal } from '../kernel/money.ts';
import { bookInvoice } from './bookings.ts';
import { Cash } from './cash.ts';
import { Collections } from './collections.ts';
import type { Customer } from './customers.ts';
import { type Draft, type Invoice, issue } from './invoices.ts';
import { Ledger, type Posted } from './ledger.ts';
import { Random } from './random.ts';
import { Sheet } from './sheet.ts';
import type { World } from './world.ts';

export class Life {
  readonly world: World;
  readonly customer: Customer;
  readonly payer: Customer;
  readonly sheet = new Sheet();
  readonly random: Random;
  readonly ledger: Ledger;
  readonly cash: Cash;
  readonly collections: Collections;
  readonly invoices: Invoice[] = [];
  /** Invoices whose end is still to be told. */
  readonly untold = new Set<Invoice>();
  readonly #journals = new Map<Invoice, Posted>();
  #credits = 0;
  #disputes = 0;

  constructor(world: World, customer: Customer, payer: Customer) {
    this.world = world;
    this.customer = customer;
    this.payer = payer;
    this.random = new Random(`${world.seed}/life/${customer.digits}`);
    this.ledger = new Ledger(this.sheet, customer.digits);
    this.cash = new Cash(world, this.sheet, this.ledger, customer.digits);
    this.collections = new Collections(world, this.sheet, customer);
  }

  /** Issues an invoice and takes it into the books. */
  issue(
    draft: Omit<Draft, 'id' | 'number' | 'customer' | 'payer'>,
    disagreement?: Invoice['disagreement'],
  ): Invoice {
    const sequence = String(this.invoices.length + 1).padStart(4, '0');
    const invoice = issue(this.world, {
      ...draft,
      id: `in_${this.customer.digits}_${sequence}`,
      number: `${draft.kind === 'DEBIT_NOTE' ? 'DN' : 'INV'}-${this.customer.digits}-${sequence}`,
      customer: this.customer,
      payer: this.payer,
    });
    if (disagreement) invoice.disagreement = disagreement;
    this.invoices.push(invoice);
    this.untold.add(invoice);
    return invoice;
  }

  /** Takes all invoices that have not been booked yet into the ERP's books. */
  book(): void {
    for (const invoice of this.invoices) {
      if (this.#journals.has(invoice)) continue;
      const posted = bookInvoice(this.world, this.ledger, invoice);
      if (posted) this.#journals.set(invoice, posted);
    }
  }

  journalOf(invoice: Invoice): Posted | undefined {
    return this.#journals.get(invoice);
  }

  nextCredit(): number {
    this.#credits += 1;
    return this.#credits;
  }

  nextDispute(): number {
    this.#disputes += 1;
    return this.#disputes;
  }

  /** Pays a part of an invoice on a day, unless that day is still to come. */
  pay(invoice: Invoice, on: string, amount: Decimal, alone = false): void {
    if (!this.world.calendar.isPast(on) || amount.lessThanOrEqualTo(0)) return;
    const { payer, entity, currency } = invoice;
    const receipt = this.cash.receive(
      { payer, entity, currency, on, method: this.methodOf(), alone },
      amount,
    );
    this.cash.use(receipt, invoice, amount);
  }

  methodOf(): string {
    return this.payer.method;
  }

  /** The day some days after the invoice's last due date. */
  afterDue(invoice: Invoice, days: number): string {
    return this.world.calendar.plusDays(invoice.dueOn, days);
  }

  daysPastDue(invoice: Invoice): number {
    return this.world.calendar.daysBetween(invoice.dueOn, this.world.calendar.today);
  }
}
