// What one request brings to the graph: who asks, when, and the signal that ends its work when the client goes away.
import type { Access } from './access.ts';
import type { Mutation } from './mutate.ts';
import type { RequestRead } from './read.ts';

export interface GraphContext {
  /** Undefined for a request without a token: it may ask for nothing but introspection, where that is on. */
  readonly access: Access | undefined;
  /** The instant of the request (RFC 3339); the one clock of everything that the request does. */
  readonly now: string;
  readonly signal: AbortSignal;
  /** The read of this operation, set when it is resolved; of a mutation the read of the payload that is being answered. */
  read?: RequestRead;
  /** The commands of this operation, where it is a mutation. */
  mutation?: Mutation;
}

/** The context of a request that arrives now. */
export function contextAt(
  access: Access | undefined,
  signal: AbortSignal,
  now = new Date().toISOString(),
): GraphContext {
  return { access, now, signal };
}
