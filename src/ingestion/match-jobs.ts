// `revgraph match` over a store: customers, then products, then contracts, whose candidates know which customers are one by now.
import type { Kysely } from 'kysely';
import { findContractCandidates } from '../contracts/duplicate-jobs.ts';
import { type Candidate, listCandidates } from '../customers/matching/candidate-store.ts';
import {
  findCustomerCandidates,
  findProductCandidates,
  type MatchRun,
} from '../customers/matching/match-jobs.ts';
import type { DB } from '../platform/tables.gen.ts';

/** Finds what may be one in the whole store and keeps it as work for a steward; a repeat changes nothing. */
export async function matchStore(db: Kysely<DB>, now: string): Promise<MatchRun[]> {
  const runs: MatchRun[] = [];
  for (const find of [findCustomerCandidates, findProductCandidates, findContractCandidates])
    runs.push(await find(db, now));
  return runs;
}

/** The likeliest pairs that wait for a steward, of all types of objects. */
export async function listOpenCandidates(db: Kysely<DB>, most: number): Promise<Candidate[]> {
  return await listCandidates(db, { most });
}
