// Where events go: the endpoints of source systems, each with the object types that it is registered for.
import type { Kysely, Transaction } from 'kysely';
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { DB } from './tables.gen.ts';

export interface EndpointRequest {
  readonly sourceSystemId: string;
  readonly url: string;
  readonly objectTypes: readonly string[];
  /** The part of WEBHOOK_SECRET_<name> after the prefix; the secret itself is never stored. */
  readonly secretName: string;
}

/** Registers an endpoint, or changes what the one at that address is registered for, and sets it to work. Returns its id. */
export async function registerEndpoint(tx: Transaction<DB>, endpoint: EndpointRequest): Promise<string> {
  const { sourceSystemId, url, objectTypes, secretName } = endpoint;
  const [row] = await runSql<{ endpoint_id: string }>(
    tx,
    `insert into endpoint (source_system_id, url, object_types, secret_name) values ($1, $2, $3::text[], $4)
     on conflict (source_system_id, url) do update set object_types = excluded.object_types,
       secret_name = excluded.secret_name, is_active = true, inactive_reason = null, updated_at = now()
     returning endpoint_id`,
    [sourceSystemId, url, arrayText(objectTypes), secretName],
  );
  if (!row) throw new Error('the endpoint was not registered');
  return row.endpoint_id;
}

/** Stops sending to an endpoint; its events are kept for it until it is registered again. */
export async function pauseEndpoint(tx: Transaction<DB>, endpointId: string, reason: string): Promise<void> {
  await runSql(
    tx,
    `update endpoint set is_active = false, inactive_reason = $2, updated_at = now() where endpoint_id = $1`,
    [endpointId, reason],
  );
}

/** The object types that some endpoint is registered for: of others nobody needs an event. */
export async function readWantedTypes(db: Kysely<DB>): Promise<ReadonlySet<string>> {
  const rows = await runSql<{ object_type: string }>(
    db,
    'select distinct unnest(object_types) as object_type from endpoint',
  );
  return new Set(rows.map((row) => row.object_type));
}
