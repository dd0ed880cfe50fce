// What a client may be told when something fails: access errors, bad input, limits, timeouts and outages by name; everything
// else masked behind an incident id, with the details in the log only. Refusals by the business are data and not made here.
import { HeaderMap } from '@apollo/server';
import { type FormattedExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import {
  DatabaseUnavailable,
  StatementCancelled,
  StatementTimeout,
  toDatabaseError,
} from '../platform/database-errors.ts';

/** Codes that leave the process as they are; an error without one of them is masked. */
const PUBLIC_CODES: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
  'TIMEOUT',
  'UNAVAILABLE',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

const FAULT_MESSAGES = {
  TIMEOUT: 'The query took too long and was stopped; ask for less, or for smaller pages.',
  UNAVAILABLE: 'What this graph needs to answer is away at the moment; try again later.',
} as const;
const FAULT_CODES: ReadonlySet<unknown> = new Set(Object.keys(FAULT_MESSAGES));

const NO_QUERY =
  'A request has a body with a non-empty `query`: POST {"query": "{ viewer { subject } }"} with the header content-type: application/json.';

/** What Apollo says of requests that are none, by how it begins, and what is said instead: what to send. */
const REWORDED: readonly (readonly [begins: string, message: string])[] = [
  ['GraphQL operations must contain a non-empty `query`', NO_QUERY],
  ['POST body missing, invalid Content-Type, or JSON object has no keys', NO_QUERY],
  [
    'This operation has been blocked as a potential Cross-Site Request Forgery',
    'A request that any web page could have sent is refused: send the header content-type: application/json with a POST, or apollo-require-preflight: 1 with a GET.',
  ],
];

const LONGEST_MESSAGE = 1_000;
const LONGEST_VALUE = 80;

export type Fault = keyof typeof FAULT_MESSAGES;

/** No viewer is known: a token is missing, or what came is not one that this graph accepts. */
export function unauthenticated(message = 'A bearer token is required.'): GraphQLError {
  const headers = new HeaderMap([['www-authenticate', 'Bearer']]);
  return new GraphQLError(message, {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 401, headers } },
  });
}

/** The viewer is known and has no right to what was asked. */
export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
}

/** An argument or variable is wrong: names the field, the value and the rule that it breaks. */
export function badUserInput(field: string, value: unknown, rule: string): GraphQLError {
  const given = shown(value);
  return new GraphQLError(`${field}: ${given} is refused: ${rule}.`, {
    extensions: { code: 'BAD_USER_INPUT', field, value: given, rule, http: { status: 400 } },
  });
}

/** The operation is larger than a setting allows, whatever it would have returned. */
export function limitExceeded(limit: string, found: number | string, allowed: number): GraphQLError {
  return new GraphQLError(`The operation exceeds the limit on ${limit}: ${found}, at most ${allowed}.`, {
    extensions: { code: 'LIMIT_EXCEEDED', limit, allowed, http: { status: 400 } },
  });
}

/** A timeout or an outage of something that the graph needs. */
export function faulted(fault: Fault, cause?: Error): GraphQLError {
  return new GraphQLError(FAULT_MESSAGES[fault], {
    extensions: { code: fault },
    ...(cause === undefined ? {} : { originalError: cause }),
  });
}

/** The value as text that fits into one line of a message. */
function shown(value: unknown): string {
  const text =
    JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? 'nothing';
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}

/** Whether the store took too long or is away; undefined for its other errors and for all others. */
export function faultOf(error: unknown): Fault | undefined {
  const named = toDatabaseError(error, 'its address');
  if (named instanceof StatementTimeout || named instanceof StatementCancelled) return 'TIMEOUT';
  return named instanceof DatabaseUnavailable ? 'UNAVAILABLE' : undefined;
}

export interface ErrorLog {
  error(fields: object, message: string): void;
}

export interface ErrorMask {
  /** Logs an error that the client must not see, once, and gives its incident id; undefined for errors that are public. */
  report(error: unknown, requestId?: string): string | undefined;
  /** What the client gets for an error: the same on both outlets and in front of them. */
  formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError;
}

export function createErrorMask(log: ErrorLog, newIncident: () => string): ErrorMask {
  // By cause, because one failed statement fails several root fields: one incident, one line in the log.
  const incidents = new WeakMap<Error, string>();

  function report(error: unknown, requestId?: string): string | undefined {
    const cause = causeOf(error);
    // Given up because the client went away: nobody reads the answer, and nothing is wrong.
    if (cause instanceof StatementCancelled) return undefined;
    if (isPublic(error) && faultBehind(error) === undefined) return undefined;
    const known = cause instanceof Error ? incidents.get(cause) : undefined;
    if (known !== undefined) return known;
    const incident = newIncident();
    if (cause instanceof Error) incidents.set(cause, incident);
    log.error({ incident, requestId, path: pathOf(error), err: cause }, 'a request failed');
    return incident;
  }

  function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
    const incident = report(error);
    const fault = faultBehind(error);
    if (fault !== undefined) return masked(formatted, FAULT_MESSAGES[fault], fault, incident);
    if (incident !== undefined) {
      const message = `Something went wrong here; quote incident ${incident} when you report it.`;
      return masked(formatted, message, 'INTERNAL_SERVER_ERROR', incident);
    }
    return published(formatted);
  }

  return { report, formatError };
}

/**
 * A timeout or an outage leaves no partial data behind: the raw outlet has none to give, and half a page reads as the whole.
 * Returns the result itself where nothing of the kind happened.
 */
export function withoutPartialData(result: FormattedExecutionResult): FormattedExecutionResult {
  const ending = result.errors?.find((error) => FAULT_CODES.has(error.extensions?.code));
  if (ending === undefined) return result;
  const { path: _, locations: __, ...error } = ending;
  return { ...result, errors: [error], data: null };
}

/** The innermost error: graphql-js and Apollo wrap what resolvers throw. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError !== undefined) cause = cause.originalError;
  return cause;
}

/** The fault that an error stands for, whether something named it so or the store reported it. */
function faultBehind(error: unknown): Fault | undefined {
  const code = error instanceof GraphQLError ? error.extensions.code : undefined;
  return code === 'TIMEOUT' || code === 'UNAVAILABLE' ? code : faultOf(causeOf(error));
}

function isPublic(error: unknown): boolean {
  return error instanceof GraphQLError && PUBLIC_CODES.has(error.extensions.code);
}

function pathOf(error: unknown): readonly (string | number)[] | undefined {
  return error instanceof GraphQLError ? error.path : undefined;
}

function masked(
  formatted: GraphQLFormattedError,
  message: string,
  code: string,
  incident: string | undefined,
): GraphQLFormattedError {
  const { locations, path } = formatted;
  return {
    message,
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: incident === undefined ? { code } : { code, incident },
  };
}

function published(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, exception: __, http: ___, ...extensions } = formatted.extensions ?? {};
  // Apollo names every failed validation rule alike; a limit keeps its own code.
  if (extensions.limit !== undefined) extensions.code = 'LIMIT_EXCEEDED';
  return { ...formatted, message: publicMessage(formatted.message), extensions };
}

/** Without suggestions, which name fields that the viewer did not ask for, and without a megabyte of echoed input. */
function publicMessage(message: string): string {
  const reworded = REWORDED.find(([begins]) => message.startsWith(begins));
  if (reworded) return reworded[1];
  const suggestion = message.indexOf('Did you mean ');
  const text = suggestion < 0 ? message : message.slice(0, suggestion).trimEnd();
  return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE)}…`;
}
