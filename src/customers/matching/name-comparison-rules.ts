// How far two names of companies agree: the same, misspelt, shortened, the name of a group and of one of its companies, or another.
import { type CompanyName, editsBetween, wordLikeness } from './name-rules.ts';

/**
 * SAME words; CLOSE but for spelling; SIMILAR with more errors than that; ACRONYM of the other; EXTENDED by words that many names have; PART of the other; UNIT: of the
 * other's group; SIBLING: two companies of a group; PARTLY the same; DIFFERENT.
 */
export type NameAgreement =
  | 'SAME'
  | 'CLOSE'
  | 'SIMILAR'
  | 'ACRONYM'
  | 'EXTENDED'
  | 'PART'
  | 'UNIT'
  | 'SIBLING'
  | 'PARTLY'
  | 'DIFFERENT';

export interface NameComparison {
  readonly agreement: NameAgreement;
  /** How rare the words are that both have, in bits. */
  readonly rarity: number;
}

/** How rare a word is among all names, in bits. */
export type Rarity = (word: string) => number;

export function compareNames(one: CompanyName, other: CompanyName, rarity: Rarity): NameComparison {
  // Words are paired from the left on, so that the order of the two must not matter.
  const [left, right] = one.sorted < other.sorted ? [one, other] : [other, one];
  if (left.joined === right.joined || left.sorted === right.sorted) {
    const words = left.words.length >= right.words.length ? left.words : right.words;
    return { agreement: 'SAME', rarity: sumOf(words, rarity) };
  }
  const aligned = align(left, right, rarity);
  const agreement = agreementOf(left, right, aligned, rarity);
  if (agreement !== 'DIFFERENT' && agreement !== 'PARTLY') return { agreement, rarity: aligned.shared };
  const found =
    (isOfShortWords(left, right, aligned) ? undefined : misspelt(left, right, rarity)) ??
    initials(left, right, rarity);
  return found ?? { agreement, rarity: aligned.shared };
}

/** One letter of a short word makes another word of it. */
function isOfShortWords(
  left: CompanyName,
  right: CompanyName,
  { onlyLeft, onlyRight, shared }: Alignment,
): boolean {
  const others = [...onlyLeft.map((at) => left.words[at]), ...onlyRight.map((at) => right.words[at])];
  return shared > 0 && others.every((word) => (word?.length ?? 0) <= SHORT);
}

interface Alignment {
  /** Positions of words that the other name lacks. */
  readonly onlyLeft: readonly number[];
  readonly onlyRight: readonly number[];
  /** Rarity of the words that both have, less where they differ in spelling. */
  readonly shared: number;
  readonly total: number;
}

/** Pairs each word with the likest one of the other name. */
function align(left: CompanyName, right: CompanyName, rarity: Rarity): Alignment {
  const free = new Set(right.words.keys());
  const onlyLeft: number[] = [];
  let shared = 0;
  for (const [at, word] of left.words.entries()) {
    let best = { at: -1, likeness: 0 };
    for (const other of free) {
      const likeness = likenessAt(left, at, right, other);
      if (likeness > best.likeness) best = { at: other, likeness };
    }
    if (best.at === -1) {
      onlyLeft.push(at);
      continue;
    }
    free.delete(best.at);
    // Of a misspelt word the right spelling is the commoner one.
    shared += best.likeness ** 2 * Math.min(rarity(word), rarity(right.words[best.at] ?? ''));
  }
  const onlyRight = [...free];
  const lost =
    sumOf(
      onlyLeft.map((at) => left.words[at] ?? ''),
      rarity,
    ) +
    sumOf(
      onlyRight.map((at) => right.words[at] ?? ''),
      rarity,
    );
  return { onlyLeft, onlyRight, shared, total: shared + lost };
}

function likenessAt(left: CompanyName, at: number, right: CompanyName, other: number): number {
  const [word = '', otherWord = ''] = [left.words[at], right.words[other]];
  if (word === otherWord) return 1;
  // East and West, II and III are alike only to the eye.
  if (left.units[at] && right.units[other]) return 0;
  const [sound = '', otherSound = ''] = [left.sounds[at], right.sounds[other]];
  return sound === otherSound && sound.length > 2 ? 0.95 : wordLikeness(word, otherWord);
}

function agreementOf(
  left: CompanyName,
  right: CompanyName,
  aligned: Alignment,
  rarity: Rarity,
): NameAgreement {
  const { onlyLeft, onlyRight, shared, total } = aligned;
  if (shared === 0) return 'DIFFERENT';
  if (onlyLeft.length === 0 && onlyRight.length === 0) return 'CLOSE';
  const isOneSided = onlyLeft.length === 0 || onlyRight.length === 0;
  if (onlyLeft.some((at) => left.units[at]) || onlyRight.some((at) => right.units[at])) {
    return isOneSided ? 'UNIT' : shared / total >= 0.3 ? 'SIBLING' : 'DIFFERENT';
  }
  if (!isOneSided) return shared / total >= 0.5 ? 'PARTLY' : 'DIFFERENT';
  const extra = [
    ...onlyLeft.map((at) => left.words[at] ?? ''),
    ...onlyRight.map((at) => right.words[at] ?? ''),
  ];
  return extra.every((word) => rarity(word) <= COMMON) ? 'EXTENDED' : 'PART';
}

const SHORT = 3;

/** Words of no more bits than this are in many names. */
const COMMON = 4;

/** The names are the same but for some letters, wherever their blanks are; figures and parts of a group must be the same. */
function misspelt(left: CompanyName, right: CompanyName, rarity: Rarity): NameComparison | undefined {
  const [short, long] = left.joined.length <= right.joined.length ? [left, right] : [right, left];
  const length = long.joined.length;
  const most = Math.floor(length / 4);
  if (short.joined.length < 6 || length - short.joined.length > most) return undefined;
  if (short.joined.replace(/\D/g, '') !== long.joined.replace(/\D/g, '')) return undefined;
  const edits = editsBetween(short.joined, long.joined, most);
  if (edits > most) return undefined;
  const least = Math.min(sumOf(left.words, rarity), sumOf(right.words, rarity));
  return {
    agreement: edits <= Math.floor(length / 8) ? 'CLOSE' : 'SIMILAR',
    rarity: (1 - (2 * edits) / length) * least,
  };
}

/** One word that is the initials of the other's three or more. */
function initials(left: CompanyName, right: CompanyName, rarity: Rarity): NameComparison | undefined {
  const [short, long] = left.words.length <= right.words.length ? [left, right] : [right, left];
  const [only = ''] = short.words;
  if (short.words.length !== 1 || long.words.length < 3) return undefined;
  const letters = long.words.map((word) => word[0]).join('');
  return letters === only ? { agreement: 'ACRONYM', rarity: rarity(only) } : undefined;
}

function sumOf(words: readonly string[], rarity: Rarity): number {
  return words.reduce((sum, word) => sum + rarity(word), 0);
}
