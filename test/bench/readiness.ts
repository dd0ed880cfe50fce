// How long `npm start` takes on a machine that has started it before: from the process to the address that it says, on the embedded
// store, the demo company loaded into an empty folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVE_ARGUMENTS, startContestant } from './contestant.ts';

/** Seconds of the second of two starts, each with a folder of its own. */
export async function benchReadiness(): Promise<number> {
  let seconds = Number.NaN;
  for (let start = 0; start < 2; start++) {
    const folder = mkdtempSync(join(tmpdir(), 'revgraph-bench-start-'));
    const startedAt = performance.now();
    try {
      const env = { DATA_DIR: join(folder, 'data'), HOST: '127.0.0.1', PORT: '0' };
      const server = await startContestant(
        [...SERVE_ARGUMENTS, '--demo'],
        env,
        /http:\/\/127\.0\.0\.1:(\d+)/,
      );
      seconds = (performance.now() - startedAt) / 1000;
      await server.stop();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return seconds;
}
