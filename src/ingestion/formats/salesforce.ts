// Salesforce exports: CSV of SFDMU or Data Loader, and SObject trees. Accounts become customers, deals opportunities, contracts and
// orders contracts; quotes, leads, cases, activities and custom objects are ignored by rule.
import { type Format, type FormatOptions, type OpenExport, UnreadableInput } from '../format.ts';
import { contractStreams, dealStreams } from './salesforce-deals.ts';
import { openSalesforceFiles, type SalesforceFile } from './salesforce-files.ts';
import { loadLookups } from './salesforce-lookups.ts';
import { customerStreams, productStreams } from './salesforce-masters.ts';
import { ignoredStream } from './salesforce-streams.ts';

export const salesforce: Format = {
  name: 'salesforce',
  kind: 'CRM',
  records: [
    'product',
    'price_book',
    'price',
    'customer',
    'customer_account',
    'customer_hierarchy',
    'contact',
    'tax_registration',
    'tax_exemption',
    'opportunity',
    'opportunity_line',
    'contract',
    'contract_line',
  ],
  needs: { entity: true, currency: false },
  async open(paths: readonly string[], options: FormatOptions): Promise<OpenExport> {
    const files = await openSalesforceFiles(paths);
    checkCurrency(files, options);
    const lookups = await loadLookups(files);
    return {
      files: [...new Set(files.map(({ name }) => name))],
      total: null,
      streams: [
        ...productStreams(files),
        ...customerStreams(files, lookups),
        ...dealStreams(files, lookups, options),
        ...contractStreams(files, lookups),
        ignoredStream(files),
      ],
    };
  },
};

/** Objects with amounts; CurrencyIsoCode stands in exports of multi-currency orgs only. */
const withAmounts: readonly string[] = [
  'Account',
  'Opportunity',
  'Pricebook2',
  'PricebookEntry',
  'Contract',
  'Order',
];

function checkCurrency(files: readonly SalesforceFile[], { currency }: FormatOptions): void {
  if (currency !== undefined) return;
  const silent = files.filter(
    ({ object, statesCurrency }) => !statesCurrency && withAmounts.includes(object ?? ''),
  );
  const faults = silent.map(({ name }) => `${name} states no currency: say which it is with --currency CODE`);
  if (faults.length > 0) throw new UnreadableInput(faults);
}
