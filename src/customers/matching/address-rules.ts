// Addresses as they are compared: country and state as codes, postal codes without ornament, streets without their types, what
// stands in the wrong field found where it stands; and how far two of them agree.
import { foldText, wordsOf } from '../../kernel/text.ts';
import { countryCode, regionCode } from './country-rules.ts';
import { wordLikeness } from './name-rules.ts';

/** An address as records state it. */
export interface StatedAddress {
  readonly street: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly region: string | null;
  readonly country: string | null;
}

export interface Address {
  /** As it is written, on one line. */
  readonly text: string;
  readonly country: string | undefined;
  readonly region: string | undefined;
  readonly postalCode: string | undefined;
  readonly city: string | undefined;
  /** The street's own words, without types, directions and parts of the building. */
  readonly street: readonly string[];
  /** The number of the house: digits and letter; of a box `box 12`. */
  readonly house: string | undefined;
  /** All words of all fields but the country, for fields that changed places. */
  readonly words: ReadonlySet<string>;
  /** The same in alphabetical order. */
  readonly sorted: string;
}

/** Types of streets, by what all of them become; a suffix of a word as well where it begins with a hyphen. */
const streetTypes: Readonly<Record<string, string>> = {
  st: 'street,str,strasse,-strasse,-str,-straat,straat,rue,calle,via,ulica,ul,ulitsa,gata,-gatan,-gata,gatan,-gade,gade,utca,rua,strada,st',
  rd: 'road,rd,route,rte,carretera,droga',
  ave: 'avenue,av,ave,avenida,avinguda,aleja,al,allee,-allee,prospekt,pr,corso',
  blvd: 'boulevard,boul,bd,bld,bvd,blvd',
  ln: 'lane,ln,laan,-laan',
  dr: 'drive,drv,dr',
  way: 'way,wy,weg,-weg,vagen,-vagen,-veien,vei,-vej,vej',
  ct: 'court,crt,ct',
  sq: 'square,sq,platz,-platz,plein,-plein,piazza,plaza,praca,plac,pl,place,torg',
  pkwy: 'parkway,pkwy,pky',
  hwy: 'highway,hwy,hway',
  cir: 'circle,cir,circus,ring,-ring',
  ter: 'terrace,terr,ter',
  aly: 'alley,aly,gasse,-gasse',
  cres: 'crescent,cres',
  cl: 'close',
  gr: 'grove,grv,gr',
  quay: 'quai,quay,kade,-kade,kai',
  bank: 'ufer,-ufer',
  chem: 'chemin,chem,che',
};
const directions: Readonly<Record<string, string>> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};
const spellings = new Map<string, string>(Object.entries(directions));
const suffixes: (readonly [suffix: string, type: string])[] = [];
for (const [type, written] of Object.entries(streetTypes)) {
  for (const spelling of written.split(',')) {
    if (spelling.startsWith('-')) suffixes.push([spelling.slice(1), type]);
    else spellings.set(spelling, type);
  }
}
suffixes.sort(([a], [b]) => b.length - a.length);

const small = new Set(
  'de du des la le les del della di do da of the der die das am an im in auf zum zur van den'.split(' '),
);
const types = new Set([...Object.keys(streetTypes), ...Object.values(directions)]);

/** What is inside a building, or for whose attention; it never tells two customers apart. */
const INSIDE =
  /\b(?:suite|ste|apt|apartment|unit|floor|fl|flr|room|rm|bldg|building|level|etage|og|stock|hse|piso|planta|batiment|bat|lokal|loc)\b\.?\s*#?\s*[a-z]?\d*[a-z]?\b|#\s*\d+[a-z]?|\b\d+(?:st|nd|rd|th) (?:floor|fl)\b|\b(?:c\/o|attn|attention|z\. ?hd)\b[^,\n]*/g;
const BOX =
  /\b(?:p\.?\s?o\.?\s?box|post office box|postfach|boite postale|b\.?p\.?|apartado|casella postale|postbus)\s*(\d+)/;

export function readAddress(stated: StatedAddress): Address | undefined {
  const parts = [stated.street, stated.postalCode, stated.city, stated.region, stated.country];
  const text = parts.flatMap((part) => part?.trim() || []).join(', ');
  if (text === '') return undefined;
  const country = countryCode(stated.country);
  const region = regionCode(stated.region, country);
  const postalCode = barePostalCode(stated.postalCode, country);
  const city = stated.city ? cityWords(stated.city).join(' ') : undefined;
  const { street, house } = readStreet(stated.street ?? '');
  const own = [...street, ...(city ? city.split(' ') : []), ...(region ? wordsOf(region.toLowerCase()) : [])];
  const words = new Set(
    [...own, ...(postalCode ? [postalCode.toLowerCase()] : []), ...(house ? [house] : [])].filter(
      (word) => !types.has(word),
    ),
  );
  return {
    text,
    country,
    region,
    postalCode: postalCode || undefined,
    city: city || undefined,
    street,
    house,
    words,
    sorted: [...words].sort().join(' '),
  };
}

function cityWords(city: string): string[] {
  return wordsOf(foldText(city)).map((word) => (word === 'saint' || word === 'sankt' ? 'st' : word));
}

/** `D-80331` and `80331`, `77079-1100` and `77079`, `NY 10001` and `10001` are one; a lost zero in front of a US code returns. */
function barePostalCode(code: string | null, country: string | undefined): string | undefined {
  if (!code) return undefined;
  const bare = foldText(code).toUpperCase().trim();
  if (country === 'US' || /^\d{5}-\d{4}$/.test(bare)) {
    const zip = /(\d{3,5})(?:-\d{4})?$/.exec(bare)?.[1];
    if (zip !== undefined) return zip.padStart(5, '0');
  }
  return wordsOf(bare.toLowerCase().replace(/^(?:[a-z]{1,2}-)(?=\d)/, ''))
    .join('')
    .toUpperCase();
}

function readStreet(stated: string): { street: string[]; house: string | undefined } {
  const folded = foldText(stated).replace(/['`]/g, '');
  const box = BOX.exec(folded)?.[1];
  const outside = folded.replace(BOX, ' ').replace(INSIDE, ' ');
  // `12 a`, `12-14` and `12/14` are the house 12, with its letter.
  const tokens = wordsOf(
    outside
      .replace(/\b(\d+) ([a-z])(?= *(?:$|[,\n]))/g, '$1$2')
      .replace(/\b(\d+[a-z]?)\s?[-/]\s?\d+[a-z]?\b/g, '$1'),
  );
  const house = tokens.find((token) => /^\d/.test(token));
  const street = tokens.filter((token) => token !== house).flatMap(streetWords);
  return {
    street: street.filter((word) => !small.has(word)),
    house: box === undefined ? house : `box ${box}`,
  };
}

function streetWords(word: string): string[] {
  const known = spellings.get(word);
  if (known !== undefined) return [known];
  for (const [suffix, type] of suffixes) {
    if (word.length > suffix.length + 2 && word.endsWith(suffix))
      return [word.slice(0, -suffix.length), type];
  }
  return [word];
}

/**
 * SAME house; STREET without its number; POSTAL code; CITY; REGION: no more than state or country; MOVED: another city of the
 * country; ABROAD: another country; UNKNOWN where a side says too little.
 */
export type AddressAgreement =
  | 'SAME'
  | 'STREET'
  | 'POSTAL'
  | 'CITY'
  | 'REGION'
  | 'MOVED'
  | 'ABROAD'
  | 'UNKNOWN';

export function compareAddresses(left: Address, right: Address): AddressAgreement {
  if (left.country !== undefined && right.country !== undefined && left.country !== right.country)
    return 'ABROAD';
  const isPostal = left.postalCode !== undefined && left.postalCode === right.postalCode;
  const isCity = isSameCity(left.city, right.city);
  const isHouse = left.house !== undefined && left.house === right.house;
  const isStreet = isSameStreet(left, right);
  if (isHouse && isStreet && (isPostal || isCity)) return 'SAME';
  if (isHouse && isPostal && left.house?.startsWith('box ')) return 'SAME';
  if (isSameBag(left, right)) return 'SAME';
  if (isStreet && (isPostal || isCity) && (left.house === undefined || right.house === undefined))
    return 'STREET';
  if (isPostal) return 'POSTAL';
  if (isCity) return 'CITY';
  if (left.city !== undefined && right.city !== undefined) return 'MOVED';
  return left.country !== undefined && right.country !== undefined ? 'REGION' : 'UNKNOWN';
}

function isSameCity(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  return left === right || wordLikeness(left, right) >= 0.8;
}

function isSameStreet(left: Address, right: Address): boolean {
  const [own, other] = [left, right].map(({ street }) => street.filter((word) => !types.has(word)));
  if (!own || !other || own.length === 0 || other.length === 0) return false;
  const found = (words: readonly string[], among: readonly string[]) =>
    words.filter((word) => among.some((candidate) => wordLikeness(word, candidate) >= 0.75)).length;
  return Math.min(found(own, other), found(other, own)) / Math.max(own.length, other.length) > 0.6;
}

/** Whether the two say the same words, a number among them, in whatever fields. */
function isSameBag(left: Address, right: Address): boolean {
  if (
    left.house !== undefined &&
    right.house !== undefined &&
    !left.words.has(right.house) &&
    !right.words.has(left.house)
  )
    return false;
  const shared = [...left.words].filter((word) => right.words.has(word));
  if (shared.length < 4 || !shared.some((word) => /\d/.test(word))) return false;
  return shared.length / (left.words.size + right.words.size - shared.length) >= 0.75;
}

/** What says which house is meant; undefined where the address does not. */
export function houseOf({ country, postalCode, city, street, house }: Address): string | undefined {
  if (house === undefined || (postalCode === undefined && city === undefined)) return undefined;
  const own = street.filter((word) => !types.has(word));
  if (own.length === 0 && !house.startsWith('box ')) return undefined;
  return [country ?? '', postalCode ?? city, house, own.join(' ')].join('|');
}
