/** Whether the text of a link names another address than the one it leads to. Pure. */
import { lazyPattern } from '../../../../shared/text/lazy-pattern.ts';

/** Look like letters of the Latin alphabet in the usual fonts. */
const LOOKALIKES = 'асԁеёԍһіїјӏқорԛѕԝхуүѵαικνορτυγɑɡıɩ';
const ONLY_LOOKALIKES = new RegExp(`^(?=.*[^\\0-\\x7f])[${LOOKALIKES}\\d-]+$`, 'u');
const LATIN = lazyPattern('\\p{sc=Latn}', 'u');
const LIKE_LATIN = lazyPattern('[\\p{sc=Cyrl}\\p{sc=Grek}\\p{sc=Armn}\\p{sc=Cher}ɑɡıɩ]', 'u');

/** Look like the slash behind a host, and may stand in one. */
export const SLASHES = '⁄∕⟋⧸╱';
const SLASH = new RegExp(`[${SLASHES}]`);

/** True for a host that can be read as another one. */
export function isLookalikeHost(host: string): boolean {
  if (SLASH.test(host)) return true;
  const names = host.toLowerCase().split('.');
  // A word of one script below a domain of the same script is what it looks like.
  const isForeign = /[^\0-\x7f]/.test(names.at(-1) ?? '');
  return names.some((name) => mixesScripts(name) || (!isForeign && ONLY_LOOKALIKES.test(name)));
}

function mixesScripts(name: string): boolean {
  return LATIN().test(name) && LIKE_LATIN().test(name);
}

const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
/** A host begins where its word does: else a long word would be read anew from each of its letters. */
const ADDRESS = lazyPattern(
  '(?<![\\p{L}\\p{M}\\p{N}_-])(?<host>[\\p{L}\\p{M}\\p{N}_-]+(?:\\.[\\p{L}\\p{M}\\p{N}_-]+)+)(?::\\d+)?(?<path>/[^\\s)\\]>]*)?',
  'giu',
);
/** Begins or ends what is underlined or in italics, and is not shown: `_bank_.com`. Within a word it is. */
const UNDERSCORE_MARK = /(?<![a-z0-9])_|_(?![a-z0-9])/g;
const BARE_HOST = lazyPattern('^(?://)?[\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)+(?:[:/?#]|$)', 'u');
const OTHER_DOT = lazyPattern('[。ꓸ](?=[\\p{L}\\p{N}])', 'gu');
const ACCENT = lazyPattern('\\p{M}', 'gu');
/** The last part of what is a file or a library more often than a host. None of these is a top-level domain. */
const FILE_ENDING =
  /^(?:js|jsx|mjs|cjs|ts|tsx|json|jsonl|css|scss|html?|xml|ya?ml|toml|ini|env|txt|csv|sql|lock|log|pdf|png|jpe?g|gif|svg|webp|mp[34]|go|rb|cs|cpp|hpp|java|kt|swift|php|vue|ipynb|wasm|exe|dll|dmg|docx?|xlsx?|pptx?)$/;
/** Top-level domains that are endings of files as well. */
const AMBIGUOUS_ENDING = /^(?:md|py|rs|sh|pl|cc|so|zip)$/;
const TOP_LEVEL =
  /^(?:[a-z]{2}|com|net|org|info|biz|edu|gov|mil|int|app|dev|xyz|online|site|shop|store|tech|cloud|link|click|live|news|bank|page|blog|wiki|chat|club|vip|top|icu|pro|mobi|asia|zip|mov|finance|money|cash|support|help|email|services|company|world|today|space|media|digital|network|website|security|google|xn--.*|한국|닷컴|рф|онлайн|中国|中國|公司|网络|コム)$/;

/** `label` and `target` of a link as they stand in the text. */
export function isDeceiving(label: string, target: string): boolean {
  const address = target.replace(/\\(?=[!-/:-@[-`{-~])/g, '');
  const scheme = SCHEME.exec(address)?.[1]?.toLowerCase();
  // `localhost:80` and `example.com:80` begin like a scheme.
  const isHostAndPort = /^[^/]*:\d+(?:[/?#]|$)/.test(address);
  if (scheme !== undefined && !isHostAndPort && !/^(?:https?|mailto)$/.test(scheme)) return true;
  const url = parseTarget(address, scheme !== undefined && !isHostAndPort);
  if (url?.username.includes('.') === true) return true;
  const shown = plainLabel(label);
  return [...shown.matchAll(ADDRESS())].some(({ 1: written = '', 2: path = '', index }) => {
    const host = written.replace(UNDERSCORE_MARK, '');
    const isFile = path === '' && [host, written].some((name) => endsWithFile(address, name));
    if (!shown.startsWith('://', index - 3) && !isAddress(host, isFile)) return false;
    return url === null ? leadsSomewhere(address) : isLookalikeHost(host) || !isSame(host, path, url);
  });
}

function parseTarget(
  address: string,
  hasScheme: boolean,
): { username: string; host: string; path: string } | null {
  if (/^mailto:/i.test(address)) {
    return { username: '', host: plainHost(address.slice(address.indexOf('@') + 1)), path: '' };
  }
  const isBareHost = BARE_HOST().test(address);
  if (!hasScheme && !isBareHost) return null;
  const url = URL.parse(hasScheme ? address : `https://${address.replace(/^\/\//, '')}`);
  if (url === null) return null;
  const { username, hostname, pathname, search, hash } = url;
  return {
    username: decode(username),
    host: plainHost(hostname),
    path: decode(pathname + search + hash).toLowerCase(),
  };
}

function leadsSomewhere(address: string): boolean {
  return /^(?:https?:|mailto:|\/\/)/i.test(address);
}

/** As it is read: without marks, escapes and forms of the same character. */
function plainLabel(label: string): string {
  return label
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replace(/[*~`|]/g, '')
    .normalize('NFKC')
    .replace(OTHER_DOT(), '.')
    .toLowerCase();
}

/** `isFile`: the link leads to a file of this name. */
function isAddress(host: string, isFile: boolean): boolean {
  const names = host.split('.');
  const last = (names.at(-1) ?? '').normalize('NFD').replace(ACCENT(), '').normalize();
  if (isLookalikeHost(host) || names[0] === 'www') return true;
  if (names.length === 4 && names.every((name) => /^\d{1,3}$/.test(name))) return true;
  if (FILE_ENDING.test(last)) return false;
  if (isFile && AMBIGUOUS_ENDING.test(last)) return false;
  return TOP_LEVEL.test(last);
}

function endsWithFile(address: string, name: string): boolean {
  return decode(address)
    .toLowerCase()
    .replace(/[?#].*$/s, '')
    .endsWith(`/${name}`);
}

/** The host that is named or one below it; a path that is named leads there or further. */
function isSame(host: string, path: string, url: { host: string; path: string }): boolean {
  const named = plainHost(host);
  const isCut = /(?:…|\.{2,})$/.test(path);
  const wanted = decode(path).replace(/[…./]+$/, '');
  if (wanted === '') return url.host === named || url.host.endsWith(`.${named}`);
  if (url.host !== named || !url.path.startsWith(wanted)) return false;
  return isCut || /^(?:[/?#]|$)/.test(url.path.slice(wanted.length));
}

/** In ASCII, as the network sees it. */
function plainHost(host: string): string {
  const name = URL.parse(`https://${host}`)?.hostname ?? host;
  return name
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
