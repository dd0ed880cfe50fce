// Asks the read graph over a test's store, as a viewer of all or of some legal entities, without HTTP.
import { parse, validate } from 'graphql';
import { buildGraph } from '../../src/app.ts';
import { MASKS } from '../../src/graph/access.ts';
import { Plans } from '../../src/graph/plan.ts';
import type { Database } from '../../src/platform/database.ts';

export interface Asking {
  /** The ids of the legal entities that the viewer sees; all where none are given. */
  readonly entities?: readonly string[];
  readonly now?: string;
}

const { schema, registry } = buildGraph();
const plans = new Plans(registry);

/** The `data` of a query that compiles whole, with all masks lifted. */
export async function ask(
  database: Database,
  text: string,
  { entities, now }: Asking = {},
): Promise<unknown> {
  const document = parse(text);
  const [fault] = validate(schema, document);
  if (fault) throw fault;
  const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
  if (!operation) throw new Error('no operation');
  const allEntities = entities === undefined;
  const reader = {
    profile: String(allEntities),
    allEntities,
    lifted: new Set<string>(MASKS),
    denied: new Set<string>(),
  };
  const plan = plans.planOf(text, document, operation, {}, reader);
  if (!plan.whole) throw new Error('the query has fields that do not compile');
  const bindings = {
    variables: {},
    entities: entities ?? [],
    subject: 'test',
    roles: ['auditor'],
    now: now ?? '2026-06-15T10:00:00Z',
  };
  const [row] = await database.statements.run<{ data: string }>(plan.text, plan.values(bindings));
  return JSON.parse(row?.data ?? 'null');
}
