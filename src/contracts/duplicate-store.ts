// The contracts that are compared with each other to find those that may be one.
import type { Kysely } from 'kysely';
import { runSql } from '../platform/command.ts';
import type { DB } from '../platform/tables.gen.ts';
import type { ComparedContract } from './duplicate-rules.ts';

/** With the customer that each came with; who was merged since, the customers' slice knows. */
export async function readContracts(db: Kysely<DB>): Promise<ComparedContract[]> {
  return await runSql<ComparedContract>(
    db,
    `select c.contract_id as id, c.number, c.customer_id as customer, c.legal_entity_id as entity, c.currency,
       c.starts_on::text as "startsOn", c.ends_on::text as "endsOn", l.amount, c.purchase_order_number as "purchaseOrder",
       c.opportunity_id as opportunity, l.products, c.source_system_id as system
     from contract c left join (
       select contract_id, trim_scale(sum(quantity * net_unit_price))::text as amount,
         string_agg(product_id::text, ' ' order by product_id) as products
       from contract_line where valid_to = 'infinity' group by contract_id
     ) l using (contract_id)
     where c.status not in ('DRAFT', 'CANCELLED') and c.kind = 'ORDER_FORM'
     order by c.contract_id`,
  );
}
