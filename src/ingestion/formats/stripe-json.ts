// Stripe objects in JSON: lines, pages of lists, arrays, fixtures by name, single objects and events, in one file or many. A file is
// cut into its values while it is read, so that a long array needs no more memory than its longest element.
import { type Origin, type RejectedRow, UnreadableInput } from '../format.ts';
import { Encoding, readBytes } from './csv.ts';
import { type ExactJson, isObject, parseExact, readLines, type TextLine } from './exact-json.ts';
import { type StripeItem, toStripeItem } from './stripe-context-rules.ts';
import { versionOf } from './stripe-event-rules.ts';
import { type StripeObject, textOf } from './stripe-value-rules.ts';

/** A value of a file and the line on which it begins. */
interface JsonText {
  readonly line: number;
  readonly text: string;
}

/** Finds where the values of a file begin and end, without reading what is in them. */
class Cutter {
  readonly #name: string;
  #text = '';
  #depth = 0;
  #line = 1;
  #begunOn = 1;
  #inArray = false;
  #inString = false;
  #isEscaped = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** The values that end in this piece of the file. */
  add(piece: string): JsonText[] {
    const found: JsonText[] = [];
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const char = piece[at] ?? '';
      if (char === '\n') this.#line++;
      if (this.#inString) this.#readString(char);
      else if (this.#depth === 0) {
        if (this.#begins(char)) from = at;
      } else if (char === '"') this.#inString = true;
      else if (char === '{' || char === '[') this.#depth++;
      else if ((char === '}' || char === ']') && --this.#depth === 0) {
        found.push({ line: this.#begunOn, text: this.#text + piece.slice(from, at + 1) });
        this.#text = '';
      }
    }
    if (this.#depth > 0) this.#text += piece.slice(from);
    return found;
  }

  #readString(char: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (char === '\\') this.#isEscaped = true;
    else if (char === '"') this.#inString = false;
  }

  /** Whether an object begins here; brackets and commas around objects are the array that holds them. */
  #begins(char: string): boolean {
    if (char === '{') {
      this.#depth = 1;
      this.#begunOn = this.#line;
      return true;
    }
    if (char === '[' && !this.#inArray) this.#inArray = true;
    else if (char === ']' && this.#inArray) this.#inArray = false;
    else if (!/[\s,\uFEFF]/.test(char))
      throw new UnreadableInput([`${this.#name} is no JSON of Stripe objects`]);
    return false;
  }

  end(): void {
    if (this.#depth > 0 || this.#inArray)
      throw new UnreadableInput([
        `${this.#name} is cut off: what begins on line ${this.#begunOn} has no end, so it is only half a file`,
      ]);
  }
}

async function* readValues(path: string): AsyncGenerator<JsonText[]> {
  const encoding = new Encoding(path);
  const cutter = new Cutter(path);
  for await (const bytes of readBytes(path, path)) yield cutter.add(encoding.add(bytes));
  yield cutter.add(encoding.end());
  cutter.end();
}

/** The objects of a file, in batches. Throws `UnreadableInput` where its structure cannot be told. */
export async function* readStripeJson(path: string): AsyncGenerator<StripeItem[]> {
  if (/\.(jsonl|ndjson)$/i.test(path)) {
    for await (const lines of readLines(path, path)) yield lines.flatMap((line) => itemsOfLine(line, path));
  } else {
    for await (const texts of readValues(path)) yield texts.flatMap((text) => itemsOfText(text, path));
  }
}

/** A last line that is no JSON and has no end was cut off. */
function itemsOfLine({ line, text, ended }: TextLine, path: string): StripeItem[] {
  const items = itemsOfText({ line, text }, path);
  if (ended || items.some(({ broken }) => !broken) || parseExact(text) !== undefined) return items;
  throw new UnreadableInput([
    `${path} is cut off: line ${line} ends inside a value, so it is only half a file`,
  ]);
}

function itemsOfText({ line, text }: JsonText, file: string): StripeItem[] {
  const at = { file, line };
  const value = parseExact(text);
  const objects = value === undefined ? undefined : objectsIn(value);
  if (!objects) return [brokenItem(at, text)];
  const [first] = objects;
  if (first && first === value) return [toItem(first, at)];
  const lines = findLines(text);
  return objects.map((object) =>
    toItem(object, { file, line: line + (lines.get(textOf(object, 'id')) ?? 0) }),
  );
}

/** The objects of a value: itself, the elements of a page, or what fixtures hold by name. Undefined where it is none of Stripe's. */
function objectsIn(value: ExactJson): StripeObject[] | undefined {
  if (!isObject(value)) return undefined;
  const { data, resources } = value;
  if (textOf(value, 'object') === 'list' && Array.isArray(data)) return data.filter(isObject);
  if (isObject(resources)) return Object.values(resources).filter((one) => isObject(one));
  return textOf(value, 'object') === '' && textOf(value, 'type') === '' ? undefined : [value];
}

/** By how many lines below the first each id stands for the first time. */
function findLines(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  let line = 0;
  for (const [found, id] of text.matchAll(/\n|"id"\s*:\s*"((?:[^"\\]|\\.)*)"/g)) {
    if (id !== undefined && !lines.has(id)) lines.set(id, line);
    line += found.split('\n').length - 1;
  }
  return lines;
}

function toItem(message: StripeObject, at: Origin): StripeItem {
  const item = toStripeItem(message, at);
  const version = versionOf(item);
  return version === undefined ? item : { ...item, version };
}

function brokenItem(at: Origin, text: string): StripeItem {
  const broken: RejectedRow = {
    kind: 'rejected',
    class: 'MAPPING',
    rule: 'stripe-object',
    message: 'this is no Stripe object: it needs the member object, or an event around it',
    value: text.length > 2000 ? `${text.slice(0, 2000)}...` : text,
    ...at,
  };
  return { ...at, object: {}, type: '', broken };
}
