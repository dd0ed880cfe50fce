// An event as it travels: a CloudEvents 1.0 envelope in JSON, signed by the Standard Webhooks scheme.
import { Webhook } from 'standardwebhooks';

export interface OutboundEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly objectId: string;
  readonly sequence: string;
  readonly subject: string;
  /** As RFC 3339 has it. */
  readonly time: string;
  /** As JSON text: what the store holds goes out digit by digit, never through a JavaScript number. */
  readonly data: string;
}

/** `sequence` is compared as text (CloudEvents' extension of that name): as many digits as a bigint can have. */
const SEQUENCE_DIGITS = 19;

export function envelopeOf(event: OutboundEvent, source: string): string {
  const attributes = JSON.stringify({
    specversion: '1.0',
    id: event.eventId,
    source,
    type: event.eventType,
    subject: event.subject,
    time: event.time,
    datacontenttype: 'application/json',
    sequence: event.sequence.padStart(SEQUENCE_DIGITS, '0'),
    partitionkey: event.objectId,
  });
  return `${attributes.slice(0, -1)},"data":${event.data}}`;
}

/** The headers of a message. A receiver accepts any one of the signatures, and knows a repeat by `webhook-id`. */
export function headersOf(
  body: string,
  { eventId, at }: { eventId: string; at: Date },
  secrets: readonly string[],
): Record<string, string> {
  return {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'revgraph',
    'webhook-id': eventId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(eventId, at, body)).join(' '),
  };
}
