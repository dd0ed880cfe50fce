// The text of a Money object. Where only one of amount and currency is asked, the other still decides whether there is money.
import { sql } from 'kysely';
import { leafCost } from './cost.ts';
import { amountText, concatenated, objectText, orNull, type Text } from './json-text.ts';
import type { Selected } from './selection.ts';
import { isColumn, type Sql } from './slots.ts';
import type { Written } from './written.ts';

/**
 * Amount and currency as columns. The currency is needed for the digits, too: where it has to be looked up, both are read once
 * from a row of their own.
 */
function readOnce({ amount, currency }: { readonly amount: Sql; readonly currency: Sql }) {
  if (isColumn(currency)) return { amount, currency };
  return {
    amount: sql.ref('money.amount'),
    currency: sql.ref('money.currency'),
    from: sql`(select ${amount} as amount, ${currency} as currency offset 0) as money`,
  };
}

/** `{"amount":"12.50","currency":"EUR"}` as selected; null where amount or currency is. */
export function moneyObject(
  money: { readonly amount: Sql; readonly currency: Sql },
  selected: Selected,
  nullable: boolean,
  cost = 0,
): Written {
  const entries: [string, Text][] = [];
  const { amount, currency, from } = readOnce(money);
  const unasked = new Map(Object.entries({ amount, currency }));
  for (const [key, [node]] of selected) {
    const name = node?.name.value ?? '';
    unasked.delete(name);
    if (name === '__typename') entries.push([key, ['"Money"']]);
    else if (name === 'amount') entries.push([key, amountText(amount, currency)]);
    else entries.push([key, ['"', currency, '"']]);
  }
  let text = objectText(entries);
  if (nullable && unasked.size > 0) {
    const present = [...unasked.values()].map((part) => sql`(${part}) is not null`);
    text = [sql`case when ${sql.join(present, sql` and `)} then ${concatenated(text)} end`];
  }
  if (from) text = [sql`(select ${concatenated(text)} from ${from})`];
  const children = entries.map(() => leafCost());
  return { text: nullable ? orNull(text) : text, cost: { own: cost, rows: 1, node: true, children } };
}
