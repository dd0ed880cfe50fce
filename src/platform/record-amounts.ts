// Amounts finer than the minor unit of their currency: nobody can pay them, and they would be shown rounded.
import { arrayText } from './array-text.ts';
import { runSql } from './command.ts';
import type { BatchContext, RecordDefinition } from './record-definition.ts';
import { type CheckedRecord, fault, quoteValue, type RecordFault } from './record-fault.ts';
import type { RecordField } from './record-fields.ts';
import type { Row } from './record-sql.ts';

/** An amount with decimal places, and where its currency stands. */
interface Fraction {
  readonly row: Row;
  readonly name: string;
  readonly value: string;
  readonly digits: number;
  /** The currency itself, or a reference to what is in it. */
  readonly currency: { readonly code: string } | { readonly record: string; readonly id: string };
}

/** The first amount of each record that its currency cannot hold. */
export async function findFinerAmounts(
  context: BatchContext,
  { fields }: RecordDefinition,
  rows: readonly Row[],
): Promise<Map<CheckedRecord, RecordFault>> {
  const amounts = Object.entries(fields).filter(([, { kind }]) => kind === 'amount');
  const fractions = rows.flatMap((row) =>
    amounts.flatMap(([name, field]) => fractionOf(row, name, field, fields) ?? []),
  );
  const currencies = await loadCurrenciesOf(context, fractions);
  const faults = new Map<CheckedRecord, RecordFault>();
  for (const { row, name, value, digits, currency } of fractions) {
    const code = 'code' in currency ? currency.code : currencies.get(currency.id);
    const most = context.minorDigits.get(code ?? '');
    if (code === undefined || most === undefined || digits <= most || faults.has(row.record)) continue;
    const rule = `${code} has ${most === 0 ? 'no' : most} decimal places`;
    faults.set(
      row.record,
      fault('VALIDATION', 'minor_unit', `${name} ${quoteValue(value)} is too fine: ${rule}`, {
        field: name,
        value,
      }),
    );
  }
  return faults;
}

function fractionOf(
  row: Row,
  name: string,
  { currencyIn }: RecordField,
  fields: RecordDefinition['fields'],
): Fraction | undefined {
  const value = row.record.values[name];
  const digits = typeof value === 'string' ? decimalPlaces(value) : 0;
  if (typeof value !== 'string' || digits === 0) return undefined;
  for (const source of currencyIn) {
    const stated = row.record.values[source];
    const id = row.ids.get(source);
    const record = fields[source]?.record;
    if (id !== undefined && record) return { row, name, value, digits, currency: { record, id } };
    if (typeof stated === 'string') return { row, name, value, digits, currency: { code: stated } };
  }
  return undefined;
}

/** Decimal places but for trailing zeros. */
function decimalPlaces(value: string): number {
  const point = value.indexOf('.');
  if (point === -1) return 0;
  let end = value.length;
  while (value[end - 1] === '0') end--;
  return Math.max(0, end - point - 1);
}

/** Currencies by the uuid of what is in them. */
async function loadCurrenciesOf(
  { tx, definitions }: BatchContext,
  fractions: readonly Fraction[],
): Promise<Map<string, string>> {
  const wanted = new Map<string, Set<string>>();
  for (const { currency } of fractions) {
    if ('code' in currency) continue;
    const ids = wanted.get(currency.record) ?? new Set();
    wanted.set(currency.record, ids.add(currency.id));
  }
  const found = new Map<string, string>();
  for (const [record, ids] of wanted) {
    const definition = definitions.get(record);
    if (!definition) continue;
    const rows = await runSql<{ id: string; currency: string | null }>(
      tx,
      `select t.${definition.key} as id, ${definition.currency} as currency from ${definition.table} t
       where t.${definition.key} = any ($1::uuid[])`,
      [arrayText([...ids])],
    );
    for (const { id, currency } of rows) if (currency !== null) found.set(id, currency);
  }
  return found;
}
