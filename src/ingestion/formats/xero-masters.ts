// The streams of master data: the legal entity with its book, the chart of accounts, and the customers among the contacts.
import type { FormatItem, FormatOptions, RecordStream } from '../format.ts';
import { classOfAccount, normalBalanceOf } from './xero-account-rules.ts';
import { filled } from './xero-document-rules.ts';
import type { XeroFiles, XeroRow } from './xero-files.ts';
import type { XeroLookups } from './xero-lookups.ts';
import type { XeroTable } from './xero-table-rules.ts';

/** The external id and code of the one accrual book that an export has. */
export const accrualBook = 'ACCRUAL';

/** A record of the row that says it. */
export function toRecord(
  { file, line }: Pick<XeroRow, 'file' | 'line'>,
  record: string,
  externalId: string,
  values: Readonly<Record<string, string>>,
): FormatItem {
  return { kind: 'record', record, externalId, values, file, line };
}

/** The stream over the rows of a table, if it came: each gives one item, or none where it has no part in this record type. */
export function streamsOf(
  files: XeroFiles,
  table: XeroTable,
  record: string,
  translate: (row: XeroRow) => FormatItem | undefined,
): RecordStream[] {
  if (!files.has(table)) return [];
  const stream: RecordStream = {
    record,
    async *items() {
      for await (const rows of files.rows(table))
        yield rows.flatMap((row) => row.ragged ?? translate(row) ?? []);
    },
  };
  return [stream];
}

export function masterStreams(
  files: XeroFiles,
  lookups: XeroLookups,
  options: FormatOptions,
): RecordStream[] {
  const entity = options.entity ?? '';
  return [
    ...streamsOf(files, 'organization', 'legal_entity', (row) => entityRecord(row, entity)),
    ...(files.has('journal') ? [bookStream(files, entity)] : []),
    ...streamsOf(files, 'account', 'ledger_account', (row) => accountRecord(row, entity, lookups)),
    ...streamsOf(files, 'contact', 'customer', (row) => customerItem(row, lookups)),
    ...(files.has('contact') ? [accountStream(files, entity, lookups)] : []),
  ];
}

/** Where the export states no base currency, `--currency` does. Xero's time zones have names of their own: UTC unless known. */
function entityRecord(row: XeroRow, entity: string): FormatItem {
  const { values } = row;
  return toRecord(
    row,
    'legal_entity',
    values.organisation_id ?? '',
    filled({
      code: entity,
      name: values.name || entity,
      country: values.country_code ?? '',
      functional_currency: values.base_currency ?? '',
      fiscal_year_end_month: values.financial_year_end_month ?? '',
      fiscal_year_end_day: values.financial_year_end_day ?? '',
    }),
  );
}

/** Xero keeps one set of books; no file says so, and none states the accounting standard. */
function bookStream(files: XeroFiles, entity: string): RecordStream {
  const values = {
    legal_entity: entity,
    code: accrualBook,
    name: 'Accrual',
    standard: 'GAAP',
    is_primary: 'true',
  };
  return {
    record: 'accounting_book',
    async *items() {
      yield [toRecord(files.originOf(['organization', 'journal']), 'accounting_book', accrualBook, values)];
    },
  };
}

function accountRecord(row: XeroRow, entity: string, { accountCodes }: XeroLookups): FormatItem {
  const { values } = row;
  const id = values.account_id ?? '';
  return toRecord(
    row,
    'ledger_account',
    id,
    filled({
      legal_entity: entity,
      code: accountCodes.get(id) ?? '',
      name: values.name ?? '',
      class: classOfAccount(values),
      normal_balance: normalBalanceOf(values) ?? '',
      source_type: values.type ?? '',
      active: values.status === 'ARCHIVED' || values._fivetran_deleted === 'true' ? 'false' : '',
    }),
  );
}

function customerItem(row: XeroRow, { customers }: XeroLookups): FormatItem {
  const { file, line, values } = row;
  const id = values.contact_id ?? '';
  if (id !== '' && !customers.has(id)) return { kind: 'ignored', rule: 'contact-never-bought', file, line };
  const isGone = values.contact_status === 'ARCHIVED' || values._fivetran_deleted === 'true';
  return toRecord(
    row,
    'customer',
    id,
    filled({
      number: values.contact_number ?? '',
      name: values.name ?? '',
      status: isGone ? 'INACTIVE' : 'ACTIVE',
      website: values.website ?? '',
    }),
  );
}

/** The account of each customer at the entity, in the currency of all its sales; where they differ, `--currency` says it. */
function accountStream(files: XeroFiles, entity: string, { customers }: XeroLookups): RecordStream {
  return {
    record: 'customer_account',
    async *items() {
      for await (const rows of files.rows('contact')) {
        yield rows
          .filter(({ values }) => customers.has(values.contact_id ?? ''))
          .map((row) => {
            const { values } = row;
            const id = values.contact_id ?? '';
            const currency = values.default_currency || customers.get(id) || '';
            const email = values.email_address ?? '';
            const fields = { customer: id, legal_entity: entity, currency, billing_email: email };
            return toRecord(row, 'customer_account', id, filled(fields));
          });
      }
    },
  };
}
