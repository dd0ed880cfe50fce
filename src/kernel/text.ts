// Text as it is compared: without case, accents, scripts and marks. What people read is never changed by this.
import anyAscii from 'any-ascii';

const ASCII = /^[\x20-\x7e]*$/;

/** Letters that two languages write in two ways (`ü` as `ue`, `ß` as `ss`) get the short one; other scripts become Latin. */
export function foldText(text: string): string {
  return (ASCII.test(text) ? text : anyAscii(text.normalize('NFKC'))).toLowerCase();
}

/** The runs of letters and digits of folded text. */
export function wordsOf(folded: string): string[] {
  return folded.match(/[a-z0-9]+/g) ?? [];
}

/** A code without what people put between its letters: blanks, points, hyphens, and the zeros in front of a number. */
export function bareCode(code: string): string {
  const bare = wordsOf(foldText(code)).join('');
  return /^\d+$/.test(bare) ? bare.replace(/^0+(?=\d)/, '') : bare;
}
