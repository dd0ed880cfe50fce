// The log: lines of JSON in which no secret and no value of a row appears.
import { describe, expect, it } from 'vitest';
import { createLog, newIncidentId } from '../../src/platform/log.ts';

function lineOf(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLog({ level: 'info' }, { write: (line) => lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl';

describe('the log', () => {
  it('redacts fields by their names, however deep', () => {
    const line = lineOf((log) =>
      log.info(
        {
          token,
          databaseUrl: 'postgres://app:hunter2@db/revgraph',
          req: {
            method: 'POST',
            headers: { authorization: `Bearer ${token}`, cookie: 'a=hunter2', host: 'db' },
          },
          list: [{ password: 'hunter2', name: 'jane' }],
        },
        'a request',
      ),
    );
    expect(JSON.stringify(line)).not.toMatch(/hunter2|eyJ/);
    expect(line).toMatchObject({
      msg: 'a request',
      token: '***',
      req: { method: 'POST', headers: { authorization: '***', host: 'db' } },
      list: [{ password: '***', name: 'jane' }],
    });
  });

  it('redacts what a message, an error and its cause quote', () => {
    const cause = new Error('connect postgres://app:hunter2@db:5432/revgraph failed');
    const line = lineOf((log) =>
      log.error(
        { err: new Error(`token ${token} refused`, { cause }) },
        `sent "Bearer ${token}", password=hunter2, signed by whsec_hunter2+/x=`,
      ),
    );
    expect(JSON.stringify(line)).not.toMatch(/hunter2|eyJ/);
    expect(JSON.stringify(line)).toContain('postgres://app:***@db:5432/revgraph');
  });

  it('redacts the fields of a child log', () => {
    const line = lineOf((log) => log.child({ secret: 'hunter2' }).warn('x'));
    expect(line.secret).toBe('***');
  });

  it('keeps the names of a database error and leaves out the row that it quotes', () => {
    const error = Object.assign(
      new Error('duplicate key value violates unique constraint "contact_email_key"'),
      {
        code: '23505',
        table: 'contact',
        constraint: 'contact_email_key',
        detail: 'Key (email)=(jane@example.com) already exists.',
        where: 'SQL statement with jane@example.com',
        client: { password: 'hunter2' },
      },
    );
    const line = lineOf((log) => log.error({ err: error }, 'failed'));
    expect(line.err).toMatchObject({ code: '23505', table: 'contact', constraint: 'contact_email_key' });
    expect(JSON.stringify(line)).not.toMatch(/jane@|hunter2/);
  });

  it('has a time that people can read', () => {
    expect(lineOf((log) => log.info('x')).time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('gives every incident its own id', () => {
    const ids = new Set(Array.from({ length: 1000 }, newIncidentId));
    expect(ids.size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/);
  });
});
