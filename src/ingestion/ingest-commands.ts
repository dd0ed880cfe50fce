// Takes what sources push: asks who sent it, reads what it holds, and keeps it before anybody is told that it was received. What
// it means is found out later.
import { GraphQLError } from 'graphql';
import type { Kysely } from 'kysely';
import type { Access } from '../graph/access.ts';
import type { Intake, IntakeAnswer, IntakeRequest } from '../graph/http.ts';
import type { IngestConfig } from '../platform/config.ts';
import { DatabaseUnavailable, StatementTimeout } from '../platform/database-errors.ts';
import type { DB } from '../platform/tables.gen.ts';
import { kindOfFormat, readRequest } from './ingest-message-commands.ts';
import { checkSignature } from './ingest-signature-commands.ts';
import { findIngestSource, keepMessages, settingNameOf } from './ingest-store.ts';
import { registerSource } from './store.ts';

export interface IntakeParts {
  readonly db: Kysely<DB>;
  readonly settings: IngestConfig;
  readonly now: () => Date;
  /** Who an Authorization header names; throws where it names nobody. */
  readonly accessOf: (authorization: string) => Access | Promise<Access> | undefined;
  /** Told when messages have been kept. */
  readonly kept?: () => void;
}

const KEY = /^[a-z0-9][a-z0-9_-]{0,62}$/;

export function createIntake(parts: IntakeParts): Intake {
  return {
    bodyLimitBytes: parts.settings.bodyLimitBytes,
    async take(request) {
      try {
        return await takeRequest(parts, request);
      } catch (error) {
        if (error instanceof DatabaseUnavailable || error instanceof StatementTimeout)
          return refuse(503, 'The store is away at the moment: send it again later.', ['retry-after', '5']);
        throw error;
      }
    },
  };
}

function refuse(status: number, message: string, headers?: readonly string[]): IntakeAnswer {
  return { status, message, ...(headers && { headers }) };
}

async function takeRequest(parts: IntakeParts, request: IntakeRequest): Promise<IntakeAnswer> {
  const { db, settings, kept } = parts;
  const sender = await authenticate(parts, request);
  if ('status' in sender) return sender;
  const { source, headers, body } = request;
  const { sourceId, isAmbiguous } = await findIngestSource(db, source);
  const said = settings.sources.get(settingNameOf(source));
  if (isAmbiguous && sender.bySecret)
    return refuse(403, `The secret of ${source} may be another source's, whose key differs by - and _ only.`);
  if (sourceId === undefined && !said && !sender.bySecret)
    return refuse(404, `There is no source system ${source} here.`);
  const messages = readRequest(headers, body, sender.signedId);
  if ('status' in messages) return refuse(messages.status, messages.message);
  const [first] = messages;
  if (!first) return { status: 202, body: { received: 0, repeated: 0 } };
  const kind = said?.kind ?? kindOfFormat(first.format);
  const id = sourceId ?? (await registerSource(db, { key: source, kind, stated: said?.kind !== undefined }));
  const fresh = await keepMessages(db, id, messages);
  if (fresh > 0) kept?.();
  return { status: 202, body: { received: messages.length, repeated: messages.length - fresh } };
}

interface Sender {
  readonly bySecret: boolean;
  readonly signedId?: string | undefined;
}

/** A source speaks for itself: by its own token, or by a signature with its own secret. */
async function authenticate(
  { settings, now, accessOf }: IntakeParts,
  { source, headers, body }: IntakeRequest,
): Promise<Sender | IntakeAnswer> {
  if (headers.authorization !== undefined)
    return await authenticateToken(source, headers.authorization, accessOf);
  const secrets = KEY.test(source) ? (settings.secrets.get(settingNameOf(source)) ?? []) : [];
  const signature = checkSignature({ headers, body, secrets, now: now() });
  if (signature === undefined)
    return refuse(401, 'A bearer token of the source, or a signature with its secret, is required.', [
      'www-authenticate',
      'Bearer',
    ]);
  // Whether there is such a source, or a secret of it, is nobody's business who cannot sign.
  if (signature.kind === 'WRONG') return refuse(401, signature.reason);
  return { bySecret: true, signedId: signature.id };
}

async function authenticateToken(
  source: string,
  authorization: string,
  accessOf: IntakeParts['accessOf'],
): Promise<Sender | IntakeAnswer> {
  try {
    const access = await accessOf(authorization);
    if (access?.source === source && KEY.test(source)) return { bySecret: false };
    if (access?.source === undefined)
      return refuse(
        403,
        'Only a source system may push: its token has the role integration and the claim source.',
      );
    return refuse(
      403,
      `The token is that of ${access.source}, which may push to /ingest/${access.source} only.`,
    );
  } catch (error) {
    const code = error instanceof GraphQLError ? error.extensions.code : undefined;
    if (!(error instanceof GraphQLError)) throw error;
    if (code === 'UNAUTHENTICATED') return refuse(401, error.message, ['www-authenticate', 'Bearer']);
    if (code === 'FORBIDDEN') return refuse(403, error.message);
    if (code === 'UNAVAILABLE') return refuse(503, error.message, ['retry-after', '5']);
    throw error;
  }
}
