// Reads a mapping file, YAML or JSON, and names everything that is wrong with it at once: where it stands, what stands there, and
// which rule it breaks.
import { parseDocument } from 'yaml';
import type { RecordDefinition } from '../../platform/record-definition.ts';
import { UnreadableInput } from '../format.ts';
import { Encoding, readBytes } from './csv.ts';
import { mappingFaults } from './mapping-check-rules.ts';
import type { Mapping } from './mapping-declaration.ts';
import { mappingSchema } from './mapping-schema.ts';

/** The mapping of the file; throws `UnreadableInput` with every fault. */
export async function readMapping(path: string, definitions: readonly RecordDefinition[]): Promise<Mapping> {
  const written = parseYaml(path, await readText(path));
  const parsed = mappingSchema.safeParse(written);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path: steps, message }) => faultLine(steps, written, message));
    throw new UnreadableInput([...new Set(faults)].map((line) => `${path}: ${line}`));
  }
  const faults = mappingFaults(parsed.data, definitions);
  if (faults.length > 0) throw new UnreadableInput(faults.map((line) => `${path}: ${line}`));
  return parsed.data;
}

async function readText(path: string): Promise<string> {
  const encoding = new Encoding(path);
  let text = '';
  for await (const bytes of readBytes(path, path)) text += encoding.add(bytes);
  return text + encoding.end();
}

/** JSON is YAML as well. Scalars stay text. */
function parseYaml(path: string, text: string): unknown {
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: true, prettyErrors: true });
  if (document.errors.length === 0) return document.toJS({ maxAliasCount: 100 });
  throw new UnreadableInput(
    document.errors.map(({ message }) => `${path} is no YAML: ${message.split('\n')[0] ?? ''}`),
  );
}

function faultLine(path: readonly PropertyKey[], written: unknown, message: string): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  const value = path.reduce<unknown>((inner, step) => memberOf(inner, step), written);
  const shown = value === undefined || typeof value === 'object' ? '' : ` ${JSON.stringify(value)}`;
  return `${place.replace(/^\./, '') || 'the mapping'}:${shown} ${message}`;
}

function memberOf(value: unknown, step: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
}
