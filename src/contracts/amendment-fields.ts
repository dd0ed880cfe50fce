// Amendments: what was agreed to change contracts.
import { sql } from 'kysely';
import { ofCustomer } from '../customers/golden-figures.ts';
import { tableOf } from '../graph/connection-text.ts';
import { columnOf, fieldsOf } from '../graph/fields.ts';
import { ruledByParent } from '../graph/row-rules.ts';

export const amendmentFields = fieldsOf(
  'Amendment',
  'amendment',
  (f) => ({
    id: f.column('amendment_id'),
    number: f.column('number'),
    kind: f.column('kind'),
    contract: f.one('Contract', 'contract_id', 'contract_id'),
    signedOn: f.column('signed_on'),
    bookedOn: f.column('booked_on'),
    effectiveOn: f.column('effective_on'),
    postedOn: f.column('posted_on'),
    reason: f.column('reason'),
    cause: f.column('cause'),
    // By the contract too, because only that has an index.
    lines: f.manyWhere(
      'ContractLine',
      ({ row }, line) => sql`${columnOf(line, 'contract_id')} = ${row.ref('contract_id')}
        and ${columnOf(line, 'amendment_id')} = ${row.ref('amendment_id')}`,
    ),
  }),
  {
    table: 'amendment',
    key: 'amendment_id',
    ...ruledByParent('Contract', 'contract', 'contract_id'),
    filters: {
      kind: { kind: 'enum', expression: ({ row }) => row.ref('kind') },
      contractId: { kind: 'id', expression: ({ row }) => row.ref('contract_id') },
      signedOn: { kind: 'date', expression: ({ row }) => row.ref('signed_on') },
      bookedOn: { kind: 'date', expression: ({ row }) => row.ref('booked_on') },
      effectiveOn: { kind: 'date', expression: ({ row }) => row.ref('effective_on') },
    },
    orders: { EFFECTIVE_ON: { type: 'date', expression: ({ row }) => row.ref('effective_on') } },
    order: ['EFFECTIVE_ON', 'DESC'],
  },
);

export const customerAmendmentFields = fieldsOf('Customer', 'customer', (f) => ({
  amendments: f.manyWhere('Amendment', (scope, amendment) => {
    const contract = scope.fresh('contract');
    return sql`${columnOf(amendment, 'contract_id')} in (select ${contract.ref('contract_id')}
      from ${tableOf(contract)} where ${ofCustomer(scope, contract)})`;
  }),
}));
