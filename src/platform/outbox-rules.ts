// Decisions about deliveries: what an answer means, and when the next attempt is due.
import type { PostResult } from './web-post.ts';

/** What an attempt came to: settled by the endpoint, or to be tried again. */
export type Verdict = 'CONFIRMED' | 'REFUSED' | 'AGAIN';

/** Answers by which the endpoint says that it will not take this event; another attempt would get the same. */
const REFUSALS: ReadonlySet<number> = new Set([400, 409, 410, 413, 415, 422]);

/** The endpoint is no more (RFC 9110, and what the Standard Webhooks scheme makes of it): nothing else is sent to it. */
export const GONE = 410;

/**
 * Whatever is neither a yes nor a no to the event is tried again: redirects, which are not followed, wrong credentials and
 * missing pages, which somebody may be mending, errors of the server.
 */
export function judge(result: PostResult): Verdict {
  if (result.kind === 'FAILED') return 'AGAIN';
  if (result.status >= 200 && result.status < 300) return 'CONFIRMED';
  return REFUSALS.has(result.status) ? 'REFUSED' : 'AGAIN';
}

/** What the record of the delivery says went wrong; null where nothing did. */
export function faultOf(result: PostResult): string | null {
  if (result.kind === 'FAILED') return result.reason;
  if (judge(result) === 'CONFIRMED') return null;
  const isRedirect = result.status >= 300 && result.status < 400;
  return `the endpoint answered ${result.status}${isRedirect ? ', and redirects are not followed' : ''}`;
}

const FIRST_PAUSE_SECONDS = 5;
const FACTOR = 3;
const LONGEST_PAUSE_SECONDS = 12 * 3600;

/**
 * The pause after an attempt: 5 s, 15 s, 45 s, ... up to 12 h, each between half and all of that by chance, so that what failed
 * together does not come back together. An endpoint that says how long it wants to be left alone is left alone.
 */
export function pauseSeconds(attempts: number, random: number, retryAfter?: string): number {
  const full = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * FACTOR ** (attempts - 1));
  const pause = full * (0.5 + random / 2);
  const asked = /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) : 0;
  return Math.max(pause, Math.min(asked, LONGEST_PAUSE_SECONDS));
}
