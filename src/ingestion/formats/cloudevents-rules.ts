// CloudEvents 1.0 over HTTP: what makes a request one event in its headers (binary), one in its body (structured), or several
// (batched); and what an event must say of itself to be one.
import { isUtf8 } from 'node:buffer';
import { isInstant } from '../../kernel/dates.ts';
import { type ExactJson, type ExactObject, isObject } from './exact-json.ts';

/** An event as it is kept: structured, as text, whatever mode it came in. */
export interface CloudEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string | undefined;
  readonly time: string | undefined;
  /** JSON without numbers; text where the data is no JSON; undefined: the event has none. */
  readonly data: ExactJson | undefined;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether the headers hold an event: then the body is its data, of whatever type. */
export function isBinaryMode(headers: Headers): boolean {
  return headers['ce-specversion'] !== undefined;
}

/** The structured event of a request in binary mode, as JSON text with the data's own digits; or why it is none. */
export function fromBinary(
  headers: Headers,
  body: Buffer,
): { readonly text: string } | { readonly fault: string } {
  const attributes: Record<string, string> = {};
  for (const [name, given] of Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (!name.startsWith('ce-')) continue;
    const value = typeof given === 'string' ? headerValue(given) : undefined;
    if (value === undefined) return { fault: `the header ${name} is no percent-encoded UTF-8 text` };
    if (name === 'ce-datacontenttype') return { fault: 'in binary mode content-type says what the data is' };
    attributes[name.slice(3)] = value;
  }
  const type = typeof headers['content-type'] === 'string' ? headers['content-type'] : undefined;
  if (type !== undefined) attributes.datacontenttype = type;
  const data = dataMember(type, body);
  if ('fault' in data) return data;
  const head = JSON.stringify(attributes);
  return { text: data.member === '' ? head : `${head.slice(0, -1)},${data.member}}` };
}

function dataMember(
  type: string | undefined,
  body: Buffer,
): { readonly member: string } | { readonly fault: string } {
  if (body.length === 0) return { member: '' };
  if (type !== undefined && isJsonType(type)) {
    const text = body.toString();
    if (!isUtf8(body)) return { fault: 'the data is no UTF-8' };
    return isJson(text) ? { member: `"data":${text.trim()}` } : { fault: 'the data is no JSON' };
  }
  if (type !== undefined && /^text\/|[/+]xml\b/i.test(type) && isUtf8(body))
    return { member: `"data":${JSON.stringify(body.toString())}` };
  return { member: `"data_base64":${JSON.stringify(body.toString('base64'))}` };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function isJsonType(type: string): boolean {
  return /^[\w.+-]+\/(json|[\w.-]+\+json)\s*(;|$)/i.test(type);
}

/** Quotes taken off and percent-encoding read, as the HTTP binding asks of whoever receives. */
function headerValue(given: string): string | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(given.trim())?.[1];
  const text = quoted === undefined ? given.trim() : quoted.replaceAll(/\\(.)/g, '$1');
  // Node gives the bytes of a header as characters of their own.
  const bytes = Buffer.from(text, 'latin1');
  try {
    return decodeURIComponent(isUtf8(bytes) ? bytes.toString() : text);
  } catch {
    return undefined;
  }
}

/** Characters that no attribute may hold; and no more of them than an index can. */
const CONTROL = /\p{Cc}/u;
const LONGEST = 512;

/** The event of a structured object; or what is wrong with it. */
export function readCloudEvent(value: ExactObject): CloudEvent | string {
  if (value.specversion !== '1.0')
    return `specversion ${JSON.stringify(value.specversion ?? null)} is not taken: CloudEvents 1.0 is`;
  for (const name of ['id', 'source', 'type'] as const) {
    const wrong = attributeFault(name, value[name]);
    if (wrong) return wrong;
  }
  const odd = Object.keys(value).find((name) => !/^[a-z0-9]+$/.test(name) && name !== 'data_base64');
  if (odd !== undefined) return `attribute ${JSON.stringify(odd)} is no name: lower-case letters and digits`;
  const nested = Object.entries(value).find(
    ([name, member]) => name !== 'data' && typeof member === 'object' && member !== null,
  );
  if (nested) return `attribute ${nested[0]} is neither a text, a number nor a boolean`;
  const { id, type, subject, time } = value;
  if (subject != null && (typeof subject !== 'string' || subject === '')) return 'subject is empty';
  if (time != null && (typeof time !== 'string' || !isInstant(time)))
    return `time ${JSON.stringify(time)} is no instant of RFC 3339`;
  const data = dataOf(value);
  if ('fault' in data) return data.fault;
  return {
    id: String(id),
    type: String(type),
    subject: typeof subject === 'string' ? subject : undefined,
    time: typeof time === 'string' ? time : undefined,
    data: data.value,
  };
}

/** What is wrong with an attribute that must be there. */
export function attributeFault(name: string, value: ExactJson | undefined): string | undefined {
  if (typeof value !== 'string' || value === '') return `${name} is missing`;
  if (CONTROL.test(value)) return `${name} holds a control character`;
  if (Buffer.byteLength(value) > LONGEST) return `${name} is longer than ${LONGEST} bytes`;
  return undefined;
}

function dataOf({
  data,
  data_base64,
  datacontenttype,
}: ExactObject): { readonly value: ExactJson | undefined } | { readonly fault: string } {
  if (data_base64 == null) return { value: data };
  if (data != null) return { fault: 'data and data_base64 exclude each other' };
  if (typeof data_base64 !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(data_base64))
    return { fault: 'data_base64 is no Base64' };
  const bytes = Buffer.from(data_base64, 'base64');
  const type = typeof datacontenttype === 'string' ? datacontenttype : 'application/json';
  if (!isJsonType(type) || !isUtf8(bytes)) return { value: data_base64 };
  const text = bytes.toString();
  return isJson(text) ? { value: text } : { fault: 'data_base64 holds no JSON' };
}

/** The elements of a JSON array as they are written; undefined where the text is none. */
export function elementsOf(text: string): string[] | undefined {
  const whole = text.trim();
  if (!whole.startsWith('[') || !isJson(whole)) return undefined;
  const elements: string[] = [];
  let depth = 0;
  let from = 1;
  const cut = (to: number) => {
    const element = whole.slice(from, to).trim();
    if (element !== '') elements.push(element);
    from = to + 1;
  };
  for (let at = 0; at < whole.length; at++) {
    const char = whole[at];
    if (char === '"') at = endOfString(whole, at);
    else if (char === '[' || char === '{') depth++;
    else if (char === ']' || char === '}') depth--;
    if ((depth === 1 && char === ',') || depth === 0) cut(at);
  }
  return elements;
}

/** Where the string that begins here ends. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

/** Whether a member of an event is an object, for those who ask what its data holds. */
export function objectOf(value: ExactJson | undefined): ExactObject | undefined {
  return isObject(value) ? value : undefined;
}
