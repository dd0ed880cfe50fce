// The values of the fixture: a repeatable source of chance, texts that break quoting, amounts and days at the edges.
import { createHash } from 'node:crypto';

export type Given = Record<string, string | number | boolean | null>;

export const GATEWAY = '00000000-0000-7000-8000-000000000001';

/** The id of the n-th row of a table: well formed, spread over the alphabet, the same at every run. */
export function idOf(table: string, index: number): string {
  const hash = createHash('sha256').update(`${table} ${index}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-7${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

export const nastyTexts: readonly string[] = [
  'plain',
  '"quoted" and \'quoted\'',
  'back\\slash \\" \\n \\u0041',
  'two\nlines\r\nand\ttabs',
  '\u0001\u001f\u007f controls \b\f',
  'Zoë Ångström',
  '日本語 と 한국어',
  '👩‍👩‍👧 emoji 🧾',
  '\u2028 line \u2029 separators \ufeff',
  '</script><!-- ${x} {{y}} $1 %s %_ -->',
  '',
  ' ',
  "'; drop table invoice; --",
  'x'.repeat(5000),
  '\u{10ffff}\ue000',
  'null',
  '{"a":[1,2]}',
];

const names = [
  'Zoe',
  'zoe',
  'Zoë',
  'ZOE',
  'Øst',
  'ost',
  'Straße',
  'strasse',
  'Æble',
  'aeble',
  'Ярмо',
  'Ωmega',
  '日本',
  '😀 GmbH',
  '"Q" Ltd',
  'a%b',
  'a_b',
  'A\\B',
  '',
  '\ue000x',
  '\u{1f600}x',
];

const amounts = [
  '0',
  '-0',
  '1',
  '-1',
  '0.005',
  '-0.005',
  '0.0049',
  '12.345',
  '-12.345',
  '100',
  '999999999999999999.995',
  '123456789012345678901234567890.123456789',
  '0.10',
  '1e3',
  '7.500',
  '33.333333',
];
const days = [
  '0001-01-01',
  '1970-01-01',
  '2024-02-29',
  '2025-12-31',
  '2026-01-01',
  '2026-01-31',
  '2026-02-01',
  '2026-02-14',
  '2026-02-28',
  '2026-03-01',
  '2026-03-10',
  '2026-03-14',
  '2026-03-15',
  '2026-03-16',
  '2026-06-30',
  '9999-12-31',
];
const usual = [
  '2026-01-05',
  '2026-01-31',
  '2026-02-01',
  '2026-02-14',
  '2026-02-28',
  '2026-03-01',
  '2026-03-10',
  '2026-03-14',
  '2026-03-15',
  '2026-03-16',
];
const currencies = ['EUR', 'USD', 'JPY', 'KWD', 'EUR', 'CLF'];

export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  /** Mulberry32. */
  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  chance(share: number): boolean {
    return this.number() < share;
  }
  below(bound: number): number {
    return Math.floor(this.number() * bound);
  }
  pick<T>(from: readonly T[]): T {
    const chosen = from[this.below(from.length)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  }
  times<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }
  maybe<T>(value: T): T | null {
    return this.chance(0.3) ? null : value;
  }
  text(): string {
    return this.pick(nastyTexts);
  }
  maybeText(): string | null {
    return this.maybe(this.text());
  }
  texts(...columns: string[]): Given {
    return Object.fromEntries(columns.map((column) => [column, this.maybeText()]));
  }
  /** Names with ties, whose sort keys are equal. */
  name(index: number): string {
    return names[index % names.length] ?? 'x';
  }
  amount(): string {
    return this.pick(amounts);
  }
  /** Amounts as businesses have them, now and then an odd one. */
  usualAmount(): string {
    return this.chance(0.1)
      ? this.pick(amounts.filter((text) => !text.startsWith('-')))
      : `${1 + this.below(5000)}.${10 + this.below(90)}`;
  }
  maybeAmount(): string | null {
    return this.maybe(this.amount());
  }
  day(): string {
    return this.pick(days);
  }
  usualDay(): string {
    return this.chance(0.08) ? this.day() : this.pick(usual);
  }
  currency(): string {
    return this.pick(currencies);
  }
  instant(): string {
    return this.pick([
      '2026-03-01T00:00:00Z',
      '2026-03-01T00:00:00.000001Z',
      '2026-03-01T00:00:00.999999Z',
      '2024-02-29T12:34:56.789Z',
      '2026-03-01T00:00:00.1Z',
      '1970-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999999Z',
    ]);
  }
}

export interface Parties {
  readonly entities: readonly { readonly id: string; readonly currency: string }[];
  readonly customers: readonly string[];
  readonly source: string;
  readonly gateway: string;
}

/** A customer, the first few more often, so that some have more than a page. */
export function customerOf(dice: Dice, { customers }: Parties): string {
  return customers[dice.chance(0.45) ? 0 : dice.below(customers.length)] ?? '';
}

/** Our own companies: of several currencies and time zones, one with a quote in its code. */
export const ENTITIES = [
  { code: 'DE', currency: 'EUR', zone: 'Europe/Berlin' },
  { code: 'JP', currency: 'JPY', zone: 'Asia/Tokyo' },
  { code: 'KW', currency: 'KWD', zone: 'Asia/Kuwait' },
  { code: "U'S", currency: 'USD', zone: 'America/Los_Angeles' },
] as const;

export const entityId = (index: number) => idOf('legal_entity', index);
export const sourceId = (index: number) => idOf('source_system', index);
