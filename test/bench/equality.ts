// That all contestants give the same data: compared value by value before anything is timed.
import { isDeepStrictEqual } from 'node:util';
import type { Runner } from './contest.ts';
import { QUERY_NAMES, type QueryName, type Subject } from './queries.ts';

/** Fields that hold decimal numbers, which PostGraphile writes with the digits that happen to be stored. */
const DECIMALS: ReadonlySet<string> = new Set(['amount', 'quantity', 'netUnitPrice']);

/** The value with decimals trimmed and the lists sorted that no query orders fully. */
function canonical(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => canonical(item));
  if (typeof value === 'string' && DECIMALS.has(key))
    return value.includes('.') ? value.replace(/\.?0+$/, '') : value;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, canonical(inner, name)] as const);
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, name === 'allocations' ? sorted(inner) : inner]),
  );
}

function sorted(connection: unknown): unknown {
  const { nodes } = connection as { nodes: unknown[] };
  return { nodes: [...nodes].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) };
}

/** The bytes of the first runner's answer by query; throws with the first difference. */
export async function compareAnswers(
  runners: readonly Runner[],
  subjects: Readonly<Record<QueryName, readonly Subject[]>>,
): Promise<ReadonlyMap<QueryName, number>> {
  const sizes = new Map<QueryName, number>();
  for (const query of QUERY_NAMES) {
    let bytes = 0;
    for (const subject of subjects[query]) {
      const [first, ...others] = runners;
      if (!first) throw new Error('nobody takes part');
      const expected = await first.answer(query, subject);
      bytes += JSON.stringify(expected).length;
      for (const other of others) {
        const given = await other.answer(query, subject);
        const difference = differenceOf(canonical(expected), canonical(given), query);
        if (difference) throw new Error(`${other.name} differs from ${first.name} at ${difference}`);
      }
    }
    sizes.set(query, Math.round(bytes / subjects[query].length));
  }
  return sizes;
}

/** Where two values differ first, with both. */
function differenceOf(one: unknown, other: unknown, path: string): string | undefined {
  if (isDeepStrictEqual(one, other)) return undefined;
  if (typeof one === 'object' && typeof other === 'object' && one !== null && other !== null) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const found = differenceOf(Reflect.get(one, key), Reflect.get(other, key), `${path}.${key}`);
      if (found) return found;
    }
  }
  return `${path}: ${JSON.stringify(one)} against ${JSON.stringify(other)}`;
}
