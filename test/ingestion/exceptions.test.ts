// Reading the queue of exceptions: what stands in it, who sees which, under which masks, and how it is counted.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayRead, readableOf } from '../../src/ingestion/exception-mask-rules.ts';
import { canonicalRecords } from '../../src/ingestion/record-commands.ts';
import { describeRecords } from '../../src/platform/record-definition.ts';
import { mutationOf, openScene, type Scene, steward } from './exception-scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
  // The clock of the requests stands a day after the records were received.
  const [{ now = '' } = {}] = await scene.sql<{ now: string }>(
    `select to_char(now() + interval '25 hours', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as now`,
  );
  scene.setClock(now);
});
afterAll(() => scene?.close());

const listed = async (args: string, as = {}) =>
  (
    await scene.read(`{ exceptions(first: 50${args}) { nodes { recordType externalId } } }`, { as })
  ).exceptions.nodes.map((node: Record<string, string>) => `${node.recordType} ${node.externalId}`);

describe('the queue', () => {
  it('says of each what is wrong, whose it is and what to do, and shows the record as it came', async () => {
    const { exceptions } = await scene.read(`{ exceptions(filter: {externalId: {eq: "I2"}}) { nodes {
      class status severity rule message ownerRole assignee playbook overdue occurrences source { key } recordType externalId line
      field value customer { name } legalEntity { code } amountAtRisk { amount currency } history { kind actor }
      records { line externalId values { field value editedValue masked } } } } }`);
    expect(exceptions.nodes).toEqual([
      {
        class: 'VALIDATION',
        status: 'OPEN',
        severity: 'HIGH',
        rule: 'date',
        message: expect.stringContaining('"2026-02-30"'),
        ownerRole: 'billing_ops',
        assignee: null,
        playbook: expect.stringContaining('retry'),
        overdue: true,
        occurrences: 1,
        source: { key: 'erp' },
        recordType: 'invoice',
        externalId: 'I2',
        line: 3,
        field: 'issued_on',
        value: '2026-02-30',
        customer: { name: 'Acme' },
        legalEntity: { code: 'DE01' },
        amountAtRisk: { amount: '250.00', currency: 'EUR' },
        history: [{ kind: 'OPENED', actor: null }],
        records: [
          {
            line: 3,
            externalId: 'I2',
            values: expect.arrayContaining([
              { field: 'issued_on', value: '2026-02-30', editedValue: null, masked: false },
            ]),
          },
        ],
      },
    ]);
  });

  it('is filtered by class, owner, source, record, entity, customer and time', async () => {
    expect(await listed(', filter: {class: {eq: REFERENCE}}')).toEqual(['customer C9']);
    expect((await listed(', filter: {ownerRole: {eq: "billing_ops"}}')).sort()).toEqual([
      'invoice I2',
      'invoice I3',
      'invoice I6',
    ]);
    expect(await listed(', filter: {source: {eq: "crm"}}')).toEqual([]);
    expect(await listed(', filter: {legalEntity: {eq: "US01"}}')).toEqual(['invoice I3']);
    // Eight hours after they came, invoices are overdue, and what may take days is not.
    expect((await listed(', filter: {overdue: {eq: false}}')).sort()).toEqual(['customer C9']);
    expect(await listed(', filter: {status: {eq: RESOLVED}}')).toEqual([]);
  });

  it('is ordered by the sum at risk and by severity', async () => {
    const byAmount = await listed(', orderBy: {field: AMOUNT_AT_RISK, direction: DESC}');
    expect(byAmount.slice(0, 3)).toEqual(['invoice I2', 'invoice I3', 'invoice I6']);
    const bySeverity = await listed(', orderBy: {field: SEVERITY, direction: ASC}');
    expect(bySeverity[0]).toBe('customer C9');
  });

  it('is counted by class, owner and age, with the sums at risk per currency', async () => {
    const { exceptionSummary } =
      await scene.read(`{ exceptionSummary { openCount overdueCount byClass { class openCount }
      byOwnerRole { ownerRole openCount overdueCount } byAge { age openCount } atRisk { class amount { amount currency } openCount } } }`);
    expect(exceptionSummary).toEqual({
      openCount: 7,
      overdueCount: 6,
      byClass: [
        { class: 'VALIDATION', openCount: 6 },
        { class: 'REFERENCE', openCount: 1 },
      ],
      byOwnerRole: [
        { ownerRole: 'data_steward', openCount: 4, overdueCount: 3 },
        { ownerRole: 'billing_ops', openCount: 3, overdueCount: 3 },
      ],
      byAge: [{ age: 'ONE_TO_SEVEN_DAYS', openCount: 7 }],
      atRisk: [
        { class: 'VALIDATION', amount: { amount: '262.00', currency: 'EUR' }, openCount: 2 },
        { class: 'VALIDATION', amount: { amount: '70.00', currency: 'USD' }, openCount: 1 },
      ],
    });
  });

  it('stands at the customer, and in its summary on the day', async () => {
    const ask = `{ customers(filter: {name: {eq: "Acme"}}) { nodes { exceptions { totalCount nodes { externalId } }
      now: summary { openExceptionCount } before: summary(asOf: "2020-01-01") { openExceptionCount } } } }`;
    const { customers } = await scene.read(ask);
    expect(customers.nodes).toMatchObject([
      { exceptions: { totalCount: 5 }, now: { openExceptionCount: 5 }, before: { openExceptionCount: 0 } },
    ]);
  });
});

describe('what a viewer sees', () => {
  it('is what belongs to a legal entity of theirs, to a customer that they see, or to a source that serves them', async () => {
    const german = await listed('', { roles: ['controller'], entities: ['DE01'] });
    expect(german.sort()).toEqual([
      'bank_account B1',
      'contact K1',
      'customer C9',
      'invoice I2',
      'invoice I6',
      'tax_registration T1',
    ]);
    const american = await listed('', { roles: ['controller'], entities: ['US01'] });
    expect(american.sort()).toEqual(['customer C9', 'invoice I3']);
    expect(await listed('', { roles: ['controller'], entities: [] })).toEqual([]);
  });

  it('is masked as the field that is quoted', async () => {
    const valuesOf = async (record: string, roles: string[]) => {
      const query = `{ exceptions(filter: {recordType: {eq: "${record}"}}) { nodes { message records { values { field value masked } } } } }`;
      const [node] = (await scene.read(query, { as: { roles } })).exceptions.nodes;
      const found = node.records[0].values as { field: string; value: string; masked: boolean }[];
      return Object.fromEntries(found.map(({ field, value, masked }) => [field, masked ? 'MASKED' : value]));
    };
    expect(await valuesOf('contact', ['bi_reader'])).toMatchObject({ email: 'MASKED', active: 'perhaps' });
    expect(await valuesOf('contact', ['data_steward'])).toMatchObject({ email: 'ann@example.org' });
    expect(await valuesOf('tax_registration', ['sales_ops'])).toMatchObject({
      number: 'MASKED',
      country: 'DE',
    });
    expect(await valuesOf('tax_registration', ['tax'])).toMatchObject({ number: 'DE123456789' });
    for (const role of ['treasury', 'controller', 'auditor', 'data_steward'])
      expect(await valuesOf('bank_account', [role])).toMatchObject({ iban_or_number: 'MASKED' });
  });

  it('is never a bank number, in whichever answer', async () => {
    const id = await scene.idOf('bank_account', 'B1');
    await scene.sql(
      `update exception set field = 'iban_or_number', value = 'DE89370400440532013000', message = 'iban_or_number "DE89370400440532013000" is wrong'
       where exception_id = $1`,
      [id],
    );
    const { text } = await scene.ask(
      `{ exception(id: "${id}") { message value records { values { value editedValue } } history { note } } }`,
    );
    expect(text).not.toContain('053201');
    const variables = { input: { requestId: 'bank', id } };
    const retried = await scene.ask(mutationOf('retryException'), { as: steward, variables });
    expect(retried.text).not.toContain('053201');
    expect(retried.data.retryException.problems).toMatchObject([{ code: 'STILL_FAILING' }]);
  });

  it('of a name that no record has is personal, and nobody’s where it may be a bank detail', () => {
    const records = describeRecords(canonicalRecords);
    const [reader, stewards] = [new Set<string>(), new Set(['TAX_ID', 'PERSONAL'])];
    expect(mayRead(readableOf(records, reader), 'contact', 'Mobile')).toBe(false);
    expect(mayRead(readableOf(records, stewards), 'contact', 'Mobile')).toBe(true);
    expect(mayRead(readableOf(records, stewards), 'contact', 'BankAccountNo')).toBe(false);
    expect(mayRead(readableOf(records, reader), 'invoice', 'id')).toBe(true);
  });
});

describe('on the embedded store', () => {
  it('an exception is listed, decided and read again', async () => {
    const embedded = await openScene('pglite');
    try {
      const id = await embedded.idOf('invoice', 'I2');
      const values = [{ field: 'issued_on', value: '2026-02-28' }];
      const { problems, exception } = await embedded.decide('retryException', { id, values });
      expect([problems, exception.status]).toEqual([[], 'RESOLVED']);
    } finally {
      await embedded.close();
    }
  });
});
