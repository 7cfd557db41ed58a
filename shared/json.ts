/** JSON that somebody else wrote, looked at before it is used. Pure; never throws. */

export type JsonRecord = Record<string, unknown>;

/** True for a JSON object: neither null nor an array. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined for anything that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A chat request needs eight levels (a tool's schema); the rest is room for what OpenAI may add. */
const MAX_DEPTH = 32;

/** A request of 64 messages has a few hundred; the rest is room for schemas of tools. Each takes many times its text in memory. */
const MAX_VALUES = 20_000;

/**
 * Undefined for anything that is not JSON in UTF-8, is nested too deeply or holds too many values. That is known before it is
 * parsed, let alone validated.
 */
export function parseBoundedJson(bytes: Uint8Array, maxDepth = MAX_DEPTH, maxValues = MAX_VALUES): unknown {
  try {
    const text = decoder.decode(bytes);
    return isWithin(text, maxDepth, maxValues) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps nothing from one text to the next. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** Counts brackets and commas outside strings. On text that is not JSON its answer means nothing: the parser refuses that. */
function isWithin(text: string, maxDepth: number, maxValues: number): boolean {
  let depth = 0;
  let values = 1;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = endOfString(text, index);
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth += 1;
      values += 1;
      if (depth > maxDepth || values > maxValues) return false;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth -= 1;
    } else if (code === COMMA) {
      values += 1;
      if (values > maxValues) return false;
    }
  }
  return true;
}

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** The index of the quote that ends the string begun at `start`, or the text's end. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === BACKSLASH) index += 1;
    else if (code === QUOTE) return index;
  }
  return text.length;
}
