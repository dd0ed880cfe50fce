// The tools that check types, style and dead code see a planted fault, with the settings of this repository: a setting that
// switched one of them off would pass everywhere else.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A repository of a few files with our own settings. */
function plant(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'revgraph-house-'));
  folders.push(folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const name of ['tsconfig.json', 'biome.json', 'knip.json', '.gitignore'])
    cpSync(join(root, name), join(folder, name));
  const manifest = { name: 'planted', type: 'module', scripts: { start: 'node src/main.ts' } };
  for (const [path, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What a tool says of a folder, and whether it is content. */
function run(
  folder: string,
  tool: string,
  ...options: readonly string[]
): Promise<{ ok: boolean; said: string }> {
  const script = join(root, 'node_modules', tool);
  return new Promise((resolve) => {
    const settings = { cwd: folder, env: { ...process.env, NO_COLOR: '1' } };
    execFile(process.execPath, [script, ...options], settings, (error, out, err) =>
      resolve({ ok: !error, said: out + err }),
    );
  });
}

const good = "// Starts.\nimport { answer } from './answer.ts';\n\nconsole.log(answer);\n";
const answer = '// Answers.\nexport const answer = 42;\n';

describe.concurrent('the tools', () => {
  it('see a wrong type, a missing index and an enum', async () => {
    const faults = "const a: number = 'x';\nconst b: number = [1][0];\nenum C { D }\nconsole.log(a, b, C);\n";
    const { ok, said } = await run(
      plant({ 'src/main.ts': good, 'src/answer.ts': answer, 'src/fault.ts': faults }),
      'typescript/bin/tsc',
    );
    expect(ok).toBe(false);
    expect([...said.matchAll(/src\/fault\.ts\((\d)/g)].map(([, line]) => line)).toEqual(['1', '2', '3']);
  });

  it('see any, a default export, an unused import and a promise that nobody awaits', async () => {
    const faults = [
      "import { join } from 'node:path';",
      'export const a = (b: any) => b;',
      'async function later(): Promise<void> {}',
      'later();',
      'export default a;',
    ];
    const folder = plant({ 'src/main.ts': good, 'src/answer.ts': answer, 'src/fault.ts': faults.join('\n') });
    const { ok, said } = await run(folder, '@biomejs/biome/bin/biome', 'ci', '--error-on-warnings');
    expect(ok).toBe(false);
    for (const rule of ['noExplicitAny', 'noDefaultExport', 'noUnusedImports', 'noFloatingPromises'])
      expect(said).toContain(rule);
    expect(said).not.toContain('main.ts');
  });

  it('see a dead file, a dead export and a package that nobody uses', async () => {
    const dead = {
      'src/dead.ts': '// Dead.\nexport const dead = 1;\n',
      'src/answer.ts': `${answer}export const unused = 1;\n`,
    };
    const manifest = {
      name: 'planted',
      type: 'module',
      scripts: { start: 'node src/main.ts' },
      dependencies: { kysely: '*' },
    };
    const { ok, said } = await run(
      plant({ 'src/main.ts': good, ...dead, 'package.json': JSON.stringify(manifest) }),
      'knip/bin/knip.js',
    );
    expect(ok).toBe(false);
    expect(said).toMatch(
      /Unused files \(1\)\s+src\/dead\.ts[\s\S]*Unused dependencies \(1\)\s+kysely[\s\S]*Unused exports \(1\)\s+unused/,
    );
  });

  it('are content with a house in order', async () => {
    const folder = plant({ 'src/main.ts': good, 'src/answer.ts': answer });
    const verdicts = [
      await run(folder, 'typescript/bin/tsc'),
      await run(folder, '@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', 'src'),
      await run(folder, 'knip/bin/knip.js'),
    ];
    expect(verdicts.map(({ ok, said }) => (ok ? 'content' : said))).toEqual([
      'content',
      'content',
      'content',
    ]);
  });
});
