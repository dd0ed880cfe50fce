// Identifiers: what a canonical id looks like. Ids are made by the database (new_id(), a version-7 layout).

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID (RFC 9562) in its canonical spelling. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
