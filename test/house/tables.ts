// Who may name which table: the slice whose migration made it, and nobody else; and who may read rows that not every viewer
// sees without asking for the viewer. Tables are known from the migrations, so other words in SQL are never mistaken for one.

import { posix } from 'node:path';
import {
  bareSql,
  calledName,
  lineAt,
  literalText,
  type Module,
  type Node,
  type SourceFile,
  sqlText,
  walk,
} from './sources.ts';

/** Owners by table: the slice, or `platform`. */
export type Owners = ReadonlyMap<string, string>;

/** Where one module names a table. */
interface Mention {
  readonly table: string;
  readonly line: number;
  /** Whether rows are read here, as opposed to written. */
  readonly reads: boolean;
}

/** Kysely's methods whose first argument is a table, and whether they read it. */
const methods: Readonly<Record<string, boolean>> = {
  selectFrom: true,
  from: true,
  using: true,
  innerJoin: true,
  leftJoin: true,
  rightJoin: true,
  fullJoin: true,
  crossJoin: true,
  insertInto: false,
  updateTable: false,
  deleteFrom: false,
  mergeInto: false,
  table: false,
  fresh: false,
};

/** A function that narrows rows to what the viewer sees. */
const narrowing = ['visible', 'sees'];

/** The tables of the migrations with their owners, by the word after the number: `0007_billing.sql`, `0012_billing_holds.sql`. */
export function readOwners(
  migrations: readonly SourceFile[],
  slices: readonly string[],
): { owners: Owners; faults: string[] } {
  const owners = new Map<string, string>();
  const faults: string[] = [];
  for (const { path, text } of migrations) {
    const owner = posix.basename(path, '.sql').split('_')[1] ?? '';
    const isKnown = owner === 'platform' || slices.includes(owner);
    for (const [, table = ''] of bareSql(text).matchAll(
      /\bcreate\s+(?:unlogged\s+)?(?:table|(?:materialized\s+)?view)\s+(?:if\s+not\s+exists\s+)?"?(\w+)/g,
    )) {
      if (!isKnown) faults.push(`${path} creates ${table}, but its name says no slice of src/slices.ts`);
      owners.set(table, owner);
    }
  }
  if (owners.size === 0) throw new Error('no table was found in the migrations');
  return { owners, faults };
}

/** Every table that a part of the house names though it belongs to another. */
export function ownershipFaults(modules: readonly Module[], owners: Owners): string[] {
  if (modules.length === 0) throw new Error('no module was checked');
  return modules.flatMap((module) => {
    const place = module.path.split('/')[1] ?? '';
    return mentionsIn(module.body, module.text, owners)
      .filter(({ table }) => owners.get(table) !== place)
      .map(
        ({ table, line }) => `${module.path}:${line} touches ${table}, which belongs to ${owners.get(table)}`,
      );
  });
}

/**
 * Every read of ruled rows on a viewer's behalf that does not start from what the viewer sees. Rules, figures and fields never
 * read them raw; a store may, for commands and jobs, but then fields may not call it.
 */
export function rawReadFaults(
  modules: readonly Module[],
  owners: Owners,
  isRuled: (table: string) => boolean,
): string[] {
  if (modules.length === 0) throw new Error('no module was checked');
  const faults: string[] = [];
  const rawFunctions = new Map<string, ReadonlySet<string>>();
  for (const module of modules) {
    const kind = kindOf(module.path);
    const raw = rawDeclarations(module, owners, isRuled);
    if (kind === 'store') rawFunctions.set(module.path, raw);
    if (!['rules', 'figures', 'fields'].includes(kind)) continue;
    for (const name of raw)
      faults.push(`${module.path} reads ruled rows in ${name} without asking what the viewer sees`);
  }
  for (const module of modules.filter(({ path }) => kindOf(path) === 'fields')) {
    for (const { target = '', names, line } of module.imports) {
      const raw = rawFunctions.get(target) ?? new Set();
      for (const name of names.includes('*') ? raw : names.filter((name) => raw.has(name))) {
        faults.push(
          `${module.path}:${line} uses ${name} of ${target}, which reads ruled rows for commands and jobs only`,
        );
      }
    }
  }
  return faults;
}

function kindOf(path: string): string {
  return posix.basename(path, '.ts').split('-').at(-1) ?? '';
}

/** The names of a module's declarations that read ruled rows raw, by themselves or through one another. */
function rawDeclarations(module: Module, owners: Owners, isRuled: (table: string) => boolean): Set<string> {
  const uses = new Map<string, Set<string>>();
  const raw = new Set<string>();
  for (const [name, node] of declarationsOf(module.body)) {
    const used = new Set<string>();
    walk(node, (inner) => void (inner.type === 'Identifier' && used.add(inner.name as string)));
    uses.set(name, used);
    const mentions = mentionsIn(node, module.text, owners).filter(
      ({ table, reads }) => reads && isRuled(table),
    );
    if (mentions.length > 0 && !narrowing.some((word) => used.has(word))) raw.add(name);
  }
  for (let before = -1; before < raw.size; ) {
    before = raw.size;
    for (const [name, used] of uses) if ([...raw].some((other) => used.has(other))) raw.add(name);
  }
  return raw;
}

/** The functions and values that a module declares at its top. */
function declarationsOf(body: readonly Node[]): [name: string, node: Node][] {
  return body.flatMap((statement) => {
    const node =
      statement.type === 'ExportNamedDeclaration' ? (statement.declaration as Node | null) : statement;
    if (node?.type === 'VariableDeclaration')
      return (node.declarations as Node[]).map((each) => [nameOf(each), each] as [string, Node]);
    return node?.type === 'FunctionDeclaration' || node?.type === 'ClassDeclaration'
      ? [[nameOf(node), node] as [string, Node]]
      : [];
  });
}

function nameOf(node: Node): string {
  return String((node.id as Node).name ?? '(pattern)');
}

/** Every place under a node where a table is named, to Kysely or in SQL. */
function mentionsIn(tree: unknown, text: string, owners: Owners): Mention[] {
  const found: Mention[] = [];
  walk(tree, (node) => {
    const line = () => lineAt(text, node.start);
    const method = methods[calledName(node) ?? ''];
    if (method !== undefined) {
      for (const table of namesIn((node.arguments as Node[])[0])) {
        if (owners.has(table)) found.push({ table, line: line(), reads: method });
      }
    }
    for (const [table, reads] of tablesInSql(sqlText(node) ?? '')) {
      if (owners.has(table)) found.push({ table, line: line(), reads });
    }
  });
  return found;
}

/** The tables in the first argument of one of Kysely's methods: `'invoice as i'`, or a list of such. */
function namesIn(argument: Node | undefined): string[] {
  const elements = argument?.type === 'ArrayExpression' ? (argument.elements as Node[]) : [argument];
  return elements.flatMap((element) => literalText(element)?.split(' ')[0] ?? []);
}

/** The words that stand where SQL names a table, and whether it is read there. */
function tablesInSql(text: string): [table: string, reads: boolean][] {
  const sql = bareSql(text).replaceAll('"', '');
  const found: [string, boolean][] = [];
  const places =
    /\b(insert\s+into|merge\s+into|delete\s+from|update|from|join|using)\s+(?:only\s+|lateral\s+)?(\w+)((?:\s+(?:as\s+)?\w+)?(?:\s*,\s*\w+(?:\s+(?:as\s+)?\w+)?)*)/g;
  for (const [, verb = '', table = '', more = ''] of sql.matchAll(places)) {
    found.push([table, ['from', 'join', 'using'].includes(verb)]);
    for (const [, further = ''] of more.matchAll(/,\s*(\w+)/g)) found.push([further, true]);
  }
  return found;
}
