// The ordered list of slices: what the product consists of, and the import law. A slice uses only slices that stand before it.

import type { FieldMap } from './graph/fields.ts';

/** The slices from the first to the last; each has one word for its folder, its schema files and its tests. */
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

/** What the slices say of the graph, in their order. */
export const sliceFields: readonly FieldMap[] = [];
