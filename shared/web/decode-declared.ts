/** Bytes of a document as text, in the encoding that it says. Pure; never throws. */
import { decodeText as decodeUndeclared } from '../text/decode-text.ts';

const HEADER_CHARSET = /charset\s*=\s*(?:["']\s*)?([\w:.-]{1,40})/i;
const META_CHARSET = /<meta[^>]{0,200}?charset\s*=\s*(?:["']\s*)?([\w:.-]{1,40})/i;
const XML_ENCODING = /^<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{1,40})/i;
/** As HTML's standard looks for it. */
const MAX_PRESCAN_BYTES = 1_024;

/**
 * Order: a byte order mark, the header, the document itself, what its bytes are, UTF-8. What cannot be decoded becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  const decoder =
    decoderOf(byteOrderMark(bytes)) ??
    decoderOf(HEADER_CHARSET.exec(contentType)?.[1]) ??
    decoderOf(declaredIn(bytes));
  if (decoder === null) return decodeUndeclared(bytes) ?? new TextDecoder().decode(bytes);
  return decoder.decode(bytes);
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
}

function declaredIn(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, MAX_PRESCAN_BYTES));
  const label = META_CHARSET.exec(head)?.[1] ?? XML_ENCODING.exec(head)?.[1];
  // What says so in single bytes is not: .NET writes it of any XML that it has made as a string.
  return label !== undefined && /^utf-16/i.test(label) ? undefined : label;
}

/** Null for what names no encoding, such as Java's `MS949`. */
function decoderOf(label: string | undefined): TextDecoder | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}
