// Deciding about exceptions through the graph: who may, what it does, that it happens once, and what is told under which masks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, mutationOf, openScene, type Scene, steward } from './exception-scene.ts';
import { importFolder, writeExport } from './exports.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.close());

const invoices = async (number: string) =>
  await scene.sql<{ issued_on: string; total: string }>(
    'select issued_on, total from invoice i join inbound_record r on r.target_id = i.invoice_id where r.external_id = $1 and is_current',
    [number],
  );

describe('an exception', () => {
  it('is given to a person, and back to its owner', async () => {
    const id = await scene.idOf('invoice', 'I6');
    const { problems, exception } = await scene.decide('assignException', { id, assignee: 'bob' });
    expect(problems).toEqual([]);
    expect(exception).toMatchObject({ id, assignee: 'bob', status: 'OPEN' });
    expect(exception.history.at(-1)).toEqual({ kind: 'ASSIGNED', actor: 'stella', note: 'bob' });
    const back = await scene.decide('assignException', { id, assignee: null });
    expect(back.exception.assignee).toBeNull();
  });

  it('is decided by its owner role, data stewards and controllers, and by nobody else', async () => {
    const id = await scene.idOf('invoice', 'I6');
    const input = { id, assignee: 'x' };
    for (const role of ['collector', 'auditor', 'bi_reader', 'design_authority']) {
      const { problems, exception } = await scene.decide('assignException', input, { roles: [role] });
      expect(problems).toEqual([
        { code: 'NOT_PERMITTED', message: expect.stringContaining('billing_ops'), path: null },
      ]);
      expect(exception.assignee).toBeNull();
    }
    for (const role of ['billing_ops', 'data_steward', 'controller'])
      expect((await scene.decide('assignException', input, { roles: [role] })).problems).toEqual([]);
  });

  it('is decided by no system and no operator: these are errors of access', async () => {
    const variables = { input: { requestId: 'a1', id: await scene.idOf('invoice', 'I6'), reason: 'x' } };
    const query = mutationOf('resolveException');
    for (const as of [{ roles: ['admin'] }, { roles: ['integration'], source: 'erp' }])
      expect((await scene.fault(query, { as, variables })).extensions.code).toBe('FORBIDDEN');
    expect((await scene.fault(query, { as: null, variables })).extensions.code).toBe('UNAUTHENTICATED');
  });

  it('that the caller does not see is not found, and neither is one that is not there', async () => {
    const hidden = await scene.idOf('invoice', 'I3');
    const as = { roles: ['controller'], entities: ['DE01'] };
    for (const id of [hidden, '00000000-0000-7000-8000-00000000dead']) {
      expect(await scene.decide('resolveException', { id, reason: 'x' }, as)).toEqual({
        exception: null,
        problems: [{ code: 'NOT_FOUND', message: expect.stringContaining(id), path: ['input', 'id'] }],
      });
    }
    expect(await scene.idOf('invoice', 'I3')).toBe(hidden);
  });

  it('is resolved with a reason, once', async () => {
    const id = await scene.idOf('invoice', 'I6');
    const blank = await scene.decide('resolveException', { id, reason: '  ' });
    expect(blank.problems).toMatchObject([{ code: 'INVALID_VALUE', path: ['input', 'reason'] }]);
    const { problems, exception } = await scene.decide('resolveException', {
      id,
      reason: 'Credited by hand',
    });
    expect(problems).toEqual([]);
    expect(exception).toMatchObject({
      status: 'RESOLVED',
      resolution: 'Credited by hand',
      resolvedBy: 'stella',
    });
    const again = await scene.decide('resolveException', { id, reason: 'Once more' });
    expect(again.problems).toMatchObject([{ code: 'ALREADY_RESOLVED' }]);
    expect(again.exception.resolution).toBe('Credited by hand');
    const audited = await scene.sql(
      `select command, subject, roles, after ->> 'resolution' as resolution from audit_event where object_id = $1 and command = 'resolveException'`,
      [id],
    );
    expect(audited).toEqual([
      {
        command: 'resolveException',
        subject: 'stella',
        roles: ['data_steward'],
        resolution: 'Credited by hand',
      },
    ]);
  });
});

describe('a record', () => {
  it('that is retried as it came fails again, and says why', async () => {
    const id = await scene.idOf('invoice', 'I2');
    const { problems, exception } = await scene.decide('retryException', { id });
    expect(problems).toEqual([
      { code: 'STILL_FAILING', message: expect.stringContaining('"2026-02-30"'), path: null },
    ]);
    expect(exception).toMatchObject({ id, status: 'OPEN', occurrences: 2 });
    expect(await invoices('I2')).toEqual([]);
  });

  it('that breaks another rule now goes on as the same exception, with the new message', async () => {
    const id = await scene.idOf('invoice', 'I2');
    const values = [
      { field: 'issued_on', value: '2026-02-28' },
      { field: 'currency', value: 'EURO' },
    ];
    const { problems, exception } = await scene.decide('retryException', { id, values });
    expect(problems).toMatchObject([
      {
        code: 'STILL_FAILING',
        message: expect.stringContaining('EURO'),
        path: ['input', 'values', '1', 'value'],
      },
    ]);
    expect(exception).toMatchObject({ id, status: 'OPEN', rule: 'currency' });
    expect(exception.records[0].values).toContainEqual({
      field: 'issued_on',
      value: '2026-02-30',
      editedValue: '2026-02-28',
    });
    expect(await scene.idOf('invoice', 'I2')).toBe(id);
  });

  it('is applied with a corrected value, while the original stays beside it', async () => {
    const id = await scene.idOf('invoice', 'I2');
    const values = [{ field: 'issued_on', value: '2026-02-28' }];
    const { problems, exception } = await scene.decide('retryException', { id, values });
    expect(problems).toEqual([]);
    expect(exception).toMatchObject({ id, status: 'RESOLVED', resolvedBy: 'stella' });
    expect(exception.records[0].values).toContainEqual({
      field: 'issued_on',
      value: '2026-02-30',
      editedValue: '2026-02-28',
    });
    expect(await invoices('I2')).toMatchObject([{ issued_on: '2026-02-28', total: '250.00' }]);
  });

  it('that was received is still counted once', async () => {
    const [counted] = await scene.sql<{ sum: string; failed: string }>(
      `select sum(rows) as sum, sum(rows) filter (where disposition = 'FAILED') as failed from import_run_count where record_type = 'invoice'`,
    );
    // I2 is applied; I3 and I6 still failed, as nobody changed what they say.
    expect(counted).toEqual({ sum: '6', failed: '2' });
  });

  it('of taxes or of a bank is not edited before approvals exist', async () => {
    const tax = await scene.idOf('tax_registration', 'T1');
    const bank = await scene.idOf('bank_account', 'B1');
    const edit = (id: string, field: string, value: string) =>
      scene.decide('retryException', { id, values: [{ field, value }] });
    expect((await edit(tax, 'check_result', 'VALID')).problems).toMatchObject([
      { code: 'APPROVAL_REQUIRED', path: ['input', 'values', '0', 'field'] },
    ]);
    expect((await edit(bank, 'valid_from', '2026-01-01')).problems).toMatchObject([
      { code: 'APPROVAL_REQUIRED' },
    ]);
    expect((await edit(tax, 'no_such', 'x')).problems).toMatchObject([{ code: 'INVALID_VALUE' }]);
  });

  it('that misses its parent is checked again, and says who still waits', async () => {
    const id = await scene.idOf('customer', 'C9');
    const { problems, exception } = await scene.decide('retryException', { id });
    expect(problems).toMatchObject([
      { code: 'STILL_FAILING', message: expect.stringContaining('2 records wait') },
    ]);
    expect(exception.status).toBe('OPEN');
  });

  it('that is mended brings along what waited for it', async () => {
    const [{ source = '', run = '' } = {}] = await scene.sql<{ source: string; run: string }>(
      'select source_system_id as source, import_run_id as run from import_run limit 1',
    );
    // The customer came, and was refused: what its steward mends is the parent of two invoices.
    await scene.sql(
      `insert into exception (fingerprint, class, rule, message, source_system_id, record_type, external_id, import_run_id, file, line,
         field, value, records, owner_role, severity, playbook, due_at)
       values (gen_random_uuid(), 'VALIDATION', 'one_of', 'status "GONE" is none of ACTIVE', $1, 'customer', 'C9', $2, 'c.csv', 2, 'status', 'GONE',
         '[{"file": "c.csv", "line": 2, "externalId": "C9", "values": {"name": "Corvid", "status": "GONE"}}]', 'data_steward', 'LOW', 'x', now())`,
      [source, run],
    );
    const [{ id = '' } = {}] = await scene.sql<{ id: string }>(
      "select exception_id as id from exception where external_id = 'C9' and rule = 'one_of'",
    );
    const values = [{ field: 'status', value: 'ACTIVE' }];
    expect((await scene.decide('retryException', { id, values })).problems).toEqual([]);
    expect([(await invoices('I4')).length, (await invoices('I5')).length]).toEqual([1, 1]);
    const open = await scene.sql("select 1 from exception where external_id = 'C9' and resolved_at is null");
    expect(open).toEqual([]);
  });
});

describe('a corrected record', () => {
  const sent = {
    'invoices.csv': 'id,legal_entity,customer,issued_on,currency,total\nI7,DE01,erp:C1,2026-04-31,EUR,5.00\n',
  };
  const send = () => importFolder(scene.database, 'late', writeExport(sent));

  it('is applied once, though ten people correct it at the same time while it is sent again', async () => {
    await send();
    const id = await scene.idOf('invoice', 'I7');
    const retry = (day: number) =>
      scene.decide('retryException', { id, values: [{ field: 'issued_on', value: `2026-04-${10 + day}` }] });
    const [answers] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, (_, day) => retry(day))),
      send(),
    ]);
    const problems = answers.map((answer) => answer.problems[0]?.code ?? 'DONE').sort();
    expect(problems).toEqual([...Array.from({ length: 9 }, () => 'ALREADY_RESOLVED'), 'DONE']);
    expect(await invoices('I7')).toHaveLength(1);
  });

  it('that its source sends once more as it came is unchanged: the correction stands', async () => {
    const before = await invoices('I7');
    const { counts } = await send();
    expect(counts).toMatchObject({ read: 1, unchanged: 1, failed: 0 });
    expect(await invoices('I7')).toEqual(before);
    const open = await scene.sql("select 1 from exception where external_id = 'I7' and resolved_at is null");
    expect(open).toEqual([]);
  });

  it('that its source corrects itself follows the source again', async () => {
    const mended = { 'invoices.csv': sent['invoices.csv'].replace('2026-04-31', '2026-04-30') };
    await importFolder(scene.database, 'late', writeExport(mended));
    expect(await invoices('I7')).toMatchObject([{ issued_on: '2026-04-30' }]);
  });
});

describe('a request', () => {
  const resolve = (input: Record<string, unknown>) =>
    scene.ask(mutationOf('resolveException'), { as: steward, variables: { input } });

  it('that comes twenty times at once takes effect once, with equal answers', async () => {
    const input = { requestId: 'same', id: await scene.idOf('contact', 'K1'), reason: 'Known' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => resolve(input)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]?.data.resolveException).toMatchObject({
      problems: [],
      exception: { status: 'RESOLVED' },
    });
    const events = await scene.sql(
      `select 1 from exception_event where exception_id = $1 and kind = 'RESOLVED'`,
      [input.id],
    );
    expect(events).toHaveLength(1);
  });

  it('with an id that had another input is refused', async () => {
    const id = await scene.idOf('invoice', 'I3');
    const { data } = await resolve({ requestId: 'same', id, reason: 'Other' });
    expect(data.resolveException).toMatchObject({
      exception: null,
      problems: [{ code: 'REQUEST_REUSED', path: ['input', 'requestId'] }],
    });
  });

  it('from each of twenty people at once ends the exception once', async () => {
    const id = await scene.idOf('invoice', 'I3');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        scene.decide('resolveException', { id, reason: `Reason ${index}` }),
      ),
    );
    const done = answers.filter(({ problems }) => problems.length === 0);
    expect(done).toHaveLength(1);
    const others = answers.flatMap(({ problems }) => problems.map(({ code }: { code: string }) => code));
    expect(others).toEqual(Array.from({ length: 19 }, () => 'ALREADY_RESOLVED'));
    expect(new Set(answers.map(({ exception }) => exception.resolution)).size).toBe(1);
    const audited = await scene.sql('select 1 from audit_event where object_id = $1', [id]);
    expect(audited).toHaveLength(1);
  });

  it('over GET is refused, and so is one without an id', async () => {
    const query = encodeURIComponent(
      'mutation { resolveException(input: {requestId: "g", id: "x", reason: "r"}) { problems { code } } }',
    );
    const response = await fetch(`${scene.url}/graphql?query=${query}`, {
      headers: { authorization: await scene.bearer(steward), 'apollo-require-preflight': '1' },
    });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    const { errors } = await resolve({
      requestId: ' ',
      id: await scene.idOf('bank_account', 'B1'),
      reason: 'x',
    });
    expect(codesOf(errors)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('several mutations of one operation', () => {
  it('run in their order, each with its own request and payload', async () => {
    const id = await scene.idOf('bank_account', 'B1');
    const { data } = await scene.ask(
      `mutation ($id: ID!) {
        first: assignException(input: {requestId: "m1", id: $id, assignee: "ann"}) { exception { who: assignee ...H } problems { code } }
        second: assignException(input: {requestId: "m2", id: $id, assignee: "bob"}) { __typename a: exception { assignee } b: exception { status } }
      } fragment H on Exception { history { kind } }`,
      { as: steward, variables: { id } },
    );
    expect(data.first.exception).toEqual({ who: 'ann', history: [{ kind: 'OPENED' }, { kind: 'ASSIGNED' }] });
    expect(data.second).toEqual({
      __typename: 'AssignExceptionPayload',
      a: { assignee: 'bob' },
      b: { status: 'OPEN' },
    });
  });

  it('are refused as a whole, before any runs, where a payload asks for what is not allowed', async () => {
    const id = await scene.idOf('bank_account', 'B1');
    const ask = (shown: string, as = steward) =>
      scene.fault(
        `mutation ($id: ID!) {
          a: assignException(input: {requestId: "n1", id: $id, assignee: "eve"}) { problems { code } }
          b: assignException(input: {requestId: "n2", id: $id, assignee: "eve"}) { exception { ${shown} } } }`,
        { as, variables: { id } },
      );
    const customer = (inner: string) => `customer { ${inner} }`;
    expect((await ask(customer('invoices(first: 1000) { totalCount }'))).extensions.code).toBe(
      'BAD_USER_INPUT',
    );
    const support = { roles: ['support', 'data_steward'] };
    expect((await ask(customer('nosuch'), support)).extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    const many = 'invoices(first: 100) { nodes { lines(first: 100) { nodes { id description } } } }';
    expect((await ask(customer(many))).extensions.code).toBe('LIMIT_EXCEEDED');
    const denied = await ask(customer('postings { totalCount }'), { roles: ['support'] });
    expect(denied.extensions.code).toBe('FORBIDDEN');
    expect(await scene.sql('select assignee from exception where exception_id = $1', [id])).toEqual([
      { assignee: 'bob' },
    ]);
  });

  it('show what is computed, read after each commit', async () => {
    await scene.sql(`insert into contract (number, customer_id, legal_entity_id, status, currency, starts_on)
      select 'K-1', c.customer_id, e.legal_entity_id, 'ACTIVE', 'EUR', '2026-01-01' from customer c, legal_entity e
      where c.name = 'Acme' and e.code = 'DE01'`);
    const id = await scene.idOf('bank_account', 'B1');
    const inner =
      'exception { assignee customer { contracts { nodes { number billingPeriods { billOn } } } } }';
    const { data, errors } = await scene.ask(
      `mutation ($id: ID!) {
        a: assignException(input: {requestId: "p1", id: $id, assignee: "ann"}) { ${inner} }
        b: assignException(input: {requestId: "p2", id: $id, assignee: "bob"}) { ${inner} } }`,
      { as: { roles: ['controller'] }, variables: { id } },
    );
    expect(errors).toEqual([]);
    expect([data.a.exception.assignee, data.b.exception.assignee]).toEqual(['ann', 'bob']);
    expect(data.b.exception.customer.contracts.nodes).toEqual([{ number: 'K-1', billingPeriods: [] }]);
  });

  it('whose payload cannot be read are done all the same: no problem, no object, the error', async () => {
    const id = await scene.idOf('tax_registration', 'T1');
    await scene.sql('select 1');
    await scene.database.withOwner((client) =>
      client.query('revoke select on exception_event from revgraph_app'),
    );
    const ask = () =>
      scene.ask(mutationOf('assignException', 'problems { code } exception { assignee history { kind } }'), {
        as: steward,
        variables: { input: { requestId: 'unread', id, assignee: 'ann' } },
      });
    const { data, errors } = await ask();
    await scene.database.withOwner((client) =>
      client.query('grant select on exception_event to revgraph_app'),
    );
    expect(data).toEqual({ assignException: { problems: [], exception: null } });
    expect(errors).toMatchObject([
      { path: ['assignException', 'exception'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect((await ask()).data.assignException).toMatchObject({
      problems: [],
      exception: { assignee: 'ann' },
    });
  });
});
