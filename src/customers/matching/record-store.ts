// What customers' records state, read for the matching: by jobs and commands only, because no viewer's rules are asked.
import type { Kysely } from 'kysely';
import { runSql } from '../../platform/command.ts';
import type { DB } from '../../platform/tables.gen.ts';
import type { CustomerRecord } from './profile-rules.ts';

type Db = Kysely<DB>;

/** Everything that the golden customers' records state, those of customers merged into them included, in the order of their ids. */
export async function readCustomers(db: Db): Promise<CustomerRecord[]> {
  const customers = await runSql<{
    id: string;
    name: string;
    legalName: string | null;
    country: string | null;
    website: string | null;
  }>(
    db,
    `select golden_id as id, name, legal_name as "legalName", country, website from customer
     order by golden_id, customer_id <> golden_id, customer_id`,
  );
  const parts = await readParts(db);
  const records: CustomerRecord[] = [];
  for (const [id, own] of Map.groupBy(customers, (row) => row.id)) {
    records.push({
      id,
      names: own.flatMap(({ name, legalName }) => [name, legalName]),
      country: own.find(({ country }) => country !== null)?.country ?? null,
      websites: own.flatMap(({ website }) => website ?? []),
      emails: (parts.emails.get(id) ?? []).map(({ email }) => email),
      addresses: parts.addresses.get(id) ?? [],
      taxIds: parts.taxIds.get(id) ?? [],
      systems: (parts.systems.get(id) ?? []).map(({ system }) => system),
      parents: (parts.parents.get(id) ?? []).map(({ parent }) => parent),
    });
  }
  return records;
}

type Stated<T> = T & { readonly id: string };

async function readParts(db: Db) {
  // A person's address stands in where no account of the customer has one.
  const addresses = await runSql<Stated<CustomerRecord['addresses'][number]>>(
    db,
    `select c.golden_id as id, a.billing_street as street, a.billing_city as city, a.billing_postal_code as "postalCode",
       a.billing_region as region, a.billing_country as country
     from customer_account a join customer c using (customer_id)
     where coalesce(a.billing_street, a.billing_city, a.billing_postal_code) is not null
     union
     select c.golden_id, p.mailing_street, p.mailing_city, p.mailing_postal_code, p.mailing_region, p.mailing_country
     from contact p join customer c using (customer_id)
     where coalesce(p.mailing_street, p.mailing_city, p.mailing_postal_code) is not null
       and not exists (select from customer_account a where a.customer_id = p.customer_id
         and coalesce(a.billing_street, a.billing_city, a.billing_postal_code) is not null)
     order by 1, 2, 3, 4`,
  );
  const emails = await runSql<{ id: string; email: string }>(
    db,
    `select c.golden_id as id, a.billing_email as email from customer_account a join customer c using (customer_id)
     where a.billing_email is not null
     union select c.golden_id, p.email from contact p join customer c using (customer_id) where p.email is not null
     order by 1, 2`,
  );
  const taxIds = await runSql<Stated<CustomerRecord['taxIds'][number]>>(
    db,
    `select c.golden_id as id, t.country, t.number, t.check_result as "check"
     from tax_registration t join customer c using (customer_id) order by c.golden_id, t.number, t.tax_registration_id`,
  );
  const systems = await runSql<{ id: string; system: string }>(
    db,
    `select distinct c.golden_id as id, l.source_system_id as system
     from source_link l join customer c on c.customer_id = l.target_id
     where l.object_type = 'CUSTOMER' and l.valid_to is null order by 1, 2`,
  );
  const parents = await runSql<{ id: string; parent: string }>(
    db,
    `select distinct c.golden_id as id, p.golden_id as parent
     from customer_hierarchy h join customer c on c.customer_id = h.child_id join customer p on p.customer_id = h.parent_id
     order by 1, 2`,
  );
  const byId = <T extends { id: string }>(rows: readonly T[]) => Map.groupBy(rows, ({ id }) => id);
  return {
    addresses: byId(addresses),
    emails: byId(emails),
    taxIds: byId(taxIds),
    systems: byId(systems),
    parents: byId(parents),
  };
}

/** Where customers were merged: whom each of them belongs to. */
export async function readMergedCustomers(db: Db): Promise<Map<string, string>> {
  const rows = await runSql<{ id: string; golden: string }>(
    db,
    'select customer_id as id, golden_id as golden from customer where golden_id <> customer_id',
  );
  return new Map(rows.map(({ id, golden }) => [id, golden]));
}
