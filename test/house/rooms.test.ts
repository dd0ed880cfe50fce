// The clock and the environment have their rooms: time comes from the request's context, settings from the configuration, and
// everything else is told, so that any moment and any setting can be tested.

import { describe, expect, it } from 'vitest';
import {
  bareSql,
  calledName,
  lineAt,
  listModules,
  type Module,
  type Node,
  readSliceNames,
  sqlText,
  virtualModule,
  walk,
} from './sources.ts';

/** Who may look at the clock and at the environment. */
const rooms = ['src/main.ts', 'src/cli.ts', 'src/platform/config.ts', 'src/graph/context.ts'];

/** SQL's own clock, which a slice may not read either: a statement must give the same answer for the same `now`. */
const sqlClock =
  /\b(?:now\s*\(|current_date\b|current_timestamp\b|localtimestamp\b|(?:clock|statement|transaction)_timestamp\s*\(|'now'::)/;

/** Every look at the clock or the environment outside the rooms. */
function roomFaults(modules: readonly Module[], slices: readonly string[]): string[] {
  if (modules.length === 0) throw new Error('no module was checked');
  const faults: string[] = [];
  for (const module of modules) {
    if (rooms.includes(module.path) || module.path.startsWith('src/console/')) continue;
    const inSlice = slices.includes(module.path.split('/')[1] ?? '');
    walk(module.body, (node) => {
      const fault = clockFault(node) ?? environmentFault(node) ?? (inSlice ? sqlFault(node) : undefined);
      if (fault) faults.push(`${module.path}:${lineAt(module.text, node.start)} ${fault}`);
    });
  }
  return faults;
}

function clockFault(node: Node): string | undefined {
  const isDate = (of: unknown) => (of as Node).type === 'Identifier' && (of as Node).name === 'Date';
  const noArguments = (node.arguments as unknown[] | undefined)?.length === 0;
  if (node.type === 'NewExpression' && isDate(node.callee) && noArguments)
    return 'reads the clock: new Date()';
  if (node.type === 'CallExpression' && isDate(node.callee)) return 'reads the clock: Date()';
  if (isMember(node, 'Date', 'now')) return 'reads the clock: Date.now';
  if (isMember(node, 'Temporal', 'Now')) return 'reads the clock: Temporal.Now';
  return undefined;
}

function environmentFault(node: Node): string | undefined {
  if (isMember(node, 'process', 'env')) return 'reads the environment: process.env';
  const source = (node.source as Node | undefined)?.value;
  if (node.type !== 'ImportDeclaration' || (source !== 'node:process' && source !== 'process'))
    return undefined;
  return 'imports the process, whose environment has its room';
}

function sqlFault(node: Node): string | undefined {
  const text = sqlText(node);
  const found = text && sqlClock.exec(bareSql(text));
  if (found) return `reads the database's clock: ${found[0]}`;
  return calledName(node) === 'fn' && /now/.test(String((node.arguments as Node[])[0]?.value))
    ? "reads the database's clock"
    : undefined;
}

function isMember(node: Node, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression') return false;
  const named = (node.property as Node).name ?? (node.property as Node).value;
  return (node.object as Node).name === object && named === property;
}

function faultsOf(text: string, path = 'src/billing/store.ts'): string[] {
  return roomFaults([virtualModule(path, text)], ['billing']);
}

describe('the rooms of the clock and the environment', () => {
  it('are the only ones in src/', () => {
    expect(roomFaults(listModules(['src']), readSliceNames())).toEqual([]);
  });

  it.each([
    'const a = Date.now();',
    'const a = new Date();',
    'const a = Date();',
    'const a = { now: Date.now };',
    "const a = Temporal.Now.plainDateISO('UTC');",
    'const a = process.env.PORT;',
    "const { PORT } = process['env'];",
    "import { env } from 'node:process';",
    'const a = sql`select * from invoice where due_on < current_date`;',
    'const a = sql<boolean>`now() > ${x}`;',
    "const a = eb.fn('now');",
  ])('catch %s', (text) => expect(faultsOf(text)).toHaveLength(1));

  it.each([
    'const a = new Date(b);',
    'const a = performance.now();',
    "const a = sql`select 'now()' -- now()\n from invoice where due_on < ${context.now}`;",
    '// Date.now()\nconst a = "process.env";',
  ])('let %s through', (text) => expect(faultsOf(text)).toEqual([]));

  it('let the rooms themselves look', () =>
    expect(faultsOf('const a = process.env; const b = Date.now();', 'src/main.ts')).toEqual([]));

  it('fail where there is no module', () => expect(() => roomFaults([], [])).toThrow('no module'));
});
