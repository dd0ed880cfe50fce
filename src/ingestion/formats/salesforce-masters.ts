// The streams of master data: products with their prices, and what an account and its contacts make.
import type { RecordStream } from '../format.ts';
import {
  accountFields,
  contactFields,
  customerFields,
  hierarchyFields,
  isTaxExempt,
  taxFields,
  taxIdsOf,
} from './salesforce-customer-rules.ts';
import type { SalesforceFile } from './salesforce-files.ts';
import type { SalesforceLookups } from './salesforce-lookups.ts';
import { priceBookFields, priceFields, productFields } from './salesforce-product-rules.ts';
import { streamsOf } from './salesforce-streams.ts';
import { booleanOf } from './salesforce-value-rules.ts';

export function productStreams(files: readonly SalesforceFile[]): RecordStream[] {
  return [
    ...streamsOf(
      files,
      { object: 'Product2', record: 'product', isLeading: true },
      () =>
        ({ values }, id) => [{ id, fields: productFields(values, id) }],
    ),
    ...streamsOf(
      files,
      { object: 'Pricebook2', record: 'price_book', isLeading: true },
      () =>
        ({ values }, id) => [{ id, fields: priceBookFields(values, id) }],
    ),
    ...streamsOf(
      files,
      { object: 'PricebookEntry', record: 'price', isLeading: true },
      () =>
        ({ file, line, values }, id) =>
          booleanOf(values, 'isactive') === false
            ? { kind: 'ignored', rule: 'inactive-price', file, line }
            : [{ id, fields: priceFields(values) }],
    ),
  ];
}

export function customerStreams(
  files: readonly SalesforceFile[],
  { taxIds }: SalesforceLookups,
): RecordStream[] {
  return [
    ...streamsOf(
      files,
      { object: 'Account', record: 'customer', isLeading: true },
      () =>
        ({ values }, id) => [{ id, fields: customerFields(values) }],
    ),
    ...streamsOf(
      files,
      { object: 'Account', record: 'customer_account', isLeading: false },
      () =>
        ({ values }, id) => [{ id, fields: accountFields(values, id) }],
    ),
    ...streamsOf(
      files,
      { object: 'Account', record: 'customer_hierarchy', isLeading: false },
      () =>
        ({ values }, id) => {
          const fields = hierarchyFields(values, id);
          return fields ? [{ id, fields }] : [];
        },
    ),
    ...streamsOf(
      files,
      { object: 'Account', record: 'tax_registration', isLeading: false },
      () =>
        ({ values }, id) =>
          taxIdsOf(values).map((taxId) => ({
            id: `${id}/${taxId[0]}`,
            fields: taxFields(values, id, taxId, taxIds.get(taxId[1]) ?? 1),
          })),
    ),
    ...streamsOf(
      files,
      { object: 'Account', record: 'tax_exemption', isLeading: false },
      () =>
        ({ values }, id) =>
          isTaxExempt(values) ? [{ id, fields: { customer: id } }] : [],
    ),
    ...streamsOf(files, { object: 'Contact', record: 'contact', isLeading: true }, () => ({ values }, id) => [
      { id, fields: contactFields(values) },
    ]),
  ];
}
