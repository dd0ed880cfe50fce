// Compiles operations of the real graph without a store: the statement, its parameters and its price, for whichever reader.
import { getVariableValues, parse, validate } from 'graphql';
import { buildGraph } from '../../src/app.ts';
import { MASKS } from '../../src/graph/access.ts';
import type { Reader } from '../../src/graph/compile.ts';
import type { Price } from '../../src/graph/cost.ts';
import { type Plan, Plans } from '../../src/graph/plan.ts';

export const { schema, registry } = buildGraph();

/** A viewer of every entity from whom nothing is masked. */
export const everyone: Reader = {
  profile: 'everyone',
  allEntities: true,
  lifted: new Set<string>(MASKS),
  denied: new Set<string>(),
};

export interface Compiling {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly reader?: Reader;
  readonly plans?: Plans;
}

/** The plan of a valid operation; the cache is a new one where none is given. */
export function planOf(text: string, { variables, reader = everyone, plans }: Compiling = {}): Plan {
  const { operation, document } = operationOf(text);
  const cache = plans ?? new Plans(registry);
  return cache.planOf(text, document, operation, coerced(text, variables), reader);
}

/** The statement's parameters. Throws where a value breaks a rule. */
export function valuesOf(text: string, compiling: Compiling = {}): unknown[] {
  return planOf(text, compiling).values(bindingsOf(text, compiling));
}

export function priceOf(text: string, compiling: Compiling = {}): Price {
  return planOf(text, compiling).price(bindingsOf(text, compiling));
}

function bindingsOf(text: string, { variables }: Compiling) {
  const now = '2026-06-15T10:00:00Z';
  return { variables: coerced(text, variables), entities: [], subject: 'test', roles: ['auditor'], now };
}

function operationOf(text: string) {
  const document = parse(text);
  const [fault] = validate(schema, document);
  if (fault) throw fault;
  const operation = document.definitions.find((definition) => definition.kind === 'OperationDefinition');
  if (!operation) throw new Error('no operation');
  return { document, operation };
}

function coerced(text: string, variables: Readonly<Record<string, unknown>> = {}) {
  const definitions = operationOf(text).operation.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(schema, definitions, variables);
  if (errors) throw errors[0];
  return coerced;
}
