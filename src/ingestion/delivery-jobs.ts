// Deliveries that stopped become work: one exception of class WRITE_BACK per object and endpoint, however many events stop.
import type { Transaction } from 'kysely';
import { raiseExceptions } from '../platform/exceptions.ts';
import type { StoppedDelivery } from '../platform/outbox-claims.ts';
import type { DeliveryPorts } from '../platform/outbox-worker.ts';
import type { DB } from '../platform/tables.gen.ts';

/** What the worker of deliveries calls in the transaction in which some stop. */
export const deliveryPorts: DeliveryPorts = {
  onParked: async (tx, stopped) =>
    await raiseStopped(
      tx,
      stopped,
      'event_is_delivered',
      ({ attempts }) => `was not taken in ${attempts} tries`,
    ),
  onRefused: async (tx, stopped) => await raiseStopped(tx, stopped, 'event_is_taken', () => 'was refused'),
};

async function raiseStopped(
  tx: Transaction<DB>,
  stopped: readonly StoppedDelivery[],
  rule: string,
  end: (delivery: StoppedDelivery) => string,
): Promise<void> {
  await raiseExceptions(
    tx,
    stopped.map((delivery) => {
      const { eventType, subject, url, lastStatus, lastError, objectType, objectId, endpointId } = delivery;
      const answer = lastStatus === null ? (lastError ?? 'no answer') : `status ${lastStatus}`;
      return {
        class: 'WRITE_BACK',
        rule,
        message: `${eventType} of ${subject} ${end(delivery)} at ${new URL(url).host}: ${answer}`,
        identity: ['delivery', endpointId, objectType, objectId, rule],
        sourceId: delivery.sourceSystemId,
        externalId: subject,
        objectType,
        objectId,
        customerId: objectType === 'CUSTOMER' ? objectId : null,
      };
    }),
  );
}
