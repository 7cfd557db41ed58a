/**
 * What the bench's client asks of the bench's provider, and how a frame tells when it left. It travels inside ordinary chat
 * requests and deltas, so that every contestant in between carries it unchanged.
 */

/** `deltas` frames of content, `gapMs` apart, the first at once. */
export interface Script {
  deltas: number;
  gapMs: number;
  /** Stamps, by default, tell how late a frame is; words are as long as a model's tokens, so an answer has its usual length. */
  content?: 'stamps' | 'words';
}

/** A prompt that tells the provider what to do. `salt` makes it a question that nobody has asked before. */
export function formatPrompt({ deltas, gapMs, content }: Script, salt: string): string {
  return `Please stream ${deltas} ${content === 'words' ? 'words' : 'deltas'} ${gapMs} ms apart (${salt}).`;
}

/** The newest such prompt anywhere in a request's body; undefined when there is none. */
export function parsePrompt(body: string): Script | undefined {
  const last = [...body.matchAll(/stream (\d+) (deltas|words) ([\d.]+) ms apart/g)].at(-1);
  if (last === undefined) return undefined;
  const script = { deltas: Number(last[1]), gapMs: Number(last[3]) };
  return last[2] === 'words' ? { ...script, content: 'words' } : script;
}

/** Of the provider's vectors, as Libra names those that may be compared: the model and their length. */
export const EMBEDDING_DIMENSIONS = 1_536;
export const EMBEDDING_MODEL = `text-embedding-3-small/${EMBEDDING_DIMENSIONS}`;

/** Microseconds on the clock that all processes of a machine share (CLOCK_MONOTONIC). */
export function nowMicros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

const STAMP_DIGITS = 16;
const STAMP = new RegExp(`@(\\d{${STAMP_DIGITS}})@`, 'g');

/** A delta's text. Its length is that of two or three tokens. */
export function formatStamp(micros: number): string {
  return `@${String(micros).padStart(STAMP_DIGITS, '0')}@`;
}

/** The stamps in `text`, and what is left over behind the last one: a stamp may be cut between two reads. */
export function readStamps(text: string): { stamps: number[]; rest: string } {
  const stamps: number[] = [];
  let end = 0;
  for (const match of text.matchAll(STAMP)) {
    stamps.push(Number(match[1]));
    end = match.index + match[0].length;
  }
  return { stamps, rest: text.slice(Math.max(end, text.length - STAMP_DIGITS - 2)) };
}

/** A delta's text in an answer of words: ` w007`. */
export function formatWord(index: number): string {
  return ` w${String(index).padStart(3, '0')}`;
}

/** Whether `text`, whatever else is in it, holds the first `count` words in their order, each once. */
export function holdsWords(text: string, count: number): boolean {
  const words = [...text.matchAll(/\bw(\d{3,})\b/g)];
  return words.length === count && words.every(([, digits], index) => Number(digits) === index);
}
