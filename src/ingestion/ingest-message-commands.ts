// What a pushed request holds: the messages in it, each with the name by which it is known, and later what each of them makes. The
// request is read when it comes and the message again when it is applied, by the same rules.
import { isUtf8 } from 'node:buffer';
import type { IngestSource } from '../platform/config.ts';
import type { FormatItem, Origin, SourceKind } from './format.ts';
import { isRecordType, translateRecordEvent } from './formats/cloudevents-record-rules.ts';
import {
  attributeFault,
  type CloudEvent,
  elementsOf,
  fromBinary,
  isBinaryMode,
  isJsonType,
  objectOf,
  readCloudEvent,
} from './formats/cloudevents-rules.ts';
import { type ExactObject, parseExact } from './formats/exact-json.ts';
import { readChange, translateChange } from './formats/salesforce-change-rules.ts';
import { toStripeItem } from './formats/stripe-context-rules.ts';
import { recordsOf, translateMessage } from './formats/stripe-object-rules.ts';
import { canonicalRecords } from './record-commands.ts';

/** Who understands a message. */
export type MessageFormat = 'revgraph' | 'stripe' | 'salesforce' | 'unknown';

export interface PushedMessage {
  readonly format: MessageFormat;
  readonly type: string;
  readonly id: string;
  /** As it came; an event of binary mode as the structured one. */
  readonly payload: string;
}

/** Why a request is not taken, with the status of the answer. */
export interface RequestFault {
  readonly status: 400 | 415;
  readonly message: string;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

const definitions = new Map(canonicalRecords.map((definition) => [definition.record, definition]));
const kinds: Readonly<Record<MessageFormat, SourceKind>> = {
  revgraph: 'FILE',
  stripe: 'PAYMENT',
  salesforce: 'CRM',
  unknown: 'FILE',
};

/** The kind of a source that first comes in by such a message. */
export function kindOfFormat(format: MessageFormat): SourceKind {
  return kinds[format];
}

/** The messages of a request, all of them or none. `signedId` is what the signature calls the message. */
export function readRequest(
  headers: Headers,
  body: Buffer,
  signedId: string | undefined,
): readonly PushedMessage[] | RequestFault {
  const type = typeof headers['content-type'] === 'string' ? headers['content-type'] : '';
  const odd = encodingFault(headers, type);
  if (odd) return odd;
  if (isBinaryMode(headers)) {
    if (/^application\/cloudevents/i.test(type))
      return { status: 400, message: 'An event is in the headers or in the body, not in both.' };
    const event = fromBinary(headers, body);
    if ('fault' in event) return { status: 400, message: `The event is not readable: ${event.fault}.` };
    return toMessages([event.text], signedId);
  }
  if (!isJsonType(type))
    return {
      status: 415,
      message:
        'A body is application/cloudevents+json, application/cloudevents-batch+json or application/json; of other types with the attributes of an event in headers, ce-specversion and so on.',
    };
  if (body.length === 0) return { status: 400, message: 'The body is empty.' };
  if (!isUtf8(body)) return { status: 400, message: 'The body is not valid UTF-8.' };
  const text = body.toString().replace(/^\uFEFF/, '');
  if (/^application\/cloudevents\+json/i.test(type)) return toMessages([text], signedId);
  const elements = elementsOf(text);
  if (/^application\/cloudevents-batch\+json/i.test(type) && !elements)
    return { status: 400, message: 'The body is no JSON array of events.' };
  return toMessages(elements ?? [text], signedId);
}

function encodingFault(headers: Headers, type: string): RequestFault | undefined {
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    return { status: 415, message: 'A body comes without content-encoding.' };
  const charset = /;\s*charset="?([^";\s]+)/i.exec(type)?.[1] ?? 'utf-8';
  return /^(utf-?8|us-ascii)$/i.test(charset)
    ? undefined
    : { status: 415, message: `A body is in UTF-8, not in ${charset}.` };
}

function toMessages(
  texts: readonly string[],
  signedId: string | undefined,
): readonly PushedMessage[] | RequestFault {
  const messages: PushedMessage[] = [];
  for (const [index, payload] of texts.entries()) {
    const value = objectOf(parseExact(payload));
    const at = texts.length > 1 ? `Message ${index + 1} of ${texts.length}` : 'The body';
    if (!value) return { status: 400, message: `${at} is no JSON object.` };
    const read = openEnvelope(value, texts.length > 1 ? undefined : signedId);
    if (typeof read === 'string') return { status: 400, message: `${at} is not readable: ${read}.` };
    const { format, id, type } = read;
    const wrong = attributeFault('id', id) ?? attributeFault('type', type);
    if (wrong) return { status: 400, message: `${at} is not readable: ${wrong}.` };
    messages.push({ format, id, type, payload });
  }
  return messages;
}

interface Envelope {
  readonly format: MessageFormat;
  readonly id: string;
  readonly type: string;
  /** What of Stripe or Salesforce is in it. */
  readonly inner: ExactObject;
  readonly event: CloudEvent;
}

/** What a message is: an event, a change of Salesforce, an object of Stripe, or a signed webhook; or why it is none of them. */
function openEnvelope(value: ExactObject, signedId: string | undefined): Envelope | string {
  if ('specversion' in value) {
    const event = readCloudEvent(value);
    return typeof event === 'string' ? event : ofEvent(event);
  }
  const change = readChange(value);
  if (change) return bare('salesforce', value, change.id, `${change.entity}.${change.kind}`);
  const { object, id, type, timestamp, data } = value;
  if (typeof object === 'string' && object !== '')
    return bare(
      'stripe',
      value,
      String(id ?? signedId ?? ''),
      object === 'event' ? String(type ?? '') : object,
    );
  if (signedId !== undefined && typeof type === 'string' && 'data' in value)
    return ofEvent({
      id: signedId,
      type,
      subject: undefined,
      time: typeof timestamp === 'string' ? timestamp : undefined,
      data,
    });
  return 'it is no CloudEvents 1.0 event, no event of Stripe, no change event of Salesforce and no signed webhook with type and data';
}

function bare(format: MessageFormat, inner: ExactObject, id: string, type: string): Envelope {
  return { format, id, type, inner, event: { id, type, subject: undefined, time: undefined, data: inner } };
}

function ofEvent(event: CloudEvent): Envelope {
  const { id, type } = event;
  const inner = objectOf(event.data) ?? {};
  const format = isRecordType(type)
    ? 'revgraph'
    : readChange(inner)
      ? 'salesforce'
      : typeof inner.object === 'string'
        ? 'stripe'
        : 'unknown';
  return { format, id, type, inner, event };
}

/** A record type and what stands in it: faults of a message as a whole have none. */
export interface MessageItem {
  readonly record: string | null;
  readonly item: FormatItem;
}

/** What a message makes. */
export function translate(
  { payload, id, source }: Pick<PushedMessage, 'payload' | 'id'> & { readonly source: string },
  settings: IngestSource,
  at: Origin,
): readonly MessageItem[] {
  const value = objectOf(parseExact(payload));
  const envelope = value ? openEnvelope(value, id) : 'it is no JSON object';
  if (typeof envelope === 'string') return [refused(at, 'message', envelope)];
  const { format, type, inner, event } = envelope;
  const change = format === 'salesforce' ? readChange(inner) : undefined;
  if (change) return placed(translateChange(change, settings, at), null);
  if (format === 'stripe') {
    const [leading = null] = recordsOf(toStripeItem(inner, at).type);
    const items = translateMessage({ message: inner, source, takesTestMode: settings.testMode, ...at });
    return placed(items, leading);
  }
  if (format === 'revgraph') return placed(translateRecordEvent(event, definitions, at), null);
  const message = `type ${JSON.stringify(type)} is understood by nobody here: revgraph.<record>, an event of Stripe's or a change of Salesforce's is`;
  return [refused(at, 'message-type', message)];
}

function refused(at: Origin, rule: string, message: string): MessageItem {
  return { record: null, item: { kind: 'rejected', class: 'MAPPING', rule, message, ...at } };
}

function placed(items: readonly FormatItem[], otherwise: string | null): MessageItem[] {
  return items.map((item) => ({ item, record: (item.kind === 'ignored' ? null : item.record) ?? otherwise }));
}
