// What a command says when it fails: what a person can act on in one line, a bug with its stack.
import { ConfigError } from './config.ts';
import { DataFolderUnusable } from './data-folder.ts';
import { DatabaseUnavailable, DatabaseUnfit } from './database-errors.ts';
import { StoreInUse } from './embedded-lock.ts';
import { MigrationError } from './migrate.ts';

const KNOWN = [
  ConfigError,
  DataFolderUnusable,
  StoreInUse,
  DatabaseUnavailable,
  DatabaseUnfit,
  MigrationError,
];
/** The address cannot be had: somebody else listens there, or it is not ours. */
const ADDRESS = /^(EADDRINUSE|EACCES|EADDRNOTAVAIL|ENOTFOUND)$/;

/** The text for standard error. `known` are further kinds of errors whose message is enough. */
export function explain(error: unknown, known: readonly (new (...args: never[]) => Error)[] = []): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const clear = ADDRESS.test(code) || [...KNOWN, ...known].some((kind) => error instanceof kind);
  return clear ? error.message : (error.stack ?? error.message);
}
