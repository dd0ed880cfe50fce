// Stripe's messages for tests: what one makes when it comes alone.
import { expect } from 'vitest';
import type { FormatItem } from '../../src/ingestion/format.ts';
import { translateMessage } from '../../src/ingestion/formats/stripe-object-rules.ts';
import type { StripeObject } from '../../src/ingestion/formats/stripe-value-rules.ts';

/** 1 March 2024, noon, and days after it. */
export const noon = (days = 0) => String(1_709_294_400 + days * 86_400);

/** What a message makes when it comes alone. */
export function translate(message: StripeObject, takesTestMode = false): FormatItem[] {
  return translateMessage({ message, source: 'pay', takesTestMode, file: 'pushed', line: 1 });
}

/** The values of the only record of a type. */
export function valuesOf(record: string, message: StripeObject) {
  const found = translate(message).filter((item) => item.kind === 'record' && item.record === record);
  expect(found).toHaveLength(1);
  const [item] = found;
  return item?.kind === 'record' ? { id: item.externalId, ...item.values } : {};
}

export const rulesOf = (message: StripeObject, takesTestMode = false) =>
  translate(message, takesTestMode).map((item) => (item.kind === 'record' ? item.record : item.rule));
