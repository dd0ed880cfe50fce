// Tax ids: whether one has the form and the check digits of its country, whether it was only typed to fill a field, and the key
// under which two records carry the same one.
import stdnum from 'stdnum';
import { foldText, wordsOf } from '../../kernel/text.ts';
import { countryCode } from './country-rules.ts';

export interface StatedTaxId {
  readonly country: string | null;
  readonly number: string;
  /** What a check with the authority said, where there was one. */
  readonly check: 'UNCHECKED' | 'VALID' | 'INVALID' | 'PLACEHOLDER';
}

export interface TaxId {
  readonly text: string;
  /** Country, kind of number and number; two of the same kind that differ are two tax payers. */
  readonly key: string;
  readonly kind: string;
  readonly standing: 'VALID' | 'INVALID' | 'PLACEHOLDER' | 'UNKNOWN';
}

/** The customer's own country stands in where neither the registration nor the number says one. */
export function readTaxId(stated: StatedTaxId, home: string | undefined): TaxId | undefined {
  const bare = wordsOf(foldText(stated.number)).join('').toUpperCase();
  if (bare === '') return undefined;
  const text = stated.number.trim();
  if (stated.check === 'PLACEHOLDER' || isPlaceholder(bare)) {
    return { text, key: `?:${bare}`, kind: '?', standing: 'PLACEHOLDER' };
  }
  const prefix = /^[A-Z]{2}(?=[A-Z0-9]*\d)/.exec(bare)?.[0];
  const country = countryCode(stated.country) ?? home ?? (prefix && countryCode(prefix));
  if (country === undefined) return { text, key: `?:${bare}`, kind: '?', standing: 'UNKNOWN' };
  const known = checkFormat(country, text, bare);
  if (known === undefined) {
    const standing =
      stated.check === 'VALID' ? 'VALID' : stdnum.entityValidators[country] ? 'INVALID' : 'UNKNOWN';
    return { text, key: `${country}:${withoutPrefix(bare, country)}`, kind: country, standing };
  }
  const kind = `${country}:${known.kind}`;
  return {
    text,
    key: `${kind}:${known.number}`,
    kind,
    standing: stated.check === 'INVALID' ? 'INVALID' : 'VALID',
  };
}

/** The kind of number that it is by its form; a prefix of the country may be missing or one too many. */
function checkFormat(
  country: string,
  text: string,
  bare: string,
): { kind: string; number: string } | undefined {
  const spellings = new Set([bare, withoutPrefix(bare, country), `${country}${bare}`, text]);
  for (const validator of stdnum.entityValidators[country] ?? []) {
    for (const spelling of spellings) {
      const checked = validator.validate(spelling);
      if (!checked.isValid) continue;
      const number = withoutPrefix(wordsOf(foldText(checked.compact)).join('').toUpperCase(), country);
      return inOneKind(country, validator.name, number);
    }
  }
  return undefined;
}

/** Some countries build one number into another: they are compared as the one that both hold. */
function inOneKind(country: string, kind: string, number: string): { kind: string; number: string } {
  const siren = country === 'FR' ? /^(?:.{2}(\d{9})|(\d{9})(?:\d{5})?)$/.exec(number) : null;
  if (siren) return { kind: 'SIREN', number: siren[1] ?? siren[2] ?? number };
  // What stands behind the figures says that it is for value added tax, in the language of the canton or the country.
  if (country === 'CH' || country === 'NO') return { kind: 'UID', number: number.replace(/\D/g, '') };
  return { kind, number };
}

function withoutPrefix(bare: string, country: string): string {
  const prefixes = country === 'GR' ? ['EL', 'GR'] : [country];
  const prefix = prefixes.find((letters) => bare.startsWith(letters));
  return prefix === undefined ? bare : bare.slice(prefix.length);
}

/** Typed to fill a field: no figures to speak of, one figure over and over, a short pattern, figures that only count up or down. */
function isPlaceholder(bare: string): boolean {
  const digits = bare.replace(/\D/g, '');
  if (digits.length < 4) return true;
  if (/^(\d{1,3})\1+\d{0,2}$/.test(digits) && isRepeated(digits)) return true;
  const run = longestRun(digits);
  if (run >= 7 || run === digits.length || run >= digits.replace(/^0+/, '').length) return true;
  return digits.replaceAll('0', '').length <= 1;
}

/** Whether a pattern of up to three figures goes on to the very end. */
function isRepeated(digits: string): boolean {
  return [1, 2, 3].some(
    (length) => digits.length > 2 * length && [...digits].every((digit, at) => digit === digits[at % length]),
  );
}

/** The longest run of figures of which each is one more than the last, or one less; 0 follows 9. */
function longestRun(digits: string): number {
  let longest = 1;
  for (const step of [1, 9]) {
    let run = 1;
    for (let at = 1; at < digits.length; at++) {
      run = (Number(digits[at - 1]) + step) % 10 === Number(digits[at]) ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
  }
  return longest;
}
