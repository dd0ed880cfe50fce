// The steps of a delivery in the store: taken under a lease, marked as sent before anything leaves, settled by its outcome.
// Each step is for the holder of the claim alone, so that one whose lease ran out changes nothing.
import type { Kysely, Transaction } from 'kysely';
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { OutboundEvent } from './outbox-message.ts';
import type { DB } from './tables.gen.ts';

/** A delivery under way, with all that an attempt needs. */
export interface Claim extends OutboundEvent {
  readonly deliveryId: string;
  readonly claim: string;
  /** Which attempt this is, from 1. */
  readonly attempts: number;
  readonly endpointId: string;
  readonly url: string;
  readonly secretName: string;
  /** By the store's clock, in seconds since 1970. */
  readonly claimedAt: number;
}

/** How many more deliveries of each endpoint a process wants: all that it may have open, less what it has. */
export interface Appetite {
  readonly perEndpoint: number;
  readonly open: ReadonlyMap<string, number>;
  readonly leaseSeconds: number;
}

/**
 * Takes what is due, the longest waiting first, for each endpoint as much as there is room for. What another process takes at
 * the same moment is passed over. When the lease ends without an outcome, the delivery is due again.
 */
export async function claimDeliveries(db: Kysely<DB>, appetite: Appetite): Promise<Claim[]> {
  return await runSql<Claim & object>(
    db,
    `with room as (
       select p.endpoint_id, greatest(0, $1::int - coalesce(o.open, 0)) as free
       from endpoint p left join unnest($2::uuid[], $3::int[]) o (endpoint_id, open) using (endpoint_id) where p.is_active
     ), due as materialized (
       select d.delivery_id from room cross join lateral (
         select delivery_id from delivery where endpoint_id = room.endpoint_id and next_attempt_at <= now()
         order by next_attempt_at limit room.free for update skip locked
       ) d
     ), taken as (
       update delivery set claim = gen_random_uuid(), attempts = attempts + 1,
         next_attempt_at = clock_timestamp() + make_interval(secs => $4::float8)
       -- As an array, so that few are expected: a join would read the whole table.
       where delivery_id = any (array(select delivery_id from due)) returning *
     )
     select t.delivery_id as "deliveryId", t.claim, t.attempts, t.endpoint_id as "endpointId", p.url,
       p.secret_name as "secretName", extract(epoch from clock_timestamp())::float8 as "claimedAt",
       e.outbox_event_id as "eventId", e.event_type as "eventType", e.object_id as "objectId", e.sequence, e.subject,
       to_char(e.occurred_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time, e.data::text as data
     from taken t join endpoint p using (endpoint_id)
     join outbox_event e on e.occurred_on = t.occurred_on and e.outbox_event_id = t.outbox_event_id`,
    [
      appetite.perEndpoint,
      arrayText([...appetite.open.keys()]),
      arrayText([...appetite.open.values()].map(String)),
      appetite.leaseSeconds,
    ],
  );
}

/**
 * Says that the event leaves now, and begins the lease anew. False where the claim is no longer this process's: then nothing
 * may leave.
 */
export async function markSent(
  db: Kysely<DB>,
  { deliveryId, claim }: Claim,
  leaseSeconds: number,
): Promise<boolean> {
  const marked = await runSql(
    db,
    `update delivery set state = 'SENT', sent_at = coalesce(sent_at, clock_timestamp()),
       next_attempt_at = clock_timestamp() + make_interval(secs => $3::float8)
     where delivery_id = $1 and claim = $2 and next_attempt_at > clock_timestamp() returning 1 as marked`,
    [deliveryId, claim, leaseSeconds],
  );
  return marked.length > 0;
}

/** What an attempt came to, for the record. */
export interface Outcome {
  readonly status: number | null;
  readonly fault: string | null;
}

/** The endpoint has confirmed or refused it; the next event of the object is due. */
export async function settleDelivery(
  tx: Transaction<DB>,
  claim: Claim,
  state: 'CONFIRMED' | 'REFUSED',
  outcome: Outcome,
): Promise<boolean> {
  return await release(tx, claim, outcome, [
    `state = $5, answered_at = clock_timestamp(), next_attempt_at = null`,
    state,
  ]);
}

/** It is tried again after a pause. */
export async function postponeDelivery(
  tx: Transaction<DB>,
  claim: Claim,
  pauseSeconds: number,
  outcome: Outcome,
): Promise<boolean> {
  return await release(tx, claim, outcome, [
    `next_attempt_at = clock_timestamp() + make_interval(secs => $5::float8)`,
    pauseSeconds,
  ]);
}

/** That was the last attempt; what follows of the object waits until somebody replays or dismisses this one. */
export async function parkDelivery(tx: Transaction<DB>, claim: Claim, outcome: Outcome): Promise<boolean> {
  return await release(tx, claim, outcome, [`parked_at = clock_timestamp(), next_attempt_at = null`]);
}

const LONGEST_FAULT = 500;

/** Ends the claim; false where it was another's by then. */
async function release(
  tx: Transaction<DB>,
  { deliveryId, claim }: Claim,
  { status, fault }: Outcome,
  [change, ...values]: readonly [change: string, ...values: (string | number)[]],
): Promise<boolean> {
  const released = await runSql(
    tx,
    `update delivery set claim = null, last_status = $3, last_error = $4, ${change}
     where delivery_id = $1 and claim = $2 returning 1 as released`,
    [deliveryId, claim, status, fault?.slice(0, LONGEST_FAULT) ?? null, ...values],
  );
  return released.length > 0;
}

/** A delivery that stopped, for whoever makes work of it. */
export interface StoppedDelivery {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly sourceSystemId: string;
  readonly url: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly sequence: string;
  readonly subject: string;
  readonly state: 'NOT_SENT' | 'SENT' | 'REFUSED';
  readonly attempts: number;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
}

export async function loadStopped(
  tx: Transaction<DB>,
  deliveryIds: readonly string[],
): Promise<StoppedDelivery[]> {
  return await runSql<StoppedDelivery & object>(
    tx,
    `select d.delivery_id as "deliveryId", d.endpoint_id as "endpointId", p.source_system_id as "sourceSystemId", p.url,
       e.outbox_event_id as "eventId", e.event_type as "eventType", e.object_type as "objectType", e.object_id as "objectId",
       e.sequence, e.subject, d.state, d.attempts, d.last_status as "lastStatus", d.last_error as "lastError"
     from delivery d join endpoint p using (endpoint_id)
     join outbox_event e on e.occurred_on = d.occurred_on and e.outbox_event_id = d.outbox_event_id
     where d.delivery_id = any ($1::uuid[])`,
    [arrayText(deliveryIds)],
  );
}
