// Real processes for tests of what happens between them: each runs a piece of TypeScript with this project's Node.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface TestProcess {
  readonly pid: number;
  /** The next line of its output, or undefined when it has ended. */
  nextLine(): Promise<string | undefined>;
  /** What it has written to its error output so far. */
  errors(): string;
  /** Its exit code when it has ended, or null when a signal ended it. */
  ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** Starts a process that runs the code, in which `import` reaches the project by paths like `/src/platform/migrate.ts`. */
export function startProcess(code: string, env: Record<string, string> = {}): TestProcess {
  const root = new URL('../..', import.meta.url).href.replace(/\/$/, '');
  const source = code.replaceAll(/from '(\/[^']+)'/g, (_, path: string) => `from '${root}${path}'`);
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', source], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child);
}

/** Starts a program of the project, such as `src/main.ts`, in which nothing of this process's environment but PATH is set. */
export function startProgram(
  path: string,
  args: readonly string[],
  env: Record<string, string>,
): TestProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../../${path}`, import.meta.url)), ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child);
}

function watch(child: ChildProcess): TestProcess {
  const { pid, stdout, stderr } = child;
  if (pid === undefined || !stdout || !stderr) throw new Error('the process did not start');
  let errors = '';
  stderr.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    pid,
    errors: () => errors,
    nextLine: async () => {
      const { value, done } = await lines.next();
      return done ? undefined : value;
    },
    ended: new Promise((resolve) => child.once('close', resolve)),
    kill: (signal) => child.kill(signal),
  };
}
