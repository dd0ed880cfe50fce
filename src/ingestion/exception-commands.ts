// The commands that decide about exceptions: give one to a person, end it with a reason, apply its record again.
import type { CommandCall, CommandOutcome } from '../graph/commands.ts';
import { fieldsOf } from '../graph/fields.ts';
import type { AssignExceptionInput, ResolveExceptionInput } from '../graph/types.gen.ts';
import { type Problem, problem } from '../kernel/problems.ts';
import { auditChanges } from '../platform/audit.ts';
import { retryException } from './exception-retry-commands.ts';
import { type OpenException, refuseDecision } from './exception-rules.ts';
import { addHistory, endException, readException, setAssignee } from './exception-store.ts';

const LONGEST_SUBJECT = 200;
const LONGEST_REASON = 2_000;

/** The outcome about an exception that the caller sees. */
function about({ id }: OpenException, ...problems: readonly Problem[]): CommandOutcome {
  return { objectId: id, problems };
}

function tooLong(text: string, longest: number): boolean {
  return text.trim() === '' || text.length > longest;
}

async function assignException({
  tx,
  input,
  caller,
}: CommandCall<AssignExceptionInput>): Promise<CommandOutcome> {
  const exception = await readException(tx, input.id, 'locked');
  const refused = refuseDecision(exception, caller.roles);
  if (refused) return about(exception, refused);
  const assignee = input.assignee ?? null;
  if (assignee !== null && tooLong(assignee, LONGEST_SUBJECT)) {
    const message = `assignee is the subject of a person, 1 to ${LONGEST_SUBJECT} characters, or null.`;
    return about(exception, problem('INVALID_VALUE', message, ['input', 'assignee']));
  }
  if (assignee === exception.assignee) return about(exception);
  await setAssignee(tx, exception.id, assignee);
  await addHistory(tx, exception.id, { kind: 'ASSIGNED', actor: caller.subject, note: assignee });
  const [before, after] = [{ assignee: exception.assignee }, { assignee }];
  await auditChanges(tx, caller, [{ objectType: 'EXCEPTION', objectId: exception.id, before, after }]);
  return about(exception);
}

async function resolveException({
  tx,
  input,
  caller,
}: CommandCall<ResolveExceptionInput>): Promise<CommandOutcome> {
  const exception = await readException(tx, input.id, 'locked');
  const refused = refuseDecision(exception, caller.roles);
  if (refused) return about(exception, refused);
  const reason = input.reason.trim();
  if (tooLong(reason, LONGEST_REASON)) {
    const message = `reason says why the exception is over, in 1 to ${LONGEST_REASON} characters.`;
    return about(exception, problem('INVALID_VALUE', message, ['input', 'reason']));
  }
  const { subject: by, now: at } = caller;
  await endException(tx, exception.id, { by, at, reason });
  await addHistory(tx, exception.id, { kind: 'RESOLVED', actor: by, note: reason });
  const [before, after] = [{ status: 'OPEN' }, { status: 'RESOLVED', resolution: reason }];
  await auditChanges(tx, caller, [{ objectType: 'EXCEPTION', objectId: exception.id, before, after }]);
  return about(exception);
}

const object = { field: 'exception', root: 'exception' };

/** The mutations of exceptions. */
export const exceptionCommands = [
  fieldsOf('Mutation', 'currency', (f) => ({
    assignException: f.command({ object, about: 'id', run: assignException }),
    resolveException: f.command({ object, about: 'id', run: resolveException }),
    retryException: f.command({ object, about: 'id', run: retryException }),
  })),
];
