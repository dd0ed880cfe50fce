// Words for a made-up world of companies: names in several languages, towns, streets and tax numbers. Whoever they resemble is not meant.
import stdnum from 'stdnum';
import type { Random } from './random.ts';

export const countries = ['DE', 'US', 'GB', 'FR', 'IT', 'NL', 'ES', 'PL', 'SE', 'AU'] as const;
export type Country = (typeof countries)[number];

/** What sources call each of them. */
export const countryNames: Readonly<Record<Country, readonly [string, ...string[]]>> = {
  DE: ['Germany', 'Deutschland', 'DEU'],
  US: ['United States', 'USA', 'U.S.A.', 'United States of America'],
  GB: ['United Kingdom', 'UK', 'Great Britain', 'England'],
  FR: ['France', 'FRA'],
  IT: ['Italy', 'Italia', 'ITA'],
  NL: ['Netherlands', 'The Netherlands', 'Nederland', 'Holland'],
  ES: ['Spain', 'España', 'ESP'],
  PL: ['Poland', 'Polska'],
  SE: ['Sweden', 'Sverige'],
  AU: ['Australia', 'AUS'],
};

const list = (text: string) => text.split(' ') as [string, ...string[]];

const heads = list(
  'Al An Ar Bal Bel Bor Bra Cal Car Cel Cor Dal Del Dor Dra El Em Fal Fen Fin Gal Gar Gel Gor Hal Har Hel Il In Jal Jor Kal Kel Kor La Lem Lin Lor ' +
    'Mal Mar Mel Mor Nal Nel Nor Ol Or Pal Pel Por Ral Rel Ron Sal Sel Sol Tal Tel Tor Ul Val Vel Vol Wal Wel Xan Yel Zal Zor',
);
const middles = list(
  'a e i o u ba ca da di do fa ga ge la le li lo ma mi mo na ni no pa ra re ri ro sa se ta te ti to va vi za',
);
const tails = list(
  'bex cor dan dex don dra dyne fex gan gent gor kan lex lix lon mar mex min nex nor pex quo ran rex rix ron sys tec tis ton tor trix vex via vio vox zen zon',
);

const surnames: Readonly<Record<Country, readonly [string, ...string[]]>> = {
  DE: list(
    'Müller Schäfer Köhler Großmann Weiß Jäger Böhm Krüger Vogel Lindner Brandt Hofmann Ziegler Seidel Albrecht Winkler Lorenz Busch Kühn Fröhlich',
  ),
  US: list(
    "Harper Sullivan Whitfield O'Brien McKenna Delgado Prescott Langley Boone Carver Ellison Hargrove Mercer Novak Stratton Tucker Vance Walsh Beckett Dalton",
  ),
  GB: list(
    "Ashworth Pemberton Fairfax O'Neill MacLeod Thackeray Wainwright Cavendish Hartley Kingsley Lockwood Marsden Norwood Oakley Radcliffe Sherwood Tennant Underhill Whitaker Blackwood",
  ),
  FR: list(
    'Lefèvre Moreau Béranger Durand Gauthier Rousseau Mercier Fontaine Chevalier Lambert Bonnet Garnier Faure Légér Perrin Vasseur Collet Boucher Marchand Renard',
  ),
  IT: list(
    "Rossi Bianchi Ferrari Esposito Ricci Marino Greco Conti D'Angelo Mancini Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Galli Martinelli",
  ),
  NL: list(
    'Jansen Bakker Visser Smit Mulder Dekker Vermeer Brouwer Hendriks Kuipers Postma Veenstra Dijkstra Hoekstra Scholten Willems Maas Verhoeven Kramer Prins',
  ),
  ES: list(
    'García Núñez Rodríguez López Hernández Muñoz Álvarez Romero Serrano Blanco Ortega Castillo Vázquez Méndez Ibáñez Peña Navarro Crespo Vidal Soler',
  ),
  PL: list(
    'Kowalski Nowak Wiśniewski Wójcik Kamiński Zieliński Szymański Woźniak Dąbrowski Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski Pawłowski Michalski Król Wieczorek Jabłoński',
  ),
  SE: list(
    'Andersson Johansson Lindström Åkesson Bergström Sjöberg Nyström Hedlund Öberg Lundqvist Ekström Holmgren Wallin Engström Forsberg Sandberg Norén Hellström Lindgren Dahlberg',
  ),
  AU: list(
    "Campbell Mitchell Fletcher O'Connor Barrett Coleman Drummond Gallagher Hayward Irving Jardine Kerrigan Lawson Maddox Norris Palmer Quigley Redmond Stirling Thornton",
  ),
};

const trades: Readonly<Record<Country, readonly [string, ...string[]]>> = {
  DE: list(
    'Bau Elektrotechnik Maschinenbau Logistik Druckerei Holzbau Metallbau Medizintechnik Getränke Immobilien Software Transporte Werkzeuge Sanitär Beratung',
  ),
  US: list(
    'Plumbing Construction Logistics Software Foods Consulting Electric Manufacturing Insurance Systems Services Roofing Dental Partners Solutions',
  ),
  GB: list(
    'Builders Catering Engineering Joinery Logistics Motors Printing Properties Recruitment Services Systems Textiles Consulting Foods Solutions',
  ),
  FR: list(
    'Bâtiment Transports Électricité Menuiserie Conseil Imprimerie Boulangerie Informatique Services Plomberie Immobilier Distribution Ingénierie Optique Meubles',
  ),
  IT: list(
    'Costruzioni Trasporti Impianti Arredamenti Alimentari Servizi Meccanica Tessuti Ceramiche Consulenze Logistica Elettronica Immobiliare Ottica Vini',
  ),
  NL: list(
    'Bouw Transport Installaties Advies Drukkerij Logistiek Software Techniek Diensten Bloemen Metaal Meubelen Makelaars Catering Schilders',
  ),
  ES: list(
    'Construcciones Transportes Instalaciones Servicios Consultores Alimentación Textiles Informática Cerámicas Logística Muebles Inmobiliaria Electricidad Maquinaria Bodegas',
  ),
  PL: list(
    'Budownictwo Transport Elektronika Meble Usługi Doradztwo Drukarnia Logistyka Maszyny Systemy Handel Instalacje Nieruchomości Piekarnia Optyka',
  ),
  SE: list(
    'Bygg Transport Elektronik Möbler Tjänster Konsult Tryckeri Logistik Maskin System Handel Fastigheter Optik Måleri Teknik',
  ),
  AU: list(
    'Plumbing Constructions Logistics Software Foods Consulting Electrical Manufacturing Mining Systems Services Roofing Timber Partners Solutions',
  ),
};
const everyday = list(
  'Global United Premier Alpha Summit Pioneer Golden Silver Blue Green Royal Liberty Central Modern Advanced Prime Superior Classic Rapid Northern Coastal Metro Atlas Phoenix Horizon Vanguard',
);
const matters = list(
  'Energy Media Capital Logistics Health Foods Trading Design Digital Data Security Travel Fitness Education Marketing Analytics Robotics Packaging Events Interiors',
);

export const legalForms: Readonly<
  Record<Country, readonly (readonly [form: string, ...spellings: string[]])[]>
> = {
  DE: [
    ['GmbH', 'Gesellschaft mit beschränkter Haftung', 'G.m.b.H.', 'gmbh'],
    ['AG', 'Aktiengesellschaft'],
    ['GmbH & Co. KG', 'GmbH & Co KG', 'GmbH und Co. KG'],
    ['e.K.', 'eingetragener Kaufmann'],
  ],
  US: [
    ['Inc.', 'Incorporated', 'Inc', ', Inc.'],
    ['LLC', 'L.L.C.', 'Limited Liability Company'],
    ['Corp.', 'Corporation', 'Corp'],
  ],
  GB: [
    ['Ltd', 'Limited', 'Ltd.', 'LTD'],
    ['plc', 'PLC', 'Public Limited Company'],
    ['LLP', 'Limited Liability Partnership'],
  ],
  FR: [
    ['SARL', 'S.A.R.L.', 'Société à responsabilité limitée'],
    ['SAS', 'S.A.S.'],
    ['SA', 'S.A.'],
  ],
  IT: [
    ['S.r.l.', 'SRL', 'Srl'],
    ['S.p.A.', 'SpA', 'SPA'],
  ],
  NL: [
    ['B.V.', 'BV', 'Besloten Vennootschap'],
    ['N.V.', 'NV'],
  ],
  ES: [
    ['S.L.', 'SL', 'Sociedad Limitada'],
    ['S.A.', 'SA', 'Sociedad Anónima'],
  ],
  PL: [
    ['Sp. z o.o.', 'sp. z o. o.', 'SP. Z O.O.', 'Spółka z o.o.'],
    ['S.A.', 'SA', 'Spółka Akcyjna'],
  ],
  SE: [['AB', 'Aktiebolag', 'A.B.']],
  AU: [['Pty Ltd', 'Pty. Ltd.', 'Pty Limited', 'Proprietary Limited']],
};

const suffixes: Readonly<Record<Country, string>> = {
  DE: 'de',
  US: 'com',
  GB: 'co.uk',
  FR: 'fr',
  IT: 'it',
  NL: 'nl',
  ES: 'es',
  PL: 'pl',
  SE: 'se',
  AU: 'com.au',
};

/** The words of a name, without legal form. */
export function wordsOfName(country: Country, random: Random): readonly string[] {
  const trade = () => random.pick(trades[country]);
  const coined = () => random.pick(heads) + random.pick(middles) + random.pick(tails);
  switch (
    random.weighted([
      ['COINED', 42],
      ['OWNER', 30],
      ['EVERYDAY', 16],
      ['TOWN', 12],
    ] as const)
  ) {
    case 'COINED':
      return random.chance(60) ? [coined(), trade()] : [coined()];
    case 'OWNER': {
      const owner = random.pick(surnames[country]);
      if (random.chance(25)) return [owner, '&', random.pick(surnames[country]), trade()];
      return random.chance(15) ? [owner, '&', country === 'DE' ? 'Söhne' : 'Sons'] : [owner, trade()];
    }
    case 'EVERYDAY':
      return random.chance(50)
        ? [random.pick(everyday), random.pick(matters)]
        : [random.pick(everyday), random.pick(matters), trade()];
    case 'TOWN':
      return [townIn(country, random).name, trade()];
  }
}

export function domainOf(words: readonly string[], country: Country, random: Random): string {
  const plain = words
    .map((word) =>
      word
        .normalize('NFKD')
        .replace(/ß/g, 'ss')
        .replace(/ł/g, 'l')
        .replace(/[^a-zA-Z]/g, '')
        .toLowerCase(),
    )
    .filter(Boolean);
  const name = random.chance(60)
    ? plain.join('')
    : random.chance(50)
      ? plain.join('-')
      : `${plain[0]}${plain[1]?.[0] ?? ''}`;
  // Many names are taken: figures and short words make others of them.
  const own = random.chance(35)
    ? `${name}${random.pick(['group', 'online', 'hq', '24', 'web', '-info', String(random.between(1, 99))])}`
    : name;
  return `${own}.${random.chance(30) ? 'com' : suffixes[country]}`;
}

const townHeads = list(
  'Ash Birk Cal Dun Eber Fels Grün Hazel Illen Kirch Lang Mühl Neu Ober Pont Rosen Stein Thorn Unter Val Weiss Wood San Santa Monte Villa Saint Port Lake Fort',
);
const townMiddles = list(
  'a au bach berg brook dal feld ford hau hof horn kamp lin mar mont ried see stad tal wald',
);
const townTails = list(
  'by burg dorf field gate hausen heim holm ingen ley mere mouth ora ow stadt ton vik ville wick worth',
);
/** How postal codes look: 9 is a figure of the town, 0 one of the street, A a letter. */
const postalForms: Readonly<Record<Country, string>> = {
  DE: '99900',
  US: '99900',
  GB: 'AA9 0AA',
  FR: '99900',
  IT: '99900',
  NL: '9990 AA',
  ES: '99900',
  PL: '99-000',
  SE: '999 00',
  AU: '9900',
};

interface Town {
  readonly name: string;
  readonly index: number;
}

function townIn(country: Country, random: Random): Town {
  // A few towns have most of the companies.
  const index = Math.floor((random.between(0, 999) * random.between(0, 999)) / 2_000);
  const at = index * 7 + countries.indexOf(country) * 131;
  const head = townHeads[at % townHeads.length] ?? '';
  const middle = townMiddles[Math.floor(at / townHeads.length) % townMiddles.length] ?? '';
  return { name: `${head}${middle}${townTails[(at * 3) % townTails.length] ?? ''}`, index };
}

const streetNames = list(
  'Mill Harbour Station Orchard Foundry Market Canal Church School Garden Bridge Castle River Forest Chapel King Queen Victoria Linden Maple Oak Cedar Park Hill Lake Meadow Spring Rose Tower Abbey',
);
const streetForms: Readonly<Record<Country, readonly [string, ...string[]]>> = {
  DE: ['{}straße {n}', '{}weg {n}', '{}allee {n}'],
  US: ['{n} {} Street', '{n} {} Avenue', '{n} {} Road', '{n} {} Boulevard'],
  GB: ['{n} {} Road', '{n} {} Lane', '{n} {} Street'],
  FR: ['{n} rue {}', '{n} avenue {}'],
  IT: ['Via {} {n}', 'Piazza {} {n}'],
  NL: ['{}straat {n}', '{}laan {n}'],
  ES: ['Calle {} {n}', 'Avenida {} {n}'],
  PL: ['ul. {} {n}', 'al. {} {n}'],
  SE: ['{}gatan {n}', '{}vägen {n}'],
  AU: ['{n} {} Street', '{n} {} Parade', '{n} {} Drive'],
};
const regions: Partial<Record<Country, readonly [string, ...string[]]>> = {
  US: ['TX', 'CA', 'NY', 'OH', 'WA', 'FL'],
  AU: ['NSW', 'VIC', 'QLD'],
};

export interface SampleAddress {
  readonly street: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly region: string | null;
  readonly country: string | null;
}

export function addressOf(country: Country, random: Random): SampleAddress {
  const town = townIn(country, random);
  const figures = String(100 + town.index);
  let at = 0;
  const postalCode = postalForms[country].replace(/[90A]/g, (sign) => {
    if (sign === 'A') return String.fromCharCode(65 + random.between(0, 25));
    return sign === '9' ? (figures[at++ % figures.length] ?? '1') : String(random.between(0, 9));
  });
  const street = random
    .pick(streetForms[country])
    .replace('{}', random.pick(streetNames))
    .replace('{n}', String(random.between(1, 240)));
  const own = regions[country];
  return {
    street,
    city: town.name,
    postalCode,
    region: own ? (own[town.index % own.length] ?? null) : null,
    country,
  };
}

/** The kind of number that companies of a country have, and how it looks: # is a figure. */
const taxIdForms: Readonly<Record<Country, readonly [kind: string, form: string]>> = {
  DE: ['vat', 'DE#########'],
  US: ['ein', '##-#######'],
  GB: ['vat', 'GB#########'],
  FR: ['siren', '#########'],
  IT: ['iva', 'IT#######015#'],
  NL: ['btw', 'NL#########B01'],
  ES: ['cif', 'B########'],
  PL: ['nip', '##########'],
  SE: ['orgnr', '##########'],
  AU: ['acn', '#########'],
};

/** A number that its country's check digits allow: the last two figures are tried until they do. */
export function taxIdOf(country: Country, random: Random): string {
  const [kind, form] = taxIdForms[country];
  const validator = stdnum.stdnum[country]?.[kind];
  for (let attempt = 0; attempt < 100; attempt++) {
    const begun = form.replace(/#(?=(?:[^#]*#){2})/g, () => String(random.between(0, 9)));
    const first = random.between(0, 99);
    for (let tries = 0; tries < 100; tries++) {
      const [tens = '0', ones = '0'] = String((first + tries) % 100).padStart(2, '0');
      const number = begun.replace('#', tens).replace('#', ones);
      if (validator?.validate(number).isValid) return number;
    }
  }
  throw new Error(`no tax id of ${country} was found`);
}
