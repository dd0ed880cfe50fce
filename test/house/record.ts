// The recorded schema: what clients may rely on. `npm run record:schema` writes additions down; what would break a client is
// written only with `--breaking`, so that it is a decision that a reviewer sees. `--check` fails when the record is behind.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  buildSchema,
  concatAST,
  findBreakingChanges,
  type GraphQLSchema,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';
import { readSchemaFiles } from '../../codegen.ts';

export const recordedFolder = join(import.meta.dirname, 'recorded');
const recordedFile = join(recordedFolder, 'schema.graphql');

const header = '# What clients may rely on. Written by `npm run record:schema`, compared in the tests.\n\n';

/** The schema of schema/*.graphql. */
export function currentSchema(): GraphQLSchema {
  return buildASTSchema(concatAST(readSchemaFiles().map((file) => file.document)));
}

/** The schema as it was recorded last. */
export function recordedSchema(): GraphQLSchema {
  return buildSchema(readFileSync(recordedFile, 'utf8'));
}

/** What a client that relies on the first schema would no longer find in the second. */
export function breakages(recorded: GraphQLSchema, current: GraphQLSchema): string[] {
  return findBreakingChanges(recorded, current).map((change) => change.description);
}

/** The text of the record: sorted, so that moving a type between files changes nothing, and without descriptions. */
export function printRecord(schema: GraphQLSchema): string {
  const document = parse(printSchema(lexicographicSortSchema(schema)));
  const bare = visit(document, {
    enter: (node) =>
      'description' in node && node.description ? { ...node, description: undefined } : undefined,
  });
  return `${header}${print(bare)}\n`;
}

function main(options: readonly string[]): void {
  const current = currentSchema();
  const wanted = printRecord(current);
  const found = existsSync(recordedFile) ? readFileSync(recordedFile, 'utf8') : '';
  if (found === wanted) return;
  const broken = found ? breakages(buildSchema(found), current) : [];
  if (broken.length > 0 && !options.includes('--breaking')) {
    fail([
      'clients would break:',
      ...broken.map((line) => `  ${line}`),
      'if that is meant: npm run record:schema -- --breaking',
    ]);
  } else if (options.includes('--check')) {
    fail(['test/house/recorded/schema.graphql lacks what was added to schema/: run `npm run generate`']);
  } else {
    writeFileSync(recordedFile, wanted);
  }
}

function fail(lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
}

if (import.meta.main) main(process.argv.slice(2));
