// The pairs that were found and what was decided of them: for jobs and commands; what a viewer sees is read elsewhere.
import type { Kysely } from 'kysely';
import { type Evidence, type Grade, type MatchedPair, roundedEvidence } from '../../kernel/evidence.ts';
import { arrayText } from '../../platform/array-text.ts';
import { runSql } from '../../platform/command.ts';
import type { DB } from '../../platform/tables.gen.ts';

type Db = Kysely<DB>;

export type MatchObject = 'CUSTOMER' | 'CONTRACT' | 'PRODUCT';
export type MatchState = 'OPEN' | 'LINKED' | 'REJECTED' | 'LAPSED';

/** What became of the pairs that a run found. */
export interface KeptCandidates {
  /** New pairs, and pairs whose evidence had lapsed and is there again. */
  readonly opened: number;
  /** Pairs that were rejected and have new evidence. */
  readonly reopened: number;
  /** Open pairs with another score or other evidence than before. */
  readonly changed: number;
  readonly unchanged: number;
  /** Pairs that somebody decided, and that nothing new is known of. */
  readonly decided: number;
  /** Open or lapsed pairs for which no more speaks than when they were rejected: they stand rejected again. */
  readonly rejected: number;
  /** Open pairs that this run did not find any more. */
  readonly lapsed: number;
}

interface KnownCandidate {
  readonly left_id: string;
  readonly right_id: string;
  readonly state: MatchState;
  readonly score: string;
  readonly grade: Grade;
  readonly evidence: readonly Evidence[];
  readonly rejected_keys: readonly string[] | null;
}

const BATCH = 2_000;

/**
 * Keeps the pairs of one run, which must be all that there are of the object. A repeat changes nothing; a rejected pair stays so unless
 * something speaks for it that did not when it was rejected.
 */
export async function keepCandidates(
  db: Db,
  object: MatchObject,
  pairs: readonly MatchedPair[],
  now: string,
): Promise<KeptCandidates> {
  const known = await runSql<KnownCandidate>(
    db,
    'select left_id, right_id, state, score, grade, evidence, rejected_keys from match_candidate where object_type = $1',
    [object],
  );
  const before = new Map(known.map((candidate) => [`${candidate.left_id} ${candidate.right_id}`, candidate]));
  const found = pairs.map((pair) => ({
    ...pair,
    evidence: roundedEvidence(pair.evidence),
    score: Math.round(10_000 * pair.score) / 10_000,
  }));
  const planned = Map.groupBy(found, (pair) => planFor(pair, before.get(`${pair.leftId} ${pair.rightId}`)));
  const count = (plan: Plan) => planned.get(plan)?.length ?? 0;
  const write = [
    ...(planned.get('opened') ?? []),
    ...(planned.get('reopened') ?? []),
    ...(planned.get('changed') ?? []),
    ...(planned.get('rejected') ?? []),
  ];
  const ids = new Set(found.map((pair) => `${pair.leftId} ${pair.rightId}`));
  const gone = known.filter(
    ({ left_id, right_id, state }) => state === 'OPEN' && !ids.has(`${left_id} ${right_id}`),
  );
  await db.transaction().execute(async (tx) => {
    // In one order, so that two runs at the same time wait for each other instead of both failing.
    write.sort((a, b) => (`${a.leftId} ${a.rightId}` < `${b.leftId} ${b.rightId}` ? -1 : 1));
    for (let at = 0; at < write.length; at += BATCH)
      await writeCandidates(tx, object, write.slice(at, at + BATCH), now);
    await lapseCandidates(tx, object, gone, now);
  });
  return {
    opened: count('opened'),
    reopened: count('reopened'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    decided: count('decided'),
    rejected: count('rejected'),
    lapsed: gone.length,
  };
}

type Plan = Exclude<keyof KeptCandidates, 'lapsed'>;

function planFor(pair: MatchedPair, before: KnownCandidate | undefined): Plan {
  if (before === undefined) return 'opened';
  if (before.state === 'LINKED') return 'decided';
  const rejected = before.rejected_keys;
  if (rejected !== null && pair.evidenceKeys.every((key) => rejected.includes(key)))
    return before.state === 'REJECTED' ? 'decided' : 'rejected';
  if (before.state === 'REJECTED') return 'reopened';
  if (before.state === 'LAPSED') return 'opened';
  const isSame =
    Number(before.score) === pair.score &&
    before.grade === pair.grade &&
    sameEvidence(before.evidence, pair.evidence);
  return isSame ? 'unchanged' : 'changed';
}

/** The store keeps the members of an object in an order of its own. */
function sameEvidence(before: readonly Evidence[], after: readonly Evidence[]): boolean {
  const text = (items: readonly Evidence[]) =>
    JSON.stringify(
      items.map(({ signal, agreement, left, right, weight }) => [signal, agreement, left, right, weight]),
    );
  return text(before) === text(after);
}

async function writeCandidates(
  tx: Db,
  object: MatchObject,
  pairs: readonly MatchedPair[],
  now: string,
): Promise<void> {
  await runSql(
    tx,
    `insert into match_candidate as m (object_type, left_id, right_id, score, grade, evidence, evidence_keys, found_at, changed_at)
     select $1, i.left_id, i.right_id, i.score, i.grade, i.evidence, i.evidence_keys::text[], $2, $2
     from unnest($3::uuid[], $4::uuid[], $5::numeric[], $6::text[], $7::jsonb[], $8::text[])
       i (left_id, right_id, score, grade, evidence, evidence_keys)
     on conflict (object_type, left_id, right_id) do update set score = excluded.score, grade = excluded.grade,
       evidence = excluded.evidence, evidence_keys = excluded.evidence_keys, changed_at = excluded.changed_at,
       state = case when excluded.evidence_keys <@ m.rejected_keys then 'REJECTED' else 'OPEN' end
     where m.state in ('OPEN', 'LAPSED') or (m.state = 'REJECTED' and not excluded.evidence_keys <@ m.rejected_keys)`,
    [
      object,
      now,
      arrayText(pairs.map(({ leftId }) => leftId)),
      arrayText(pairs.map(({ rightId }) => rightId)),
      arrayText(pairs.map(({ score }) => String(score))),
      arrayText(pairs.map(({ grade }) => grade)),
      arrayText(pairs.map(({ evidence }) => JSON.stringify(evidence))),
      arrayText(pairs.map(({ evidenceKeys }) => arrayText(evidenceKeys))),
    ],
  );
}

async function lapseCandidates(
  tx: Db,
  object: MatchObject,
  gone: readonly KnownCandidate[],
  now: string,
): Promise<void> {
  if (gone.length === 0) return;
  await runSql(
    tx,
    `update match_candidate m set state = 'LAPSED', changed_at = $2 from unnest($3::uuid[], $4::uuid[]) i (left_id, right_id)
     where m.object_type = $1 and m.left_id = i.left_id and m.right_id = i.right_id and m.state = 'OPEN'`,
    [
      object,
      now,
      arrayText(gone.map(({ left_id }) => left_id)),
      arrayText(gone.map(({ right_id }) => right_id)),
    ],
  );
}

/** A pair as a steward sees it. */
export interface Candidate {
  readonly id: string;
  readonly objectType: MatchObject;
  readonly leftId: string;
  readonly rightId: string;
  readonly score: string;
  readonly grade: Grade;
  readonly evidence: readonly Evidence[];
  readonly state: MatchState;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly reason: string | null;
}

const COLUMNS = `match_candidate_id as id, object_type as "objectType", left_id as "leftId", right_id as "rightId", score, grade, evidence,
  state, decided_by as "decidedBy", decided_at as "decidedAt", reason`;

/** Open pairs, the likeliest first; of one object where it is named. */
export async function listCandidates(
  db: Db,
  { object, of, most = 100 }: { object?: MatchObject; of?: string; most?: number } = {},
): Promise<Candidate[]> {
  return await runSql<Candidate>(
    db,
    `select ${COLUMNS} from match_candidate
     where state = 'OPEN' and ($1::text is null or object_type = $1) and ($2::uuid is null or $2 in (left_id, right_id))
     order by score desc, match_candidate_id limit $3`,
    [object ?? null, of ?? null, most],
  );
}

/** What somebody says of a pair. */
export interface Decision {
  readonly candidateId: string;
  readonly state: 'LINKED' | 'REJECTED';
  readonly by: string;
  readonly at: string;
  readonly reason: string | null;
}

/** Notes the decision, in the transaction of the command that carries it out. Null: there is no such pair. */
export async function decideCandidate(
  tx: Db,
  { candidateId, state, by, at, reason }: Decision,
): Promise<Candidate | null> {
  const [decided] = await runSql<Candidate>(
    tx,
    `update match_candidate set state = $2, decided_by = $3, decided_at = $4, changed_at = $4, reason = $5,
       rejected_keys = case when $2 = 'REJECTED' then evidence_keys else rejected_keys end
     where match_candidate_id = $1 returning ${COLUMNS}`,
    [candidateId, state, by, at, reason],
  );
  return decided ?? null;
}
