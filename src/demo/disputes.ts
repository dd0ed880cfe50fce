// What customers contest: a dispute in billing with the lines in question, open, waiting for the customer or resolved.
import { percentOf, written } from './amounts.ts';
import type { Invoice } from './invoices.ts';
import type { Life } from './life.ts';

export interface Contested {
  /** Of the total. */
  readonly percent: number;
  readonly reason: string;
  readonly waiting?: boolean;
  readonly resolvedOn?: string;
  readonly resolution?: 'CREDITED' | 'PARTLY_CREDITED' | 'REBILLED' | 'REJECTED' | 'WITHDRAWN';
  readonly confirmed?: boolean;
  readonly cause?: string;
}

const DAYS_TO_OPEN = 3;
const DAYS_TO_ASK = 9;

export function addDispute(life: Life, invoice: Invoice, contested: Contested): void {
  const { percent, reason, waiting = false, resolution, resolvedOn, confirmed, cause } = contested;
  const amount = percentOf(invoice.total, percent, invoice.currency);
  const number = `DSP-${life.customer.digits}-${life.nextDispute()}`;
  const id = number.replace('DSP', 'dp').replaceAll('-', '_');
  life.sheet.add('billing', 'dispute', id, {
    number,
    invoice: invoice.id,
    status: resolution ? 'RESOLVED' : waiting ? 'WAITING_CUSTOMER' : 'OPEN',
    reason,
    amount: written(amount, invoice.currency),
    opened_on: life.afterDue(invoice, DAYS_TO_OPEN),
    waiting_since: waiting ? life.afterDue(invoice, DAYS_TO_ASK) : undefined,
    waited_days: resolution === 'CREDITED' ? '6' : undefined,
    resolved_on: resolvedOn,
    resolution,
    error_confirmed: confirmed === undefined ? undefined : String(confirmed),
    root_cause: cause,
  });
  life.sheet.add('billing', 'dispute_line', `${id}_1`, {
    dispute: id,
    invoice_line: percent <= 45 ? invoice.lines[0]?.id : undefined,
    amount: written(amount, invoice.currency),
  });
}
