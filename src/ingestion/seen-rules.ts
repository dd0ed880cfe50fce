// Which ids of one record type a run has met already, in sixteen bytes or less for each, so that memory stays flat.
import { hash } from 'node:crypto';

/** A set of 64-bit fingerprints: open addressing in typed arrays that double when half full. */
export class SeenIds {
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #size = 0;

  /** Whether the id is new; from then on it is not. Two ids share a fingerprint once in 10^19. */
  add(id: string): boolean {
    const digest = hash('md5', id, 'buffer');
    const high = digest.readUInt32LE(0);
    // Zero in both halves marks a free place.
    const low = digest.readUInt32LE(4) || 1;
    if (this.#size * 2 >= this.#low.length) this.#grow();
    const isNew = this.#put(high, low);
    if (isNew) this.#size++;
    return isNew;
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
