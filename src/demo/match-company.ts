// A company of the made-up world and what a source system of ours would have noted of it before anybody made a mistake.

import {
  addressOf,
  type Country,
  countries,
  domainOf,
  legalForms,
  type SampleAddress,
  taxIdOf,
  wordsOfName,
} from './match-words.ts';
import type { Random } from './random.ts';

export type SampleSystem = 'crm' | 'billing' | 'erp';

/** What is so, whoever notes it. */
export interface SampleCompany {
  /** Records of one company have the same key. */
  readonly key: string;
  readonly words: readonly string[];
  /** The row of its legal form: how it is written, in several ways. */
  readonly form: readonly [string, ...string[]];
  readonly country: Country;
  readonly address: SampleAddress;
  readonly domain: string;
  readonly mailbox: string;
  readonly taxId: string;
}

/** A record of a source system, in the shape in which customers are matched. */
export interface SampleRecord {
  readonly id: string;
  readonly company: string;
  /** The kind of group that it was made with: what a wrong match would have fallen for. */
  readonly story: string;
  /** What happened to it on its way. */
  readonly noises: readonly string[];
  readonly systems: readonly string[];
  readonly names: readonly (string | null)[];
  readonly country: string | null;
  readonly websites: readonly string[];
  readonly emails: readonly string[];
  readonly addresses: readonly SampleAddress[];
  readonly taxIds: readonly {
    readonly country: string | null;
    readonly number: string;
    readonly check: 'UNCHECKED';
  }[];
  readonly parents: readonly string[];
}

/** A company of which some things are settled; `taken` has the domains of all others, because a domain is one owner's. */
export function companyBy(
  key: string,
  random: Random,
  taken: Set<string>,
  known: Partial<SampleCompany> = {},
): SampleCompany {
  const country = known.country ?? random.pick(countries);
  const words = known.words ?? wordsOfName(country, random);
  const domain = known.domain ?? freeDomain(domainOf(words, country, random), taken);
  const people = ['info', 'office', 'ap', 'invoices', 'accounting', 'j.smith', 'm.meyer', 'finance'] as const;
  let taxId = known.taxId;
  return {
    key,
    words,
    form: known.form ?? pickForm(country, random),
    country,
    address: known.address ?? addressOf(country, random),
    domain,
    mailbox:
      known.mailbox ??
      (random.chance(12)
        ? `${domain.split('.')[0]}.${random.between(1, 9_999)}@gmail.com`
        : `${random.pick(people)}@${domain}`),
    // Made when a record asks for it: finding one that its check digits allow takes time.
    get taxId() {
      taxId ??= taxIdOf(country, random);
      return taxId;
    },
  };
}

function freeDomain(wanted: string, taken: Set<string>): string {
  let domain = wanted;
  for (let number = 2; taken.has(domain); number++) domain = wanted.replace('.', `${number}.`);
  taken.add(domain);
  return domain;
}

function pickForm(country: Country, random: Random): SampleCompany['form'] {
  const [first, ...more] = legalForms[country];
  const [form, ...spellings] =
    random.chance(65) || more.length === 0
      ? (first ?? ['Ltd'])
      : random.pick([more[0] ?? first ?? ['Ltd'], ...more]);
  return [form ?? 'Ltd', ...spellings];
}

/** How often a system has a field at all, in percent. */
const fields: Readonly<
  Record<SampleSystem, { website: number; email: number; address: number; taxId: number; legalName: number }>
> = {
  crm: { website: 70, email: 35, address: 75, taxId: 8, legalName: 20 },
  billing: { website: 5, email: 85, address: 85, taxId: 35, legalName: 40 },
  erp: { website: 5, email: 45, address: 95, taxId: 65, legalName: 60 },
};

/** What a system notes of a company. */
export function recordOf(
  company: SampleCompany,
  system: SampleSystem,
  { id, story }: { id: string; story: string },
  random: Random,
): SampleRecord {
  const has = fields[system];
  const short = company.words.join(' ');
  const long = `${short} ${company.form[0]}`;
  const name = random.chance(has.legalName) ? long : random.chance(50) ? long : short;
  return {
    id,
    company: company.key,
    story,
    noises: [],
    systems: [system],
    names: [name, random.chance(has.legalName) ? long : null],
    country: random.chance(90) ? company.country : null,
    websites: random.chance(has.website)
      ? [`${random.pick(['https://www.', 'www.', 'http://', ''])}${company.domain}`]
      : [],
    emails: random.chance(has.email) ? [company.mailbox] : [],
    addresses: random.chance(has.address) ? [company.address] : [],
    taxIds: random.chance(has.taxId)
      ? [{ country: random.chance(80) ? company.country : null, number: company.taxId, check: 'UNCHECKED' }]
      : [],
    parents: [],
  };
}
