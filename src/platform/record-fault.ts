// A record as text, and why one cannot be taken: what formats, checks and commands say to each other.

/** The classes of exceptions (DOMAIN section 10). */
export const exceptionClasses = [
  'MAPPING',
  'VALIDATION',
  'REFERENCE',
  'OWNERSHIP',
  'DUPLICATE',
  'BILLING_ERROR',
  'DISPUTE',
  'POSTING',
  'RECONCILIATION',
  'WRITE_BACK',
  'STALE_FEED',
] as const;
export type ExceptionClass = (typeof exceptionClasses)[number];

/** Why a record cannot be taken. */
export interface RecordFault {
  readonly class: ExceptionClass;
  readonly rule: string;
  readonly message: string;
  readonly field: string | null;
  readonly value: string | null;
}

/** Values by field: text as it came, null to clear, absent where the record says nothing. */
export type RecordValues = Readonly<Record<string, string | null>>;

/** A record whose every field has the form that its definition asks for. */
export interface CheckedRecord {
  readonly file: string;
  /** On which it begins in its file, from 1. */
  readonly line: number;
  readonly externalId: string;
  readonly values: RecordValues;
  /** 128 bits of a hash over id and values, written as a uuid. */
  readonly hash: string;
  /** Fields that a default of the run filled (`--currency`, `--entity`). */
  readonly defaulted: readonly string[];
  /** The source's version of this content, or its time in microseconds since 1970, in digits; null: it states none. */
  readonly version: string | null;
  /** It says only what changed: fields that it leaves out stay as they are, required ones too. */
  readonly partial: boolean;
  /** The source removed the record, and why (`deleted`, `merged into 001B`); null: it stands. */
  readonly removed: string | null;
}

export function fault(
  class_: ExceptionClass,
  rule: string,
  message: string,
  at: { field?: string; value?: string | null } = {},
): RecordFault {
  return { class: class_, rule, message, field: at.field ?? null, value: at.value ?? null };
}

/** A value as messages show it: in quotes, and not longer than one reads. */
export function quoteValue(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}
