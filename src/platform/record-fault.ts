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
  /** Record in its file, from 1. */
  readonly row: number;
  readonly externalId: string;
  readonly values: RecordValues;
  /** 128 bits of a hash over id and values, written as a uuid. */
  readonly hash: string;
  /** Fields that a default of the run filled (`--currency`, `--entity`). */
  readonly defaulted: readonly string[];
}

export function fault(
  class_: ExceptionClass,
  rule: string,
  message: string,
  at: { field?: string; value?: string | null } = {},
): RecordFault {
  return { class: class_, rule, message, field: at.field ?? null, value: at.value ?? null };
}
