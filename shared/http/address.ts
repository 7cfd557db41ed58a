/** Whom an address belongs to, for limits. Pure. */

/**
 * One text for all addresses of one sender: an IPv4 address as it is, of an IPv6 address its /64, since that is the least that a
 * network hands out. What is no address stays as it is.
 */
export function senderOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const groups = expand(address.toLowerCase());
  return groups === null ? address : `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** The eight groups without leading zeros; null for anything else. */
function expand(address: string): string[] | null {
  const [text = ''] = address.split('%');
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = GROUPS - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = tail === undefined ? head : [...head, ...Array<string>(missing).fill('0'), ...tail];
  return groups.every((group) => GROUP.test(group))
    ? groups.map((group) => Number.parseInt(group, 16).toString(16))
    : null;
}

const GROUP = /^[0-9a-f]{1,4}$/;
