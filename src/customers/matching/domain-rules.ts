// Domains and mailboxes: which domain is a company's own (public suffixes make neither one company of two shops of a platform nor
// two of `www.` and `mail.`), and which mailboxes belong to many.
import providers from 'email-providers/all.json' with { type: 'json' };
import { parse } from 'tldts';
import { foldText, wordsOf } from '../../kernel/text.ts';

/** Providers of mailboxes that the list lacks. */
const moreProviders = (
  'gmx.ch fastmail.com fastmail.fm tutanota.com tuta.io posteo.de ziggo.nl kpnmail.nl proton.me pm.me hey.com duck.com ' +
  'hotmail.at hotmail.ch outlook.at outlook.de outlook.fr outlook.jp yahoo.at yahoo.pl icloud.com me.com'
).split(' ');
const freeMail: ReadonlySet<string> = new Set([...providers, ...moreProviders]);

/** Reserved for examples and tests (RFC 2606, RFC 6761), and what people make up when a form asks. */
const PLACEHOLDER =
  /^(?:example\.(?:com|net|org|edu)|(?:test|fake|dummy|none|noemail|nomail|email|domain|company|yourcompany|website|abc|xyz)\.(?:com|net|org|de))$|\.(?:invalid|test|localhost)$/;

/** Where many companies have pages under one domain without being one: a page there is nobody's domain. */
const PLATFORM = new Set(
  'facebook.com linkedin.com instagram.com twitter.com x.com youtube.com google.com linktr.ee yelp.com amazon.com ebay.com etsy.com'.split(
    ' ',
  ),
);

/** The domain that its owner registered. */
export interface OwnDomain {
  readonly domain: string;
  /** Without the public suffix: `acme` of `acme.co.uk`. Another country's domain of that name is evidence, no proof. */
  readonly label: string;
}

/** Of a web address or of what follows an `@`; undefined for free mail, placeholders, platforms, and what is no domain. */
export function readDomain(text: string | null): OwnDomain | undefined {
  const stated = text?.trim().toLowerCase();
  if (!stated) return undefined;
  const { domain, domainWithoutSuffix, isIcann, isPrivate, isIp, publicSuffix } = parse(stated, {
    allowPrivateDomains: true,
  });
  if (domain === null || domainWithoutSuffix === null || isIp) return undefined;
  // `.example` is reserved for names such as the demo company's; a suffix that nobody knows is a typing error.
  if (!isIcann && !isPrivate && publicSuffix !== 'example') return undefined;
  if (freeMail.has(domain) || PLATFORM.has(domain) || PLACEHOLDER.test(domain)) return undefined;
  return { domain, label: wordsOf(foldText(domainWithoutSuffix)).join('') };
}

/** A mailbox as it is compared. */
export interface Mailbox {
  /** Without `+suffix`. */
  readonly address: string;
  /** Anybody may have one at this provider. */
  readonly isFree: boolean;
  /** It was written with a `+suffix`, which sources use to make one mailbox look like many. */
  readonly hasSuffix: boolean;
  readonly own: OwnDomain | undefined;
}

const MAILBOX = /^([^@\s"(),:;<>]+)@([^@\s"(),:;<>]+\.[^@\s"(),:;<>]+)$/;

export function readMailbox(text: string | null): Mailbox | undefined {
  const stated = MAILBOX.exec(
    text
      ?.trim()
      .toLowerCase()
      .replace(/^mailto:/, '') ?? '',
  );
  const [, local = '', host = ''] = stated ?? [];
  const name = local.replace(/\+.*$/, '');
  if (name === '') return undefined;
  const { domain } = parse(host);
  if (domain === null || PLACEHOLDER.test(domain)) return undefined;
  const isGoogle = domain === 'gmail.com' || domain === 'googlemail.com';
  return {
    address: isGoogle ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${host}`,
    isFree: freeMail.has(domain),
    hasSuffix: local.includes('+'),
    own: readDomain(host),
  };
}
