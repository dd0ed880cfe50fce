// What a slice says of a mutation: a command over one item, run inside the one door, and the object that its payload shows.
import type { Transaction } from 'kysely';
import type { Problem } from '../kernel/problems.ts';
import type { DB } from '../platform/tables.gen.ts';

/** Who decides, and under which request: what a command checks rights by, and what the audit says. */
export interface Caller {
  readonly subject: string;
  readonly roles: ReadonlySet<string>;
  /** Kinds of protected content that the caller reads: problems are told under the same masks as fields. */
  readonly lifted: ReadonlySet<string>;
  readonly requestId: string;
  readonly command: string;
  readonly inputHash: string;
  /** The instant of the request, RFC 3339. */
  readonly now: string;
}

export interface CommandCall<I> {
  readonly tx: Transaction<DB>;
  /** The coerced input. */
  readonly input: I;
  readonly caller: Caller;
}

/** What a command came to; it is stored with the request, and a repeat gets it again. */
export interface CommandOutcome {
  /** The payload's object, read anew under the caller's rights; null: it shows none. */
  readonly objectId: string | null;
  readonly problems: readonly Problem[];
}

/** A mutation. */
export interface CommandField {
  readonly kind: 'command';
  /** The payload's field with the object, and the lookup at the root that finds it by `id`. */
  readonly object: { readonly field: string; readonly root: string };
  /**
   * The input field with the id of the object that is decided about. One that the caller does not see is NOT_FOUND before the
   * command hears of it.
   */
  readonly about?: string;
  // The input's type is known to the slice only, which wrote the command for it.
  run(call: CommandCall<never>): Promise<CommandOutcome>;
}
