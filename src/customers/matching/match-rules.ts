// Finds the customers that may be one: reads them, blocks them, compares them, and keeps a certain pair certain only where no rival
// claims the same customer.
import type { Grade } from '../../kernel/evidence.ts';
import { findBlocks } from './block-rules.ts';
import { type MatchPolicy, matchPolicy } from './match-policy-rules.ts';
import { type CustomerRecord, countPopulation, type Profile, readProfile } from './profile-rules.ts';
import { type ScoredPair, scorePair } from './score-rules.ts';

export interface Matches {
  /** From the likeliest on. */
  readonly pairs: readonly ScoredPair[];
  /** Pairs that were compared. */
  readonly compared: number;
  /** Keys that were left out because too many customers share them. */
  readonly oversizedBlocks: number;
}

export interface MatchOptions {
  readonly policy?: MatchPolicy;
  /** Pairs of no lower score are returned; by default the policy's candidates. */
  readonly atLeast?: number;
}

/** All pairs of customers that may be one. Two that are one golden record already never come in here. */
export function findMatches(records: readonly CustomerRecord[], options: MatchOptions = {}): Matches {
  const policy = options.policy ?? matchPolicy;
  const atLeast = options.atLeast ?? policy.thresholds.candidate;
  const profiles = records.map(readProfile);
  const population = countPopulation(profiles, policy);
  const blocks = findBlocks(profiles, population, policy);
  const pairs: ScoredPair[] = [];
  for (const [at, other] of blocks.pairs) {
    const [left, right] = [profiles[at], profiles[other]];
    if (!left || !right) continue;
    const pair = scorePair(left, right, population, policy);
    if (pair.score >= atLeast) pairs.push(pair);
  }
  pairs.sort(
    (a, b) => b.score - a.score || compareText(a.leftId, b.leftId) || compareText(a.rightId, b.rightId),
  );
  return { pairs: withoutRivals(pairs, policy), compared: blocks.count, oversizedBlocks: blocks.oversized };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A customer that is certainly two others, which are not one themselves, is certainly neither: which of them it is, a person says.
 */
function withoutRivals(pairs: readonly ScoredPair[], { thresholds }: MatchPolicy): ScoredPair[] {
  const partners = new Map<string, string[]>();
  const known = new Set<string>();
  for (const { leftId, rightId, grade, score } of pairs) {
    if (score >= thresholds.candidate) known.add(`${leftId} ${rightId}`).add(`${rightId} ${leftId}`);
    if (grade !== 'CERTAIN') continue;
    partners.set(leftId, [...(partners.get(leftId) ?? []), rightId]);
    partners.set(rightId, [...(partners.get(rightId) ?? []), leftId]);
  }
  const hasRivals = (id: string) => {
    const own = partners.get(id) ?? [];
    return own.some((one, at) => own.slice(at + 1).some((other) => !known.has(`${one} ${other}`)));
  };
  return pairs.map((pair) =>
    pair.grade === 'CERTAIN' && (hasRivals(pair.leftId) || hasRivals(pair.rightId))
      ? { ...pair, grade: 'LIKELY' satisfies Grade, ground: null }
      : pair,
  );
}

/** Why two records of one customer cannot be one, if so: for links that sources state. */
export function contradictionsOf(
  left: CustomerRecord,
  right: CustomerRecord,
  policy: MatchPolicy = matchPolicy,
): string[] {
  const profiles: readonly [Profile, Profile] = [readProfile(left), readProfile(right)];
  const { levels } = scorePair(...profiles, countPopulation(profiles, policy), policy);
  const against: string[] = [];
  if (levels.TAX_ID === 'OTHER') against.push('TAX_ID');
  if (levels.NAME === 'DIFFERENT' && levels.TAX_ID !== 'SAME') {
    against.push('NAME');
    if (levels.ADDRESS === 'ABROAD') against.push('ADDRESS');
    if (levels.DOMAIN === 'OTHER') against.push('DOMAIN');
  }
  return against;
}
