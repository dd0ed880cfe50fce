// Applying the record behind an exception again, as it came or with edited values: through the same door as when it first came.
// What fails again leaves nothing but the exception, which then says why.
import type { CommandCall, CommandOutcome } from '../graph/commands.ts';
import type { RetryExceptionInput } from '../graph/types.gen.ts';
import { type Problem, problem } from '../kernel/problems.ts';
import { auditChanges } from '../platform/audit.ts';
import { runSql } from '../platform/command.ts';
import { fingerprintOf } from '../platform/exceptions.ts';
import { readWantedTypes } from '../platform/outbox-endpoints.ts';
import { applyBatch, lockRecords } from '../platform/record-command.ts';
import { type BatchContext, describeRecords, type RecordDefinition } from '../platform/record-definition.ts';
import type { CheckedRecord, RecordFault } from '../platform/record-fault.ts';
import { faultIdentity } from '../platform/record-rejection.ts';
import { type Disposition, toUnits, type Unit, type UnitOutcome } from '../platform/record-unit.ts';
import { checkValues } from '../platform/record-values.ts';
import { raiseMissing, sweepWaits } from '../platform/record-wait.ts';
import { mayReadMessage, readableOf } from './exception-mask-rules.ts';
import {
  type EditedValue,
  isMissingParent,
  type OpenException,
  refuseDecision,
  refuseEdits,
  storedRecords,
  withEdits,
} from './exception-rules.ts';
import {
  addHistory,
  changeRule,
  countWaiting,
  endException,
  keepOriginal,
  readException,
} from './exception-store.ts';
import { applyAllDue } from './parked-commands.ts';
import { canonicalRecords } from './record-commands.ts';
import { countRows, findEntity, listTroubledTypes, loadCurrencies, noteEntities } from './store.ts';

type Call = CommandCall<RetryExceptionInput>;

const definitions = new Map(canonicalRecords.map((definition) => [definition.record, definition]));
const descriptions = describeRecords(canonicalRecords);

export async function retryException(call: Call): Promise<CommandOutcome> {
  const { tx, input, caller } = call;
  const found = await readException(tx, input.id);
  const unlocked = refuseDecision(found, caller.roles);
  if (unlocked) return { objectId: found.id, problems: [unlocked] };
  // In the order in which imports take them: first the records, then the exception.
  if (found.sourceKey !== null && found.recordType !== null)
    await lockRecords(tx, found.sourceKey, found.recordType);
  const exception = await readException(tx, input.id, 'locked');
  const refused = refuseDecision(exception, caller.roles);
  const problems = refused ? [refused] : await tryAgain(call, exception);
  return { objectId: exception.id, problems };
}

async function tryAgain(call: Call, exception: OpenException): Promise<Problem[]> {
  const edits = call.input.values ?? [];
  if (isMissingParent(exception)) {
    if (edits.length === 0) return await recheckParent(call, exception);
    return [problem('NOT_RETRYABLE', 'What is missing has no values that could be edited.')];
  }
  const definition = definitions.get(exception.recordType ?? '');
  const records = storedRecords(exception, definition);
  if ('code' in records) return [records];
  if (!definition) throw new Error('a record without definition');
  const wrong = refuseEdits(definition, edits);
  if (wrong.length > 0) return wrong;
  const context = await contextOf(call, {
    sourceId: exception.sourceId ?? '',
    sourceKey: exception.sourceKey ?? '',
    runId: exception.runId ?? '',
  });
  return await applyAgain({ call, exception, definition, context, records, edits });
}

interface Retry {
  readonly call: Call;
  readonly exception: OpenException;
  readonly definition: RecordDefinition;
  readonly context: BatchContext;
  /** The rows as they came. */
  readonly records: readonly CheckedRecord[];
  readonly edits: readonly EditedValue[];
}

async function applyAgain(retry: Retry): Promise<Problem[]> {
  const { call, exception, definition, context, records, edits } = retry;
  const { tx, caller } = call;
  const unit = unitOf(definition, withEdits(records, exception.line, edits));
  if (!unit) return [problem('NOT_RETRYABLE', 'The rows no longer belong to one record.')];
  await runSql(tx, 'savepoint retry');
  // Ended before, so that what the record's success ends is all the rest.
  const end = async (reason: string) =>
    await endException(tx, exception.id, { by: caller.subject, at: caller.now, reason });
  await end('A retry applies the record.');
  const outcome = await attempt(context, definition, unit);
  if (outcome.fault !== null && outcome.disposition === 'FAILED') {
    await runSql(tx, 'rollback to retry');
    return await failAgain(retry, unit, outcome.fault);
  }
  await runSql(tx, 'release retry');
  const reason = RESOLUTIONS[outcome.disposition] ?? 'A retry applied the record.';
  await end(reason);
  await keepOriginal(tx, exception.id, { records: exception.records, edited: editedOf(edits) });
  await tell(retry, 'RESOLVED', reason);
  await count(context, definition, outcome);
  await noteNamedEntity(context, outcome.unit);
  if (outcome.disposition === 'PARKED') await raiseMissing(tx, context.runId);
  await applyAllDue((origin) => contextOf(call, origin), tx);
  return [];
}

const RESOLUTIONS: Partial<Record<Disposition, string>> = {
  UNCHANGED: 'A retry found the record as it stands.',
  SHADOWED: 'A retry kept what the record says beside the value in force.',
  IGNORED: 'A newer content of the record has been taken since.',
  PARKED: 'A retry found that the record waits for what it refers to.',
};

/** The record once more, so that its failure is told by this exception, whatever rule it breaks now. */
async function failAgain(retry: Retry, unit: Unit, wrong: RecordFault): Promise<Problem[]> {
  const { call, exception, definition, context, edits } = retry;
  const { tx, caller } = call;
  const identity = faultIdentity(context.sourceId, definition.record, {
    externalId: unit.externalId,
    rule: wrong.rule,
    field: wrong.field,
  });
  const { class: kind, rule, field } = wrong;
  await changeRule(tx, exception.id, { fingerprint: fingerprintOf(identity), class: kind, rule, field });
  await attempt(context, definition, unit);
  await keepOriginal(tx, exception.id, { records: exception.records, edited: editedOf(edits) });
  await tell(retry, 'RETRIED', `It fails again: ${rule}`);
  const readable = readableOf(descriptions, caller.lifted);
  const about = { class: kind, record: definition.record, field };
  const message = mayReadMessage(readable, about)
    ? wrong.message
    : `${field ?? 'It'} breaks the rule ${rule}.`;
  const at = edits.findIndex((edit) => edit.field === field);
  return [problem('STILL_FAILING', message, at === -1 ? null : ['input', 'values', String(at), 'value'])];
}

/** Applies the unit, or leaves an exception that says why it cannot be. */
async function attempt(
  context: BatchContext,
  definition: RecordDefinition,
  unit: Unit,
): Promise<UnitOutcome> {
  const known = { currencies: context.minorDigits };
  const faults = new Map<Unit, RecordFault>();
  const records: CheckedRecord[] = [];
  let at: CheckedRecord | undefined;
  let wrong: RecordFault | undefined;
  for (const record of unit.records) {
    const isPartial = record.partial || record.removed !== null;
    const checked = checkValues(definition, record.values, known, isPartial);
    const kept = 'fault' in checked ? record : { ...record, values: checked.values };
    records.push(kept);
    if (!('fault' in checked) || wrong) continue;
    wrong = checked.fault;
    at = kept;
  }
  const placed: Unit = { ...unit, records, ...(at && { at }) };
  if (wrong) faults.set(placed, wrong);
  const { outcomes, entityIds } = await applyBatch(context, definition, {
    units: [placed],
    faults,
    rejections: [],
  });
  await noteEntities(context.tx, context.sourceId, entityIds);
  const [outcome] = outcomes;
  if (!outcome) throw new Error(`nothing became of ${definition.record} ${unit.externalId}`);
  return outcome;
}

function unitOf(definition: RecordDefinition, records: readonly CheckedRecord[]): Unit | undefined {
  const [unit, ...others] = toUnits(definition, records);
  return others.length === 0 ? unit : undefined;
}

/** What was counted as failed when it came is counted as what it is now. */
async function count(
  { tx, runId }: BatchContext,
  { record }: RecordDefinition,
  { unit, disposition }: UnitOutcome,
): Promise<void> {
  const { length } = unit.records;
  const moved = new Map<Disposition, number>([
    ['FAILED', -length],
    [disposition, length],
  ]);
  await countRows(tx, { runId, record }, moved);
}

async function noteNamedEntity({ tx, sourceId }: BatchContext, { records }: Unit): Promise<void> {
  const code = records[0]?.values.legal_entity;
  const entityId = code ? await findEntity(tx, code) : undefined;
  if (entityId !== undefined) await noteEntities(tx, sourceId, [entityId]);
}

function editedOf(edits: readonly EditedValue[]): Readonly<Record<string, string | null>> | null {
  return edits.length === 0
    ? null
    : Object.fromEntries(edits.map(({ field, value }) => [field, value ?? null]));
}

/** What has been done, for the history and the audit. */
async function tell(
  { call: { tx, caller }, exception, edits }: Retry,
  kind: 'RETRIED' | 'RESOLVED',
  note: string,
): Promise<void> {
  const actor = caller.subject;
  if (edits.length > 0) {
    const fields = edits.map(({ field }) => field).join(', ');
    await addHistory(tx, exception.id, { kind: 'EDITED', actor, note: fields });
  }
  if (kind === 'RESOLVED') await addHistory(tx, exception.id, { kind: 'RETRIED', actor, note: null });
  await addHistory(tx, exception.id, { kind, actor, note });
  const after = { status: kind === 'RESOLVED' ? 'RESOLVED' : 'OPEN', edited: editedOf(edits), note };
  const change = { objectType: 'EXCEPTION', objectId: exception.id, before: { status: 'OPEN' }, after };
  await auditChanges(tx, caller, [change]);
}

/** Whether the missing parent has come by another way than an import of its own. */
async function recheckParent(call: Call, exception: OpenException): Promise<Problem[]> {
  const { tx, caller } = call;
  await sweepWaits(tx);
  await applyAllDue((origin) => contextOf(call, origin), tx);
  const { sourceId, recordType, externalId } = exception;
  const waiting = await countWaiting(tx, { sourceId, type: recordType, id: externalId });
  const actor = caller.subject;
  if (waiting > 0) {
    const what = `${recordType} ${JSON.stringify(externalId)}`;
    const note = `${what} has not come: ${waiting} ${waiting === 1 ? 'record waits' : 'records wait'} for it`;
    await addHistory(tx, exception.id, { kind: 'RETRIED', actor, note });
    return [problem('STILL_FAILING', `${note}.`)];
  }
  const note = 'Nothing waits for it any more.';
  await endException(tx, exception.id, { by: actor, at: caller.now, reason: note });
  await addHistory(tx, exception.id, { kind: 'RETRIED', actor, note: null });
  await addHistory(tx, exception.id, { kind: 'RESOLVED', actor, note });
  const [before, after] = [{ status: 'OPEN' }, { status: 'RESOLVED', note }];
  await auditChanges(tx, caller, [{ objectType: 'EXCEPTION', objectId: exception.id, before, after }]);
  return [];
}

async function contextOf(
  { tx, caller }: Call,
  origin: Pick<BatchContext, 'sourceId' | 'sourceKey' | 'runId'>,
): Promise<BatchContext> {
  return {
    tx,
    ...origin,
    today: caller.now.slice(0, 10),
    minorDigits: await loadCurrencies(tx),
    troubled: await listTroubledTypes(tx, origin.sourceId),
    wanted: await readWantedTypes(tx),
    definitions,
  };
}
