// Proves that the import law holds in src/, and on planted faults that its breach is seen.

import { describe, expect, it } from 'vitest';
import { importFaults } from './import-law.ts';
import { listModules, readSliceNames, virtualModule } from './sources.ts';

/** The faults of a made-up house of two slices, `customers` before `billing`. */
function faultsOf(files: Readonly<Record<string, string>>): string[] {
  const modules = Object.entries(files).map(([path, text]) => virtualModule(path, text));
  return importFaults(modules, ['customers', 'billing']);
}

describe('the import law', () => {
  it('holds in src/', () => {
    const modules = listModules(['src']);
    expect(modules.flatMap((module) => module.imports).length).toBeGreaterThan(0);
    expect(importFaults(modules, readSliceNames())).toEqual([]);
  });

  it('lets through what it allows', () => {
    const lawful = {
      'src/kernel/money.ts': "import { Decimal } from 'decimal.js'; export const zero = new Decimal(0);",
      'src/platform/command.ts':
        "import pg from 'pg'; import { zero } from '../kernel/money.ts'; export const run = [pg, zero];",
      'src/customers/store.ts': "import { run } from '../platform/command.ts'; export const load = run;",
      'src/billing/rules.ts': "import { zero } from '../kernel/money.ts'; export const due = zero;",
      'src/billing/credit-note-store.ts':
        "import { load } from '../customers/store.ts'; export const credit = load;",
      'src/billing/commands.ts':
        "import { credit } from './credit-note-store.ts'; export const issue = credit;",
      'src/billing/formats/xero.ts': "import { due } from '../rules.ts'; export const read = due;",
      'src/billing/import-jobs.ts': "import { read } from './formats/xero.ts'; export const run = read;",
      'src/slices.ts': "import { issue } from './billing/commands.ts'; export const all = [issue];",
      'src/app.ts': "import { all } from './slices.ts'; export const app = all;",
      'src/main.ts': "import { app } from './app.ts'; console.log(app);",
    };
    expect(faultsOf(lawful)).toEqual([]);
  });

  it.each([
    [
      'a floor that reaches up',
      'src/kernel/money.ts',
      "import { run } from '../platform/command.ts';",
      'stands above it',
    ],
    [
      'a floor that reaches up for a type',
      'src/graph/a.ts',
      "import type { A } from '../customers/rules.ts';",
      'stands above it',
    ],
    [
      'a type import written inline',
      'src/graph/a.ts',
      "export const a = (b: import('../app.ts').B) => b;",
      'stands above it',
    ],
    [
      'a lazy import that reaches up',
      'src/platform/a.ts',
      "export const a = () => import('../app.ts');",
      'stands above it',
    ],
    [
      'an earlier slice that uses a later one',
      'src/customers/store.ts',
      "import { a } from '../billing/store.ts';",
      'stands above it',
    ],
    [
      'a slice that uses the registry',
      'src/billing/store.ts',
      "import { a } from '../slices.ts';",
      'stands above it',
    ],
    [
      'rules that read the store',
      'src/billing/rules.ts',
      "import { a } from './store.ts';",
      'rules may not use store',
    ],
    [
      'a store that runs commands',
      'src/billing/store.ts',
      "import { a } from './void-commands.ts';",
      'store may not use commands',
    ],
    [
      'fields that run commands of an earlier slice',
      'src/billing/fields.ts',
      "import { a } from '../customers/commands.ts';",
      'fields may not use commands',
    ],
    [
      'figures that read a store',
      'src/billing/figures.ts',
      "import { a } from '../customers/store.ts';",
      'figures may not use store',
    ],
    [
      'a format that knows the store',
      'src/billing/formats/xero.ts',
      "import { a } from '../store.ts';",
      'format may not use store',
    ],
    [
      'rules that touch the disk',
      'src/billing/rules.ts',
      "import { readFileSync } from 'node:fs';",
      'is pure',
    ],
    ['rules that wait', 'src/billing/rules.ts', 'export const a = async () => 1;', 'rules are pure'],
    ['a kernel that knows the database', 'src/kernel/ids.ts', "import { sql } from 'kysely';", 'is pure'],
    [
      'a slice that opens its own connection',
      'src/billing/store.ts',
      "import pg from 'pg';",
      'only platform does',
    ],
    ['a file of no kind', 'src/billing/calculator.ts', 'export const a = 1;', 'is of no known kind'],
    ['a folder of no slice', 'src/misc/store.ts', 'export const a = 1;', 'no floor and no slice'],
    ['a loose file', 'src/startup.ts', 'export const a = 1;', 'stands loose'],
    [
      'a product that imports its tests',
      'src/app.ts',
      "import { a } from '../test/support/a.ts';",
      'not part of the product',
    ],
    [
      'a slice that knows the demo company',
      'src/billing/store.ts',
      "import { a } from '../demo/company.ts';",
      'stands above it',
    ],
    [
      'a demo company that knows the store',
      'src/demo/company.ts',
      "import { a } from '../platform/command.ts';",
      'nothing but the kernel',
    ],
    [
      'a console that imports the server',
      'src/console/a.ts',
      "import { a } from '../kernel/money.ts';",
      'meet in the graph only',
    ],
    [
      'a server that imports the console',
      'src/app.ts',
      "import { a } from './console/a.ts';",
      'meet in the graph only',
    ],
    ['a default export', 'src/kernel/ids.ts', 'export default 1;', 'exports by default'],
    ['a barrel', 'src/kernel/all.ts', "export { a } from './ids.ts';", 'is a barrel'],
    [
      'a whole file exported again',
      'src/kernel/all.ts',
      "export * from './ids.ts'; export const a = 1;",
      'exports another whole file',
    ],
  ])('catches %s', (_what, path, text, fault) => {
    expect(faultsOf({ [path]: text })).toEqual([expect.stringContaining(fault)]);
  });

  it('catches a cycle, and one through a type', () => {
    const cycle = {
      'src/kernel/a.ts': "import { b } from './b.ts'; export const a = b;",
      'src/kernel/b.ts': "import { c } from './c.ts'; export const b = c;",
      'src/kernel/c.ts': "import type { a } from './a.ts'; export const c = 1 as unknown as typeof a;",
    };
    expect(faultsOf(cycle)).toEqual([
      expect.stringContaining('src/kernel/a.ts -> src/kernel/b.ts -> src/kernel/c.ts'),
    ]);
  });

  it('is not misled by comments and strings', () => {
    const text =
      "// import { a } from '../app.ts';\nexport const a = \"import { a } from '../app.ts'\"; /* export default 1 */";
    expect(faultsOf({ 'src/kernel/a.ts': text })).toEqual([]);
  });

  it('fails where it sees no module', () => {
    expect(() => importFaults([], ['customers'])).toThrow('no module was checked');
    expect(() => listModules(['src/no-such-folder'])).toThrow('nothing was checked');
    expect(() => virtualModule('src/a.ts', 'import {{{')).toThrow('src/a.ts');
  });
});
