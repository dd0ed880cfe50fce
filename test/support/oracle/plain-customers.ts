// The frame of a customer's figures and its hierarchies, in plain TypeScript.
import { defaultAccount, defaultEntity } from './plain-lists.ts';
import type { Inputs } from './plain-pages.ts';
import type { Reading } from './plain-reading.ts';
import { dayKey, sortedBy } from './plain-values.ts';
import type { Row, World } from './world.ts';

/** Whose figures, at which day, since which, in which currency. */
export interface Frame {
  readonly customers: readonly string[];
  readonly asOf: string;
  readonly from: string | null;
  readonly currency: string;
}

const holds = (link: Row, kind: string, day: string) =>
  link.hierarchy === kind && dayKey(String(link.valid_from)) <= day && dayKey(String(link.valid_to)) > day;

/** The golden id directly above a customer today: its own parent before that of a merged record. */
export function parentId(world: World, row: Row, kind: string): string | null {
  const day = world.today(defaultAccount(row, world)?.legal_entity_id);
  const links = world
    .members(row.customer_id)
    .flatMap((id) => world.by('customer_hierarchy', 'child_id', id))
    .filter((link) => holds(link, kind, day) && world.golden(link.parent_id) !== row.customer_id);
  const [own, ...rest] = sortedBy(
    links,
    (link) => (link.child_id === row.customer_id ? 0 : 1),
    (link) => link.customer_hierarchy_id,
  );
  const latest = [own, ...rest].filter(
    (link) => link && (link.child_id === row.customer_id) === (own?.child_id === row.customer_id),
  );
  const first = latest.toSorted((a, b) =>
    dayKey(String(a?.valid_from)) > dayKey(String(b?.valid_from)) ? -1 : 1,
  )[0];
  return first ? world.golden(first.parent_id) : null;
}

/** The golden ids directly below a golden id on a day. */
export function childIds(world: World, goldenId: string, kind: string, day: string): string[] {
  const links = world.members(goldenId).flatMap((id) => world.by('customer_hierarchy', 'parent_id', id));
  return [
    ...new Set(
      links.filter((link) => holds(link, kind, day)).map((link) => String(world.golden(link.child_id))),
    ),
  ];
}

function family(world: World, goldenId: string, kind: string, day: string): Set<string> {
  const found = new Set([goldenId]);
  for (const id of found) for (const child of childIds(world, id, kind, day)) found.add(child);
  return found;
}

/** The frame that `summary` and `collections` give. */
export function frameOf(row: Row, reading: Reading, args: Inputs): Frame {
  const { world } = reading;
  const account = defaultAccount(row, world);
  const asOf = String(args.asOf ?? world.today(account?.legal_entity_id));
  const kind = String(args.hierarchy ?? 'LEGAL');
  const id = String(row.customer_id);
  const golden = args.includeChildren === true ? [...family(world, id, kind, asOf)] : [id];
  const counted = golden
    .flatMap((one) => world.by('customer', 'customer_id', one))
    .filter((one) => !one.internal && reading.sees('Customer', one));
  return {
    customers: counted.flatMap((one) => world.members(one.customer_id)),
    asOf,
    from: (args.from as string | null | undefined) ?? null,
    currency: String(
      args.currency ?? account?.currency ?? defaultEntity(row, world)?.functional_currency ?? 'XXX',
    ),
  };
}
