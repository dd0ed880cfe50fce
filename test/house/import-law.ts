// The import law: floors, the order of slices, the kinds inside a slice, no cycles, no barrels, no default exports, pure rules,
// and a console that knows the server only through its graph.

import { posix } from 'node:path';
import { type Module, type Node, walk } from './sources.ts';

/** Lower floors never import higher ones. */
const floors = ['kernel', 'platform', 'graph'];

/** What a file inside a slice may import, by kind, in its own slice and in earlier ones. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  rules: ['rules'],
  figures: ['rules', 'figures'],
  store: ['rules', 'figures', 'store'],
  format: ['rules', 'format'],
  commands: ['rules', 'figures', 'store', 'format', 'commands'],
  jobs: ['rules', 'figures', 'store', 'format', 'commands', 'jobs'],
  fields: ['rules', 'figures', 'store', 'fields'],
};

/** What pure code may take from outside the house. */
const pureImports = [
  'decimal.js',
  '@js-temporal/polyfill',
  'node:crypto',
  'any-ascii',
  'email-providers/all.json',
  'iso-3166',
  'leven',
  'stdnum',
  'tldts',
];

/** The only places that speak to a database driver. */
const drivers = ['pg', '@electric-sql/pglite'];

interface Place {
  readonly floor: number;
  readonly name: string;
  readonly slice?: string;
  readonly kind?: string;
}

/** Where a file of src/ stands, or why it may stand nowhere. */
function placeOf(path: string, slices: readonly string[]): Place | string {
  const [, first = '', ...rest] = path.split('/');
  if (rest.length === 0) {
    if (first === 'slices.ts') return { floor: floors.length + slices.length, name: 'slices.ts' };
    if (first === 'app.ts') return { floor: floors.length + slices.length + 1, name: 'app.ts' };
    if (first === 'main.ts' || first === 'cli.ts')
      return { floor: floors.length + slices.length + 2, name: first };
    return 'stands loose in src/, where only main.ts, cli.ts, app.ts and slices.ts belong';
  }
  if (first === 'console') return { floor: -1, name: 'console' };
  // Only the process and its commands make the demo company, which itself knows nothing but the kernel.
  if (first === 'demo') return { floor: floors.length + slices.length + 1, name: 'demo' };
  if (floors.includes(first)) return { floor: floors.indexOf(first), name: first };
  const order = slices.indexOf(first);
  if (order === -1) return `stands in src/${first}/, which is no floor and no slice of src/slices.ts`;
  const kind = kindOf(path);
  if (!kind) return `is of no known kind: its name ends in none of ${Object.keys(kinds).join(', ')}`;
  return { floor: floors.length + order, name: first, slice: first, kind };
}

/** The kind of a file of a slice: its name or the end of it; the translators of files stand together in `formats/`. */
function kindOf(path: string): string | undefined {
  if (posix.basename(posix.dirname(path)) === 'formats') return 'format';
  const stem = posix.basename(path, '.ts');
  return Object.keys(kinds).find((kind) => stem === kind || stem.endsWith(`-${kind}`));
}

/** Every breach of the import law in the modules of src/. */
export function importFaults(modules: readonly Module[], slices: readonly string[]): string[] {
  if (modules.length === 0) throw new Error('no module was checked');
  const faults: string[] = [];
  for (const module of modules) {
    const place = placeOf(module.path, slices);
    if (typeof place === 'string') {
      faults.push(`${module.path} ${place}`);
      continue;
    }
    for (const { specifier, target, line } of module.imports) {
      const fault = target ? innerFault(place, target, slices) : outerFault(place, specifier);
      if (fault) faults.push(`${module.path}:${line} ${fault}`);
    }
    faults.push(...moduleFaults(module, place));
  }
  return [...faults, ...cycleFaults(modules)];
}

/** Why a file at this place may not import the file at that path. */
function innerFault(from: Place, target: string, slices: readonly string[]): string | undefined {
  if (target === 'package.json') return undefined;
  if (!target.startsWith('src/')) return `imports ${target}, which is not part of the product`;
  if (target.endsWith('.gen.ts') && from.name === target.split('/')[1]) return undefined;
  const to = placeOf(target, slices);
  if (typeof to === 'string') return `imports ${target}, which ${to}`;
  if ((from.name === 'console') !== (to.name === 'console')) {
    return `imports ${target}: the console and the server meet in the graph only`;
  }
  if (from.name === 'demo' && !['demo', 'kernel'].includes(to.name))
    return `imports ${target}: the demo company knows nothing but the kernel`;
  if (to.floor > from.floor)
    return `imports ${target}, which stands above it (${from.name} below ${to.name})`;
  if (from.kind && to.kind && !kinds[from.kind]?.includes(to.kind)) {
    return `imports ${target}: ${from.kind} may not use ${to.kind}`;
  }
  return undefined;
}

/** Why a file at this place may not import the package. */
function outerFault(from: Place, specifier: string): string | undefined {
  const pure = from.name === 'kernel' || from.kind === 'rules';
  if (pure && !pureImports.includes(specifier)) return `imports ${specifier}, but is pure`;
  if (from.name !== 'platform' && drivers.includes(specifier))
    return `imports ${specifier}: only platform does`;
  if (from.name === 'console' && specifier.startsWith('node:'))
    return `imports ${specifier}, which no browser has`;
  return undefined;
}

/** What a module may not be or hold, whatever it imports. */
function moduleFaults(module: Module, place: Place): string[] {
  const faults: string[] = [];
  if (module.defaultExportLine > 0)
    faults.push(`${module.path}:${module.defaultExportLine} exports by default`);
  const own = module.body.filter((node) => node.type !== 'ImportDeclaration');
  const isBarrel =
    own.length > 0 && own.every((node) => node.type === 'ExportAllDeclaration' || node.source != null);
  if (isBarrel) faults.push(`${module.path} is a barrel: it holds nothing of its own`);
  if (module.body.some((node) => node.type === 'ExportAllDeclaration'))
    faults.push(`${module.path} exports another whole file`);
  if (place.kind === 'rules') {
    walk(module.body, (node: Node) => {
      if (node.type === 'AwaitExpression' || node.async === true)
        faults.push(`${module.path} waits, but rules are pure`);
    });
  }
  return faults;
}

/** Every import cycle, once, from its alphabetically first file. */
function cycleFaults(modules: readonly Module[]): string[] {
  const next = new Map(
    modules.map((module) => [module.path, module.imports.flatMap(({ target }) => target ?? [])]),
  );
  const done = new Set<string>();
  const cycles = new Map<string, string>();
  const visit = (path: string, trail: readonly string[]) => {
    const at = trail.indexOf(path);
    if (at !== -1) {
      const cycle = trail.slice(at);
      cycles.set([...cycle].sort().join(' '), `import cycle: ${[...cycle, path].join(' -> ')}`);
    } else if (!done.has(path)) {
      for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    }
  };
  for (const path of next.keys()) visit(path, []);
  return [...cycles.values()];
}
