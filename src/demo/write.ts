// The demo company as files: one folder per export with one canonical CSV file per record type, and the order of their import.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { generateDemo } from './company.ts';
import { type Export, exports, fileNameOf } from './layout.ts';
import type { DemoRecord } from './sheet.ts';
import type { DemoOptions } from './world.ts';

/** One import: a source system with its files in the order in which they refer to each other. */
export interface DemoImport {
  readonly source: Export['source'];
  readonly kind: Export['kind'];
  readonly paths: readonly string[];
  /** Records in these files. */
  readonly records: number;
}

/** Characters that are gathered before they are written. */
const CHUNK = 65_536;

/** Writes the exports into the folder and names them in the order in which they are to be imported. */
export function writeDemo(folder: string, options: DemoOptions): readonly DemoImport[] {
  const files = new Map<string, CsvFile>();
  try {
    for (const record of generateDemo(options)) {
      const key = `${record.folder}/${record.record}`;
      let file = files.get(key);
      if (!file) {
        file = openFile(folder, record);
        files.set(key, file);
      }
      file.add(record);
    }
  } finally {
    for (const file of files.values()) file.close();
  }
  return exports.map(({ folder: name, source, kind, records }) => {
    const written = Object.keys(records).flatMap((record) => files.get(`${name}/${record}`) ?? []);
    return {
      source,
      kind,
      paths: written.map(({ path }) => path),
      records: written.reduce((sum, { count }) => sum + count, 0),
    };
  });
}

function openFile(folder: string, { folder: name, record }: DemoRecord): CsvFile {
  const columns = exports.find((one) => one.folder === name)?.records[record];
  if (!columns) throw new Error(`${name} exports no ${record}`);
  mkdirSync(join(folder, name), { recursive: true });
  return new CsvFile(join(folder, name, fileNameOf(record)), columns);
}

class CsvFile {
  readonly path: string;
  count = 0;
  readonly #columns: readonly string[];
  readonly #descriptor: number;
  #text: string;

  constructor(path: string, columns: readonly string[]) {
    this.path = path;
    this.#columns = columns;
    this.#descriptor = openSync(path, 'w');
    this.#text = `id,${columns.join(',')}\n`;
  }

  add({ id, values }: DemoRecord): void {
    let row = cell(id);
    for (const column of this.#columns) row += `,${cell(values[column] ?? '')}`;
    this.#text += `${row}\n`;
    this.count += 1;
    if (this.#text.length > CHUNK) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    writeSync(this.#descriptor, this.#text);
    this.#text = '';
  }
}

const SPECIAL = /[",\r\n]/;

function cell(value: string): string {
  return SPECIAL.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
