// Slots: the places in a compiled statement whose values are known only with the request. A statement is compiled once with slot
// objects as its parameters; binding reads each slot against the request.
import { type RawBuilder, sql } from 'kysely';

/** SQL text with its parameters: the currency in which fields are written. */
export type Sql = RawBuilder<unknown>;

/** What a request brings to a compiled statement. */
export interface Bindings {
  /** Coerced variables of the operation, as graphql-js coerces them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The legal entities (uuid) that the viewer may see; unused where the viewer sees all. */
  readonly entities: readonly string[];
  readonly subject: string;
  readonly roles: readonly string[];
  /** The instant of the request, RFC 3339. */
  readonly now: string;
}

/** One value of a request, read when the statement is bound. Throws a BAD_USER_INPUT error where the value breaks a rule. */
export class Slot {
  readonly read: (bindings: Bindings) => unknown;
  constructor(read: (bindings: Bindings) => unknown) {
    this.read = read;
  }
  /** The same slot with its value passed through a function. */
  map(convert: (value: unknown) => unknown): Slot {
    return new Slot((bindings) => convert(this.read(bindings)));
  }
}

/** PostgreSQL types that parameters are cast to. */
export type ParameterType =
  | 'text'
  | 'uuid'
  | 'date'
  | 'timestamptz'
  | 'numeric'
  | 'int'
  | 'boolean'
  | 'jsonb';

/** A slot as a parameter of the statement: `$1::date`. */
export function parameter(slot: Slot, type: ParameterType | `${ParameterType}[]`): Sql {
  return sql`${sql.val(slot)}::${sql.raw(type)}`;
}

/** What the viewer brings: entities, identity, and the clock of the request. */
export const viewerSlots = {
  entities: new Slot((bindings) => bindings.entities),
  subject: new Slot((bindings) => bindings.subject),
  roles: new Slot((bindings) => bindings.roles),
  now: new Slot((bindings) => bindings.now),
} as const;

/** Whether an expression is a column and nothing else. */
export function isColumn(expression: Sql): boolean {
  const node = expression.toOperationNode();
  return (
    node.kind === 'RawNode' &&
    node.parameters.length === 1 &&
    node.parameters[0]?.kind === 'ReferenceNode' &&
    node.sqlFragments.join('') === ''
  );
}
