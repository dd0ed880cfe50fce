// The log of the process: one JSON object per line, without secrets and without the values of rows.
import { randomBytes } from 'node:crypto';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.ts';
import { redactLine } from './redact.ts';

export type { Logger } from 'pino';

/** What an error says to the log. PostgreSQL's `detail` quotes the row at fault and stays out, like whatever else hangs on it. */
const ERROR_FIELDS = [
  'type',
  'message',
  'stack',
  'code',
  'schema',
  'table',
  'column',
  'constraint',
  'incident',
];

function serializeError(error: Error): object {
  const { err } = pino.stdSerializers;
  const fields = new Map(Object.entries(err(error)));
  return Object.fromEntries(
    ERROR_FIELDS.filter((name) => fields.has(name)).map((name) => [name, fields.get(name)]),
  );
}

/** Writes to standard output unless a stream is given. */
export function createLog({ level }: Config['log'], stream?: DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError, error: serializeError },
    // On the finished line, so that nothing gets past: child logs, serialised errors, messages.
    hooks: { streamWrite: redactLine },
  };
  return stream ? pino(options, stream) : pino(options);
}

/** What a client is told instead of an error that is not his, and by which the log is searched. */
export function newIncidentId(): string {
  return randomBytes(6).toString('hex');
}
