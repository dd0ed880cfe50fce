// What of a Salesforce export is held in memory, because rows of other objects mean nothing without it.
import { type OrderTerm, orderTerm } from './salesforce-contract-rules.ts';
import { taxIdsOf } from './salesforce-customer-rules.ts';
import type { SalesforceFile, SalesforceRow } from './salesforce-files.ts';
import { type SalesforceObject, toRecordId } from './salesforce-object-rules.ts';
import { lookupOf, type SalesforceValues } from './salesforce-value-rules.ts';

export interface SalesforceLookups {
  /** How many accounts have each tax id. */
  readonly taxIds: ReadonlyMap<string, number>;
  readonly productOfEntry: ReadonlyMap<string, string>;
  readonly orderTerms: ReadonlyMap<string, OrderTerm>;
}

export async function loadLookups(files: readonly SalesforceFile[]): Promise<SalesforceLookups> {
  const taxIds = new Map<string, number>();
  for await (const { values } of rowsOf(files, 'Account')) {
    for (const [, number] of taxIdsOf(values)) taxIds.set(number, (taxIds.get(number) ?? 0) + 1);
  }
  const productOfEntry = new Map<string, string>();
  for await (const { id, values } of rowsOf(files, 'PricebookEntry')) {
    const product = lookupOf(values, 'product2id', 'Product2');
    if (product) productOfEntry.set(toRecordId(id, 'PricebookEntry'), product);
  }
  const orderTerms = new Map<string, OrderTerm>();
  for await (const { id, values } of rowsOf(files, 'Order')) {
    orderTerms.set(toRecordId(id, 'Order'), orderTerm(values));
  }
  return { taxIds, productOfEntry, orderTerms };
}

async function* rowsOf(
  files: readonly SalesforceFile[],
  object: SalesforceObject,
): AsyncGenerator<SalesforceRow> {
  for (const file of files) {
    if (file.object !== object) continue;
    for await (const rows of file.read()) for (const row of rows) if (!row.ragged) yield row;
  }
}

/** The product that a line names, by itself or by its price book entry. */
export function productOf(
  values: SalesforceValues,
  productOfEntry: ReadonlyMap<string, string>,
): string | undefined {
  const product = lookupOf(values, 'product2id', 'Product2');
  if (product) return product;
  return productOfEntry.get(lookupOf(values, 'pricebookentryid', 'PricebookEntry') ?? '');
}
