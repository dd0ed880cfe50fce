// What an S/4HANA export says of our own companies without a table of its own: company codes with their currencies, and the accounts
// of customers. They are few, and learned while the files are checked.
import type { Origin } from '../format.ts';
import type { SapTable } from './sap-table-rules.ts';
import { keyOf, type SapValues, textOf } from './sap-value-rules.ts';

export interface CompanyFacts {
  readonly code: string;
  /** Empty: no row says it. */
  readonly currency: string;
  readonly origin: Origin;
}

export interface AccountFacts {
  readonly company: string;
  readonly code: string;
  /** Whether it is stated as the control account of customers' receivables. */
  readonly holdsReceivables: boolean;
  readonly origin: Origin;
}

export class SapFacts {
  readonly companies = new Map<string, CompanyFacts>();
  /** By company code and account. */
  readonly accounts = new Map<string, AccountFacts>();

  learn(table: SapTable, values: SapValues, origin: Origin): void {
    const code = textOf(values, 'companyCode');
    if (code === '') return;
    const currency = textOf(values, 'companyCodeCurrency');
    const known = this.companies.get(code);
    if (!known || (known.currency === '' && currency !== ''))
      this.companies.set(code, { code, currency, origin: known?.origin ?? origin });
    if (table === 'customer_company_assignments')
      this.#learnAccount(code, keyOf(values, 'reconciliationAccount'), true, origin);
    if (table === 'journal_entry_items_accounts_receivable') {
      // The account of a customer's line in the list of receivables, unless it is a special one (a down payment).
      const isReceivable =
        textOf(values, 'financialAccountType') === 'D' &&
        textOf(values, 'specialGlCode', 'specialGLCode') === '';
      this.#learnAccount(code, keyOf(values, 'glAccount'), isReceivable, origin);
    }
  }

  #learnAccount(company: string, code: string, holdsReceivables: boolean, origin: Origin): void {
    if (code === '') return;
    const known = this.accounts.get(`${company}/${code}`);
    if (known?.holdsReceivables || (known && !holdsReceivables)) return;
    this.accounts.set(`${company}/${code}`, {
      company,
      code,
      holdsReceivables,
      origin: known?.origin ?? origin,
    });
  }

  /**
   * The company code of a sales organisation, which no table of the export states: the code of the same name, or the only one
   * there is; empty where that does not tell.
   */
  companyOf(salesOrganization: string): string {
    if (this.companies.has(salesOrganization)) return salesOrganization;
    const [only, ...more] = this.companies.keys();
    return more.length === 0 ? (only ?? '') : '';
  }
}
