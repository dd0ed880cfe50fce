// The text of one connection: its page is read once, and its lists, page info and count are aggregates over that page.
import { sql } from 'kysely';
import type { Row, Scope, TableName } from './fields.ts';
import { concatenated, objectText, orNull, type Text } from './json-text.ts';
import { beyond, cursorSql, orderSql, type Page } from './pages.ts';
import type { Selected } from './selection.ts';
import type { Sql } from './slots.ts';

/** `"invoice" as "t3"` */
export function tableOf(row: Row<TableName>): Sql {
  return sql`${sql.table(row.table)} as ${sql.ref(row.alias)}`;
}

/** ` where (a) and (b)`, or nothing where there is no condition. */
export function whereAll(conditions: readonly (Sql | undefined)[]): Sql {
  const given = conditions.filter((condition) => condition !== undefined);
  return given.length === 0
    ? sql``
    : sql` where ${sql.join(
        given.map((one) => sql`(${one})`),
        sql` and `,
      )}`;
}

/** A relation to the rows of few keys, for pages that are read key by key. */
export interface KeyedRelation {
  /** A query of the keys, in a column `key`. */
  readonly keys: Sql;
  /** The condition on a row for one key. */
  readonly on: (key: Sql) => Sql;
}

/** Which rows a connection lists: all conditions hold together. */
export interface Matching {
  /** The table, with what its conditions need beside it. */
  readonly table: Sql;
  readonly relation: Sql | undefined;
  readonly each: KeyedRelation | undefined;
  readonly conditions: readonly (Sql | undefined)[];
}

/**
 * Writes a page as
 * ```sql
 * (select '{"nodes":[' || coalesce(string_agg(<node>, ','), '') || ']}'
 *  from (select t1.* from invoice as t1 where ... order by t1.issued_on desc, t1.invoice_id desc limit 10) as t1)
 * ```
 * with a row number, and one row more than asked, only where page info or reading from the end needs them.
 */
export class ConnectionText {
  private readonly page: Page;
  private readonly row: Row<TableName>;
  private readonly scope: Scope<TableName>;
  private readonly matching: Matching;
  private readonly numbered: boolean;
  private readonly oneMore: boolean;
  private reads = false;

  /** `asked` are the page info fields of the selection. */
  constructor(page: Page, scope: Scope<TableName>, matching: Matching, asked: ReadonlySet<string>) {
    this.page = page;
    this.row = scope.row;
    this.scope = scope;
    this.matching = matching;
    this.oneMore = asked.has(page.backward ? 'hasPreviousPage' : 'hasNextPage');
    this.numbered = page.backward || this.oneMore || asked.has('startCursor') || asked.has('endCursor');
  }

  /** The page's rows as a JSON list of the given element. */
  list(element: Text): Text {
    this.reads = true;
    const order = this.page.backward ? sql` order by ${this.number} desc` : sql``;
    return ['[', sql`coalesce(string_agg(${concatenated(element)}, ','${order})${this.within()}, '')`, ']'];
  }

  /** The number of all matching rows, whatever the page. */
  total(): Text {
    return [sql`(select count(*) from ${this.matching.table}${whereAll(this.all())})`];
  }

  pageInfo(selected: Selected): Text {
    const entries: [string, Text][] = [];
    for (const [key, [node]] of selected) entries.push([key, this.pageInfoField(node?.name.value ?? '')]);
    return objectText(entries);
  }

  /** The connection object; reads the page only where an entry needs it, with what is joined beside its rows. */
  whole(entries: readonly [string, Text][], beside: Sql): Text {
    const text = objectText(entries);
    if (!this.reads) return text;
    const { order, backward, size } = this.page;
    const by = orderSql(order, this.scope, backward);
    const number = this.numbered ? sql`, row_number() over (order by ${by}) as "#"` : sql``;
    const alias = sql.ref(this.row.alias);
    const ending = sql` order by ${by} limit ${this.oneMore ? sql`${size} + 1` : size}`;
    const rows = sql`select ${alias}.*${number} from ${this.pageSource(ending)}${ending}`;
    return [sql`(select ${concatenated(text)} from (${rows}) as ${alias}${beside})`];
  }

  /** What the page is taken from: the table with all conditions, or of each key a page of its own, of which the page is the best. */
  private pageSource(ending: Sql): Sql {
    const { table, each, conditions } = this.matching;
    const { order, after, before } = this.page;
    const bounds = [
      after && beyond(order, this.scope, after, 'after'),
      before && beyond(order, this.scope, before, 'before'),
    ];
    if (!each) return sql`${table}${whereAll([...this.all(), ...bounds])}`;
    const alias = sql.ref(this.row.alias);
    const keys = `${this.row.alias}_each`;
    const where = whereAll([each.on(sql.ref(`${keys}.key`)), ...conditions, ...bounds]);
    return sql`(${each.keys}) as ${sql.ref(keys)} cross join lateral (select ${alias}.* from ${table}${where}${ending}) as ${alias}`;
  }

  private all(): (Sql | undefined)[] {
    return [this.matching.relation, ...this.matching.conditions];
  }

  private get number(): Sql {
    return sql.ref(`${this.row.alias}.#`);
  }

  private within(): Sql {
    return this.oneMore ? sql` filter (where ${this.number} <= ${this.page.size})` : sql``;
  }

  private pageInfoField(name: string): Text {
    if (name === '__typename') return ['"PageInfo"'];
    if (name === 'startCursor' || name === 'endCursor') {
      this.reads = true;
      const way = (name === 'startCursor') !== this.page.backward ? sql`asc` : sql`desc`;
      const cursor = cursorSql(this.page.order, this.scope);
      return orNull([
        '"',
        sql`(array_agg(${cursor} order by ${this.number} ${way})${this.within()})[1]`,
        '"',
      ]);
    }
    const ahead = (name === 'hasNextPage') !== this.page.backward;
    if (!ahead) return this.behind();
    this.reads = true;
    return [sql`(count(*) > ${this.page.size})::text`];
  }

  /** Whether rows stand on the side that the page was entered from: at the cursor or beyond it. */
  private behind(): Text {
    const { order, backward, after, before } = this.page;
    const cursor = backward ? before : after;
    if (!cursor) return ['false'];
    const side = beyond(order, this.scope, cursor, backward ? 'after' : 'before', true);
    return [sql`(exists (select 1 from ${this.matching.table}${whereAll([...this.all(), side])}))::text`];
  }
}
