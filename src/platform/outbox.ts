// The outbox: events written in the transaction of the change that they tell of, and what a person does about deliveries that
// stopped. The deliveries themselves are made by the database, one per event and endpoint.
import type { Kysely, Transaction } from 'kysely';
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { DB } from './tables.gen.ts';

/** Something that happened to an object, for whoever is registered for objects of its type. */
export interface NewEvent {
  /** What happened, in CloudEvents' reversed-domain style. */
  readonly eventType: string;
  readonly objectType: string;
  readonly objectId: string;
  /** What people call the object. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The only source system that it is for, by id; left out: all that are registered. */
  readonly addressee?: string;
}

export interface AddedEvent {
  readonly eventId: string;
  /** Its place among the events of its object. */
  readonly sequence: string;
  /** To how many endpoints it goes. None for an addressed event means that it reaches nobody. */
  readonly deliveries: number;
}

/** Adds events in one statement; gives back what became of each, in their order. */
export async function addEvents(tx: Transaction<DB>, events: readonly NewEvent[]): Promise<AddedEvent[]> {
  if (events.length === 0) return [];
  const column = (of: (event: NewEvent) => string | undefined) => arrayText(events.map(of));
  return await runSql<AddedEvent & object>(
    tx,
    `select event_id as "eventId", event_sequence as sequence, delivery_count as deliveries
     from add_outbox_events($1::text[], $2::text[], $3::uuid[], $4::text[], $5::jsonb[], $6::uuid[])`,
    [
      column((event) => event.eventType),
      column((event) => event.objectType),
      column((event) => event.objectId),
      column((event) => event.subject),
      column((event) => JSON.stringify(event.data)),
      column((event) => event.addressee),
    ],
  );
}

/**
 * Sends deliveries again that were parked or refused, from the first attempt on, ahead of what waits behind them. Returns those
 * for which that was so.
 */
export async function replayDeliveries(
  tx: Transaction<DB>,
  deliveryIds: readonly string[],
): Promise<string[]> {
  const replayed = await runSql<{ delivery_id: string }>(
    tx,
    `update delivery set parked_at = null, attempts = 0, answered_at = null,
       sent_at = case when state = 'SENT' then sent_at end, state = case when state = 'SENT' then 'SENT' else 'NOT_SENT' end
     where delivery_id = any ($1::uuid[]) and dismissed_at is null and (parked_at is not null or state = 'REFUSED')
     returning delivery_id`,
    [arrayText(deliveryIds)],
  );
  return replayed.map((row) => row.delivery_id);
}

/** Gives deliveries up, so that what waits behind them goes on. Returns those that were open and not just under way. */
export async function dismissDeliveries(
  tx: Transaction<DB>,
  deliveryIds: readonly string[],
  reason: string,
): Promise<string[]> {
  const dismissed = await runSql<{ delivery_id: string }>(
    tx,
    `update delivery set dismissed_at = clock_timestamp(), dismissed_reason = $2, next_attempt_at = null
     where delivery_id = any ($1::uuid[]) and dismissed_at is null and claim is null and state in ('NOT_SENT', 'SENT')
     returning delivery_id`,
    [arrayText(deliveryIds), reason],
  );
  return dismissed.map((row) => row.delivery_id);
}

/** How many deliveries stand in a state; those that are on their way wait for their turn, an attempt or an answer. */
export interface OutboxFigures {
  readonly notSent: number;
  readonly sent: number;
  readonly refused: number;
  readonly parked: number;
  /** Since when the oldest open delivery waits, parked or not; null where nothing is open. */
  readonly oldestSeconds: number | null;
}

/** What is not confirmed, counted; those confirmed are too many to count each time, the process counts them as they come. */
export async function readOutboxFigures(db: Kysely<DB>): Promise<OutboxFigures> {
  const [figures] = await runSql<OutboxFigures & object>(
    db,
    `select count(*) filter (where state = 'NOT_SENT' and parked_at is null)::int as "notSent",
       count(*) filter (where state = 'SENT' and parked_at is null)::int as sent,
       count(*) filter (where state = 'REFUSED')::int as refused,
       count(*) filter (where parked_at is not null)::int as parked,
       extract(epoch from clock_timestamp() - min(created_at) filter (where state <> 'REFUSED'))::float8 as "oldestSeconds"
     from delivery where state <> 'CONFIRMED' and dismissed_at is null`,
  );
  return figures ?? { notSent: 0, sent: 0, refused: 0, parked: 0, oldestSeconds: null };
}
