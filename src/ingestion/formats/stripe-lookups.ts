// What other objects of an export say of a portion of its objects: looked up for the portion alone, and only where something in it
// asks, so that memory stays flat and an export without such questions is read once per record type.
import type { StripeItem, StripeLookups } from './stripe-context-rules.ts';
import { isGone } from './stripe-event-rules.ts';
import type { StripeFiles } from './stripe-files.ts';
import { idOf, isTrue, listOf, memberOf, type StripeObject, textOf } from './stripe-value-rules.ts';

/** Lists of objects that may also come by themselves: type by the type around them and the member. */
const nested: Readonly<Record<string, readonly (readonly [member: string, type: string])[]>> = {
  customer: [['tax_ids', 'tax_id']],
  subscription: [['items', 'subscription_item']],
  invoice: [['lines', 'line_item']],
  credit_note: [['lines', 'credit_note_line_item']],
  charge: [['refunds', 'refund']],
};

/** Objects that are numbered within what they belong to: its type, and its member that holds some or all of them. */
const parents: Readonly<Record<string, readonly [type: string, member: string]>> = {
  line_item: ['invoice', 'lines'],
  subscription_item: ['subscription', 'items'],
  credit_note_line_item: ['credit_note', 'lines'],
};

const idOfItem = ({ object }: StripeItem) => textOf(object, 'id');

export async function loadLookups(
  files: StripeFiles,
  portion: readonly StripeItem[],
): Promise<StripeLookups> {
  const intents = await findCharges(files, portion);
  const alone = await findAlone(files, portion, intents);
  const alive = await findAlive(files, portion);
  const invoices = await files.find(['invoice'], idOfItem, wantedInvoices(portion));
  const credits = await files.find(
    ['credit_note'],
    idOfItem,
    wantedParents(portion, 'credit_note_line_item'),
  );
  const prices = await files.find(['price', 'plan'], idOfItem, wantedPrices(portion));
  const places = await findPlaces(files, portion);
  return {
    chargeOf: (intent) => intents.get(intent),
    invoiceOf: (id) => invoices.get(id)?.[0]?.object,
    creditNoteOf: (id) => credits.get(id)?.[0]?.object,
    priceOf: (id) => prices.get(id)?.[0]?.object,
    cameAlone: (type, id) => alone.has(`${type} ${id}`),
    isAlive: (type, id) => alive.has(`${type} ${id}`),
    placeOf: (type, parent, id) => (places.get(`${type} ${parent}`)?.indexOf(id) ?? 0) + 1,
  };
}

/** The succeeded charges of payment intents that the portion names. */
async function findCharges(files: StripeFiles, portion: readonly StripeItem[]): Promise<Map<string, string>> {
  const wanted = new Set<string>();
  for (const { type, object } of portion) {
    if (type === 'payment_intent') wanted.add(textOf(object, 'id'));
    if (type === 'invoice_payment') wanted.add(idOf(memberOf(object, 'payment'), 'payment_intent'));
    if (['refund', 'dispute'].includes(type) && idOf(object, 'charge') === '')
      wanted.add(idOf(object, 'payment_intent'));
  }
  wanted.delete('');
  const charges = await files.find(['charge'], ({ object }) => idOf(object, 'payment_intent'), wanted);
  return new Map(
    [...charges].flatMap(([intent, items]) => {
      const paid = items.find(
        ({ object }) => textOf(object, 'status') === 'succeeded' || isTrue(object, 'paid'),
      );
      return paid ? [[intent, idOfItem(paid)] as const] : [];
    }),
  );
}

/** Which of the objects that stand inside others, or beside them in another form, also came by themselves. */
async function findAlone(
  files: StripeFiles,
  portion: readonly StripeItem[],
  charges: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  const want = (type: string, id: string) => {
    if (files.has(type) && id !== '') wanted.set(type, (wanted.get(type) ?? new Set()).add(id));
  };
  for (const { type, object } of portion) {
    const id = textOf(object, 'id');
    for (const [member, inner] of nested[type] ?? [])
      for (const child of listOf(object, member)) want(inner, textOf(child, 'id'));
    if (type === 'plan') want('price', id);
    if (type === 'subscription' && isTrue(object, 'history')) want('subscription', id);
    if (type === 'payment_intent') {
      want('charge', idOf(object, 'latest_charge'));
      want('charge', charges.get(id) ?? '');
      for (const charge of listOf(object, 'charges')) want('charge', textOf(charge, 'id'));
    }
  }
  const alone = new Set<string>();
  for (const [type, ids] of wanted) {
    const found = await files.find([type], idOfItem, ids);
    for (const [id, items] of found)
      if (items.some(({ object }) => !isTrue(object, 'history'))) alone.add(`${type} ${id}`);
  }
  return alone;
}

/** Objects that came as they stand beside a notice without time that they were deleted. */
async function findAlive(files: StripeFiles, portion: readonly StripeItem[]): Promise<ReadonlySet<string>> {
  const alive = new Set<string>();
  const undated = portion.filter((item) => item.version === undefined && isGone(item));
  for (const [type, items] of Map.groupBy(undated, ({ type }) => type)) {
    const found = await files.find([type], idOfItem, new Set(items.map(idOfItem)));
    for (const [id, same] of found) if (same.some((item) => !isGone(item))) alive.add(`${type} ${id}`);
  }
  return alive;
}

/** Invoices of credit notes that do not say whose they are. */
function wantedInvoices(portion: readonly StripeItem[]): Set<string> {
  const silent = portion.filter(
    ({ type, object }) => type === 'credit_note' && idOf(object, 'customer') === '',
  );
  return new Set(silent.map(({ object }) => idOf(object, 'invoice')).filter((id) => id !== ''));
}

function wantedParents(portion: readonly StripeItem[], type: string): Set<string> {
  const own = portion.filter((item) => item.type === type);
  const [parent = ''] = parents[type] ?? [];
  return new Set(own.map(({ object }) => idOf(object, parent)).filter((id) => id !== ''));
}

/** Prices that items name and do not hold. */
function wantedPrices(portion: readonly StripeItem[]): Set<string> {
  const items = portion.flatMap(({ type, object }) => {
    if (type === 'subscription_item') return [object];
    return type === 'subscription' ? listOf(object, 'items') : [];
  });
  const ids = items.flatMap((item: StripeObject) => {
    const holds = memberOf(item, 'price') ?? memberOf(item, 'plan');
    return holds ? [] : [idOf(item, 'price', 'plan')];
  });
  return new Set(ids.filter((id) => id !== ''));
}

/** The ids of objects by what they belong to: those that it holds itself, then the others in the order of the files. */
async function findPlaces(
  files: StripeFiles,
  portion: readonly StripeItem[],
): Promise<Map<string, string[]>> {
  const places = new Map<string, string[]>();
  for (const [type, [parent, member]] of Object.entries(parents)) {
    const wanted = wantedParents(portion, type);
    const holders = await files.find([parent], idOfItem, wanted);
    const found = await files.find([type], ({ object }) => idOf(object, parent), wanted);
    for (const [id, items] of found) {
      const held = (holders.get(id) ?? []).flatMap(({ object }) => listOf(object, member));
      const heldIds = held.map((one) => textOf(one, 'id'));
      places.set(`${type} ${id}`, [...new Set([...heldIds, ...items.map(idOfItem)])]);
    }
  }
  return places;
}
