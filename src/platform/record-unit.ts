// What stands or falls together: one record, or all rows of a journal. And what became of it.
import { hash } from 'node:crypto';
import type { RecordDefinition } from './record-definition.ts';
import type { CheckedRecord, RecordFault, RecordValues } from './record-fault.ts';

export interface Unit {
  /** The record's own id, or that of what its rows belong to. */
  readonly externalId: string;
  readonly hash: string;
  readonly records: readonly CheckedRecord[];
  /** The newest version among its rows. */
  readonly version: string | null;
  /** The row at which a check found a fault. */
  readonly at?: CheckedRecord;
}

/** What became of a record: exactly one of these. */
export type Disposition = 'APPLIED' | 'UNCHANGED' | 'SHADOWED' | 'PARKED' | 'FAILED' | 'IGNORED';

/** What a unit says as JSON text, the form in which the inbox keeps it: the values, or a list of those of each row. */
export function payloadOf({ wholeBy }: RecordDefinition, { records }: Unit): string {
  const values = records.map((record) => record.values);
  return JSON.stringify(wholeBy === null ? values[0] : values);
}

export interface UnitOutcome {
  readonly unit: Unit;
  readonly disposition: Disposition;
  readonly fault: RecordFault | null;
}

/** 128 bits of a hash, as hexadecimal digits that PostgreSQL takes for a uuid. */
export function hashOf(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}

/** The hash by which a record is known to be the same as before: its id, all that it says, and whether it is gone. */
export function hashRecord(externalId: string, values: RecordValues, removed: string | null = null): string {
  let text = removed === null ? externalId : `${externalId}\u0004${removed}`;
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) text += value === null ? `\u0001${name}\u0002` : `\u0001${name}\u0003${value}`;
  }
  return hashOf(text);
}

/** The records as units, in their order; rows that come whole must stand one after the other. */
export function toUnits(definition: RecordDefinition, records: readonly CheckedRecord[]): Unit[] {
  const { wholeBy } = definition;
  if (wholeBy === null)
    return records.map((record) => ({
      externalId: record.externalId,
      hash: record.hash,
      version: record.version,
      records: [record],
    }));
  const units: Unit[] = [];
  let rows: CheckedRecord[] = [];
  const end = () => {
    const externalId = rows[0]?.values[wholeBy];
    if (typeof externalId !== 'string') return;
    const versions = rows.flatMap((row) => row.version ?? []).sort((a, b) => Number(BigInt(a) - BigInt(b)));
    const hash = hashOf(rows.map((row) => row.hash).join());
    units.push({ externalId, hash, version: versions.at(-1) ?? null, records: rows });
  };
  for (const record of records) {
    if (rows.length > 0 && rows[0]?.values[wholeBy] !== record.values[wholeBy]) {
      end();
      rows = [];
    }
    rows.push(record);
  }
  end();
  return units;
}
