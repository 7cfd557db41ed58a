/**
 * Shows where links lead that say something else. Pure.
 *
 * Which brackets and parentheses make a link is read as widely as any version of Discord's grammar could read them: what is
 * taken for a link by mistake only gets a space.
 */

import { lazyPattern } from '../../../../shared/text/lazy-pattern.ts';
import { MAX_MESSAGE_CHARS } from '../message.ts';
import { isDeceiving, isLookalikeHost, SLASHES } from './address.ts';
import type { CodeRanges } from './code.ts';

/** Most text has none of these. */
const MAY_DECEIVE =
  /\]\(|https?:\/\/[^\s/?#]*(?:@|[^\0-\x7f])|\b(?:discord|steam|javascript|vbscript|data|file):/i;

export function exposeLinks(text: string, code: (text: string) => CodeRanges): string {
  if (!MAY_DECEIVE.test(text)) return text;
  const plain = replaceOutsideCode(text, code, AUTHORITY, plainAuthority);
  const closed = replaceOutsideCode(plain, code, OTHER_SCHEME, ({ groups }) => `${groups?.scheme ?? ''} //`);
  return replaceOutsideCode(closed, code, LINK_MIDDLE, partLink);
}

/** A message holds no longer one. */
const MAX_LABEL_CHARS = MAX_MESSAGE_CHARS;

const LINK_MIDDLE = /\]\(/g;
const TARGET = /\]\(\s*<?((?:\([^\s()]{0,300}\)|[^\s()<>]){0,2000})/y;

/** `[text] (address)` is no link: both are read as what they are. */
function partLink({ index, input }: RegExpExecArray): string {
  TARGET.lastIndex = index;
  const match = TARGET.exec(input);
  const label = labelBefore(input, index);
  if (match === null || label === undefined) return '](';
  const target = match[1] ?? '';
  const isBegun = TARGET.lastIndex === input.length && !/[()[\]]/.test(target);
  return !isBegun && isDeceiving(label, target) ? '] (' : '](';
}

/** What stands between the bracket at `end` and the one that opens it, or the first one when they do not match. */
function labelBefore(text: string, end: number): string | undefined {
  let depth = 1;
  let first: number | undefined;
  for (let index = end - 1; index >= Math.max(0, end - MAX_LABEL_CHARS); index--) {
    const char = text.charAt(index);
    if (char === '\n' && text.charAt(index - 1) === '\n') break;
    if (char === ']') depth++;
    if (char !== '[') continue;
    first = index + 1;
    depth--;
    if (depth === 0) break;
  }
  return first === undefined ? undefined : text.slice(first, end);
}

/** Before the first `/`, with what names a user, but for the host behind it. */
const AUTHORITY = /https?:\/\/(?:(?!https?:\/\/)[^\s/?#<>()`])+/gi;

function plainAuthority([whole]: RegExpExecArray): string {
  const [, scheme = '', authority = ''] = /^(https?:\/\/)(.*)$/i.exec(whole) ?? [];
  const at = authority.indexOf('@');
  // `https://bank.example@evil.example` leads to the second.
  if (at > 0 && authority.slice(0, at).includes('.')) {
    return `${scheme}${plainHost(authority.slice(0, at))} ${authority.slice(at)}`;
  }
  return scheme + authority.slice(0, at + 1) + plainHost(authority.slice(at + 1));
}

const NAME_OF_HOST = lazyPattern(`^[\\p{L}\\p{M}\\p{N}.${SLASHES}-]+`, 'u');

/** A host that can be read as another one, in the form that nobody mistakes. */
function plainHost(host: string): string {
  const name = NAME_OF_HOST().exec(host)?.[0] ?? '';
  if (!isLookalikeHost(name)) return host;
  const ascii = URL.parse(`https://${name}`)?.hostname;
  return ascii === undefined ? host : ascii + host.slice(name.length);
}

/** Addresses that open something else than a page. */
const OTHER_SCHEME = /(?<![\w.-])(?<scheme>(?:discord|steam):)\/\//gi;

function replaceOutsideCode(
  text: string,
  code: (text: string) => CodeRanges,
  pattern: RegExp,
  show: (match: RegExpExecArray) => string,
): string {
  let shown = '';
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const { index } = match;
    const replacement = show(match);
    if (replacement === match[0] || code(text).has(index)) continue;
    shown += text.slice(from, index) + replacement;
    from = index + match[0].length;
  }
  return shown + text.slice(from);
}
