// The scene of the tests of exceptions: one company with sources that sent what could not be taken.
import type { AnswerError, TestApp, Viewer } from '../support/app.ts';
import { openTestApp } from '../support/app.ts';
import { freshStore } from '../support/database.ts';
import { importFolder, writeExport } from './exports.ts';

export const steward: Viewer = { roles: ['data_steward'], subject: 'stella' };

const FILES = {
  'legal_entities.csv': 'id,code,name,functional_currency\nL1,DE01,Nordwind,EUR\nL2,US01,Northwind Inc,USD\n',
  'customers.csv': 'id,name\nC1,Acme\nC2,Brightwater\n',
  'customer_accounts.csv': 'id,customer,legal_entity,currency\nA1,C1,DE01,EUR\nA2,C2,US01,USD\n',
  'invoices.csv': [
    'id,legal_entity,customer,issued_on,currency,total',
    'I1,DE01,C1,2026-02-01,EUR,100.00',
    'I2,DE01,C1,2026-02-30,EUR,250.00',
    'I3,US01,C2,2026-02-31,USD,70.00',
    'I4,DE01,C9,2026-02-01,EUR,40.00',
    'I5,DE01,C9,2026-02-02,EUR,60.00',
    'I6,DE01,C1,2026-02-40,EUR,12.00',
  ].join('\n'),
  'tax_registrations.csv': 'id,customer,country,number,check_result\nT1,C1,DE,DE123456789,PERHAPS\n',
  'bank_accounts.csv': 'id,customer,iban_or_number,valid_from\nB1,C1,DE89370400440532013000,yesterday\n',
  'contacts.csv': 'id,customer,full_name,email,active\nK1,C1,Ann Example,ann@example.org,perhaps\n',
};

export interface Scene extends TestApp {
  /** The id of the open exception of a record. */
  idOf(recordType: string, externalId: string): Promise<string>;
  /** What a mutation of an exception answers. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer's data is as its query says
  decide(verb: string, input: Record<string, unknown>, as?: Viewer): Promise<any>;
  sql<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
}

const SHOWN = `problems { code message path } exception { id status assignee resolution resolvedBy rule message occurrences
  history { kind actor note } records { line values { field value editedValue } } }`;

/** The mutation as a document; its input is the variable `input`. */
export function mutationOf(verb: string, shown = SHOWN): string {
  const stem = verb.charAt(0).toUpperCase() + verb.slice(1);
  return `mutation M($input: ${stem}Input!) { ${verb}(input: $input) { ${shown} } }`;
}

let requests = 0;

export async function openScene(engine: 'postgresql' | 'pglite' = 'postgresql'): Promise<Scene> {
  const app = await openTestApp(await freshStore(engine));
  await importFolder(app.database, 'erp', writeExport(FILES));
  const sql: Scene['sql'] = (text, values = []) => app.database.statements.run(text, values);
  return {
    ...app,
    sql,
    async idOf(recordType, externalId) {
      const [row] = await sql<{ id: string }>(
        `select exception_id as id from exception where record_type = $1 and external_id = $2 and resolved_at is null`,
        [recordType, externalId],
      );
      if (!row) throw new Error(`no exception of ${recordType} ${externalId}`);
      return row.id;
    },
    async decide(verb, input, as = steward) {
      const variables = { input: { requestId: `r${++requests}`, ...input } };
      return (await app.read(mutationOf(verb), { as, variables }))[verb];
    },
  };
}

export function codesOf(errors: readonly AnswerError[]): unknown[] {
  return errors.map(({ extensions }) => extensions.code);
}
