// What is asked: three queries in the words of the gateway and of PostGraphile, and the shapes that make their answers equal.

export const QUERY_NAMES = ['customer-360', 'customer-list', 'three-scalars'] as const;
export type QueryName = (typeof QUERY_NAMES)[number];

/** What the variables of one request are made from. */
export interface Subject {
  /** The number of a customer. */
  readonly number: string;
  /** Where a page of customers begins: behind this one; for the first page undefined. */
  readonly behind: { readonly sortName: string; readonly id: string };
}

/** The day of the totals: the last of the seed. */
export const AS_OF = '2026-10-31';

const money = '{ amount currency }';

export const gatewayQueries: Readonly<Record<QueryName, string>> = {
  'customer-360': `query Customer360($number: String!, $asOf: Date!) {
    customer(number: $number) {
      id number name legalName status segment industry region currency paymentTerms creditLimit ${money} legalEntity { code name }
      contracts(first: 10) { nodes { number status startsOn endsOn currency
        lines(first: 20) { nodes { kind description quantity netUnitPrice product { code name } } } } }
      invoices(first: 10, orderBy: { field: ISSUED_ON, direction: DESC }) { nodes { number status settlement issuedOn dueOn
        total ${money} paid ${money} due ${money}
        lines(first: 20) { nodes { position description amount ${money} } }
        allocations(first: 20) { nodes { kind amount ${money} appliedOn payment { number } } } } }
      collections { status stage nextStep collector hold overdue ${money}
        promises(first: 5) { nodes { promisedOn status amount ${money} } } }
      postings(first: 20) { nodes { postedOn ledgerAccount { code name } debit ${money} credit ${money} } }
      summary(asOf: $asOf) { currency billed { amount } credited { amount } collected { amount } openReceivable { amount } }
    }
  }`,
  'customer-list': `query CustomerList($after: String!) {
    customers(first: 50, after: $after, orderBy: { field: NAME, direction: ASC }) { nodes { id number name
      invoices(first: 3) { nodes { number issuedOn status total ${money} due ${money} } } } }
  }`,
  'three-scalars': `query ThreeScalars($number: String!) {
    customer(number: $number) { name status segment }
  }`,
};

/** One customer's page in a first request, to learn the cursor behind which the pages of the list begin. */
export const gatewayCursorQuery = `query Cursors($after: String) {
  customers(first: 100, after: $after, orderBy: { field: NAME, direction: ASC }) {
    edges { cursor node { id } } pageInfo { hasNextPage endCursor }
  }
}`;
