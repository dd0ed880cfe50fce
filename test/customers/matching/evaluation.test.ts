// How good the matching is on sets of which the truth is known, and that a set is made again by its seed. With `TEST_SIZE=long` on 50,000
// records; the figures are reported by `revgraph match --evaluate`.
import { describe, expect, it } from 'vitest';
import { evaluateMatching, type LabelledRecord } from '../../../src/customers/matching/evaluation-rules.ts';
import { matchPolicy } from '../../../src/customers/matching/match-policy-rules.ts';
import { findMatches } from '../../../src/customers/matching/match-rules.ts';
import { evaluationLines } from '../../../src/customers/matching/report-rules.ts';
import { makeMatchSample } from '../../../src/demo/match-sample.ts';
import { customer } from './customers.ts';

const isLong = process.env.TEST_SIZE === 'long';
const size = isLong ? 50_000 : 4_000;

describe('a made-up set', () => {
  const options = { seed: 'again', size: 200, heldOut: false };

  it('is the same for the same seed, and another for another', () => {
    const plain = (seed: string) => JSON.stringify(makeMatchSample({ ...options, seed }));
    expect(plain('again')).toBe(plain('again'));
    expect(plain('again')).not.toBe(plain('other'));
  });

  it('has companies with several records, noise on them, and companies that look like others', () => {
    const records = makeMatchSample({ ...options, size: 3_000 });
    const companies = Map.groupBy(records, ({ company }) => company);
    expect([...companies.values()].filter((own) => own.length > 1).length).toBeGreaterThan(300);
    expect(new Set(records.flatMap(({ noises }) => noises)).size).toBe(16);
    expect(new Set(records.map(({ story }) => story)).size).toBe(10);
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });
});

describe('the matching, on noise', () => {
  it('that the weights were set with: certain pairs are right, and most pairs are found', {
    timeout: 600_000,
  }, () => {
    const { certain, candidates, reach } = evaluateMatching(
      makeMatchSample({ seed: 'test', size, heldOut: false }),
    );
    expect(certain.precision).toBeGreaterThanOrEqual(0.98);
    expect(certain.recall).toBeGreaterThan(0.4);
    expect(candidates.recall).toBeGreaterThan(0.85);
    expect(candidates.precision).toBeGreaterThan(0.7);
    expect(reach).toBeGreaterThan(0.98);
  });

  it('that they were not set with: certain pairs are still right', { timeout: 600_000 }, () => {
    const { certain, candidates, reach } = evaluateMatching(
      makeMatchSample({ seed: 'test', size, heldOut: true }),
    );
    expect(certain.precision).toBeGreaterThanOrEqual(0.97);
    expect(certain.recall).toBeGreaterThan(0.3);
    expect(candidates.recall).toBeGreaterThan(0.7);
    expect(reach).toBeGreaterThan(0.95);
  });

  it('compares a few of all pairs', () => {
    const records = makeMatchSample({ seed: 'few', size, heldOut: false });
    const { compared } = findMatches(records);
    expect(compared).toBeLessThan(records.length * 20);
  });
});

describe('the figures', () => {
  const labelled = (name: string, company: string): LabelledRecord => ({
    ...customer(name, { address: '12 Mill Lane|Ashcombe|AX1 2QD', country: 'GB' }),
    company,
    story: 'alone',
    noises: company === 'a' ? ['typo'] : [],
  });

  it('count what was found rightly, wrongly and not at all', () => {
    // Of the three records of company a two are found; of the two of b none; and one of c is taken for d.
    const records = [
      ...[labelled('Velbara', 'a'), labelled('Velbara', 'a'), labelled('Xanlund', 'a')],
      ...[labelled('Torfors', 'b'), labelled('Ulgrove', 'b')],
      ...[labelled('Merholt', 'c'), labelled('Merholt', 'd')],
    ];
    const evaluation = evaluateMatching(records);
    expect(evaluation.candidates).toEqual({ right: 1, wrong: 1, missed: 3, precision: 0.5, recall: 0.25 });
    expect(evaluation.pairs).toBe(4);
    expect(evaluation.noises).toContainEqual(expect.objectContaining({ name: 'typo', right: 1, missed: 2 }));
    expect(evaluation.traps).toEqual([{ name: 'strangers', candidates: 1, certain: expect.any(Number) }]);
    const lines = evaluationLines('A set', evaluation, matchPolicy);
    expect(lines.slice(0, 2)).toEqual([
      'A set',
      expect.stringContaining('7 records, 4 pairs of them one company'),
    ]);
    expect(lines.join('\n')).toMatch(/candidates \(from 0\.6\) +50 % +25 % +1 +1\n/);
  });
});
