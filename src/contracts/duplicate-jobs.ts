// Finds the contracts that may be one, and keeps what it found as work for a steward.
import type { Kysely } from 'kysely';
import { keepCandidates } from '../customers/matching/candidate-store.ts';
import type { MatchRun } from '../customers/matching/match-jobs.ts';
import { readMergedCustomers } from '../customers/matching/record-store.ts';
import type { DB } from '../platform/tables.gen.ts';
import { findDuplicateContracts } from './duplicate-rules.ts';
import { readContracts } from './duplicate-store.ts';

export async function findContractCandidates(db: Kysely<DB>, now: string): Promise<MatchRun> {
  const merged = await readMergedCustomers(db);
  const contracts = (await readContracts(db)).map((contract) => ({
    ...contract,
    customer: merged.get(contract.customer) ?? contract.customer,
  }));
  const pairs = findDuplicateContracts(contracts);
  const kept = await keepCandidates(db, 'CONTRACT', pairs, now);
  return { object: 'CONTRACT', objects: contracts.length, candidates: pairs.length, certain: 0, ...kept };
}
