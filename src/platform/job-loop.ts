// Work that a process does again and again beside answering requests: at its pace, at once when woken, more slowly while it
// fails, until it is stopped.
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface Loop {
  /** Does the work now instead of at its time; while it is being done, once more after it. */
  wake(): void;
  /** Returns when the work that is being done is over. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** For the log. */
  readonly name: string;
  readonly everyMs: number;
  readonly log: Logger;
}

/** The longest pause between attempts while the work fails, as when the database is away. */
const LONGEST_PAUSE_MS = 30_000;

export function startLoop({ name, everyMs, log }: LoopOptions, work: () => Promise<void>): Loop {
  let isStopped = false;
  let isWoken = false;
  let sleep = new AbortController();
  const run = async () => {
    for (let failures = 0; !isStopped; ) {
      isWoken = false;
      try {
        await work();
        failures = 0;
      } catch (error) {
        failures++;
        if (!isStopped) log.warn({ err: error, loop: name, failures }, 'work failed and is tried again');
      }
      if (isStopped || (isWoken && failures === 0)) continue;
      sleep = new AbortController();
      const milliseconds = Math.min(everyMs * 2 ** failures, Math.max(everyMs, LONGEST_PAUSE_MS));
      await pause(milliseconds, undefined, { signal: sleep.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    wake() {
      isWoken = true;
      sleep.abort();
    },
    async stop() {
      isStopped = true;
      sleep.abort();
      await running;
    },
  };
}
