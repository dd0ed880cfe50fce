// The limits that a document must keep before validation spends time on it: depth, aliases, repeated fields, and the size that
// fragments blow it up to. The number of tokens is the parser's own limit; cost and pages depend on variables and come later.
import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import { limitExceeded } from './errors.ts';

export interface DocumentLimits {
  /** Levels of fields, leaves included; an introspection counts separately. */
  readonly depth: number;
  /** Aliased fields of an operation, fragments expanded. */
  readonly aliases: number;
  /** Tokens of the document; also the fields of an operation with its fragments expanded. */
  readonly tokens: number;
}

/** The standard introspection query of tools, whose `ofType` chain is deeper than any business question. */
const INTROSPECTION_DEPTH = 20;
/** Asking one field again in one selection is legal, pointless, and quadratic for the rule that merges fields. */
const REPEATS = 100;

interface Size {
  depth: number;
  introspectionDepth: number;
  aliases: number;
  fields: number;
  repeats: number;
}

/**
 * A validation rule that looks at the whole document first. Where a limit is exceeded it reports that alone and hands the other
 * rules an empty document, so that none of them walks the large one.
 */
export function documentLimitsRule(limits: DocumentLimits): ValidationRule {
  return (context): ASTVisitor => ({
    Document(document) {
      const exceeded = exceededLimit(document, limits);
      if (exceeded === undefined) return undefined;
      context.reportError(exceeded);
      return { kind: Kind.DOCUMENT, definitions: [] };
    },
  });
}

function exceededLimit(document: DocumentNode, limits: DocumentLimits): GraphQLError | undefined {
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      const size = measure(definition.selectionSet);
      const error = exceededBreadth(size, limits) ?? exceededDepth(size, limits);
      if (error !== undefined) return error;
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      // Also where nothing spreads it: the other rules walk it all the same. Its depth counts from where it is spread.
      const error = exceededBreadth(measure(definition.selectionSet), limits);
      if (error !== undefined) return error;
    }
  }
  return undefined;
}

function exceededBreadth(
  { fields, aliases, repeats }: Size,
  limits: DocumentLimits,
): GraphQLError | undefined {
  if (fields > limits.tokens) return limitExceeded('fields with fragments expanded', fields, limits.tokens);
  if (aliases > limits.aliases) return limitExceeded('aliases', aliases, limits.aliases);
  return repeats > REPEATS ? limitExceeded('repetitions of one field', repeats, REPEATS) : undefined;
}

function exceededDepth(size: Size, limits: DocumentLimits): GraphQLError | undefined {
  if (size.depth > limits.depth) return limitExceeded('depth', size.depth, limits.depth);
  return size.introspectionDepth > INTROSPECTION_DEPTH
    ? limitExceeded('depth of introspection', size.introspectionDepth, INTROSPECTION_DEPTH)
    : undefined;
}

/** Sizes of selections with their fragments, each fragment measured once: linear in the document, however it expands. */
function createMeasure(document: DocumentNode): (selectionSet: SelectionSetNode) => Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const sizes = new Map<string, Size>();

  function fragmentSize(name: string): Size {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    // While a fragment is measured it counts as empty: a cycle ends here and is reported by the rule for cycles.
    sizes.set(name, emptySize());
    const fragment = fragments.get(name);
    const size = fragment === undefined ? emptySize() : measure(fragment.selectionSet);
    sizes.set(name, size);
    return size;
  }

  function measure(selectionSet: SelectionSetNode): Size {
    const size = emptySize();
    collect(selectionSet, size, new Map());
    return size;
  }

  function collect(selectionSet: SelectionSetNode, size: Size, seen: Map<string, number>): void {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet, size, seen);
      } else if (selection.kind === Kind.FRAGMENT_SPREAD) {
        add(size, fragmentSize(selection.name.value));
      } else {
        const key = selection.alias?.value ?? selection.name.value;
        const times = (seen.get(key) ?? 0) + 1;
        seen.set(key, times);
        size.repeats = Math.max(size.repeats, times);
        add(size, fieldSize(selection));
      }
    }
  }

  function fieldSize(field: FieldNode): Size {
    const size = field.selectionSet === undefined ? emptySize() : measure(field.selectionSet);
    const introspects = field.name.value.startsWith('__');
    const deepest = Math.max(size.depth, size.introspectionDepth);
    size.introspectionDepth = introspects ? deepest + 1 : size.introspectionDepth;
    size.depth = introspects ? 0 : size.depth + 1;
    size.fields += 1;
    if (field.alias !== undefined) size.aliases += 1;
    return size;
  }

  return measure;
}

function emptySize(): Size {
  return { depth: 0, introspectionDepth: 0, aliases: 0, fields: 0, repeats: 0 };
}

/** Counts may grow past any integer: they end as Infinity, not as nonsense. */
function add(size: Size, other: Size): void {
  size.depth = Math.max(size.depth, other.depth);
  size.introspectionDepth = Math.max(size.introspectionDepth, other.introspectionDepth);
  size.aliases += other.aliases;
  size.fields += other.fields;
  size.repeats = Math.max(size.repeats, other.repeats);
}
