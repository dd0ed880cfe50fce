// A labelled set for the matching of customers: companies with one record or several, noise on them, and companies that look like one and
// are not. The same seed makes the same set.
import {
  companyBy,
  recordOf,
  type SampleCompany,
  type SampleRecord,
  type SampleSystem,
} from './match-company.ts';
import { disturb, heldOutNoises, knownNoises } from './match-noise.ts';
import { legalForms } from './match-words.ts';
import { Random } from './random.ts';

export type { SampleRecord } from './match-company.ts';

export interface SampleOptions {
  readonly seed: string;
  /** How many records, about. */
  readonly size: number;
  /** With the noises and look-alikes that the weights were set with, or with the others. */
  readonly heldOut: boolean;
}

/** What makes the records of one story. */
class Scribe {
  readonly random: Random;
  readonly #options: SampleOptions;
  readonly #records: SampleRecord[] = [];
  readonly #story: string;
  readonly #prefix: string;
  readonly #domains: Set<string>;
  #companies = 0;

  constructor(
    options: SampleOptions,
    { story, prefix, domains }: { story: string; prefix: string; domains: Set<string> },
  ) {
    this.random = new Random(`${options.seed} ${prefix} ${options.heldOut}`);
    this.#options = options;
    this.#story = story;
    this.#prefix = prefix;
    this.#domains = domains;
  }

  get records(): readonly SampleRecord[] {
    return this.#records;
  }

  company(known: Partial<SampleCompany> = {}): SampleCompany {
    return companyBy(`${this.#prefix}.${this.#companies++}`, this.random, this.#domains, known);
  }

  /** One record, as its system would have it. */
  note(
    company: SampleCompany,
    system: SampleSystem = this.random.pick(['crm', 'billing', 'erp']),
  ): SampleRecord {
    const id = `${this.#prefix}-${this.#records.length}`;
    const record = recordOf(company, system, { id, story: this.#story }, this.random);
    this.#records.push(record);
    return record;
  }

  /** A second record of the company in another system (seldom in the same), with noise. */
  noteAgain(company: SampleCompany, first: SampleRecord): void {
    const systems = (['crm', 'billing', 'erp'] as const).filter((system) => !first.systems.includes(system));
    const system = this.random.chance(10)
      ? (first.systems[0] as SampleSystem)
      : (systems[this.random.between(0, 1)] ?? 'erp');
    let record = this.note(company, system);
    for (
      let times = this.random.weighted([
        [0, 12],
        [1, 45],
        [2, 30],
        [3, 13],
      ] as const);
      times > 0;
      times--
    ) {
      record = disturb(record, company, this.#noise(record), this.random);
    }
    this.#records[this.#records.length - 1] = record;
  }

  #noise(record: SampleRecord): string {
    // Of the held-out set one noise is new, what comes on top is known.
    const choices = this.#options.heldOut && record.noises.length === 0 ? heldOutNoises : knownNoises;
    return choices[this.random.between(0, choices.length - 1)] ?? 'typo';
  }
}

type Story = (scribe: Scribe) => void;

const units = [
  'Holding',
  'France',
  'Deutschland',
  'UK',
  'Services',
  'Logistics',
  'International',
  'North',
  'Immobilien',
  'Sales',
] as const;
const madeUp = [
  '12-3456789',
  '000000000',
  '123456789',
  '11-1111111',
  '99-9999999',
  'N/A',
  'DE123456789',
  '987654321',
  '000-00-0000',
] as const;

/** A parent and companies of its group: one brand, often one domain, sometimes one house, one mailbox, even one tax id. */
function family(scribe: Scribe, taxGroup: boolean): void {
  const { random } = scribe;
  const parent = scribe.company();
  const members = [parent];
  const names = [...units].sort(() => (random.chance(50) ? 1 : -1));
  for (let more = random.between(1, 3); more > 0; more--) {
    const words = [...parent.words, names.pop() ?? 'Group'];
    const shared = {
      ...(random.chance(65) && { domain: parent.domain }),
      ...(random.chance(30) && { mailbox: parent.mailbox }),
      ...(random.chance(40) && { address: parent.address }),
      ...(taxGroup && { taxId: parent.taxId }),
    };
    members.push(scribe.company({ words, ...(random.chance(70) && { country: parent.country }), ...shared }));
  }
  for (const member of members) noteMaybeTwice(scribe, member, 30);
}

function noteMaybeTwice(scribe: Scribe, company: SampleCompany, percent: number): void {
  const first = scribe.note(company);
  if (scribe.random.chance(percent)) scribe.noteAgain(company, first);
}

function many(
  scribe: Scribe,
  [least, most]: readonly [number, number],
  known: () => Partial<SampleCompany>,
): void {
  for (let more = scribe.random.between(least, most); more > 0; more--)
    noteMaybeTwice(scribe, scribe.company(known()), 15);
}

/** With how many of a hundred stories each is told. */
const knownStories: readonly (readonly [name: string, share: number, story: Story])[] = [
  ['alone', 52, (scribe) => void scribe.note(scribe.company())],
  ['twice', 28, (scribe) => noteMaybeTwice(scribe, scribe.company(), 100)],
  [
    'three systems',
    4,
    (scribe) => {
      const company = scribe.company();
      const first = scribe.note(company, 'crm');
      scribe.noteAgain(company, first);
      scribe.noteAgain(company, first);
    },
  ],
  ['family', 5, (scribe) => family(scribe, false)],
  ['tax group', 2, (scribe) => family(scribe, true)],
  [
    'franchise',
    2,
    (scribe) => {
      const brand = scribe.company();
      many(scribe, [3, 8], () => ({
        words: brand.words,
        domain: brand.domain,
        country: brand.country,
        form: brand.form,
      }));
    },
  ],
  [
    'namesakes',
    3,
    (scribe) => {
      const first = scribe.company();
      many(scribe, [2, 5], () => ({
        words: first.words,
        ...(scribe.random.chance(70) && { country: first.country }),
      }));
    },
  ],
  [
    'shared mailbox',
    1,
    (scribe) => {
      const mailbox = scribe.company().mailbox;
      many(scribe, [4, 10], () => ({ mailbox }));
    },
  ],
  [
    'placeholder tax id',
    1,
    (scribe) => {
      const taxId = scribe.random.pick(madeUp);
      many(scribe, [3, 8], () => ({ taxId }));
    },
  ],
  [
    'one house',
    2,
    (scribe) => {
      const { address, country } = scribe.company();
      many(scribe, [2, 12], () => ({ address, country }));
    },
  ],
];

/** Look-alikes that the weights were not set with, beside the ordinary stories. */
const heldOutStories: readonly (readonly [name: string, share: number, story: Story])[] = [
  ...knownStories.slice(0, 3),
  [
    'numbered funds',
    4,
    (scribe) => {
      const { words, form, country, address, domain, mailbox } = scribe.company();
      const numerals = ['I', 'II', 'III', 'IV'];
      many(scribe, [2, 4], () => ({
        words: [...words, 'Fund', numerals.pop() ?? 'V'],
        form,
        country,
        address,
        domain,
        mailbox,
      }));
    },
  ],
  [
    'spin-off',
    3,
    (scribe) => {
      const { address, country, domain, mailbox } = scribe.company();
      many(scribe, [2, 2], () => ({ address, country, domain, mailbox }));
    },
  ],
  [
    'successor',
    3,
    (scribe) => {
      const { words, country, address } = scribe.company();
      many(scribe, [2, 2], () => ({
        words,
        country,
        form: legalForms[country][
          scribe.random.between(0, legalForms[country].length - 1)
        ] as SampleCompany['form'],
        ...(scribe.random.chance(50) && { address }),
      }));
    },
  ],
  [
    'one town, one trade',
    4,
    (scribe) => {
      const { address, country, words } = scribe.company();
      many(scribe, [2, 5], () => ({
        country,
        address: { ...address, street: `${scribe.random.between(1, 240)} ${words[0]} Way` },
        words: [address.city ?? '', scribe.random.pick(['Taxi', 'Pharmacy', 'Dental', 'Motors', 'Bakery'])],
      }));
    },
  ],
];

/** The records of one set; those of one company have the same `company`. */
export function makeMatchSample(options: SampleOptions): SampleRecord[] {
  const stories = options.heldOut ? heldOutStories : knownStories;
  const random = new Random(`${options.seed} stories ${options.heldOut}`);
  const choices = stories.map(([name, share, story]) => [{ name, story }, share] as const);
  const [first, ...more] = choices;
  const records: SampleRecord[] = [];
  const domains = new Set<string>();
  for (let number = 0; first !== undefined && records.length < options.size; number++) {
    const { name, story } = random.weighted([first, ...more]);
    const prefix = `${options.heldOut ? 'h' : 'k'}${number}`;
    const scribe = new Scribe(options, { story: name, prefix, domains });
    story(scribe);
    records.push(...scribe.records);
  }
  return records;
}
