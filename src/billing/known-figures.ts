// When the receivable figures are known at all: what was never loaded is unknown, and not zero.
import { sql } from 'kysely';
import { isFed } from '../entities/feed-figures.ts';
import type { Sql } from '../graph/slots.ts';
import type { ReceivablePart } from './receivable-figures.ts';

/** Invoices and credit notes have one owner (DOMAIN section 2): whoever gives one would give the other. */
export const isBillingKnown = isFed(['invoice', 'credit_note']);

/** The feed that the import notes where the owner of invoices states what is paid and due on them. */
export const STATED_BALANCE = 'invoice_stated_balance';

/** Cash, refunds, chargebacks, deductions and write-offs come together, or as paid amounts that the invoices' owner states. */
export const isCashKnown = isFed([
  'payment',
  'allocation',
  'refund',
  'chargeback',
  'deduction',
  'write_off',
  STATED_BALANCE,
]);

export const isPartKnown: Readonly<Record<ReceivablePart, Sql>> = {
  billed: isBillingKnown,
  credited: isBillingKnown,
  collected: isCashKnown,
  writtenOff: isCashKnown,
  deductions: isCashKnown,
};

export const isReceivableKnown = sql`(${isBillingKnown} and ${isCashKnown})`;
