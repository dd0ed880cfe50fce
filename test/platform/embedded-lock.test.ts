// One process to one embedded store: shown with real processes, that end well, are killed, or arrive together.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/platform/database.ts';
import { lockFolder, StoreInUse } from '../../src/platform/embedded-lock.ts';
import { silentLog } from '../support/database.ts';
import { startProcess, type TestProcess } from '../support/processes.ts';
import { storeConfig } from '../support/template.ts';

const racers = process.env.TEST_SIZE === 'long' ? 20 : 5;

/** Takes the folder, says so, and keeps it until it is told to stop. */
const HOLDER = `
  import { lockFolder } from '/src/platform/embedded-lock.ts';
  try {
    const lock = await lockFolder(process.env.FOLDER);
    console.log('has it');
    process.on('SIGTERM', () => { lock.release(); process.exit(0); });
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.name + ' ' + error.pid);
  }`;

describe('the embedded store', () => {
  let folder: string;
  const started: TestProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'revgraph-lock-'));
  });
  afterEach(async () => {
    for (const process of started) process.kill('SIGKILL');
    await Promise.all(started.splice(0).map(({ ended }) => ended));
    rmSync(folder, { recursive: true });
  });

  function hold(): TestProcess {
    const process = startProcess(HOLDER, { FOLDER: folder });
    started.push(process);
    return process;
  }

  it('refuses a second process with the pid of the first and the two ways on', async () => {
    const first = hold();
    expect(await first.nextLine()).toBe('has it');
    const refusal = await openDatabase(storeConfig({ dataDir: folder }), silentLog).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(StoreInUse);
    expect(refusal).toMatchObject({ pid: first.pid });
    expect(String(refusal)).toContain(`in use by process ${first.pid}`);
    expect(String(refusal)).toMatch(/stop that process, or .* DATABASE_URL/);
    expect(await hold().nextLine()).toBe(`StoreInUse ${first.pid}`);
  });

  it('is free again when its process has ended, and when it was killed', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGKILL'] as const) {
      const process = hold();
      expect(await process.nextLine()).toBe('has it');
      process.kill(signal);
      await process.ended;
    }
    (await lockFolder(folder)).release();
  });

  it(`goes to exactly one of ${racers} processes that find it left by a killed one`, async () => {
    const dead = hold();
    expect(await dead.nextLine()).toBe('has it');
    dead.kill('SIGKILL');
    await dead.ended;
    const processes = Array.from({ length: racers }, hold);
    const lines = await Promise.all(processes.map((process) => process.nextLine()));
    const winners = processes.filter((_, index) => lines[index] === 'has it');
    expect(winners).toHaveLength(1);
    const refused = lines.filter((line) => line === `StoreInUse ${winners[0]?.pid}`);
    expect(refused).toHaveLength(racers - 1);
  });

  it('is refused within one process, too', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ name: 'StoreInUse', pid: process.pid });
    lock.release();
    lock.release();
    (await lockFolder(folder)).release();
  });

  it('says what is wrong with a folder that cannot be used', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(lockFolder(join(folder, 'file', 'below'))).rejects.toThrow(
      /\(DATA_DIR\) cannot be used: it, or a part of its path, is a file/,
    );
  });

  it('keeps what was acknowledged when its process is killed', async () => {
    const writer = startProcess(
      `
      import { openDatabase } from '/src/platform/database.ts';
      import { loadConfig } from '/src/platform/config.ts';
      import pino from '/node_modules/pino/pino.js';
      const database = await openDatabase(loadConfig({ DATA_DIR: process.env.FOLDER }).store, pino({ level: 'silent' }));
      await database.withOwner((owner) => owner.query('create table kept (number int)'));
      for (let number = 1; ; number++) {
        await database.statements.run('insert into kept values ($1)', [number]);
        console.log(number);
      }`,
      { FOLDER: folder },
    );
    started.push(writer);
    let acknowledged = 0;
    while (acknowledged < 200) {
      const line = await writer.nextLine();
      if (line === undefined) throw new Error(writer.errors());
      acknowledged = Number(line);
    }
    writer.kill('SIGKILL');
    await writer.ended;
    const database = await openDatabase(storeConfig({ dataDir: folder }), silentLog);
    const rows = await database.statements.run<{ count: string }>('select count(*) as count from kept', []);
    expect(Number(rows[0]?.count)).toBeGreaterThanOrEqual(acknowledged);
    await database.close();
  });
});
