// The form of a mapping file (YAML or JSON). Every scalar is text here, so that `030`, `1.10` and `NO` stay what they are.
import { z } from 'zod';
import { exceptionClasses } from '../../platform/record-fault.ts';
import { sourceKinds } from '../format.ts';
import { encodings } from './csv-dialect.ts';
import type {
  Condition,
  EachMember,
  Mapping,
  NumberFormat,
  NumberStyle,
  Test,
  Value,
} from './mapping-declaration.ts';

const text = z.string().min(1);
const texts = z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(z.string()));
const flag = z.enum(['true', 'false']).transform((word) => word === 'true');
const count = z
  .string()
  .regex(/^\d{1,4}$/, 'is no whole number')
  .transform(Number);
const days = z
  .string()
  .regex(/^-?\d{1,5}$/, 'is no whole number of days')
  .transform(Number);
const digits = z.string().regex(/^-?(\d{1,30}(\.\d{1,30})?|\.\d{1,30})$/, 'is no number in plain digits');
const rule = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no name of a rule: lower case, digits and hyphens');
const word = z.string().regex(/^[a-z][a-z0-9_]*$/, 'is no name: lower case, digits and _');
const sign = z.string().max(4);

const style = {
  decimal: sign.min(1).optional(),
  thousands: sign.optional(),
  negative: z.enum(['leading', 'trailing', 'parentheses']).optional(),
  symbols: texts.optional(),
};

const styleSchema: z.ZodType<NumberStyle> = z.strictObject(style);

const numberSchema: z.ZodType<NumberFormat> = z.strictObject({
  ...style,
  sign: z.enum(['flip', 'absolute']).optional(),
  times: digits.optional(),
  minor_units: text.optional(),
  round: count.optional(),
});

const sources = [
  'column',
  'constant',
  'template',
  'given',
  'first',
  'sum',
  'difference',
  'product',
  'cases',
  'object',
  'count_within',
] as const satisfies readonly (keyof Value)[];

/** A text alone names a column. */
const asColumn = (given: unknown) => (typeof given === 'string' ? { column: given } : given);

const table = z.record(z.string(), z.string());

const valueSchema: z.ZodType<Value> = z.lazy(() =>
  z.preprocess(
    asColumn,
    z
      .strictObject({
        column: text.optional(),
        constant: text.optional(),
        template: text.optional(),
        given: z.enum(['entity', 'currency', 'source']).optional(),
        first: z.array(valueSchema).min(1).optional(),
        sum: z.array(valueSchema).min(1).optional(),
        difference: z.array(valueSchema).min(2).optional(),
        product: z.array(valueSchema).min(2).optional(),
        cases: z.array(caseSchema).min(1).optional(),
        object: z.record(z.string(), valueSchema).optional(),
        count_within: valueSchema.optional(),
        nothing: texts.optional(),
        clears: texts.optional(),
        case: z.enum(['upper', 'lower']).optional(),
        strip_zeros: flag.optional(),
        pad: count.optional(),
        as: z.enum(['country']).optional(),
        table: z.union([word, table], { error: 'is neither the name of a table nor one' }).optional(),
        lookup: word.optional(),
        otherwise: z.preprocess(asWord, otherwiseSchema).optional(),
        date: texts.optional(),
        number: numberSchema.optional(),
        plus_days: days.optional(),
      })
      .superRefine(checkSource),
  ),
);

/** Words of `otherwise` are no columns. */
const otherwiseSchema = z.union([z.enum(['error', 'keep', 'nothing']), z.lazy(() => valueSchema)], {
  error: 'is none of error, keep, nothing, and no value',
});

function asWord(given: unknown): unknown {
  return typeof given === 'string' && !['error', 'keep', 'nothing'].includes(given)
    ? { column: given }
    : given;
}

function checkSource(value: Value, context: z.RefinementCtx): void {
  const given = sources.filter((source) => value[source] !== undefined);
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none of them' : given.join(' and ');
    context.addIssue({
      code: 'custom',
      message: `must say exactly one of ${sources.join(', ')}; it says ${found}`,
    });
  }
  if (value.table !== undefined && value.lookup !== undefined)
    context.addIssue({ code: 'custom', message: 'says both table and lookup' });
  if (value.otherwise !== undefined && value.table === undefined && value.lookup === undefined)
    context.addIssue({ code: 'custom', message: 'says otherwise without table or lookup' });
}

const testSchema: z.ZodType<Test> = z.preprocess(
  (given) => (typeof given === 'string' || Array.isArray(given) ? { is: given } : given),
  z.strictObject({
    is: texts.optional(),
    not: texts.optional(),
    empty: flag.optional(),
    above: digits.optional(),
    below: digits.optional(),
    same_as: text.optional(),
    differs_from: text.optional(),
  }),
);

const conditionSchema: z.ZodType<Condition> = z.preprocess(
  (given) => (Array.isArray(given) ? given : [given]),
  z.array(z.record(text, testSchema)).min(1),
);

const caseSchema = z.strictObject({ when: conditionSchema.optional(), value: valueSchema });

const lookupSchema = z.strictObject({
  file: text,
  key: valueSchema,
  split: text.optional(),
  value: valueSchema,
  when: conditionSchema.optional(),
  repeated: z.enum(['none', 'first', 'last', 'highest', 'lowest', 'all']).optional(),
  optional: flag.optional(),
});

const fileSchema = z.preprocess(
  (given) => (given === '' ? {} : given),
  z.strictObject({
    names: texts.optional(),
    delimiter: z
      .string()
      .regex(/^[\x20-\x21\x23-\x7e\t]$/, 'is not one character of ASCII')
      .optional(),
    encoding: z.enum(encodings).optional(),
    skip_lines: count.optional(),
    columns: z.array(z.string()).min(1).optional(),
    unnamed_columns: z.enum(['refuse', 'drop']).optional(),
    optional: texts.optional(),
    let: z.record(text, valueSchema).optional(),
    ignore: z.array(z.strictObject({ rule, when: conditionSchema })).optional(),
    refuse: z
      .array(
        z.strictObject({
          class: z.enum(exceptionClasses),
          rule,
          when: conditionSchema,
          message: valueSchema,
        }),
      )
      .optional(),
    deleted: conditionSchema.optional(),
    version: valueSchema.optional(),
    merged_into: valueSchema.optional(),
    otherwise: rule.optional(),
    ignored: rule.optional(),
  }),
);

const eachSchema: z.ZodType<EachMember> = z
  .strictObject({
    column: text.optional(),
    split: text.optional(),
    columns: texts.optional(),
    except: texts.optional(),
    as: text,
    value: text.optional(),
  })
  .refine(
    ({ column, split, columns, value }) =>
      column === undefined ? columns !== undefined && value !== undefined : split !== undefined && !columns,
    { error: 'says neither column, split and as, nor columns, as and value' },
  );

export const mappingSchema: z.ZodType<Mapping> = z.strictObject({
  mapping: word,
  about: text,
  kind: z.enum(sourceKinds),
  needs: z.array(z.enum(['entity', 'currency'])).optional(),
  nulls: z.strictObject({ nothing: texts.optional(), clears: texts.optional() }).optional(),
  dates: texts.optional(),
  time_zone: text.optional(),
  numbers: styleSchema.optional(),
  names: z.strictObject({ prefixes: texts.optional(), suffixes: texts.optional() }).optional(),
  tables: z.record(word, table).optional(),
  lookups: z.record(word, lookupSchema).optional(),
  files: z.record(text, fileSchema),
  ignored_files: z.record(rule, texts).optional(),
  records: z
    .array(
      z.strictObject({
        record: text,
        from: text,
        each: eachSchema.optional(),
        when: conditionSchema.optional(),
        distinct: flag.optional(),
        id: valueSchema,
        fields: z.record(text, valueSchema),
      }),
    )
    .min(1),
});
