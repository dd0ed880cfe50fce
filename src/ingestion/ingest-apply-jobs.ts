// Applies messages that were pushed: what each makes goes through the batch command of its record type, in dependency order, in the
// one transaction in which the messages get their dispositions.

import type { IngestSource } from '../platform/config.ts';
import { type RaisedException, raiseExceptions } from '../platform/exceptions.ts';
import { applyBatch } from '../platform/record-command.ts';
import type { BatchContext, RecordDefinition } from '../platform/record-definition.ts';
import type { RecordFault } from '../platform/record-fault.ts';
import type { Rejection } from '../platform/record-rejection.ts';
import type { Disposition, Unit, UnitOutcome } from '../platform/record-unit.ts';
import { BatchMaker, type CheckedBatch } from './check-commands.ts';
import type { FormatItem } from './format.ts';
import { type MessageItem, translate } from './ingest-message-commands.ts';
import { endMessages, type MessageEnd, originOf, type StoredMessage } from './ingest-store.ts';
import { importOrder } from './record-commands.ts';
import { countRows } from './store.ts';

export interface ApplyParts {
  readonly context: BatchContext;
  readonly settings: IngestSource;
}

export interface AppliedMessages {
  /** Record types of which anything came. */
  readonly records: readonly string[];
  readonly entityCodes: readonly string[];
  readonly entityIds: readonly string[];
}

/** What became of the parts of each message, by the file of its rows. */
class Ends {
  readonly #byFile = new Map<string, MessageEnd[]>();

  add(file: string, disposition: Disposition, reason: string | null = null): void {
    const ends = this.#byFile.get(file) ?? [];
    ends.push({ disposition, reason });
    this.#byFile.set(file, ends);
  }

  /** One disposition of all (DOMAIN section 10). A message that makes nothing is ignored. */
  of(file: string): MessageEnd {
    const ends = this.#byFile.get(file) ?? [];
    for (const disposition of RANKED) {
      const found = ends.find((end) => end.disposition === disposition);
      if (found) return found;
    }
    return { disposition: 'IGNORED', reason: 'nothing-made' };
  }
}

const RANKED: readonly Disposition[] = ['APPLIED', 'PARKED', 'SHADOWED', 'FAILED', 'UNCHANGED', 'IGNORED'];

export interface OwnItems {
  readonly file: string;
  readonly items: readonly MessageItem[];
}

export async function applyMessages(
  { context, settings }: ApplyParts,
  messages: readonly StoredMessage[],
): Promise<AppliedMessages> {
  const ends = new Ends();
  const all = messages.map(({ messageId, ...message }): OwnItems => {
    const at = originOf(messageId);
    const items = translate({ ...message, source: context.sourceKey }, settings, at);
    return { file: at.file, items };
  });
  await refuseWhole(context, messages, all, ends);
  const applied = await applyItems({ context, settings }, all, (_record, { file, disposition, fault }) =>
    ends.add(file, disposition, reasonOf(disposition, fault)),
  );
  await endMessages(
    context.tx,
    messages.map((message) => [message, ends.of(originOf(message.messageId).file)] as const),
  );
  return applied;
}

/** What became of a record, or of the rows that came as one. */
export interface ItemEnd {
  readonly file: string;
  readonly line: number;
  readonly rows: number;
  readonly disposition: Disposition;
  readonly fault: RecordFault | null;
}

/** Applies items of all types in dependency order; those that came together must not hold an id twice without versions. */
export async function applyItems(
  { context, settings }: ApplyParts,
  all: readonly OwnItems[],
  told: (record: string, end: ItemEnd) => void,
): Promise<AppliedMessages> {
  const records: string[] = [];
  const entityCodes = new Set<string>();
  const entityIds = new Set<string>();
  for (const definition of importOrder) {
    const { record } = definition;
    const rounds = await roundsOf(definition, all, { context, settings });
    for (const round of rounds) {
      const { outcomes, entityIds: ids } = await applyBatch(context, definition, round);
      await keepCounts(context, definition, round.rejections, outcomes);
      for (const { file, line, fault } of round.rejections)
        told(record, { file, line, rows: 1, disposition: 'FAILED', fault });
      for (const { unit, disposition, fault } of outcomes) {
        const [first] = unit.records;
        const at = { file: first?.file ?? '', line: first?.line ?? 0, rows: unit.records.length };
        told(record, { ...at, disposition, fault });
      }
      for (const id of ids) entityIds.add(id);
      for (const code of codesOf(definition, round.units)) entityCodes.add(code);
    }
    if (rounds.length > 0) records.push(record);
  }
  return { records, entityCodes: [...entityCodes], entityIds: [...entityIds] };
}

function reasonOf(disposition: Disposition, fault: RecordFault | null): string | null {
  if (disposition === 'IGNORED') return 'superseded';
  return fault?.rule ?? null;
}

/** Rows that are ignored are counted by rule; a message that nobody understands is work, once for each of its type. */
async function refuseWhole(
  { tx, sourceId, runId }: BatchContext,
  messages: readonly StoredMessage[],
  all: readonly OwnItems[],
  ends: Ends,
): Promise<void> {
  const raised: RaisedException[] = [];
  for (const [index, { file, items }] of all.entries()) {
    for (const { item, record } of items) {
      if (item.kind === 'ignored') ends.add(file, 'IGNORED', item.rule);
      else if (item.kind === 'rejected' && record === null) {
        ends.add(file, 'FAILED', item.rule);
        const type = messages[index]?.type ?? '';
        raised.push({
          class: item.class,
          rule: item.rule,
          message: item.message,
          identity: ['message', sourceId, type, item.rule],
          sourceId,
          runId,
          externalId: messages[index]?.id ?? null,
          file,
          line: item.line,
          value: messages[index]?.payload ?? null,
        });
      }
    }
  }
  await raiseExceptions(tx, raised);
}

interface Round {
  readonly units: Unit[];
  readonly faults: Map<Unit, RecordFault>;
  readonly rejections: Rejection[];
}

/** The units of all messages such that no batch has an id twice, and each id's contents stand in the order in which they came. */
async function roundsOf(
  definition: RecordDefinition,
  all: readonly OwnItems[],
  { context, settings }: ApplyParts,
): Promise<Round[]> {
  const rounds: Round[] = [];
  const last = new Map<string, number>();
  for (const { items } of all) {
    const own = items.flatMap(({ item, record }) =>
      record === definition.record && item.kind !== 'ignored' ? [item] : [],
    );
    if (own.length === 0) continue;
    for (const batch of await check(definition, own, { context, settings })) place(rounds, last, batch);
  }
  return rounds;
}

async function check(
  definition: RecordDefinition,
  items: readonly FormatItem[],
  { context, settings }: ApplyParts,
): Promise<CheckedBatch[]> {
  const maker = new BatchMaker(definition, { currencies: context.minorDigits }, settings);
  async function* once() {
    yield items;
  }
  return await Array.fromAsync(maker.batches(once()));
}

function place(
  rounds: Round[],
  last: Map<string, number>,
  { units, faults, rejections }: CheckedBatch,
): void {
  const at = (index: number): Round => {
    const round = rounds[index] ?? { units: [], faults: new Map<Unit, RecordFault>(), rejections: [] };
    rounds[index] = round;
    return round;
  };
  if (rejections.length > 0) at(0).rejections.push(...rejections);
  for (const unit of units) {
    const index = (last.get(unit.externalId) ?? -1) + 1;
    last.set(unit.externalId, index);
    const round = at(index);
    round.units.push(unit);
    const wrong = faults.get(unit);
    if (wrong) round.faults.set(unit, wrong);
  }
}

async function keepCounts(
  { tx, runId }: BatchContext,
  { record }: RecordDefinition,
  rejections: readonly Rejection[],
  outcomes: readonly UnitOutcome[],
): Promise<void> {
  const counts = new Map<Disposition, number>();
  const add = (disposition: Disposition, rows: number) => {
    if (rows > 0) counts.set(disposition, (counts.get(disposition) ?? 0) + rows);
  };
  add('FAILED', rejections.length);
  for (const { unit, disposition } of outcomes) add(disposition, unit.records.length);
  await countRows(tx, { runId, record }, counts);
}

/** The legal entities that records name themselves. */
function codesOf({ record, fields }: RecordDefinition, units: readonly Unit[]): string[] {
  const naming = record === 'legal_entity' ? 'code' : 'legal_entity';
  if (!fields[naming]) return [];
  return units.flatMap((unit) => unit.records[0]?.values[naming] ?? []);
}

/** A message at which the program itself fails: kept as work, so that those behind it go on. */
export async function failMessage(
  { tx, sourceId, runId }: BatchContext,
  message: StoredMessage,
  incident: string,
): Promise<void> {
  const rule = 'message_is_applied';
  await raiseExceptions(tx, [
    {
      class: 'MAPPING',
      rule,
      message: `the message could not be applied, by a fault of this program: incident ${incident}`,
      identity: ['message', sourceId, message.messageId, rule],
      sourceId,
      runId,
      externalId: message.id,
      ...originOf(message.messageId),
      value: message.payload,
    },
  ]);
  await endMessages(tx, [[message, { disposition: 'FAILED', reason: rule }]]);
}
