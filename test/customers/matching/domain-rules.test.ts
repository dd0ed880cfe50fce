// Domains and mailboxes: one company is not split by its subdomains, two are not joined by a platform, a provider or a placeholder.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDomain, readMailbox } from '../../../src/customers/matching/domain-rules.ts';

describe('the domain of a company', () => {
  it.each([
    ['https://www.acme.co.uk/de?x=1', 'acme.co.uk', 'acme'],
    ['mail.acme.de', 'acme.de', 'acme'],
    ['ACME.COM', 'acme.com', 'acme'],
    ['shop-one.myshopify.com', 'shop-one.myshopify.com', 'shopone'],
    ['acme.example', 'acme.example', 'acme'],
    ['http://müller.de', 'müller.de', 'muller'],
  ])('%s is %s', (text, domain, label) => expect(readDomain(text)).toEqual({ domain, label }));

  it('is one for all that stands below it, and another for each shop of a platform', () => {
    expect(readDomain('de.acme.com')).toEqual(readDomain('www.shop.acme.com'));
    expect(readDomain('one.myshopify.com')?.domain).not.toBe(readDomain('two.myshopify.com')?.domain);
    expect(readDomain('acme.de')?.domain).not.toBe(readDomain('acme.com')?.domain);
  });

  it.each([
    'gmail.com',
    'web.de',
    'qq.com',
    'example.com',
    'test.com',
    'acme.invalid',
    'localhost',
    '10.0.0.1',
    'linkedin.com/company/acme',
    'co.uk',
    'none',
    '',
    null,
  ])('%s is nobody’s', (text) => expect(readDomain(text)).toBeUndefined());
});

describe('a mailbox', () => {
  it('is the same with and without a suffix, which is remembered', () => {
    expect(readMailbox('Demo.Contact+494@acme.de')).toMatchObject({
      address: 'demo.contact@acme.de',
      hasSuffix: true,
    });
    expect(readMailbox('demo.contact@acme.de')).toMatchObject({
      address: 'demo.contact@acme.de',
      hasSuffix: false,
    });
  });

  it('of a provider says no domain', () => {
    expect(readMailbox('a.b+c@gmail.com')).toEqual({
      address: 'ab@gmail.com',
      isFree: true,
      hasSuffix: true,
      own: undefined,
    });
    expect(readMailbox('ab@googlemail.com')?.address).toBe('ab@gmail.com');
  });

  it('of a company has its domain, whatever host it is at', () => {
    expect(readMailbox('ap@mail.acme.de')?.own).toEqual({ domain: 'acme.de', label: 'acme' });
  });

  it.each(['demo.contact+1@example.com', 'nobody', 'a@b', '@acme.de', '+x@acme.de', 'a b@acme.de', '', null])(
    '%s is none',
    (text) => expect(readMailbox(text)).toBeUndefined(),
  );

  it('reads the same once it has been read', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (email) => {
        const read = readMailbox(email);
        if (read !== undefined) expect(readMailbox(read.address)?.address).toBe(read.address);
      }),
    );
  });
});
