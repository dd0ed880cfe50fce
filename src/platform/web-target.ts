// Where a request of ours may go: to public addresses, and to private ones only where the configuration names the host. The
// name is resolved once, and the connection goes to the very addresses that were checked.
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

export interface Address {
  readonly address: string;
  readonly family: number;
}

/** The addresses of a host name. */
export type Resolve = (hostname: string) => Promise<readonly Address[]>;

/** An address to which nothing is sent; the message says why. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

const resolveBySystem: Resolve = (hostname) => lookup(hostname, { all: true, order: 'verbatim' });

/** IPv4 that is not for everybody (IANA's special-purpose registry): loopback, private, link-local with its metadata, ... */
const RESERVED_4 = blockList('ipv4', [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]);

/** The only IPv6 that is for everybody. Outside lie ::1, mapped IPv4 (::ffff:0:0/96), NAT64, fc00::/7, fe80::/10, ff00::/8. */
const GLOBAL_6 = blockList('ipv6', [['2000::', 3]]);

/** What of it is special, most of it because an IPv4 address may hide in it: Teredo, 6to4, documentation. */
const RESERVED_6 = blockList('ipv6', [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
]);

function blockList(
  family: 'ipv4' | 'ipv6',
  subnets: readonly [network: string, prefix: number][],
): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, family);
  return list;
}

/** Whether an address is one of the open internet. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !RESERVED_4.check(address, 'ipv4');
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return GLOBAL_6.check(address, 'ipv6') && !RESERVED_6.check(address, 'ipv6');
}

/**
 * The addresses to connect to, or `TargetRefused`. One private address among public ones refuses them all: which one a
 * connection takes is not ours to say. A plain `http:` target is for hosts that the configuration names.
 */
export async function resolveTarget(
  url: URL,
  allowedHosts: readonly string[],
  resolve: Resolve = resolveBySystem,
): Promise<readonly Address[]> {
  const isAllowed = isAllowedByName(url, allowedHosts);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAllowed))
    throw new TargetRefused(`${url.host} is not reached by https, nor named in WEBHOOK_ALLOWED_HOSTS`);
  const hostname = bareHost(url.hostname);
  const family = isIP(hostname);
  const addresses = family === 0 ? await resolve(hostname) : [{ address: hostname, family }];
  if (addresses.length === 0) throw new TargetRefused(`${hostname} has no address`);
  const hidden = isAllowed ? undefined : addresses.find(({ address }) => !isPublic(address));
  if (hidden)
    throw new TargetRefused(
      `${hostname} is at a private or reserved address, and not named in WEBHOOK_ALLOWED_HOSTS`,
    );
  return addresses;
}

/** Numbers in any notation (decimal, octal, hexadecimal, short) are spelled out by the URL before they are compared. */
function isAllowedByName(url: URL, allowedHosts: readonly string[]): boolean {
  const port = url.port === '' ? '' : `:${url.port}`;
  const name = url.hostname.replace(/\.$/, '');
  return allowedHosts.includes(name) || allowedHosts.includes(`${name}${port}`);
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
