// How a slice declares one kind of record that comes in: its fields, the table that they land in, and what follows from
// them. The command of a batch, the checks, the format's documentation and the translators all read these definitions.
import type { RecordHooks } from './record-hooks.ts';

/** What the text of a field must look like; each is a rule of its own in messages. */
export type FieldKind =
  | 'text'
  | 'decimal'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'instant'
  | 'enum'
  | 'json'
  | 'list'
  | 'currency'
  | 'legal_entity'
  | 'source_system'
  | 'reference';

export interface RecordField {
  readonly kind: FieldKind;
  /** The column that it lands in; for one that stands `aside` its name among the values of the batch. */
  readonly column: string;
  /** The PostgreSQL type that its text is cast to. */
  readonly sqlType: string;
  readonly required: boolean;
  /** SQL for the column where a new record leaves the field out; null: the column stays empty. */
  readonly default: string | null;
  /** Not a column of the record's own table: a hook or an expression uses it. */
  readonly aside: boolean;
  /** Members of an enum or of a list. */
  readonly values: readonly string[] | null;
  /** The record type whose external id a reference holds. */
  readonly record: string | null;
  /** Column of the referenced table that may be named in place of the external id, e.g. a product's code. */
  readonly byColumn: string | null;
  /** The field group for ownership and provenance; null: that of the definition. */
  readonly group: string | null;
  /** For the documentation: what the field says beyond its name. */
  readonly note: string | null;
}

export interface FieldOptions {
  readonly required?: boolean;
  readonly default?: string;
  readonly aside?: boolean;
  readonly group?: string;
  readonly note?: string;
}

export interface ReferenceOptions extends FieldOptions {
  readonly byColumn?: string;
}

/** A column that follows from others. The SQL sees `v` (the values by column), `c` (source_id, today) and the joins. */
export interface DerivedColumn {
  readonly onInsert: string;
  /** Left out: stays as it is when the record changes. `t` is the row as it stands. */
  readonly onUpdate?: string;
}

export interface RecordDefinition {
  /** Its name: the file's name, the `record_type` of inbound records, and what references say. */
  readonly record: string;
  readonly plural: string;
  readonly about: string;
  readonly table: string;
  /** The table's uuid key; null where the table has only the natural one. */
  readonly key: string | null;
  /** The object type in the crosswalk, for master data and documents; null for lines and other parts. */
  readonly object: string | null;
  readonly fields: Readonly<Record<string, RecordField>>;
  /** Fields that together identify the object whatever its external id: the natural key. */
  readonly identity: readonly string[];
  readonly derived: Readonly<Record<string, DerivedColumn>>;
  /** SQL behind `from v`, for the expressions of derived columns. */
  readonly joins: string;
  /** Whether the table names the source system that stated the row. */
  readonly stampsSource: boolean;
  /** The table with the states that the object had. */
  readonly versions: string | null;
  /** Whether the table counts versions (`version`, `updated_at`). */
  readonly counted: boolean;
  /** Rows never change once they stand. */
  readonly appendOnly: boolean;
  /** Field group for provenance; null: no provenance. */
  readonly group: string | null;
  /** The reference by which rows belong together: they come one after the other and stand or fall as a whole. */
  readonly wholeBy: string | null;
  readonly hooks: RecordHooks;
}

type Defaulted =
  | 'plural'
  | 'table'
  | 'key'
  | 'object'
  | 'identity'
  | 'derived'
  | 'joins'
  | 'stampsSource'
  | 'versions'
  | 'counted'
  | 'appendOnly'
  | 'group'
  | 'wholeBy'
  | 'hooks';

/** Declares a record; what is left out follows from its name. */
export function recordCommand(
  given: Omit<RecordDefinition, Defaulted> & Partial<Pick<RecordDefinition, Defaulted>>,
): RecordDefinition {
  const table = given.table ?? given.record;
  return {
    plural: `${given.record}s`,
    table,
    key: `${table}_id`,
    object: null,
    identity: [],
    derived: {},
    joins: '',
    stampsSource: false,
    versions: null,
    counted: false,
    appendOnly: false,
    group: null,
    wholeBy: null,
    hooks: {},
    ...given,
  };
}

function field(kind: FieldKind, column: string, sqlType: string, options: FieldOptions): RecordField {
  return {
    kind,
    column,
    sqlType,
    required: options.required ?? false,
    default: options.default ?? null,
    aside: options.aside ?? false,
    values: null,
    record: null,
    byColumn: null,
    group: options.group ?? null,
    note: options.note ?? null,
  };
}

export const text = (column: string, options: FieldOptions = {}) => field('text', column, 'text', options);

/** An amount, a quantity, a rate: exact, in plain digits. */
export const decimal = (column: string, options: FieldOptions = {}) =>
  field('decimal', column, 'numeric', options);

export const integer = (column: string, options: FieldOptions = {}) =>
  field('integer', column, 'int', options);

export const boolean = (column: string, options: FieldOptions = {}) =>
  field('boolean', column, 'boolean', options);

export const date = (column: string, options: FieldOptions = {}) => field('date', column, 'date', options);

export const instant = (column: string, options: FieldOptions = {}) =>
  field('instant', column, 'timestamptz', options);

export const json = (column: string, options: FieldOptions = {}) => field('json', column, 'jsonb', options);

export const oneOf = (column: string, values: readonly string[], options: FieldOptions = {}) => ({
  ...field('enum', column, 'text', options),
  values,
});

/** Members separated by semicolons; always aside, because it lands in a table of its own. */
export const list = (column: string, values: readonly string[] | null, options: FieldOptions = {}) => ({
  ...field('list', column, 'text', { ...options, aside: true }),
  values,
});

/** An ISO 4217 code; where no record states it, `--currency` does. */
export const currency = (column: string, options: FieldOptions = {}) =>
  field('currency', column, 'text', options);

/** The code of one of our own companies; where no record states it, `--entity` does. */
export const legalEntity = (options: FieldOptions = {}, column = 'legal_entity_id') =>
  field('legal_entity', column, 'uuid', options);

/** The key of a source system. */
export const sourceSystem = (column: string, options: FieldOptions = {}) =>
  field('source_system', column, 'uuid', options);

/** The external id of another record of the same source, or `source:id` of another one's. */
export const reference = (record: string, column: string, options: ReferenceOptions = {}) => ({
  ...field('reference', column, 'uuid', options),
  record,
  byColumn: options.byColumn ?? null,
});

/** A part of the definitions as data, for the README, the demo generator and translators. */
export interface RecordDescription {
  readonly record: string;
  readonly plural: string;
  readonly about: string;
  readonly fields: readonly FieldDescription[];
}

export interface FieldDescription {
  readonly name: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly values: readonly string[] | null;
  readonly references: string | null;
  readonly default: string | null;
  readonly note: string | null;
}

/** The definitions as data; `id` goes without saying. */
export function describeRecords(definitions: readonly RecordDefinition[]): RecordDescription[] {
  return definitions.map(({ record, plural, about, fields }) => ({
    record,
    plural,
    about,
    fields: Object.entries(fields).map(([name, given]) => ({
      name,
      kind: given.kind,
      required: given.required,
      values: given.values,
      references: given.record,
      default: given.default,
      note: given.note,
    })),
  }));
}
