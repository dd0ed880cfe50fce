// The last step of a statement: its text made short and its parameters few. PostgreSQL copies and measures the text at every
// execution, and reads every parameter anew.

/** A statement with `$1` to `$n` and the values behind them. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** Literals stay as they are; between them stands what may be written shorter. */
const LITERAL_OR_CODE = /'(?:[^']|'')*'|[^']+/g;
const PARAMETER = /\$(\d+)(::\w+(?:\[\])?)?/g;

/** The same statement: without needless white space, and with one parameter for what was the same value each time. */
export function compacted({ text, parameters }: Statement): Statement {
  const places = new Map<string, number>();
  const kept: unknown[] = [];
  const values = new Map<unknown, number>();
  const identity = (value: unknown) => {
    const known = values.get(value) ?? values.size;
    values.set(value, known);
    return known;
  };
  const numbered = (_match: string, digits: string, cast = '') => {
    const value = parameters[Number(digits) - 1];
    const key = `${identity(value)}${cast}`;
    const place = places.get(key) ?? kept.push(value);
    places.set(key, place);
    return `$${place}${cast}`;
  };
  const short = text.replace(LITERAL_OR_CODE, (part) =>
    part.startsWith("'") ? part : part.replace(/\s+/g, ' ').replace(PARAMETER, numbered),
  );
  return { text: short, parameters: kept };
}
