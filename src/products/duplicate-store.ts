// The products that are compared with each other to find those that may be one.
import type { Kysely } from 'kysely';
import { runSql } from '../platform/command.ts';
import type { DB } from '../platform/tables.gen.ts';
import type { ComparedProduct } from './duplicate-rules.ts';

export async function readProducts(db: Kysely<DB>): Promise<ComparedProduct[]> {
  return await runSql<ComparedProduct>(
    db,
    'select product_id as id, code, name, kind, family, unit_of_measure as unit from product order by product_id',
  );
}
