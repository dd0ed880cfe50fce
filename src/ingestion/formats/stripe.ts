// Stripe: objects of its API (JSON, JSON Lines), tables in the Fivetran layout (CSV) and webhook events, alone or together. Customers,
// subscriptions, invoices, credit notes, payments, refunds and chargebacks come in; what is Stripe's own business is ignored by rule.
import type { Format, FormatItem, FormatOptions, OpenExport, RecordStream } from '../format.ts';
import { StripeFacts } from './stripe-facts.ts';
import { openStripeFiles, type StripeFiles } from './stripe-files.ts';
import { loadLookups } from './stripe-lookups.ts';
import { allRecords, itemsOf, recordsOf } from './stripe-object-rules.ts';

export const stripe: Format = {
  name: 'stripe',
  kind: 'PAYMENT',
  records: allRecords(),
  needs: { entity: true, currency: false },
  async open(paths: readonly string[], options: FormatOptions): Promise<OpenExport> {
    const facts = new StripeFacts();
    const files = await openStripeFiles(paths, facts);
    const records = new Set([...files.types].flatMap(recordsOf));
    return {
      files: files.names,
      total: null,
      streams: [...records].map((record) => streamOf(record, files, facts, options)),
    };
  },
};

/** The stream of one record type over the objects of all types that make it. */
function streamOf(
  record: string,
  files: StripeFiles,
  { takesTestMode, linksPayments }: StripeFacts,
  { source }: FormatOptions,
): RecordStream {
  return {
    record,
    async *items() {
      // Every price says its price book again.
      const seen = new Set<string>();
      const isNew = (item: FormatItem) => {
        if (item.kind !== 'record' || record !== 'price_book') return true;
        const before = seen.size;
        return seen.add(item.externalId).size > before;
      };
      for await (const portion of files.portions((type) => recordsOf(type).includes(record))) {
        const lookups = await loadLookups(files, portion);
        const shared = { source, takesTestMode, linksPayments, lookups };
        yield portion.flatMap((item) => itemsOf({ ...item, ...shared }, record).filter(isNew));
      }
    },
  };
}
