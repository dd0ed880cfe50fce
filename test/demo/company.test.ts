// The demo company is what it claims to be: the same from the same seed, whole, balanced, and in disagreement only where it says so.

import { describe, expect, it } from 'vitest';
import { generateDemo } from '../../src/demo/company.ts';
import { exports } from '../../src/demo/layout.ts';
import type { DemoRecord } from '../../src/demo/sheet.ts';
import type { DemoOptions } from '../../src/demo/world.ts';
import { canonicalRecords } from '../../src/ingestion/record-commands.ts';
import { isDate } from '../../src/kernel/dates.ts';
import { type Decimal, decimal } from '../../src/kernel/money.ts';

const options: DemoOptions = { size: 's', seed: 'tindervale', today: '2026-11-23' };
const records = [...generateDemo(options)];
const definitions = new Map(canonicalRecords.map((definition) => [definition.record, definition]));
const sourceOf = new Map(exports.map(({ folder, source }) => [folder, source]));
const currencyDigits = (currency: string) => (currency === 'JPY' ? 0 : 2);

const of = (record: string, folder?: string) =>
  records.filter((one) => one.record === record && (folder === undefined || one.folder === folder));
const value = (one: DemoRecord, column: string) => one.values[column] ?? '';
const amount = (one: DemoRecord, column: string): Decimal => decimal(value(one, column) || '0');
const keyOf = (one: DemoRecord) => `${sourceOf.get(one.folder)}:${one.id}`;
/** A reference as `source:id`. */
const named = (one: DemoRecord, column: string) => {
  const text = value(one, column);
  return text.includes(':') ? text : `${sourceOf.get(one.folder)}:${text}`;
};

function sumBy(
  list: readonly DemoRecord[],
  key: (one: DemoRecord) => string,
  amountOf: (one: DemoRecord) => Decimal,
) {
  const sums = new Map<string, Decimal>();
  for (const one of list) sums.set(key(one), (sums.get(key(one)) ?? decimal('0')).plus(amountOf(one)));
  return sums;
}

describe('the demo company', () => {
  it('is the same from the same seed, and another from another', () => {
    const text = JSON.stringify(records);
    expect(JSON.stringify([...generateDemo(options)])).toBe(text);
    expect(JSON.stringify([...generateDemo({ ...options, seed: 'other' })])).not.toBe(text);
  });

  it('has the size that it claims', () => {
    expect(of('customer', 'crm').length).toBeGreaterThanOrEqual(60);
    expect(of('contract').length).toBeGreaterThanOrEqual(60);
    expect(of('invoice').length).toBeGreaterThanOrEqual(550);
    expect(of('posting').length).toBeGreaterThanOrEqual(3_000);
    expect(records.length).toBeLessThan(20_000);
  });

  it('states only columns that its files have and the canonical records know', () => {
    const faults = new Set<string>();
    for (const one of records) {
      const columns = exports.find(({ folder }) => folder === one.folder)?.records[one.record];
      const definition = definitions.get(one.record);
      for (const [column, text] of Object.entries(one.values)) {
        if (text === undefined) continue;
        const field = definition?.fields[column];
        if (!columns?.includes(column)) faults.add(`${one.folder}/${one.record} has no column ${column}`);
        if (!field) faults.add(`${one.record} has no field ${column}`);
        else if (field.kind === 'enum' && !field.values?.includes(text))
          faults.add(`${one.record}.${column}: ${text}`);
        else if (field.kind === 'date' && !isDate(text)) faults.add(`${one.record}.${column}: ${text}`);
      }
      for (const [name, field] of Object.entries(definition?.fields ?? {}))
        if (field.required && !one.values[name]) faults.add(`${one.record}.${name} is missing`);
    }
    expect([...faults]).toEqual([]);
  });

  it('names no record before it has come, and none twice', () => {
    const seen = new Set<string>();
    const faults = new Set<string>();
    for (const one of records) {
      for (const [column, field] of Object.entries(definitions.get(one.record)?.fields ?? {})) {
        const text = one.values[column];
        if (text === undefined || field.record === null) continue;
        const known =
          seen.has(`${field.record} ${named(one, column)}`) ||
          (field.byColumn !== null && seen.has(`${field.record} ${field.byColumn} ${text}`));
        if (!known) faults.add(`${one.record}.${column}: ${text}`);
      }
      const key = `${one.record} ${keyOf(one)}`;
      if (seen.has(key)) faults.add(`twice: ${key}`);
      seen.add(key);
      if (one.values.code) seen.add(`${one.record} code ${one.values.code}`);
    }
    expect([...faults]).toEqual([]);
  });

  it('has no fact after today but for the rates that it carries on', () => {
    const planned =
      /^(due_on|ends_on|valid_to|expires_on|promised_on|next_step_on|hold_until|expected_close_on|starts_on|period_to|suspended_to)$/;
    const facts = records.filter(({ folder }) => folder !== 'demo');
    const late = facts.flatMap((one) =>
      Object.entries(one.values).flatMap(([column, text]) =>
        text !== undefined &&
        definitions.get(one.record)?.fields[column]?.kind === 'date' &&
        !planned.test(column) &&
        text > options.today
          ? [`${one.record} ${one.id} ${column} ${text}`]
          : [],
      ),
    );
    expect(late).toEqual([]);
  });
});

describe('its documents', () => {
  it('add up: lines, tax, subtotal, total, instalments', () => {
    const byInvoice = (one: DemoRecord) => value(one, 'invoice');
    const lines = sumBy(of('invoice_line'), byInvoice, (one) => amount(one, 'amount'));
    const lineTaxes = sumBy(of('invoice_line'), byInvoice, (one) => amount(one, 'tax_amount'));
    const taxes = sumBy(of('invoice_tax'), byInvoice, (one) => amount(one, 'amount'));
    const instalments = sumBy(of('invoice_instalment'), byInvoice, (one) => amount(one, 'amount'));
    const wrong = of('invoice').filter((one) => {
      const [subtotal, tax, total] = [amount(one, 'subtotal'), amount(one, 'tax'), amount(one, 'total')];
      const parts = instalments.get(one.id);
      return !(
        lines.get(one.id)?.equals(subtotal) &&
        lineTaxes.get(one.id)?.equals(tax) &&
        taxes.get(one.id)?.equals(tax) &&
        total.equals(subtotal.plus(tax)) &&
        (parts === undefined || parts.equals(total)) &&
        total.greaterThan(0)
      );
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
    expect(instalments.size).toBeGreaterThan(0);
  });

  it('show amounts at the digits of their currency', () => {
    const wrong = [...of('invoice'), ...of('credit_note')].filter(
      (one) => (value(one, 'total').split('.')[1] ?? '').length !== currencyDigits(value(one, 'currency')),
    );
    expect(wrong).toEqual([]);
  });

  it('are credited as their lines say', () => {
    const lines = sumBy(
      of('credit_note_line'),
      (one) => value(one, 'credit_note'),
      (one) => amount(one, 'amount'),
    );
    const wrong = of('credit_note').filter(
      (one) =>
        !lines.get(one.id)?.equals(amount(one, 'subtotal')) ||
        !amount(one, 'subtotal').plus(amount(one, 'tax')).equals(amount(one, 'total')),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('are never settled beyond their total, nor payments and credits used beyond theirs', () => {
    const standing = of('allocation').filter((one) => !value(one, 'reversed_on'));
    const settled = sumBy(
      [...standing, ...of('deduction'), ...of('write_off')],
      (one) => named(one, 'invoice'),
      (one) => amount(one, 'amount'),
    );
    const used = sumBy(
      standing,
      (one) => named(one, value(one, 'payment') ? 'payment' : 'credit_note'),
      (one) => amount(one, 'amount'),
    );
    for (const one of [...of('refund'), ...of('chargeback').filter((back) => !value(back, 'won_back_on'))]) {
      const key = named(one, value(one, 'payment') ? 'payment' : 'credit_note');
      used.set(key, (used.get(key) ?? decimal('0')).plus(amount(one, 'amount')));
    }
    const beyond = [
      ...of('invoice').filter((one) => settled.get(keyOf(one))?.greaterThan(amount(one, 'total'))),
      ...of('payment').filter((one) => used.get(keyOf(one))?.greaterThan(amount(one, 'amount'))),
      ...of('credit_note').filter((one) => used.get(keyOf(one))?.greaterThan(amount(one, 'total'))),
    ];
    expect(beyond.map(({ id }) => id)).toEqual([]);
    expect(of('allocation').length).toBeGreaterThan(standing.length);
  });

  it('leave nothing settled that was voided', () => {
    const voided = new Set(
      of('invoice')
        .filter((one) => value(one, 'status') === 'VOIDED')
        .map(keyOf),
    );
    expect(voided.size).toBeGreaterThan(0);
    expect(of('allocation').filter((one) => voided.has(named(one, 'invoice')))).toEqual([]);
  });
});

describe('its books', () => {
  const journals = new Map(of('journal').map((one) => [one.id, one]));
  const side = (one: DemoRecord, kind: string) =>
    amount(one, `${kind}_debit`).minus(amount(one, `${kind}_credit`));

  it('balance in functional currency, journal by journal', () => {
    const sums = sumBy(
      of('posting'),
      (one) => value(one, 'journal'),
      (one) => side(one, 'functional'),
    );
    expect([...sums].filter(([, sum]) => !sum.isZero())).toEqual([]);
    expect(sums.size).toBe(journals.size);
  });

  it('balance in transaction currency wherever it is stated', () => {
    const stated = of('posting').filter((one) => value(one, 'currency'));
    const sums = sumBy(
      stated,
      (one) => `${value(one, 'journal')} ${value(one, 'currency')}`,
      (one) => side(one, 'transaction'),
    );
    expect([...sums].filter(([, sum]) => !sum.isZero())).toEqual([]);
    const unstated = of('posting').filter((one) => !value(one, 'currency'));
    expect(unstated.length).toBeGreaterThan(0);
    for (const one of unstated)
      expect(['FX', 'REVERSAL']).toContain(value(journals.get(value(one, 'journal'))!, 'type'));
  });

  it('post on one side only, with the postings of a journal together', () => {
    const closed = new Set<string>();
    let current = '';
    for (const one of of('posting')) {
      expect(amount(one, 'functional_debit').isZero() || amount(one, 'functional_credit').isZero()).toBe(
        true,
      );
      if (value(one, 'journal') === current) continue;
      expect(closed.has(value(one, 'journal'))).toBe(false);
      closed.add(current);
      current = value(one, 'journal');
    }
  });

  it('never take more out of deferred revenue than was put in, per contract', () => {
    const deferred = of('posting').filter((one) => value(one, 'account').endsWith('-2100'));
    const sums = sumBy(
      deferred,
      (one) => value(one, 'contract'),
      (one) => side(one, 'transaction'),
    );
    expect([...sums].filter(([, sum]) => sum.greaterThan(0))).toEqual([]);
  });
});

describe('its stories', () => {
  const counts = (record: string, column: string) => new Set(of(record).map((one) => value(one, column)));

  it('show every kind of change, dispute, promise, deduction and case', () => {
    expect([...counts('amendment', 'kind')]).toEqual(
      expect.arrayContaining([
        'NEW',
        'UPSELL',
        'DOWNSELL',
        'PRICE_CHANGE',
        'RENEW',
        'CANCEL',
        'SUSPEND',
        'RESUME',
        'CROSS_SELL',
      ]),
    );
    expect([...counts('dispute', 'status')].sort()).toEqual(['OPEN', 'RESOLVED', 'WAITING_CUSTOMER']);
    expect([...counts('dispute', 'resolution')]).toEqual(
      expect.arrayContaining(['CREDITED', 'PARTLY_CREDITED', 'REBILLED', 'REJECTED', 'WITHDRAWN']),
    );
    expect([...counts('promise', 'status')].sort()).toEqual(['BROKEN', 'KEPT', 'OPEN', 'PARTIALLY_KEPT']);
    expect([...counts('deduction', 'kind')].sort()).toEqual(['BANK_CHARGE', 'DISCOUNT', 'WITHHOLDING']);
    expect(counts('collections_case', 'status').size).toBeGreaterThanOrEqual(4);
    expect([...counts('customer_hierarchy', 'hierarchy')].sort()).toEqual(['BILLING', 'LEGAL', 'SALES']);
    expect([...counts('payment', 'kind')].sort()).toEqual(['DEPOSIT', 'PAYMENT']);
    expect([...counts('invoice', 'kind')].sort()).toEqual(['DEBIT_NOTE', 'INVOICE']);
    for (const record of [
      'refund',
      'chargeback',
      'write_off',
      'usage',
      'tax_exemption',
      'bank_account',
      'promise_instalment',
      'contract_party',
    ])
      expect(of(record).length, record).toBeGreaterThan(0);
    expect(of('chargeback').filter((one) => value(one, 'won_back_on')).length).toBeGreaterThan(0);
    expect(of('credit_note').filter((one) => !value(one, 'invoice')).length).toBeGreaterThan(0);
    expect(of('refund').filter((one) => value(one, 'credit_note')).length).toBeGreaterThan(0);
    expect(of('contract_line').filter((one) => value(one, 'ramp')).length).toBeGreaterThan(0);
    expect(of('contract_line').filter((one) => value(one, 'min_commitment')).length).toBeGreaterThan(0);
    expect(of('contract_line').filter((one) => value(one, 'suspended_from')).length).toBeGreaterThan(0);
  });

  it('give the first customer one invoice in every state of settlement', () => {
    const own = of('invoice').filter((one) => value(one, 'customer') === 'cus_1001');
    const settled = sumBy(
      [...of('allocation').filter((one) => !value(one, 'reversed_on')), ...of('deduction')],
      (one) => named(one, 'invoice'),
      (one) => amount(one, 'amount'),
    );
    const written = new Set(of('write_off').map((one) => named(one, 'invoice')));
    const states = new Set(
      own.map((one) => {
        if (value(one, 'status') === 'VOIDED') return 'VOIDED';
        if (written.has(keyOf(one))) return 'WRITTEN_OFF';
        const paid = settled.get(keyOf(one)) ?? decimal('0');
        return paid.isZero() ? 'OPEN' : paid.equals(amount(one, 'total')) ? 'PAID' : 'PARTLY_PAID';
      }),
    );
    expect([...states].sort()).toEqual(['OPEN', 'PAID', 'PARTLY_PAID', 'VOIDED', 'WRITTEN_OFF']);
    const ids = new Set(own.map(({ id }) => id));
    expect(
      of('dispute')
        .filter((one) => ids.has(value(one, 'invoice')))
        .map((one) => value(one, 'status')),
    ).toContain('OPEN');
    const cases = of('collections_case').filter(
      (one) => value(one, 'customer') === 'D-00001001' && !value(one, 'closed_on'),
    );
    expect(cases.length).toBeGreaterThan(0);
    const promises = of('promise').filter((one) => one.id.startsWith('PR-1001-'));
    expect(promises.map((one) => value(one, 'status')).sort()).toEqual(['BROKEN', 'KEPT', 'OPEN']);
  });
});

describe('its three systems', () => {
  const crmById = new Map(of('customer', 'crm').map((one) => [one.id, one]));
  const linked = (one: DemoRecord) => /(?:^|;)crm=([^;]+)/.exec(value(one, 'external_ids'))?.[1] ?? '';

  it('spell names differently in billing and in the ERP', () => {
    for (const folder of ['billing', 'erp']) {
      const both = of('customer', folder).filter((one) => crmById.has(linked(one)));
      const different = both.filter((one) => value(one, 'name') !== value(crmById.get(linked(one))!, 'name'));
      expect(different.length).toBeGreaterThan(0);
      expect(different.length).toBeLessThan(both.length / 3);
    }
  });

  it('know some customers without the id of another system', () => {
    expect(of('customer', 'billing').filter((one) => !linked(one)).length).toBeGreaterThan(0);
    expect(of('customer', 'erp').filter((one) => !value(one, 'external_ids')).length).toBeGreaterThan(0);
  });

  it('write to different addresses', () => {
    const emails = new Set(of('customer_account', 'billing').map((one) => value(one, 'billing_email')));
    expect(
      of('customer_account', 'erp').filter(
        (one) => value(one, 'billing_email') && !emails.has(value(one, 'billing_email')),
      ).length,
    ).toBeGreaterThan(0);
  });

  it('post an invoice never, otherwise or late', () => {
    const receivable = of('posting').filter(
      (one) => /-12[05]0$/.test(value(one, 'account')) && value(one, 'invoice'),
    );
    const sales = new Map(
      of('journal')
        .filter((one) => value(one, 'source_type') === 'SALES_INVOICE' && value(one, 'type') !== 'REVERSAL')
        .map((one) => [one.id, one]),
    );
    const booked = new Map(
      receivable.filter((one) => sales.has(value(one, 'journal'))).map((one) => [named(one, 'invoice'), one]),
    );
    const missing = of('invoice').filter((one) => !booked.has(keyOf(one)));
    const other = of('invoice').filter(
      (one) =>
        booked.has(keyOf(one)) &&
        !amount(booked.get(keyOf(one))!, 'transaction_debit').equals(amount(one, 'total')),
    );
    const late = of('invoice').filter(
      (one) =>
        booked.has(keyOf(one)) &&
        value(sales.get(value(booked.get(keyOf(one))!, 'journal'))!, 'posted_on') !== value(one, 'issued_on'),
    );
    expect(missing.length).toBeGreaterThanOrEqual(2);
    expect(other.length).toBeGreaterThanOrEqual(1);
    expect(late.length).toBeGreaterThanOrEqual(1);
    expect(of('journal', 'erp-close').map((one) => one.id)).toEqual(
      late.map((one) => value(booked.get(keyOf(one))!, 'journal')),
    );
    expect(missing.length + other.length + late.length).toBeLessThan(10);
  });

  it('differ on what is paid where only the ERP saw the money', () => {
    const stated = of('invoice').filter((one) => value(one, 'due'));
    const paidInErp = sumBy(
      of('allocation', 'erp'),
      (one) => named(one, 'invoice'),
      (one) => amount(one, 'amount'),
    );
    expect(
      stated.filter((one) => amount(one, 'due').greaterThan(0) && paidInErp.has(keyOf(one))).length,
    ).toBeGreaterThan(0);
  });
});
