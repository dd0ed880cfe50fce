// Makes src/graph/types.gen.ts from schema/*.graphql. `node codegen.ts` writes it, `node codegen.ts --check` fails when
// the file on disk is stale. The row types of the tables are made from the migrations by their own script.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typescriptPlugin from '@graphql-codegen/typescript';
import { buildASTSchema, concatAST, type DocumentNode, Kind, parse, Source } from 'graphql';

const root = import.meta.dirname;
const target = 'src/graph/types.gen.ts';

const header =
  '// Generated from schema/*.graphql by codegen.ts (`npm run generate`): change the schema, not this file.\n\n';

/** What a value of each scalar is in TypeScript; money and dates stay text, so that nothing is rounded on the way. */
const scalars = {
  ID: 'string',
  Float: 'never',
  Date: 'string',
  DateTime: 'string',
  Decimal: 'string',
  CurrencyCode: 'string',
  JSON: 'unknown',
};

/** The SDL files of a folder, parsed, in the order of their names, so that the result does not depend on the disk. */
export function readSchemaFiles(folder = join(root, 'schema')): { path: string; document: DocumentNode }[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  if (names.length === 0) throw new Error(`no .graphql file in ${folder}`);
  return names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { path: `schema/${name}`, document: parse(new Source(text, `schema/${name}`)) };
  });
}

/** The TypeScript of one schema; a scalar that nobody mapped above is an error. */
export async function generateTypes(documents: readonly DocumentNode[]): Promise<string> {
  const document = concatAST(documents);
  const body = await codegen({
    filename: target,
    schema: document,
    schemaAst: buildASTSchema(document),
    documents: [],
    plugins: [{ typescript: {} }],
    pluginMap: { typescript: typescriptPlugin },
    config: {
      enumsAsTypes: true,
      strictScalars: true,
      scalars,
      namingConvention: 'keep',
      skipTypename: true,
      useTypeImports: true,
      avoidOptionals: { field: true },
      maybeValue: 'T | null',
      inputMaybeValue: 'T | null',
    },
  });
  return header + body.trim().concat('\n\n', objectTypes(document));
}

/** All object types by name, so that the slices' field maps can be checked for completeness. */
function objectTypes(document: DocumentNode): string {
  const names = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION ? [definition.name.value] : [],
  );
  const members = names.sort().map((name) => `  ${name}: ${name};\n`);
  return `/** The object types of the schema by name. */\nexport interface ObjectTypes {\n${members.join('')}}\n`;
}

async function main(check: boolean): Promise<void> {
  const made = await generateTypes(readSchemaFiles().map((file) => file.document));
  const path = join(root, target);
  if (!check) return writeFileSync(path, made);
  let found = '';
  try {
    found = readFileSync(path, 'utf8');
  } catch {
    // A missing file is as stale as an old one.
  }
  if (found === made) return;
  process.stderr.write(
    `${target} is not what schema/*.graphql gives: run \`npm run generate\` and commit the result\n`,
  );
  process.exitCode = 1;
}

if (import.meta.main) await main(process.argv.includes('--check'));
