// Lookups at the root in plain TypeScript: exactly one key, and nothing where the key is ambiguous among what the viewer sees.
import { badInput, given, type Inputs } from './plain-pages.ts';
import type { Reading } from './plain-reading.ts';
import type { Row, World } from './world.ts';

/** The one key that is given; refuses none and several. */
export function givenKey(args: Inputs, keys: readonly string[]): string {
  const [key, ...others] = keys.filter((name) => given(args[name]));
  if (key === undefined || others.length > 0) throw badInput('a lookup gives exactly one of its keys');
  return key;
}

/** The ids that a source's record of a type stands for now. */
export function linkTargets(world: World, external: unknown, objectType: string): string[] {
  const { source, id } = external as Inputs;
  const system = world.one('source_system', 'key', source);
  return world
    .by('source_link', 'external_id', id)
    .filter(
      (link) =>
        link.source_system_id === system?.source_system_id &&
        link.object_type === objectType &&
        link.valid_to === null,
    )
    .map((link) => String(link.target_id));
}

export function only(reading: Reading, typeName: string, rows: readonly Row[]): Row | null {
  const seen = reading.seen(typeName, rows);
  return seen.length === 1 ? (seen[0] ?? null) : null;
}
