// What happens to customers of the demo company. Each of the first customers lives one story, so that even the smallest size
// shows everything; larger ones repeat them among customers whose lives are left to chance.

export type Archetype =
  | 'MONTHLY'
  | 'QUARTERLY'
  | 'ANNUAL'
  | 'METERED'
  | 'OVERAGE'
  | 'RAMP'
  | 'PROJECT'
  | 'ARREARS';

export type Change = 'UPSELL' | 'DOWNSELL' | 'PRICE_CHANGE' | 'RENEW' | 'CANCEL' | 'SUSPEND' | 'CROSS_SELL';

/** How an invoice ends, or where it stands. The `late` ones need one that fell due in the last months. */
export type Outcome =
  | 'PARTLY_PAID'
  | 'OPEN_OVERDUE'
  | 'TWO_PAYMENTS'
  | 'OVERPAID'
  | 'REFUNDED'
  | 'CHARGEBACK_WON'
  | 'CHARGEBACK_LOST'
  | 'WITHHOLDING'
  | 'DISCOUNT'
  | 'BANK_CHARGE'
  | 'WRITTEN_OFF'
  | 'PARTIAL_CREDIT'
  | 'DISPUTE_OPEN'
  | 'DISPUTE_WAITING'
  | 'DISPUTE_CREDITED'
  | 'DISPUTE_PARTLY_CREDITED'
  | 'DISPUTE_REJECTED'
  | 'DISPUTE_WITHDRAWN'
  | 'DISPUTE_REBILLED'
  | 'PROMISE_OPEN'
  | 'PROMISE_KEPT'
  | 'PROMISE_BROKEN'
  | 'PROMISE_PARTIALLY_KEPT'
  | 'VOIDED'
  | 'REAPPLIED'
  | 'ERP_ONLY_PAYMENT';

/** Where the systems disagree on an invoice. */
export type Disagreement = 'MISSING_JOURNAL' | 'AMOUNT_DIFFERS' | 'LATE_POSTING';

/** What a customer has besides its invoices. */
export type Extra =
  | 'DEPOSIT'
  | 'UNAPPLIED'
  | 'STANDALONE_CREDIT'
  | 'DEBIT_NOTE'
  | 'SECOND_ENTITY'
  | 'OPEN_OPPORTUNITY'
  | 'CLOSED_CASE';

export interface Story {
  readonly contracts?: readonly {
    readonly archetype: Archetype;
    readonly changes?: readonly Change[];
    readonly age?: number;
  }[];
  readonly outcomes?: readonly Outcome[];
  readonly disagreements?: readonly Disagreement[];
  readonly extras?: readonly Extra[];
  readonly method?: 'BANK_TRANSFER' | 'CARD';
  readonly payer?: 'PROMPT' | 'SLOW' | 'BAD';
  readonly status?: 'PROSPECT' | 'BLOCKED' | 'INACTIVE';
  /** Its currency is not that of the entity. */
  readonly foreign?: boolean;
  readonly term?: 'D2N30' | 'THIRDS' | 'NET30';
  /** Billing does not know the customer's id in the CRM. */
  readonly unlinked?: boolean;
  /** The ERP writes to another address. */
  readonly otherEmail?: boolean;
  readonly billedToParent?: boolean;
}

const monthly = (outcomes: readonly Outcome[], more: Story = {}): Story => ({
  contracts: [{ archetype: 'MONTHLY', age: 11 }],
  method: 'BANK_TRANSFER',
  term: 'NET30',
  outcomes,
  ...more,
});
const changed = (archetype: Archetype, changes: readonly Change[], more: Story = {}): Story => ({
  contracts: [{ archetype, changes, age: archetype === 'MONTHLY' ? 13 : 20 }],
  ...more,
});

/** The customer of the README: something of everything. */
const showpiece: Story = {
  contracts: [
    { archetype: 'ANNUAL', changes: ['UPSELL', 'RENEW'], age: 21 },
    { archetype: 'MONTHLY', changes: ['PRICE_CHANGE'], age: 16 },
    { archetype: 'OVERAGE', age: 9 },
    { archetype: 'PROJECT', age: 5 },
  ],
  outcomes: [
    'PARTLY_PAID',
    'DISPUTE_OPEN',
    'PROMISE_OPEN',
    'OPEN_OVERDUE',
    'WRITTEN_OFF',
    'PARTIAL_CREDIT',
    'DISPUTE_PARTLY_CREDITED',
    'VOIDED',
    'OVERPAID',
    'PROMISE_KEPT',
    'PROMISE_BROKEN',
  ],
  extras: ['OPEN_OPPORTUNITY', 'SECOND_ENTITY', 'CLOSED_CASE'],
  method: 'BANK_TRANSFER',
  payer: 'SLOW',
  term: 'NET30',
  otherEmail: true,
};

/** In their order from the second customer on. */
const stories: readonly Story[] = [
  changed('ANNUAL', ['UPSELL']),
  changed('MONTHLY', ['DOWNSELL']),
  changed('ANNUAL', ['RENEW']),
  changed('ANNUAL', ['CANCEL'], {
    contracts: [{ archetype: 'ANNUAL', changes: ['CANCEL'], age: 9 }],
    status: 'INACTIVE',
  }),
  changed('MONTHLY', ['PRICE_CHANGE'], { extras: ['OPEN_OPPORTUNITY'] }),
  changed('MONTHLY', ['SUSPEND']),
  changed('RAMP', []),
  changed('METERED', []),
  changed('OVERAGE', []),
  {
    contracts: [
      { archetype: 'PROJECT', age: 12 },
      { archetype: 'QUARTERLY', age: 11 },
    ],
    term: 'THIRDS',
  },
  monthly(['OVERPAID', 'REFUNDED', 'TWO_PAYMENTS']),
  monthly(['CHARGEBACK_LOST', 'CHARGEBACK_WON'], { method: 'CARD' }),
  monthly(['WITHHOLDING'], { foreign: true }),
  monthly(['DISCOUNT', 'BANK_CHARGE'], { term: 'D2N30' }),
  monthly(['WRITTEN_OFF'], { payer: 'SLOW' }),
  monthly(['DISPUTE_OPEN', 'DISPUTE_WAITING']),
  monthly(['DISPUTE_CREDITED', 'DISPUTE_PARTLY_CREDITED']),
  monthly(['DISPUTE_REJECTED', 'DISPUTE_WITHDRAWN']),
  monthly(['DISPUTE_REBILLED']),
  monthly(['PROMISE_BROKEN', 'PROMISE_KEPT', 'OPEN_OVERDUE']),
  monthly(['PROMISE_OPEN', 'PROMISE_PARTIALLY_KEPT']),
  monthly(['VOIDED', 'PARTIAL_CREDIT']),
  monthly([], { extras: ['DEPOSIT', 'UNAPPLIED'] }),
  monthly(['PARTLY_PAID'], { extras: ['STANDALONE_CREDIT', 'DEBIT_NOTE'], foreign: true }),
  monthly(['REAPPLIED'], { extras: ['CLOSED_CASE'] }),
  monthly([], { disagreements: ['MISSING_JOURNAL', 'MISSING_JOURNAL'] }),
  monthly([], { disagreements: ['AMOUNT_DIFFERS'] }),
  monthly([], { disagreements: ['LATE_POSTING'] }),
  monthly(['ERP_ONLY_PAYMENT'], { method: 'CARD' }),
  monthly(['PARTLY_PAID'], { unlinked: true }),
  monthly([], { otherEmail: true }),
  monthly([], { extras: ['SECOND_ENTITY'] }),
  { status: 'PROSPECT', extras: ['OPEN_OPPORTUNITY'] },
  changed('ANNUAL', ['CROSS_SELL']),
  changed('ARREARS', []),
  changed('PROJECT', [], { contracts: [{ archetype: 'PROJECT', age: 14 }] }),
  monthly(['OPEN_OVERDUE', 'OPEN_OVERDUE', 'OPEN_OVERDUE', 'PROMISE_BROKEN'], {
    payer: 'BAD',
    status: 'BLOCKED',
  }),
  changed('MONTHLY', ['CANCEL'], { status: 'INACTIVE' }),
  {},
  {},
  monthly([], { billedToParent: true, payer: 'PROMPT' }),
];

/** After so many customers the stories begin anew. */
const STORY_CYCLE = 50;

const byChance: Story = {};

export function storyOf(index: number): Story {
  if (index === 1) return showpiece;
  return stories[((index - 1) % STORY_CYCLE) - 1] ?? byChance;
}
