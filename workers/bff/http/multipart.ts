/**
 * Reads a form (RFC 7578) that a stranger sends, strictly: what is not exactly a form is refused, so that a provider cannot
 * read something else in it than was checked here. Nothing is copied: parts are places in the body. Pure; never throws.
 */

export interface FormPart {
  name: string;
  /** Present for a file. */
  filename?: string;
  contentType?: string;
  /** In bytes of the body. */
  start: number;
  end: number;
}

export type ParsedForm = { ok: true; parts: FormPart[] } | { ok: false; why: string };

/** Undefined for what is no form, or does not say its boundary. */
export function boundaryOf(contentType: string | null): string | undefined {
  const [, quoted, plain] = BOUNDARY.exec(contentType ?? '') ?? [];
  return quoted ?? plain;
}

const BOUNDARY =
  /^multipart\/form-data\s*;(?:[^"]*;)?\s*boundary=(?:"([\w'()+,./:=? -]{1,70})"|([\w'()+,./:=?-]{1,70}))\s*(?:;|$)/i;

const MAX_PARTS = 64;
const MAX_HEADER_BYTES = 2_048;

export function parseForm(body: Uint8Array, boundary: string): ParsedForm {
  const opening = encoder.encode(`--${boundary}`);
  const findDelimiter = createFinder(encoder.encode(`\r\n--${boundary}`));
  const findBlankLine = createFinder(encoder.encode('\r\n\r\n'));
  if (!startsWith(body, opening)) return refuse('It does not begin with its boundary.');
  const parts: FormPart[] = [];
  let at = opening.byteLength;
  for (;;) {
    if (isAt(body, at, DASHES)) return isEnd(body, at + 2) ? { ok: true, parts } : refuse(TRAILING);
    if (!isAt(body, at, NEW_LINE)) return refuse('A boundary is not followed by a new line.');
    if (parts.length === MAX_PARTS) return refuse(`It has more than ${MAX_PARTS} parts.`);
    // The new line before the headers also begins the blank line of a part without any.
    const blank = findBlankLine(body.subarray(0, at + MAX_HEADER_BYTES), at);
    if (blank === -1) return refuse('The headers of a part have no end, or are too long.');
    const start = blank + 4;
    const end = findDelimiter(body, start - 2);
    if (end === -1) return refuse('Its last boundary is missing.');
    const head = readHead(decoder.decode(body.subarray(at + 2, Math.max(at + 2, blank))));
    if (head === undefined) return refuse('A part does not say its name.');
    parts.push({ ...head, start, end: Math.max(start, end) });
    at = end + opening.byteLength + 2;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const DASHES = encoder.encode('--');
const NEW_LINE = encoder.encode('\r\n');
const TRAILING = 'Something follows its last boundary.';

function refuse(why: string): ParsedForm {
  return { ok: false, why };
}

function isAt(body: Uint8Array, at: number, [first, second]: Uint8Array): boolean {
  return body[at] === first && body[at + 1] === second;
}

function isEnd(body: Uint8Array, at: number): boolean {
  return at === body.byteLength || (at + 2 === body.byteLength && isAt(body, at, NEW_LINE));
}

function startsWith(body: Uint8Array, text: Uint8Array): boolean {
  return body.byteLength >= text.byteLength && text.every((byte, index) => body[index] === byte);
}

function readHead(text: string): Omit<FormPart, 'start' | 'end'> | undefined {
  const headers = new Map<string, string>();
  for (const line of text.split('\r\n')) {
    const [, name, value] = /^([\w-]+):[ \t]*([^\r\n]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || headers.has(name.toLowerCase())) return undefined;
    headers.set(name.toLowerCase(), value);
  }
  const parameters = readDisposition(headers.get('content-disposition') ?? '');
  const name = parameters?.get('name');
  if (parameters === undefined || name === undefined) return undefined;
  const filename = parameters.get('filename');
  const contentType = headers.get('content-type');
  return {
    name,
    ...(filename === undefined ? {} : { filename }),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

/** `form-data; name="file"; filename="a.wav"`. A second form of the name (`filename*`) is read over: the first stands beside it. */
function readDisposition(value: string): Map<string, string> | undefined {
  const [whole] = /^form-data(?=\s*;)/i.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const parameters = new Map<string, string>();
  let rest = value.slice(whole.length).trimEnd();
  while (rest !== '') {
    const [matched, name = '', quoted, plain = ''] = PARAMETER.exec(rest) ?? [];
    const key = name.toLowerCase();
    if (matched === undefined || parameters.has(key)) return undefined;
    if (key !== 'name' && key !== 'filename' && key !== 'filename*') return undefined;
    parameters.set(key, quoted === undefined ? plain : quoted.replace(/\\(["\\])/g, '$1'));
    rest = rest.slice(matched.length);
  }
  return parameters;
}

const PARAMETER = /^\s*;\s*([\w-]+\*?)=(?:"((?:[^"\\]|\\[^\r\n])*)"|([^\s";]+))\s*/;

/** By Boyer, Moore and Horspool: most bytes of a recording are never looked at. */
function createFinder(needle: Uint8Array): (body: Uint8Array, from: number) => number {
  const last = needle.byteLength - 1;
  const skips = new Uint8Array(256).fill(needle.byteLength);
  for (let index = 0; index < last; index += 1) skips[needle[index] ?? 0] = last - index;
  return (body, from) => {
    for (let at = from; at + last < body.byteLength; at += skips[body[at + last] ?? 0] ?? 1) {
      let index = last;
      while (index >= 0 && body[at + index] === needle[index]) index -= 1;
      if (index < 0) return at;
    }
    return -1;
  };
}
