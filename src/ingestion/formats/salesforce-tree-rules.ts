// SObject tree JSON: records with attributes, children nested in them, and references like `@AccountRef1` in place of ids. Numbers
// keep the text in which they were written.
import { plainName } from './salesforce-object-rules.ts';
import type { SalesforceValues } from './salesforce-value-rules.ts';

export interface TreeRecord {
  readonly object: string;
  /** Its reference within the tree's scope, or its record id; empty where it has neither. */
  readonly id: string;
  /** On which it says its reference or id; 0: it has neither. */
  readonly line: number;
  readonly values: SalesforceValues;
}

/** A file that says which files hold which objects. */
export type TreePlan = readonly string[];

/** The lookup field by which a child that is nested in its parent names it. */
const parentFields = new Map([
  ['Account Account', 'parentid'],
  ['Account Contact', 'accountid'],
  ['Account Opportunity', 'accountid'],
  ['Account Contract', 'accountid'],
  ['Account Order', 'accountid'],
  ['Contract Order', 'contractid'],
  ['Opportunity OpportunityLineItem', 'opportunityid'],
  ['Order OrderItem', 'orderid'],
  ['Pricebook2 PricebookEntry', 'pricebook2id'],
  ['Product2 PricebookEntry', 'product2id'],
]);

type Members = Readonly<Record<string, unknown>>;

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The JSON with every number as the text in which it was written, because an amount must not pass through a JS number.
 * Undefined where it is none.
 */
export function parseTree(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
  } catch {
    return undefined;
  }
}

/** The files that a plan names; undefined where it is no plan. */
export function readPlan(tree: unknown): TreePlan | undefined {
  if (!Array.isArray(tree) || tree.length === 0) return undefined;
  const steps: unknown[] = tree;
  const files: string[] = [];
  for (const step of steps) {
    if (!isMembers(step) || typeof step.sobject !== 'string' || !Array.isArray(step.files)) return undefined;
    files.push(...step.files.map(String));
  }
  return files;
}

/**
 * The records of a tree, children behind their parents. References hold within their scope (the folder of the export), so
 * that two exports that both count from AccountRef1 do not meet. Undefined where it is no tree.
 */
export function readTree(text: string, tree: unknown, scope: string): TreeRecord[] | undefined {
  const roots: unknown = isMembers(tree) ? tree.records : tree;
  if (!Array.isArray(roots) || !roots.every(isTreeRecord)) return undefined;
  const place = { scope, lines: findLines(text) };
  return roots.flatMap((record) => readRecord(record, place));
}

/** Where the records are read from. */
interface Place {
  readonly scope: string;
  /** By reference or record id, as it is written. */
  readonly lines: ReadonlyMap<string, number>;
}

/** The line on which each reference and record id stands for the first time. */
function findLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  let line = 1;
  for (const [found, name] of text.matchAll(/\n|"(?:referenceId|[Ii]d)"\s*:\s*"((?:[^"\\]|\\.)*)"/g)) {
    if (name !== undefined && !lines.has(name)) lines.set(name, line);
    line += found.split('\n').length - 1;
  }
  return lines;
}

function isTreeRecord(value: unknown): value is Members & { readonly attributes: Members } {
  return isMembers(value) && isMembers(value.attributes) && typeof value.attributes.type === 'string';
}

function readRecord(record: Members & { readonly attributes: Members }, place: Place): TreeRecord[] {
  const { scope, lines } = place;
  const { attributes, ...members } = record;
  const object = String(attributes.type);
  const reference = attributes.referenceId;
  const recordId = members.Id ?? members.id;
  const name = typeof reference === 'string' ? reference : typeof recordId === 'string' ? recordId : '';
  const id = typeof reference === 'string' ? `${scope}/${name}` : name;
  const values: Record<string, string | null> = {};
  const children: TreeRecord[] = [];
  for (const [name, value] of Object.entries(members)) {
    if (isMembers(value) && Array.isArray(value.records))
      children.push(...readChildren(value.records, { object, id }, place));
    else setValue(values, plainName(name), value, scope);
  }
  return [{ object, id, line: lines.get(name) ?? 0, values }, ...children];
}

function readChildren(
  records: readonly unknown[],
  parent: { readonly object: string; readonly id: string },
  place: Place,
): TreeRecord[] {
  return records.filter(isTreeRecord).flatMap((record) => {
    const field = parentFields.get(`${parent.object} ${String(record.attributes.type)}`);
    const [first, ...rest] = readRecord(record, place);
    if (!first || field === undefined) return first ? [first, ...rest] : rest;
    return [{ ...first, values: { [field]: parent.id, ...first.values } }, ...rest];
  });
}

function setValue(values: Record<string, string | null>, name: string, value: unknown, scope: string): void {
  if (typeof value === 'string') values[name] = value.startsWith('@') ? `${scope}/${value.slice(1)}` : value;
  else if (value === null) values[name] = null;
  else if (typeof value === 'boolean') values[name] = String(value);
  else if (isMembers(value)) {
    // A record that the field refers to, as queries give it: Owner.Name.
    for (const [member, inner] of Object.entries(value))
      if (member !== 'attributes') setValue(values, name + plainName(member), inner, scope);
  } else values[name] = JSON.stringify(value) ?? null;
}
