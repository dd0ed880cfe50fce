// Keeps the embedded store to one process: PGlite does not lock its folder, and two writers destroy each other's rows.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { DataFolderUnusable, openDataFolder } from './data-folder.ts';

/** Who holds the store, for the message that the next one reads. The lock itself does not rest on it. */
interface Owner {
  pid: number;
  /** Clock ticks since boot at which the process started, where the system tells: a pid alone may have been given again. */
  startedAt: string | null;
  host: string;
}

export interface FolderLock {
  release(): void;
}

export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
  readonly pid: number | undefined;

  constructor(dataDir: string, { owner, cause }: { owner: Owner | undefined; cause: unknown }) {
    const holder = owner ? `process ${owner.pid}${hostOf(owner)}` : 'another process';
    super(
      `the embedded store in ${dataDir} is in use by ${holder}: ` +
        'stop that process, or use a PostgreSQL server for several processes by setting DATABASE_URL',
      { cause },
    );
    this.pid = owner?.pid;
  }
}

function hostOf({ host }: Owner): string {
  return host === hostname() ? '' : ` on ${host}`;
}

/**
 * Takes the folder, or throws `StoreInUse`. The lock is the operating system's own lock on a file, reached through SQLite
 * because Node has no call for it: the system drops it in the very moment in which the process ends, however it ends. A
 * file with a pid alone would need a guess whether its owner lives (in two containers that share a folder both are
 * process 1) and a takeover that two processes can attempt at once; here nothing is ever stale and there is no takeover.
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  openDataFolder(dataDir);
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(dataDir, 'store.lock'), { timeout: 0 });
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    lock?.close();
    if (isBusy(error)) throw new StoreInUse(dataDir, { owner: await findOwner(dataDir), cause: error });
    throw new DataFolderUnusable(dataDir, { cause: error });
  }
  const held = lock;
  writeOwner(dataDir, { pid: process.pid, startedAt: startOf(process.pid), host: hostname() });
  return {
    release() {
      if (!held.isOpen) return;
      rmSync(ownerFile(dataDir), { force: true });
      held.close();
    },
  };
}

/** SQLITE_BUSY: somebody else has the lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

/** Beside the lock file and never in it: a process that closes a second handle on a locked file loses its lock (POSIX). */
function ownerFile(dataDir: string): string {
  return join(dataDir, 'store.owner.json');
}

function writeOwner(dataDir: string, owner: Owner): void {
  const file = ownerFile(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(owner)}\n`);
  renameSync(`${file}.new`, file);
}

/** The holder's record; it appears a moment after the lock is taken, and an old one may stand until then. */
async function findOwner(dataDir: string): Promise<Owner | undefined> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const owner = readOwner(dataDir);
    if (owner && mayLive(owner)) return owner;
    await wait(25);
  }
  return undefined;
}

function readOwner(dataDir: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(ownerFile(dataDir), 'utf8'));
    return isOwner(owner) ? owner : undefined;
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'host' in value &&
    typeof value.host === 'string' &&
    'startedAt' in value &&
    (value.startedAt === null || typeof value.startedAt === 'string')
  );
}

/** False where the record is surely that of an earlier process: it is gone, or its pid now belongs to a younger one. */
function mayLive({ pid, startedAt, host }: Owner): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const start = startOf(pid);
  return start === null || startedAt === null || start === startedAt;
}

/** Field 22 of /proc/PID/stat, counted behind the command's name, which may itself hold spaces; null without /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
