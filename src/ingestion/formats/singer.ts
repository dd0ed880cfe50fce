// Singer streams through a mapping: the streams are the files of the mapping, each RECORD is a row. Without a mapping, and of streams
// that it does not know, records are ignored by rule.
import type { RecordDefinition } from '../../platform/record-definition.ts';
import type { FormatItem, FormatOptions, Origin, SourceKind } from '../format.ts';
import type { Mapping } from './mapping-declaration.ts';
import { readMapping } from './mapping-load.ts';
import { roleOfFile } from './mapping-name-rules.ts';
import type { RowCells } from './mapping-row.ts';
import { RowTranslator } from './mapping-row-rules.ts';

/** What the records of a stream make. */
interface SingerStream {
  readonly translators: readonly { readonly record: string; readonly translator: RowTranslator }[];
  /** The rule under which all of them are ignored. */
  readonly ignored: string | undefined;
}

export class SingerMapping {
  readonly #mapping: Mapping | undefined;
  readonly #options: FormatOptions;
  readonly #streams = new Map<string, SingerStream>();

  constructor(mapping: Mapping | undefined, options: FormatOptions) {
    this.#mapping = mapping;
    this.#options = options;
  }

  /** The kind of a source that first comes in by it. */
  get kind(): SourceKind {
    return this.#mapping?.kind ?? 'FILE';
  }

  /** What a record makes, each item with its record type. */
  translate(stream: string, cells: RowCells, at: Origin): { record: string | null; item: FormatItem }[] {
    const { translators, ignored } = this.#streamOf(stream);
    if (ignored !== undefined) return [{ record: null, item: { kind: 'ignored', rule: ignored, ...at } }];
    return translators.flatMap(({ record, translator }) =>
      translator.translate({ ...at, cells, broken: null }).map((item) => ({ record, item })),
    );
  }

  #streamOf(name: string): SingerStream {
    const known = this.#streams.get(name);
    if (known) return known;
    const made = this.#open(name);
    this.#streams.set(name, made);
    return made;
  }

  #open(name: string): SingerStream {
    const mapping = this.#mapping;
    // The ending is what a file name would have.
    const role = mapping && roleOfFile(mapping, `${name}.singer`);
    if (!mapping || !role) return { translators: [], ignored: 'unmapped-stream' };
    const definitions = new Map(this.#options.definitions.map((each) => [each.record, each]));
    const known = {
      mapping,
      options: this.#options,
      lookups: new Map<string, ReadonlyMap<string, string>>(),
    };
    const translators = mapping.records.flatMap((rule) => {
      const definition = rule.from === role.key ? definitions.get(rule.record) : undefined;
      return definition
        ? [{ record: rule.record, translator: new RowTranslator(rule, definition, known) }]
        : [];
    });
    const ignored = role.ignored ?? (translators.length === 0 ? 'unmapped-stream' : undefined);
    return { translators, ignored };
  }
}

/** The mapping of a file, or none; throws `UnreadableInput` with every fault of it. */
export async function openSingerMapping(
  file: string | undefined,
  definitions: readonly RecordDefinition[],
  options: Omit<FormatOptions, 'definitions'>,
): Promise<SingerMapping> {
  const mapping = file === undefined ? undefined : await readMapping(file, definitions);
  return new SingerMapping(mapping, { ...options, definitions });
}
