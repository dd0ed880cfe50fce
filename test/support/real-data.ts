// The real exports that tests may read where they lie beside the repository. Nothing of them is copied into it, so that a machine
// without them runs everything else, and says what it left out.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';

const folder = process.env.REAL_DATA ?? join(import.meta.dirname, '../../../shared/data');

/** The folder of a set of real exports. */
function realSet(name: string): string {
  return join(folder, name);
}

/** A suite over a real set; where it is absent the suite is reported as skipped, and why. */
export function describeReal(set: string, title: string, body: (path: string) => void): void {
  const path = realSet(set);
  const isThere = existsSync(path);
  if (!isThere)
    console.warn(`not run: ${title} (there is no ${path}; REAL_DATA says where real exports lie)`);
  describe.runIf(isThere)(isThere ? title : `${title} (no real data at ${path})`, () => body(path));
}
