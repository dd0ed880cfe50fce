// The currencies that exist: the codes of ISO 4217 with a minor unit, and withdrawn ones that old documents carry. The store has the
// same in its table `currency`; a test holds the two equal.
const CODES: ReadonlySet<string> = new Set(
  `
  ADP AED AFN ALL AMD ANG AOA ARS ATS AUD AWG AZM AZN BAM BBD BDT BEF BGL BGN BHD BIF BMD BND BOB BOV
  BRL BSD BTN BWP BYB BYN BYR BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CSD CUC CUP CVE CYP
  CZK DEM DJF DKK DOP DZD EEK EGP ERN ESP ETB EUR FIM FJD FKP FRF GBP GEL GHC GHS GIP GMD GNF GRD GTQ
  GYD HKD HNL HRK HTG HUF IDR IEP ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
  KZT LAK LBP LKR LRD LSL LTL LUF LVL LYD MAD MDL MGA MGF MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN
  MXV MYR MZM MZN NAD NGN NIO NLG NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PTE PYG QAR ROL RON RSD RUB
  RUR RWF SAR SBD SCR SDD SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD SRG SSP STD STN SVC SYP SZL THB TJS
  TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VEB VED VEF VES VND VUV WST
  XAD XAF XCD XCG XOF XPF YER YUM ZAR ZMK ZMW ZWD ZWG ZWL
`
    .trim()
    .split(/\s+/),
);

/** Whether there is, or was, a currency of this code. */
export function isCurrency(code: string): boolean {
  return CODES.has(code);
}

/** Codes whose minor unit has not two decimal places. */
const DIGITS: ReadonlyMap<string, number> = new Map(
  [
    [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
    [0, 'ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL'],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
    [4, 'CLF UYW'],
  ].flatMap(([digits, codes]) => `${codes}`.split(' ').map((code) => [code, Number(digits)] as const)),
);

/** Decimal places of the currency's minor unit; undefined where there is no such currency. */
export function minorDigitsOf(code: string): number | undefined {
  return isCurrency(code) ? (DIGITS.get(code) ?? 2) : undefined;
}

/** All codes. */
export function currencyCodes(): readonly string[] {
  return [...CODES];
}
