// Opportunities and their lines: the deal as the CRM states it, odd as it may be (won with a close date to come).
import {
  booleanOf,
  dateOf,
  lookupOf,
  numberOf,
  type SalesforceValues,
  said,
  statedOf,
  textOf,
} from './salesforce-value-rules.ts';

type Fields = Record<string, string | null>;

/** Whether the deal was won; undefined while it is open. Where the export lacks IsClosed, the stage says it. */
export function wasWon(values: SalesforceValues): boolean | undefined {
  const isClosed = booleanOf(values, 'isclosed');
  if (isClosed === false) return undefined;
  if (isClosed === true) return booleanOf(values, 'iswon') ?? false;
  const stage = statedOf(values, 'stagename');
  if (/^closed\b.*\bwon\b/i.test(stage)) return true;
  return /^closed\b.*\b(lost|dead|cancelled)\b/i.test(stage) ? false : undefined;
}

/** The fields of an opportunity at the entity; `currency` is that of the command line, where the export states none. */
export function opportunityFields(
  values: SalesforceValues,
  { entity, currency }: { readonly entity: string; readonly currency: string },
): Fields {
  const won = wasWon(values);
  const closeDate = dateOf(values, 'closedate');
  return said({
    customer: lookupOf(values, 'accountid', 'Account') ?? '',
    legal_entity: entity,
    name: statedOf(values, 'name'),
    stage: statedOf(values, 'stagename'),
    type: textOf(values, 'type'),
    amount: numberOf(values, 'amount'),
    currency: statedOf(values, 'currencyisocode') || currency,
    probability: numberOf(values, 'probability'),
    expected_close_on: closeDate,
    closed_on: won === undefined ? null : closeDate,
    won: won === undefined ? null : String(won),
    sales_owner: textOf(values, 'ownername'),
  });
}

/** The fields of a line; the product by itself, or by the price book entry that the line names. */
export function opportunityLineFields(
  values: SalesforceValues,
  opportunity: string,
  position: number,
  product: string | undefined,
): Fields {
  return said({
    opportunity,
    position: String(position),
    product: product ?? '',
    description: textOf(values, 'description', 'name'),
    quantity: numberOf(values, 'quantity'),
    unit_price: numberOf(values, 'unitprice'),
    amount: numberOf(values, 'totalprice'),
  });
}
