// Signatures of pushed messages: Standard Webhooks, and Stripe's own scheme. Both sign the moment with the bytes, so that an old
// message cannot be sent again; secrets are compared without telling how far a wrong one was right.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** How far the sender's clock may be off, or a message may have been on its way. */
const TOLERANCE_SECONDS = 300;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface SignedMessage {
  readonly headers: Headers;
  readonly body: Buffer;
  readonly secrets: readonly string[];
  readonly now: Date;
}

export type Signature =
  /** `id`: what Standard Webhooks calls the message, and signs. */
  { readonly kind: 'SOUND'; readonly id?: string } | { readonly kind: 'WRONG'; readonly reason: string };

/** Whether the message is signed with one of the secrets, just now; undefined: it is not signed at all. */
export function checkSignature(message: SignedMessage): Signature | undefined {
  const { headers } = message;
  const stripe = headers['stripe-signature'];
  if (stripe !== undefined) return checkStripe(String(stripe), message);
  if (headers['webhook-signature'] !== undefined) return checkStandard(message);
  return undefined;
}

function wrong(reason: string): Signature {
  return { kind: 'WRONG', reason };
}

function momentFault(seconds: string, now: Date): Signature | undefined {
  if (!/^\d{1,12}$/.test(seconds)) return wrong('The moment of the signature is no number of seconds.');
  const off = Math.abs(now.getTime() / 1000 - Number(seconds));
  return off > TOLERANCE_SECONDS
    ? wrong(`The signature is older or younger than ${TOLERANCE_SECONDS} seconds.`)
    : undefined;
}

/** `t=...,v1=...`, with several v1 while a secret is being replaced. */
function checkStripe(header: string, { body, secrets, now }: SignedMessage): Signature {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const moment = parts.find(([name]) => name === 't')?.[1] ?? '';
  const given = parts.flatMap(([name, value = '']) => (name === 'v1' ? [value] : []));
  const late = momentFault(moment, now);
  if (late) return late;
  const isSound = secrets.some((secret) => {
    const sum = createHmac('sha256', secret).update(`${moment}.`).update(body).digest('hex');
    return given.some((signature) => isSame(signature, sum));
  });
  return isSound ? { kind: 'SOUND' } : wrong('The signature does not fit the body.');
}

function checkStandard({ headers, body, secrets, now }: SignedMessage): Signature {
  const id = String(headers['webhook-id'] ?? '');
  const moment = String(headers['webhook-timestamp'] ?? '');
  if (id === '') return wrong('The header webhook-id is missing.');
  const late = momentFault(moment, now);
  if (late) return late;
  const at = new Date(Number(moment) * 1000);
  const given = String(headers['webhook-signature']).split(' ');
  const isSound = secrets.some((secret) => {
    const signature = signed(secret, id, at, body);
    return signature !== undefined && given.some((each) => isSame(each, signature));
  });
  return isSound ? { kind: 'SOUND', id } : wrong('The signature does not fit the body.');
}

/** Undefined where the secret is none of this scheme's. */
function signed(secret: string, id: string, at: Date, body: Buffer): string | undefined {
  try {
    return new Webhook(secret).sign(id, at, body);
  } catch {
    return undefined;
  }
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
