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

/** What narrows rows to those that the viewer sees; functions that only pass it on narrow as well. */
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
 * read them raw, unless `path#name` is listed with its reason; a store may, for commands and jobs, but then fields may not call it.
 */
export function rawReadFaults(
  modules: readonly Module[],
  owners: Owners,
  isRuled: (table: string) => boolean,
  reasons: Readonly<Record<string, string>> = {},
): string[] {
  if (modules.length === 0) throw new Error('no module was checked');
  const faults: string[] = [];
  const unused = new Set(Object.keys(reasons));
  const rawFunctions = new Map<string, ReadonlySet<string>>();
  const declarations = modules.flatMap((module) => declarationsOf(module, owners));
  const narrows = [
    ...narrowing,
    ...declarations
      .filter(({ uses, reads }) => reads.length === 0 && narrowing.some((word) => uses.has(word)))
      .map(({ name }) => name),
  ];
  const isRaw = ({ uses, reads }: Declaration) =>
    reads.some(isRuled) && !narrows.some((word) => uses.has(word));
  for (const { path } of modules) {
    const own = declarations.filter((declaration) => declaration.path === path);
    const raw = own.filter(isRaw).map(({ name }) => name);
    if (kindOf(path) === 'store') rawFunctions.set(path, withCallers(raw, own));
    if (!['rules', 'figures', 'fields'].includes(kindOf(path))) continue;
    for (const name of raw) {
      unused.delete(`${path}#${name}`);
      if (reasons[`${path}#${name}`]) continue;
      faults.push(`${path} reads ruled rows in ${name} without asking what the viewer sees`);
    }
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
  for (const key of unused) faults.push(`${key} is listed as seen through its parent, but reads nothing raw`);
  return faults;
}

function kindOf(path: string): string {
  return posix.basename(path, '.ts').split('-').at(-1) ?? '';
}

/** A function or value at the top of a module. */
interface Declaration {
  readonly path: string;
  readonly name: string;
  /** Every identifier in it. */
  readonly uses: ReadonlySet<string>;
  /** The tables that it reads by itself. */
  readonly reads: readonly string[];
}

/** The names given and those of all declarations that use one of them, directly or through others. */
function withCallers(names: readonly string[], declarations: readonly Declaration[]): ReadonlySet<string> {
  const found = new Set(names);
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { name, uses } of declarations)
      if ([...found].some((other) => uses.has(other))) found.add(name);
  }
  return found;
}

function declarationsOf(module: Module, owners: Owners): Declaration[] {
  const nodes = module.body.flatMap((statement) => {
    const node =
      statement.type === 'ExportNamedDeclaration' ? (statement.declaration as Node | null) : statement;
    if (node?.type === 'VariableDeclaration') return node.declarations as Node[];
    return node?.type === 'FunctionDeclaration' || node?.type === 'ClassDeclaration' ? [node] : [];
  });
  return nodes.map((node) => {
    const uses = new Set<string>();
    walk(node, (inner) => {
      if (inner.type === 'Identifier') uses.add(inner.name as string);
    });
    const reads = mentionsIn(node, module.text, owners).filter((mention) => mention.reads);
    return { path: module.path, name: nameOf(node), uses, reads: reads.map(({ table }) => table) };
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
