// Which ids of one record type a run has met already, in sixteen bytes or less for each, so that memory stays flat.
import { hash } from 'node:crypto';

/** A set of 64-bit fingerprints: open addressing in typed arrays that double when half full. */
export class SeenIds {
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #size = 0;

  /** Whether the id is new; from then on it is not. Two ids share a fingerprint once in 10^19. */
  add(id: string): boolean {
    const [high, low] = fingerprintOf(id);
    if (this.#size * 2 >= this.#low.length) this.#grow();
    const isNew = this.#put(high, low);
    if (isNew) this.#size++;
    return isNew;
  }

  has(id: string): boolean {
    if (this.#size === 0) return false;
    const [high, low] = fingerprintOf(id);
    const mask = this.#low.length - 1;
    for (let at = (high ^ low) & mask; this.#low[at] !== 0; at = (at + 1) & mask) {
      if (this.#low[at] === low && this.#high[at] === high) return true;
    }
    return false;
  }

  #put(high: number, low: number): boolean {
    const mask = this.#low.length - 1;
    for (let at = (high ^ low) & mask; ; at = (at + 1) & mask) {
      if (this.#low[at] === 0) {
        this.#high[at] = high;
        this.#low[at] = low;
        return true;
      }
      if (this.#low[at] === low && this.#high[at] === high) return false;
    }
  }

  #grow(): void {
    const high = this.#high;
    const low = this.#low;
    this.#high = new Uint32Array(high.length * 2);
    this.#low = new Uint32Array(low.length * 2);
    for (let at = 0; at < low.length; at++) {
      const [a, b] = [high[at] ?? 0, low[at] ?? 0];
      if (b !== 0) this.#put(a, b);
    }
  }
}

function fingerprintOf(id: string): [high: number, low: number] {
  const digest = hash('md5', id, 'buffer');
  // Zero in the lower half marks a free place.
  return [digest.readUInt32LE(0), digest.readUInt32LE(4) || 1];
}
