// Computed fields: what SQL cannot say is loaded for all parents of an operation at once, then laid out as the client asked.
import {
  type FieldNode,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { StatementHandle } from '../platform/statements.ts';
import { type Document, selectionOf } from './selection.ts';
import type { Bindings } from './slots.ts';

/**
 * Gives one value per parent key, in the keys' order, from coerced arguments. Reads go through `handle`, which belongs to the
 * operation's own read-only transaction, so that they see the same state as the compiled fields.
 */
export type Loader = (
  keys: readonly string[],
  args: Readonly<Record<string, unknown>>,
  context: { readonly handle: StatementHandle; readonly bindings: Bindings; readonly allEntities: boolean },
) => Promise<readonly unknown[]>;

/** The hidden response key under which a parent's key column travels to a computed field. */
export function hiddenKey(column: string): string {
  return `__key_${column}`;
}

/** A loader's value with the response keys of the selection, as the compiled fields have them. */
export function projected(
  value: unknown,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  document: Document,
): unknown {
  if (value === null || value === undefined) return null;
  const bare = isNonNullType(type) ? type.ofType : type;
  if (isListType(bare))
    return (value as unknown[]).map((item) => projected(item, bare.ofType, nodes, document));
  const named = getNamedType(bare);
  if (!isObjectType(named)) return value;
  const fields = named.getFields();
  const result: Record<string, unknown> = {};
  for (const [key, selected] of selectionOf(nodes, document)) {
    const name = selected[0]?.name.value ?? '';
    const field = fields[name];
    if (field)
      result[key] = projected((value as Record<string, unknown>)[name], field.type, selected, document);
  }
  return result;
}
