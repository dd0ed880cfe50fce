// Where the records of one customer gather until all of them are known, so that each export gets its own in the order of its files.
import { exports, type Folder } from './layout.ts';

/** Text by column; what is undefined stays empty. */
export type Values = Readonly<Record<string, string | undefined>>;

/** One record of one export, in the canonical layout. */
export interface DemoRecord {
  readonly folder: Folder;
  readonly record: string;
  readonly id: string;
  readonly values: Values;
}

export class Sheet {
  readonly #records = new Map<string, DemoRecord[]>();

  add(folder: Folder, record: string, id: string, values: Values): void {
    const key = `${folder}/${record}`;
    const entry: DemoRecord = { folder, record, id, values };
    const gathered = this.#records.get(key);
    if (gathered) gathered.push(entry);
    else this.#records.set(key, [entry]);
  }

  /** All of them, whatever a record refers to before it. */
  *inOrder(): Generator<DemoRecord> {
    for (const { folder, records } of exports) {
      for (const record of Object.keys(records)) yield* this.#records.get(`${folder}/${record}`) ?? [];
    }
  }
}
