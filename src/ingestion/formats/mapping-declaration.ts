// What a mapping declares: files of an export, how their cells are read, and which canonical records their rows make. The names are
// those of the mapping file itself.
import type { ExceptionClass } from '../../platform/record-fault.ts';
import type { SourceKind } from '../format.ts';
import type { encodings } from './csv-dialect.ts';

/** How numbers are written; what is left out is plain: `-1234.5`, with an exponent if need be. */
export interface NumberStyle {
  /** Between whole and fraction. */
  readonly decimal?: string | undefined;
  /** Between groups of digits. */
  readonly thousands?: string | undefined;
  /** Where the sign of a negative number stands. */
  readonly negative?: 'leading' | 'trailing' | 'parentheses' | undefined;
  /** Texts beside the digits, such as `$` or `%`. */
  readonly symbols?: readonly string[] | undefined;
}

/** The style of one value, and what is done to the number. */
export interface NumberFormat extends NumberStyle {
  readonly sign?: 'flip' | 'absolute' | undefined;
  /** Factor in plain digits: `0.01` for cents, `100` for a fraction that is a percentage. */
  readonly times?: string | undefined;
  /** The column with the currency in whose minor units the number counts. */
  readonly minor_units?: string | undefined;
  /** Decimal places that are kept, half up; only for what the mapping itself computes. */
  readonly round?: number | undefined;
}

export interface ValueCase {
  readonly when?: Condition | undefined;
  readonly value: Value;
}

/** Where a value comes from (exactly one of the first group) and what is done to it, in this order. */
export interface Value {
  readonly column?: string | undefined;
  /** In canonical form; `\N` clears. */
  readonly constant?: string | undefined;
  /** Text with `{column}` in it; empty where one of them is, unless it says `{column?}`. */
  readonly template?: string | undefined;
  /** What the command line says. */
  readonly given?: 'entity' | 'currency' | 'source' | undefined;
  /** The first that holds anything. */
  readonly first?: readonly Value[] | undefined;
  readonly sum?: readonly Value[] | undefined;
  /** The first less the others. */
  readonly difference?: readonly Value[] | undefined;
  readonly product?: readonly Value[] | undefined;
  readonly cases?: readonly ValueCase[] | undefined;
  /** A JSON object of those members that hold anything. */
  readonly object?: Readonly<Record<string, Value>> | undefined;
  /** The number of the row among those with the same value, from 1, in the order of the file. */
  readonly count_within?: Value | undefined;

  /** Texts that say nothing here, beside those of the whole mapping. */
  readonly nothing?: readonly string[] | undefined;
  /** Texts that clear the field. */
  readonly clears?: readonly string[] | undefined;
  readonly case?: 'upper' | 'lower' | undefined;
  /** Takes leading zeros away: `0010` is `10`. */
  readonly strip_zeros?: boolean | undefined;
  /** Fills up with leading zeros to this length. */
  readonly pad?: number | undefined;
  /** `country`: the code of ISO 3166-1 of a code or an English name; nothing where it is neither. */
  readonly as?: 'country' | undefined;
  /** A table of this mapping by its name, or one on the spot; what it gives is canonical. */
  readonly table?: string | Readonly<Record<string, string>> | undefined;
  /** The lookup that is asked with the text so far. */
  readonly lookup?: string | undefined;
  /** What follows where table or lookup knows nothing: `error` (left out), the text so far (`keep`), `nothing`, or a value. */
  readonly otherwise?: 'error' | 'keep' | 'nothing' | Value | undefined;
  readonly date?: readonly string[] | undefined;
  readonly number?: NumberFormat | undefined;
  readonly plus_days?: number | undefined;
}

/** What a column is asked for; several questions must all hold. */
export interface Test {
  readonly is?: readonly string[] | undefined;
  readonly not?: readonly string[] | undefined;
  readonly empty?: boolean | undefined;
  readonly above?: string | undefined;
  readonly below?: string | undefined;
  /** Another column with the same text. */
  readonly same_as?: string | undefined;
  readonly differs_from?: string | undefined;
}

/** Any of the alternatives, in each of which every column passes its test. Text is compared without regard to case. */
export type Condition = readonly Readonly<Record<string, Test>>[];

/** Rows of one file that say something about rows of others; they have no disposition of their own. */
export interface Lookup {
  readonly file: string;
  readonly key: Value;
  /** What stands between the keys where a row has several. */
  readonly split?: string | undefined;
  readonly value: Value;
  readonly when?: Condition | undefined;
  /**
   * Which value holds where a key has several: `none` (left out), that of the first or last row, the highest or lowest one, or
   * `all` of them, with semicolons between.
   */
  readonly repeated?: 'none' | 'first' | 'last' | 'highest' | 'lowest' | 'all' | undefined;
  /** The file may be missing; then the lookup knows nothing. */
  readonly optional?: boolean | undefined;
}

/** Rows that are out of scope, counted by a rule in lower case with hyphens. */
export interface IgnoreRule {
  readonly rule: string;
  readonly when: Condition;
}

/** Rows in which the source itself says that something went wrong: each is an exception of a class. */
export interface RefuseRule {
  readonly class: ExceptionClass;
  readonly rule: string;
  readonly when: Condition;
  /** What the source says. */
  readonly message: Value;
}

export interface FileRule {
  /** Names without their ending, `*` for any text; left out: the key. */
  readonly names?: readonly string[] | undefined;
  readonly delimiter?: string | undefined;
  readonly encoding?: (typeof encodings)[number] | undefined;
  readonly skip_lines?: number | undefined;
  /** Names of the columns of a file without a header. */
  readonly columns?: readonly string[] | undefined;
  readonly unnamed_columns?: 'refuse' | 'drop' | undefined;
  /** Columns that may be missing; then they are empty. */
  readonly optional?: readonly string[] | undefined;
  /** Computed columns; each may name those above it, and its own name means the cell. */
  readonly let?: Readonly<Record<string, Value>> | undefined;
  readonly ignore?: readonly IgnoreRule[] | undefined;
  readonly refuse?: readonly RefuseRule[] | undefined;
  readonly deleted?: Condition | undefined;
  /** A whole number or an instant that grows with every change of the row's content. */
  readonly version?: Value | undefined;
  /** The external id under which the source keeps what this row was. */
  readonly merged_into?: Value | undefined;
  /** The rule under which a row that no record takes is ignored; left out, it is refused. */
  readonly otherwise?: string | undefined;
  /** The rule under which all rows of the file are ignored. */
  readonly ignored?: string | undefined;
}

/** What makes several records of one type of a row: the members of a list in one cell, or columns that hold the same thing each. */
export interface EachMember {
  readonly column?: string | undefined;
  /** What stands between the members of the cell. */
  readonly split?: string | undefined;
  /** The columns that hold anything; `*`: all. */
  readonly columns?: readonly string[] | undefined;
  readonly except?: readonly string[] | undefined;
  /** The name of a column that holds the member, or the name of the column. */
  readonly as: string;
  /** The name of a column that holds what stands in the column. */
  readonly value?: string | undefined;
}

export interface RecordRule {
  readonly record: string;
  readonly from: string;
  readonly each?: EachMember | undefined;
  readonly when?: Condition | undefined;
  /** Once per id: the first row makes the record, the others describe the same one. */
  readonly distinct?: boolean | undefined;
  readonly id: Value;
  readonly fields: Readonly<Record<string, Value>>;
}

export interface Mapping {
  readonly mapping: string;
  readonly about: string;
  /** The kind of a source that first comes in by this mapping. */
  readonly kind: SourceKind;
  /** Flags of the command line without which the files cannot be understood. */
  readonly needs?: readonly ('entity' | 'currency')[] | undefined;
  readonly nulls?:
    | { readonly nothing?: readonly string[] | undefined; readonly clears?: readonly string[] | undefined }
    | undefined;
  readonly dates?: readonly string[] | undefined;
  /** Where instants without an offset were taken, and where the day of an epoch is read; left out: UTC. */
  readonly time_zone?: string | undefined;
  readonly numbers?: NumberStyle | undefined;
  /** What stands before and behind the names of files, e.g. `zuora_` and `_data`. */
  readonly names?:
    | { readonly prefixes?: readonly string[] | undefined; readonly suffixes?: readonly string[] | undefined }
    | undefined;
  readonly tables?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  readonly lookups?: Readonly<Record<string, Lookup>> | undefined;
  readonly files: Readonly<Record<string, FileRule>>;
  /** Names of files by the rule under which their rows are ignored. */
  readonly ignored_files?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly records: readonly RecordRule[];
}
