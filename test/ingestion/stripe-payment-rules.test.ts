// What Stripe's charges, refunds, disputes and events mean, rule by rule.
import { describe, expect, it } from 'vitest';
import {
  noLookups,
  type StripeContext,
  toStripeItem,
} from '../../src/ingestion/formats/stripe-context-rules.ts';
import { versionOf } from '../../src/ingestion/formats/stripe-event-rules.ts';
import { itemsOf } from '../../src/ingestion/formats/stripe-object-rules.ts';
import type { StripeObject } from '../../src/ingestion/formats/stripe-value-rules.ts';
import { noon, rulesOf, translate, valuesOf } from './stripe-messages.ts';

describe('money', () => {
  const charge = (more: StripeObject = {}): StripeObject => ({
    object: 'charge',
    id: 'ch_1',
    livemode: true,
    amount: '2000',
    amount_captured: '1500',
    currency: 'usd',
    customer: 'cus_1',
    created: noon(),
    status: 'succeeded',
    captured: true,
    invoice: 'in_1',
    payment_intent: 'pi_1',
    payment_method_details: { type: 'sepa_debit' },
    ...more,
  });

  it('comes by charges, as much as was taken, applied to the invoice that they name', () => {
    expect(valuesOf('payment', charge())).toMatchObject({
      method: 'DIRECT_DEBIT',
      received_on: '2024-03-01',
      amount: '15',
      reference: 'pi_1',
    });
    expect(valuesOf('allocation', charge())).toMatchObject({
      payment: 'ch_1',
      invoice: 'in_1',
      amount: '15',
    });
  });

  it.each([
    [{ status: 'failed' }, 'payment-failed'],
    [{ status: 'pending' }, 'payment-pending'],
    [{ amount_captured: '0' }, 'payment-not-captured'],
    [{ amount_captured: null, captured: false }, 'payment-not-captured'],
  ])('does not come by charges that are %o', (more, rule) => expect(rulesOf(charge(more))).toEqual([rule]));

  it('comes once, though intent and charge both say it', () => {
    const intent = {
      object: 'payment_intent',
      id: 'pi_1',
      status: 'succeeded',
      currency: 'usd',
      amount: '2000',
      amount_received: '1500',
      created: noon(),
      latest_charge: 'ch_1',
    };
    expect(valuesOf('payment', intent)).toMatchObject({ id: 'ch_1', amount: '15' });
    const expanded = { ...intent, latest_charge: charge() };
    expect(valuesOf('payment', expanded)).toMatchObject({ id: 'ch_1', method: 'DIRECT_DEBIT' });
    expect(rulesOf({ ...intent, status: 'requires_action' })).toEqual(['payment-not-succeeded']);
    expect(rulesOf({ ...intent, latest_charge: null })).toEqual(['reference']);
  });

  it('goes back by refunds, which a failed one never did', () => {
    const refund = {
      object: 'refund',
      id: 're_1',
      charge: 'ch_1',
      amount: '500',
      currency: 'usd',
      created: noon(),
    };
    expect(valuesOf('refund', refund)).toMatchObject({ payment: 'ch_1', amount: '5' });
    expect(valuesOf('refund', { ...refund, status: 'failed' })).toMatchObject({
      refunded_on: '2024-03-01',
      reversed_on: '2024-03-01',
    });
    expect(valuesOf('refund', charge({ refunds: { data: [refund] } }))).toMatchObject({ payment: 'ch_1' });
  });

  const dispute = (more: StripeObject = {}): StripeObject => ({
    object: 'dispute',
    id: 'dp_1',
    charge: 'ch_1',
    amount: '1500',
    currency: 'usd',
    created: noon(),
    reason: 'fraudulent',
    status: 'needs_response',
    ...more,
  });

  it('is taken back by what Stripe calls a dispute: a chargeback, and no dispute of an invoice', () => {
    expect(valuesOf('chargeback', dispute())).toEqual({
      id: 'dp_1',
      payment: 'ch_1',
      charged_back_on: '2024-03-01',
      amount: '15',
      currency: 'USD',
      reason: 'fraudulent',
    });
    expect(rulesOf(dispute())).toEqual(['chargeback']);
  });

  it('comes back with a chargeback that was won, on the day on which Stripe gave it back', () => {
    const transactions = [
      { amount: '-1500', created: noon(1) },
      { amount: '1500', created: noon(40) },
    ];
    const won = dispute({ status: 'won', balance_transactions: transactions });
    expect(valuesOf('chargeback', won)).toMatchObject({ won_back_on: '2024-04-10' });
    expect(valuesOf('chargeback', dispute({ status: 'won' }))).toMatchObject({ won_back_on: '2024-03-01' });
  });

  it('stays where it is during an inquiry', () =>
    expect(rulesOf(dispute({ status: 'warning_needs_response' }))).toEqual(['inquiry-without-chargeback']));

  it('pays an invoice through an invoice payment, where charges no longer name it', () => {
    const paid = {
      object: 'invoice_payment',
      id: 'inpay_1',
      invoice: 'in_1',
      status: 'paid',
      amount_paid: '1500',
      currency: 'usd',
      created: noon(),
      payment: { type: 'charge', charge: 'ch_1' },
    };
    expect(valuesOf('allocation', paid)).toMatchObject({ payment: 'ch_1', invoice: 'in_1', amount: '15' });
    const byIntent = { ...paid, payment: { type: 'payment_intent', payment_intent: 'pi_1' } };
    const context: StripeContext = {
      ...toStripeItem(byIntent, { file: 'f', line: 1 }),
      source: 'pay',
      takesTestMode: false,
      linksPayments: true,
      lookups: { ...noLookups, chargeOf: (intent) => (intent === 'pi_1' ? 'ch_1' : undefined) },
    };
    expect(itemsOf(context, 'allocation')).toMatchObject([{ externalId: 'ch_1/in_1' }]);
    const outside = { ...paid, payment: { type: 'payment_record' } };
    expect(rulesOf(outside)).toEqual(['invoice-payment-outside-stripe']);
  });

  it.each(['balance_transaction', 'payout', 'transfer'])('of Stripe itself is out of scope: %s', (object) =>
    expect(rulesOf({ object, id: 'x' })).toEqual([`out-of-scope-${object.replace('_', '-')}`]),
  );
});

describe('events', () => {
  const at = (line: number) => ({ file: 'events', line });
  const event = (line: number, created: string, object: StripeObject, type = 'invoice.updated') => {
    const item = toStripeItem({ object: 'event', id: 'evt_same', type, created, data: { object } }, at(line));
    const version = versionOf(item);
    return version === undefined ? item : { ...item, version };
  };
  const invoice = (status: string, more: StripeObject = {}) => ({
    object: 'invoice',
    id: 'in_1',
    status,
    ...more,
  });

  it('say when the content of their object came to be', () => {
    const message = {
      object: 'event',
      type: 'product.updated',
      created: noon(),
      data: { object: { object: 'product', id: 'prod_1', name: 'Seat' } },
    };
    expect(translate(message)).toMatchObject([
      { record: 'product', externalId: 'prod_1', raw: { name: 'Seat' } },
    ]);
  });

  it('of a later second, or of a later stage within one, are of a later version', () => {
    const versions = [
      event(1, noon(), invoice('open')),
      event(2, noon(), invoice('paid')),
      event(3, noon(1), invoice('open')),
    ].map(({ version }) => version);
    expect(versions).toEqual([...versions].sort());
    expect(versions[1]).toMatch(/^2024-03-01T12:00:00\.003\d{3}Z$/);
  });

  it('of one stage are of two versions if they say two things, and of one if they say the same', () => {
    const versionFor = (number: number, more: StripeObject) =>
      event(number, noon(), invoice('open', more)).version;
    expect(versionFor(1, {})).toBe(versionFor(2, {}));
    expect(versionFor(1, {})).not.toBe(versionFor(1, { number: 'A-1' }));
  });

  it('that end in deleted say that the object is gone, but for a subscription, which was cancelled', () => {
    const itemsBy = (type: string, object: StripeObject) =>
      translate({ object: 'event', type, created: noon(), data: { object } });
    const customer = { object: 'customer', id: 'cus_1', name: 'Acme' };
    expect(itemsBy('customer.deleted', customer)).toMatchObject([
      { record: 'customer', externalId: 'cus_1', removed: 'deleted', values: {} },
    ]);
    const cancelled = { object: 'subscription', id: 'sub_1', customer: 'cus_1', status: 'canceled' };
    const [contract] = itemsBy('customer.subscription.deleted', cancelled);
    expect(contract).toMatchObject({ record: 'contract', values: { status: 'TERMINATED' } });
    expect(contract).not.toHaveProperty('removed');
  });

  it('of objects without a type are ignored under the name of the event', () => {
    const message = {
      object: 'event',
      type: 'account.application.deauthorized',
      data: { object: { id: 'x' } },
    };
    expect(rulesOf(message)).toEqual(['out-of-scope-account-application-deauthorized']);
  });
});
