// All figures of a summary in one statement over a frame of parameters, so that they can be asked of any rows without a graph.
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import type { ClientBase } from 'pg';
import {
  ageing,
  balances,
  billedNet,
  daysSalesOutstanding,
  overdue,
  unapplied,
} from '../../src/billing/figures.ts';
import { receivableTotal, receivableTotals } from '../../src/billing/total-figures.ts';
import { openDisputeCount, openDisputes } from '../../src/collections/figures.ts';
import type { SummaryRow } from '../../src/customers/summary-figures.ts';
import { columnOf, type ViewerScope } from '../../src/graph/fields.ts';
import { deferredRevenue, recognizedRevenue } from '../../src/ledger/figures.ts';
import type { Asked } from './brute-force-documents.ts';

const frame: SummaryRow = {
  customers: sql.ref('f.customers'),
  asOf: sql.ref('f.as_of'),
  from: sql.ref('f.from_on'),
  currency: sql.ref('f.currency'),
};

/** A viewer of the frame's entities, all of whose facts carry their entity. */
const viewer: ViewerScope = {
  allEntities: false,
  lifted: new Set<string>(),
  entities: sql.ref('f.entities'),
  subject: sql.lit('test'),
  roles: sql`array[]::text[]`,
  now: sql`timestamptz '2024-12-31'`,
  sees: (_type, row) => sql`${columnOf(row, 'legal_entity_id')} = any(f.entities)`,
};

const rowsOf = (from: RawBuilder<unknown>) =>
  sql`(select coalesce(json_agg(to_jsonb(z)), '[]') from (select * from ${from} as r) as z)`;
const inText = (from: RawBuilder<unknown>, columns: readonly string[]) =>
  rowsOf(
    sql`(select ${sql.join(columns.map((name) => sql`${sql.ref(`t.${name}`)}::text`))} from ${from} as t)`,
  );

const figures = {
  billed: receivableTotal('billed', frame, viewer),
  billedNet: billedNet(frame, viewer),
  credited: receivableTotal('credited', frame, viewer),
  collected: receivableTotal('collected', frame, viewer),
  writtenOff: receivableTotal('writtenOff', frame, viewer),
  deductions: receivableTotal('deductions', frame, viewer),
  unapplied: unapplied(frame, viewer),
  openReceivable: receivableTotal('openReceivable', frame, viewer),
  overdue: overdue(frame, viewer),
  daysSalesOutstanding: daysSalesOutstanding(frame, viewer),
  recognizedRevenue: recognizedRevenue(frame, viewer),
  deferredRevenue: deferredRevenue(frame, viewer),
  openDisputes: openDisputes(frame, viewer),
  openDisputeCount: openDisputeCount(frame, viewer),
} as const;

const balanceColumns = [
  'currency',
  'billed',
  'credited',
  'collected',
  'writtenOff',
  'deductions',
  'openReceivable',
  'unapplied',
];
const totalColumns = [
  'billed',
  'credited',
  'collected',
  'writtenOff',
  'deductions',
  'openReceivable',
] as const;
const lists = {
  ageing: inText(ageing(frame, viewer, 'DUE_DATE'), ['band', 'amount']),
  ageingByIssue: inText(ageing(frame, viewer, 'INVOICE_DATE'), ['band', 'amount']),
  balances: inText(balances(frame, viewer), balanceColumns),
  totals: inText(sql`(${receivableTotals(frame, viewer, new Set(totalColumns))})`, totalColumns),
} as const;

export type FigureName = keyof typeof figures;

/** All figures as text, null where they are unknown; lists as rows of texts. */
export type Figures = Readonly<Record<FigureName, string | null>> &
  Readonly<Record<keyof typeof lists, readonly Readonly<Record<string, string | null>>[]>>;

const compiler = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

const statement = sql`select ${sql.join([
  ...Object.entries(figures).map(([name, figure]) => sql`(${figure})::text as ${sql.ref(name)}`),
  ...Object.entries(lists).map(([name, list]) => sql`${list} as ${sql.ref(name)}`),
])} from (select ${sql.raw('$1::uuid[]')} as customers, ${sql.raw('$2::date')} as as_of, ${sql.raw('$3::date')} as from_on,
  ${sql.raw('$4::text')} as currency, ${sql.raw('$5::uuid[]')} as entities offset 0) as f`.compile(
  compiler,
).sql;

/** The figures by SQL. */
export async function figuresBySql(client: ClientBase, asked: Asked): Promise<Figures> {
  const { customers, asOf, from, currency, entities } = asked;
  const { rows } = await client.query({
    name: 'figures',
    text: statement,
    values: [customers, asOf, from, currency, entities],
  });
  return rows[0];
}
