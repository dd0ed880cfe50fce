// Names for the demo company's world, put together from syllables: whoever they resemble is not meant.
import type { Random } from './random.ts';

const heads = (
  'Vel Tor Brin Kal Mor Fen Hal Dra Sil Ost Lin Gar Pel Wen Cor Jas Nor Bel Tam Rav Zel Ul Mer Cas Dor Fal Gis Hov Ith Jor Kes Lor ' +
  'Mal Nim Orl Pas Quen Ros Sev Tul Urb Vas Wil Xan Yar Zor Ald Ber Cen Del Erl Fir Gol Hes Ing Jul Kir Lam Mis Nev Ohr Pir Ras Sol'
).split(' ');
const tails = (
  'bara dine dorf eska fors gart haven ilis jona kvist lund mark nova oris penn quist rand sund tara umbra vale wick xara yard ' +
  'zano acre bront cliff drel enna flint grove holt iska joll kell lane moor neth oak pike rill stead thorn ursa vern worth'
).split(' ');
const trades = (
  'Logistics Foods Instruments Textiles Energy Robotics Packaging Pharma Media Retail Optics Marine Insurance Tooling Analytics Glass ' +
  'Aviation Chemicals Furniture Timber Printing Mobility Ceramics Seeds'
).split(' ');

/** Coprime to the number of combinations, so that every index has a name of its own. */
const STRIDE = 48_611;

/** The stem and the trade of a company: no two indexes share both. */
export function companyOf(index: number): { stem: string; trade: string } {
  const at = (index * STRIDE + 1_234) % (heads.length * tails.length * trades.length);
  const head = heads[at % heads.length] ?? '';
  const tail = tails[Math.floor(at / heads.length) % tails.length] ?? '';
  return { stem: head + tail, trade: trades[Math.floor(at / (heads.length * tails.length))] ?? '' };
}

export const industryOf: Readonly<Record<string, string>> = {
  Logistics: 'Transport',
  Foods: 'Consumer goods',
  Instruments: 'Manufacturing',
  Textiles: 'Consumer goods',
  Energy: 'Utilities',
  Robotics: 'Manufacturing',
  Packaging: 'Manufacturing',
  Pharma: 'Life sciences',
  Media: 'Media',
  Retail: 'Retail',
  Optics: 'Manufacturing',
  Marine: 'Transport',
  Insurance: 'Financial services',
  Tooling: 'Manufacturing',
  Analytics: 'Software',
  Glass: 'Manufacturing',
  Aviation: 'Transport',
  Chemicals: 'Chemicals',
  Furniture: 'Consumer goods',
  Timber: 'Forestry',
  Printing: 'Media',
  Mobility: 'Transport',
  Ceramics: 'Manufacturing',
  Seeds: 'Agriculture',
};

const legalForms: Readonly<Record<string, readonly [string, ...string[]]>> = {
  DE: ['GmbH', 'GmbH & Co. KG', 'AG'],
  AT: ['GmbH'],
  NL: ['B.V.'],
  FR: ['SAS', 'SARL'],
  IT: ['S.r.l.', 'S.p.A.'],
  US: ['Inc.', 'LLC', 'Corp.'],
  CA: ['Ltd.'],
  GB: ['Ltd', 'plc'],
  IE: ['Ltd'],
  JP: ['K.K.'],
  SG: ['Pte. Ltd.'],
  AU: ['Pty Ltd'],
};

export function legalFormIn(country: string, random: Random): string {
  return random.pick(legalForms[country] ?? ['Ltd']);
}

/** Towns and how their postal codes look (9 stands for a digit); invented. */
const towns: Readonly<
  Record<string, readonly [readonly [string, string], ...(readonly [string, string])[]]>
> = {
  DE: [
    ['Altenbrück', '99999'],
    ['Königshafen', '99999'],
    ['Mühlfurt', '99999'],
    ['Rosenwerder', '99999'],
  ],
  AT: [
    ['Steinmarkt', '9999'],
    ['Donaufeld am See', '9999'],
  ],
  NL: [
    ['Waterhoek', '9999 AB'],
    ['Oostermeer', '9999 XD'],
  ],
  FR: [
    ['Valmont-sur-Orge', '99999'],
    ['Pontclair', '99999'],
  ],
  IT: [
    ['Castelverde Alta', '99999'],
    ['Montefiore Basso', '99999'],
  ],
  US: [
    ['Cedar Hollow', 'NY 99999'],
    ['Fort Winslow', 'NY 99999'],
    ['Maple Junction', 'OH 99999'],
    ['Santa Paloma', 'CA 99999'],
  ],
  CA: [
    ['Lake Harrow', 'M9K 9T9'],
    ['Port Ellery', 'V9R 9B9'],
  ],
  GB: [
    ['Ashcombe', 'AX9 9QD'],
    ['Thornley Bridge', 'TB99 9RF'],
    ['Wexmouth', 'WM9 9LN'],
  ],
  IE: [['Ballycarrow', 'D99 X9Y9']],
  JP: [
    ['Aomigawa', '999-9999'],
    ['Hoshizaki', '999-9999'],
    ['Minamori', '999-9999'],
  ],
  SG: [['Singapore', '999999']],
  AU: [
    ['Coral Ridge', '9999'],
    ['Port Lansdale', '9999'],
  ],
};
const streets = [
  'Mill Lane',
  'Harbour Street',
  'Station Road',
  'Orchard Way',
  'Foundry Street',
  'Lindenallee',
  'Market Square',
  'Canal Walk',
] as const;

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
}

export function addressIn(country: string, random: Random): Address {
  const [city, pattern] = random.pick(towns[country] ?? [['Newhaven', '99999']]);
  const postalCode = pattern.replace(/9/g, () => String(random.between(1, 9)));
  return { street: `${random.between(1, 180)} ${random.pick(streets)}`, city, postalCode };
}

const firstNames = (
  'Amara Benno Carla Dario Edda Felipe Greta Hiro Imke Jonas Keiko Leander Mirela Nils Odile Paulo Quirin Ronja Soren Tomoko ' +
  'Ulla Viktor Wanda Yusuf Zelda Anselm Brigid Cosima Dunja Emil'
).split(' ');
const lastNames = (
  'Aldermoor Bergquell Castellane Drummick Eikhorst Fennimore Grauwald Hallstrom Ishimori Jarnvik Kessering Lindqvale Marchetta ' +
  'Nakahori Oberlack Pennock Quillard Rosenthorn Silvestre Tannhoff Ulverston Vandermeet Westerby Yarrowby Zellinger'
).split(' ');

export interface Person {
  readonly first: string;
  readonly last: string;
}

export function personBy(random: Random): Person {
  return { first: of(firstNames, random), last: of(lastNames, random) };
}

function of(names: readonly string[], random: Random): string {
  return names[random.between(0, names.length - 1)] ?? '';
}
