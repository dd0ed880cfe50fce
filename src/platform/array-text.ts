// Lists as PostgreSQL reads them: one parameter carries a whole column of a batch. The driver would write them too, several
// times slower.

const PLAIN = /^[A-Za-z0-9_.:+@-]+$/;

/** The array in PostgreSQL's text form; null is NULL. */
export function arrayText(values: readonly (string | null | undefined)[]): string {
  let text = '{';
  for (let index = 0; index < values.length; index++) {
    if (index > 0) text += ',';
    const value = values[index];
    if (value === null || value === undefined) text += 'NULL';
    else if (PLAIN.test(value) && value.toUpperCase() !== 'NULL') text += value;
    else text += `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  }
  return `${text}}`;
}
