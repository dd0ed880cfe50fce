// The streams of master data: our companies with their books and accounts, business partners with their accounts, and materials.
import { type FormatOptions, type RecordStream, UnreadableInput } from '../format.ts';
import type { SapFacts } from './sap-facts.ts';
import { keysIn, type SapFiles } from './sap-files.ts';
import { bookFields, bookOf, counterAccount, counterAccountFields } from './sap-journal-rules.ts';
import {
  companyAccountFields,
  companyAccountKey,
  currentAddress,
  customerFields,
  productFields,
  salesAreaFields,
  salesAreaOf,
} from './sap-master-rules.ts';
import { descriptionStreams, ignored, streamsOf } from './sap-streams.ts';
import { type Fields, keyOf, type SapValues, toRecord } from './sap-value-rules.ts';

const RECEIVABLES = 'journal_entry_items_accounts_receivable';

const partnerKey = (values: SapValues) => keyOf(values, 'businessPartner');
const customerKey = (values: SapValues) => keyOf(values, 'customer');
const productKey = (values: SapValues) => keyOf(values, 'product');

/** No table of the export holds our companies; their currency stands beside amounts, else `--currency` says it. */
export function companyStreams(files: SapFiles, facts: SapFacts, options: FormatOptions): RecordStream[] {
  const companies = [...facts.companies.values()];
  const silent = companies.filter(({ currency }) => currency === '' && options.currency === undefined);
  if (silent.length > 0) {
    throw new UnreadableInput(
      silent.map(
        ({ code }) => `no row says the currency of company code ${code}: say it with --currency CODE`,
      ),
    );
  }
  const entities = companies.map(({ code, currency, origin }) =>
    madeUp(origin, 'legal_entity', code, { code, name: code, functional_currency: currency }),
  );
  const accounts = [...facts.accounts].map(([id, { company, code, holdsReceivables, origin }]) =>
    madeUp(origin, 'ledger_account', id, {
      legal_entity: company,
      code,
      name: holdsReceivables ? `Receivables ${code}` : code,
      class: holdsReceivables ? 'RECEIVABLE' : 'UNMAPPED',
      normal_balance: holdsReceivables ? 'DEBIT' : '',
    }),
  );
  const posted = files.has(RECEIVABLES) ? companies : [];
  const books = posted.map(({ code }) =>
    madeUp(files.originOf(RECEIVABLES), 'accounting_book', bookOf(code), bookFields(code)),
  );
  const counters = posted.map(({ code }) =>
    madeUp(files.originOf(RECEIVABLES), 'ledger_account', counterAccount(code), counterAccountFields(code)),
  );
  return [
    streamOf('legal_entity', entities),
    streamOf('accounting_book', books),
    streamOf('ledger_account', [...accounts, ...counters]),
  ];
}

/** A record that the export says nowhere as a whole. */
function madeUp(origin: { file: string; line: number }, record: string, externalId: string, fields: Fields) {
  return toRecord({ ...origin, values: {}, broken: null }, record, externalId, fields);
}

function streamOf(record: string, items: readonly ReturnType<typeof madeUp>[]): RecordStream {
  return {
    record,
    async *items() {
      if (items.length > 0) yield items;
    },
  };
}

export function partnerStreams(files: SapFiles): RecordStream[] {
  return [
    ...streamsOf(files, {
      record: 'customer',
      tables: ['business_partners'],
      isLeading: true,
      async prepare(portion) {
        const addresses = await files.find(
          'business_partner_addresses',
          partnerKey,
          keysIn(portion, partnerKey),
        );
        return (row) => {
          const id = customerKey(row.values);
          if (id === '') return ignored(row, 'partner-is-no-customer');
          const address = currentAddress(addresses.get(partnerKey(row.values)));
          return toRecord(row, 'customer', id, customerFields(row.values, address));
        };
      },
    }),
    ...descriptionStreams(files, {
      rule: 'taken-with-partner',
      record: 'customer',
      table: 'business_partner_addresses',
      describes: 'business_partners',
      keyOfRow: partnerKey,
      field: 'businessPartner',
    }),
  ];
}

export function accountStreams(files: SapFiles, facts: SapFacts): RecordStream[] {
  return [
    ...streamsOf(files, {
      record: 'customer_account',
      tables: ['customer_company_assignments'],
      isLeading: true,
      async prepare(portion) {
        const keys = keysIn(portion, customerKey);
        const areas = await files.find('customer_sales_area_assignments', customerKey, keys);
        const addressOf = await addressesOf(files, keys);
        return (row) => {
          const customer = customerKey(row.values);
          const context = { areas: areas.get(customer) ?? [], address: addressOf(customer) };
          return toRecord(
            row,
            'customer_account',
            companyAccountKey(row.values),
            companyAccountFields(row.values, context),
          );
        };
      },
    }),
    ...streamsOf(files, {
      record: 'customer_account',
      tables: ['customer_sales_area_assignments'],
      isLeading: true,
      async prepare(portion) {
        const addressOf = await addressesOf(files, keysIn(portion, customerKey));
        return (row) => {
          const customer = customerKey(row.values);
          const id = `${customer}/${salesAreaOf(row.values)}`;
          const company = facts.companyOf(row.values.salesOrganization ?? '');
          const context = { company, address: addressOf(customer) };
          return toRecord(row, 'customer_account', id, salesAreaFields(row.values, context));
        };
      },
    }),
  ];
}

/** The addresses of customers: partners have them, and a partner may have another number than as customer. */
async function addressesOf(
  files: SapFiles,
  customers: ReadonlySet<string>,
): Promise<(customer: string) => SapValues | undefined> {
  const partners = await files.find('business_partners', customerKey, customers);
  const wanted = keysIn([...partners.values()].flat(), partnerKey);
  const addresses = await files.find('business_partner_addresses', partnerKey, wanted);
  return (customer) => {
    const partner = partners.get(customer)?.[0];
    return partner && currentAddress(addresses.get(partnerKey(partner.values)));
  };
}

export function materialStreams(files: SapFiles): RecordStream[] {
  return [
    ...streamsOf(files, {
      record: 'product',
      tables: ['products'],
      isLeading: true,
      async prepare(portion) {
        const descriptions = await files.find(
          'product_descriptions',
          productKey,
          keysIn(portion, productKey),
        );
        return (row) => {
          const id = productKey(row.values);
          return toRecord(row, 'product', id, productFields(row.values, descriptions.get(id)));
        };
      },
    }),
    ...descriptionStreams(files, {
      rule: 'taken-with-product',
      record: 'product',
      table: 'product_descriptions',
      describes: 'products',
      keyOfRow: productKey,
      field: 'product',
    }),
    ...streamsOf(files, {
      record: 'legal_entity',
      tables: ['plants'],
      isLeading: true,
      prepare: async () => (row) => ignored(row, 'plant'),
    }),
  ];
}
