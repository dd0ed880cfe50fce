// The fields of ledger accounts.
import { filterByEntity } from '../entities/entity-figures.ts';
import { fieldsOf } from '../graph/fields.ts';

// No row rule: the account is never hidden from those who see a posting. The list at the root goes by entity.
export const ledgerAccountFields = fieldsOf(
  'LedgerAccount',
  'ledger_account',
  (f) => ({
    id: f.column('ledger_account_id'),
    legalEntity: f.one('LegalEntity', 'legal_entity_id', 'legal_entity_id'),
    code: f.column('code'),
    name: f.column('name'),
    class: f.column('class'),
    normalBalance: f.column('normal_balance'),
    sourceType: f.column('source_type'),
    active: f.column('active'),
  }),
  {
    table: 'ledger_account',
    key: 'ledger_account_id',
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('ledger_account_id') },
      legalEntity: filterByEntity(),
      code: { kind: 'text', expression: ({ row }) => row.ref('code') },
      name: { kind: 'text', expression: ({ row }) => row.ref('name') },
      class: { kind: 'enum', expression: ({ row }) => row.ref('class') },
      active: { kind: 'boolean', expression: ({ row }) => row.ref('active') },
    },
    orders: { CODE: { type: 'text', expression: ({ row }) => row.ref('code') } },
    order: ['CODE', 'ASC'],
  },
);
