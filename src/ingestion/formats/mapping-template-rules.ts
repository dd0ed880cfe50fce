// Texts of a mapping with the values of columns in them: `{order}/{item}`, and `{region?}` for one that may be empty.
import type { ReadValue } from './mapping-row.ts';

interface Part {
  /** Text as it stands, or the name of a column. */
  readonly text: string;
  readonly isColumn: boolean;
  readonly isOptional: boolean;
}

function partsOf(template: string): Part[] {
  return template
    .split(/(\{[^{}]*\})/)
    .filter((text) => text !== '')
    .map((text) => {
      const column = /^\{(.*?)(\??)\}$/.exec(text);
      return column
        ? { text: column[1] ?? '', isColumn: true, isOptional: column[2] === '?' }
        : { text, isColumn: false, isOptional: false };
    });
}

/** Every column that the template names. */
export function columnsOfTemplate(template: string): string[] {
  return partsOf(template).flatMap(({ text, isColumn }) => (isColumn ? [text] : []));
}

/** The text with its columns filled in; nothing where one of them that may not is empty, or where all are. */
export function compileTemplate(template: string): ReadValue {
  const parts = partsOf(template);
  return (row) => {
    let filled = '';
    let held = 0;
    for (const { text, isColumn, isOptional } of parts) {
      const said = isColumn ? (row.cell(text) ?? '') : text;
      if (isColumn && said === '' && !isOptional) return undefined;
      if (isColumn && said !== '') held++;
      filled += said;
    }
    return held === 0 ? undefined : filled.trim();
  };
}
