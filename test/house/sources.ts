// How the law tests see the house: its files, their syntax trees and their imports. Whoever finds no file to look at fails,
// because a check that looks at nothing passes always.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseSync } from 'vite';

const root = join(import.meta.dirname, '../..');

/** A file by its path from the root of the repository, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A node of a syntax tree (ESTree with TypeScript), as far as the laws need it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

interface Import {
  /** What the import says: `./rules.ts`, `kysely`. */
  readonly specifier: string;
  /** The path that it means, from the root, where it is relative. */
  readonly target: string | undefined;
  /** The imported names; `*` for the whole module, none for an import for its effect. */
  readonly names: readonly string[];
  readonly line: number;
}

export interface Module extends SourceFile {
  readonly body: readonly Node[];
  readonly imports: readonly Import[];
  /** Where the module exports by default, 0 where it does not. */
  readonly defaultExportLine: number;
}

/** The folders whose files are ours, and `.` for what stands beside them. */
const places = ['.', 'src', 'test', 'schema'];

/** All files under the given places with one of the endings; throws where there is none. */
export function listFiles(endings: readonly string[], under: readonly string[] = places): SourceFile[] {
  const paths = under.flatMap((place) => {
    if (!existsSync(join(root, place))) return [];
    const entries = readdirSync(join(root, place), { recursive: place !== '.', withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name)));
  });
  if (paths.length === 0)
    throw new Error(`no ${endings.join(', ')} under ${under.join(', ')}: nothing was checked`);
  return paths.sort().map(readFile);
}

/** The names of the folders directly under a folder. */
export function listFolders(place: string): string[] {
  if (!existsSync(join(root, place))) return [];
  const entries = readdirSync(join(root, place), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** The modules under the given places, parsed; generated ones are left out. */
export function listModules(under?: readonly string[]): Module[] {
  return listFiles(['.ts', '.js'], under)
    .filter((file) => !file.path.endsWith('.gen.ts'))
    .map(parseModule);
}

/** Reads the syntax of one file; text that is no TypeScript is an error and not an empty module. */
function parseModule(file: SourceFile): Module {
  const parsed = parseSync(file.path, file.text);
  const error = parsed.errors[0];
  if (error) throw new Error(`${file.path}: ${error.message}`);
  const body = (parsed.program as unknown as { body: Node[] }).body;
  const isDefault = parsed.module.staticExports
    .flatMap((statement) => statement.entries)
    .find((entry) => entry.exportName.kind === 'Default' && !entry.moduleRequest);
  return {
    ...file,
    body,
    imports: readImports(file, body),
    defaultExportLine: isDefault ? lineAt(file.text, isDefault.start) : 0,
  };
}

/** A module that exists in a test only. */
export function virtualModule(path: string, text: string): Module {
  return parseModule({ path, text });
}

function readImports(file: SourceFile, body: readonly Node[]): Import[] {
  const found: Import[] = [];
  const add = (source: unknown, names: string[]) => {
    const literal = source as Node | null | undefined;
    if (literal?.type !== 'Literal' || typeof literal.value !== 'string') return;
    const specifier = literal.value;
    const target = specifier.startsWith('.')
      ? posix.normalize(posix.join(posix.dirname(file.path), specifier))
      : undefined;
    found.push({ specifier, target, names, line: lineAt(file.text, literal.start) });
  };
  walk(body, (node) => {
    if (node.type === 'ImportDeclaration') add(node.source, importedNames(node));
    else if (node.type === 'ImportExpression') add(node.source, ['*']);
    else if (node.type === 'TSImportType') add(node.source ?? node.argument, ['*']);
    else if (node.type === 'ExportAllDeclaration') add(node.source, ['*']);
    else if (node.type === 'ExportNamedDeclaration') add(node.source, ['*']);
  });
  return found;
}

function importedNames(declaration: Node): string[] {
  return (declaration.specifiers as Node[]).map((specifier) => {
    const imported = specifier.imported as Node | undefined;
    return imported ? String(imported.name ?? imported.value) : '*';
  });
}

/** Visits every node of a tree, outer ones first. */
export function walk(tree: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit);
  } else if (typeof tree === 'object' && tree !== null) {
    if (typeof (tree as Node).type === 'string') visit(tree as Node);
    for (const value of Object.values(tree)) if (typeof value === 'object') walk(value, visit);
  }
}

/** The number of the line, from 1, on which a character stands. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** The name of what a call calls: `f` of `f(x)` and of `a.b.f(x)`. */
export function calledName(node: Node): string | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const callee = node.callee as Node;
  if (callee.type === 'Identifier') return callee.name as string;
  if (callee.type === 'MemberExpression') return (callee.property as Node).name as string | undefined;
  return undefined;
}

/** The text of a string literal, or undefined. */
export function literalText(node: unknown): string | undefined {
  const literal = node as Node | undefined;
  return literal?.type === 'Literal' && typeof literal.value === 'string' ? literal.value : undefined;
}

/** The SQL of a tagged template with `?` where values go in, or undefined for anything but a template tagged `sql`. */
export function sqlText(node: Node): string | undefined {
  if (node.type !== 'TaggedTemplateExpression') return undefined;
  const tag = node.tag as Node;
  if (tag.type !== 'Identifier' || tag.name !== 'sql') return undefined;
  const quasis = (node.quasi as Node).quasis as { value: { cooked: string } }[];
  return quasis.map((quasi) => quasi.value.cooked).join(' ? ');
}

/** SQL without its comments and quoted texts, in lower case, with the lines where they were. */
export function bareSql(text: string): string {
  const blank = (found: string) => found.replace(/[^\n]/g, ' ');
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, blank).toLowerCase();
}

const SLICES = 'src/slices.ts';

/** The names of the slices in their order, as src/slices.ts says them in `sliceNames`. */
export function readSliceNames(file: SourceFile = readFile(SLICES)): string[] {
  let names: string[] | undefined;
  walk(parseModule(file).body, (node) => {
    if (node.type !== 'VariableDeclarator' || (node.id as Node).name !== 'sliceNames') return;
    walk(node.init, (inner) => {
      if (inner.type !== 'ArrayExpression') return;
      names ??= (inner.elements as Node[]).map((element) => literalText(element) ?? '');
    });
  });
  if (!names || names.includes(''))
    throw new Error(`${file.path} has no \`sliceNames = ['...', ...] as const\``);
  return names;
}

/** One file by its path from the root. */
export function readFile(path: string): SourceFile {
  return { path, text: readFileSync(join(root, path), 'utf8') };
}
