// Chance that repeats itself: numbers that follow from a seed and a name alone, so that every customer of the demo company can be
// made without the others.

/** A stream of 32-bit numbers (sfc32), good enough to look like life and the same everywhere. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  constructor(name: string) {
    [this.#a, this.#b, this.#c] = [hash(name, 0x9e3779b9), hash(name, 0x243f6a88), hash(name, 0xb7e15162)];
    for (let round = 0; round < 12; round++) this.next();
  }

  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + (this.next() % (most - least + 1));
  }

  chance(percent: number): boolean {
    return this.next() % 100 < percent;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.next() % choices.length] ?? choices[0];
  }

  /** One of the choices, each as likely as its weight says. */
  weighted<T>(choices: readonly [readonly [T, number], ...(readonly [T, number])[]]): T {
    let rest = this.next() % choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) {
      if (rest < weight) return choice;
      rest -= weight;
    }
    return choices[0][0];
  }
}

function hash(text: string, salt: number): number {
  let state = salt;
  for (let at = 0; at < text.length; at++) {
    state = Math.imul(state ^ text.charCodeAt(at), 0x85ebca6b);
    state = (state << 13) | (state >>> 19);
  }
  state = Math.imul(state ^ (state >>> 16), 0xc2b2ae35);
  return (state ^ (state >>> 15)) >>> 0;
}
