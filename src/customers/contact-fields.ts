// The people at a customer.
import { sql } from 'kysely';
import { tableOf } from '../graph/connection-text.ts';
import { fieldsOf } from '../graph/fields.ts';
import { ruledByParent } from '../graph/row-rules.ts';
import { addressOf, hasAddress } from './account-fields.ts';
import { factsOfCustomer, filterByCustomer, isGolden } from './golden-figures.ts';
import { recordLookup, sourcesOf } from './source-fields.ts';

export const contactFields = fieldsOf(
  'Contact',
  'contact',
  (f) => ({
    id: f.column('contact_id'),
    customer: f.oneWhere('Customer', (scope, customer) =>
      isGolden(scope, customer, scope.row.ref('customer_id')),
    ),
    fullName: f.column('full_name'),
    firstName: f.column('first_name'),
    lastName: f.column('last_name'),
    title: f.column('title'),
    roles: f.value(({ row, fresh }) => {
      const role = fresh('contact_role');
      return sql`array(select ${role.ref('role')} from ${tableOf(role)}
        where ${role.ref('contact_id')} = ${row.ref('contact_id')} order by ${role.ref('role')})`;
    }),
    email: f.column('email'),
    phone: f.column('phone'),
    address: f.object({
      from: ({ row }) => addressOf(row, 'mailing_'),
      present: ({ row }) => hasAddress(row, 'mailing_'),
    }),
    active: f.column('active'),
    sources: sourcesOf<'contact'>('CONTACT', (row) => row.ref('contact_id')),
    version: f.column('version'),
    updatedAt: f.column('updated_at'),
  }),
  {
    table: 'contact',
    key: 'contact_id',
    ...ruledByParent('Customer', 'customer', 'customer_id'),
    filters: {
      id: { kind: 'id', expression: ({ row }) => row.ref('contact_id') },
      customerId: filterByCustomer(),
      fullName: { kind: 'text', expression: ({ row }) => row.ref('full_name') },
      title: { kind: 'text', expression: ({ row }) => row.ref('title') },
      email: { kind: 'text', expression: ({ row }) => row.ref('email') },
      active: { kind: 'boolean', expression: ({ row }) => row.ref('active') },
    },
    orders: {
      FULL_NAME: { type: 'text', expression: ({ row }) => row.ref('sort_name') },
      UPDATED_AT: { type: 'timestamptz', expression: ({ row }) => row.ref('updated_at') },
    },
    order: ['FULL_NAME', 'ASC'],
  },
);

export const contactQueryFields = fieldsOf('Query', 'currency', (f) => ({
  contact: recordLookup({ typeName: 'Contact', objectType: 'CONTACT', key: 'contact_id', numbered: false }),
  contacts: f.manyWhere('Contact', () => undefined),
}));

export const customerContactFields = fieldsOf('Customer', 'customer', () => ({
  contacts: factsOfCustomer('Contact'),
}));
