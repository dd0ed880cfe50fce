// What an answer means for a delivery, and when the next attempt is due.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultOf, judge, pauseSeconds } from '../../src/platform/outbox-rules.ts';

const answered = (status: number) => ({ kind: 'ANSWERED', status, retryAfter: undefined }) as const;

describe('an answer', () => {
  it.each([200, 201, 202, 204, 299])('of %i confirms', (status) =>
    expect(judge(answered(status))).toBe('CONFIRMED'),
  );

  it.each([400, 409, 410, 413, 415, 422])('of %i refuses', (status) =>
    expect(judge(answered(status))).toBe('REFUSED'),
  );

  it.each([100, 301, 302, 307, 308, 401, 403, 404, 405, 408, 425, 429, 500, 502, 503, 504, 599])(
    'of %i is tried again',
    (status) => expect(judge(answered(status))).toBe('AGAIN'),
  );

  it('that never came is tried again, with the reason kept', () => {
    const failed = { kind: 'FAILED', hasLeft: true, reason: 'socket hang up' } as const;
    expect([judge(failed), faultOf(failed)]).toEqual(['AGAIN', 'socket hang up']);
    expect(faultOf(answered(204))).toBeNull();
  });
});

describe('the pause before the next attempt', () => {
  it('grows threefold to half a day, between half and all of that', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((attempts) => pauseSeconds(attempts, 1));
    expect(longest).toEqual([5, 15, 45, 135, 405, 1215, 3645, 10_935, 32_805, 43_200, 43_200]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, random) => {
          const pause = pauseSeconds(attempts, random);
          const full = pauseSeconds(attempts, 1);
          expect(pause).toBeGreaterThanOrEqual(full / 2);
          expect(pause).toBeLessThanOrEqual(full);
        },
      ),
    );
  });

  it('is at least what the endpoint asks for, within reason', () => {
    expect(pauseSeconds(1, 1, '120')).toBe(120);
    expect(pauseSeconds(1, 1, '1')).toBe(5);
    expect(pauseSeconds(1, 1, '999999999')).toBe(43_200);
    expect(pauseSeconds(1, 1, 'Wed, 21 Oct 2026 07:28:00 GMT')).toBe(5);
  });
});
