// What happens to a record on its way through people and systems. Some noises were there when the weights were set; the held-out ones
// were not, so that the figures on them say what new noise would do.
import type { SampleCompany, SampleRecord } from './match-company.ts';
import {
  addressOf,
  countryNames,
  domainOf,
  legalForms,
  type SampleAddress,
  wordsOfName,
} from './match-words.ts';
import type { Random } from './random.ts';

type Noise = (record: SampleRecord, company: SampleCompany, random: Random) => SampleRecord;

const withNames = (record: SampleRecord, change: (name: string) => string): SampleRecord => ({
  ...record,
  names: record.names.map((name) => (name === null ? null : change(name))),
});
const withAddresses = (
  record: SampleRecord,
  change: (address: SampleAddress) => SampleAddress,
): SampleRecord => ({
  ...record,
  addresses: record.addresses.map(change),
});

/** The name as it is on the record, in other words; the legal name is not always kept beside it. */
const renamed = (record: SampleRecord, name: string, random: Random): SampleRecord => ({
  ...record,
  names: [name, random.chance(25) ? (record.names[1] ?? null) : null],
});

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** One letter left out, put in, replaced, or two that changed places; figures are left alone. */
function mistyped(name: string, random: Random): string {
  const places = [...name].flatMap((letter, at) => (at > 0 && /\p{L}/u.test(letter) ? [at] : []));
  const at = places[random.between(0, Math.max(0, places.length - 1))] ?? 0;
  const other = letters[random.between(0, 25)] ?? 'x';
  switch (random.between(0, 3)) {
    case 0:
      return name.slice(0, at) + name.slice(at + 1);
    case 1:
      return name.slice(0, at) + other + name.slice(at);
    case 2:
      return name.slice(0, at) + other + name.slice(at + 1);
    default:
      return name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2);
  }
}

const shortened: readonly (readonly [long: RegExp, short: string])[] = [
  [/\bManufacturing\b/, 'Mfg'],
  [/\bServices\b/, 'Svcs'],
  [/\bSystems\b/, 'Sys.'],
  [/\bSolutions\b/, 'Solns'],
  [/\bConsulting\b/, 'Consult.'],
  [/\bEngineering\b/, 'Eng.'],
  [/\bLogistics\b/, 'Log.'],
  [/\bConstruction(s?)\b/, 'Constr.'],
  [/\bInsurance\b/, 'Ins.'],
  [/\bMaschinenbau\b/, 'Masch.bau'],
  [/\bTransporte?s?\b/, 'Transp.'],
  [/\bElectric(al)?\b/, 'Elec.'],
  [/\bProperties\b/, 'Props'],
  [/\bImmobilien\b/, 'Immob.'],
  [/\bSoftware\b/, 'SW'],
];

const cyrillic: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'б',
  c: 'к',
  d: 'д',
  e: 'е',
  f: 'ф',
  g: 'г',
  h: 'х',
  i: 'и',
  j: 'й',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  q: 'к',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  v: 'в',
  w: 'в',
  x: 'кс',
  y: 'и',
  z: 'з',
};
const greek: Readonly<Record<string, string>> = {
  a: 'α',
  b: 'μπ',
  c: 'κ',
  d: 'ντ',
  e: 'ε',
  f: 'φ',
  g: 'γκ',
  h: 'χ',
  i: 'ι',
  j: 'ι',
  k: 'κ',
  l: 'λ',
  m: 'μ',
  n: 'ν',
  o: 'ο',
  p: 'π',
  q: 'κ',
  r: 'ρ',
  s: 'σ',
  t: 'τ',
  u: 'ου',
  v: 'β',
  w: 'β',
  x: 'ξ',
  y: 'υ',
  z: 'ζ',
};

function inScript(name: string, script: Readonly<Record<string, string>>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/[\u0300-\u036f]/g, '');
  return [...plain]
    .map((letter) => {
      const other = script[letter.toLowerCase()] ?? letter;
      return letter === letter.toLowerCase() ? other : other.charAt(0).toUpperCase() + other.slice(1);
    })
    .join('');
}

const umlauts: readonly (readonly [RegExp, string])[] = [
  [/ä/g, 'ae'],
  [/ö/g, 'oe'],
  [/ü/g, 'ue'],
  [/ß/g, 'ss'],
  [/Ä/g, 'Ae'],
  [/Ö/g, 'Oe'],
  [/Ü/g, 'Ue'],
  [/å/g, 'aa'],
  [/Å/g, 'Aa'],
];

const streetSpellings: readonly (readonly [RegExp, string])[] = [
  [/Street$/, 'St.'],
  [/Avenue$/, 'Ave'],
  [/Road$/, 'Rd'],
  [/Boulevard$/, 'Blvd.'],
  [/Lane$/, 'Ln'],
  [/Drive$/, 'Dr'],
  [/straße /, 'str. '],
  [/^Calle /, 'C/ '],
  [/^Avenida /, 'Av. '],
  [/^Via /, 'V. '],
  [/^ul\. /, 'ulica '],
  [/rue /, 'Rue '],
  [/avenue /, 'av. '],
  [/vägen /, 'vagen '],
];

/** Noises that the weights were set with. */
const known: Readonly<Record<string, Noise>> = {
  typo: (record, _company, random) => withNames(record, (name) => mistyped(name, random)),
  'two typos': (record, _company, random) =>
    withNames(record, (name) => mistyped(mistyped(name, random), random)),
  'legal form dropped': (record, { words }) => ({ ...record, names: [words.join(' ')] }),
  'legal form spelt otherwise': (record, { words, form }, random) => ({
    ...record,
    names: [`${words.join(' ')} ${random.pick(form)}`],
  }),
  'legal form changed': (record, { words, country }, random) => {
    const forms = legalForms[country];
    return {
      ...record,
      names: [`${words.join(' ')} ${forms[random.between(0, forms.length - 1)]?.[0] ?? ''}`],
    };
  },
  abbreviated: (record) =>
    withNames(record, (name) =>
      shortened.reduce((text, [long, short]) => text.replace(long, short), name).replace(' & ', ' and '),
    ),
  accents: (record, _company, random) =>
    withNames(record, (name) =>
      random.chance(50)
        ? umlauts.reduce((text, [mark, plain]) => text.replace(mark, plain), name)
        : name
            .normalize('NFKD')
            .replace(/[\u0300-\u036f]/g, '')
            .replace(/ß/g, 'ss')
            .replace(/ł/g, 'l'),
    ),
  'capital letters': (record) => withNames(record, (name) => name.toUpperCase().replace(/[.,]/g, '')),
  moved: (record, { country }, random) => ({ ...record, addresses: [addressOf(country, random)] }),
  'street spelt otherwise': (record) =>
    withAddresses(record, (address) => ({
      ...address,
      street: streetSpellings.reduce(
        (text, [long, short]) => text.replace(long, short),
        address.street ?? '',
      ),
    })),
  'country spelt out': (record, { country }, random) => {
    const name = random.pick(countryNames[country]);
    return { ...withAddresses(record, (address) => ({ ...address, country: name })), country: name };
  },
  'fields swapped': (record, _company, random) =>
    withAddresses(record, (address) =>
      random.chance(50)
        ? { ...address, city: address.postalCode, postalCode: address.city }
        : { ...address, region: address.postalCode, postalCode: address.region },
    ),
  'fields missing': (record, _company, random) => ({
    ...withAddresses(record, (address) =>
      random.chance(50) ? { ...address, street: null } : { ...address, postalCode: null, city: address.city },
    ),
    websites: random.chance(50) ? [] : record.websites,
    taxIds: random.chance(70) ? [] : record.taxIds,
  }),
  'private mailbox': (record, { words }, random) => ({
    ...record,
    emails: [
      `${(words[0] ?? 'x').replace(/[^a-zA-Z]/g, '').toLowerCase()}${random.between(1, 99)}@gmail.com`,
    ],
    websites: [],
  }),
  'another mailbox': (record, { domain }, random) => ({
    ...record,
    emails: [`${random.pick(['billing', 'sales', 'kontakt', 'accounts'])}@${domain}`],
  }),
  transliterated: (record, _company, random) =>
    withNames(record, (name) => inScript(name, random.chance(60) ? cyrillic : greek)),
};

/** Noises that the weights were not set with. */
const heldOut: Readonly<Record<string, Noise>> = {
  acronym: (record, { words }, random) => {
    const initials = words
      .filter((word) => word !== '&')
      .map((word) => word[0])
      .join('');
    return initials.length < 3
      ? withNames(record, (name) => name.toUpperCase())
      : renamed(record, initials, random);
  },
  'cut off': (record) => withNames(record, (name) => name.slice(0, 20)),
  'read by machine': (record) => withNames(record, (name) => name.replace(/o/g, '0').replace(/l/g, '1')),
  'words in another order': (record, { words, form }) => ({
    ...record,
    names: [
      `${[...words]
        .reverse()
        .filter((word) => word !== '&')
        .join(' ')} ${form[0]}`,
    ],
  }),
  'new name': (record, { country }, random) =>
    renamed(record, wordsOfName(country, random).join(' '), random),
  'person in the name': (record, _company, random) =>
    withNames(
      record,
      (name) => `${name} ${random.pick(['c/o J. Doe', 'attn. Accounts Payable', '- Frau Meier', '(Main)'])}`,
    ),
  'trading name': (record, { country }, random) =>
    withNames(record, (name) => `${name} t/a ${wordsOfName(country, random).join(' ')}`),
  'letters beside each other': (record, _company, random) => {
    const row = 'qwertyuiopasdfghjklzxcvbnm';
    return withNames(record, (name) => {
      const at = random.between(1, Math.max(1, name.length - 1));
      const place = row.indexOf((name[at] ?? '').toLowerCase());
      return place < 0
        ? name
        : name.slice(0, at) + (row[(place + 1) % row.length] ?? '') + name.slice(at + 1);
    });
  },
  'another domain': (record, { words, country }, random) => ({
    ...record,
    websites: [domainOf(words, country, random)],
    emails: [],
  }),
};

export const knownNoises = Object.keys(known);
export const heldOutNoises = Object.keys(heldOut);

/** The record after something happened to it. */
export function disturb(
  record: SampleRecord,
  company: SampleCompany,
  noise: string,
  random: Random,
): SampleRecord {
  const change = known[noise] ?? heldOut[noise];
  if (change === undefined) throw new Error(`there is no noise ${noise}`);
  return { ...change(record, company, random), noises: [...record.noises, noise] };
}
