// The fields of records as slices declare them: what the text of a field must look like, and where it lands.

/** What the text of a field must look like; each is a rule of its own in messages. */
export type FieldKind =
  | 'text'
  | 'amount'
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
  /**
   * Of an amount: the fields that say its currency, the first one stated counts: a currency, or a reference to what is in one.
   */
  readonly currencyIn: readonly string[];
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

export interface AmountOptions extends FieldOptions {
  /** Left out: `currency`. */
  readonly currencyIn?: readonly string[];
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
    currencyIn: [],
    group: options.group ?? null,
    note: options.note ?? null,
  };
}

export const text = (column: string, options: FieldOptions = {}) => field('text', column, 'text', options);

/** Money of a document, a payment, a posting: never finer than the minor unit of its currency. */
export const amount = (column: string, { currencyIn, ...options }: AmountOptions = {}) => ({
  ...field('amount', column, 'numeric', options),
  currencyIn: currencyIn ?? ['currency'],
});

/** A quantity, a rate, a price: exact, in plain digits, as fine as it may be. */
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
