// Who may decide about an exception, which values may be put in a record's place, and what can be tried again at all.
import { type Problem, problem } from '../kernel/problems.ts';
import type { RecordDefinition } from '../platform/record-definition.ts';
import type { CheckedRecord, RecordValues } from '../platform/record-fault.ts';
import { hashRecord } from '../platform/record-unit.ts';

/** An exception as commands read it. */
export interface OpenException {
  readonly id: string;
  readonly class: string;
  readonly rule: string;
  readonly ownerRole: string;
  readonly assignee: string | null;
  readonly sourceId: string | null;
  readonly sourceKey: string | null;
  readonly recordType: string | null;
  readonly externalId: string | null;
  readonly runId: string | null;
  readonly line: number | null;
  /** The rows as they came. */
  readonly records: unknown;
  readonly resolution: string | null;
  readonly isResolved: boolean;
}

/** Roles that decide about every exception, whoever owns it. */
const DECIDE_ALL = ['data_steward', 'controller'];

/** Why somebody with these roles may not decide about the exception now. */
export function refuseDecision(
  { ownerRole, isResolved, resolution }: OpenException,
  roles: ReadonlySet<string>,
): Problem | undefined {
  if (![ownerRole, ...DECIDE_ALL].some((role) => roles.has(role))) {
    const message = `The exception belongs to ${ownerRole}: that role, ${DECIDE_ALL.join(' or ')} decides about it.`;
    return problem('NOT_PERMITTED', message);
  }
  if (isResolved) return problem('ALREADY_RESOLVED', `The exception was resolved before: ${resolution}`);
  return undefined;
}

export interface EditedValue {
  readonly field: string;
  readonly value?: string | null;
}

/** Field groups whose values take effect only after an approval. */
const APPROVED_GROUPS = ['customer.tax', 'customer.bank'];

/** What is wrong with values that somebody puts in a record's place, before they are checked as a source's would be. */
export function refuseEdits(
  { record, fields, group }: RecordDefinition,
  values: readonly EditedValue[],
): Problem[] {
  const named = new Set<string>();
  return values.flatMap(({ field }, index) => {
    const path = ['input', 'values', String(index), 'field'];
    const known = fields[field];
    const again = named.has(field);
    named.add(field);
    if (!known) return [problem('INVALID_VALUE', `${record} has no field ${JSON.stringify(field)}.`, path)];
    if (again) return [problem('INVALID_VALUE', `${field} is given twice.`, path)];
    const owner = known.group ?? group ?? '';
    if (!APPROVED_GROUPS.includes(owner)) return [];
    return [
      problem('APPROVAL_REQUIRED', `${field} belongs to ${owner}, which changes by approval only.`, path),
    ];
  });
}

/** Whether an exception stands for a parent that has not come. */
export function isMissingParent({ class: kind, records }: OpenException): boolean {
  return kind === 'REFERENCE' && records === null;
}

/** The record as it was kept, or why it cannot be applied again. */
export function storedRecords(
  { rule, records, recordType, externalId, sourceId, runId }: OpenException,
  definition: RecordDefinition | undefined,
): readonly CheckedRecord[] | Problem {
  const refused = (message: string) => problem('NOT_RETRYABLE', message);
  if (!Array.isArray(records) || records.length === 0 || sourceId === null || runId === null)
    return refused('No record stands behind the exception: it ends when its cause is gone.');
  if (!definition) return refused(`${recordType ?? 'The row'} is no record that could be applied.`);
  if (rule === definition.parts?.rule)
    return refused('The exception ends by itself when its parts have come.');
  if (externalId === null) return refused('The row has no id: the source must send it anew.');
  const kept = records.map((row) => keptRecord(row, externalId));
  const foreign = kept.flatMap(({ values }) => Object.keys(values)).find((name) => !definition.fields[name]);
  if (foreign === undefined) return kept;
  return refused(
    `The row was kept as its source wrote it, with ${JSON.stringify(foreign)}: mend the mapping and send it anew.`,
  );
}

/** Rows that never became a unit were kept without what a check adds. */
function keptRecord(row: unknown, externalId: string): CheckedRecord {
  const given = row as Partial<CheckedRecord>;
  const values = given.values ?? {};
  return {
    file: given.file ?? '',
    line: given.line ?? 0,
    externalId: given.externalId ?? externalId,
    values,
    hash: given.hash ?? hashRecord(given.externalId ?? externalId, values),
    defaulted: given.defaulted ?? [],
    version: given.version ?? null,
    partial: given.partial ?? false,
    removed: given.removed ?? null,
  };
}

/**
 * The rows with edited values in the one at fault. They keep the hash of what came, so that the inbox knows the source's own
 * content again when it is sent once more.
 */
export function withEdits(
  records: readonly CheckedRecord[],
  line: number | null,
  edits: readonly EditedValue[],
): readonly CheckedRecord[] {
  if (edits.length === 0) return records;
  const at = records.find((record) => record.line === line) ?? records[0];
  const edited = Object.fromEntries(edits.map(({ field, value }) => [field, value ?? null]));
  return records.map((record) =>
    record === at ? { ...record, values: { ...record.values, ...edited } as RecordValues } : record,
  );
}
