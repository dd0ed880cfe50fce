// The outbox of a test: a source system with an endpoint, events of made-up objects, and a worker that delivers them with the
// pauses of production cut short.
import { sql } from 'kysely';
import { type DestinationStream, pino } from 'pino';
import type { WebhookConfig } from '../../src/platform/config.ts';
import { loadConfig } from '../../src/platform/config.ts';
import type { Database } from '../../src/platform/database.ts';
import type { Loop } from '../../src/platform/job-loop.ts';
import { addEvents, type NewEvent } from '../../src/platform/outbox.ts';
import { registerEndpoint } from '../../src/platform/outbox-endpoints.ts';
import { type DeliveryParts, startDeliveries } from '../../src/platform/outbox-worker.ts';
import { type Receiver, SECRET } from './receiver.ts';

/** The nth object of a test. */
export function objectId(n: number): string {
  return `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
}

export function eventOf(n: number, change: Partial<NewEvent> = {}): NewEvent {
  return {
    eventType: 'test.thing.changed',
    objectType: 'THING',
    objectId: objectId(n),
    subject: `thing ${n}`,
    data: { name: `thing ${n}` },
    ...change,
  };
}

export async function add(database: Database, ...events: readonly NewEvent[]) {
  return await database.kysely.transaction().execute((tx) => addEvents(tx, events));
}

export async function makeSource(database: Database, key = 'erp'): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into source_system (key, name, kind)
    values (${key}, ${key}, 'ERP') returning source_system_id as id`.execute(database.kysely);
  return rows[0]!.id;
}

export async function makeEndpoint(
  database: Database,
  url: string,
  { source = 'erp', objectTypes = ['THING'], secretName = 'ERP' } = {},
): Promise<string> {
  const sourceSystemId = await makeSource(database, source);
  return await database.kysely
    .transaction()
    .execute((tx) => registerEndpoint(tx, { sourceSystemId, url, objectTypes, secretName }));
}

function webhookSettings(change: Partial<WebhookConfig> = {}): WebhookConfig {
  const settings = {
    WEBHOOK_SECRET_ERP: SECRET,
    WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
    WEBHOOK_TIMEOUT_MS: '2000',
  };
  return { ...loadConfig(settings).webhooks, ...change };
}

export interface TestWorker extends Loop {
  readonly log: readonly string[];
}

type WorkerChange = Omit<Partial<DeliveryParts>, 'settings'> & {
  readonly settings?: Partial<WebhookConfig>;
  /** False: pauses are as long as in production. */
  readonly isHurried?: boolean;
};

export function startWorker(database: Database, change: WorkerChange = {}): TestWorker {
  const { settings, isHurried = true, ...parts } = change;
  const log: string[] = [];
  const stream: DestinationStream = { write: (line) => void log.push(line) };
  const worker = startDeliveries({
    kysely: database.kysely,
    log: pino({ level: 'debug' }, stream),
    pollMs: 20,
    leaseMs: 5000,
    ...parts,
    settings: webhookSettings(settings),
  });
  const hurry = setInterval(() => void (isHurried && endPauses(database).catch(() => undefined)), 25);
  return {
    log,
    wake: worker.wake,
    async stop() {
      clearInterval(hurry);
      await worker.stop();
    },
  };
}

/** Makes deliveries due that wait for their next attempt. */
async function endPauses(database: Database): Promise<void> {
  await sql`update delivery set next_attempt_at = now() where claim is null and next_attempt_at > now()`.execute(
    database.kysely,
  );
}

export interface DeliveryRow {
  readonly delivery_id: string;
  readonly object_id: string;
  readonly sequence: string;
  readonly state: string;
  readonly attempts: number;
  readonly is_due: boolean;
  readonly is_claimed: boolean;
  readonly is_parked: boolean;
  readonly last_status: number | null;
  readonly last_error: string | null;
}

export async function readDeliveries(database: Database): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`select delivery_id, object_id, sequence, state, attempts,
      next_attempt_at is not null as is_due, claim is not null as is_claimed, parked_at is not null as is_parked,
      last_status, last_error
    from delivery order by object_id, sequence, endpoint_id`.execute(database.kysely);
  return rows;
}

export async function statesOf(database: Database): Promise<string[]> {
  return (await readDeliveries(database)).map(({ state }) => state);
}

/** How many deliveries are still open; a worker is done when there are none. */
export async function countOpen(database: Database): Promise<number> {
  return (await statesOf(database)).filter((state) => state === 'NOT_SENT' || state === 'SENT').length;
}

/** Every event once for each time it was taken, by object: what a receiver that knows repeats makes of it. */
export function sequencesTaken({ taken }: Receiver): Map<string, number[]> {
  const byObject = new Map<string, number[]>();
  for (const { objectId, sequence } of taken) {
    const known = byObject.get(objectId) ?? [];
    if (!known.includes(sequence)) byObject.set(objectId, [...known, sequence]);
  }
  return byObject;
}
