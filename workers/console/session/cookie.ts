/**
 * The session's cookie. Pure. Over HTTPS its name begins with `__Host-`: no other host and no plain connection can set or read it.
 * On this machine there is no HTTPS, and browsers keep such a name from plain HTTP.
 */
const SECURE_NAME = '__Host-libra-console';
const LOCAL_NAME = 'libra-console';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export type Channel = 'secure' | 'local';

/** Null: a session would travel in the open. */
export function channelOf({ protocol, hostname }: URL): Channel | null {
  if (protocol === 'https:') return 'secure';
  return /^(127\.0\.0\.1|localhost|\[::1\])$/.test(hostname) ? 'local' : null;
}

export function formatSessionCookie(channel: Channel, token: string, maxAgeSec: number): string {
  const [name, flag] = channel === 'secure' ? [SECURE_NAME, ' Secure;'] : [LOCAL_NAME, ''];
  return `${name}=${token}; Path=/; HttpOnly;${flag} SameSite=Strict; Max-Age=${maxAgeSec}`;
}

/** Null for none, for two (one of them somebody else's), and for what is no token. */
export function readSessionCookie(channel: Channel, header: string | null): string | null {
  const name = channel === 'secure' ? SECURE_NAME : LOCAL_NAME;
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .flatMap((pair) => (pair.startsWith(`${name}=`) ? [pair.slice(name.length + 1)] : []));
  const [value] = values;
  return values.length === 1 && value !== undefined && TOKEN.test(value) ? value : null;
}

const LANGUAGE = 'libra-console-language';

/** It holds no secret, and survives the session. */
export function formatLanguageCookie(locale: string): string {
  return `${LANGUAGE}=${locale}; Path=/; SameSite=Strict; Max-Age=31536000`;
}

export function readLanguageCookie(header: string | null): string | null {
  return new RegExp(`(?:^|;\\s*)${LANGUAGE}=(en|ko)(?:;|$)`).exec(header ?? '')?.[1] ?? null;
}
