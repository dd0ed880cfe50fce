// Invoices, credits, cash and what was done to collect it, of the fixture.
import { addDays } from '../../../src/kernel/dates.ts';
import { customerOf, type Dice, type Given, idOf, type Parties } from './fixture-values.ts';

const INVOICES = 90;
const plus = (a: string, b: string) => `${(Number(a) * 100 + Number(b) * 100) / 100}`;

interface Invoice {
  readonly row: Given;
  readonly index: number;
}

export function documentRows(dice: Dice, parties: Parties): [string, Given[]][] {
  const invoices = dice.times(INVOICES, (index) => ({ row: invoice(dice, parties, index), index }));
  const of = (position: number) => invoices[position % INVOICES] as Invoice;
  return [
    ['invoice', invoices.map(({ row }) => row)],
    [
      'invoice_instalment',
      invoices
        .filter(({ index }) => index % 4 === 0)
        .flatMap(({ row, index }) =>
          dice.times(1 + (index % 3), (position) => ({
            invoice_id: row.invoice_id ?? '',
            position: position + 1,
            due_on: addDays(
              String(row.due_on).slice(0, 4) === '9999' ? '2026-01-01' : String(row.due_on),
              position * 30,
            ),
            amount: dice.usualAmount(),
          })),
        ),
    ],
    ['invoice_line', dice.times(160, (index) => invoiceLine(dice, of(index < 30 ? 1 : index), index))],
    [
      'invoice_tax',
      dice.times(40, (index) => ({
        invoice_tax_id: idOf('invoice_tax', index),
        invoice_id: of(index % 15).row.invoice_id ?? '',
        tax_code: dice.pick(['A', 'B', 'C']),
        rate: dice.maybe('19.00'),
        base: dice.amount(),
        amount: dice.amount(),
      })),
    ],
    [
      'invoice_stated_balance',
      invoices
        .filter(({ index }) => index % 3 === 0)
        .flatMap(({ row, index }) =>
          dice.times(1 + (index % 2), (turn) => ({
            invoice_id: row.invoice_id ?? '',
            stated_on: dice.pick(['2026-02-01', '2026-03-15', '2026-03-16']),
            recorded_at: `2026-03-01T0${turn}:00:00Z`,
            paid: dice.maybe(dice.usualAmount()),
            credited: dice.maybe('0'),
            due: dice.maybe(dice.usualAmount()),
          })),
        ),
    ],
    ...creditRows(dice, parties, of),
    ...cashRows(dice, parties, of),
    ...adjustmentRows(dice, parties, of),
    ...collectionRows(dice, parties, of),
  ];
}

function invoice(dice: Dice, parties: Parties, index: number): Given {
  const entity = parties.entities[index % 5 === 0 ? 1 : index % 3];
  const [subtotal, tax] = [dice.usualAmount(), dice.chance(0.5) ? '0' : '19.25'];
  const status = index % 11 === 0 ? 'VOIDED' : index % 13 === 0 ? 'DRAFT' : 'ISSUED';
  const issued = dice.usualDay();
  const sign = index % 17 === 0 && status === 'ISSUED' ? '-' : '';
  return {
    invoice_id: idOf('invoice', index),
    number: index % 9 === 8 ? `R-${Math.floor(index / 9)}` : `R/${index}`,
    kind: index % 7 === 0 ? 'DEBIT_NOTE' : 'INVOICE',
    legal_entity_id: entity?.id ?? null,
    customer_id: customerOf(dice, parties),
    ...Object.fromEntries(
      ['sold_to_id', 'bill_to_id', 'ship_to_id', 'payer_id', 'end_customer_id'].map((name) => [
        name,
        dice.chance(0.8) ? null : customerOf(dice, parties),
      ]),
    ),
    contract_id: dice.maybe(idOf('contract', index % 6)),
    status,
    issued_on: issued,
    due_on: dice.pick(['2026-01-31', '2026-02-28', '2026-03-14', '2026-03-15', '2026-04-30', '9999-12-31']),
    voided_on: status === 'VOIDED' ? dice.pick(['2026-03-10', '2026-03-16']) : null,
    currency: dice.chance(0.7) ? (entity?.currency ?? 'EUR') : dice.currency(),
    exchange_rate_to_functional: dice.maybe('1.2500'),
    subtotal: sign + subtotal,
    tax: sign + tax,
    total: sign + (/^[\d.]{1,9}$/.test(subtotal) ? plus(subtotal, tax) : subtotal),
    basis: index % 3 === 0 ? 'STATED' : 'DERIVED',
    settlement: index % 3 === 0 ? dice.pick(['OPEN', 'PAID']) : 'OPEN',
    ...dice.texts('purchase_order_number', 'payment_terms', 'reference'),
    snapshot: snapshotOf(dice, index),
    corrects_invoice_id: index > 20 && index % 10 === 0 ? idOf('invoice', index - 5) : null,
    source_system_id: parties.source,
    version: index,
    recorded_at: dice.instant(),
    updated_at: dice.instant(),
  };
}

function snapshotOf(dice: Dice, index: number): string | null {
  const shapes: unknown[] = [
    null,
    {},
    {
      legalName: dice.text(),
      billingAddress: { street: dice.text(), city: null },
      taxIds: ['DE1', dice.text()],
    },
    { legalName: null, billingAddress: null, taxIds: null },
    { legalName: dice.text(), billingAddress: {}, taxIds: [] },
  ];
  const shape = shapes[index % shapes.length];
  return shape === null ? null : JSON.stringify(shape);
}

function invoiceLine(dice: Dice, { row }: Invoice, index: number): Given {
  return {
    invoice_line_id: idOf('invoice_line', index),
    invoice_id: row.invoice_id ?? '',
    position: index,
    contract_line_id: dice.maybe(idOf('contract_line', index % 12)),
    lineage_id: dice.maybe(idOf('lineage', (index % 4) * 3)),
    product_id: dice.maybe(idOf('product', index % 24)),
    ...dice.texts('description', 'ledger_account_code'),
    quantity: dice.maybeAmount(),
    unit_price: dice.maybeAmount(),
    discount_percent: dice.maybe('0.500'),
    amount: dice.amount(),
    tax_amount: dice.maybeAmount(),
    period_from: dice.maybe(dice.day()),
    period_to: dice.maybe(dice.day()),
  };
}

type Of = (position: number) => Invoice;

function creditRows(dice: Dice, parties: Parties, of: Of): [string, Given[]][] {
  const notes = dice.times(40, (index) => {
    const named = index % 3 === 0 ? null : of(index * 3).row;
    const status = index % 8 === 0 ? 'VOIDED' : index % 9 === 0 ? 'DRAFT' : 'ISSUED';
    const total = dice.usualAmount();
    return {
      credit_note_id: idOf('credit_note', index),
      number: `G${index}`,
      legal_entity_id: named?.legal_entity_id ?? parties.entities[index % 4]?.id ?? null,
      customer_id: named?.customer_id ?? customerOf(dice, parties),
      invoice_id: named?.invoice_id ?? null,
      status,
      issued_on: dice.usualDay(),
      voided_on: status === 'VOIDED' ? '2026-03-12' : null,
      currency: named?.currency ?? dice.currency(),
      exchange_rate_to_functional: dice.maybe('0.9'),
      subtotal: total,
      tax: '0',
      total,
      commercial: dice.chance(0.3),
      ...dice.texts('reason', 'reference'),
      source_system_id: parties.source,
      recorded_at: dice.instant(),
      updated_at: dice.instant(),
    };
  });
  const lines = dice.times(50, (index) => ({
    credit_note_line_id: idOf('credit_note_line', index),
    credit_note_id: idOf('credit_note', index < 25 ? 1 : index % 40),
    position: index,
    invoice_line_id: dice.maybe(idOf('invoice_line', index)),
    product_id: dice.maybe(idOf('product', index % 24)),
    ...dice.texts('description', 'ledger_account_code'),
    quantity: dice.maybeAmount(),
    unit_price: dice.maybeAmount(),
    amount: dice.amount(),
    tax_amount: dice.maybeAmount(),
  }));
  return [
    ['credit_note', notes],
    ['credit_note_line', lines],
  ];
}

function cashRows(dice: Dice, parties: Parties, of: Of): [string, Given[]][] {
  const payments = dice.times(60, (index) => ({
    payment_id: idOf('payment', index),
    number: `Z${index}`,
    kind: index % 6 === 0 ? 'DEPOSIT' : 'PAYMENT',
    method: dice.maybeText(),
    legal_entity_id: parties.entities[index % 3]?.id ?? null,
    customer_id: index % 10 === 9 ? null : customerOf(dice, parties),
    received_on: dice.usualDay(),
    posted_on: dice.usualDay(),
    reversed_on: dice.chance(0.15) ? dice.usualDay() : null,
    currency: dice.chance(0.7) ? (parties.entities[index % 3]?.currency ?? 'EUR') : dice.currency(),
    exchange_rate_to_functional: dice.maybe('1.1'),
    amount: dice.usualAmount(),
    reference: dice.maybeText(),
    source_system_id: parties.source,
    recorded_at: dice.instant(),
    updated_at: dice.instant(),
  }));
  const allocations = dice.times(70, (index) => {
    const { row } = of(index < 25 ? 1 : index);
    const credit = index % 4 === 0;
    return {
      allocation_id: idOf('allocation', index),
      legal_entity_id: row.legal_entity_id ?? null,
      kind: credit ? 'CREDIT' : 'PAYMENT',
      payment_id: credit ? null : idOf('payment', index % 60),
      credit_note_id: credit ? idOf('credit_note', index % 40) : null,
      invoice_id: row.invoice_id ?? null,
      amount: dice.usualAmount(),
      currency: row.currency ?? null,
      drawn_amount: dice.usualAmount(),
      applied_on: dice.usualDay(),
      reversed_on: dice.chance(0.2) ? dice.usualDay() : null,
      source_system_id: parties.source,
      recorded_at: dice.instant(),
    };
  });
  return [
    ['payment', payments],
    ['allocation', allocations],
  ];
}

function adjustmentRows(dice: Dice, parties: Parties, of: Of): [string, Given[]][] {
  const own = (index: number, row: Given | null) => ({
    legal_entity_id: row?.legal_entity_id ?? parties.entities[index % 3]?.id ?? null,
    customer_id: row?.customer_id ?? customerOf(dice, parties),
    currency: row?.currency ?? dice.currency(),
    amount: dice.usualAmount(),
    exchange_rate_to_functional: dice.maybe('2'),
    source_system_id: parties.source,
  });
  const undone = () => (dice.chance(0.2) ? dice.usualDay() : null);
  const invoiceOf = (index: number) => (index % 3 === 0 ? null : of(index).row);
  return [
    [
      'refund',
      dice.times(30, (index) => ({
        ...own(index, null),
        refund_id: idOf('refund', index),
        refunded_on: dice.usualDay(),
        reversed_on: undone(),
        reference: dice.maybeText(),
      })),
    ],
    [
      'chargeback',
      dice.times(30, (index) => ({
        ...own(index, null),
        chargeback_id: idOf('chargeback', index),
        charged_back_on: dice.usualDay(),
        won_back_on: undone(),
        ...dice.texts('reason', 'reference'),
      })),
    ],
    [
      'deduction',
      dice.times(30, (index) => ({
        ...own(index, invoiceOf(index)),
        deduction_id: idOf('deduction', index),
        kind: dice.pick(['DISCOUNT', 'OTHER']),
        invoice_id: invoiceOf(index)?.invoice_id ?? null,
        payment_id: dice.maybe(idOf('payment', index)),
        posted_on: dice.usualDay(),
        reversed_on: undone(),
        reason: dice.maybeText(),
      })),
    ],
    [
      'write_off',
      dice.times(30, (index) => ({
        ...own(index, invoiceOf(index)),
        write_off_id: idOf('write_off', index),
        invoice_id: invoiceOf(index)?.invoice_id ?? null,
        posted_on: dice.usualDay(),
        reversed_on: undone(),
        reason: dice.maybeText(),
      })),
    ],
  ];
}

function collectionRows(dice: Dice, parties: Parties, of: Of): [string, Given[]][] {
  const disputes = dice.times(30, (index) => {
    const { row } = of(index * 2 + 1);
    const resolved = index % 3 === 0;
    return {
      dispute_id: idOf('dispute', index),
      number: `S${index}`,
      invoice_id: row.invoice_id ?? null,
      customer_id: row.customer_id ?? null,
      legal_entity_id: row.legal_entity_id ?? null,
      status: resolved ? 'RESOLVED' : dice.pick(['OPEN', 'WAITING_CUSTOMER']),
      reason: dice.text(),
      amount: dice.usualAmount(),
      currency: row.currency ?? null,
      opened_on: dice.usualDay(),
      waiting_since: dice.maybe('2026-03-01'),
      waited_days: index,
      resolved_on: resolved ? dice.pick(['2026-03-10', '2026-03-16']) : null,
      resolution: resolved ? 'CREDITED' : null,
      error_confirmed: dice.maybe(true),
      root_cause: dice.maybeText(),
      updated_at: dice.instant(),
    };
  });
  const cases = parties.customers.flatMap((customer, position) =>
    [0, 1].map((entity) => {
      const closed = (position + entity) % 3 === 0;
      return {
        collections_case_id: idOf('collections_case', position * 2 + entity),
        customer_id: customer,
        legal_entity_id: parties.entities[entity]?.id ?? null,
        status: closed ? 'CLOSED' : dice.pick(['CURRENT', 'REMINDED', 'DUNNING', 'LEGAL']),
        stage: position * 2 + entity,
        opened_on: `2026-0${1 + entity}-${10 + position}`,
        closed_on: closed ? '2026-03-01' : null,
        ...dice.texts('collector', 'next_step'),
        next_step_on: dice.maybe(`2026-0${3 + entity}-${10 + position}`),
        hold_until: dice.maybe(dice.pick(['2026-03-14', '2026-03-15', '2026-03-16'])),
      };
    }),
  );
  const fact = (index: number) => ({
    customer_id: customerOf(dice, parties),
    legal_entity_id: parties.entities[index % 4]?.id ?? null,
    collections_case_id: dice.maybe(idOf('collections_case', index % 20)),
  });
  return [
    ['dispute', disputes],
    [
      'dispute_line',
      dice.times(40, (index) => ({
        dispute_line_id: idOf('dispute_line', index),
        dispute_id: idOf('dispute', index % 15),
        invoice_line_id: dice.maybe(idOf('invoice_line', index)),
        amount: dice.amount(),
      })),
    ],
    ['collections_case', cases],
    [
      'promise',
      dice.times(30, (index) => ({
        ...fact(index),
        promise_id: idOf('promise', index),
        status: dice.pick(['OPEN', 'KEPT', 'BROKEN']),
        made_on: dice.usualDay(),
        promised_on: dice.usualDay(),
        amount: '10.5',
        currency: dice.currency(),
        grace_days: index,
      })),
    ],
    [
      'promise_instalment',
      dice.times(20, (index) => ({
        promise_id: idOf('promise', index % 10),
        position: index,
        due_on: dice.usualDay(),
        amount: dice.amount(),
      })),
    ],
    [
      'collection_activity',
      dice.times(40, (index) => ({
        ...fact(index),
        collection_activity_id: idOf('collection_activity', index),
        invoice_id: dice.maybe(idOf('invoice', index)),
        kind: dice.pick(['CALL', 'EMAIL', 'DUNNING']),
        performed_on: dice.usualDay(),
        ...dice.texts('performed_by', 'note'),
        fee: dice.maybeAmount(),
        interest: dice.maybeAmount(),
        currency: dice.currency(),
      })),
    ],
  ];
}
