// The process of the server, for tests of how it starts, answers and stops.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { openDevelopmentIssuer } from '../../src/graph/development-issuer.ts';
import { answerOf } from './app.ts';
import { startProgram, type TestProcess } from './processes.ts';

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A folder that goes away with the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'revgraph-start-'));
  made.push(folder);
  return folder;
}

/** A process of the server; what is left of it after the test is killed. */
export function start(env: Record<string, string>, ...args: string[]): TestProcess {
  const child = startProgram('src/main.ts', args, { PORT: '0', LOG_LEVEL: 'warn', ...env });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child.ended;
  });
  return child;
}

/** What it prints until a line with the text. */
export async function linesUntil(child: TestProcess, text: string): Promise<string[]> {
  const lines: string[] = [];
  for (;;) {
    const line = await child.nextLine();
    if (line === undefined)
      throw new Error(`it ended before "${text}": ${lines.join('\n')} ${child.errors()}`);
    lines.push(line);
    if (line.includes(text)) return lines;
  }
}

interface Server extends TestProcess {
  readonly url: string;
  readonly printed: readonly string[];
}

/** The process when it answers. */
export async function startServer(env: Record<string, string>, ...args: string[]): Promise<Server> {
  const child = start(env, ...args);
  const printed = await linesUntil(child, 'Revgraph answers at');
  const url = / at (http:\/\/\S+)\/graphql$/.exec(printed.at(-1) ?? '')?.[1] ?? '';
  return { ...child, url, printed };
}

/** A process that cannot start: its whole error output and its exit code. */
export async function refusal(env: Record<string, string>, ...args: string[]) {
  const child = start(env, ...args);
  const code = await child.ended;
  return { code, errors: child.errors() };
}

/** An authorization of the folder's development issuer. */
export async function bearer(folder: string): Promise<string> {
  const issuer = await openDevelopmentIssuer({
    directory: folder,
    audience: 'revgraph',
    production: false,
    now: () => new Date(),
  });
  const request = { roles: ['controller'], entities: '*', subject: 'ada', ttl: '1h' } as const;
  return `Bearer ${await issuer.issueToken(request)}`;
}

export async function askServer(url: string, authorization: string, query: string) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query }),
  });
  return await answerOf(response);
}
