// What rules over Stripe objects are given beside the object, and how they say what it makes. The same rules serve files, objects
// fetched from the API and pushed events.
import type { CanonicalRecord, FormatItem, IgnoredRow, Origin, RejectedRow } from '../format.ts';
import { isObject } from './exact-json.ts';
import { type Fields, type StripeObject, textOf } from './stripe-value-rules.ts';

/** An object, and what it came in. */
export interface StripeItem extends Origin {
  readonly object: StripeObject;
  /** The type by which rules know it. */
  readonly type: string;
  /** The event that brought it. */
  readonly event?: StripeObject;
  /** When this content came to be, as an instant; absent: nobody says. */
  readonly version?: string;
  /** Why it is no object of Stripe's. */
  readonly broken?: RejectedRow;
}

/** What other objects say; a pushed message comes alone and knows none of them. */
export interface StripeLookups {
  /** The charge by which a payment intent was paid. */
  chargeOf(paymentIntent: string): string | undefined;
  invoiceOf(id: string): StripeObject | undefined;
  creditNoteOf(id: string): StripeObject | undefined;
  /** A price or plan. */
  priceOf(id: string): StripeObject | undefined;
  /** Whether the object also came by itself, not only inside another one. */
  cameAlone(type: string, id: string): boolean;
  /** Whether the export also holds the object as it stands, where a notice of its deletion says no time. */
  isAlive(type: string, id: string): boolean;
  /** Place among the objects of the same type and parent, from 1. */
  placeOf(type: string, parent: string, id: string): number;
}

export interface StripeContext extends StripeItem {
  /** The key of the source, for names that Stripe does not give. */
  readonly source: string;
  /** Whether objects of test mode count: they do where there are no others. */
  readonly takesTestMode: boolean;
  /** Whether every payment of an invoice says so, by the charge or by an invoice payment. */
  readonly linksPayments: boolean;
  readonly lookups: StripeLookups;
}

/** For messages that come alone. */
export const noLookups: StripeLookups = {
  chargeOf: () => undefined,
  invoiceOf: () => undefined,
  creditNoteOf: () => undefined,
  priceOf: () => undefined,
  cameAlone: () => false,
  isAlive: () => false,
  placeOf: () => 1,
};

/** A record that an object makes. */
export interface Made {
  readonly id: string;
  readonly fields: Fields;
}

/** What an object makes of one record type; a fault of a part of it stands beside the rest. */
export interface Maker {
  readonly record: string;
  readonly make: (object: StripeObject, context: StripeContext) => readonly (Made | RejectedRow)[];
}

/** The rules for a type of object. The first record is the one that the object is; the others follow from it. */
export interface TypeRules {
  /** Why the object makes nothing: the rule by which it is ignored, or what is wrong with it. */
  readonly skip?: (object: StripeObject, context: StripeContext) => string | RejectedRow | undefined;
  readonly makers: readonly [Maker, ...Maker[]];
}

/** A record with the object as it came, numbers as text. */
interface StripeRecord extends CanonicalRecord {
  readonly raw: StripeObject;
}

export function toItem(made: Made | RejectedRow, record: string, context: StripeContext): FormatItem {
  if ('kind' in made) return made;
  const { file, line, version, object } = context;
  const values = Object.fromEntries(Object.entries(made.fields).filter(([, value]) => value !== ''));
  const item: StripeRecord = {
    kind: 'record',
    record,
    externalId: made.id,
    values,
    file,
    line,
    raw: object,
    ...(version !== undefined && { version }),
  };
  return item;
}

/** An object that is gone: what it says beside its id counts no more. */
export function removedItem({ file, line, version, object }: StripeContext, record: string): CanonicalRecord {
  return {
    kind: 'record',
    record,
    externalId: textOf(object, 'id'),
    values: {},
    removed: 'deleted',
    file,
    line,
    ...(version !== undefined && { version }),
  };
}

export function ignoredItem({ file, line, object }: StripeContext, rule: string): IgnoredRow {
  const id = textOf(object, 'id');
  return { kind: 'ignored', rule, file, line, ...(id !== '' && { externalId: id }) };
}

export function rejectedItem(
  { file, line, object }: StripeContext,
  reason: Pick<RejectedRow, 'class' | 'rule' | 'message' | 'field'>,
): RejectedRow {
  const { field } = reason;
  const values = Object.fromEntries(
    Object.entries(object).flatMap(([name, value]): [string, string | null][] => {
      if (value === undefined) return [];
      return [[name, value === null || typeof value === 'string' ? value : JSON.stringify(value)]];
    }),
  );
  return {
    kind: 'rejected',
    ...reason,
    externalId: textOf(object, 'id'),
    value: field === undefined ? null : (values[field] ?? null),
    values,
    file,
    line,
  };
}

/** A status of Stripe's that the rules do not know. */
export function unknownStatus(context: StripeContext): RejectedRow {
  const status = textOf(context.object, 'status');
  const message = `status ${JSON.stringify(status)} is none of a Stripe ${context.type}`;
  return rejectedItem(context, { class: 'MAPPING', rule: 'stripe-status', message, field: 'status' });
}

/** The object of an event, else the message itself. */
export function toStripeItem(message: StripeObject, origin: Origin): StripeItem {
  const data = textOf(message, 'object') === 'event' ? message.data : undefined;
  const object = isObject(data) && isObject(data.object) ? data.object : undefined;
  if (!object) return { ...origin, object: message, type: textOf(message, 'object') };
  const type = textOf(object, 'object') || textOf(message, 'type').replaceAll('.', '-');
  return { ...origin, object, type, event: message };
}
