// Which Salesforce object a file holds, which objects come in, and what of the others is ignored under which rule.

/** Objects that become records: the prefix of their record ids, and the columns without which their rows say nothing. */
const objects = {
  Account: { prefix: '001', columns: ['name'] },
  Contact: { prefix: '003', columns: ['lastname'] },
  Opportunity: { prefix: '006', columns: ['name', 'stagename'] },
  OpportunityLineItem: { prefix: '00k', columns: ['opportunityid'] },
  Contract: { prefix: '800', columns: ['accountid', 'startdate'] },
  Order: { prefix: '801', columns: ['accountid', 'effectivedate'] },
  OrderItem: { prefix: '802', columns: ['orderid', 'unitprice'] },
  Product2: { prefix: '01t', columns: ['name'] },
  Pricebook2: { prefix: '01s', columns: ['name'] },
  PricebookEntry: { prefix: '01u', columns: ['unitprice'] },
} as const;

export type SalesforceObject = keyof typeof objects;

const salesforceObjects = Object.keys(objects) as SalesforceObject[];

/** Standard objects that are no part of the graph. Custom objects and those of packages are known by the end of their name. */
const outOfScope = [
  'AccountContactRelation',
  'AccountHistory',
  'Asset',
  'Campaign',
  'CampaignMember',
  'Case',
  'ContactHistory',
  'ContentDocument',
  'Event',
  'Lead',
  'OpportunityContactRole',
  'OpportunityHistory',
  'OpportunityFieldHistory',
  'ProductFamily',
  'Quote',
  'QuoteLineItem',
  'RecordType',
  'Task',
  'User',
  'UserRole',
];

const byPlainName = new Map(
  [...salesforceObjects, ...outOfScope].map((name) => [plainName(name), name] as const),
);

/** A name without case and punctuation: `BillingCity`, `BILLINGCITY` and `billing_city` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The object that a file's name says: `Account.csv`, `accountData.csv`, `sf_account_data.csv`, `SBQQ__Quote__c.csv`. */
export function objectOfFile(fileName: string): string | undefined {
  const name = fileName.replace(/\.[a-z]+$/i, '');
  if (/__c$/i.test(name)) return name;
  const plain = plainName(name).replace(/^(?:sf|salesforce)(?=.)/, '');
  return byPlainName.get(plain) ?? byPlainName.get(plain.replace(/(?:data|export)$/, ''));
}

export function isTaken(object: string): object is SalesforceObject {
  return Object.hasOwn(objects, object);
}

/** The columns that a file lacks to hold this object, as plain names. */
export function missingColumns(object: SalesforceObject, header: readonly string[]): string[] {
  const present = new Set(header.map(plainName));
  return objects[object].columns.filter((column) => !present.has(column));
}

/** The rule under which rows of an object that is not taken are ignored. */
export function ignoredRule(object: string | undefined): string {
  if (object === undefined) return 'object-not-known';
  const words = object.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
  return `out-of-scope-${words.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}`;
}

const CHECK = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/**
 * The id in its 18 characters: a record id of 15 characters is the same record as that of 18, whose last three say which of the
 * others are capitals. Ids of another form (a GUID, a reference of a tree, an id of another object) stay as they are.
 */
export function toRecordId(text: string, object: SalesforceObject): string {
  if (!/^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(text) || !text.startsWith(objects[object].prefix))
    return text;
  const id = text.slice(0, 15);
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let at = 0; at < 5; at++) if (/[A-Z]/.test(id[start + at] ?? '')) bits |= 1 << at;
    suffix += CHECK[bits] ?? '';
  }
  const isWhole = text.length === 15 || text.slice(15).toUpperCase() === suffix;
  return isWhole ? id + suffix : text;
}
