// What an operation selects: fields by response key in the order of the specification, with fragments and directives resolved.
import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** The nodes that merge into one response key (GraphQL specification, section 6.3.2 CollectFields). */
export type Selected = ReadonlyMap<string, readonly FieldNode[]>;

export interface Document {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Coerced variables of the request whose structure is being compiled. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The fields that the given nodes select below themselves, merged. The schema has no abstract types: every fragment applies. */
export function selectionOf(nodes: readonly FieldNode[], document: Document): Selected {
  const selected = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  for (const node of nodes) if (node.selectionSet) collect(node.selectionSet, document, selected, spread);
  return selected;
}

/** The fields of an operation's root selection set. */
export function rootSelection(set: SelectionSetNode, document: Document): Selected {
  const selected = new Map<string, FieldNode[]>();
  collect(set, document, selected, new Set());
  return selected;
}

function collect(
  set: SelectionSetNode,
  document: Document,
  selected: Map<string, FieldNode[]>,
  spread: Set<string>,
): void {
  for (const selection of set.selections) {
    if (!isIncluded(selection.directives ?? [], document.variables)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const nodes = selected.get(key);
      if (nodes) nodes.push(selection);
      else selected.set(key, [selection]);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(selection.selectionSet, document, selected, spread);
    } else if (!spread.has(selection.name.value)) {
      spread.add(selection.name.value);
      const fragment = document.fragments.get(selection.name.value);
      if (fragment) collect(fragment.selectionSet, document, selected, spread);
    }
  }
}

function isIncluded(
  directives: readonly DirectiveNode[],
  variables: Readonly<Record<string, unknown>>,
): boolean {
  for (const directive of directives) {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') continue;
    const condition = directive.arguments?.[0]?.value;
    const value =
      condition?.kind === Kind.VARIABLE
        ? variables[condition.name.value]
        : condition?.kind === Kind.BOOLEAN && condition.value;
    if (value === (name === 'skip')) return false;
  }
  return true;
}
