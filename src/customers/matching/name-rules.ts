// Names of companies as they are compared: without legal form, punctuation, accents, connecting words and abbreviations; and which
// words tell one company of a group from another.
import leven from 'leven';
import { foldText, wordsOf } from '../../kernel/text.ts';
import { countryCode, isCountryWord } from './country-rules.ts';
import { type LegalForm, spellSigns, takeLegalForms } from './legal-form-rules.ts';

/** A name taken apart. */
export interface CompanyName {
  /** As it is written. */
  readonly text: string;
  /** The words that name the company, in their order. */
  readonly words: readonly string[];
  /** How each of them sounds, roughly. */
  readonly sounds: readonly string[];
  /** Which of them tell one company of a group from another. */
  readonly units: readonly boolean[];
  /** All words together, for names that are written in one word and in two. */
  readonly joined: string;
  /** The words in alphabetical order, together. */
  readonly sorted: string;
  readonly forms: readonly LegalForm[];
}

/** Between a name and another name of the same company. */
const ALIAS =
  /\s*[(,;-]?\s*\b(?:d\/?b\/?a|t\/a|a\/?k\/?a|f\/?k\/?a|trading as|doing business as|formerly(?: known as)?|vormals|ehemals|anciennement|gia)\b[.:]?\s*/i;

const connecting = new Set(
  'and und et og och en the of de der die das den del della di do da dos das du des le la les el los las y for fur pour per'.split(
    ' ',
  ),
);

/** What people shorten or say otherwise, by the word that stands for it. */
const shortened: Readonly<Record<string, string>> = {
  international: 'intl int internationale internacional internazionale',
  manufacturing: 'mfg manufacturers manuf',
  service: 'services svc svcs serv servs',
  technology: 'tech technologies technologie technologien techn',
  system: 'systems sys syst systeme',
  associate: 'associates assoc assocs association assn',
  brothers: 'bros gebruder gebr',
  university: 'univ universitat universite universidad universita',
  national: 'natl',
  center: 'centre ctr cntr',
  department: 'dept',
  management: 'mgmt mgt',
  engineering: 'eng engg engr',
  industry: 'industries industrial industrie ind inds',
  government: 'govt gov',
  development: 'developments dev devt',
  distribution: 'dist distributors distributor distr',
  laboratory: 'laboratories lab labs',
  communication: 'communications comm comms',
  hospital: 'hosp',
  insurance: 'ins',
  transport: 'transportation transports trans transp',
  product: 'products prod prods',
  production: 'productions prodn',
  solution: 'solutions soln solns',
  consulting: 'consult consultants consultancy',
  construction: 'constructions constr',
  equipment: 'equip',
  electric: 'electrical elec elect',
  pharma: 'pharmaceuticals pharmaceutical',
  finance: 'financial fin',
  group: 'grp gruppe groupe grupo gruppo',
  holding: 'holdings',
  saint: 'st sankt sainte',
  mount: 'mt',
  fort: 'ft',
  company: 'co',
};
const longForms = new Map(
  Object.entries(shortened).flatMap(([long, others]) =>
    others.split(' ').map((other) => [other, long] as const),
  ),
);

/** Words that many companies have in their names: sharing them says little. */
const commonWords = wordSet(
  'international manufacturing services technology systems associates brothers university national center management engineering ' +
    'industries development distribution laboratory communication insurance transport products solutions consulting construction ' +
    'equipment electric pharma finance group company global software digital data media energy power capital partner partners ' +
    'trade trading foods food design studio medical health care auto bank market marketing network business enterprise ' +
    'enterprises corporate first united american general central city new logistics holding ventures invest investments real ' +
    'estate property properties shop store online retail home life world travel hotel school academy institute foundation trust ' +
    'club team pro plus one',
);

/** Words by which a group tells its companies apart, besides countries and numbers. */
const unitWords = wordSet(
  'holding international europe emea apac latam asia pacific africa america americas nordic nordics scandinavia iberia benelux ' +
    'dach gulf middle east west north south eastern western northern southern ost nord sud nordost sudwest regional overseas ' +
    'services sales vertrieb distribution logistik logistics leasing finance immobilien realty properties property verwaltung ' +
    'verwaltungs beteiligung beteiligungs ventures capital invest investments trading trade manufacturing production produktion ' +
    'retail foundation stiftung pension trust treasury insurance rental academy labs research energy transport eu',
);

/** A country's code, which stands for its name in any language. */
const COUNTRY = /^country[a-z]{2}$/;

const DIGIT = /\d/;
const ROMAN = /^(?:x{0,3}(?:ix|iv|v?i{2,3}|vi)|x{2,3})$/;

/** The names of a customer: one, or two where a company is said to trade as another. */
export function readNames(text: string | null): CompanyName[] {
  if (text === null) return [];
  return text
    .split(ALIAS)
    .map(readName)
    .filter(({ words }) => words.length > 0);
}

export function readName(text: string): CompanyName {
  const all = nameWords(text);
  const named = all.filter((word) => !connecting.has(word));
  const { words: kept, forms } = takeLegalForms(named.length > 0 ? named : all);
  const words = kept.map(plainWord);
  return {
    text: text.trim(),
    words,
    sounds: words.map(soundOf),
    units: words.map(isUnitWord),
    joined: words.join(''),
    sorted: [...words].sort().join(' '),
    forms,
  };
}

/** Folded words; initials with points become one word, signs for "and" go. */
function nameWords(text: string): string[] {
  const folded = foldText(spellSigns(text))
    .replace(/['`´]/g, '')
    .replace(/\b([a-z])\/([a-z])\b/g, '$1$2')
    .replace(/\b(?:[a-z]\.){1,}[a-z]?\b\.?/g, (initials) => `${initials.replaceAll('.', '')} `);
  return wordsOf(folded.replace(/[&+]/g, ' '));
}

/** The words in the form in which names have them. */
function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(' ').map((word) => longForms.get(word) ?? withoutPlural(word)));
}

function withoutPlural(word: string): string {
  return word.length > 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function plainWord(word: string): string {
  const long = longForms.get(word);
  if (long !== undefined) return long;
  if (isCountryWord(word)) return `country${countryCode(word)?.toLowerCase()}`;
  if (COUNTRY.test(word)) return word;
  return withoutPlural(word);
}

/** One spelling for what languages and clerks write in several ways; only for finding and forgiving, never shown. */
function soundOf(word: string): string {
  if (/\d/.test(word)) return word;
  return word
    .replace(/sch|tch|ch|sh|cz|kh/g, 'h')
    .replace(/ph/g, 'f')
    .replace(/ck|c|q|x/g, 'k')
    .replace(/z|ts/g, 's')
    .replace(/w/g, 'v')
    .replace(/ae|ea/g, 'a')
    .replace(/oe|ou|oo/g, 'o')
    .replace(/ue/g, 'u')
    .replace(/ij|[yj]/g, 'i')
    .replace(/(.)\1+/g, '$1');
}

/** Whether many companies have the word. */
export function isCommonWord(word: string): boolean {
  return commonWords.has(word);
}

/** Whether the word tells one company of a group from another: a place, a number, a part of the business. */
function isUnitWord(word: string): boolean {
  return DIGIT.test(word) || ROMAN.test(word) || unitWords.has(word) || COUNTRY.test(word);
}

/** How alike two words are, from 0 to 1: typing errors and spellings are forgiven, other numbers never. */
export function wordLikeness(left: string, right: string): number {
  if (left === right) return 1;
  if (DIGIT.test(left) || DIGIT.test(right)) return 0;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length >= 4 && long.length - short.length >= 2 && long.startsWith(short)) return 0.85;
  const most = long.length < 6 ? 1 : long.length < 10 ? 2 : 3;
  if (short.length < 4 || long.length - short.length > most) return 0;
  const edits = editsBetween(short, long, most);
  return edits > most ? 0 : 1 - edits / long.length;
}

/** Edits from one word to another; two neighbours that changed places are one. Beyond `most` it stops counting. */
export function editsBetween(left: string, right: string, most: number): number {
  const edits = leven(left, right, { maxDistance: most + 1 });
  return edits === 2 && left.length === right.length && areSwapped(left, right) ? 1 : edits;
}

function areSwapped(left: string, right: string): boolean {
  let at = 0;
  while (left[at] === right[at]) at++;
  return (
    left[at] === right[at + 1] && left[at + 1] === right[at] && left.slice(at + 2) === right.slice(at + 2)
  );
}
