// Text as it is compared: one spelling for what people write in several ways.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareCode, foldText, wordsOf } from '../../src/kernel/text.ts';

describe('folded text', () => {
  it.each([
    ['Müller & Söhne', 'muller & sohne'],
    ['ŁÓDŹ', 'lodz'],
    ['Straße', 'strasse'],
    ['Газпром', 'gazprom'],
    ['トヨタ', 'toyota'],
    ['ＡＣＭＥ', 'acme'],
  ])('of %s is %s', (text, folded) => expect(foldText(text)).toBe(folded));

  it('is plain, and folding it again changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
        expect(wordsOf(folded).join('')).toMatch(/^[a-z0-9]*$/);
      }),
    );
  });
});

describe('a bare code', () => {
  it.each([
    ['000010', '10'],
    ['10', '10'],
    ['GTX Pro', 'gtxpro'],
    ['gtx-pro', 'gtxpro'],
    ['0', '0'],
    ['A-007', 'a007'],
  ])('of %s is %s', (code, bare) => expect(bareCode(code)).toBe(bare));
});
