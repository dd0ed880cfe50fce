// How good the matching is on a set of which the truth is known: precision and recall per threshold, grade, signal and noise.
import { type MatchPolicy, matchPolicy } from './match-policy-rules.ts';
import { findMatches } from './match-rules.ts';
import type { CustomerRecord } from './profile-rules.ts';
import type { ScoredPair } from './score-rules.ts';

/** A customer of whom is known which company it is. */
export interface LabelledRecord extends CustomerRecord {
  readonly company: string;
  /** What kind of group it was made with. */
  readonly story: string;
  readonly noises: readonly string[];
}

/** Found pairs that are one company, found pairs that are not, and pairs that are one and were not found. */
export interface Figures {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
  /** Of the found pairs, how many are right; null where none was found. */
  readonly precision: number | null;
  /** Of the pairs that are one company, how many were found; null where there are none. */
  readonly recall: number | null;
}

export interface NamedFigures extends Figures {
  readonly name: string;
}

export interface Evaluation {
  readonly records: number;
  /** Pairs of records that are one company. */
  readonly pairs: number;
  readonly compared: number;
  readonly oversizedBlocks: number;
  /** Of the pairs that are one company, how many were compared at all. */
  readonly reach: number | null;
  readonly certain: Figures;
  readonly candidates: Figures;
  readonly thresholds: readonly NamedFigures[];
  /** Pairs of candidates or better that a level of a signal is true of, against all pairs of one company. */
  readonly signals: readonly NamedFigures[];
  /** Candidates without the signal: what it is needed for. */
  readonly without: readonly NamedFigures[];
  readonly noises: readonly (NamedFigures & { readonly certain: number })[];
  /** Wrong pairs by the story that they fell for. */
  readonly traps: readonly { readonly name: string; readonly candidates: number; readonly certain: number }[];
}

const levels = [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999];
const signals = ['LEGAL_FORM', 'ADDRESS', 'DOMAIN', 'MAILBOX', 'TAX_ID'] as const;

export function evaluateMatching(
  records: readonly LabelledRecord[],
  policy: MatchPolicy = matchPolicy,
): Evaluation {
  const truth = new Truth(records);
  const { pairs, compared, oversizedBlocks } = findMatches(records, { policy, atLeast: 0 });
  const atLeast = (score: number) => pairs.filter((pair) => pair.score >= score);
  const candidates = atLeast(policy.thresholds.candidate);
  const certain = pairs.filter(({ grade }) => grade === 'CERTAIN');
  return {
    records: records.length,
    pairs: truth.total,
    compared,
    oversizedBlocks,
    reach: share(pairs.filter((pair) => truth.isOne(pair)).length, truth.total),
    certain: truth.figures(certain),
    candidates: truth.figures(candidates),
    thresholds: levels.map((level) => ({ name: String(level), ...truth.figures(atLeast(level)) })),
    signals: signalFigures(candidates, truth),
    without: signals.map((signal) => ({
      name: signal,
      ...truth.figures(findWithout(records, policy, signal)),
    })),
    noises: noiseFigures(candidates, truth),
    traps: trapFigures(candidates, truth),
  };
}

function findWithout(
  records: readonly LabelledRecord[],
  policy: MatchPolicy,
  signal: (typeof signals)[number],
): readonly ScoredPair[] {
  const silent = Object.fromEntries(Object.keys(policy.weights[signal]).map((level) => [level, 0]));
  return findMatches(records, { policy: { ...policy, weights: { ...policy.weights, [signal]: silent } } })
    .pairs;
}

/** Which records are one company. */
class Truth {
  readonly total: number;
  readonly records: ReadonlyMap<string, LabelledRecord>;

  constructor(records: readonly LabelledRecord[]) {
    this.records = new Map(records.map((record) => [record.id, record]));
    const sizes = new Map<string, number>();
    for (const { company } of records) sizes.set(company, (sizes.get(company) ?? 0) + 1);
    this.total = [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  }

  sides({ leftId, rightId }: ScoredPair): readonly LabelledRecord[] {
    return [this.records.get(leftId), this.records.get(rightId)].flatMap((side) => side ?? []);
  }

  isOne(pair: ScoredPair): boolean {
    const [left, right] = this.sides(pair);
    return left?.company === right?.company;
  }

  figures(found: readonly ScoredPair[], total = this.total): Figures {
    const right = found.filter((pair) => this.isOne(pair)).length;
    const wrong = found.length - right;
    return {
      right,
      wrong,
      missed: total - right,
      precision: share(right, found.length),
      recall: share(right, total),
    };
  }

  /** Every pair of records of one company. */
  *ones(): Generator<readonly [LabelledRecord, LabelledRecord]> {
    const companies = Map.groupBy(this.records.values(), ({ company }) => company);
    for (const members of companies.values()) {
      for (const [at, left] of members.entries())
        for (const right of members.slice(at + 1)) yield [left, right];
    }
  }
}

function signalFigures(candidates: readonly ScoredPair[], truth: Truth): NamedFigures[] {
  const groups = Map.groupBy(
    candidates.flatMap((pair) =>
      Object.entries(pair.levels).map(([signal, level]) => ({ name: `${signal} ${level}`, pair })),
    ),
    ({ name }) => name,
  );
  return [...groups]
    .filter(([name]) => !name.endsWith('UNKNOWN'))
    .map(([name, found]) => ({ name, ...truth.figures(found.map(({ pair }) => pair)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** By noise: of the pairs one side of which has it, how many were found. */
function noiseFigures(candidates: readonly ScoredPair[], truth: Truth): Evaluation['noises'] {
  const key = (left: string, right: string) => (left < right ? `${left} ${right}` : `${right} ${left}`);
  const found = new Map(candidates.map((pair) => [key(pair.leftId, pair.rightId), pair]));
  const counts = new Map<string, { right: number; certain: number; total: number }>();
  for (const [left, right] of truth.ones()) {
    const pair = found.get(key(left.id, right.id));
    const noises = new Set([...left.noises, ...right.noises]);
    for (const name of noises.size === 0 ? ['no noise'] : noises) {
      const count = counts.get(name) ?? { right: 0, certain: 0, total: 0 };
      counts.set(name, count);
      count.total++;
      if (pair) count.right++;
      if (pair?.grade === 'CERTAIN') count.certain++;
    }
  }
  return [...counts]
    .map(([name, { right, certain, total }]) => ({
      name,
      right,
      wrong: 0,
      missed: total - right,
      precision: null,
      recall: share(right, total),
      certain,
    }))
    .sort((a, b) => (a.recall ?? 0) - (b.recall ?? 0));
}

function trapFigures(candidates: readonly ScoredPair[], truth: Truth): Evaluation['traps'] {
  const counts = new Map<string, { candidates: number; certain: number }>();
  for (const pair of candidates.filter((candidate) => !truth.isOne(candidate))) {
    const [left, right] = truth.sides(pair);
    const group = (record: LabelledRecord | undefined) => record?.company.split('.')[0];
    const name = group(left) === group(right) ? (left?.story ?? '') : 'strangers';
    const count = counts.get(name) ?? { candidates: 0, certain: 0 };
    counts.set(name, count);
    count.candidates++;
    if (pair.grade === 'CERTAIN') count.certain++;
  }
  return [...counts].map(([name, count]) => ({ name, ...count })).sort((a, b) => b.candidates - a.candidates);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
