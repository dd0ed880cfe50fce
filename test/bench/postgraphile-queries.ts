// The same questions in PostGraphile's words, and its answers brought into the gateway's shape, so that the data can be compared.
import type { QueryName } from './queries.ts';

const balance = 'currency total allocated credited deducted writtenOff';

export const postgraphileQueries: Readonly<Record<QueryName, string>> = {
  'customer-360': `query Customer360($number: String!, $asOf: Date!) {
    customerByNumber(number: $number) {
      customerId number name legalName status segment industry region
      customerAccountByDefaultAccountId { currency paymentTerms creditLimit legalEntityByLegalEntityId { code name } }
      contractsByCustomerId(first: 10, orderBy: [STARTS_ON_DESC, PRIMARY_KEY_DESC]) { nodes {
        number status startsOn endsOn currency
        contractLinesByContractId(first: 20) { nodes { kind description quantity netUnitPrice
          productByProductId { code name } } } } }
      invoicesByCustomerId(first: 10, orderBy: [ISSUED_ON_DESC, PRIMARY_KEY_DESC]) { nodes {
        number status settlement issuedOn dueOn ${balance}
        invoiceLinesByInvoiceId(first: 20, orderBy: [POSITION_ASC]) { nodes { position description amount } }
        allocationsByInvoiceId(first: 20) { nodes { kind amount currency appliedOn paymentByPaymentId { number } } } } }
      state { nodes { status stage nextStep collector hold overdue currency } }
      promisesByCustomerId(first: 5, orderBy: [PRIMARY_KEY_DESC]) { nodes { promisedOn status amount currency } }
      postingsByCustomerId(first: 20, orderBy: [POSTED_ON_DESC, POSTING_ID_DESC]) { nodes {
        postedOn ledgerAccountByLedgerAccountId { code name } transactionDebit transactionCredit currency } }
      totals(asOf: $asOf) { nodes { currency billed credited collected openReceivable } }
    }
  }`,
  'customer-list': `query CustomerList($after: Cursor!) {
    allCustomers(first: 50, after: $after, orderBy: [SORT_NAME_ASC, PRIMARY_KEY_ASC]) { nodes { customerId number name
      invoicesByCustomerId(first: 3, orderBy: [ISSUED_ON_DESC, PRIMARY_KEY_DESC]) { nodes { number issuedOn status ${balance} } } } }
  }`,
  'three-scalars': `query ThreeScalars($number: String!) {
    customerByNumber(number: $number) { name status segment }
  }`,
};

export const postgraphileCursorQuery = `query Cursors($after: Cursor) {
  allCustomers(first: 100, after: $after, orderBy: [SORT_NAME_ASC, PRIMARY_KEY_ASC]) {
    edges { cursor node { customerId } } pageInfo { hasNextPage endCursor }
  }
}`;

/** Any JSON object; what is in it is known by the query. */
// biome-ignore lint/suspicious/noExplicitAny: answers of another server, read once to be compared
type Json = any;

const money = (amount: string | null, currency: string) => (amount === null ? null : { amount, currency });

/** What is due, in whole thousandths: the seed's amounts have no more digits. */
function dueOf(invoice: Json): string {
  const of = (name: string) => Math.round(Number(invoice[name]) * 1000);
  return String((of('total') - of('allocated') - of('credited') - of('deducted') - of('writtenOff')) / 1000);
}

/** PostGraphile's answer in the gateway's shape. */
export function reshaped(query: QueryName, data: Json): Json {
  if (query === 'three-scalars') return { customer: data.customerByNumber };
  if (query === 'customer-list') return { customers: { nodes: data.allCustomers.nodes.map(listed) } };
  return { customer: customer360(data.customerByNumber) };
}

function listed(customer: Json): Json {
  const { customerId: id, number, name, invoicesByCustomerId } = customer;
  const nodes = invoicesByCustomerId.nodes.map((invoice: Json) => ({
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    status: invoice.status,
    total: money(invoice.total, invoice.currency),
    due: money(dueOf(invoice), invoice.currency),
  }));
  return { id, number, name, invoices: { nodes } };
}

function customer360(customer: Json): Json {
  const { customerId: id, number, name, legalName, status, segment, industry, region } = customer;
  const account = customer.customerAccountByDefaultAccountId;
  const [state] = customer.state.nodes;
  const [totals] = customer.totals.nodes;
  return {
    ...{ id, number, name, legalName, status, segment, industry, region },
    currency: account.currency,
    paymentTerms: account.paymentTerms,
    creditLimit: money(account.creditLimit, account.currency),
    legalEntity: account.legalEntityByLegalEntityId,
    contracts: { nodes: customer.contractsByCustomerId.nodes.map(contractOf) },
    invoices: { nodes: customer.invoicesByCustomerId.nodes.map(invoiceOf) },
    collections: {
      ...{ status: state.status, stage: state.stage, nextStep: state.nextStep },
      ...{ collector: state.collector, hold: state.hold, overdue: money(state.overdue, state.currency) },
      promises: {
        nodes: customer.promisesByCustomerId.nodes.map(({ amount, currency, ...promise }: Json) => ({
          ...promise,
          amount: money(amount, currency),
        })),
      },
    },
    postings: { nodes: customer.postingsByCustomerId.nodes.map(postingOf) },
    summary: {
      currency: totals.currency,
      billed: { amount: totals.billed },
      credited: { amount: totals.credited },
      collected: { amount: totals.collected },
      openReceivable: { amount: totals.openReceivable },
    },
  };
}

function contractOf({ contractLinesByContractId, ...contract }: Json): Json {
  const nodes = contractLinesByContractId.nodes.map(({ productByProductId, ...line }: Json) => ({
    ...line,
    product: productByProductId,
  }));
  return { ...contract, lines: { nodes } };
}

function invoiceOf(invoice: Json): Json {
  const { number, status, settlement, issuedOn, dueOn, total, allocated, currency } = invoice;
  return {
    ...{ number, status, settlement, issuedOn, dueOn },
    total: money(total, currency),
    paid: money(allocated, currency),
    due: money(dueOf(invoice), currency),
    lines: {
      nodes: invoice.invoiceLinesByInvoiceId.nodes.map(({ amount, ...line }: Json) => ({
        ...line,
        amount: money(amount, currency),
      })),
    },
    allocations: {
      nodes: invoice.allocationsByInvoiceId.nodes.map((allocation: Json) => ({
        kind: allocation.kind,
        amount: money(allocation.amount, allocation.currency),
        appliedOn: allocation.appliedOn,
        payment: allocation.paymentByPaymentId,
      })),
    },
  };
}

function postingOf(posting: Json): Json {
  return {
    postedOn: posting.postedOn,
    ledgerAccount: posting.ledgerAccountByLedgerAccountId,
    debit: money(posting.transactionDebit, posting.currency),
    credit: money(posting.transactionCredit, posting.currency),
  };
}
