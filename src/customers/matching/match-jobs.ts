// Finds the customers and products that may be one, and keeps what it found as work for a steward. It links and merges nothing.
import type { Kysely } from 'kysely';
import type { DB } from '../../platform/tables.gen.ts';
import { findDuplicateProducts } from '../../products/duplicate-rules.ts';
import { readProducts } from '../../products/duplicate-store.ts';
import { type KeptCandidates, keepCandidates, type MatchObject } from './candidate-store.ts';
import { findMatches } from './match-rules.ts';
import { readCustomers } from './record-store.ts';
import { withEvidence } from './score-rules.ts';

/** One run over the objects of one type. */
export interface MatchRun extends KeptCandidates {
  readonly object: MatchObject;
  /** Objects that were looked at. */
  readonly objects: number;
  readonly candidates: number;
  /** Candidates that the rules would allow to be linked without a person. */
  readonly certain: number;
}

export async function findCustomerCandidates(db: Kysely<DB>, now: string): Promise<MatchRun> {
  const customers = await readCustomers(db);
  const pairs = findMatches(customers).pairs.map(withEvidence);
  const certain = pairs.filter(({ grade }) => grade === 'CERTAIN').length;
  const kept = await keepCandidates(db, 'CUSTOMER', pairs, now);
  return { object: 'CUSTOMER', objects: customers.length, candidates: pairs.length, certain, ...kept };
}

export async function findProductCandidates(db: Kysely<DB>, now: string): Promise<MatchRun> {
  const products = await readProducts(db);
  const pairs = findDuplicateProducts(products);
  const kept = await keepCandidates(db, 'PRODUCT', pairs, now);
  return { object: 'PRODUCT', objects: products.length, candidates: pairs.length, certain: 0, ...kept };
}
