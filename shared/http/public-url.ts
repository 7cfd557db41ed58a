/**
 * Whether a URL may be handed to somebody else to be fetched: `http` or `https`, at a host of the public internet. Looks at
 * the name alone: what it resolves to is for the one who fetches. Pure; never throws.
 */
export function isPublicHttpUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return isPublicHost(hostname);
}

/** `hostname` as `URL` gives it: in lower case, an IPv4 address in four decimal numbers however it was written. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  // `localhost..`: no resolver takes an empty label, but some drop it.
  if (host.endsWith('.') || host.includes('..')) return false;
  if (host.startsWith('[')) return isPublicIpv6(host.slice(1, -1));
  const ipv4 = parseIpv4(host);
  if (ipv4 !== null) return isPublicIpv4(ipv4);
  // Names without a dot, and these, are resolved within somebody's own network.
  return host.includes('.') && !PRIVATE_NAMES.test(host);
}

const PRIVATE_NAMES =
  /\.(localhost|local|localdomain|internal|intranet|lan|home|corp|private|home\.arpa|test|onion)$/;

function parseIpv4(host: string): number[] | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(host);
  return parts === null ? null : parts.slice(1).map(Number);
}

/** Source: https://www.iana.org/assignments/iana-ipv4-special-registry */
function isPublicIpv4([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (a === 100) return b < 64 || b > 127;
  if (a === 169) return b !== 254;
  if (a === 172) return b < 16 || b > 31;
  if (a === 192) return b !== 168 && !(b === 0 && (c === 0 || c === 2)) && !(b === 88 && c === 99);
  if (a === 198) return b !== 18 && b !== 19 && !(b === 51 && c === 100);
  return !(a === 203 && b === 0 && c === 113);
}

/**
 * Only addresses that are given out (2000::/3), and of those none that carries an IPv4 address or documents.
 * Source: https://www.iana.org/assignments/iana-ipv6-special-registry
 */
function isPublicIpv6(address: string): boolean {
  const [first = '', second = ''] = address.split(':');
  const head = Number.parseInt(first, 16);
  if (!(head >= 0x2000 && head <= 0x3fff) || head === 0x2002) return false;
  const next = second === '' ? 0 : Number.parseInt(second, 16);
  // 2001:0000::/23 holds tunnels and tests, 2001:db8::/32 is for documents.
  return !(head === 0x2001 && (next < 0x200 || next === 0xdb8)) && head !== 0x3fff;
}
