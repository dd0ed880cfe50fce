// Mappings for tests: written on the spot, loaded as a run loads them, and read without a store.
import { join } from 'node:path';
import type { Format } from '../../src/ingestion/format.ts';
import { loadMappingFormat } from '../../src/ingestion/formats/mapping.ts';
import { canonicalRecords } from '../../src/ingestion/record-commands.ts';
import { type ReadExport, readExport } from '../support/read-export.ts';
import { writeExport } from './exports.ts';

const HEAD = 'mapping: shop\nabout: a shop\nkind: BILLING\n';

/** The format of a mapping, whose first lines go without saying. */
export const loadMapping = (yaml: string): Promise<Format> => loadMappingFile(HEAD + yaml);

export function loadMappingFile(text: string, name = 'mapping.yaml'): Promise<Format> {
  return loadMappingFormat({ file: join(writeExport({ [name]: text }), name) }, canonicalRecords);
}

type Files = Readonly<Record<string, string | Buffer>>;

/** Reads files through a mapping. */
export async function readMapped(yaml: string, files: Files): Promise<ReadExport> {
  return await readExport(await loadMapping(yaml), [writeExport(files)]);
}

/** Reads files through a built-in mapping. */
export async function readBuiltIn(
  name: string,
  files: Files,
  options: Parameters<typeof readExport>[2] = {},
): Promise<ReadExport> {
  return await readExport(await loadMappingFormat({ name }, canonicalRecords), [writeExport(files)], options);
}

/** A mapping of one file to customers with these fields. */
export const one = (fields: string, more = '') =>
  `${more}\nfiles:\n  rows:\nrecords:\n  - record: customer\n    from: rows\n    id: id\n    fields: ${fields}\n`;
