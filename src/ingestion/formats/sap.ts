// S/4HANA order-to-cash exports: JSON Lines in the shape of SAP's CDS views, one file or folder per table. Partners become customers,
// orders contracts, billing documents invoices and credits, receivables journals; clearings, deliveries and plants are ignored by rule.
import type { Format, FormatOptions, OpenExport } from '../format.ts';
import { billingStreams } from './sap-billing.ts';
import { SapFacts } from './sap-facts.ts';
import { openSapFiles } from './sap-files.ts';
import { journalStreams } from './sap-journals.ts';
import { accountStreams, companyStreams, materialStreams, partnerStreams } from './sap-masters.ts';
import { orderStreams } from './sap-orders.ts';

export const sap: Format = {
  name: 'sap',
  kind: 'ERP',
  records: [
    'legal_entity',
    'accounting_book',
    'ledger_account',
    'product',
    'customer',
    'customer_account',
    'contract',
    'contract_line',
    'invoice',
    'invoice_line',
    'credit_note',
    'credit_note_line',
    'journal',
    'posting',
    'payment',
  ],
  needs: { entity: false, currency: false },
  async open(paths: readonly string[], options: FormatOptions): Promise<OpenExport> {
    const facts = new SapFacts();
    const files = await openSapFiles(paths, facts);
    return {
      files: files.names,
      total: null,
      streams: [
        ...companyStreams(files, facts, options),
        ...materialStreams(files),
        ...partnerStreams(files),
        ...accountStreams(files, facts),
        ...orderStreams(files, facts),
        ...billingStreams(files),
        ...journalStreams(files),
      ],
    };
  },
};
