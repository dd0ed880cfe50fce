// Whose eyes what an exception quotes is for: a value that was copied from a record is masked as the field that it names; what
// came under a name that no record has is taken for personal, and for bank details where the name says so.
import type { RecordDescription } from '../platform/record-definition.ts';

type Mask = 'TAX_ID' | 'PERSONAL' | 'BANK' | 'NOBODY';

/** The masks of canonical fields, as `record.field`; all of them must be lifted. Bank details are shown whole to nobody. */
const MASKS: Readonly<Record<string, readonly Mask[]>> = {
  'customer_account.billing_email': ['PERSONAL'],
  'customer_account.billing_street': ['PERSONAL'],
  'customer_account.billing_city': ['PERSONAL'],
  'customer_account.billing_postal_code': ['PERSONAL'],
  'customer_account.billing_region': ['PERSONAL'],
  'customer_account.billing_country': ['PERSONAL'],
  'contact.email': ['PERSONAL'],
  'contact.phone': ['PERSONAL'],
  'contact.mailing_street': ['PERSONAL'],
  'contact.mailing_city': ['PERSONAL'],
  'contact.mailing_postal_code': ['PERSONAL'],
  'contact.mailing_region': ['PERSONAL'],
  'contact.mailing_country': ['PERSONAL'],
  'tax_registration.number': ['TAX_ID'],
  'tax_exemption.certificate': ['TAX_ID'],
  'bank_account.holder_name': ['BANK'],
  'bank_account.bank_code': ['BANK'],
  'bank_account.iban_or_number': ['NOBODY'],
  'invoice.snapshot': ['PERSONAL', 'TAX_ID'],
};

/** Names of a source that may stand for bank details: shown to nobody, as nothing says how to shorten them. */
export const BANK_LIKE = 'iban|bic|swift|bank|routing|sort_?code|card|account_?(no|num)';

/** What stands in every record beside its fields. */
const ALWAYS = ['id', 'source_version'];

/** Classes whose message quotes identifiers and figures only, where it names no field. */
export const PLAIN_CLASSES = [
  'REFERENCE',
  'OWNERSHIP',
  'RECONCILIATION',
  'WRITE_BACK',
  'STALE_FEED',
  'POSTING',
  'DISPUTE',
  'BILLING_ERROR',
] as const;

/** What a viewer with these masks lifted may read of exceptions. */
export interface Readable {
  /** Canonical fields, as `record.field`, and what stands in every record. */
  readonly open: readonly string[];
  /** Canonical fields that are masked for the viewer. */
  readonly hidden: readonly string[];
  /** Whether names that no record has are open too, but for those that may stand for bank details. */
  readonly foreign: boolean;
}

export function readableOf(records: readonly RecordDescription[], lifted: ReadonlySet<string>): Readable {
  const known = records.flatMap(({ record, fields }) => [
    ...fields.map(({ name }) => `${record}.${name}`),
    ...ALWAYS.map((name) => `${record}.${name}`),
  ]);
  const isOpen = (name: string) => (MASKS[name] ?? []).every((mask) => lifted.has(mask));
  return {
    open: known.filter(isOpen),
    hidden: known.filter((name) => !isOpen(name)),
    foreign: lifted.has('TAX_ID') && lifted.has('PERSONAL'),
  };
}

/** Whether the viewer may read the value of a field of a record. */
export function mayRead({ open, hidden, foreign }: Readable, record: string | null, field: string): boolean {
  const name = `${record ?? ''}.${field}`;
  if (hidden.includes(name)) return false;
  return open.includes(name) || (foreign && !new RegExp(BANK_LIKE, 'i').test(field));
}

/** Whether the viewer may read a message, by the class and the field that it is about. */
export function mayReadMessage(
  readable: Readable,
  about: { readonly class: string; readonly record: string | null; readonly field: string | null },
): boolean {
  if (about.field !== null) return mayRead(readable, about.record, about.field);
  if ((PLAIN_CLASSES as readonly string[]).includes(about.class)) return true;
  return readable.foreign && about.record !== 'bank_account';
}
