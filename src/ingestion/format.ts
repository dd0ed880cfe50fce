// What a format is: how the files of one kind of export become canonical records. A translator knows its source's layout and
// nothing of the store; the run checks, applies, counts and reports what it yields.
import type { RecordDefinition } from '../platform/record-definition.ts';
import type { ExceptionClass, RecordValues } from '../platform/record-fault.ts';

/** What a source system is (DOMAIN section 2), without the gateway itself. */
export const sourceKinds = [
  'CRM',
  'CPQ',
  'BILLING',
  'METERING',
  'PAYMENT',
  'TAX',
  'ERP',
  'MDM',
  'SUITE',
  'FILE',
] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Where something stands: the file as it was named to the user, and the line on which it begins, as an editor counts (0: the file as a whole). */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

/** A record in canonical form: the type and fields of `canonicalRecords`. */
export interface CanonicalRecord extends Origin {
  readonly kind: 'record';
  readonly record: string;
  /** The source's id, unique per record type in the source. */
  readonly externalId: string;
  /** Text by field; null clears the field, an absent or empty one says nothing. Amounts in plain digits, never a JS number. */
  readonly values: RecordValues;
  /** The source's own version or time of this content: a whole number or an instant. A later one is never overwritten by an earlier. */
  readonly version?: string;
  /** It says only what changed. */
  readonly partial?: boolean;
  /** The source removed the record: `deleted`, `merged into 001B`. */
  readonly removed?: string;
}

/** A row that is out of scope by a rule of the format, e.g. a purchase bill. It is counted by rule and kept nowhere else. */
export interface IgnoredRow extends Origin {
  readonly kind: 'ignored';
  /** In lower case with hyphens, e.g. `purchase-bill`. */
  readonly rule: string;
  /** The source's id, where the row has one. */
  readonly externalId?: string;
}

/** A row that the translator cannot understand. */
export interface RejectedRow extends Origin {
  readonly kind: 'rejected';
  readonly class: ExceptionClass;
  readonly rule: string;
  readonly message: string;
  readonly field?: string;
  readonly value?: string | null;
  readonly record?: string;
  readonly externalId?: string;
  /** The row as it came, for whoever mends it. */
  readonly values?: RecordValues;
}

/**
 * Each item is counted as read and gets one disposition. Every row of every file gives one at least, unless it only describes
 * another one (a lookup); a row that makes several canonical records yields each of them in the stream of its type.
 */
export type FormatItem = CanonicalRecord | IgnoredRow | RejectedRow;

/** What the command line says. */
export interface FormatOptions {
  /** Code of the legal entity that records without one belong to. */
  readonly entity?: string;
  /** Currency of records that state none. */
  readonly currency?: string;
  /** The key of the source, for ids that a translator makes up. */
  readonly source: string;
  /** All record types. */
  readonly definitions: readonly RecordDefinition[];
}

/** One reading of all records of one type. The run asks for them in dependency order. */
export interface RecordStream {
  /** The record type of `canonicalRecords`; every CanonicalRecord in the stream has it. */
  readonly record: string;
  /** Reads the files anew each time: batches of about a thousand items, so that memory stays flat. */
  items(): AsyncIterable<readonly FormatItem[]>;
}

/**
 * An export that was opened: all its files have been read through once, so that unreadable input (encoding, half a file,
 * missing columns) has been refused before anything is applied.
 */
export interface OpenExport {
  /** The files that are read, as named to the user. */
  readonly files: readonly string[];
  /** How many items there will be, for the progress bar; null: not known. */
  readonly total: number | null;
  /** One stream per record type, in any order; ignored and rejected rows stand in the stream of what they would have made. */
  readonly streams: readonly RecordStream[];
}

export interface Format {
  /** What `--format` says. */
  readonly name: string;
  /** The kind of a source that first comes in by this format, where `--kind` does not say. */
  readonly kind: SourceKind;
  /** Record types that it can yield; null: all of them. */
  readonly records: readonly string[] | null;
  /** What no file of this format states, so that the command line must: an error names the flag before anything is read. */
  readonly needs: { readonly entity: boolean; readonly currency: boolean };
  /** Opens the export; throws `UnreadableInput`. Small lookups (accounts, contacts by id) may be held in memory. */
  open(paths: readonly string[], options: FormatOptions): Promise<OpenExport>;
}

/** Input that cannot be read at all: nothing of it is applied, and the command ends with exit code 2. */
export class UnreadableInput extends Error {
  override readonly name = 'UnreadableInput';
  readonly faults: readonly string[];

  constructor(faults: readonly string[], options: ErrorOptions = {}) {
    super(faults.join('\n'), options);
    this.faults = faults;
  }
}
