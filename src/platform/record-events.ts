// What a batch tells the outbox: which objects it made or changed, in which fields. Receivers ask the graph for the values, with
// rights of their own.

import { addEvents } from './outbox.ts';
import type { Applied } from './record-apply.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';

/** Adds an event per object that was made or changed, where some endpoint is registered for objects of the type. */
export async function announceChanges(
  { tx, sourceKey, wanted }: BatchContext,
  { object, record }: RecordDefinition,
  changed: readonly Applied[],
): Promise<void> {
  if (object === null || !wanted.has(object)) return;
  await addEvents(
    tx,
    changed.flatMap(({ placed: { unit, targetId, isNew }, filled }) => {
      if (targetId === null) return [];
      const fields = filled ?? unit.records.flatMap(({ values }) => Object.keys(values));
      return [
        {
          eventType: `com.revgraph.${record}.${isNew ? 'created' : 'changed'}`,
          objectType: object,
          objectId: targetId,
          subject: unit.externalId,
          data: { id: targetId, source: sourceKey, externalId: unit.externalId, fields },
        },
      ];
    }),
  );
}
