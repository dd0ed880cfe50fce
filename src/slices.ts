// The ordered list of slices: what the product consists of, and the import law. A slice uses only slices that stand before it.

import { billingFields } from './billing/fields.ts';
import { collectionsFields } from './collections/fields.ts';
import { contractsFields } from './contracts/fields.ts';
import { customersFields } from './customers/fields.ts';
import { entitiesFields } from './entities/fields.ts';
import type { FieldMap } from './graph/fields.ts';
import type { ObjectTypes } from './graph/types.gen.ts';
import { exceptionCommands } from './ingestion/exception-commands.ts';
import { exceptionFields } from './ingestion/exception-fields.ts';
import { canonicalRecords } from './ingestion/record-commands.ts';
import { insightsFields } from './insights/fields.ts';
import { ledgerFields } from './ledger/fields.ts';
import { describeRecords } from './platform/record-definition.ts';
import { productsFields } from './products/fields.ts';

/**
 * The slices from the first to the last; each has one word for its folder, its schema files and its tests.
 * @public the import law reads this list
 */
export const sliceNames = [
  'entities',
  'products',
  'customers',
  'contracts',
  'ledger',
  'billing',
  'collections',
  'ingestion',
  'insights',
] as const;

const maps = [
  ...entitiesFields,
  ...productsFields,
  ...customersFields,
  ...contractsFields,
  ...ledgerFields,
  ...billingFields,
  ...collectionsFields,
  ...exceptionFields(describeRecords(canonicalRecords)),
  ...exceptionCommands,
  ...insightsFields,
];

/** Types that the compiler or a mutation's plan writes itself, and those that a computed field's loader makes whole. */
type Made =
  | 'Money'
  | 'PageInfo'
  | 'Problem'
  | `${string}Connection`
  | `${string}Edge`
  | `${string}Payload`
  | 'BillingPeriod';

/** The fields that the slices' maps say of a type. */
type Said<N, M = (typeof maps)[number]> =
  M extends FieldMap<infer T, infer K> ? (T extends N ? K : never) : never;

/** The coordinates of the schema that no slice says, as `Type.field`: none. */
type Missing = {
  [N in Exclude<keyof ObjectTypes, Made>]: `${N}.${Exclude<keyof ObjectTypes[N] & string, Said<N>>}`;
}[Exclude<keyof ObjectTypes, Made>];

type NothingMissing = [Missing] extends [never] ? readonly FieldMap[] : { readonly missing: Missing };

/** What the slices say of the graph, in their order. A field that nobody says is a type error that names it. */
export const sliceFields: NothingMissing = maps;
