// What every part of the demo company stands on: its size, seed, calendar and rates.
import { Calendar } from './calendar.ts';
import { Rates } from './rates.ts';

export type DemoSize = 's' | 'm' | 'l';

export interface DemoOptions {
  readonly size: DemoSize;
  readonly seed: string;
  /** The last day of its history, YYYY-MM-DD. */
  readonly today: string;
}

export interface Scale {
  readonly customers: number;
  /** Contracts beyond those of the customer's story: how many, and how likely each number is. */
  readonly moreContracts: readonly [readonly [number, number], ...(readonly [number, number])[]];
}

const scales: Readonly<Record<DemoSize, Scale>> = {
  s: { customers: 60, moreContracts: [[0, 1]] },
  m: {
    customers: 660,
    moreContracts: [
      [0, 80],
      [1, 20],
    ],
  },
  l: {
    customers: 10_000,
    moreContracts: [
      [1, 60],
      [2, 40],
    ],
  },
};

export interface World {
  readonly seed: string;
  readonly scale: Scale;
  readonly calendar: Calendar;
  readonly rates: Rates;
}

export function buildWorld({ size, seed, today }: DemoOptions): World {
  const calendar = new Calendar(today);
  return { seed, scale: scales[size], calendar, rates: new Rates(calendar, seed) };
}
