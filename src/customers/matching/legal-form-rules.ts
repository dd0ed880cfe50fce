// Legal forms of companies: how the law of each country names them, how people write them, and whether two of them can be one
// company's. Facts of company law, written down for what customers of ours are likely to be.

export interface LegalForm {
  readonly code: string;
  /** Where companies have this form; none: too many to say. */
  readonly countries: readonly string[];
}

type Row = readonly [code: string, countries: string, spellings: string];

/**
 * Folded, without points and connecting words: `S.p.A.` is `spa`, `GmbH & Co. KG` is `gmbh co kg`. A star marks words that are a
 * legal form wherever they stand; others are one only at the end of a name.
 */
const rows: readonly Row[] = [
  [
    'GMBH',
    'DE AT CH LI',
    '*gmbh,*gesellschaft mit beschrankter haftung,*gesellschaft mbh,*ges mbh,*gesmbh,mbh,*ggmbh',
  ],
  [
    'GMBH_CO_KG',
    'DE AT',
    '*gmbh co kg,*gmbh cokg,*gmbh co kommanditgesellschaft,*gmbh co,*ug co kg,*ag co kg,*se co kg',
  ],
  [
    'UG',
    'DE',
    '*ug haftungsbeschrankt,*unternehmergesellschaft haftungsbeschrankt,*unternehmergesellschaft,ug',
  ],
  ['AG', 'DE AT CH LI', '*aktiengesellschaft,ag'],
  ['KGAA', 'DE', '*kgaa,*ag co kgaa,*gmbh co kgaa,*se co kgaa'],
  ['KG', 'DE AT', '*kommanditgesellschaft,kg,co kg'],
  ['OHG', 'DE', '*offene handelsgesellschaft,ohg,og'],
  ['GBR', 'DE', '*gesellschaft burgerlichen rechts,gbr'],
  ['EK', 'DE', '*eingetragener kaufmann,*eingetragene kauffrau,ek,e k'],
  ['PARTG', 'DE', '*partg mbb,*partgmbb,partg,*partnerschaftsgesellschaft'],
  ['EG', 'DE', '*eingetragene genossenschaft,eg,e g'],
  ['EV', 'DE AT', '*eingetragener verein,ev,e v'],
  ['SE', '', '*societas europaea,se'],
  ['SARL', 'FR LU CH MA TN BE', '*societe a responsabilite limitee,*sarl,*s a r l,eurl'],
  ['SAS', 'FR CO', '*societe par actions simplifiee,*sasu,sas'],
  [
    'SA',
    'FR BE LU CH ES PT PL RO GR AR BR MX',
    '*societe anonyme,*sociedad anonima,*sociedade anonima,*spolka akcyjna,sa,s a',
  ],
  ['SNC', 'FR IT BE LU', '*societe nom collectif,snc'],
  ['SCI', 'FR', '*societe civile immobiliere,sci'],
  [
    'LTD',
    'GB IE IN AU NZ ZA SG HK CA MT CY KE NG IL JP CN TW KR TH VN',
    '*private limited company,*private limited,*pvt ltd,*pte ltd,*pty ltd,*p ltd,*ltd,limited,*proprietary limited,*co ltd,*company limited,pvt,pty,pte',
  ],
  ['PLC', 'GB IE', '*public limited company,plc'],
  ['LLP', 'GB US IN CA SG', '*limited liability partnership,llp'],
  ['LP', 'US GB CA', '*limited partnership,lp'],
  ['CIC', 'GB', '*community interest company,cic'],
  ['INC', 'US CA JP PH KR TW', '*incorporated,*inc,*incorporation'],
  ['CORP', 'US CA JP PH KR TW', 'corporation,corp'],
  ['LLC', 'US RU AE AM UA', '*limited liability company,*llc,*l l c'],
  ['PLLC', 'US', '*pllc,*professional limited liability company'],
  ['PC', 'US', '*professional corporation,pc,p c'],
  ['NA', 'US', '*national association'],
  ['BV', 'NL BE', '*besloten vennootschap,bv,b v,bvba,srl bv'],
  ['NV', 'NL BE', '*naamloze vennootschap,nv,n v'],
  ['VOF', 'NL BE', '*vennootschap onder firma,vof'],
  [
    'SRL',
    'IT RO BE AR MX ES',
    '*societa a responsabilita limitata,*sociedad de responsabilidad limitada,*societate cu raspundere limitata,*srls,srl,s r l',
  ],
  ['SPA', 'IT CL DZ', '*societa per azioni,spa,s p a'],
  ['SAPA', 'IT', '*societa in accomandita per azioni,sapa'],
  ['SL', 'ES', '*sociedad limitada unipersonal,*sociedad limitada,*slu,sl,s l'],
  ['SA_CV', 'MX', '*sa cv,*sapi cv,*sab cv,*s a c v'],
  ['SRL_CV', 'MX', '*s rl cv,*s r l c v'],
  ['LTDA', 'BR CL CO PT BO', '*limitada,*ltda,lda,*eireli'],
  ['AB', 'SE FI', '*aktiebolaget,*aktiebolag,ab,ab publ'],
  ['HB', 'SE', '*handelsbolag,hb'],
  ['KB', 'SE', '*kommanditbolag,kb'],
  [
    'AS',
    'NO DK EE LV CZ SK TR',
    '*aksjeselskap,*aktieselskab,*akciova spolecnost,*akciova spolocnost,*anonim sirketi,*anonim sti,as,a s',
  ],
  ['ASA', 'NO', '*allmennaksjeselskap,asa'],
  ['APS', 'DK', '*anpartsselskab,aps'],
  ['OY', 'FI', '*osakeyhtio,oy,oyj,oy ab'],
  ['EHF', 'IS', 'ehf,hf'],
  ['SP_ZOO', 'PL', '*spolka z ograniczona odpowiedzialnoscia,*sp z oo,*sp zoo,*sp z o o,*spolka z oo'],
  ['SPJ', 'PL', '*spolka jawna,sp j,spj'],
  ['SPK', 'PL', '*spolka komandytowa,sp k,spk,*sp z oo sp k,*sp z oo sp komandytowa'],
  [
    'SRO',
    'CZ SK',
    '*spolecnost s rucenim omezenym,*spolocnost s rucenim obmedzenym,*spol sro,*spol s r o,sro,s r o',
  ],
  ['KFT', 'HU', '*korlatolt felelossegu tarsasag,kft'],
  ['ZRT', 'HU', 'zrt,nyrt,*reszvenytarsasag,rt'],
  ['BT', 'HU', '*beteti tarsasag,bt'],
  ['DOO', 'HR SI RS BA ME MK', '*drustvo s ogranicenom odgovornoscu,doo,d o o'],
  ['DD', 'HR SI BA', '*dionicko drustvo,dd,d d'],
  ['EOOD', 'BG', 'eood,ood'],
  ['AD', 'BG RS', 'ead,ad'],
  ['OOO', 'RU BY KZ', '*obshchestvo s ogranichennoy otvetstvennostyu,ooo,tov,too'],
  ['PAO', 'RU', '*aktsionernoe obshchestvo,*aktsionernoye obshchestvo,pao,oao,zao,ao,*pjsc,*ojsc,*cjsc,*jsc'],
  ['SIA', 'LV', '*sabiedriba ar ierobezotu atbildibu,sia'],
  ['UAB', 'LT', '*uzdaroji akcine bendrove,uab'],
  ['OU', 'EE', '*osauhing,ou'],
  ['AE', 'GR CY', '*anonymi etaireia,*anonimi eteria,ae,a e'],
  ['EPE', 'GR', '*etaireia periorismenis evthynis,epe,e p e'],
  ['IKE', 'GR', 'ike,i k e'],
  ['LTD_STI', 'TR', '*limited sirketi,*ltd sti'],
  ['KK', 'JP', '*kabushiki kaisha,*kabushiki gaisha,*kabushikikaisha,*kabushikigaisha,kk,k k'],
  ['GK', 'JP', '*godo kaisha,*goudou gaisha,*goudou kaisha,gk'],
  ['YK', 'JP', '*yugen kaisha,*yugen gaisha,yk'],
  ['CN_LTD', 'CN TW HK', '*youxian gongsi,*gufen youxian gongsi,*zeren youxian gongsi'],
  ['JUSIK', 'KR', '*jusikhoesa,*jusik hoesa'],
  ['SDN_BHD', 'MY BN', '*sdn bhd,*sendirian berhad,*bhd,berhad'],
  ['PT', 'ID', '*persero tbk,tbk,persero,pt'],
  ['FZE', 'AE', '*fz llc,fze,fzco,fzc,dmcc,wll,w l l'],
  ['CO', '', 'company,co,cie,compagnie'],
];

/** In front of the name rather than behind it. */
const LEADING = 'ooo oao zao pao ao tov too pt uab sia sarl sas sci snc eurl kk yk gk'.split(' ');

const forms = new Map<string, { form: LegalForm; anywhere: boolean }>();
for (const [code, countries, spellings] of rows) {
  const form: LegalForm = { code, countries: countries.split(' ').filter(Boolean) };
  for (const spelling of spellings.split(',')) {
    const anywhere = spelling.startsWith('*');
    forms.set(anywhere ? spelling.slice(1) : spelling, { form, anywhere });
  }
}
const LONGEST = Math.max(...[...forms.keys()].map((spelling) => spelling.split(' ').length));

/** Signs of legal forms in scripts that put no blanks between words. */
const signs: readonly (readonly [sign: RegExp, spelling: string])[] = [
  [/株式会社|[（(]株[）)]|㈱/gu, ' kk '],
  [/有限会社|[（(]有[）)]|㈲/gu, ' yk '],
  [/合同会社/gu, ' gk '],
  [/股份有限公司|有限责任公司|有限責任公司|有限公司/gu, ' youxian gongsi '],
  [/주식회사|[（(]주[）)]|㈜/gu, ' jusikhoesa '],
];

/** The name with such signs spelled out, ready to be folded. */
export function spellSigns(name: string): string {
  return signs.reduce((text, [sign, spelling]) => text.replace(sign, spelling), name);
}

/** The words of a name without its legal forms, and the forms; a name of nothing else keeps its words. */
export function takeLegalForms(words: readonly string[]): { words: readonly string[]; forms: LegalForm[] } {
  const found: LegalForm[] = [];
  let rest = words;
  for (let take = nextForm(rest); take !== undefined; take = nextForm(rest)) {
    rest = [...rest.slice(0, take.at), ...rest.slice(take.at + take.length)];
    found.push(take.form);
  }
  return { words: rest, forms: found };
}

interface Take {
  readonly at: number;
  readonly length: number;
  readonly form: LegalForm;
}

/** The longest form at the end, else in front, else one that is a form wherever it stands; it leaves at least a word. */
function nextForm(words: readonly string[]): Take | undefined {
  const longest = Math.min(LONGEST, words.length - 1);
  for (let length = longest; length > 0; length--) {
    const at = words.length - length;
    const last = forms.get(words.slice(at).join(' '));
    if (last) return { at, length, form: last.form };
  }
  const [first = ''] = words;
  const leading = longest > 0 && LEADING.includes(first) ? forms.get(first) : undefined;
  if (leading) return { at: 0, length: 1, form: leading.form };
  for (let length = longest; length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const inside = forms.get(words.slice(at, at + length).join(' '));
      if (inside?.anywhere) return { at, length, form: inside.form };
    }
  }
  return undefined;
}

/** SAME; MISSING where a side states none; CHANGED where one country has both; FOREIGN where none has, so it is another company. */
export type FormAgreement = 'SAME' | 'MISSING' | 'CHANGED' | 'FOREIGN';

export function compareLegalForms(left: readonly LegalForm[], right: readonly LegalForm[]): FormAgreement {
  const [stated, other] = [left.filter(says), right.filter(says)];
  if (stated.length === 0 || other.length === 0) return 'MISSING';
  if (stated.some(({ code }) => other.some((form) => form.code === code))) return 'SAME';
  const shared = stated.some((a) => other.some((b) => share(a.countries, b.countries)));
  return shared ? 'CHANGED' : 'FOREIGN';
}

/** `Co` says next to nothing: companies add and drop it. */
function says({ code }: LegalForm): boolean {
  return code !== 'CO';
}

function share(left: readonly string[], right: readonly string[]): boolean {
  return left.length === 0 || right.length === 0 || left.some((country) => right.includes(country));
}
