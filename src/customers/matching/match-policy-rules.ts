// What evidence weighs, in bits, and from where on a pair is shown to a steward or may be linked without one: data, to be changed
// with `revgraph match --evaluate` at hand, and no code.
import type { FormAgreement } from './legal-form-rules.ts';
import type { NameAgreement } from './name-comparison-rules.ts';

export type AddressLevel =
  | 'SAME'
  | 'CROWDED'
  | 'STREET'
  | 'POSTAL'
  | 'CITY'
  | 'REGION'
  | 'MOVED'
  | 'ABROAD'
  | 'UNKNOWN';
/** OWN: these two alone; FEW and MANY others have it too; LABEL: the same name under another suffix. */
export type DomainLevel = 'OWN' | 'FEW' | 'MANY' | 'LABEL' | 'OTHER' | 'UNKNOWN';
/** OWN: these two alone; FREE: anybody can have one there; SUFFIX: told apart by a `+suffix` only; SHARED by others too. */
export type MailboxLevel = 'OWN' | 'FREE' | 'SUFFIX' | 'SHARED' | 'OTHER' | 'UNKNOWN';
/** SAME: valid, and in each system one customer's alone; REPEATED within a system; MANY have it; UNPROVEN: of no form that we know. */
export type TaxIdLevel =
  | 'SAME'
  | 'REPEATED'
  | 'MANY'
  | 'UNPROVEN'
  | 'INVALID'
  | 'PLACEHOLDER'
  | 'OTHER'
  | 'UNKNOWN';
/** PARENT: a source says that one belongs to the other. */
export type KinLevel = 'PARENT' | 'UNKNOWN';

/** TOGETHER in one system, where clerks keep two customers apart more often than they enter one twice. */
export type SystemLevel = 'TOGETHER' | 'APART';

export interface Levels {
  readonly NAME: NameAgreement;
  readonly LEGAL_FORM: FormAgreement;
  readonly ADDRESS: AddressLevel;
  readonly DOMAIN: DomainLevel;
  readonly MAILBOX: MailboxLevel;
  readonly TAX_ID: TaxIdLevel;
  readonly HIERARCHY: KinLevel;
  readonly SYSTEM: SystemLevel;
}
export type Signal = keyof Levels;

/** Levels that must all hold; any of the listed ones of a signal will do. */
export type Requirement = { readonly [S in Signal]?: readonly Levels[S][] };

export interface MatchPolicy {
  /** Bits against any two records of one block being one customer. */
  readonly prior: number;
  /** Scores from which a pair is a candidate, and from which it may be certain. */
  readonly thresholds: { readonly candidate: number; readonly certain: number };
  /** No score is higher where nothing but the name speaks for the pair. */
  readonly bareName: number;
  /** A name's weight: a share of the rarity of its words, and a constant. */
  readonly names: { readonly [A in NameAgreement]: readonly [share: number, constant: number] };
  readonly weights: { readonly [S in Exclude<Signal, 'NAME'>]: { readonly [L in Levels[S]]: number } };
  /** Bits less each time the number of towns with a customer of that name doubles, beyond the two. */
  readonly namesake: number;
  /** At most so many bits: of one word, of one that many companies use, of a name. */
  readonly rarity: { readonly word: number; readonly common: number; readonly name: number };
  /** More customers than this make a house, a domain, a mailbox or a tax id a shared one. */
  readonly holders: {
    readonly house: number;
    readonly domain: number;
    readonly mailbox: number;
    readonly taxId: number;
  };
  /** Grounds of a certain pair: one of them must hold, and no veto. */
  readonly grounds: readonly { readonly ground: string; readonly needs: Requirement }[];
  readonly vetoes: readonly Requirement[];
}

export const matchPolicy: MatchPolicy = {
  prior: -9,
  thresholds: { candidate: 0.6, certain: 0.98 },
  bareName: 0.75,
  names: {
    SAME: [1, 0],
    CLOSE: [1, -1.5],
    SIMILAR: [0.7, -2.5],
    ACRONYM: [0.5, -2],
    EXTENDED: [1, -2.5],
    PART: [0.8, -4],
    UNIT: [0.3, -6],
    SIBLING: [0, -7],
    PARTLY: [0.4, -4],
    DIFFERENT: [0, -7],
  },
  weights: {
    LEGAL_FORM: { SAME: 0.5, MISSING: 0, CHANGED: -1.5, FOREIGN: -4 },
    ADDRESS: {
      SAME: 7,
      CROWDED: 3,
      STREET: 5,
      POSTAL: 4,
      CITY: 2.5,
      REGION: 0,
      MOVED: -5,
      ABROAD: -6,
      UNKNOWN: 0,
    },
    DOMAIN: { OWN: 7, FEW: 2, MANY: 0, LABEL: 1, OTHER: -3, UNKNOWN: 0 },
    MAILBOX: { OWN: 3, FREE: 2, SUFFIX: 0, SHARED: 0, OTHER: 0, UNKNOWN: 0 },
    TAX_ID: {
      SAME: 15,
      REPEATED: 8,
      MANY: 0,
      UNPROVEN: 4,
      INVALID: 3,
      PLACEHOLDER: 0,
      OTHER: -9,
      UNKNOWN: 0,
    },
    HIERARCHY: { PARENT: -20, UNKNOWN: 0 },
    SYSTEM: { TOGETHER: -2, APART: 0 },
  },
  namesake: 3,
  rarity: { word: 10, common: 3, name: 16 },
  holders: { house: 4, domain: 5, mailbox: 2, taxId: 4 },
  grounds: [
    { ground: 'tax id and name', needs: { TAX_ID: ['SAME'], NAME: ['SAME', 'CLOSE'] } },
    {
      ground: 'tax id and address',
      needs: {
        TAX_ID: ['SAME'],
        ADDRESS: ['SAME'],
        NAME: ['SIMILAR', 'ACRONYM', 'EXTENDED', 'PARTLY', 'DIFFERENT'],
      },
    },
    {
      ground: 'name and address',
      needs: {
        NAME: ['SAME'],
        ADDRESS: ['SAME'],
        LEGAL_FORM: ['SAME', 'MISSING'],
        DOMAIN: ['OWN', 'FEW', 'LABEL', 'UNKNOWN'],
      },
    },
    {
      ground: 'spelling, address and domain',
      needs: { NAME: ['CLOSE'], ADDRESS: ['SAME'], DOMAIN: ['OWN'], LEGAL_FORM: ['SAME', 'MISSING'] },
    },
    {
      ground: 'name, domain and place',
      needs: {
        NAME: ['SAME'],
        DOMAIN: ['OWN'],
        ADDRESS: ['CROWDED', 'STREET', 'POSTAL', 'CITY'],
        LEGAL_FORM: ['SAME', 'MISSING'],
      },
    },
  ],
  vetoes: [
    { NAME: ['UNIT', 'SIBLING'] },
    { LEGAL_FORM: ['FOREIGN'] },
    { ADDRESS: ['ABROAD'] },
    { TAX_ID: ['OTHER'] },
    { HIERARCHY: ['PARENT'] },
  ],
};

/** Whether the levels are what is required. */
export function holds(levels: Levels, required: Requirement): boolean {
  const found: Readonly<Record<string, string>> = { ...levels };
  return Object.entries(required).every(([signal, allowed]) =>
    allowed.some((level) => level === found[signal]),
  );
}
