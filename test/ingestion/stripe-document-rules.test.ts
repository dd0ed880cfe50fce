// What Stripe's subscriptions, invoices and credit notes mean, rule by rule.
import { describe, expect, it } from 'vitest';
import type { StripeObject } from '../../src/ingestion/formats/stripe-value-rules.ts';
import { noon, rulesOf, translate, valuesOf } from './stripe-messages.ts';

describe('subscriptions', () => {
  const item = (more: StripeObject = {}): StripeObject => ({
    id: 'si_1',
    created: noon(),
    quantity: '3',
    price: {
      id: 'price_1',
      currency: 'usd',
      product: 'prod_1',
      unit_amount: '1500',
      recurring: { interval: 'month', interval_count: '3', usage_type: 'licensed' },
    },
    ...more,
  });
  const subscription = (more: StripeObject = {}): StripeObject => ({
    object: 'subscription',
    id: 'sub_1',
    livemode: true,
    customer: 'cus_1',
    status: 'active',
    created: noon(),
    start_date: noon(),
    items: { data: [item()] },
    ...more,
  });

  it('are contracts that renew themselves, with a line per item', () => {
    expect(valuesOf('contract', subscription())).toEqual({
      id: 'sub_1',
      number: 'sub_1',
      kind: 'ORDER_FORM',
      customer: 'cus_1',
      status: 'ACTIVE',
      currency: 'USD',
      signed_on: '2024-03-01',
      activated_on: '2024-03-01',
      starts_on: '2024-03-01',
      renewal: 'AUTO',
    });
    expect(valuesOf('contract_line', subscription())).toMatchObject({
      contract: 'sub_1',
      position: '1',
      kind: 'RECURRING',
      quantity: '3',
      unit_price: '15',
      price_period_months: '3',
      billing_frequency: 'QUARTERLY',
      billing_timing: 'ADVANCE',
      activated_on: '2024-03-01',
    });
  });

  it('earn nothing while they are on trial, and nothing before the first payment came', () => {
    const trial = subscription({ status: 'trialing', trial_end: noon(14) });
    expect(valuesOf('contract_line', trial)).toMatchObject({ activated_on: '2024-03-15' });
    const incomplete = subscription({ status: 'incomplete' });
    expect(valuesOf('contract', incomplete)).not.toHaveProperty('activated_on');
    expect(valuesOf('contract_line', incomplete)).not.toHaveProperty('activated_on');
  });

  it.each([
    [{ status: 'canceled', ended_at: noon(30) }, 'TERMINATED', '2024-03-30'],
    [{ cancel_at: noon(60) }, 'ACTIVE', '2024-04-29'],
    [{ cancel_at_period_end: true, current_period_end: noon(31) }, 'ACTIVE', '2024-03-31'],
  ])('%o end on the day before they are over', (more, status, endsOn) => {
    const ended = subscription(more);
    expect(valuesOf('contract', ended)).toMatchObject({ status, ends_on: endsOn, renewal: 'NONE' });
    expect(valuesOf('contract_line', ended)).toMatchObject({ ends_on: endsOn });
  });

  it('take off what a coupon takes off for ever, and nothing that ends', () => {
    const discount = (duration: string) =>
      subscription({ discount: { coupon: { percent_off: '25.5', duration } } });
    expect(valuesOf('contract_line', discount('forever'))).toMatchObject({ discount_percent: '25.5' });
    expect(valuesOf('contract_line', discount('once'))).not.toHaveProperty('discount_percent');
  });

  it('charge usage in arrears and packages as a whole', () => {
    const price = { ...(item().price as StripeObject) };
    const metered = item({ price: { ...price, recurring: { interval: 'month', usage_type: 'metered' } } });
    expect(valuesOf('contract_line', subscription({ items: [metered] }))).toMatchObject({
      kind: 'USAGE',
      billing_timing: 'ARREARS',
    });
    const packages = { ...price, transform_quantity: { divide_by: '2', round: 'up' } };
    expect(valuesOf('contract_line', subscription({ items: [item({ price: packages })] }))).toMatchObject({
      price_model: 'PACKAGE',
      quantity: '2',
    });
  });

  it('with one plan and no items are the older form of the same', () => {
    const old = subscription({
      items: [],
      quantity: '2',
      plan: { id: 'gold', currency: 'eur', amount: '1000', interval: 'month', interval_count: '1' },
    });
    expect(valuesOf('contract_line', old)).toMatchObject({
      id: 'sub_1/plan',
      quantity: '2',
      unit_price: '10',
      price_period_months: '1',
      currency: 'EUR',
    });
  });

  it('of a status that nobody knows are refused', () =>
    expect(rulesOf(subscription({ status: 'asleep' }))).toEqual(['stripe-status']));
});

describe('invoices', () => {
  const invoice = (more: StripeObject = {}): StripeObject => ({
    object: 'invoice',
    id: 'in_1',
    livemode: true,
    number: 'A-1',
    customer: { id: 'cus_1', object: 'customer' },
    currency: 'usd',
    status: 'open',
    created: noon(),
    subtotal: '1200',
    total: '1190',
    tax: '190',
    amount_due: '890',
    amount_paid: '0',
    amount_remaining: '890',
    status_transitions: { finalized_at: noon(1) },
    ...more,
  });

  it('are due by what remains to be paid, and total what they say before any credit balance', () => {
    expect(valuesOf('invoice', invoice())).toMatchObject({
      issued_on: '2024-03-02',
      due_on: '2024-03-02',
      subtotal: '10',
      tax: '1.9',
      total: '11.9',
      paid: '0',
      due: '8.9',
    });
  });

  it.each([
    ['draft', 'DRAFT', undefined],
    ['open', 'ISSUED', undefined],
    ['paid', 'ISSUED', 'PAID'],
    ['uncollectible', 'ISSUED', 'WRITTEN_OFF'],
    ['void', 'VOIDED', undefined],
  ])('that are %s are %s', (status, expected, settlement) => {
    const made = valuesOf('invoice', invoice({ status, amount_remaining: '0' }));
    expect(made).toMatchObject({ status: expected });
    expect('settlement' in made ? made.settlement : undefined).toBe(settlement);
  });

  it('that were given up are written off and no longer due, until they are paid after all', () => {
    const marked = { marked_uncollectible_at: noon(60), finalized_at: noon() };
    const lost = invoice({ status: 'uncollectible', status_transitions: marked });
    expect(valuesOf('invoice', lost)).toMatchObject({ due: '0', settlement: 'WRITTEN_OFF' });
    expect(valuesOf('write_off', lost)).toMatchObject({
      invoice: 'in_1',
      amount: '8.9',
      posted_on: '2024-04-30',
    });
    const found = invoice({
      status: 'paid',
      amount_remaining: '0',
      status_transitions: { ...marked, paid_at: noon(90) },
    });
    expect(valuesOf('write_off', found)).toMatchObject({
      posted_on: '2024-04-30',
      reversed_on: '2024-05-30',
    });
  });

  it('that are paid and yet due are both, and somebody has to look', () => {
    const items = translate(invoice({ status: 'paid' }));
    expect(items.map((item) => (item.kind === 'record' ? item.record : [item.kind, item.rule]))).toEqual([
      'invoice',
      ['rejected', 'paid-and-due'],
    ]);
  });

  it('to come are none yet', () => {
    const upcoming = { object: 'invoice', total: '1000', currency: 'usd', customer: 'cus_1' };
    expect(rulesOf(upcoming)).toEqual(['upcoming-invoice']);
  });

  const line = (more: StripeObject = {}): StripeObject => ({
    id: 'il_1',
    amount: '1190',
    currency: 'usd',
    quantity: '1',
    period: { start: noon(), end: noon(31) },
    subscription_item: 'si_1',
    price: { id: 'price_1', product: 'prod_1', unit_amount: '1190' },
    discount_amounts: [{ amount: '100' }],
    tax_amounts: [{ amount: '190', inclusive: true }],
    ...more,
  });

  it('have lines without tax and after discounts, for a period that ends the day before the next one', () => {
    expect(valuesOf('invoice_line', invoice({ lines: { data: [line()] } }))).toMatchObject({
      id: 'il_1',
      position: '1',
      contract_line: 'si_1',
      product: 'prod_1',
      amount: '9',
      tax_amount: '1.9',
      period_from: '2024-03-01',
      period_to: '2024-03-31',
    });
  });

  it('say the same in the words of newer versions', () => {
    const parent = {
      type: 'subscription_item_details',
      subscription_item_details: { subscription_item: 'si_2' },
    };
    const pricing = { price_details: { price: 'price_2', product: 'prod_2' }, unit_amount_decimal: '500' };
    const newer = line({ subscription_item: null, price: null, parent, pricing });
    const details = { type: 'subscription_details', subscription_details: { subscription: 'sub_2' } };
    const document = invoice({
      tax: null,
      total_taxes: [{ amount: '190', taxable_amount: '1000', tax_rate_details: { tax_rate: 'txr_1' } }],
      parent: details,
      lines: [newer],
    });
    expect(valuesOf('invoice', document)).toMatchObject({ contract: 'sub_2', tax: '1.9' });
    expect(valuesOf('invoice_tax', document)).toMatchObject({ tax_code: 'txr_1', base: '10', amount: '1.9' });
    expect(valuesOf('invoice_line', document)).toMatchObject({
      contract_line: 'si_2',
      product: 'prod_2',
      unit_price: '5',
    });
  });

  it('that Stripe cut off after the first lines say so', () =>
    expect(rulesOf(invoice({ lines: { data: [line()], has_more: true } }))).toEqual([
      'invoice',
      'invoice_line',
      'list-is-cut',
    ]));
});

describe('credit notes', () => {
  const credit = (more: StripeObject = {}): StripeObject => ({
    object: 'credit_note',
    id: 'cn_1',
    number: 'A-1-CN-01',
    customer: 'cus_1',
    invoice: 'in_1',
    currency: 'jpy',
    status: 'issued',
    type: 'pre_payment',
    created: noon(),
    total: '1100',
    total_excluding_tax: '1000',
    reason: 'order_change',
    lines: { data: [{ id: 'cnli_1', amount: '1000', invoice_line_item: 'il_1', quantity: '1' }] },
    ...more,
  });

  it('lower what is due on an invoice that was not paid', () => {
    expect(valuesOf('credit_note', credit())).toMatchObject({
      subtotal: '1000',
      tax: '100',
      total: '1100',
      commercial: 'true',
    });
    expect(valuesOf('allocation', credit())).toMatchObject({
      id: 'cn_1/in_1',
      credit_note: 'cn_1',
      amount: '1100',
    });
    expect(valuesOf('credit_note_line', credit())).toMatchObject({ amount: '1000', invoice_line: 'il_1' });
  });

  it('for a paid invoice are applied to nothing', () =>
    expect(rulesOf(credit({ type: 'post_payment' }))).toEqual(['credit_note', 'credit_note_line']));

  it('that are void take their application back', () => {
    const voided = credit({ status: 'void', voided_at: noon(5) });
    expect(valuesOf('credit_note', voided)).toMatchObject({ status: 'VOIDED', voided_on: '2024-03-06' });
    expect(valuesOf('allocation', voided)).toMatchObject({ reversed_on: '2024-03-06' });
  });
});
