// The tables of an S/4HANA order-to-cash export: how files are recognised by their names or by the folder of their parts, and
// which members their rows must have.

const tables = {
  business_partners: ['businessPartner', 'customer'],
  business_partner_addresses: ['businessPartner'],
  customer_company_assignments: ['customer', 'companyCode'],
  customer_sales_area_assignments: ['customer', 'salesOrganization', 'currency'],
  products: ['product'],
  product_descriptions: ['product', 'productDescription'],
  plants: ['plant'],
  sales_order_headers: ['salesOrder', 'soldToParty', 'transactionCurrency', 'creationDate'],
  sales_order_items: ['salesOrder', 'salesOrderItem', 'netAmount', 'requestedQuantity'],
  sales_order_schedule_lines: ['salesOrder', 'salesOrderItem'],
  outbound_delivery_headers: ['deliveryDocument'],
  outbound_delivery_items: ['deliveryDocument', 'deliveryDocumentItem', 'referenceSdDocument'],
  billing_document_headers: ['billingDocument', 'billingDocumentType', 'totalNetAmount', 'soldToParty'],
  billing_document_cancellations: ['billingDocument', 'billingDocumentType', 'totalNetAmount', 'soldToParty'],
  billing_document_items: ['billingDocument', 'billingDocumentItem', 'netAmount'],
  journal_entry_items_accounts_receivable: [
    'companyCode',
    'fiscalYear',
    'accountingDocument',
    'accountingDocumentItem',
    'glAccount',
    'amountInCompanyCodeCurrency',
  ],
  payments_accounts_receivable: [
    'companyCode',
    'fiscalYear',
    'accountingDocument',
    'accountingDocumentItem',
    'amountInCompanyCodeCurrency',
  ],
} as const satisfies Record<string, readonly string[]>;

export type SapTable = keyof typeof tables;

/** A billing document stands in one of these, and a cancelled one may stand in both. */
export const billingTables = ['billing_document_headers', 'billing_document_cancellations'] as const;

/** Without marks and case: `SalesOrderHeaders` is sales_order_headers. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const byName = new Map((Object.keys(tables) as SapTable[]).map((table) => [plain(table), table]));

/** The table of a file: by its own name, else by that of its folder, where large tables lie in parts. */
export function tableOfFile(fileName: string, folder: string): SapTable | undefined {
  return byName.get(plain(fileName.replace(/\.[^.]*$/, ''))) ?? byName.get(plain(folder));
}

/** What the rows of a file lack to be the table that its name says; an empty file lacks nothing. */
export function missingMembers(table: SapTable, members: ReadonlySet<string>): string[] {
  return members.size === 0 ? [] : tables[table].filter((member) => !members.has(member));
}
