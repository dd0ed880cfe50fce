// What a Stripe export says as a whole: whether it is one of test mode, and whether its payments say which invoices they pay. Learned
// while the files are checked.
import type { StripeItem } from './stripe-context-rules.ts';
import { isFalse, isTrue } from './stripe-value-rules.ts';

/** Types by which an export is known as one of live or of test mode. */
const anchors = [
  'customer',
  'product',
  'price',
  'plan',
  'subscription',
  'invoice',
  'credit_note',
  'charge',
  'payment_intent',
  'dispute',
];

export class StripeFacts {
  #live = 0;
  #test = 0;
  #hasPayments = false;
  #hasLinks = false;

  learn({ object, type, event }: StripeItem): void {
    if (anchors.includes(type)) {
      const isTest = isFalse(object, 'livemode') || (event !== undefined && isFalse(event, 'livemode'));
      if (isTest) this.#test++;
      else if (isTrue(object, 'livemode')) this.#live++;
    }
    this.#hasPayments ||= type === 'charge' || type === 'payment_intent';
    // Until 2025 a charge names its invoice, or says that it has none.
    this.#hasLinks ||= type === 'invoice_payment' || (type === 'charge' && 'invoice' in object);
  }

  /** Tables leave out what is empty, but a table of charges has a column for the invoice. */
  learnTable(table: string): void {
    this.#hasLinks ||= table === 'charge';
  }

  /** Objects of test mode are ignored beside live ones; where there are no live ones, the export is meant. */
  get takesTestMode(): boolean {
    return this.#test > 0 && this.#live === 0;
  }

  get linksPayments(): boolean {
    return this.#hasLinks || !this.#hasPayments;
  }
}
