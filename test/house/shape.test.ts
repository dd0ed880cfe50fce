// The shape of files: each begins with a comment on what belongs in it, none is too long to read, and neither is any function.

import { describe, expect, it } from 'vitest';
import {
  lineAt,
  listFiles,
  listModules,
  type Module,
  type Node,
  readFile,
  type SourceFile,
  virtualModule,
  walk,
} from './sources.ts';

/** The guide is 300 lines (SDL 250); beyond the limit a file has to be split by noun. */
const fileLimit = 400;

/** The guide is 40 lines; beyond the limit a function has to be split. */
const functionLimit = 60;

/** How a first comment looks, by the file's ending; a shebang may stand before it. */
const openings: Readonly<Record<string, RegExp>> = {
  js: /^\/\/ ?\S/,
  ts: /^(?:#!.*\n)?(?:\/\/ ?\S|\/\*)/,
  sql: /^-- ?\S/,
  graphql: /^# ?\S/,
  css: /^\/\*/,
  '': /^#!.*\n(?:\/\/|#) ?\S/,
};

/** Every file that says nothing of itself, or too much. */
function fileFaults(files: readonly SourceFile[]): string[] {
  if (files.length === 0) throw new Error('no file was checked');
  return files.flatMap(({ path, text }) => {
    const ending = path.split('/').at(-1)?.split('.').slice(1).at(-1) ?? '';
    const opening = openings[ending];
    const lines = text.trimEnd().split('\n').length;
    return [
      ...(opening?.test(text) ? [] : [`${path} does not begin with a comment on what belongs in it`]),
      ...(lines > fileLimit ? [`${path} has ${lines} lines, more than ${fileLimit}: split it by noun`] : []),
    ];
  });
}

const functionTypes = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** Every function whose statements take too many lines; one that is a single expression is data and may be long. */
function functionFaults(modules: readonly Module[]): string[] {
  if (modules.length === 0) throw new Error('no module was checked');
  const faults: string[] = [];
  for (const { path, text, body } of modules) {
    walk(body, (node) => {
      const block = node.body as Node | undefined;
      if (!functionTypes.includes(node.type) || block?.type !== 'BlockStatement') return;
      const first = lineAt(text, node.start);
      const lines = lineAt(text, node.end) - first + 1;
      if (lines > functionLimit)
        faults.push(`${path}:${first} is a function of ${lines} lines, more than ${functionLimit}`);
    });
  }
  return faults;
}

const file = (path: string, text: string): SourceFile => ({ path, text });

describe('the shape of files', () => {
  it('holds everywhere', () => {
    const files = listFiles(['.ts', '.js', '.css', '.sql', '.graphql']);
    const commands = ['bin/revgraph', '.ci/run'].map(readFile);
    expect(
      fileFaults([
        ...files.filter(({ path }) => !path.endsWith('.gen.ts') && !path.includes('/recorded/')),
        ...commands,
      ]),
    ).toEqual([]);
  });

  it('catches a file that does not say what belongs in it', () => {
    const silent = [
      file('src/a.ts', 'export const a = 1;\n// late'),
      file('schema/a.graphql', '"""A."""\nscalar A'),
      file('a.sql', 'SELECT 1;'),
      file('bin/a', '#!/bin/sh\nset -e'),
    ];
    expect(fileFaults(silent)).toHaveLength(silent.length);
    expect(
      fileFaults([
        file('src/a.ts', '// What belongs in here.\nexport {};'),
        file('bin/a', '#!/bin/sh\n# Runs it.'),
      ]),
    ).toEqual([]);
  });

  it('catches a file that is too long', () => {
    const long = `// Long.\n${'x;\n'.repeat(fileLimit)}`;
    expect(fileFaults([file('src/a.ts', long)])).toEqual([expect.stringContaining('split it by noun')]);
  });

  it('fails where it sees no file', () => {
    expect(() => fileFaults([])).toThrow('no file');
    expect(() => functionFaults([])).toThrow('no module');
  });
});

describe('the shape of functions', () => {
  it('holds in src/', () => expect(functionFaults(listModules(['src']))).toEqual([]));

  it('catches a function that is too long, and lets a long table of data stand', () => {
    const lines = 'x;\n'.repeat(functionLimit);
    expect(functionFaults([virtualModule('src/a.ts', `function a() {\n${lines}}`)])).toHaveLength(1);
    expect(functionFaults([virtualModule('src/a.ts', `class A { b() {\n${lines}} }`)])).toHaveLength(1);
    expect(
      functionFaults([virtualModule('src/a.ts', `const a = () => [\n${'1,\n'.repeat(functionLimit)}];`)]),
    ).toEqual([]);
  });
});
