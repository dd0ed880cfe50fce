// Work that is done again and again: at its pace, at once when woken, on through failures, and to its end when it is stopped.
import { expect, it } from 'vitest';
import { startLoop } from '../../src/platform/job-loop.ts';
import { createLog } from '../../src/platform/log.ts';
import { silentLog } from '../support/database.ts';

const options = { name: 'test', everyMs: 3_600_000, log: silentLog };

it('works at once, and again when it is woken, also by itself while it works', async () => {
  let times = 0;
  const loop = startLoop(options, async () => {
    times++;
    if (times === 2) loop.wake();
  });
  await expect.poll(() => times).toBe(1);
  loop.wake();
  await expect.poll(() => times).toBe(3);
  await loop.stop();
  loop.wake();
  expect(times).toBe(3);
});

it('goes on after a failure, which the log names', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  let times = 0;
  const loop = startLoop({ ...options, everyMs: 1, log }, async () => {
    if (++times < 4) throw new Error('the store is away');
  });
  await expect.poll(() => times).toBeGreaterThan(6);
  await loop.stop();
  expect(lines).toHaveLength(3);
  expect(lines[2]).toContain('"failures":3');
});

it('waits for the work under way when it is stopped', async () => {
  let isDone = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const loop = startLoop(options, async () => {
    await promise;
    isDone = true;
  });
  const stopped = loop.stop();
  resolve();
  await stopped;
  expect(isDone).toBe(true);
});
