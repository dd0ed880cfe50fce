// The order in which changes arrive says nothing: a record that came whole and in parts ends in the same row, whatever came first,
// whatever came twice, and whatever had to wait for its parent.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventOf, openPushing, type Pushing } from './pushing.ts';

const long = process.env.TEST_SIZE === 'long';

let store: Pushing;
beforeAll(async () => {
  store = await openPushing();
});
afterAll(() => store.close());

interface Change {
  readonly kind: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';
  readonly at: number;
  readonly fields: Record<string, unknown>;
}

let replay = 1000;

/** A change event, under replay ids that go back. */
function changeOf(entity: string, id: string, { kind, at, fields }: Change) {
  const changedFields = kind === 'UPDATE' ? Object.keys(fields) : [];
  return {
    schema: 'S',
    payload: {
      ChangeEventHeader: {
        entityName: entity,
        recordIds: [id],
        changeType: kind,
        transactionKey: `${id}-${at}-${kind}`,
        sequenceNumber: 1,
        commitTimestamp: 1_700_000_000_000 + at * 1000,
        commitNumber: 5000 + at,
        changedFields,
      },
      ...fields,
    },
    event: { replayId: replay-- },
  };
}

const send = async (messages: unknown[]) => {
  const reply = await store.send('sales', messages.length === 1 ? messages[0] : messages, {
    type: 'application/json',
  });
  expect(reply).toMatchObject({ status: 202 });
};

const contactOf = async (id: string) =>
  (
    await store.rows(
      `select t.first_name, t.last_name, t.title, t.email from contact t join inbound_record r on r.target_id = t.contact_id
       where r.record_type = 'contact' and r.external_id = $1 and r.is_current`,
      [id],
    )
  )[0];

let count = 0;
/** Record ids of 18 characters whose check holds: no capitals. */
const newId = (prefix: string) => `${prefix}${String(++count).padStart(12, '0')}AAA`;

const CHANGES: readonly Change[] = [
  { kind: 'CREATE', at: 1, fields: { LastName: 'Lind', FirstName: 'Ada', Title: 'CFO' } },
  { kind: 'UPDATE', at: 2, fields: { Title: 'CEO' } },
  { kind: 'UPDATE', at: 3, fields: { Name: { FirstName: 'Eva' }, Email: 'eva@acme.example' } },
  { kind: 'UPDATE', at: 4, fields: { Title: null } },
];
const END = { first_name: 'Eva', last_name: 'Lind', title: null, email: 'eva@acme.example' };

describe('changes of a record', () => {
  it('end in the same row in any order, with any repetition, in any cut, before or after their parent', async () => {
    const plan = fc.record({
      order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
      repeats: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
      cuts: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ order, repeats, cuts }) => {
        const [account, contact] = [newId('001'), newId('003')];
        const messages = [
          changeOf('Account', account, { kind: 'CREATE', at: 1, fields: { Name: 'Acme' } }),
          ...CHANGES.map((change) =>
            changeOf('Contact', contact, {
              ...change,
              fields: { ...change.fields, ...(change.kind === 'CREATE' && { AccountId: account }) },
            }),
          ),
        ];
        let batch: unknown[] = [];
        for (const [index, which] of [...order, ...repeats].entries()) {
          batch.push(messages[which]);
          if (!cuts[index]) continue;
          await send(batch);
          await store.work();
          batch = [];
        }
        if (batch.length > 0) await send(batch);
        await store.work();
        expect(await contactOf(contact)).toEqual(END);
        expect(await store.rows('select 1 from inbound_wait')).toEqual([]);
        expect(
          await store.rows(
            "select 1 from inbound_message where disposition = 'PARKED' or disposition is null",
          ),
        ).toEqual([]);
        expect(await store.rows('select rule, message from exception where resolved_at is null')).toEqual([]);
      }),
      { numRuns: long ? 200 : 12, endOnFailure: true },
    );
  }, 600_000);

  it('without any time count in the order in which they came, also where they waited', async () => {
    const changed = (data: object) => eventOf('revgraph.contact.changed', 'U1', data);
    await store.send(
      'crm',
      eventOf('revgraph.contact', 'U1', { customer: 'UC', last_name: 'Lind', title: 'CFO' }),
    );
    await store.send('crm', changed({ title: 'CEO' }));
    await store.work();
    await store.send('crm', changed({ first_name: 'Ada' }));
    await store.work();
    expect(await contactOf('U1')).toBeUndefined();
    await store.send('crm', eventOf('revgraph.customer', 'UC', { name: 'Acme' }));
    await store.work();
    expect(await contactOf('U1')).toEqual({
      first_name: 'Ada',
      last_name: 'Lind',
      title: 'CEO',
      email: null,
    });
  });
});

describe('a change of Salesforce', () => {
  const customer = async (id: string) =>
    (
      await store.rows(
        `select c.name, c.status, c.industry from customer c join inbound_record r on r.target_id = c.customer_id
         where r.record_type = 'customer' and r.external_id = $1 and r.is_current`,
        [id],
      )
    )[0];
  const links = (id: string) =>
    store.rows(
      'select valid_to is null as open from source_link where external_id = $1 and object_type = $2 order by 1',
      [id, 'CUSTOMER'],
    );

  it('concludes nothing from what it leaves out', async () => {
    const id = newId('001');
    await send([
      changeOf('Account', id, {
        kind: 'CREATE',
        at: 1,
        fields: { Name: 'Acme', Type: 'Prospect', Industry: 'Steel' },
      }),
    ]);
    await send([
      changeOf('Account', id, {
        kind: 'UPDATE',
        at: 2,
        fields: { Industry: null, BillingAddress: { City: 'Bonn' } },
      }),
    ]);
    await store.work();
    expect(await customer(id)).toEqual({ name: 'Acme', status: 'PROSPECT', industry: null });
    expect(
      await store.rows(
        `select a.billing_city from customer_account a join inbound_record r on r.target_id = a.customer_account_id and r.is_current where r.external_id = $1`,
        [id],
      ),
    ).toEqual([{ billing_city: 'Bonn' }]);
  });

  it('takes an account away and brings it back', async () => {
    const id = newId('001');
    const create: Change = { kind: 'CREATE', at: 1, fields: { Name: 'Fjord' } };
    await send([changeOf('Account', id, create)]);
    await send([changeOf('Account', id, { kind: 'DELETE', at: 2, fields: {} })]);
    await store.work();
    expect(await links(id)).toEqual([{ open: false }]);
    await send([changeOf('Account', id, { ...create, kind: 'UNDELETE', at: 3 })]);
    // A late one from before the deletion.
    await send([changeOf('Account', id, { kind: 'UPDATE', at: 1.5, fields: { Name: 'Old' } })]);
    await store.work();
    expect(await links(id)).toEqual([{ open: false }, { open: true }]);
    expect(await customer(id)).toMatchObject({ name: 'Fjord' });
  });

  it('that does not say what changed is work', async () => {
    const id = newId('001');
    await send([changeOf('Account', id, { kind: 'GAP_UPDATE' as Change['kind'], at: 1, fields: {} })]);
    await store.work();
    expect(
      await store.rows('select class, rule, external_id from exception where resolved_at is null'),
    ).toEqual([{ class: 'MAPPING', rule: 'salesforce-gap', external_id: id }]);
  });
});
