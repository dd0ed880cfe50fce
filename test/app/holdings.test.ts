// What stands where a store is to be: a demo company, somebody's data, or something that is no folder.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DemoChoice, loadDemoOnce } from '../../src/main.ts';
import { freshDatabase } from '../support/database.ts';
import { startProgram } from '../support/processes.ts';
import { askServer, bearer, linesUntil, newFolder, refusal, startServer } from '../support/servers.ts';

describe('a store that holds something', () => {
  /** The command, to its end. */
  async function revgraph(env: Record<string, string>, ...args: string[]) {
    const child = startProgram('src/cli.ts', args, env);
    const printed: string[] = [];
    for (let line = await child.nextLine(); line !== undefined; line = await child.nextLine())
      printed.push(line);
    return { code: await child.ended, printed, errors: child.errors() };
  }
  const demo = 'the demo company of size s and seed revgraph';
  const advice = 'the demo company wants a store of its own: set another DATA_DIR or DATABASE_URL';

  it('takes no second demo company, and says that the first stands', async () => {
    const database = await freshDatabase();
    onTestFinished(() => database.close());
    const run = (format: string) =>
      database.statements.run(
        `with run as (insert into import_run (source_system_id, format) select source_system_id, '${format}' from source_system)
         insert into feed select source_system_id, 'accounting_period', now(), now() from source_system on conflict do nothing`,
        [],
      );
    const load = (wanted?: DemoChoice) =>
      loadDemoOnce(database, { now: '2026-11-24T12:00:00Z', ...(wanted && { wanted }) });
    await run('demo:s:revgraph');
    expect(await load({ size: 's', seed: 'revgraph' })).toEqual({ isThere: true, holds: demo });
    expect(await load({ size: 'm', seed: 'revgraph' })).toEqual({ isThere: false, holds: demo });
    expect(await load({ size: 's', seed: 'another' })).toEqual({ isThere: false, holds: demo });
    await run('demo:m:another');
    expect(await load()).toEqual({ isThere: false, holds: 'other data than a demo company' });
  });

  it("takes no demo company beside its owner's data, is served as it is, and no demo customer is asked for", async () => {
    const folder = newFolder();
    const file = join(folder, 'customers.csv');
    writeFileSync(file, 'id,name\nK1,Acme\n');
    const env = { DATA_DIR: join(folder, 'data') };
    const flags = ['--source', 'crm', '--format', 'revgraph'];
    expect(await revgraph(env, 'import', ...flags, file)).toMatchObject({ code: 0 });
    expect(await revgraph(env, 'demo')).toEqual({
      code: 1,
      printed: [],
      errors: `revgraph: the store at ${env.DATA_DIR} holds other data than a demo company; ${advice}\n`,
    });
    const server = await startServer(env, '--demo');
    expect(server.printed).toHaveLength(1);
    const rest = await linesUntil(server, '-d ');
    expect(rest.join('\n')).not.toContain('C-1001');
    const [, body = ''] = /-d '(.*)'$/.exec(rest.at(-1) ?? '') ?? [];
    const answer = await askServer(server.url, await bearer(env.DATA_DIR), JSON.parse(body).query);
    expect(answer.data.customers).toMatchObject({ totalCount: 1, nodes: [{ number: 'K1', name: 'Acme' }] });
  }, 60_000);
});

describe('a start ends with 1 and one line', () => {
  it.each<[what: string, folder: () => string, reason: string]>([
    ['takes nothing', () => '/proc/revgraph', 'nothing can be made there'],
    ['is a file', () => import.meta.filename, 'it, or a part of its path, is a file'],
    ['lies below a file', () => join(import.meta.filename, 'data'), 'it, or a part of its path, is a file'],
  ])('when DATA_DIR %s, the commands too', async (_what, folder, reason) => {
    const DATA_DIR = folder();
    const said = `revgraph: the folder ${DATA_DIR} (DATA_DIR) cannot be used: ${reason}; set DATA_DIR to a folder that may be written\n`;
    expect(await refusal({ DATA_DIR }, '--demo')).toEqual({ code: 1, errors: said });
    for (const args of [['verify'], ['token', '--role', 'auditor']]) {
      const child = startProgram('src/cli.ts', args, { DATA_DIR });
      expect({ code: await child.ended, errors: child.errors() }).toEqual({ code: 1, errors: said });
    }
  });

  it.skipIf(process.getuid?.() === 0)('when DATA_DIR may not be written', async () => {
    const folder = newFolder();
    chmodSync(folder, 0o555);
    const { code, errors } = await refusal({ DATA_DIR: join(folder, 'data') });
    expect(code).toBe(1);
    expect(errors).toMatch(/^revgraph: .*: this user may not write there; .*\n$/);
  });
});
