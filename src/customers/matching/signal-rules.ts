// What the single signals of two customers say, names apart: the values that agree best, how far, and what that weighs.
import { type Address, compareAddresses } from './address-rules.ts';
import type { Mailbox, OwnDomain } from './domain-rules.ts';
import type {
  AddressLevel,
  DomainLevel,
  Levels,
  MailboxLevel,
  MatchPolicy,
  Signal,
  TaxIdLevel,
} from './match-policy-rules.ts';
import type { Population, Profile } from './profile-rules.ts';
import type { TaxId } from './tax-id-rules.ts';

/** What a signal says of a pair: the values that agree best. */
export interface Finding<S extends Signal> {
  readonly level: Levels[S];
  readonly weight: number;
  /** The values as the records state them, and as they were compared. */
  readonly values: readonly [left: string, right: string] | null;
  readonly compared: readonly [left: string, right: string] | null;
}

/** Two customers and everything that their comparison needs. */
export interface Pair {
  readonly left: Profile;
  readonly right: Profile;
  readonly population: Population;
  readonly policy: MatchPolicy;
}

const addressOrder: readonly AddressLevel[] = [
  'SAME',
  'CROWDED',
  'STREET',
  'POSTAL',
  'CITY',
  'REGION',
  'UNKNOWN',
  'MOVED',
  'ABROAD',
];

export function compareAllAddresses({ left, right, population, policy }: Pair): Finding<'ADDRESS'> {
  let best: { level: AddressLevel; own: Address; other: Address } | undefined;
  for (const own of left.addresses) {
    for (const other of right.addresses) {
      const agreement = compareAddresses(own, other);
      const level =
        agreement === 'SAME' && isCrowded(left, right, population, policy) ? 'CROWDED' : agreement;
      if (best === undefined || addressOrder.indexOf(level) < addressOrder.indexOf(best.level))
        best = { level, own, other };
    }
  }
  if (best === undefined) return { level: 'UNKNOWN', weight: 0, values: null, compared: null };
  const { level, own, other } = best;
  const weight = policy.weights.ADDRESS[level];
  return { level, weight, values: [own.text, other.text], compared: [own.sorted, other.sorted] };
}

function isCrowded(left: Profile, right: Profile, { houses }: Population, { holders }: MatchPolicy): boolean {
  return left.houses.some(
    (house) => right.houses.includes(house) && (houses.get(house) ?? 0) > holders.house,
  );
}

export function compareDomains({ left, right, population, policy }: Pair): Finding<'DOMAIN'> {
  if (left.domains.length === 0 || right.domains.length === 0)
    return { level: 'UNKNOWN', weight: 0, values: null, compared: null };
  const found = (
    level: DomainLevel,
    own: OwnDomain | undefined,
    other: OwnDomain | undefined,
  ): Finding<'DOMAIN'> => {
    const values = [own?.domain ?? '', other?.domain ?? ''] as const;
    return { level, weight: policy.weights.DOMAIN[level], values, compared: values };
  };
  const shared = left.domains
    .filter(({ domain }) => right.domains.some((other) => other.domain === domain))
    .map((own) => ({ own, holders: population.domains.get(own.domain) ?? 0 }))
    .sort((a, b) => a.holders - b.holders);
  const [rarest] = shared;
  if (rarest) {
    const level = rarest.holders <= 2 ? 'OWN' : rarest.holders <= policy.holders.domain ? 'FEW' : 'MANY';
    return found(level, rarest.own, rarest.own);
  }
  for (const own of left.domains) {
    const other = right.domains.find(({ label }) => label === own.label);
    if (other && own.label.length >= 4) return found('LABEL', own, other);
  }
  return found('OTHER', left.domains[0], right.domains[0]);
}

export function compareMailboxes({ left, right, population, policy }: Pair): Finding<'MAILBOX'> {
  if (left.mailboxes.length === 0 || right.mailboxes.length === 0)
    return { level: 'UNKNOWN', weight: 0, values: null, compared: null };
  const levelOf = (own: Mailbox, other: Mailbox): MailboxLevel => {
    if ((population.mailboxes.get(own.address) ?? 0) > policy.holders.mailbox) return 'SHARED';
    if (own.hasSuffix || other.hasSuffix) return 'SUFFIX';
    return own.isFree ? 'FREE' : 'OWN';
  };
  let best: { level: MailboxLevel; address: string } = { level: 'OTHER', address: '' };
  for (const own of left.mailboxes) {
    const other = right.mailboxes.find(({ address }) => address === own.address);
    if (other === undefined) continue;
    const level = levelOf(own, other);
    if (best.level === 'OTHER' || policy.weights.MAILBOX[level] > policy.weights.MAILBOX[best.level])
      best = { level, address: own.address };
  }
  if (best.level === 'OTHER')
    return { level: 'OTHER', weight: policy.weights.MAILBOX.OTHER, values: null, compared: null };
  const values = [best.address, best.address] as const;
  return { level: best.level, weight: policy.weights.MAILBOX[best.level], values, compared: values };
}

export function compareTaxIds(pair: Pair): Finding<'TAX_ID'> {
  const { left, right, policy } = pair;
  const found = (level: TaxIdLevel, own: TaxId, other: TaxId): Finding<'TAX_ID'> => ({
    level,
    weight: policy.weights.TAX_ID[level],
    values: [own.text, other.text],
    compared: [own.key, other.key],
  });
  const shared = left.taxIds.flatMap((own) => {
    const other = right.taxIds.find(({ key }) => key === own.key);
    return other ? [found(taxIdLevel(own, pair), own, other)] : [];
  });
  const [best] = shared.sort((a, b) => b.weight - a.weight);
  if (best) return best;
  for (const own of left.taxIds) {
    const other = right.taxIds.find(
      ({ kind, standing }) => standing === 'VALID' && own.standing === 'VALID' && kind === own.kind,
    );
    if (other) return found('OTHER', own, other);
  }
  return { level: 'UNKNOWN', weight: 0, values: null, compared: null };
}

/** A tax id proves something only where it is valid and, in every system of the two, one customer's alone. */
function taxIdLevel({ key, standing }: TaxId, { left, right, population, policy }: Pair): TaxIdLevel {
  if (standing === 'PLACEHOLDER') return 'PLACEHOLDER';
  const holders = population.taxIds.get(key) ?? [];
  if (holders.length > policy.holders.taxId) return 'MANY';
  if (standing === 'INVALID') return 'INVALID';
  if (standing === 'UNKNOWN') return 'UNPROVEN';
  const systems = holders.flatMap(systemsOf);
  const own = new Set([...systemsOf(left), ...systemsOf(right)]);
  return [...own].some((system) => systems.filter((other) => other === system).length > 1)
    ? 'REPEATED'
    : 'SAME';
}

/** Customers that no source stated are the gateway's own. */
function systemsOf({ systems }: Profile): readonly string[] {
  return systems.length === 0 ? [''] : [...new Set(systems)];
}

export function compareHierarchy({ left, right, policy }: Pair): Finding<'HIERARCHY'> {
  const isParent = left.parents.includes(right.id) || right.parents.includes(left.id);
  if (!isParent) return { level: 'UNKNOWN', weight: 0, values: null, compared: null };
  const values = left.parents.includes(right.id)
    ? (['child', 'parent'] as const)
    : (['parent', 'child'] as const);
  return { level: 'PARENT', weight: policy.weights.HIERARCHY.PARENT, values, compared: null };
}

export function compareSystems({ left, right, policy }: Pair): Finding<'SYSTEM'> {
  const shared = systemsOf(left).some((system) => systemsOf(right).includes(system));
  const level = shared ? 'TOGETHER' : 'APART';
  return { level, weight: policy.weights.SYSTEM[level], values: null, compared: null };
}
