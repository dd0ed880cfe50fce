// The prepared statements of one connection, at most 100: a large one takes over 100 kB in the backend, and neither
// PostgreSQL nor its driver ever lets one go.
import type { Client } from 'pg';

const MOST_NAMES = 100;
const NAME = /^[a-z0-9_]{1,63}$/i;

export class PreparedNames {
  readonly #client: Client;
  /** In the order of their last use. */
  readonly #names = new Set<string>();

  constructor(client: Client) {
    this.#client = client;
  }

  /** Before a statement is run by its name: drops the one unused for longest where there is no room for a new one. */
  async makeRoom(name: string): Promise<void> {
    if (!NAME.test(name)) throw new RangeError(`${name} is no name for a prepared statement`);
    if (!this.#names.delete(name)) {
      for (const oldest of this.#names) {
        if (this.#names.size < MOST_NAMES) break;
        await this.drop(oldest);
      }
    }
    this.#names.add(name);
  }

  /** Forgets a statement here, in the driver and, where it is known there, in the backend. */
  async drop(name: string): Promise<void> {
    const parsed = parsedStatements(this.#client);
    if (name in parsed) await this.#client.query(`deallocate "${name}"`);
    this.forget(name);
  }

  /** Forgets a statement that the backend does not know any more. */
  forget(name: string): void {
    delete parsedStatements(this.#client)[name];
    this.#names.delete(name);
  }
}

/** The driver's own record of what it has sent to be parsed; without an entry it parses again at the next use. */
function parsedStatements(client: Client): Record<string, unknown> {
  const connection: object = client.connection;
  if ('parsedStatements' in connection && isRecord(connection.parsedStatements))
    return connection.parsedStatements;
  throw new Error('the pg driver keeps its record of prepared statements elsewhere in this version');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
