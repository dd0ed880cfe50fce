// Who the viewer is and what that lifts or denies: the table of roles, and the access that a verified token gives. Row rules
// and masks themselves are compiled into the statement elsewhere; this is the data that they go by.
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { forbidden, unauthenticated } from './errors.ts';

/** Kinds of protected content, as the `Mask` enum of the schema names them. */
export const MASKS = ['TAX_ID', 'PERSONAL', 'BANK'] as const;
export type Mask = (typeof MASKS)[number];

interface RoleRights {
  /** Whether the role reads the business graph at all. */
  readonly reads: boolean;
  readonly lifts: readonly Mask[];
  /** Object types that this role does not see, unless another role of the viewer does. */
  readonly denies?: readonly string[];
}

const READS: RoleRights = { reads: true, lifts: [] };
const LIFTS_IDENTITY: RoleRights = { reads: true, lifts: ['TAX_ID', 'PERSONAL'] };
const LIFTS_BANK: RoleRights = { reads: true, lifts: ['BANK'] };
const LIFTS_ALL: RoleRights = { reads: true, lifts: ['TAX_ID', 'PERSONAL', 'BANK'] };
const READS_NOTHING: RoleRights = { reads: false, lifts: [] };

const RIGHTS = {
  sales_ops: READS,
  pricing: READS,
  billing_ops: LIFTS_IDENTITY,
  revenue_accountant: READS,
  controller: LIFTS_ALL,
  tax: LIFTS_IDENTITY,
  treasury: LIFTS_BANK,
  credit_manager: READS,
  collector: LIFTS_IDENTITY,
  cash_application: LIFTS_BANK,
  data_steward: LIFTS_IDENTITY,
  design_authority: READS,
  programme_office: READS,
  auditor: LIFTS_ALL,
  support: { reads: true, lifts: [], denies: ['Journal', 'Posting'] },
  bi_reader: READS,
  app_reader: READS,
  integration: READS_NOTHING,
  admin: READS_NOTHING,
} as const satisfies Record<string, RoleRights>;

export type Role = keyof typeof RIGHTS;
export const ROLES = Object.keys(RIGHTS) as readonly Role[];

export interface Access {
  readonly subject: string;
  readonly issuer: string;
  readonly roles: ReadonlySet<Role>;
  /** Legal entities by id; a code that names none gives nothing. */
  readonly entities: 'all' | readonly string[];
  /** The key of the source system that speaks, where the viewer is one. */
  readonly source?: string;
  readonly lifted: ReadonlySet<Mask>;
  /** Object types that read as if there were none. */
  readonly denied: ReadonlySet<string>;
  /** Whether the viewer reads the business graph; false leaves only what says who the viewer is. */
  readonly reads: boolean;
  /** Equal for viewers for whom an operation compiles to the same statement. */
  readonly profile: string;
}

/** The claims that matter here, as a verified token carries them. */
export interface Claims {
  readonly sub: string;
  readonly iss: string;
  readonly roles?: unknown;
  readonly entities?: unknown;
  readonly source?: unknown;
}

/** The codes that a token names, or all; anything malformed is refused rather than guessed at. */
export function entityCodesOf(claims: Claims): 'all' | readonly string[] {
  const { entities } = claims;
  if (entities === undefined) return [];
  const codes = textsOf(entities);
  if (codes === undefined)
    throw forbidden('The claim "entities" must be a list of legal entity codes, or "*".');
  return codes.includes('*') ? 'all' : codes;
}

/** What the claims give. Roles that nobody knows and codes that name no legal entity add nothing. */
export function accessOf(claims: Claims, entityIdsByCode: ReadonlyMap<string, string>): Access {
  const roles = rolesOf(claims);
  const source = sourceOf(claims, roles);
  const rights: readonly RoleRights[] = [...roles].map((role) => RIGHTS[role]);
  const reading = rights.filter((right) => right.reads);
  const lifted = new Set(MASKS.filter((mask) => reading.some((right) => right.lifts.includes(mask))));
  const denied = new Set(deniedToAll(reading));
  const reads = reading.length > 0;
  const codes = entityCodesOf(claims);
  const entities = codes === 'all' ? codes : idsOf(codes, entityIdsByCode);
  return {
    subject: claims.sub,
    issuer: claims.iss,
    roles,
    entities,
    ...(source === undefined ? {} : { source }),
    lifted,
    denied,
    reads,
    profile: [
      reads ? 'reads' : 'none',
      entities === 'all' ? 'all' : 'some',
      [...lifted].join('+'),
      [...denied].sort().join('+'),
    ].join('/'),
  };
}

function rolesOf(claims: Claims): ReadonlySet<Role> {
  const named = textsOf(claims.roles) ?? [];
  const roles = new Set(ROLES.filter((role) => named.includes(role)));
  if (roles.size === 0) throw forbidden('The token carries no role that this graph knows.');
  return roles;
}

function sourceOf(claims: Claims, roles: ReadonlySet<Role>): string | undefined {
  if (!roles.has('integration')) return undefined;
  if (roles.size > 1)
    throw forbidden('The role integration is for source systems and goes with no other role.');
  if (typeof claims.source === 'string' && claims.source.trim() !== '') return claims.source;
  throw forbidden('The role integration needs the claim "source", the key of its source system.');
}

/** A type is denied where every reading role denies it: what one role shows, another does not take away. */
function deniedToAll(reading: readonly RoleRights[]): readonly string[] {
  const [first, ...others] = reading;
  const denied = first?.denies ?? [];
  return denied.filter((type) => others.every((right) => right.denies?.includes(type)));
}

function idsOf(codes: readonly string[], idsByCode: ReadonlyMap<string, string>): readonly string[] {
  const ids = codes.map((code) => idsByCode.get(code)).filter((id) => id !== undefined);
  return [...new Set(ids)].sort();
}

/** A claim that lists texts; a single text is a list of one. */
function textsOf(claim: unknown): readonly string[] | undefined {
  if (typeof claim === 'string') return [claim];
  if (Array.isArray(claim) && claim.every((item): item is string => typeof item === 'string')) return claim;
  return undefined;
}

/** Root fields that say who the viewer is and nothing of the business. */
const VIEWER_FIELDS: ReadonlySet<string> = new Set(['viewer']);

/**
 * Refuses an operation that this viewer may not ask at all: without a viewer only `__typename` and introspection (where that is
 * on, which validation decides), and without a reading role only the viewer itself. Commands check their own rights.
 */
export function assertMayAsk(
  access: Access | undefined,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): void {
  if (access?.reads || (access !== undefined && operation.operation === 'mutation')) return;
  for (const field of rootFields(document, operation.selectionSet, new Set())) {
    if (field.startsWith('__')) continue;
    if (access === undefined) throw unauthenticated();
    if (!VIEWER_FIELDS.has(field)) {
      throw forbidden(
        `The role ${[...access.roles].join(', ')} does not read the graph; asked for ${field}.`,
      );
    }
  }
}

function* rootFields(
  document: DocumentNode,
  selectionSet: SelectionSetNode,
  spread: Set<string>,
): Generator<string> {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      yield selection.name.value;
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      yield* rootFields(document, selection.selectionSet, spread);
    } else if (!spread.has(selection.name.value)) {
      const name = selection.name.value;
      spread.add(name);
      const fragment = document.definitions.find(
        (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
      );
      if (fragment?.kind === Kind.FRAGMENT_DEFINITION)
        yield* rootFields(document, fragment.selectionSet, spread);
    }
  }
}
