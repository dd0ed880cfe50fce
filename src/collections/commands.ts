// The records of getting paid: disputes, collections cases, promises to pay and activities.
import { recordCommand } from '../platform/record-definition.ts';
import {
  amount,
  boolean,
  currency,
  date,
  integer,
  legalEntity,
  oneOf,
  reference,
  text,
} from '../platform/record-fields.ts';

const fromInvoice = 'left join invoice i on i.invoice_id = v.invoice_id';
const ofInvoice = 'left out: that of the invoice';
const ofCase = 'left out: that of the collections case';
const fromCase = 'left join collections_case k on k.collections_case_id = v.collections_case_id';

export const collectionsRecords = [
  recordCommand({
    record: 'dispute',
    about: 'A customer contests an invoice; dunning holds for the disputed part only.',
    object: 'DISPUTE',
    counted: true,
    stampsSource: true,
    group: 'dispute',
    joins: fromInvoice,
    fields: {
      number: text('number', { default: 'v.external_id', note: 'left out: its id' }),
      invoice: reference('invoice', 'invoice_id', { required: true }),
      customer: reference('customer', 'customer_id', { default: 'i.customer_id', note: ofInvoice }),
      legal_entity: legalEntity({ default: 'i.legal_entity_id', note: ofInvoice }),
      status: oneOf('status', ['OPEN', 'WAITING_CUSTOMER', 'RESOLVED'], { default: "'OPEN'" }),
      reason: text('reason', { required: true }),
      amount: amount('amount', {
        required: true,
        currencyIn: ['currency', 'invoice'],
        note: 'disputed, with tax',
      }),
      currency: currency('currency', { default: 'i.currency', note: ofInvoice }),
      opened_on: date('opened_on', { required: true }),
      waiting_since: date('waiting_since', { note: 'the clock stands since then' }),
      waited_days: integer('waited_days', { default: '0' }),
      resolved_on: date('resolved_on'),
      resolution: oneOf('resolution', ['CREDITED', 'REBILLED', 'PARTLY_CREDITED', 'REJECTED', 'WITHDRAWN']),
      error_confirmed: boolean('error_confirmed'),
      root_cause: text('root_cause'),
    },
  }),
  recordCommand({
    record: 'dispute_line',
    about: 'The disputed amount per invoice line.',
    fields: {
      dispute: reference('dispute', 'dispute_id', { required: true }),
      invoice_line: reference('invoice_line', 'invoice_line_id', { note: 'left out: the whole invoice' }),
      amount: amount('amount', { required: true, currencyIn: ['dispute'] }),
    },
  }),
  recordCommand({
    record: 'collections_case',
    about: 'The dunning of one customer by one legal entity.',
    object: 'COLLECTIONS_CASE',
    counted: true,
    stampsSource: true,
    group: 'collections_case',
    fields: {
      customer: reference('customer', 'customer_id', { required: true }),
      legal_entity: legalEntity({ required: true }),
      status: oneOf('status', ['CURRENT', 'REMINDED', 'DUNNING', 'ESCALATED', 'LEGAL', 'CLOSED'], {
        required: true,
      }),
      stage: integer('stage', { default: '0', note: 'dunning level reached' }),
      collector: text('collector'),
      opened_on: date('opened_on', { required: true }),
      closed_on: date('closed_on'),
      next_step: text('next_step'),
      next_step_on: date('next_step_on'),
      hold_until: date('hold_until', { note: 'last day of the hold' }),
    },
  }),
  recordCommand({
    record: 'promise',
    about: 'A promise to pay.',
    object: 'PROMISE',
    counted: true,
    stampsSource: true,
    group: 'promise',
    joins: fromCase,
    fields: {
      collections_case: reference('collections_case', 'collections_case_id'),
      customer: reference('customer', 'customer_id', { default: 'k.customer_id', note: ofCase }),
      legal_entity: legalEntity({ default: 'k.legal_entity_id', note: ofCase }),
      status: oneOf('status', ['OPEN', 'PARTIALLY_KEPT', 'KEPT', 'BROKEN'], { default: "'OPEN'" }),
      made_on: date('made_on', { required: true, note: 'when the customer gave it' }),
      promised_on: date('promised_on', { required: true, note: 'last day' }),
      amount: amount('amount', { required: true }),
      currency: currency('currency', { required: true }),
      grace_days: integer('grace_days', { default: '0' }),
    },
  }),
  recordCommand({
    record: 'promise_instalment',
    about: 'A part of a promise; a promise without any is one part on promised_on.',
    key: null,
    identity: ['promise', 'position'],
    fields: {
      promise: reference('promise', 'promise_id', { required: true }),
      position: integer('position', { required: true }),
      due_on: date('due_on', { required: true }),
      amount: amount('amount', { required: true, currencyIn: ['promise'] }),
    },
  }),
  recordCommand({
    record: 'collection_activity',
    plural: 'collection_activities',
    about: 'One thing that was done to get paid.',
    stampsSource: true,
    joins: fromCase,
    fields: {
      collections_case: reference('collections_case', 'collections_case_id'),
      customer: reference('customer', 'customer_id', { default: 'k.customer_id', note: ofCase }),
      legal_entity: legalEntity({ default: 'k.legal_entity_id', note: ofCase }),
      invoice: reference('invoice', 'invoice_id'),
      kind: oneOf('kind', ['REMINDER', 'CALL', 'EMAIL', 'LETTER', 'DUNNING', 'ESCALATION', 'LEGAL', 'NOTE'], {
        required: true,
      }),
      performed_on: date('performed_on', { required: true }),
      performed_by: text('performed_by'),
      note: text('note'),
      fee: amount('fee', { note: 'charged for this step' }),
      interest: amount('interest'),
      currency: currency('currency'),
    },
  }),
] as const;
