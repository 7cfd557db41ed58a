/**
 * Addresses of files at Discord's CDN: the only ones that Libra downloads for a person. Pure; never throws.
 *
 * The host is compared, not resolved, so no address can lead into a private network; the caller must not follow redirects.
 * Source: https://docs.discord.com/developers/reference#signed-attachment-cdn-urls
 */
const HOSTS: ReadonlySet<string> = new Set(['cdn.discordapp.com', 'media.discordapp.net']);
const PATH = /^\/(ephemeral-)?attachments\//;
const MAX_URL_CHARS = 2_048;

/** `localOrigin`: of the stand-in, in the local stack alone. */
export function isDiscordFileUrl(url: string, localOrigin?: string): boolean {
  if (url.length > MAX_URL_CHARS || !URL.canParse(url)) return false;
  const { protocol, hostname, port, origin, username, password, pathname } = new URL(url);
  if (username !== '' || password !== '' || !PATH.test(pathname)) return false;
  return origin === localOrigin || (protocol === 'https:' && port === '' && HOSTS.has(hostname));
}

/** `ex` is the end of the address in hexadecimal Unix seconds. False for an address without it. */
export function isExpiredFileUrl(url: string, nowMs: number): boolean {
  const end = URL.canParse(url) ? (new URL(url).searchParams.get('ex') ?? '') : '';
  return /^[0-9a-f]{1,12}$/i.test(end) && Number.parseInt(end, 16) * 1000 <= nowMs;
}
