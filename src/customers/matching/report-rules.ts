// What `revgraph match` says to people: what a run found, and how good the matching is on a set of which the truth is known.
import type { Evidence } from '../../kernel/evidence.ts';
import type { Evaluation, NamedFigures } from './evaluation-rules.ts';
import type { MatchPolicy } from './match-policy-rules.ts';

/** What a run over one type of object did. */
export interface RunFigures {
  readonly object: string;
  readonly objects: number;
  readonly candidates: number;
  readonly certain: number;
  readonly opened: number;
  readonly reopened: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly decided: number;
  readonly rejected: number;
  readonly lapsed: number;
}

const runColumns = [
  'objects',
  'candidates',
  'certain',
  'opened',
  'reopened',
  'changed',
  'unchanged',
  'decided',
  'rejected',
  'lapsed',
] as const;

export function runLines(runs: readonly RunFigures[]): string[] {
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(10)}${cells.map((cell) => cell.padStart(11)).join('')}`;
  return [
    line('', runColumns),
    ...runs.map((run) =>
      line(
        run.object.toLowerCase(),
        runColumns.map((column) => String(run[column])),
      ),
    ),
    'a steward decides them; nothing was linked or merged',
  ];
}

/** A pair as `revgraph match --list` shows it. */
export interface ListedCandidate {
  readonly id: string;
  readonly objectType: string;
  readonly leftId: string;
  readonly rightId: string;
  readonly score: string;
  readonly grade: string;
  readonly evidence: readonly Evidence[];
}

/** Who the two are, how sure that is, and what both sides say, one line each. */
export function candidateLines({
  objectType,
  leftId,
  rightId,
  score,
  grade,
  evidence,
}: ListedCandidate): string[] {
  return [
    `${objectType.toLowerCase()} ${leftId} | ${rightId}: ${grade.toLowerCase()}, ${percent(Number(score))}`,
    ...evidence.map(
      ({ signal, agreement, left, right, weight }) =>
        `  ${signal.toLowerCase().padEnd(14)} ${agreement.toLowerCase().padEnd(12)} ${left} | ${right} (${weight > 0 ? '+' : ''}${weight})`,
    ),
  ];
}

const percent = (share: number | null) => (share === null ? '-' : `${Math.round(1_000 * share) / 10} %`);
const cells = (name: string, ...values: readonly string[]) =>
  `  ${name.padEnd(32)}${values.map((value) => value.padStart(11)).join('')}`;
const figureCells = ({ name, precision, recall, right, wrong }: NamedFigures) =>
  cells(name, percent(precision), percent(recall), String(right), String(wrong));
const heads = ['precision', 'recall', 'right', 'wrong'] as const;

/** Precision: of what was found, the share that is right. Recall: of what is one company, the share that was found. */
export function evaluationLines(
  title: string,
  evaluation: Evaluation,
  { thresholds }: Pick<MatchPolicy, 'thresholds'>,
): string[] {
  const { records, pairs, compared, reach, certain, candidates, noises, traps } = evaluation;
  return [
    title,
    `  ${records} records, ${pairs} pairs of them one company; ${compared} pairs compared, ${percent(reach)} of those among them`,
    '',
    cells('', ...heads),
    figureCells({ name: 'certain', ...certain }),
    figureCells({ name: `candidates (from ${thresholds.candidate})`, ...candidates }),
    ...evaluation.thresholds.map((row) => figureCells({ ...row, name: `score from ${row.name}` })),
    '',
    cells('candidates where', ...heads),
    ...evaluation.signals.map(figureCells),
    '',
    cells('candidates without the signal', ...heads),
    ...evaluation.without.map(figureCells),
    '',
    cells('pairs with', 'found', 'certain', 'pairs'),
    ...noises.map(({ name, right, missed, recall, certain: sure }) =>
      cells(name, percent(recall), percent(sure / (right + missed)), String(right + missed)),
    ),
    '',
    cells('wrong candidates among', 'candidates', 'certain'),
    ...traps.map(({ name, candidates: wrong, certain: sure }) => cells(name, String(wrong), String(sure))),
  ];
}
