// The streams of sales orders and of what was delivered of them.
import type { RecordStream } from '../format.ts';
import type { SapFacts } from './sap-facts.ts';
import { keysIn, type SapFiles, type SapIndex } from './sap-files.ts';
import {
  deliveryKey,
  orderFields,
  orderItemFields,
  orderItemKey,
  orderKey,
  referredItemKey,
} from './sap-order-rules.ts';
import { descriptionStreams, ignored, streamsOf } from './sap-streams.ts';
import { type SapRow, toRecord } from './sap-value-rules.ts';

export function orderStreams(files: SapFiles, facts: SapFacts): RecordStream[] {
  return [
    ...streamsOf(files, {
      record: 'contract',
      tables: ['sales_order_headers'],
      isLeading: true,
      async prepare(portion) {
        const items = await files.find('sales_order_items', orderKey, keysIn(portion, orderKey));
        return (row) => {
          const id = orderKey(row.values);
          const company = facts.companyOf(row.values.salesOrganization ?? '');
          const fields = orderFields(row.values, { company, items: items.get(id) ?? [] });
          return toRecord(row, 'contract', id, fields);
        };
      },
    }),
    ...streamsOf(files, {
      record: 'contract_line',
      tables: ['sales_order_items'],
      isLeading: true,
      prepare: (portion) => prepareItems(files, portion),
    }),
    ...descriptionStreams(files, {
      rule: 'taken-with-order-item',
      record: 'contract_line',
      table: 'sales_order_schedule_lines',
      describes: 'sales_order_items',
      keyOfRow: orderItemKey,
      field: 'salesOrder',
    }),
    ...streamsOf(files, {
      record: 'contract_line',
      tables: ['outbound_delivery_headers', 'outbound_delivery_items'],
      isLeading: true,
      prepare: async () => (row) => ignored(row, 'delivery-as-evidence'),
    }),
  ];
}

async function prepareItems(files: SapFiles, portion: readonly SapRow[]) {
  const orders = await files.find('sales_order_headers', orderKey, keysIn(portion, orderKey));
  const keys = keysIn(portion, orderItemKey);
  const scheduleLines = await files.find('sales_order_schedule_lines', orderItemKey, keys);
  const deliveryItems = await files.find('outbound_delivery_items', referredItemKey, keys);
  const headers = await deliveriesOf(files, deliveryItems);
  return (row: SapRow) => {
    const id = orderItemKey(row.values);
    const fields = orderItemFields(row.values, {
      order: orders.get(orderKey(row.values))?.[0]?.values,
      scheduleLines: scheduleLines.get(id) ?? [],
      deliveries: (deliveryItems.get(id) ?? []).map(
        ({ values }) => headers.get(deliveryKey(values))?.[0]?.values,
      ),
    });
    return toRecord(row, 'contract_line', id, fields);
  };
}

function deliveriesOf(files: SapFiles, items: SapIndex): Promise<SapIndex> {
  const keys = keysIn([...items.values()].flat(), deliveryKey);
  return files.find('outbound_delivery_headers', deliveryKey, keys);
}
