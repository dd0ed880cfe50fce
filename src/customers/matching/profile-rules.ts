// A customer as matching sees it: everything that its records say, read once, and how many other customers say the same.
import { type Address, houseOf, readAddress, type StatedAddress } from './address-rules.ts';
import { countryCode } from './country-rules.ts';
import { type Mailbox, type OwnDomain, readDomain, readMailbox } from './domain-rules.ts';
import type { MatchPolicy } from './match-policy-rules.ts';
import type { Rarity } from './name-comparison-rules.ts';
import { type CompanyName, isCommonWord, readNames } from './name-rules.ts';
import { readTaxId, type StatedTaxId, type TaxId } from './tax-id-rules.ts';

/** A golden customer with all that its records state. */
export interface CustomerRecord {
  readonly id: string;
  /** The source systems whose records it is. */
  readonly systems: readonly string[];
  readonly names: readonly (string | null)[];
  readonly country: string | null;
  readonly websites: readonly string[];
  readonly emails: readonly string[];
  readonly addresses: readonly StatedAddress[];
  readonly taxIds: readonly StatedTaxId[];
  /** Customers that a source calls its parents. */
  readonly parents: readonly string[];
}

export interface Profile {
  readonly id: string;
  readonly systems: readonly string[];
  readonly parents: readonly string[];
  readonly names: readonly CompanyName[];
  readonly addresses: readonly Address[];
  readonly houses: readonly string[];
  readonly domains: readonly OwnDomain[];
  readonly mailboxes: readonly Mailbox[];
  readonly taxIds: readonly TaxId[];
}

/** No more of one kind are looked at: what states dozens of addresses is compared by the first ones. */
const MOST = 8;

export function readProfile(record: CustomerRecord): Profile {
  const home = countryCode(record.country);
  const mailboxes = distinct(
    record.emails.flatMap((email) => readMailbox(email) ?? []),
    ({ address }) => address,
  );
  const websites = record.websites.flatMap((website) => readDomain(website) ?? []);
  const domains = distinct(
    [...websites, ...mailboxes.flatMap(({ own }) => own ?? [])],
    ({ domain }) => domain,
  );
  const addresses = record.addresses.flatMap(
    (stated) => readAddress({ ...stated, country: stated.country ?? record.country }) ?? [],
  );
  if (addresses.length === 0 && record.country !== null) {
    const only = readAddress({
      street: null,
      city: null,
      postalCode: null,
      region: null,
      country: record.country,
    });
    if (only?.country !== undefined) addresses.push(only);
  }
  const kept = distinct(addresses, ({ text }) => text);
  const countryOf = home ?? kept.find(({ country }) => country !== undefined)?.country;
  return {
    id: record.id,
    systems: record.systems,
    parents: record.parents,
    names: distinct(
      record.names.flatMap(readNames),
      ({ joined, forms }) => `${joined} ${forms.map(({ code }) => code).join()}`,
    ),
    addresses: kept,
    houses: distinct(
      kept.flatMap((address) => houseOf(address) ?? []),
      (house) => house,
    ),
    domains,
    mailboxes,
    taxIds: distinct(
      record.taxIds.flatMap((stated) => readTaxId(stated, countryOf) ?? []),
      ({ key }) => key,
    ),
  };
}

function distinct<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (seen.size < MOST && !seen.has(key)) seen.set(key, item);
  }
  return [...seen.values()];
}

/** What customers have in common, counted over all of them. */
export interface Population {
  readonly size: number;
  readonly rarity: Rarity;
  /** In how many towns there is a customer of that name (its words in alphabetical order). */
  readonly towns: (sorted: string) => number;
  readonly houses: ReadonlyMap<string, number>;
  readonly domains: ReadonlyMap<string, number>;
  readonly mailboxes: ReadonlyMap<string, number>;
  /** The customers that carry a tax id. */
  readonly taxIds: ReadonlyMap<string, readonly Profile[]>;
}

/** Among fewer customers than this nothing is learnt of how rare a word is: it is taken as if it were so many. */
const REFERENCE_SIZE = 50_000;

export function countPopulation(profiles: readonly Profile[], policy: MatchPolicy): Population {
  const words = new Map<string, number>();
  const towns = new Map<string, Set<string>>();
  const houses = new Map<string, number>();
  const domains = new Map<string, number>();
  const mailboxes = new Map<string, number>();
  const taxIds = new Map<string, Profile[]>();
  for (const profile of profiles) {
    for (const word of new Set(profile.names.flatMap((name) => name.words))) count(words, word);
    const town = profile.addresses.find(({ city }) => city !== undefined)?.city;
    for (const { sorted } of town === undefined ? [] : profile.names) {
      const known = towns.get(sorted);
      if (known) known.add(town ?? '');
      else towns.set(sorted, new Set([town ?? '']));
    }
    for (const house of profile.houses) count(houses, house);
    for (const { domain } of profile.domains) count(domains, domain);
    for (const { address } of profile.mailboxes) count(mailboxes, address);
    for (const { key } of profile.taxIds) {
      const holders = taxIds.get(key);
      if (holders) holders.push(profile);
      else taxIds.set(key, [profile]);
    }
  }
  return {
    size: profiles.length,
    rarity: rarityOf(words, profiles.length, policy),
    towns: (sorted) => towns.get(sorted)?.size ?? 0,
    houses,
    domains,
    mailboxes,
    taxIds,
  };
}

function rarityOf(words: ReadonlyMap<string, number>, size: number, { rarity }: MatchPolicy): Rarity {
  const reference = Math.max(size, REFERENCE_SIZE);
  const known = new Map<string, number>();
  const of = (word: string) => {
    const most = isCommonWord(word) ? rarity.common : rarity.word;
    return Math.min(most, Math.max(0, Math.log2(reference / (words.get(word) ?? 1))));
  };
  for (const word of words.keys()) known.set(word, of(word));
  return (word) => known.get(word) ?? of(word);
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
