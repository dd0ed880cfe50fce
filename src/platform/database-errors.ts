// What can go wrong between this process and its database, by name: away, too slow, given up. Errors of the SQL itself pass as
// they are, with their SQLSTATE.

interface Details extends ErrorOptions {
  /** SQLSTATE; for errors of the network the class that PostgreSQL itself would use. */
  code?: string;
}

abstract class DatabaseError extends Error {
  readonly code: string;

  constructor(message: string, standardCode: string, { code, cause }: Details) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code ?? standardCode;
  }
}

/** No connection, a connection that was lost, or none free within the time set. */
export class DatabaseUnavailable extends DatabaseError {
  override readonly name = 'DatabaseUnavailable';

  constructor(message: string, details: Details = {}) {
    super(message, '08006', details);
  }
}

/** The database answered, and will not do for this program as it is set up: wrong version, role missing, password refused. */
export class DatabaseUnfit extends DatabaseError {
  override readonly name = 'DatabaseUnfit';

  constructor(message: string, details: Details = {}) {
    super(message, '55000', details);
  }
}

/** A statement ran longer than it may. */
export class StatementTimeout extends DatabaseError {
  override readonly name = 'StatementTimeout';

  constructor(message: string, details: Details = {}) {
    super(message, '57014', details);
  }
}

/** A statement was given up because nobody waits for its answer any more. */
export class StatementCancelled extends DatabaseError {
  override readonly name = 'StatementCancelled';

  constructor(message: string, details: Details = {}) {
    super(message, '57014', details);
  }
}

/** Connection exceptions, too many connections, shutdown, crash, start-up. */
const AWAY_STATES = /^(08...|53300|57P0[1-5])$/;
const AWAY_SOCKETS =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOST\w+|ENET\w+|ENOTFOUND|EAI_\w+|ENOENT|EACCES|ERR_SSL\w*|ERR_TLS\w*)$/;
/** The driver's own errors carry no code. */
const AWAY_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|Cannot use a pool after)/;
const POOL_EMPTY = /^timeout (exceeded when trying to connect|expired)/;

export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Why a connection is away, in a few words; undefined where the error says something else. */
function outageOf(error: unknown): { reason: string; code?: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = sqlStateOf(error) ?? '';
  if (AWAY_STATES.test(code)) return { reason: error.message, code };
  // A name with several addresses fails with an AggregateError without text of its own.
  if (AWAY_SOCKETS.test(code)) return { reason: error.message || code, code: '08001' };
  if (POOL_EMPTY.test(error.message)) return { reason: 'no connection came free in time', code: '53300' };
  return AWAY_MESSAGES.test(error.message) ? { reason: error.message } : undefined;
}

/** The error by its name where it is about the connection or the time, otherwise the error itself. */
export function toDatabaseError(error: unknown, place: string): unknown {
  if (error instanceof DatabaseError) return error;
  if (sqlStateOf(error) === '57014') {
    return new StatementTimeout('a statement took longer than it may', { cause: error });
  }
  const outage = outageOf(error);
  if (outage === undefined) return error;
  const { reason, ...details } = outage;
  return new DatabaseUnavailable(`the database at ${place} is not available: ${reason}`, {
    ...details,
    cause: error,
  });
}

/** Answers to an attempt to connect after which trying again is of no use. */
const REFUSALS = /^(28...|3D000|22023|42501|42704)$/;

/** The error of an attempt to connect: refused for good, or away. */
export function toConnectError(error: unknown, place: string): Error {
  if (error instanceof DatabaseError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = sqlStateOf(error);
  if (code !== undefined && REFUSALS.test(code)) {
    const hint = text.includes('role "revgraph_app"') || text.includes('"role"') ? ROLE_HINT : '';
    return new DatabaseUnfit(`the database at ${place} refuses the connection: ${text}${hint}`, {
      code,
      cause: error,
    });
  }
  const { reason, ...details } = outageOf(error) ?? { reason: text };
  return new DatabaseUnavailable(`the database at ${place} is not available: ${reason}`, {
    ...details,
    cause: error,
  });
}

const ROLE_HINT =
  ' (`revgraph migrate` makes the role; its owner grants it to the user of DATABASE_URL: GRANT revgraph_app TO user)';
