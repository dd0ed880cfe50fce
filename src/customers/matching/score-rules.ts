// Two customers side by side: what each signal says, how likely it is that they are one, and whether the rules allow a link.
import {
  type Evidence,
  evidenceKey,
  type Grade,
  type MatchedPair,
  probabilityOf,
} from '../../kernel/evidence.ts';
import { compareLegalForms } from './legal-form-rules.ts';
import { holds, type Levels, type MatchPolicy, type Signal } from './match-policy-rules.ts';
import { compareNames } from './name-comparison-rules.ts';
import type { CompanyName } from './name-rules.ts';
import type { Population, Profile } from './profile-rules.ts';
import {
  compareAllAddresses,
  compareDomains,
  compareHierarchy,
  compareMailboxes,
  compareSystems,
  compareTaxIds,
  type Finding,
  type Pair,
} from './signal-rules.ts';

export type Findings = { readonly [S in Signal]: Finding<S> };

/** A pair with its probability, whether it is shown or not. */
export interface ScoredPair {
  readonly leftId: string;
  readonly rightId: string;
  readonly score: number;
  readonly grade: Grade;
  /** Why it may be linked without a person; null: it may not. */
  readonly ground: string | null;
  readonly levels: Levels;
  readonly findings: Findings;
}

export function scorePair(
  left: Profile,
  right: Profile,
  population: Population,
  policy: MatchPolicy,
): ScoredPair {
  // The order of the two never matters; the smaller id stands on the left.
  const [first, second] = left.id < right.id ? [left, right] : [right, left];
  const findings = compare({ left: first, right: second, population, policy });
  let bits = policy.prior;
  let isBare = true;
  for (const signal of signals) {
    const { weight } = findings[signal];
    bits += weight;
    if (weight > 0 && signal !== 'NAME' && signal !== 'LEGAL_FORM') isBare = false;
  }
  const score = isBare ? Math.min(policy.bareName, probabilityOf(bits)) : probabilityOf(bits);
  const levels = levelsOf(findings);
  const ground = score >= policy.thresholds.certain ? groundOf(levels, policy) : null;
  const grade = ground === null ? 'LIKELY' : 'CERTAIN';
  return { leftId: first.id, rightId: second.id, score, grade, ground, levels, findings };
}

const signals = [
  'NAME',
  'LEGAL_FORM',
  'ADDRESS',
  'DOMAIN',
  'MAILBOX',
  'TAX_ID',
  'HIERARCHY',
  'SYSTEM',
] as const;

/** The pair with its evidence side by side, as it is kept and shown. */
export function withEvidence({ leftId, rightId, score, grade, findings }: ScoredPair): MatchedPair {
  const stated = signals.map((signal) => ({ signal, ...findings[signal] }));
  return {
    leftId,
    rightId,
    score,
    grade,
    evidence: stated.flatMap(({ signal, level, weight, values }): Evidence[] =>
      values === null ? [] : [{ signal, agreement: level, left: values[0], right: values[1], weight }],
    ),
    evidenceKeys: stated
      .flatMap(({ signal, weight, compared }) =>
        weight <= 0 || compared === null ? [] : evidenceKey(signal, ...compared),
      )
      .sort(),
  };
}

function levelsOf(findings: Findings): Levels {
  return {
    NAME: findings.NAME.level,
    LEGAL_FORM: findings.LEGAL_FORM.level,
    ADDRESS: findings.ADDRESS.level,
    DOMAIN: findings.DOMAIN.level,
    MAILBOX: findings.MAILBOX.level,
    TAX_ID: findings.TAX_ID.level,
    HIERARCHY: findings.HIERARCHY.level,
    SYSTEM: findings.SYSTEM.level,
  };
}

function groundOf(levels: Levels, policy: MatchPolicy): string | null {
  if (policy.vetoes.some((veto) => holds(levels, veto))) return null;
  return policy.grounds.find(({ needs }) => holds(levels, needs))?.ground ?? null;
}

function compare(pair: Pair): Findings {
  const { name, form } = compareAllNames(pair);
  return {
    NAME: name,
    LEGAL_FORM: form,
    ADDRESS: compareAllAddresses(pair),
    DOMAIN: compareDomains(pair),
    MAILBOX: compareMailboxes(pair),
    TAX_ID: compareTaxIds(pair),
    HIERARCHY: compareHierarchy(pair),
    SYSTEM: compareSystems(pair),
  };
}

/** The names that agree best: a customer has a short and a legal one, and may trade under another. */
function compareAllNames(pair: Pair): { name: Finding<'NAME'>; form: Finding<'LEGAL_FORM'> } {
  const { left, right, policy } = pair;
  let best: NamePair | undefined;
  for (const own of left.names) {
    for (const other of right.names) {
      const found = compareNamePair(own, other, pair);
      if (best === undefined || found.weight + found.formWeight > best.weight + best.formWeight) best = found;
    }
  }
  const none = { weight: 0, values: null, compared: null };
  if (best === undefined)
    return { name: { ...none, level: 'DIFFERENT' }, form: { ...none, level: 'MISSING' } };
  const { own, other, level, weight, form } = best;
  return {
    name: { level, weight, values: [own.text, other.text], compared: [own.sorted, other.sorted] },
    form: {
      level: form,
      weight: policy.weights.LEGAL_FORM[form],
      values: form === 'MISSING' ? null : [formText(left, own), formText(right, other)],
      compared: null,
    },
  };
}

interface NamePair {
  readonly own: CompanyName;
  readonly other: CompanyName;
  readonly level: Levels['NAME'];
  readonly weight: number;
  readonly form: Levels['LEGAL_FORM'];
  readonly formWeight: number;
}

function compareNamePair(own: CompanyName, other: CompanyName, pair: Pair): NamePair {
  const { left, right, population, policy } = pair;
  const { agreement, rarity } = compareNames(own, other, population.rarity);
  const [share, constant] = policy.names[agreement];
  const weight = share * Math.min(rarity, policy.rarity.name) + constant - namesakes(own, other, pair);
  const form = compareLegalForms(allForms(left, own), allForms(right, other));
  return { own, other, level: agreement, weight, form, formWeight: policy.weights.LEGAL_FORM[form] };
}

/** Of the customers of one name in many towns any two are seldom one. */
function namesakes(own: CompanyName, other: CompanyName, { population, policy }: Pair): number {
  const towns = Math.max(population.towns(own.sorted), population.towns(other.sorted));
  return towns <= 2 ? 0 : policy.namesake * Math.log2(towns - 1);
}

/** A short name without a legal form has that of the legal name. */
function allForms(profile: Profile, name: CompanyName): CompanyName['forms'] {
  return name.forms.length > 0
    ? name.forms
    : profile.names.flatMap(({ forms, joined }) => (joined === name.joined ? forms : []));
}

function formText(profile: Profile, name: CompanyName): string {
  return allForms(profile, name)
    .map(({ code }) => code)
    .join(', ');
}
