// The conventions of the schema: every element is described in one sentence, names follow one pattern, lists are connections,
// mutations have one shape, money is Money, and what is masked can be null.

import {
  type ASTNode,
  concatAST,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type TypeNode,
  visit,
} from 'graphql';

/** Short lists of objects that are no connections (`Type.field`, or `*.field` for all types), and what bounds them. */
export type SmallLists = Readonly<Record<string, string>>;

/** Type names that could mean several things. */
const bareNames = ['Account', 'Order', 'User', 'Data', 'Info'];

/** Field names that say nothing. */
const emptyFields = ['data', 'info'];

/** Fields that say an amount of money, by the last word of their name. */
const amounts =
  /(?:^|[a-z])(?:amount|balance|subtotal|total|tax|paid|due|credited|debit|credit|revenue|receivable|overdue|unapplied|writtenOff|deductions|arr|mrr|unbilled)$/i;

/** What looks like an amount and is none: a price of one unit has more digits than its currency. */
const notAmounts = /^unit|price$/i;

/** Types whose whole point is the bare number. */
const numberTypes = ['Money', 'MoneyInput'];

const connectionArguments: Readonly<Record<string, string>> = {
  first: 'Int',
  after: 'String',
  last: 'Int',
  before: 'String',
};

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

interface Described {
  readonly description?: { readonly value: string } | undefined;
  readonly name: { readonly value: string };
}

/** Every breach of the conventions in the SDL files of one schema. */
export function sdlFaults(documents: readonly DocumentNode[], smallLists: SmallLists): string[] {
  const document = concatAST(documents);
  if (document.definitions.length === 0) throw new Error('no SDL was checked');
  const faults: string[] = [];
  const report = (node: ASTNode, text: string) => {
    faults.push(`${node.loc?.source.name}:${node.loc?.startToken.line} ${text}`);
  };
  const schema = readTypes(document);
  visit(document, { enter: (node) => checkElement(node, report) });
  for (const type of schema.types) checkTypeName(type.name.value, type, report);
  for (const type of schema.objects)
    for (const field of type.fields ?? []) checkField(type, field, { schema, smallLists, report });
  for (const type of schema.objects)
    if (type.name.value.endsWith('Connection')) checkConnectionType(type, report);
  for (const key of Object.keys(smallLists))
    if (!schema.lists.has(key)) faults.push(`${key} is listed as a short list, but is none`);
  return faults;
}

interface Types {
  readonly types: readonly (ASTNode & Described)[];
  readonly objects: readonly ObjectNode[];
  /** Names of objects, interfaces and unions. */
  readonly composite: ReadonlySet<string>;
  readonly inputs: ReadonlyMap<string, readonly InputValueDefinitionNode[]>;
  readonly outputs: ReadonlyMap<string, readonly FieldDefinitionNode[]>;
  /** The coordinates of all lists of objects. */
  readonly lists: Set<string>;
}

type Report = (node: ASTNode, text: string) => void;

interface Check {
  readonly schema: Types;
  readonly smallLists: SmallLists;
  readonly report: Report;
}

function readTypes(document: DocumentNode): Types {
  const composite = new Set<string>();
  const inputs = new Map<string, InputValueDefinitionNode[]>();
  const outputs = new Map<string, FieldDefinitionNode[]>();
  const objects: ObjectNode[] = [];
  const types: (ASTNode & Described)[] = [];
  for (const node of document.definitions) {
    if (node.kind.endsWith('TypeDefinition')) types.push(node as ASTNode & Described);
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) {
      objects.push(node);
      outputs.set(node.name.value, [...(outputs.get(node.name.value) ?? []), ...(node.fields ?? [])]);
      composite.add(node.name.value);
    }
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.UNION_TYPE_DEFINITION)
      composite.add(node.name.value);
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION)
      inputs.set(node.name.value, [...(node.fields ?? [])]);
  }
  return { types, objects, composite, inputs, outputs, lists: new Set() };
}

/** Definitions carry a description; extensions, which GraphQL gives none, do not. */
function mustBeDescribed(node: ASTNode): boolean {
  return (
    node.kind.endsWith('Definition') &&
    node.kind !== Kind.OPERATION_DEFINITION &&
    node.kind !== Kind.SCHEMA_DEFINITION
  );
}

/** What holds of every element, wherever it stands. */
function checkElement(node: ASTNode, report: Report): void {
  if (mustBeDescribed(node)) checkDescription(node as ASTNode & Described, report);
  if (node.kind === Kind.NAMED_TYPE && node.name.value === 'Float')
    report(node, 'Float is never exact: use Money, Decimal or Int');
  if (node.kind === Kind.INPUT_VALUE_DEFINITION) checkFieldName(node, report);
  if (node.kind === Kind.ENUM_VALUE_DEFINITION && !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(node.name.value)) {
    report(node, `enum value ${node.name.value} is not UPPER_CASE`);
  }
}

function checkDescription(node: ASTNode & Described, report: Report): void {
  const text = node.description?.value.replace(/\s+/g, ' ').trim();
  const name = node.name.value;
  if (!text) report(node, `${name} has no description`);
  else if (!text.endsWith('.')) report(node, `the description of ${name} does not end with a full stop`);
  else if (/[.!?] [A-Z]/.test(text.replace(/\b(?:e\.g|i\.e|No)\. /g, '')))
    report(node, `the description of ${name} is more than one sentence`);
}

function checkTypeName(name: string, node: ASTNode, report: Report): void {
  if (!/^[A-Z][A-Za-z0-9]*$/.test(name)) report(node, `type ${name} is not in PascalCase`);
  if (bareNames.includes(name)) report(node, `type ${name} could be several things: say which`);
}

function checkFieldName(node: FieldDefinitionNode | InputValueDefinitionNode, report: Report): void {
  const name = node.name.value;
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) report(node, `${name} is not in camelCase`);
  if (emptyFields.includes(name)) report(node, `${name} says nothing`);
}

function checkField(
  type: ObjectNode,
  field: FieldDefinitionNode,
  { schema, smallLists, report }: Check,
): void {
  const at = `${type.name.value}.${field.name.value}`;
  const inner = innerType(field.type);
  checkFieldName(field, report);
  const masked = field.directives?.some((directive) => directive.name.value === 'masked');
  if (masked && field.type.kind === Kind.NON_NULL_TYPE)
    report(field, `${at} is masked, so it must be nullable`);
  if (
    amounts.test(field.name.value) &&
    !notAmounts.test(field.name.value) &&
    ['Decimal', 'Int', 'Float', 'String'].includes(inner) &&
    !numberTypes.includes(type.name.value)
  ) {
    report(field, `${at} is an amount, so it must be Money and not ${inner}`);
  }
  if (inner.endsWith('Connection')) checkConnectionField(at, field, report);
  if (type.name.value === 'Mutation') checkMutation(field, schema, report);
  if (!isList(field.type) || !schema.composite.has(inner)) return;
  schema.lists.add(at).add(`*.${field.name.value}`);
  const ofConnection =
    type.name.value.endsWith('Connection') && ['nodes', 'edges'].includes(field.name.value);
  const ofPayload = type.name.value.endsWith('Payload') && field.name.value === 'problems';
  if (!ofConnection && !ofPayload && !smallLists[at] && !smallLists[`*.${field.name.value}`])
    report(field, `${at} is a list of objects: make it a connection, or list what bounds it`);
}

function checkConnectionField(at: string, field: FieldDefinitionNode, report: Report): void {
  const given = new Map(field.arguments?.map((argument) => [argument.name.value, argument]));
  for (const [name, type] of Object.entries(connectionArguments)) {
    const argument = given.get(name);
    if (!argument) report(field, `${at} is a connection without the argument ${name}`);
    else if (written(argument.type) !== type)
      report(field, `${at}(${name}:) is ${written(argument.type)}, not ${type}`);
  }
}

function checkConnectionType(type: ObjectNode, report: Report): void {
  const node = type.name.value.replace(/Connection$/, '');
  const expected = {
    edges: `[${node}Edge!]!`,
    nodes: `[${node}!]!`,
    pageInfo: 'PageInfo!',
    totalCount: 'Int!',
  };
  const fields = new Map(type.fields?.map((field) => [field.name.value, written(field.type)]));
  for (const [name, wanted] of Object.entries(expected)) {
    const found = fields.get(name);
    if (found !== wanted) report(type, `${type.name.value}.${name} is ${found ?? 'missing'}, not ${wanted}`);
  }
}

function checkMutation(field: FieldDefinitionNode, { inputs, outputs }: Types, report: Report): void {
  const name = field.name.value;
  const stem = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const takes = field.arguments
    ?.map((argument) => `${argument.name.value}: ${written(argument.type)}`)
    .join(', ');
  if (takes !== `input: ${stem}Input!`) report(field, `${name} takes (${takes}), not (input: ${stem}Input!)`);
  const requestId = inputs.get(`${stem}Input`)?.find((input) => input.name.value === 'requestId');
  if (!requestId || written(requestId.type) !== 'ID!') report(field, `${stem}Input has no requestId: ID!`);
  if (written(field.type) !== `${stem}Payload!`)
    report(field, `${name} returns ${written(field.type)}, not ${stem}Payload!`);
  const payload = new Map(
    outputs.get(`${stem}Payload`)?.map((output) => [output.name.value, written(output.type)]),
  );
  if (payload.get('problems') !== '[Problem!]!') report(field, `${stem}Payload has no problems: [Problem!]!`);
  // As soon as changes can wait for an approval.
  if (outputs.has('ChangeRequest') && payload.get('changeRequest') !== 'ChangeRequest')
    report(field, `${stem}Payload has no changeRequest: ChangeRequest`);
}

function innerType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : innerType(type.type);
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}

/** A type as the SDL writes it: `[Invoice!]!`. */
function written(type: TypeNode): string {
  if (type.kind === Kind.NAMED_TYPE) return type.name.value;
  return type.kind === Kind.LIST_TYPE ? `[${written(type.type)}]` : `${written(type.type)}!`;
}
