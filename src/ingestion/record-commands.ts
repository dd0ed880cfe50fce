// All kinds of records that can come in, in the order of the slices, and the order in which a run applies them.
import { cashRecords } from '../billing/cash-commands.ts';
import { invoiceRecords } from '../billing/invoice-commands.ts';
import { collectionsRecords } from '../collections/commands.ts';
import { contractRecords } from '../contracts/commands.ts';
import { contractLineRecords } from '../contracts/line-commands.ts';
import { customerRecords } from '../customers/commands.ts';
import { contactRecords } from '../customers/contact-commands.ts';
import { entityRecords } from '../entities/commands.ts';
import { ledgerRecords } from '../ledger/commands.ts';
import type { RecordDefinition } from '../platform/record-definition.ts';
import { productRecords } from '../products/commands.ts';

/** Every record type, in the order of the slices: what `describeRecords` turns into documentation. */
export const canonicalRecords: readonly RecordDefinition[] = [
  ...entityRecords,
  ...productRecords,
  ...customerRecords,
  ...contactRecords,
  ...contractRecords,
  ...contractLineRecords,
  ...ledgerRecords,
  ...invoiceRecords,
  ...cashRecords,
  ...collectionsRecords,
];

/** Record types such that whatever a record refers to comes before it; otherwise as the slices stand. */
export const importOrder: readonly RecordDefinition[] = sortByReference(canonicalRecords);

function sortByReference(definitions: readonly RecordDefinition[]): RecordDefinition[] {
  const byName = new Map(definitions.map((definition) => [definition.record, definition]));
  const sorted = new Set<RecordDefinition>();
  const open = new Set<RecordDefinition>();
  const visit = (definition: RecordDefinition) => {
    if (sorted.has(definition)) return;
    if (open.has(definition))
      throw new Error(`records refer to each other in a circle: ${definition.record}`);
    open.add(definition);
    for (const name of parentsOf(definition)) {
      const parent = byName.get(name);
      if (!parent) throw new Error(`${definition.record} refers to ${name}, which is no record`);
      visit(parent);
    }
    sorted.add(definition);
  };
  for (const definition of definitions) visit(definition);
  return [...sorted];
}

/** Record types that it refers to. One that refers to its own kind (a master contract) is no parent to wait for. */
function parentsOf({ record, fields }: RecordDefinition): string[] {
  const parents = new Set<string>();
  for (const field of Object.values(fields)) {
    if (field.kind === 'legal_entity') parents.add('legal_entity');
    if (field.record !== null) parents.add(field.record);
  }
  parents.delete(record);
  return [...parents];
}
