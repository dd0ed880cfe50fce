// The chart of accounts: the code of each account, and its class by a declared mapping. A class never follows from Xero's type
// alone: it takes Xero's own mark of a system account, or the type together with a name or with the account's place in Xero's
// standard chart. What the mapping does not name stays UNMAPPED.
import type { XeroValues } from './xero-files.ts';

interface ClassMapping {
  /** Xero's mark of an account that it posts to by itself (column system_account, where the export has it). */
  readonly systemAccount?: readonly string[];
  readonly types?: readonly string[];
  readonly name?: RegExp;
  /** Codes of Xero's standard chart, both inclusive. */
  readonly codes?: readonly [from: number, to: number];
  readonly class: string;
}

/** The default mapping, in the order in which it is asked; every condition of an entry must hold. */
const defaultClassMapping: readonly ClassMapping[] = [
  { systemAccount: ['DEBTORS'], class: 'RECEIVABLE' },
  { systemAccount: ['CREDITORS'], class: 'PAYABLE' },
  { systemAccount: ['GST', 'GSTONIMPORTS', 'SALESTAX'], class: 'TAX' },
  {
    systemAccount: ['BANKCURRENCYGAIN', 'REALISEDCURRENCYGAIN', 'UNREALISEDCURRENCYGAIN'],
    class: 'FX',
  },
  { systemAccount: ['RETAINEDEARNINGS'], class: 'EQUITY' },
  { systemAccount: ['UNPAIDEXPCLM', 'WAGEPAYABLES', 'WAGESPAYABLE'], class: 'OTHER_LIABILITY' },
  {
    systemAccount: ['HISTORICAL', 'ROUNDING', 'TRACKINGTRANSFERS', 'SUSPENSE'],
    class: 'UNMAPPED',
  },
  {
    types: ['BANK'],
    name: /\b(american express|amex|visa|master ?card|credit card)\b/i,
    class: 'OTHER_LIABILITY',
  },
  {
    types: ['BANK'],
    name: /\b(bank|business|checking|chequing|cheque|current|savings|cash|paypal|stripe|bmo|rbc|td|hsbc|barclays)\b/i,
    class: 'CASH',
  },
  { types: ['BANK'], codes: [90, 99], class: 'CASH' },
  { types: ['CURRENT'], name: /^(accounts? receivable|trade debtors|debtors)\b/i, class: 'RECEIVABLE' },
  {
    types: ['CURRENT'],
    name: /\b(contract assets?|unbilled|accrued (revenue|income))\b/i,
    class: 'CONTRACT_ASSET',
  },
  { types: ['CURRENT', 'PREPAYMENT', 'INVENTORY'], codes: [620, 659], class: 'OTHER_ASSET' },
  { types: ['FIXED', 'NONCURRENT'], codes: [700, 799], class: 'OTHER_ASSET' },
  {
    types: ['FIXED', 'NONCURRENT'],
    name: /\b(hardware|equipment|furniture|fixtures|vehicles?|depreciation|accumulated)\b/i,
    class: 'OTHER_ASSET',
  },
  {
    types: ['CURRLIAB', 'LIABILITY', 'TERMLIAB'],
    name: /\b(deferred|unearned) (revenue|income)\b|\bcontract liabilit/i,
    class: 'DEFERRED_REVENUE',
  },
  {
    types: ['CURRLIAB', 'LIABILITY'],
    name: /\b(customer (deposits?|prepayments?)|unapplied)\b/i,
    class: 'UNAPPLIED',
  },
  { types: ['CURRLIAB'], name: /^(accounts? payable|trade creditors|creditors)\b/i, class: 'PAYABLE' },
  { types: ['CURRLIAB'], name: /^(sales tax|gst|hst|vat|pst|qst)\b/i, class: 'TAX' },
  { types: ['CURRLIAB'], name: /^owner .*(funds|drawings)/i, class: 'EQUITY' },
  {
    types: ['CURRLIAB'],
    name: /\b(accrued|wages|superannuation|employee tax|income tax|unpaid expense)\b/i,
    class: 'OTHER_LIABILITY',
  },
  { types: ['TERMLIAB', 'CURRLIAB'], name: /\b(loan|mortgage|lease)\b/i, class: 'OTHER_LIABILITY' },
  {
    types: ['EQUITY'],
    name: /\b(retained earnings|share capital|capital|dividends?|owner)\b/i,
    class: 'EQUITY',
  },
  {
    types: ['REVENUE', 'SALES', 'OTHERINCOME', 'EXPENSE', 'OVERHEADS'],
    name: /\b(currency gains?|exchange (gains?|losses?)|bank revaluations?)\b/i,
    class: 'FX',
  },
  { types: ['EXPENSE', 'OVERHEADS'], name: /\b(bad|doubtful) debts?\b/i, class: 'BAD_DEBT' },
  // Interest earned is no revenue from customers, and there is no class for it.
  { types: ['REVENUE', 'OTHERINCOME'], name: /\binterest\b/i, class: 'UNMAPPED' },
  { types: ['REVENUE', 'SALES'], codes: [200, 299], class: 'REVENUE' },
  { types: ['REVENUE', 'SALES'], name: /\b(sales|revenue|fees?|subscriptions?)\b/i, class: 'REVENUE' },
  { types: ['DIRECTCOSTS', 'EXPENSE', 'OVERHEADS', 'DEPRECIATN'], codes: [300, 599], class: 'EXPENSE' },
  { types: ['EXPENSE', 'OVERHEADS'], name: /\bincome tax\b/i, class: 'EXPENSE' },
];

/** The class of an account by the mapping; UNMAPPED where no entry fits. */
export function classOfAccount(
  account: XeroValues,
  mapping: readonly ClassMapping[] = defaultClassMapping,
): string {
  return mapping.find((entry) => fits(entry, account))?.class ?? 'UNMAPPED';
}

function fits({ systemAccount, types, name, codes }: ClassMapping, account: XeroValues): boolean {
  if (systemAccount && !systemAccount.includes(account.system_account ?? '')) return false;
  if (types && !types.includes(account.type ?? '')) return false;
  if (name && !name.test(account.name ?? '')) return false;
  if (!codes) return true;
  const code = Number(/^\d+$/.exec(account.code ?? '')?.[0] ?? Number.NaN);
  return code >= codes[0] && code <= codes[1];
}

/** The side on which an account of Xero's class grows. */
export function normalBalanceOf(account: XeroValues): string | undefined {
  switch (account.class) {
    case 'ASSET':
    case 'EXPENSE':
      return 'DEBIT';
    case 'LIABILITY':
    case 'EQUITY':
    case 'REVENUE':
      return 'CREDIT';
    default:
      return undefined;
  }
}

/** The code of each account by its id: where Xero has none the name, and where another account has that the id. */
export function codesOfAccounts(accounts: readonly XeroValues[]): Map<string, string> {
  const codes = new Map<string, string>();
  const taken = new Set(accounts.map((account) => account.code ?? ''));
  for (const account of accounts) {
    const id = account.account_id ?? '';
    const name = account.name ?? '';
    const code = account.code || (name !== '' && !taken.has(name) ? name : id);
    taken.add(code);
    codes.set(id, code);
  }
  return codes;
}
