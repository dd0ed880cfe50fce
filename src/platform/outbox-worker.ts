// Delivers what is due in the outbox: claims, sends, and keeps what came of it. Any number of processes may do so at once.
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { WebhookConfig } from './config.ts';
import { DatabaseUnavailable, StatementTimeout, sqlStateOf } from './database-errors.ts';
import { type Loop, startLoop } from './job-loop.ts';
import {
  type Claim,
  claimDeliveries,
  loadStopped,
  markSent,
  parkDelivery,
  postponeDelivery,
  type StoppedDelivery,
  settleDelivery,
} from './outbox-claims.ts';
import { pauseEndpoint } from './outbox-endpoints.ts';
import { envelopeOf, headersOf } from './outbox-message.ts';
import { faultOf, GONE, judge, pauseSeconds, type Verdict } from './outbox-rules.ts';
import type { DB } from './tables.gen.ts';
import { type PostResult, post } from './web-post.ts';
import type { Resolve } from './web-target.ts';

/** What is to be done in the transaction in which deliveries stop. Where it fails, they are tried again instead. */
export interface DeliveryPorts {
  /** After the last try. What follows of the same objects waits. */
  onParked?(tx: Transaction<DB>, deliveries: readonly StoppedDelivery[]): Promise<void>;
  /** The endpoint will not take them. What follows of the same objects goes on. */
  onRefused?(tx: Transaction<DB>, deliveries: readonly StoppedDelivery[]): Promise<void>;
}

export interface DeliveryParts {
  readonly kysely: Kysely<DB>;
  readonly log: Logger;
  readonly settings: WebhookConfig;
  readonly ports?: DeliveryPorts;
  readonly observe?: (verdict: Verdict) => void;
  /** How often to look whether something is due. */
  readonly pollMs?: number;
  /** How long a delivery is a process's own; what a dead process had comes back after that time. */
  readonly leaseMs?: number;
  readonly random?: () => number;
  readonly resolve?: Resolve;
}

/** Beyond the time limit of a request: for the store's part of an attempt. */
const LEASE_MARGIN_MS = 15_000;
const POLL_MS = 1000;

/** Starts delivering. Stopping waits for the requests under way, each of which has its time limit. */
export function startDeliveries(parts: DeliveryParts): Loop {
  const { kysely, log, settings, pollMs = POLL_MS } = parts;
  const leaseMs = parts.leaseMs ?? settings.timeoutMs + LEASE_MARGIN_MS;
  const open = new Map<string, number>();
  const attempts = new Set<Promise<void>>();
  const stopping = new AbortController();
  const count = (endpointId: string, by: number) => open.set(endpointId, (open.get(endpointId) ?? 0) + by);

  const loop = startLoop({ name: 'deliveries', everyMs: pollMs, log }, async () => {
    const appetite = { perEndpoint: settings.concurrency, open, leaseSeconds: leaseMs / 1000 };
    for (const claim of await claimDeliveries(kysely, appetite)) {
      count(claim.endpointId, 1);
      const attempt = attemptDelivery(parts, claim, { leaseMs, stopping: stopping.signal }).finally(() => {
        count(claim.endpointId, -1);
        attempts.delete(attempt);
        loop.wake();
      });
      attempts.add(attempt);
    }
  });
  return {
    wake: () => loop.wake(),
    async stop() {
      stopping.abort();
      await loop.stop();
      await Promise.all(attempts);
    },
  };
}

interface AttemptLimits {
  readonly leaseMs: number;
  readonly stopping: AbortSignal;
}

/** Never throws. */
async function attemptDelivery(parts: DeliveryParts, claim: Claim, limits: AttemptLimits): Promise<void> {
  const leaseEnd = performance.now() + limits.leaseMs;
  const result = await send(parts, claim, limits.leaseMs / 1000);
  const verdict = judge(result);
  parts.observe?.(verdict);
  const { deliveryId, endpointId, attempts } = claim;
  if (verdict !== 'CONFIRMED')
    parts.log.info(
      { deliveryId, endpointId, attempts, verdict, reason: faultOf(result) },
      'a delivery failed',
    );
  await keepOutcome(parts, claim, result, { leaseEnd, stopping: limits.stopping });
}

async function send(
  { kysely, settings, resolve }: DeliveryParts,
  claim: Claim,
  leaseSeconds: number,
): Promise<PostResult> {
  const secrets = settings.secrets.get(claim.secretName);
  if (!secrets || !URL.canParse(claim.url)) {
    const reason = secrets
      ? 'the address of the endpoint cannot be read'
      : `WEBHOOK_SECRET_${claim.secretName} is not set`;
    return { kind: 'FAILED', hasLeft: false, reason };
  }
  const body = envelopeOf(claim, settings.source);
  const at = new Date(claim.claimedAt * 1000);
  const headers = headersOf(body, { eventId: claim.eventId, at }, secrets);
  const beforeSend = async () => {
    if (await markSent(kysely, claim, leaseSeconds)) return;
    throw new Error('the time for this attempt ran out before anything was sent');
  };
  return await post(
    { url: new URL(claim.url), headers, body, beforeSend },
    { ...settings, ...(resolve && { resolve }) },
  );
}

/** Keeps trying while the store is away and the claim holds; after that the event is sent again, which receivers must bear. */
async function keepOutcome(
  parts: DeliveryParts,
  claim: Claim,
  result: PostResult,
  { leaseEnd, stopping }: { leaseEnd: number; stopping: AbortSignal },
): Promise<void> {
  const { log } = parts;
  for (let keep = keepResult; ; ) {
    try {
      await inTransaction(parts.kysely, (tx) => keep(tx, parts, claim, result));
      return;
    } catch (error) {
      const { deliveryId } = claim;
      if (performance.now() >= leaseEnd || stopping.aborted || keep === postpone) {
        log.warn({ err: error, deliveryId }, 'the outcome of a delivery is lost: it is sent again');
        return;
      }
      if (!isPassing(error)) {
        // Somebody else's work on a delivery that stopped: were it to stop all the same, nobody would know of it.
        log.error({ err: error, deliveryId }, 'a delivery could not be stopped: it is tried again');
        keep = postpone;
      } else await pause(500);
    }
  }
}

async function inTransaction(db: Kysely<DB>, work: (tx: Transaction<DB>) => Promise<void>): Promise<void> {
  await db.transaction().setIsolationLevel('read committed').execute(work);
}

/** An error after which the same may succeed. */
function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable || error instanceof StatementTimeout) return true;
  return ['40001', '40P01', '55P03'].includes(sqlStateOf(error) ?? '');
}

type Keep = (tx: Transaction<DB>, parts: DeliveryParts, claim: Claim, result: PostResult) => Promise<void>;

const keepResult: Keep = async (tx, parts, claim, result) => {
  const verdict = judge(result);
  if (verdict === 'AGAIN' && claim.attempts < parts.settings.attempts)
    return await postpone(tx, parts, claim, result);
  const outcome = outcomeOf(result);
  const { ports } = parts;
  if (verdict === 'AGAIN') {
    if (await parkDelivery(tx, claim, outcome)) await report(tx, claim, ports?.onParked);
    return;
  }
  const isMine = await settleDelivery(tx, claim, verdict, outcome);
  if (!isMine || verdict === 'CONFIRMED') return;
  if (outcome.status === GONE) await pauseEndpoint(tx, claim.endpointId, 'the endpoint answered 410 Gone');
  await report(tx, claim, ports?.onRefused);
};

const postpone: Keep = async (tx, { random = Math.random }, claim, result) => {
  const retryAfter = result.kind === 'ANSWERED' ? result.retryAfter : undefined;
  const seconds = pauseSeconds(claim.attempts, random(), retryAfter);
  await postponeDelivery(tx, claim, seconds, outcomeOf(result));
};

function outcomeOf(result: PostResult): { status: number | null; fault: string | null } {
  return { status: result.kind === 'ANSWERED' ? result.status : null, fault: faultOf(result) };
}

async function report(
  tx: Transaction<DB>,
  { deliveryId }: Claim,
  port: DeliveryPorts['onParked'],
): Promise<void> {
  if (port) await port(tx, await loadStopped(tx, [deliveryId]));
}
