// Countries and their states as people write them (names in many languages, two and three letters, old names), and the codes of
// ISO 3166 that stand for them.
import { iso31661, iso31662 } from 'iso-3166';
import { foldText, wordsOf } from '../../kernel/text.ts';

/** The languages in which exports name countries. */
const languages = 'en de fr es it nl pt pl sv da nb fi cs sk hu ro hr tr ru uk el ja ko zh'.split(' ');

/** What neither the standard nor the languages say, and people do. */
const alsoCalled: Readonly<Record<string, string>> = {
  US: 'us,usa,u s a,u s,united states of america,the united states,america,estados unidos de america',
  GB: 'uk,u k,great britain,britain,england,scotland,wales,northern ireland',
  NL: 'holland,the netherlands',
  GR: 'el,hellas',
  CZ: 'czech republic,ceska republika',
  KR: 'korea,south korea,republic of korea',
  RU: 'russian federation',
  AE: 'uae,u a e,emirates',
  CN: 'prc,p r china,people s republic of china,mainland china',
  HK: 'hong kong,hongkong',
  MO: 'macau,macao',
  TW: 'taiwan r o c,republic of china',
  VN: 'viet nam',
  CI: 'ivory coast',
  IE: 'republic of ireland,eire',
  DE: 'brd,federal republic of germany,bundesrepublik deutschland',
  TR: 'turkey,turkiye',
  MK: 'macedonia',
  SZ: 'swaziland',
  CV: 'cape verde',
  CD: 'dr congo,zaire',
  MM: 'burma',
  BO: 'bolivia',
  VE: 'venezuela',
  TZ: 'tanzania',
  IR: 'iran',
  SY: 'syria',
  LA: 'laos',
  MD: 'moldova',
  PS: 'palestine',
  VA: 'vatican',
};

const countries = new Map<string, string>();
const words = new Set<string>();

const named = (text: string) => wordsOf(foldText(text)).join(' ');

for (const language of languages) {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  for (const { alpha2 } of iso31661) {
    const name = named(names.of(alpha2) ?? '');
    if (name === '') continue;
    if (!countries.has(name)) countries.set(name, alpha2);
    if (!name.includes(' ') && name.length > 3) words.add(name);
  }
}
for (const { alpha2, alpha3, name } of iso31661) {
  for (const spelling of [alpha2, alpha3, name, name.replace(/\(the\)/, '')])
    countries.set(named(spelling), alpha2);
}
for (const [code, spellings] of Object.entries(alsoCalled)) {
  for (const spelling of spellings.split(',')) {
    countries.set(spelling, code);
    if (!spelling.includes(' ')) words.add(spelling);
  }
}

const regions = new Map<string, Map<string, string>>();
for (const { code, name } of iso31662) {
  const [country = '', short = ''] = code.split('-');
  const own = regions.get(country) ?? new Map<string, string>();
  regions.set(country, own);
  own.set(named(short), code);
  // A later part of a country may have the name of an earlier, larger one; the larger is meant.
  for (const spelling of [named(name), named(name.replace(/[([].*/, ''))]) {
    if (spelling !== '' && !own.has(spelling)) own.set(spelling, code);
  }
}

/** The country's two letters (ISO 3166-1); undefined where the text names none. */
export function countryCode(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  const spelling = named(text);
  return countries.get(spelling) ?? countries.get(spelling.replace(/^the | the$/g, ''));
}

/** The code of a state or province (ISO 3166-2) where its country is known, else the text as it is compared. */
export function regionCode(text: string | null | undefined, country: string | undefined): string | undefined {
  const spelling = text ? named(text) : '';
  if (spelling === '') return undefined;
  const own = country === undefined ? undefined : regions.get(country);
  return own?.get(spelling.replace(new RegExp(`^${country?.toLowerCase()} `), '')) ?? spelling;
}

/** Whether a word of a company's name names a country. */
export function isCountryWord(word: string): boolean {
  return words.has(word);
}
