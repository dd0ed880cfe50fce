// One operation, three answers: the raw outlet's, the executor's and the plain resolvers'. Says where they differ, and what the
// answers were worth as a test.
import { type DocumentNode, Kind, parse, print, type SelectionSetNode, validate, visit } from 'graphql';
import type { Access } from '../../../src/graph/access.ts';
import { buildExecutableSchema } from '../../../src/graph/schema.ts';
import type { Answer, Outlets } from './outlets.ts';
import { PlainGraph } from './plain-graph.ts';
import { type CursorBook, placeIn } from './plain-pages.ts';
import { Reading } from './plain-reading.ts';
import type { World } from './world.ts';

export interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly access: Access;
}

export interface Verdict {
  /** Where the answers differ; undefined where they agree. */
  readonly difference: string | undefined;
  readonly answer: Answer;
  /** Whether some list in the answer has an element. */
  readonly substantial: boolean;
  readonly code: string | undefined;
}

const REFUSED = ['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'FORBIDDEN'];

export class Differential {
  readonly #outlets: Outlets;
  readonly #world: World;
  readonly #plain: PlainGraph;
  readonly #book: CursorBook;

  constructor(outlets: Outlets, world: World, book: CursorBook) {
    // The schema alone: without the resolvers that read compiled answers.
    this.#outlets = outlets;
    this.#world = world;
    this.#book = book;
    this.#plain = new PlainGraph(buildExecutableSchema(outlets.sdl, []), book);
  }

  async judge(question: Question): Promise<Verdict> {
    const { access } = question;
    const raw = await this.#outlets.ask(question, access);
    const executor = await this.#outlets.askExecutor(question, access);
    const difference = this.#between(raw, executor, await this.#plainAnswer(question));
    return { difference, answer: raw, substantial: hasElements(raw.data), code: raw.codes[0] };
  }

  async #plainAnswer({ query, variables, access }: Question) {
    const document = parse(query);
    const invalid = validate(this.#outlets.schema, document);
    if (invalid.length > 0) return { data: undefined, codes: ['GRAPHQL_VALIDATION_FAILED'] };
    return await this.#plain.answer(document, variables, new Reading(this.#world, access));
  }

  #between(
    raw: Answer,
    executor: Answer,
    plain: { data: unknown; codes: readonly string[] },
  ): string | undefined {
    if (raw.codes.length > 0 || plain.codes.length > 0 || executor.codes.length > 0) {
      const same =
        raw.codes.join() === executor.codes.join() && raw.codes.some((code) => plain.codes.includes(code));
      const known = raw.codes.every((code) => REFUSED.includes(code));
      return same && known
        ? undefined
        : `errors: raw ${shown(raw)}, executor ${shown(executor)}, plain ${plain.codes.join()}`;
    }
    if (executor.outlet !== 'executor') return `the executor was not forced: ${executor.outlet}`;
    const inside = unequal(raw.data, executor.data, 'data', (a, b) => a === b);
    if (inside) return `raw and executor: ${inside}`;
    return unequal(raw.data, plain.data, 'data', (text, other) => {
      const place = typeof other === 'string' ? placeIn(other) : undefined;
      return place ? typeof text === 'string' && this.#book.learn(text, place) : text === other;
    });
  }

  /** The smallest operation found that still differs: whole selections are left out while the difference stays. */
  async reduced(question: Question): Promise<Question> {
    let smallest = question;
    for (let turn = 0, shrunk = true; shrunk && turn < 120; turn += 1) {
      shrunk = false;
      for (const candidate of smaller(parse(smallest.query))) {
        const query = print(candidate);
        const tried = { ...smallest, query };
        if (validate(this.#outlets.schema, parse(query)).length > 0) continue;
        const verdict = await this.judge(tried).catch(() => undefined);
        if (!verdict?.difference) continue;
        smallest = tried;
        shrunk = true;
        break;
      }
    }
    return smallest;
  }
}

const shown = ({ codes, messages, data }: Answer) =>
  `${codes.join() || 'none'} (${messages.join('; ').slice(0, 300)}; data ${data === null || data === undefined ? 'none' : 'given'})`;

/** The path of the first difference, with both values. */
function unequal(
  a: unknown,
  b: unknown,
  path: string,
  same: (a: unknown, b: unknown) => boolean,
): string | undefined {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
      const difference = unequal(a[index], b[index], `${path}[${index}]`, same);
      if (difference) return difference;
    }
    return a.length === b.length ? undefined : `${path} has ${a.length} elements, and ${b.length}`;
  }
  if (isObject(a) && isObject(b)) {
    const [keys, others] = [Object.keys(a), Object.keys(b)];
    if (keys.join() !== others.join()) return `${path} has the keys ${keys.join()}, and ${others.join()}`;
    for (const key of keys) {
      const difference = unequal(a[key], b[key], `${path}.${key}`, same);
      if (difference) return difference;
    }
    return undefined;
  }
  return same(a, b)
    ? undefined
    : `${path} is ${JSON.stringify(a)?.slice(0, 200)}, and ${JSON.stringify(b)?.slice(0, 200)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasElements(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) && Object.values(value).some(hasElements);
}

/** The document without one selection, for each selection, large ones first. */
function* smaller(document: DocumentNode): Generator<DocumentNode> {
  const spots: { set: SelectionSetNode; index: number; size: number }[] = [];
  visit(document, {
    SelectionSet(set) {
      if (set.selections.length < 2) return;
      for (const [index, one] of set.selections.entries())
        spots.push({ set, index, size: print(one).length });
    },
  });
  for (const { set, index } of spots.toSorted((a, b) => b.size - a.size)) {
    const without = visit(document, {
      SelectionSet: (node) =>
        node === set ? { ...node, selections: node.selections.filter((_, at) => at !== index) } : undefined,
    });
    yield tidied(without);
  }
}

/** Without the fragments and variables that nothing uses any more. */
function tidied(document: DocumentNode): DocumentNode {
  let current = document;
  for (let turn = 0; turn < 5; turn += 1) {
    const spread = new Set<string>();
    visit(current, { FragmentSpread: (node) => void spread.add(node.name.value) });
    current = {
      ...current,
      definitions: current.definitions.filter(
        (one) => one.kind !== Kind.FRAGMENT_DEFINITION || spread.has(one.name.value),
      ),
    };
  }
  const used = new Set<string>();
  visit(current, { VariableDefinition: () => false, Variable: (node) => void used.add(node.name.value) });
  return visit(current, {
    VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null),
  });
}
