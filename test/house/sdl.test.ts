// Proves that the schema keeps the conventions, and on planted faults that a breach of each is seen.

import { parse, Source } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readSchemaFiles } from '../../codegen.ts';
import { type SmallLists, sdlFaults } from './sdl.ts';

/** The lists of objects that need no pages, each with what keeps it short. */
const smallLists: SmallLists = {
  '*.sources': 'one per record of a source system that was linked to the object',
  'Collections.ageing': 'one per bucket',
  'Collections.cases': 'one open per legal entity, and few closed ones',
  'Contract.billingPeriods': 'at most 120 periods',
  'Contract.parties': 'one per role, of the contract or of a line',
  'CreditNote.refunds': 'what one document was paid out in',
  'Customer.accounts': 'one per legal entity and sales area',
  'Customer.bankAccounts': 'what one customer pays from',
  'Customer.provenance': 'one per field group and source system',
  'Customer.taxExemptions': 'one per country and period',
  'Customer.taxRegistrations': 'one per country, scheme and period',
  'CustomerSummary.ageing': 'one per bucket',
  'CustomerSummary.balances': 'one per transaction currency',
  'CustomerSummary.freshness': 'one per source system',
  'CustomerSummary.legalEntities': 'our own companies',
  'CustomerSummary.missingRates': 'one per currency pair and day that lacks a rate',
  'Dispute.lines': 'lines of one invoice',
  'Exception.history': 'what happened to one exception',
  'Exception.records': 'the rows that came as one record',
  'ExceptionRecord.values': 'one per field of a row',
  'ExceptionSummary.atRisk': 'one per class and currency',
  'ExceptionSummary.byAge': 'one per age',
  'ExceptionSummary.byClass': 'one per class',
  'ExceptionSummary.byOwnerRole': 'one per role',
  'Invoice.creditNotes': 'what corrects one invoice',
  'Invoice.deductions': 'what was taken off one invoice',
  'Invoice.disputes': 'what was disputed of one invoice',
  'Invoice.instalments': 'the due dates of one invoice',
  'Invoice.taxes': 'one per tax code and rate',
  'Invoice.writeOffs': 'what was given up of one invoice',
  'LegalEntity.books': 'one per accounting standard',
  'Payment.chargebacks': 'what one payment was taken back in',
  'Payment.deductions': 'what was taken off one payment',
  'Payment.refunds': 'what one payment was paid back in',
  'PaymentTerm.instalments': 'the parts of one payment term',
  'Product.prices': 'one per price book, currency and period of validity',
  'PromiseToPay.instalments': 'the days of one promise',
  'Query.legalEntities': 'our own companies',
  'Query.paymentTerms': 'reference data kept by hand',
  'Query.priceBooks': 'reference data kept by hand',
  'Query.sourceSystems': 'the systems that feed the gateway',
  'SourceSystem.legalEntities': 'our own companies',
};

const lawful = `
"""A page."""
type PageInfo { """Whether more follows.""" hasNextPage: Boolean! }
"""Money."""
type Money { """The amount.""" amount: Decimal! }
"""A number."""
scalar Decimal
"""A line."""
type Line { """Its place.""" position: Int! """What it costs, e.g. Nothing at all.""" total: Money }
"""A page of lines."""
type LineConnection { """E.""" edges: [LineEdge!]! """N.""" nodes: [Line!]! """P.""" pageInfo: PageInfo! """C.""" totalCount: Int! }
"""A line on a page."""
type LineEdge { """C.""" cursor: String! """N.""" node: Line! }
"""A problem."""
type Problem { """M.""" message: String! }
"""A request."""
type ChangeRequest { """I.""" id: ID! }
"""Colours."""
enum Colour { """Dark.""" DARK_BLUE }
"""Voids a line."""
input VoidLineInput { """R.""" requestId: ID! }
"""What came of it."""
type VoidLinePayload { """P.""" problems: [Problem!]! """C.""" changeRequest: ChangeRequest }
"""Writes."""
type Mutation { """Voids.""" voidLine("""I.""" input: VoidLineInput!): VoidLinePayload! }
`;

/** The faults that one more piece of SDL brings to a lawful schema. */
function faultsOf(more: string, lists: SmallLists = {}): string[] {
  return sdlFaults([parse(new Source(`${lawful}${more}`, 'planted.graphql'))], lists);
}

const pages = '"""F.""" first: Int """A.""" after: String """L.""" last: Int """B.""" before: String';

describe('the conventions of the schema', () => {
  it('hold in schema/', () => {
    expect(
      sdlFaults(
        readSchemaFiles().map((file) => file.document),
        smallLists,
      ),
    ).toEqual([]);
  });

  it('let through what they allow', () => {
    expect(
      faultsOf(`extend type Line { """L.""" lines(${pages}): LineConnection! """T.""" taxCode: String }`),
    ).toEqual([]);
    expect(
      faultsOf('extend type Line { """P.""" parts: [Line!]! }', { 'Line.parts': 'a line has at most three' }),
    ).toEqual([]);
  });

  it.each([
    ['a type without description', 'scalar Odd', 'has no description'],
    ['a field without description', 'extend type Line { odd: Int }', 'has no description'],
    [
      'an argument without description',
      'extend type Line { """O.""" odd(a: Int): Int }',
      'has no description',
    ],
    ['an enum value without description', 'extend enum Colour { RED }', 'has no description'],
    ['a directive without description', 'directive @odd on FIELD', 'has no description'],
    ['a description without full stop', '"""Odd""" scalar Odd', 'full stop'],
    ['two sentences', '"""Odd. Very odd.""" scalar Odd', 'more than one sentence'],
    ['a lower-case enum value', 'extend enum Colour { """R.""" red }', 'UPPER_CASE'],
    ['a type in lower case', '"""O.""" scalar odd', 'PascalCase'],
    ['a field in snake case', 'extend type Line { """O.""" odd_field: Int }', 'camelCase'],
    ['an input field in snake case', '"""O.""" input Odd { """O.""" odd_field: Int }', 'camelCase'],
    ['a bare Account', '"""O.""" type Account { """I.""" id: ID! }', 'could be several things'],
    ['a field that says nothing', 'extend type Line { """D.""" data: String }', 'says nothing'],
    ['a Float', 'extend type Line { """R.""" ratio: Float }', 'never exact'],
    ['a Float in an input', '"""O.""" input Odd { """R.""" ratio: Float }', 'never exact'],
    ['an amount that is a bare number', 'extend type Line { """N.""" netAmount: Decimal }', 'must be Money'],
    ['an amount that is a text', 'extend type Line { """O.""" openReceivable: String! }', 'must be Money'],
    [
      'a masked field that cannot be null',
      'extend type Line { """N.""" note: String! @masked }',
      'must be nullable',
    ],
    [
      'a list of objects without bound',
      'extend type Line { """P.""" parts: [Line!]! }',
      'list what bounds it',
    ],
    [
      'a connection without its arguments',
      'extend type Line { """L.""" lines("""F.""" first: Int """A.""" after: String """L.""" last: Int): LineConnection! }',
      'without the argument before',
    ],
    [
      'a connection with odd arguments',
      `extend type Line { """L.""" lines(${pages.replace('first: Int', 'first: Int!')}): LineConnection! }`,
      'is Int!, not Int',
    ],
    [
      'a connection type without total',
      '"""O.""" type OddConnection { """E.""" edges: [OddEdge!]! """N.""" nodes: [Odd!]! """P.""" pageInfo: PageInfo! }',
      'totalCount is missing',
    ],
    [
      'a connection type of something else',
      '"""O.""" type OddConnection { """E.""" edges: [LineEdge!]! """N.""" nodes: [Odd!]! """P.""" pageInfo: PageInfo! """C.""" totalCount: Int! }',
      'not [OddEdge!]!',
    ],
    [
      'a mutation with loose arguments',
      'extend type Mutation { """O.""" voidLine("""I.""" id: ID!): VoidLinePayload! }',
      'takes (id: ID!)',
    ],
    [
      'a mutation with a foreign payload',
      'extend type Mutation { """O.""" voidLine("""I.""" input: VoidLineInput!): Line }',
      'returns Line',
    ],
  ])('catch %s', (_what, more, fault) => {
    expect(faultsOf(more)).toEqual([expect.stringContaining(fault)]);
  });

  it('catch a mutation whose input has no request id, and whose payload has no problems', () => {
    const odd =
      '"""I.""" input OddInput { """I.""" id: ID! } """P.""" type OddPayload { """L.""" line: Line } extend type Mutation { """O.""" odd("""I.""" input: OddInput!): OddPayload! }';
    expect(faultsOf(odd).join()).toMatch(/no requestId.*no problems.*no changeRequest/);
  });

  it('catch a short list that is listed and does not exist', () => {
    expect(faultsOf('', { 'Line.gone': 'no more' })).toEqual([expect.stringContaining('is none')]);
  });

  it('say the file and the line', () =>
    expect(faultsOf('scalar Odd')[0]).toMatch(/^planted\.graphql:\d+ Odd has/));

  it('fail where there is no SDL', () => expect(() => sdlFaults([], {})).toThrow('no SDL'));
});
