// Evidence that two records are one: what each side says, how far that agrees, and how much it weighs. Weights are bits
// (log2 of how much likelier the agreement is between two records of one thing than between two of different things), so they add up.
import { createHash } from 'node:crypto';

/** One thing that both records could have said. */
export interface Evidence {
  readonly signal: string;
  readonly agreement: string;
  /** As the records say it; null: nothing. */
  readonly left: string | null;
  readonly right: string | null;
  readonly weight: number;
}

/** How sure a pair is: CERTAIN where the rules allow a link without a person, LIKELY where a person decides. */
export type Grade = 'CERTAIN' | 'LIKELY';

/** Two records that may be one. */
export interface MatchedPair {
  readonly leftId: string;
  readonly rightId: string;
  readonly score: number;
  readonly grade: Grade;
  readonly evidence: readonly Evidence[];
  /** Names what speaks for the pair, by its values alone: the same whatever the weights and the other records are. */
  readonly evidenceKeys: readonly string[];
}

/** The probability that bits amount to. */
export function probabilityOf(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}

/** A short name for what two sides say: another value gives another key, another weight does not. */
export function evidenceKey(signal: string, left: string, right: string): string {
  const text = JSON.stringify(left < right ? [signal, left, right] : [signal, right, left]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** Evidence as it is kept and shown: weights to a hundredth of a bit. */
export function roundedEvidence(evidence: readonly Evidence[]): Evidence[] {
  return evidence.map((item) => ({ ...item, weight: Math.round(item.weight * 100) / 100 }));
}
