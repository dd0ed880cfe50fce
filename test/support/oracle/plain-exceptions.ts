// Exceptions in plain TypeScript: what they quote under whose masks, and how many there are.

import { canonicalRecords } from '../../../src/ingestion/record-commands.ts';
import { decimal } from '../../../src/kernel/money.ts';
import { isOverdue } from './plain-lists.ts';
import type { Inputs } from './plain-pages.ts';
import type { Reading } from './plain-reading.ts';
import { microsOf, money, sortedBy } from './plain-values.ts';
import type { Row } from './world.ts';

const MASKED: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /^(contact\.(email|phone|mailing_\w+)|customer_account\.billing_(email|street|city|postal_code|region|country))$/,
    ['PERSONAL'],
  ],
  [/^(tax_registration\.number|tax_exemption\.certificate)$/, ['TAX_ID']],
  [/^bank_account\.(holder_name|bank_code)$/, ['BANK']],
  [/^bank_account\.iban_or_number$/, ['NOBODY']],
  [/^invoice\.snapshot$/, ['PERSONAL', 'TAX_ID']],
];
const KNOWN = new Set(
  canonicalRecords.flatMap(({ record, fields }) =>
    [...Object.keys(fields), 'id', 'source_version'].map((name) => `${record}.${name}`),
  ),
);
const PLAIN = 'REFERENCE OWNERSHIP RECONCILIATION WRITE_BACK STALE_FEED POSTING DISPUTE BILLING_ERROR'.split(
  ' ',
);

function mayRead(reading: Reading, record: unknown, field: string): boolean {
  const name = `${record ?? ''}.${field}`;
  const seesForeign = reading.lifts('TAX_ID') && reading.lifts('PERSONAL');
  if (!KNOWN.has(name))
    return seesForeign && !/iban|bic|swift|bank|routing|sort_?code|card|account_?(no|num)/i.test(field);
  const masks = MASKED.find(([names]) => names.test(name))?.[1] ?? [];
  return masks.every((mask) => reading.lifts(mask));
}

function message(row: Row, _reading: Reading): unknown {
  const seesForeign = _reading.lifts('TAX_ID') && _reading.lifts('PERSONAL');
  const isOpen =
    row.field === null
      ? PLAIN.includes(String(row.class)) || (seesForeign && row.record_type !== 'bank_account')
      : mayRead(_reading, row.record_type, String(row.field));
  return isOpen ? row.message : null;
}

function records(row: Row, reading: Reading): unknown {
  const rows = (row.records ?? []) as {
    line: number;
    externalId: string;
    values: Record<string, string | null>;
  }[];
  return rows.map(({ line, externalId, values }) => {
    const edited = (String(line) === String(row.line) && row.edited ? row.edited : {}) as Record<
      string,
      string | null
    >;
    const fields = sortedBy(
      [...new Set([...Object.keys(values), ...Object.keys(edited)])].map((field) => ({ field })),
      (one) => one.field,
    );
    return {
      line,
      externalId,
      values: fields.map(({ field }) => {
        const name = String(field);
        const masked = !mayRead(reading, row.record_type, name);
        return {
          field: name,
          masked,
          value: masked ? null : (values[name] ?? null),
          editedValue: masked ? null : (edited[name] ?? null),
        };
      }),
    };
  });
}

const DAY = 86_400_000_000n;
const AGES = ['UNDER_ONE_DAY', 'ONE_TO_SEVEN_DAYS', 'SEVEN_TO_THIRTY_DAYS', 'OVER_THIRTY_DAYS'];

function ageOf(row: Row, now: string): string {
  const age = microsOf(now) - microsOf(String(row.opened_at));
  return AGES[[1n, 7n, 30n].filter((days) => age >= days * DAY).length] ?? '';
}

function summary(_: Row, reading: Reading): unknown {
  const { world } = reading;
  const open = reading.seen('Exception', world.all('exception')).filter((row) => row.resolved_at === null);
  const counts = (rows: readonly Row[]) => ({
    openCount: rows.length,
    overdueCount: rows.filter((row) => isOverdue(row, world)).length,
  });
  const grouped = (key: string, of: (row: Row) => string) =>
    [...Map.groupBy(open, of)].map(([value, rows]) => ({ [key]: value, ...counts(rows) }) as Row);
  const largest = (key: string, rows: Row[]) =>
    sortedBy(
      rows,
      (one) => -Number(one.openCount),
      (one) => one[key],
    );
  const atRisk = Map.groupBy(
    open.filter((row) => row.amount_at_risk !== null),
    (row) => `${row.class} ${row.currency}`,
  );
  return {
    ...counts(open),
    byClass: largest(
      'class',
      grouped('class', (row) => String(row.class)),
    ),
    byOwnerRole: largest(
      'ownerRole',
      grouped('ownerRole', (row) => String(row.owner_role)),
    ),
    byAge: sortedBy(
      grouped('age', (row) => ageOf(row, world.now)),
      (one) => AGES.indexOf(String(one.age)),
    ),
    atRisk: [...atRisk.keys()].sort().map((key) => {
      const rows = atRisk.get(key) ?? [];
      const [name, currency] = key.split(' ');
      const sum = rows.reduce((total, row) => total.plus(String(row.amount_at_risk)), decimal('0'));
      return { class: name, amount: money(world, sum, currency), openCount: rows.length };
    }),
  };
}

export const PLAIN_EXCEPTION_FIELDS: Readonly<
  Record<string, (row: Row, reading: Reading, args: Inputs) => unknown>
> = {
  'Exception.status': (row) => (row.resolved_at === null ? 'OPEN' : 'RESOLVED'),
  'Exception.overdue': (row, { world }) => isOverdue(row, world),
  'Exception.message': message,
  'Exception.value': (row, reading) =>
    row.field !== null && mayRead(reading, row.record_type, String(row.field)) ? row.value : null,
  'Exception.records': records,
  'Query.exceptionSummary': summary,
};

/** How many exceptions about the customers stood open at the end of the day. */
export function openExceptions(reading: Reading, customers: readonly string[], asOf: string): number {
  const end = microsOf(`${asOf}T00:00:00Z`) + DAY;
  const about = customers.flatMap((id) => reading.world.by('exception', 'customer_id', id));
  return reading
    .seen('Exception', about)
    .filter((row) => microsOf(String(row.opened_at)) < end)
    .filter((row) => row.resolved_at === null || microsOf(String(row.resolved_at)) >= end).length;
}
