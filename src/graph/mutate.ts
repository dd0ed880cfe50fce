// A mutation from the request to its payloads: what every payload will read is compiled, priced and checked before any command
// runs; the commands run in their order, each through the one door; each payload's object is read anew after its commit.
import { createHash } from 'node:crypto';
import {
  type FieldNode,
  type GraphQLObjectType,
  getArgumentValues,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { isId } from '../kernel/ids.ts';
import { type Problem, problem } from '../kernel/problems.ts';
import { type Door, type Outcome, RequestReused, runSql } from '../platform/command.ts';
import type { Statements } from '../platform/statements.ts';
import type { Access } from './access.ts';
import type { Caller, CommandField, CommandOutcome } from './commands.ts';
import type { Reader } from './compile.ts';
import { projected } from './computed.ts';
import type { Price } from './cost.ts';
import { badUserInput, forbidden } from './errors.ts';
import type { Plan, Plans } from './plan.ts';
import { RequestRead } from './read.ts';
import type { Registry } from './registry.ts';
import { type Document, rootSelection, type Selected, selectionOf } from './selection.ts';
import type { Bindings } from './slots.ts';

/** What mutations need of the house. */
export interface MutationParts {
  readonly registry: Registry;
  readonly door: Door;
  /** Of the primary: a payload shows what its command has just committed. */
  readonly statements: Statements;
}

/** One operation as it came, coerced. */
export interface MutationRequest {
  readonly documentKey: string;
  readonly operation: OperationDefinitionNode;
  readonly document: Document;
  readonly access: Access;
  readonly reader: Reader;
  readonly bindings: Bindings;
  readonly signal: AbortSignal;
}

/** The read whose values computed fields are loaded beside. */
interface ReadHolder {
  read?: RequestRead;
}

/** The variable by which the lookup behind a payload gets its id; a client's variable cannot be named so. */
const OBJECT_ID = '$object';
/** Stands for an id that is not known yet, so that all other values can be checked. */
const NO_ID = '00000000-0000-0000-0000-000000000000';
const LONGEST_REQUEST_ID = 200;

/** The commands of one operation, by response key. */
export class Mutation {
  readonly price: Price;
  readonly #commands: ReadonlyMap<string, PreparedCommand>;

  constructor(commands: ReadonlyMap<string, PreparedCommand>) {
    this.#commands = commands;
    const prices = [...commands.values()].map((command) => command.price);
    this.price = {
      cost: prices.reduce((sum, { cost }) => sum + cost, 0),
      nodes: prices.reduce((sum, { nodes }) => sum + nodes, 0),
    };
  }

  /** Runs one command and gives its payload by response keys. */
  async run(key: string, holder: ReadHolder): Promise<Record<string, unknown>> {
    const command = this.#commands.get(key);
    if (!command) throw new Error(`No command ${key} was prepared`);
    // The payload before this one has been answered; what it was read in must not stand in the way of a write.
    await holder.read?.close();
    delete holder.read;
    return await command.run(holder);
  }
}

/** Compiles and checks all that a mutation will do and read. Throws FORBIDDEN and BAD_USER_INPUT errors. */
export function prepareMutation(parts: MutationParts, plans: Plans, request: MutationRequest): Mutation {
  const { access, operation, document } = request;
  if (!access.reads) throw forbidden(`The role ${[...access.roles].join(', ')} decides nothing.`);
  const type = parts.registry.schema.getMutationType();
  if (!type) throw new Error('The schema has no Mutation type');
  const commands = new Map<string, PreparedCommand>();
  for (const [key, nodes] of rootSelection(operation.selectionSet, document)) {
    if (nodes[0]?.name.value.startsWith('__')) continue;
    commands.set(key, new PreparedCommand(parts, plans, request, { key, nodes, type }));
  }
  return new Mutation(commands);
}

/** A field of the mutation where it is selected. */
interface CommandPlace {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly type: GraphQLObjectType;
}

type Input = Readonly<Record<string, unknown>> & { readonly requestId: string };

class PreparedCommand {
  readonly price: Price;
  readonly #parts: MutationParts;
  readonly #request: MutationRequest;
  readonly #field: CommandField;
  readonly #caller: Caller;
  readonly #input: Input;
  readonly #payload: GraphQLObjectType;
  readonly #selected: Selected;
  /** What the payload reads of its object; undefined where it asks for nothing of it. */
  readonly #plan: Plan | undefined;
  /** Whether the caller sees what is decided about. */
  readonly #visible: { readonly plan: Plan; readonly id: string } | undefined;

  constructor(parts: MutationParts, plans: Plans, request: MutationRequest, place: CommandPlace) {
    const { document, documentKey, operation, bindings, reader } = request;
    const { definition, meaning } = meaningOf(parts.registry, place);
    const payload = getNamedType(definition.type);
    const [node] = place.nodes;
    if (!node || !isObjectType(payload)) throw new Error(`${definition.name} has no payload`);
    this.#parts = parts;
    this.#request = request;
    this.#field = meaning;
    this.#payload = payload;
    this.#input = getArgumentValues(definition, node, { ...document.variables }).input as Input;
    this.#caller = callerOf(request, definition.name, this.#input);
    this.#selected = selectionOf(place.nodes, document);
    const scope = { ...document, variables: { ...document.variables, [OBJECT_ID]: NO_ID } };
    const lookups = lookupsOf(this.#selected, meaning.object);
    if (lookups.size > 0) {
      const key = `${plans.keyOf(documentKey, operation, document.variables, reader)}|payload ${place.key}`;
      this.#plan = plans.planOfFields(key, lookups, scope, reader);
      this.#readOf(this.#plan, NO_ID);
    }
    const about = meaning.about === undefined ? undefined : this.#input[meaning.about];
    if (about !== undefined) {
      if (typeof about !== 'string' || !isId(about))
        throw badUserInput(`input.${meaning.about}`, about, 'an id is a UUID');
      const { root } = meaning.object;
      const seen = new Map([['seen', [lookup(root, 'seen')]]]);
      const plan = plans.planOfFields(`visible ${root}|${reader.profile}`, seen, scope, reader);
      this.#visible = { plan, id: about };
    }
    this.price = this.#plan?.price(bindings) ?? { cost: 0, nodes: 0 };
  }

  async run(holder: ReadHolder): Promise<Record<string, unknown>> {
    const { objectId, problems } = await this.#enter();
    const { object } = this.#field;
    const found = await this.#found(objectId, holder);
    const payload: Record<string, unknown> = {};
    for (const [key, nodes] of this.#selected) {
      const name = nodes[0]?.name.value ?? '';
      const field = this.#payload.getFields()[name];
      // graphql-js takes an error among values for one that was thrown here: the object is null, the rest of the payload stands.
      if (name === object.field) payload[key] = found instanceof Error ? found : found[key];
      else if (field && name === 'problems')
        payload[key] = projected(problems, field.type, nodes, this.#request.document);
    }
    return payload;
  }

  /** The outcome, now or when the request came first. */
  async #enter(): Promise<CommandOutcome> {
    const { issuer } = this.#request.access;
    const { subject, requestId, command, inputHash } = this.#caller;
    try {
      const { kept } = await this.#parts.door.run(
        // A person is known by the issuer as well; keys of sources have no space in them.
        { subject: `${issuer} ${subject}`, requestId, command, inputHash },
        async (tx) => {
          const outcome = (await this.#isVisible((text, values) => runSql(tx, text, values)))
            ? await this.#field.run({ tx, input: this.#input as never, caller: this.#caller })
            : { objectId: null, problems: [this.#notFound()] };
          return { value: null, outcome: { ...outcome } };
        },
      );
      return outcomeOf(kept);
    } catch (error) {
      if (!(error instanceof RequestReused)) throw error;
      const message = `The request id ${JSON.stringify(requestId)} was used before with another input.`;
      return { objectId: null, problems: [problem('REQUEST_REUSED', message, ['input', 'requestId'])] };
    }
  }

  #notFound(): Problem {
    const { about = '', object } = this.#field;
    return problem('NOT_FOUND', `There is no ${object.field} ${this.#visible?.id}.`, ['input', about]);
  }

  async #isVisible(
    run: (text: string, values: readonly unknown[]) => Promise<{ data: string }[]>,
  ): Promise<boolean> {
    if (!this.#visible) return true;
    const { plan, id } = this.#visible;
    const [row] = await run(plan.text, plan.values(this.#bindingsOf(id)));
    return JSON.parse(row?.data ?? '{}').seen != null;
  }

  /** The payload's lookups by response key, or why they could not be read. */
  async #found(
    objectId: string | null,
    holder: ReadHolder,
  ): Promise<Readonly<Record<string, unknown>> | Error> {
    if (!this.#plan || objectId === null) return {};
    try {
      const read = this.#readOf(this.#plan, objectId);
      if (this.#plan.whole) return JSON.parse(await read.text());
      holder.read = read;
      return (await read.snapshot()).data;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  #bindingsOf(id: string): Bindings {
    const { bindings } = this.#request;
    return { ...bindings, variables: { ...bindings.variables, [OBJECT_ID]: id } };
  }

  /** Making a read checks its cursors, ids and page sizes. */
  #readOf(plan: Plan, id: string): RequestRead {
    const { reader, signal, bindings } = this.#request;
    const { statements } = this.#parts;
    const price = plan.price(bindings);
    return new RequestRead({ plan, bindings: this.#bindingsOf(id), reader, price, statements, signal });
  }
}

/** The outcome as it was stored. */
function outcomeOf(kept: Outcome | null): CommandOutcome {
  const { objectId, problems } = kept ?? {};
  return {
    objectId: typeof objectId === 'string' ? objectId : null,
    problems: Array.isArray(problems) ? problems : [],
  };
}

function meaningOf({ field }: Registry, { nodes, type }: CommandPlace) {
  const name = nodes[0]?.name.value ?? '';
  const definition = type.getFields()[name];
  const meaning = field(type.name, name);
  if (!definition || meaning.kind !== 'command') throw new Error(`${name} is no command`);
  return { definition, meaning };
}

function callerOf({ access, bindings }: MutationRequest, command: string, input: Input): Caller {
  const { requestId } = input;
  if (requestId.trim() === '' || requestId.length > LONGEST_REQUEST_ID)
    throw badUserInput(
      'input.requestId',
      requestId,
      `a request id has 1 to ${LONGEST_REQUEST_ID} characters`,
    );
  const { subject, roles, lifted } = access;
  const inputHash = createHash('sha256').update(canonical(input)).digest('hex');
  return { subject, roles, lifted, requestId, command, inputHash, now: bindings.now };
}

/** JSON in which the order of fields says nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** The payload's selections of its object as lookups at the root, under the same response keys. */
function lookupsOf(selected: Selected, object: CommandField['object']): Selected {
  return new Map(
    [...selected]
      .filter(([, nodes]) => nodes[0]?.name.value === object.field)
      .map(([key, nodes]) => [key, nodes.map((node) => lookup(object.root, key, node))]),
  );
}

/** `key: root(id: $object) { ... }` */
function lookup(
  root: string,
  key: string,
  { selectionSet }: Pick<FieldNode, 'selectionSet'> = {},
): FieldNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
  const id = { kind: Kind.VARIABLE, name: name(OBJECT_ID) } as const;
  return {
    kind: Kind.FIELD,
    name: name(root),
    alias: name(key),
    arguments: [{ kind: Kind.ARGUMENT, name: name('id'), value: id }],
    selectionSet: selectionSet ?? {
      kind: Kind.SELECTION_SET,
      selections: [{ kind: Kind.FIELD, name: name('__typename') }],
    },
  };
}
