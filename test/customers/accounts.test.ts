// Which account answers for a customer's single fields and how it is told, and the order of what accounts and records say of the
// origin of their values.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/platform/database.ts';
import { planOf } from '../graph/compiled.ts';
import { type Asking, ask } from '../support/ask.ts';
import { freshDatabase } from '../support/database.ts';

let database: Database;

const id = (suffix: string) => `00000000-0000-7000-8000-${suffix.padStart(12, '0')}`;
const germany: Asking = { entities: [id('d1')] };

/** C1 has a default account, C2 none set and two accounts, of which the later was recorded first; C3 was merged into C1. */
const data = `
  insert into legal_entity (legal_entity_id, code, name, functional_currency) values
    ('${id('d1')}', 'DE', 'Germany', 'EUR'), ('${id('d2')}', 'US', 'America', 'USD');
  insert into source_system (source_system_id, key, name, kind) values ('${id('a1')}', 'crm', 'CRM', 'CRM');
  insert into customer (customer_id, number, name, golden_id) values ('${id('c1')}', 'C1', 'Acme', '${id('c1')}'),
    ('${id('c2')}', 'C2', 'Beta', '${id('c2')}'), ('${id('c3')}', 'C3', 'Acme Old', '${id('c1')}');
  insert into customer_account (customer_account_id, customer_id, legal_entity_id, currency, recorded_at) values
    ('${id('e1')}', '${id('c1')}', '${id('d1')}', 'EUR', '2026-01-01'), ('${id('e2')}', '${id('c1')}', '${id('d2')}', 'USD', '2026-01-02'),
    ('${id('e3')}', '${id('c2')}', '${id('d1')}', 'EUR', '2026-01-02'), ('${id('e4')}', '${id('c2')}', '${id('d2')}', 'USD', '2026-01-01'),
    ('${id('e5')}', '${id('c3')}', '${id('d2')}', 'CAD', '2026-01-01');
  update customer set default_account_id = '${id('e2')}' where number = 'C1';
  update customer set default_account_id = '${id('e5')}' where number = 'C3';
  insert into field_provenance (object_type, object_id, field_group, event_id, defaulted, source_system_id, external_id, recorded_at)
  select 'CUSTOMER_ACCOUNT', object, 'customer.credit', event, defaulted, '${id('a1')}', right(object::text, 2) || event || defaulted, '2026-01-01'
  from unnest('{${id('e2')},${id('e1')}}'::uuid[]) object, unnest('{b,a}'::text[]) event, unnest('{t,f}'::boolean[]) defaulted;`;

beforeAll(async () => {
  database = await freshDatabase();
  await database.withOwner((client) => client.query(data));
});
afterAll(() => database?.close());

const accounts = (number: string, asking?: Asking) =>
  ask(database, `{ customer(number: "${number}") { currency accounts { currency isDefault } } }`, asking);

describe('the default account', () => {
  it('is the one that is set, and the account of a merged record none beside it', async () => {
    expect(await accounts('C1')).toEqual({
      customer: {
        currency: 'USD',
        accounts: [
          { currency: 'EUR', isDefault: false },
          { currency: 'USD', isDefault: true },
          { currency: 'CAD', isDefault: false },
        ],
      },
    });
  });

  it('is the first that was recorded where none is set: the one that answers', async () => {
    expect(await accounts('C2')).toEqual({
      customer: {
        currency: 'USD',
        accounts: [
          { currency: 'EUR', isDefault: false },
          { currency: 'USD', isDefault: true },
        ],
      },
    });
  });

  it.each(['C1', 'C2'])('of %s is not told of another account to who does not see it', async (number) => {
    expect(await accounts(number, germany)).toEqual({
      customer: { currency: 'USD', accounts: [{ currency: 'EUR', isDefault: false }] },
    });
  });
});

it('what was stated at the same instant stands in one order, however it was stored', async () => {
  const query = '{ customer(number: "C1") { provenance(fields: ["customer.credit"]) { externalId } } }';
  const order = ['e1afalse', 'e1atrue', 'e1bfalse', 'e1btrue', 'e2afalse', 'e2atrue', 'e2bfalse', 'e2btrue'];
  expect(await ask(database, query)).toEqual({
    customer: { provenance: order.map((externalId) => ({ externalId })) },
  });
  // A small table may come in that order by itself.
  const key = ['field_group', 'recorded_at', 'object_id', 'event_id', 'defaulted'];
  expect(planOf(query).text).toMatch(
    new RegExp(`order by ${key.map((column) => `"t\\d+"\\."${column}"`).join(', ')}\\)`),
  );
});
