// What an operator says of a source system: how fresh its feed promises to be, and where it wants to hear of changes.
import type { Kysely } from 'kysely';
import { listSources, setFreshness } from '../entities/store.ts';
import { registerEndpoint } from '../platform/outbox-endpoints.ts';
import type { DB } from '../platform/tables.gen.ts';
import { UnreadableInput } from './format.ts';
import { canonicalRecords } from './record-commands.ts';

export interface SourceSettings {
  readonly source: string;
  /** Minutes of silence that are no news; null: it promises nothing. */
  readonly freshMinutes?: number | null;
  readonly endpoint?: EndpointSettings;
}

export interface EndpointSettings {
  readonly url: string;
  /** Object types, such as CUSTOMER. */
  readonly objects: readonly string[];
  /** The part of WEBHOOK_SECRET_<name> after the prefix. */
  readonly secret: string;
}

/** Object types of which changes are told. */
const objectTypes: ReadonlySet<string> = new Set(canonicalRecords.flatMap(({ object }) => object ?? []));

/** Sets what is said and leaves the rest; throws `UnreadableInput` with every fault. */
export async function changeSource(db: Kysely<DB>, settings: SourceSettings): Promise<void> {
  const { source, freshMinutes, endpoint } = settings;
  const known = (await listSources(db)).find(({ key }) => key === source);
  const faults = endpoint ? endpointFaults(endpoint) : [];
  if (!known) faults.unshift(`--source ${JSON.stringify(source)} is no source system that is known here`);
  if (faults.length > 0 || !known) throw new UnreadableInput(faults);
  if (freshMinutes !== undefined) await setFreshness(db, source, freshMinutes);
  if (!endpoint) return;
  await db.transaction().execute(
    async (tx) =>
      await registerEndpoint(tx, {
        sourceSystemId: known.sourceId,
        url: endpoint.url,
        objectTypes: endpoint.objects,
        secretName: endpoint.secret,
      }),
  );
}

function endpointFaults({ url, objects, secret }: EndpointSettings): string[] {
  const faults: string[] = [];
  if (!/^https?:\/\/[^\s/?#@\\]+([/?]\S*)?$/.test(url) || url.length > 2000)
    faults.push(`--endpoint ${JSON.stringify(url)} is no web address without user, password and fragment`);
  const unknown = objects.filter((name) => !objectTypes.has(name));
  if (unknown.length > 0)
    faults.push(`--object ${unknown.join(', ')} is none of ${[...objectTypes].sort().join(', ')}`);
  if (objects.length === 0) faults.push('--endpoint needs --object: of what it wants to hear');
  if (!/^[A-Z][A-Z0-9_]{0,60}$/.test(secret))
    faults.push(
      `--secret ${JSON.stringify(secret)} is no name: capitals, digits and _, of a setting WEBHOOK_SECRET_<name>`,
    );
  return faults;
}
