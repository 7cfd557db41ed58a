/** Which addresses a page may be fetched from: of the public internet, by their form. Pure; never throws. */
import { isPublicHost } from '../http/public-url.ts';

export type AddressCheck = { ok: true; url: URL } | { ok: false; problem: string };

const MAX_URL_CHARS = 2_048;
/** Other ports are those of databases, mail and the like, which this is no tool to look for. */
const PORTS: ReadonlySet<string> = new Set(['', '80', '443', '8080', '8443']);

/** `base`: the address that has redirected here. */
export function checkAddress(address: string, base?: URL): AddressCheck {
  if (address.length > MAX_URL_CHARS || !URL.canParse(address, base?.href)) return refuse('it is not a URL');
  const url = new URL(address, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('only http and https are allowed');
  if (url.username !== '' || url.password !== '') return refuse('it contains credentials');
  if (!isPublicHost(url.hostname)) return refuse('its host is not on the public internet');
  if (!PORTS.has(url.port)) return refuse(`its port ${url.port} is not one of a web site`);
  url.hash = '';
  return { ok: true, url };
}

function refuse(problem: string): AddressCheck {
  return { ok: false, problem };
}
