// The one door: a repeat gets the first outcome, another input under the same id is refused, what fails or changes nothing
// leaves nothing, and a deadlock is tried again.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CommandRequest,
  openDoor,
  openDoorWithin,
  RequestReused,
  runSql,
} from '../../src/platform/command.ts';
import type { Database } from '../../src/platform/database.ts';
import { freshStore } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
  database = await freshStore('postgresql');
});
afterAll(() => database.close());

const request = (requestId: string, inputHash = 'a'): CommandRequest => ({
  subject: 'erp',
  requestId,
  command: 'import customer',
  inputHash,
});
const addSource = (key: string) =>
  `insert into source_system (key, name, kind) values ('${key}', '${key}', 'FILE')`;
const sources = async (key: string) =>
  (await database.statements.run(`select key from source_system where key = '${key}'`, [])).length;

describe('the door', () => {
  it('runs a request once, and answers a repeat with its outcome', async () => {
    const door = openDoor(database.kysely);
    let runs = 0;
    const send = () =>
      door.run(request('once'), async (tx) => {
        runs++;
        await runSql(tx, addSource('once'));
        return { value: runs, outcome: { ids: ['x'] } };
      });
    expect(await send()).toEqual({ kept: { ids: ['x'] }, repeated: false, value: 1 });
    expect(await send()).toEqual({ kept: { ids: ['x'] }, repeated: true, value: null });
    expect(runs).toBe(1);
  });

  it('lets two that come at the same time run one after the other', async () => {
    const door = openDoor(database.kysely);
    const send = () =>
      door.run(request('twins'), async (tx) => {
        await runSql(tx, addSource('twins'));
        return { value: true, outcome: {} };
      });
    const results = await Promise.all([send(), send()]);
    expect(results.map((result) => result.repeated).sort()).toEqual([false, true]);
    expect(await sources('twins')).toBe(1);
  });

  it('refuses another input under the same id', async () => {
    const door = openDoor(database.kysely);
    const body = async () => ({ value: 1, outcome: {} });
    await door.run(request('two bodies'), body);
    await expect(door.run(request('two bodies', 'b'), body)).rejects.toBeInstanceOf(RequestReused);
  });

  it.each<[string, () => Promise<{ value: number; outcome: null }>]>([
    ['fails', () => Promise.reject(new Error('a bug'))],
    ['changed nothing', async () => ({ value: 1, outcome: null })],
  ])('leaves nothing of a command that %s', async (what, end) => {
    const door = openDoor(database.kysely);
    await door
      .run(request(what), async (tx) => {
        await runSql(tx, addSource('gone'));
        return await end();
      })
      .catch((error: Error) => expect(error.message).toBe('a bug'));
    expect(await sources('gone')).toBe(0);
    expect(await door.run(request(what), async () => ({ value: 2, outcome: {} }))).toMatchObject({
      value: 2,
    });
  });

  it('tries again after a deadlock', async () => {
    await runSql(database.kysely, `${addSource('left')}; ${addSource('right')}`);
    const door = openDoor(database.kysely);
    let runs = 0;
    let holding = 0;
    const both = Promise.withResolvers<void>();
    const cross = (id: string, first: string, second: string) =>
      door.run(request(id), async (tx) => {
        const touch = (key: string) =>
          runSql(tx, `update source_system set name = '${id}' where key = '${key}'`);
        runs++;
        await touch(first);
        // Only when each holds one row must each ask for the other's.
        if (++holding === 2) both.resolve();
        await both.promise;
        await touch(second);
        return { value: id, outcome: {} };
      });
    const results = await Promise.all([cross('l', 'left', 'right'), cross('r', 'right', 'left')]);
    expect(results.map(({ value }) => value)).toEqual(['l', 'r']);
    expect(runs).toBe(3);
  });

  it('inside a transaction that is taken back leaves nothing', async () => {
    const tx = await database.kysely.startTransaction().execute();
    const door = openDoorWithin(tx);
    await door.run(request('dry'), async (inner) => {
      await runSql(inner, addSource('dry'));
      return { value: 1, outcome: {} };
    });
    await tx.rollback().execute();
    expect(await sources('dry')).toBe(0);
  });
});
