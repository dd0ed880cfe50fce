// Which customers are worth comparing: those that share a key, such as a rare word, a domain or a house. Comparing each with each would
// take 5,000,000,000 comparisons for 100,000 customers; blocks leave some ten each.
import type { MatchPolicy } from './match-policy-rules.ts';
import type { CompanyName } from './name-rules.ts';
import type { Population, Profile } from './profile-rules.ts';

/** Keys of larger blocks join what has nothing but that in common; the other keys of its members find them. */
const LARGEST_BLOCK = 40;

/** Keys and records in one number each, so that a million of them sort in a fraction of a second and take eight bytes. */
const RECORDS = 2 ** 21;

export interface Blocks {
  /** Each pair once, as positions of profiles. */
  readonly pairs: Iterable<readonly [left: number, right: number]>;
  readonly count: number;
  /** Keys that so many records share that they were left out. */
  readonly oversized: number;
}

export function findBlocks(
  profiles: readonly Profile[],
  population: Population,
  policy: MatchPolicy,
): Blocks {
  if (profiles.length > RECORDS) throw new RangeError(`more than ${RECORDS} customers are matched in parts`);
  const entries: number[] = [];
  for (const [at, profile] of profiles.entries()) {
    for (const key of keysOf(profile, population, policy)) entries.push(hash(key) * RECORDS + at);
  }
  const { pairs, oversized } = pairsOf(Float64Array.from(entries).sort(), profiles.length);
  return { pairs: unpacked(pairs, profiles.length), count: pairs.length, oversized };
}

function pairsOf(sorted: Float64Array, size: number): { pairs: Float64Array; oversized: number } {
  const found: number[] = [];
  let oversized = 0;
  for (let start = 0; start < sorted.length; ) {
    const key = Math.floor((sorted[start] ?? 0) / RECORDS);
    let end = start + 1;
    while (end < sorted.length && Math.floor((sorted[end] ?? 0) / RECORDS) === key) end++;
    const members = [...new Set([...sorted.subarray(start, end)].map((entry) => entry % RECORDS))];
    start = end;
    if (members.length > LARGEST_BLOCK) oversized++;
    else for (const pair of pairsWithin(members, size)) found.push(pair);
  }
  const all = Float64Array.from(found).sort();
  return { pairs: all.filter((pair, at) => at === 0 || pair !== all[at - 1]), oversized };
}

function* pairsWithin(members: readonly number[], size: number): Generator<number> {
  for (const [at, left] of members.entries()) {
    for (const right of members.slice(at + 1)) yield Math.min(left, right) * size + Math.max(left, right);
  }
}

function* unpacked(pairs: Float64Array, size: number): Generator<readonly [number, number]> {
  for (const pair of pairs) yield [Math.floor(pair / size), pair % size];
}

/** Everything under which a customer can be found. */
function keysOf(profile: Profile, population: Population, policy: MatchPolicy): Set<string> {
  const keys = new Set<string>();
  const places = new Set(
    profile.addresses
      .flatMap(({ city, postalCode }) => [city, postalCode?.slice(0, 4)])
      .filter((place) => place !== undefined),
  );
  for (const name of profile.names) addNameKeys(keys, name, places, population);
  for (const { key, standing } of profile.taxIds) {
    // A tax id that many carry, or that was made up, finds nobody.
    const holders = population.taxIds.get(key)?.length ?? 0;
    if (standing !== 'PLACEHOLDER' && holders <= policy.holders.taxId) keys.add(`tax ${key}`);
  }
  for (const { domain, label } of profile.domains) keys.add(`domain ${domain}`).add(`label ${label}`);
  for (const { address } of profile.mailboxes) {
    if ((population.mailboxes.get(address) ?? 0) <= policy.holders.mailbox) keys.add(`mail ${address}`);
  }
  for (const house of profile.houses) keys.add(`house ${house}`);
  return keys;
}

function addNameKeys(
  keys: Set<string>,
  name: CompanyName,
  places: ReadonlySet<string>,
  { rarity }: Population,
): void {
  const sounds = [...name.sounds].sort();
  const joined = name.sounds.join('');
  keys.add(`name ${sounds.join(' ')}`);
  for (const place of places) {
    keys.add(`name ${sounds.join(' ')} in ${place}`);
    keys.add(`start ${joined.slice(0, 4)} in ${place}`);
    keys.add(`end ${joined.slice(-5)} in ${place}`);
    for (const sound of name.sounds) if (sound.length > 3) keys.add(`word ${sound} in ${place}`);
  }
  if (name.words.length >= 3) keys.add(`name ${name.words.map((word) => word[0]).join('')}`);
  const rarest = name.words.map((word, at) => ({ at, bits: rarity(word) })).sort((a, b) => b.bits - a.bits);
  for (const { at } of rarest.slice(0, 2)) keys.add(`word ${name.sounds[at]}`);
  for (const key of withoutOneLetter(joined)) keys.add(key);
}

/** Two spellings that differ in one letter share one of these. */
function* withoutOneLetter(joined: string): Generator<string> {
  if (joined.length < 6) return;
  const short = joined.slice(0, 24);
  yield `spelt ${short}`;
  for (let at = 0; at < short.length; at++) yield `spelt ${short.slice(0, at)}${short.slice(at + 1)}`;
}

/** 32 bits of the key (FNV-1a); two keys of one hash cost a comparison, no more. */
function hash(key: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) state = Math.imul(state ^ key.charCodeAt(at), 0x01000193);
  return state >>> 0;
}
