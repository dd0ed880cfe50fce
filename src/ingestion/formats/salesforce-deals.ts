// The streams from the deal to what was agreed: opportunities, contracts and orders, with their lines.
import type { FormatItem, FormatOptions, RecordStream } from '../format.ts';
import { contractFields, contractStatus, orderFields, orderItemFields } from './salesforce-contract-rules.ts';
import type { SalesforceFile, SalesforceRow } from './salesforce-files.ts';
import { productOf, type SalesforceLookups } from './salesforce-lookups.ts';
import { opportunityFields, opportunityLineFields } from './salesforce-opportunity-rules.ts';
import { counter, streamsOf, type Translate } from './salesforce-streams.ts';
import { lookupOf, type SalesforceValues } from './salesforce-value-rules.ts';

export function dealStreams(
  files: readonly SalesforceFile[],
  { productOfEntry }: SalesforceLookups,
  { entity = '', currency = '' }: FormatOptions,
): RecordStream[] {
  return [
    ...streamsOf(
      files,
      { object: 'Opportunity', record: 'opportunity', isLeading: true },
      () =>
        ({ values }, id) => [{ id, fields: opportunityFields(values, { entity, currency }) }],
    ),
    ...streamsOf(
      files,
      { object: 'OpportunityLineItem', record: 'opportunity_line', isLeading: true },
      () => {
        const position = counter();
        return ({ values }, id) => {
          const opportunity = lookupOf(values, 'opportunityid', 'Opportunity') ?? '';
          const product = productOf(values, productOfEntry);
          return [{ id, fields: opportunityLineFields(values, opportunity, position(opportunity), product) }];
        };
      },
    ),
  ];
}

export function contractStreams(
  files: readonly SalesforceFile[],
  { productOfEntry, orderTerms }: SalesforceLookups,
): RecordStream[] {
  const toContract =
    (fieldsOf: (values: SalesforceValues, status: string) => Record<string, string | null>): Translate =>
    (row, id) => {
      const status = contractStatus(row.values);
      return status ? [{ id, fields: fieldsOf(row.values, status) }] : unknownStatus(row, id);
    };
  return [
    ...streamsOf(files, { object: 'Contract', record: 'contract', isLeading: true }, () =>
      toContract(contractFields),
    ),
    ...streamsOf(files, { object: 'Order', record: 'contract', isLeading: true }, () =>
      toContract(orderFields),
    ),
    ...streamsOf(files, { object: 'OrderItem', record: 'contract_line', isLeading: true }, () => {
      const position = counter();
      return (row, id) => {
        const order = lookupOf(row.values, 'orderid', 'Order') ?? '';
        const place = { id: order, term: orderTerms.get(order) };
        const product = productOf(row.values, productOfEntry);
        const fields = orderItemFields(row.values, place, position(order), product);
        return fields ? [{ id, fields }] : unknownPeriod(row, id);
      };
    }),
  ];
}

function unknownStatus({ file, line, values }: SalesforceRow, externalId: string): FormatItem {
  const value = values.status ?? '';
  return {
    kind: 'rejected',
    class: 'MAPPING',
    rule: 'salesforce-status',
    message: `status ${JSON.stringify(value)} is no status that is mapped`,
    field: 'status',
    value,
    externalId,
    values,
    file,
    line,
  };
}

function unknownPeriod({ file, line, values }: SalesforceRow, externalId: string): FormatItem {
  return {
    kind: 'rejected',
    class: 'MAPPING',
    rule: 'salesforce-price-period',
    message:
      'the item is recurring, and nothing states how many months its price covers (SBQQ__DefaultSubscriptionTerm__c)',
    field: 'price_period_months',
    externalId,
    values,
    file,
    line,
  };
}
