// Identifiers: only the canonical spelling of a UUID is one, so that no other text reaches a uuid parameter.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isId } from '../../src/kernel/ids.ts';

const ID = '00000000-0000-7000-8000-0000000000a1';

describe('an id', () => {
  it('is any UUID, of whatever version and case', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect([isId(id), isId(id.toUpperCase())]).toEqual([true, true]);
      }),
    );
    expect(isId(ID)).toBe(true);
  });

  it.each([
    ...['', 'C1', ID.replaceAll('-', ''), `{${ID}}`, `urn:uuid:${ID}`, ` ${ID}`, `${ID}\n`, `${ID}0`],
    ...[ID.slice(1), ID.replace('a', 'g'), ID.replace('7', '７')],
  ])('is not %j', (text) => expect(isId(text)).toBe(false));
});
