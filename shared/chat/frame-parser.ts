/**
 * Reads the frames of one stream. Most differ from the one before in their text alone, so the parser keeps the last frame as
 * a template with a hole for each string that changes, and parses whole only what does not fit. Gives exactly what
 * `parseFrame` gives. Measured: parsing each frame whole was a quarter of what an answer cost.
 */
import { type ChatChunk, type ChatFrame, parseFrame } from './chunk.ts';

export type FrameParser = (data: string) => ChatFrame;

/** A stream whose frames keep changing otherwise has no use for templates. */
const MAX_USELESS = 8;

export function createFrameParser(): FrameParser {
  let template: Template | null = null;
  let useless = 0;

  return (data) => {
    const known = template === null ? null : fill(template, data);
    if (known !== null) {
      useless = 0;
      return known;
    }
    const frame = parseFrame(data);
    if (frame.kind === 'chunk' && useless < MAX_USELESS) {
      template = createTemplate(data, frame.chunk);
      if (template !== null) useless += 1;
    }
    return frame;
  };
}

/** `before` TEXT `after`, or `before` TEXT `between` PADDING `after`. */
interface Template {
  before: string;
  /** Null when there is no padding. */
  between: string | null;
  after: string;
  chunk: ChatChunk;
}

const CONTENT = /"content":\s*"/;
/** OpenAI's, of a length that varies. */
const PADDING = /"obfuscation":\s*"/;

function createTemplate(data: string, chunk: ChatChunk): Template | null {
  const content = CONTENT.exec(data);
  if (content === null) return null;
  const start = content.index + content[0].length;
  const end = endOfString(data, start);
  const padding = PADDING.exec(data.slice(end));
  const paddingStart = padding === null ? end : end + padding.index + padding[0].length;
  const template: Template = {
    before: data.slice(0, start),
    between: padding === null ? null : data.slice(end, paddingStart),
    after: data.slice(padding === null ? end : endOfString(data, paddingStart)),
    chunk,
  };
  // Whether the hole is really the text of the one choice, the real parser says.
  const probe = parseFrame(template.before + PROBE + (template.between ?? '') + template.after);
  return probe.kind === 'chunk' && probe.chunk.choices.length === 1 && probe.chunk.choices[0]?.text === PROBE
    ? template
    : null;
}

const PROBE = 'probe';

function fill({ before, between, after, chunk }: Template, data: string): ChatFrame | null {
  if (!data.startsWith(before) || !data.endsWith(after)) return null;
  const end = data.length - after.length;
  const textEnd = between === null ? end : data.lastIndexOf(between, end);
  if (textEnd < before.length) return null;
  if (
    between !== null &&
    (textEnd + between.length > end || readString(data.slice(textEnd + between.length, end)) === null)
  )
    return null;
  const text = readString(data.slice(before.length, textEnd));
  const [choice] = chunk.choices;
  if (text === null || choice === undefined) return null;
  return { kind: 'chunk', chunk: { ...chunk, choices: [{ ...choice, text }] } };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them within a string.
const SPECIAL = /["\\\u0000-\u001f]/;

/** Null when it is not the inside of one string of JSON. */
function readString(inside: string): string | null {
  if (!SPECIAL.test(inside)) return inside;
  try {
    const value: unknown = JSON.parse(`"${inside}"`);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** The index of the quotation mark that ends the string whose inside begins at `start`. */
function endOfString(data: string, start: number): number {
  let index = start;
  while (index < data.length && data[index] !== '"') index += data[index] === '\\' ? 2 : 1;
  return index;
}
