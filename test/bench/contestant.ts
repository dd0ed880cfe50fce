// The processes that are measured: how one is started, told where to listen, and ended. Each is a node of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Connections to PostgreSQL of every contestant: with many more than processors, each pushes the others' plans out of the cache. */
export const POOL_SIZE = 2 * availableParallelism();

/** What Node is given to serve, as `npm start` has it, without its further options. */
export const SERVE_ARGUMENTS: readonly string[] = readServeArguments();

function readServeArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  const [node, ...words] = String(scripts.start).split(' ');
  if (node !== 'node') throw new Error(`npm start does not begin with node: ${scripts.start}`);
  return words.filter((word) => word !== '--demo');
}

/** A server that answers on the loopback interface. */
export interface Contestant {
  readonly pid: number;
  readonly port: number;
  stop(): Promise<void>;
}

/** For the servers of the benchmark: listens on a free port, says which, and ends when told to. */
export function announce(server: Server, close: () => Promise<void>): void {
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`listening on ${(server.address() as AddressInfo).port}\n`);
  });
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
    void close();
  });
}

/** Starts a file (with options before and after) with this project's Node; it is ready when it says a line with its port. */
export async function startContestant(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  readyLine = /listening on (\d+)/,
): Promise<Contestant> {
  const root = join(import.meta.dirname, '../..');
  // Such as --cpu-prof.
  const profiling = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);
  const file = command.join(' ');
  const child = spawn(process.execPath, [...profiling, ...command], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await portOf(child, file, readyLine);
  if (child.pid === undefined) throw new Error(`${file} has no process`);
  return { pid: child.pid, port, stop: () => stopped(child) };
}

async function portOf(child: ChildProcess, file: string, readyLine: RegExp): Promise<number> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error(`${file} has no output`);
  let errors = '';
  stderr.setEncoding('utf8').on('data', (text) => {
    errors = (errors + text).slice(-4000);
  });
  const lines = createInterface({ input: stdout });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const said: string[] = [];
  let faults = 0;
  lines.on('line', (line) => {
    const port = readyLine.exec(line)?.[1];
    if (port !== undefined) resolve(Number(port));
    else if (said.length < 50) said.push(line);
    // What a log calls an error is never part of a benchmark.
    if (/"level":[56]0/.test(line) && ++faults <= 3) process.stderr.write(`${line}\n`);
  });
  child.once('exit', (code) =>
    reject(new Error(`${file} ended with ${code}: ${errors}\n${said.join('\n')}`)),
  );
  return await promise;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  await promise;
}
