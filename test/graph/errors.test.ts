// What a client is told of an error, and what only the log is told.
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  badUserInput,
  createErrorMask,
  faulted,
  faultOf,
  forbidden,
  limitExceeded,
  unauthenticated,
  withoutPartialData,
} from '../../src/graph/errors.ts';
import {
  DatabaseUnavailable,
  StatementCancelled,
  StatementTimeout,
} from '../../src/platform/database-errors.ts';

function maskWithLog() {
  const lines: Record<string, unknown>[] = [];
  let made = 0;
  const mask = createErrorMask({ error: (fields) => lines.push({ ...fields }) }, () => `incident-${++made}`);
  return { ...mask, lines };
}

/** As Apollo hands an error to formatError. */
function formatted(error: GraphQLError) {
  const { http: _, ...extensions } = error.extensions;
  return {
    ...error.toJSON(),
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions, stacktrace: ['at secret.ts'] },
  };
}

describe('an error that the client may know', () => {
  test('of bad input names the field, the value and the rule', () => {
    expect(badUserInput('first', 1000, 'a page has 1 to 100 records')).toMatchObject({
      message: 'first: 1000 is refused: a page has 1 to 100 records.',
      extensions: {
        code: 'BAD_USER_INPUT',
        field: 'first',
        value: '1000',
        rule: 'a page has 1 to 100 records',
      },
    });
    expect(badUserInput('after', undefined, 'a cursor is a text').message).toContain(
      'after: nothing is refused',
    );
    expect(badUserInput('id', 'x'.repeat(1_000_000), 'an id is a UUID').message.length).toBeLessThan(150);
    expect(badUserInput('at', Number.NaN, 'a number').message).toContain('null');
    expect(badUserInput('name', { a: [1n] }, 'a text').message).toContain('name');
  });

  test.each([
    ['UNAUTHENTICATED', unauthenticated()],
    ['FORBIDDEN', forbidden('No.')],
    ['BAD_USER_INPUT', badUserInput('first', -1, 'it is positive')],
    ['LIMIT_EXCEEDED', limitExceeded('cost', 60_000, 50_000)],
  ])('%s passes as it is, unlogged and without stack', (code, error) => {
    const mask = maskWithLog();
    const result = mask.formatError(formatted(error), error);
    expect(result).toMatchObject({ message: error.message, extensions: { code } });
    expect(JSON.stringify(result)).not.toContain('secret.ts');
    expect(result.extensions).not.toHaveProperty('http');
    expect(mask.lines).toEqual([]);
  });

  test('loses its suggestions and its length', () => {
    const mask = maskWithLog();
    const error = new GraphQLError(
      'Value "TAXX" does not exist in "Mask" enum. Did you mean the enum value "TAX_ID"?',
      {
        extensions: { code: 'BAD_USER_INPUT' },
      },
    );
    expect(mask.formatError(formatted(error), error).message).toBe(
      'Value "TAXX" does not exist in "Mask" enum.',
    );
    const long = new GraphQLError(`Variable "$x" got invalid value "${'y'.repeat(1_000_000)}"`, {
      extensions: { code: 'BAD_USER_INPUT' },
    });
    expect(mask.formatError(formatted(long), long).message.length).toBeLessThan(1_100);
  });
});

describe('an error that the client may not know', () => {
  test.each([
    [
      'thrown by a resolver',
      new GraphQLError('relation "x"', { originalError: new TypeError('relation "x"'), path: ['a'] }),
    ],
    [
      'of the schema',
      new GraphQLError('Cannot return null for non-nullable field Customer.name.', { path: ['a'] }),
    ],
    [
      'with a code of its own making',
      new GraphQLError('x', { extensions: { code: 'CUSTOM', table: 'relation' } }),
    ],
    [
      'that calls itself internal',
      new GraphQLError('relation', { extensions: { code: 'INTERNAL_SERVER_ERROR', sql: 'relation' } }),
    ],
  ])('%s becomes an incident', (_, error) => {
    const mask = maskWithLog();
    const result = mask.formatError(formatted(error), error);
    expect(result.message).toBe('Something went wrong here; quote incident incident-1 when you report it.');
    expect(result.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', incident: 'incident-1' });
    expect(result.path).toEqual(error.path);
    expect(JSON.stringify(result)).not.toContain('relation');
    expect(mask.lines).toHaveLength(1);
  });

  test('is one incident and one line, in however many fields and formats it shows', () => {
    const mask = maskWithLog();
    const cause = new Error('statement failed');
    const fields = ['a', 'b', 'c'].map(
      (path) => new GraphQLError(cause.message, { originalError: cause, path: [path] }),
    );
    expect(fields.map((error) => mask.report(error, 'r1'))).toEqual([
      'incident-1',
      'incident-1',
      'incident-1',
    ]);
    expect(fields.map((error) => mask.formatError(formatted(error), error).extensions?.incident)).toEqual(
      Array.from({ length: 3 }, () => 'incident-1'),
    );
    expect(mask.lines).toEqual([{ incident: 'incident-1', requestId: 'r1', path: ['a'], err: cause }]);
  });

  test('may be anything that can be thrown', () => {
    const mask = maskWithLog();
    for (const thrown of ['a text', undefined, null, 7, { message: 'relation' }]) {
      expect(mask.formatError({ message: 'relation' }, thrown).extensions?.code).toBe(
        'INTERNAL_SERVER_ERROR',
      );
    }
    expect(mask.lines).toHaveLength(5);
  });
});

describe('a timeout or an outage', () => {
  test.each([
    ['TIMEOUT', new StatementTimeout('late')],
    ['TIMEOUT', Object.assign(new Error('canceling statement'), { code: '57014' })],
    ['UNAVAILABLE', new DatabaseUnavailable('the database at db.internal:5432 is not available')],
    ['UNAVAILABLE', Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' })],
    ['UNAVAILABLE', Object.assign(new Error('terminating connection'), { code: '57P01' })],
    ['UNAVAILABLE', new Error('Connection terminated unexpectedly')],
  ] as const)('%s is told by its code and logged with its address', (code, cause) => {
    expect(faultOf(cause)).toBe(code);
    const mask = maskWithLog();
    const error = new GraphQLError(cause.message, { originalError: cause, path: ['customers'] });
    const result = mask.formatError(formatted(error), error);
    expect(result).toMatchObject({
      message: faulted(code).message,
      extensions: { code, incident: 'incident-1' },
    });
    expect(JSON.stringify(result)).not.toMatch(/5432|internal|terminat/);
    expect(mask.lines).toMatchObject([{ err: cause }]);
  });

  test('that something else met is told alike and its cause logged', () => {
    const mask = maskWithLog();
    const cause = new Error('keys cannot be read');
    const error = faulted('UNAVAILABLE', cause);
    expect(mask.formatError(formatted(error), error).extensions).toEqual({
      code: 'UNAVAILABLE',
      incident: 'incident-1',
    });
    expect(mask.lines).toMatchObject([{ err: cause }]);
  });

  test('of a client that went away is nobody’s incident', () => {
    const mask = maskWithLog();
    expect(mask.report(new StatementCancelled('given up'), 'r1')).toBeUndefined();
    expect(mask.lines).toEqual([]);
  });

  test('is no name for other errors of the store or the disk', () => {
    for (const code of ['23505', '42P01', '22P02', 'EISDIR']) {
      expect(faultOf(Object.assign(new Error('x'), { code }))).toBeUndefined();
    }
    expect(faultOf('ECONNREFUSED')).toBeUndefined();
  });

  test('leaves no partial data behind, other errors leave theirs', () => {
    const late = {
      message: 'late',
      path: ['b'],
      locations: [{ line: 1, column: 1 }],
      extensions: { code: 'TIMEOUT' },
    };
    const bug = { message: 'bug', path: ['a'], extensions: { code: 'INTERNAL_SERVER_ERROR' } };
    expect(withoutPartialData({ data: { a: null, b: null }, errors: [bug, late] })).toEqual({
      data: null,
      errors: [{ message: 'late', extensions: { code: 'TIMEOUT' } }],
    });
    const partial = { data: { a: null, b: 1 }, errors: [bug] };
    expect(withoutPartialData(partial)).toBe(partial);
    const whole = { data: { a: 1 } };
    expect(withoutPartialData(whole)).toBe(whole);
  });
});
