// Cost of an operation before it runs: a function of its coerced variables, known per field and multiplied by page sizes.
import type { Bindings } from './slots.ts';

/** A scalar costs 1, an object 1 per row, a count or sum 50, a summary 200. */
export const COST = { scalar: 1, object: 1, aggregate: 50, summary: 200 } as const;

/** The rows that a short list without a stated size is counted with. */
export const SHORT_LIST = 10;

/** One field with what stands below it. */
export interface Cost {
  readonly own: number;
  /** How many times the children are written, and objects made. */
  readonly rows: number | ((bindings: Bindings) => number);
  /** Whether each row is an object, which counts as a node. */
  readonly node: boolean;
  readonly children: readonly Cost[];
}

export interface Price {
  readonly cost: number;
  readonly nodes: number;
}

/** The price of a selection under a request's bindings. */
export function priceOf(costs: readonly Cost[], bindings: Bindings): Price {
  let cost = 0;
  let nodes = 0;
  for (const part of costs) {
    const rows = typeof part.rows === 'number' ? part.rows : part.rows(bindings);
    const below = priceOf(part.children, bindings);
    cost += part.own + rows * (below.cost + (part.node ? COST.object : 0));
    nodes += rows * (below.nodes + (part.node ? 1 : 0));
  }
  return { cost, nodes };
}

export function leafCost(own: number = COST.scalar): Cost {
  return { own, rows: 0, node: false, children: [] };
}
