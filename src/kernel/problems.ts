// Refusals: what the business says no to. Every code of every slice stands in this one table, and in the enum of the schema.

/** Each code with what it means to whoever gets it. */
export const problemCodes = {
  NOT_FOUND: 'there is no such object, or the caller does not see it',
  NOT_PERMITTED: 'the caller is not one of those who may decide this',
  REQUEST_REUSED: 'the request id was used before with another input',
  INVALID_VALUE: 'a value breaks a rule of its field',
  ALREADY_RESOLVED: 'it was resolved before',
  STILL_FAILING: 'what was tried again fails again',
  NOT_RETRYABLE: 'there is nothing that could be tried again here',
  APPROVAL_REQUIRED: 'the value takes effect only after an approval',
} as const;

export type ProblemCode = keyof typeof problemCodes;

/** Why a command was refused: data for the caller, never an error. */
export interface Problem {
  readonly code: ProblemCode;
  /** A sentence for people. */
  readonly message: string;
  /** The input field that it is about, from the outside in. */
  readonly path: readonly string[] | null;
}

export function problem(code: ProblemCode, message: string, path: readonly string[] | null = null): Problem {
  return { code, message, path };
}
