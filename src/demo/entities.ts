// The companies of the demo group, their chart of accounts and the terms on which they sell.
import type { Currency } from './amounts.ts';

export interface Entity {
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly currency: Currency;
  readonly timeZone: string;
  readonly fiscalYearEnd: readonly [month: number, day: number];
  /** Domestic tax: its code and percent; sales to other countries are reverse charge or export. */
  readonly taxCode: string;
  readonly taxPercent: string;
  /** Countries in which its customers sit, its own first. */
  readonly countries: readonly [string, ...string[]];
  readonly collector: string;
}

export const entities: readonly [Entity, ...Entity[]] = [
  {
    code: 'DE01',
    name: 'Tindervale GmbH',
    country: 'DE',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    fiscalYearEnd: [12, 31],
    taxCode: 'DE-VAT-19',
    taxPercent: '19',
    countries: ['DE', 'DE', 'DE', 'AT', 'NL', 'FR', 'IT'],
    collector: 'Ilka Morgenroth',
  },
  {
    code: 'US01',
    name: 'Tindervale Inc.',
    country: 'US',
    currency: 'USD',
    timeZone: 'America/New_York',
    fiscalYearEnd: [12, 31],
    taxCode: 'US-NY-8.875',
    taxPercent: '8.875',
    countries: ['US', 'US', 'US', 'US', 'CA'],
    collector: 'Dwight Pellerin',
  },
  {
    code: 'UK01',
    name: 'Tindervale Ltd',
    country: 'GB',
    currency: 'GBP',
    timeZone: 'Europe/London',
    fiscalYearEnd: [3, 31],
    taxCode: 'GB-VAT-20',
    taxPercent: '20',
    countries: ['GB', 'GB', 'GB', 'IE'],
    collector: 'Rhona Castlewick',
  },
  {
    code: 'JP01',
    name: 'Tindervale K.K.',
    country: 'JP',
    currency: 'JPY',
    timeZone: 'Asia/Tokyo',
    fiscalYearEnd: [3, 31],
    taxCode: 'JP-CT-10',
    taxPercent: '10',
    countries: ['JP', 'JP', 'JP', 'SG', 'AU'],
    collector: 'Natsuki Aramori',
  },
];

/** Code, name, class and normal balance: the same chart in every entity. */
export const chart = [
  ['1000', 'Bank', 'CASH', 'DEBIT'],
  ['1050', 'Card settlement account', 'CASH', 'DEBIT'],
  ['1200', 'Trade receivables', 'RECEIVABLE', 'DEBIT'],
  ['1250', 'Receivables from affiliates', 'INTERCOMPANY', 'DEBIT'],
  ['1400', 'Withholding tax receivable', 'OTHER_ASSET', 'DEBIT'],
  ['2100', 'Deferred revenue', 'DEFERRED_REVENUE', 'CREDIT'],
  ['2200', 'Output tax', 'TAX', 'CREDIT'],
  ['2300', 'Unapplied cash and deposits', 'UNAPPLIED', 'CREDIT'],
  ['2500', 'Payables to affiliates', 'INTERCOMPANY', 'CREDIT'],
  ['2900', 'Accrued expenses', 'OTHER_LIABILITY', 'CREDIT'],
  ['3000', 'Share capital', 'EQUITY', 'CREDIT'],
  ['4000', 'Subscription revenue', 'REVENUE', 'CREDIT'],
  ['4100', 'Usage revenue', 'REVENUE', 'CREDIT'],
  ['4200', 'Services revenue', 'REVENUE', 'CREDIT'],
  ['4300', 'Charges to affiliates', 'INTERCOMPANY', 'CREDIT'],
  ['4900', 'Cash discounts granted', 'EXPENSE', 'DEBIT'],
  ['6100', 'Bad debt', 'BAD_DEBT', 'DEBIT'],
  ['6200', 'Bank charges', 'EXPENSE', 'DEBIT'],
  ['6500', 'Charges from affiliates', 'EXPENSE', 'DEBIT'],
  ['6900', 'Office and other expenses', 'EXPENSE', 'DEBIT'],
  ['7000', 'Realised exchange differences', 'FX', 'CREDIT'],
  ['7100', 'Unrealised exchange differences', 'FX', 'CREDIT'],
] as const;
export type AccountCode = (typeof chart)[number][0];

export interface Term {
  readonly code: string;
  readonly name: string;
  readonly days: number;
  /** Percent and days of the cash discount. */
  readonly discount?: readonly [percent: string, days: number];
  /** Percent and days of each part in which an invoice falls due. */
  readonly parts?: readonly (readonly [percent: string, days: number])[];
}

export const terms = {
  NET0: { code: 'NET0', name: 'Due on receipt', days: 0 },
  NET14: { code: 'NET14', name: '14 days net', days: 14 },
  NET30: { code: 'NET30', name: '30 days net', days: 30 },
  NET45: { code: 'NET45', name: '45 days net', days: 45 },
  NET60: { code: 'NET60', name: '60 days net', days: 60 },
  D2N30: { code: 'D2N30', name: '2 % within 10 days, 30 days net', days: 30, discount: ['2', 10] },
  THIRDS: {
    code: 'THIRDS',
    name: 'Three parts: 30, 60 and 90 days',
    days: 90,
    parts: [
      ['33.34', 30],
      ['33.33', 60],
      ['33.33', 90],
    ],
  },
} as const satisfies Readonly<Record<string, Term>>;
export type TermCode = keyof typeof terms;
