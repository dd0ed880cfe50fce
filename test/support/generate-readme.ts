// Writes the table of canonical records into README.md from the slices' own definitions; `--check` fails when it is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalRecords } from '../../src/ingestion/record-commands.ts';
import type { RecordDefinition } from '../../src/platform/record-definition.ts';

const path = join(import.meta.dirname, '../../README.md');
const PLACE = /(<!-- records:[^\n]*-->\n)[\s\S]*(<!-- \/records -->)/;

function row({ record, about, fields }: RecordDefinition): string {
  const said = Object.entries(fields).map(([name, { required, values }]) => {
    const words = values === null ? '' : ` (${values.join(', ')})`;
    return (required ? `**${name}**` : name) + words;
  });
  return `| \`${record}\` | ${about} | ${said.join(', ')} |\n`;
}

export function recordTable(): string {
  return `\n| record | what it is | fields |\n|---|---|---|\n${canonicalRecords.map(row).join('')}\n`;
}

if (import.meta.main) {
  const found = readFileSync(path, 'utf8');
  if (!PLACE.test(found)) throw new Error('README.md has no place for the table of records');
  const made = found.replace(PLACE, (_all, start: string, end: string) => start + recordTable() + end);
  if (!process.argv.includes('--check')) writeFileSync(path, made);
  else if (made !== found) {
    process.stderr.write('README.md does not list the records as they are: run `npm run generate`\n');
    process.exitCode = 1;
  }
}
