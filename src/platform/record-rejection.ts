// Rows that could not be taken, as exceptions: with file, line, record, field, value and reason, so that somebody can mend them.
import { endRecordExceptions, type RaisedException, raiseExceptions } from './exceptions.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import type { RecordFault, RecordValues } from './record-fault.ts';
import { REMOVED_RULE } from './record-removal.ts';
import type { Unit } from './record-unit.ts';

/** A row that is no unit at all: without an id, ragged, not understood. */
export interface Rejection {
  readonly file: string;
  readonly line: number;
  readonly record: string | null;
  readonly externalId: string | null;
  readonly fault: RecordFault;
  readonly values: RecordValues | null;
}

/** Raises what is wrong with units and rows; what stands open already is counted, what was wrong with them before ends. */
export async function raiseFaults(
  context: BatchContext,
  definition: RecordDefinition,
  faults: ReadonlyMap<Unit, RecordFault>,
  rejections: readonly Rejection[],
): Promise<void> {
  const raised = [
    ...rejections.map((rejection) => ofRejection(context, definition, rejection)),
    ...[...faults].map(([unit, wrong]) => ofUnit(context, definition, unit, wrong)),
  ];
  await raiseExceptions(context.tx, raised);
  if (!context.troubled.has(definition.record)) return;
  await endRecordExceptions(context.tx, {
    sourceId: context.sourceId,
    recordType: definition.record,
    externalIds: raised.flatMap(({ externalId }) => externalId ?? []),
    butRules: rulesOfItsOwn(definition),
    butThese: raised.map(({ identity }) => identity),
  });
}

/** Ends what stood against records that are well now. */
export async function endFaults(
  context: BatchContext,
  definition: RecordDefinition,
  { applied, unchanged }: { applied: readonly Unit[]; unchanged: readonly Unit[] },
): Promise<void> {
  if (!context.troubled.has(definition.record)) return;
  const { sourceId } = context;
  const end = async (units: readonly Unit[], butRules: readonly string[]) =>
    await endRecordExceptions(context.tx, {
      sourceId,
      recordType: definition.record,
      externalIds: units.map((unit) => unit.externalId),
      butRules,
    });
  await end(applied, rulesOfItsOwn(definition));
  await end(unchanged, [...rulesOfItsOwn(definition), REMOVED_RULE]);
}

/** That a record lacks its parts is not mended by taking the record. */
function rulesOfItsOwn({ parts }: RecordDefinition): string[] {
  return parts === null ? [] : [parts.rule];
}

function ofUnit(
  context: BatchContext,
  definition: RecordDefinition,
  unit: Unit,
  wrong: RecordFault,
): RaisedException {
  const first = unit.at ?? unit.records[0];
  return {
    ...ofRow(context, definition, wrong, {
      record: definition.record,
      externalId: unit.externalId,
      file: first?.file ?? '',
      line: first?.line ?? 0,
      values: first?.values ?? null,
    }),
    records: JSON.stringify(unit.records),
  };
}

function ofRejection(
  context: BatchContext,
  definition: RecordDefinition,
  { fault, values, ...row }: Rejection,
): RaisedException {
  return {
    ...ofRow(context, definition, fault, { ...row, values }),
    records:
      values && JSON.stringify([{ file: row.file, line: row.line, externalId: row.externalId, values }]),
  };
}

export interface FaultyRow {
  readonly record: string | null;
  readonly externalId: string | null;
  readonly file: string;
  readonly line: number;
  readonly values: RecordValues | null;
}

/** What makes two faults the same work: the record, or its place where it has no id, the rule and the field. */
export function faultIdentity(
  sourceId: string,
  record: string | null,
  { externalId, rule, field = null }: { externalId: string; rule: string; field?: string | null },
): (string | null)[] {
  return ['record', sourceId, record, externalId, rule, field];
}

/** The exception of one row: with the customer, the entity and the sum that it names. */
export function ofRow(
  { sourceId, runId }: BatchContext,
  { fields }: RecordDefinition,
  wrong: RecordFault,
  { record, externalId, file, line, values }: FaultyRow,
): RaisedException {
  const amount = ['total', 'amount'].map((name) => values?.[name]).find((value) => isAmount(value));
  const currency = fields.currency && values?.currency;
  return {
    class: wrong.class,
    rule: wrong.rule,
    message: wrong.message,
    identity: faultIdentity(sourceId, record, {
      externalId: externalId ?? `${file}:${line}`,
      rule: wrong.rule,
      field: wrong.field,
    }),
    sourceId,
    recordType: record,
    externalId,
    runId,
    file,
    line,
    field: wrong.field,
    value: wrong.value,
    customer: record === 'customer' ? externalId : (values?.customer ?? null),
    legalEntity: values?.legal_entity ?? null,
    // A sum is at risk only where both parts of it can be read.
    ...(amount && currency && { amountAtRisk: amount, currency }),
  };
}

function isAmount(value: string | null | undefined): value is string {
  return typeof value === 'string' && /^-?\d{1,30}(\.\d{1,20})?$/.test(value.trim());
}
