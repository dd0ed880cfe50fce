// The mirror of names: one word per slice for its SDL, its folder and its tests, nothing beside the slices and floors, and no
// file or folder whose name says nothing.

import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFiles, listFolders, readSliceNames } from './sources.ts';

const floors = ['kernel', 'platform', 'graph'];

/** Folders of test/ that mirror no folder of src/. */
const testFolders = ['app', 'house', 'support', 'scenarios', 'concurrency', 'bench'];

/** Where a slice lacks one of its three places, and why. */
const absent: Readonly<Record<string, string>> = {};

/** Slices that are being built, which may lack places until all of them have all three; then the list is emptied. */
const unfinished: readonly string[] = [];

/** Words that say where code was put and not what it does. */
const emptyWords = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'misc',
  'service',
  'services',
  'types',
  'shared',
  'lib',
  'core',
  'manager',
  'managers',
  'index',
];

interface House {
  readonly slices: readonly string[];
  readonly folders: { readonly src: readonly string[]; readonly test: readonly string[] };
  /** The SDL files, by name. */
  readonly schema: readonly string[];
  readonly unfinished: readonly string[];
  /** Where a place may be missing, and why. */
  readonly absent: Readonly<Record<string, string>>;
  /** Every file of ours, by its path from the root. */
  readonly paths: readonly string[];
}

/** Every place where the three words of a slice do not agree, and every name that is not allowed. */
function nameFaults(house: House): string[] {
  if (house.paths.length === 0) throw new Error('no file was checked');
  const incomplete = house.unfinished.filter((slice) => sliceFaults(slice, house).length > 0);
  const allDone = house.unfinished.length > 0 && incomplete.length === 0;
  return [
    ...(allDone ? ['every slice listed as unfinished has all its places: empty the list'] : []),
    ...house.slices
      .filter((slice) => !incomplete.includes(slice))
      .flatMap((slice) => sliceFaults(slice, house)),
    ...strayFaults(house),
    ...house.paths.flatMap(pathFaults),
  ];
}

function sliceFaults(slice: string, { folders, schema, absent }: House): string[] {
  const places: readonly [path: string, exists: boolean][] = [
    [`schema/${slice}.graphql`, schema.includes(`${slice}.graphql`)],
    [`src/${slice}/`, folders.src.includes(slice)],
    [`test/${slice}/`, folders.test.includes(slice)],
  ];
  const missing = places.filter(([path, exists]) => !exists && !absent[path]).map(([path]) => path);
  const found = places.filter(([path, exists]) => exists && absent[path]).map(([path]) => path);
  return [
    ...missing.map((path) => `${path} is missing for the slice ${slice} of src/slices.ts`),
    ...found.map((path) => `${path} exists, though it is listed as absent`),
  ];
}

/** Folders and SDL files that belong to no slice. */
function strayFaults({ slices, folders, schema }: House): string[] {
  const strays = [
    ...folders.src
      .filter((name) => ![...floors, ...slices, 'console', 'demo'].includes(name))
      .map((name) => `src/${name}/`),
    ...folders.test
      .filter((name) => ![...floors, ...slices, ...testFolders, 'console', 'demo'].includes(name))
      .map((name) => `test/${name}/`),
    ...schema
      .filter((name) => name !== 'root.graphql')
      .filter((name) => !slices.some((slice) => name === `${slice}.graphql` || name.startsWith(`${slice}-`)))
      .map((name) => `schema/${name}`),
  ];
  return strays.map((path) => `${path} belongs to no floor and no slice of src/slices.ts`);
}

function pathFaults(path: string): string[] {
  const faults: string[] = [];
  for (const segment of path.split('/')) {
    const words = segment
      .replace(/\.gen\.ts$/, '')
      .replace(/\.[a-z.]+$/, '')
      .split('-');
    const last = words.at(-1) ?? '';
    const empty = !segment.endsWith('.gen.ts') && emptyWords.includes(last) ? last : undefined;
    if (empty) faults.push(`${path}: "${empty}" says nothing of what belongs in there`);
    if (!/^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/.test(segment))
      faults.push(`${path}: "${segment}" is not in lower-case with hyphens`);
  }
  return faults;
}

function house(change: Partial<House> = {}): House {
  return {
    slices: ['billing'],
    folders: { src: ['kernel', 'billing'], test: ['house', 'billing'] },
    schema: ['root.graphql', 'billing.graphql', 'billing-lines.graphql'],
    unfinished: [],
    absent: {},
    paths: [
      'src/billing/credit-note-rules.ts',
      'src/graph/types.gen.ts',
      'src/platform/migrations/0001_platform.sql',
    ],
    ...change,
  };
}

describe('the mirror of names', () => {
  it('holds in schema/, src/ and test/', () => {
    const paths = listFiles(['.ts', '.js', '.css', '.sql', '.graphql']).map((file) => file.path);
    const schema = listFiles(['.graphql'], ['schema']).map((file) => posix.basename(file.path));
    const folders = { src: listFolders('src'), test: listFolders('test') };
    expect(nameFaults({ slices: readSliceNames(), folders, schema, unfinished, absent, paths })).toEqual([]);
  });

  it('lets through what it allows', () => expect(nameFaults(house())).toEqual([]));

  it('catches a slice that lacks its tests, its folder or its SDL', () => {
    const folders = { src: ['kernel'], test: ['house'] };
    const faults = nameFaults(house({ folders, schema: ['root.graphql', 'billing-lines.graphql'] }));
    expect(faults.join('\n')).toMatch(
      /schema\/billing\.graphql is missing[\s\S]*src\/billing\/ is missing[\s\S]*test\/billing\/ is missing/,
    );
  });

  it('lets a slice lack a place for a listed reason, and only while it does', () => {
    const absent = { 'test/billing/': 'tested through its scenarios' };
    expect(nameFaults(house({ folders: { src: ['billing'], test: ['house'] }, absent }))).toEqual([]);
    expect(nameFaults(house({ absent }))).toEqual([expect.stringContaining('listed as absent')]);
  });

  it('lets a slice lack places while it is built, and not once it is', () => {
    const unfinished = ['billing'];
    expect(nameFaults(house({ folders: { src: ['billing'], test: ['house'] }, unfinished }))).toEqual([]);
    expect(nameFaults(house({ unfinished }))).toEqual([expect.stringContaining('has all its places')]);
  });

  it('catches a folder and an SDL file of no slice', () => {
    const folders = { src: ['billing', 'invoicing'], test: ['billing', 'invoicing'] };
    const schema = ['root.graphql', 'billing.graphql', 'billings.graphql'];
    expect(nameFaults(house({ folders, schema }))).toHaveLength(3);
  });

  it.each([
    'src/billing/utils.ts',
    'src/common/rules.ts',
    'src/billing/invoice-helpers.ts',
    'src/billing/types.ts',
    'src/billing/index.ts',
    'test/support/index.ts',
    'src/billing/creditNote.ts',
  ])('catches %s', (path) => expect(nameFaults(house({ paths: [path] }))).toHaveLength(1));

  it('fails where it sees no file', () => expect(() => nameFaults(house({ paths: [] }))).toThrow('no file'));
});
