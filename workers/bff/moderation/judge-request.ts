/** What is asked of the judge, as `POST /v1/moderations` takes it. Pure. */
import { type ChatMessage, type ContentPart, textOf } from '../../../shared/chat/messages.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';

export interface JudgeRequest {
  input: string[] | ({ type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } })[];
  /** How many results the answer to it has. */
  results: number;
}

/** A judge reads the beginning of a long text best; what is longer is judged in pieces. */
const MAX_PIECE_CHARS = 8_000;
/** Two pieces share so much, so that what a cut goes through is seen whole. */
export const OVERLAP_CHARS = 200;

export function judgeText(text: string): JudgeRequest {
  const pieces = piecesOf(text);
  return { input: pieces, results: pieces.length };
}

/**
 * What a person or a client has asked: the text and a first picture in one call; further pictures in one call each, since a
 * judge takes one at a time. Empty when there is nothing to judge.
 */
export function judgeQuestion(messages: readonly ChatMessage[]): JudgeRequest[] {
  const asked = messages.filter(({ role }) => role === 'user');
  const text = asked.map(({ content }) => textOf(content)).join('\n\n');
  const parts = asked.flatMap<ContentPart>(({ content }) =>
    typeof content === 'string' ? [] : (content ?? []),
  );
  const pictures = parts.flatMap((part) => (part.type === 'image_url' ? [judgePicture(part)] : []));
  if (text.trim() === '') return pictures;
  const [first, ...others] = pictures;
  // A text in pieces is a list of inputs, which may hold no picture.
  if (first === undefined || text.length > MAX_PIECE_CHARS) return [judgeText(text), ...pictures];
  return [{ input: [{ type: 'text', text: text.toWellFormed() }, ...first.input], results: 1 }, ...others];
}

function judgePicture({ image_url: { url } }: Extract<ContentPart, { type: 'image_url' }>) {
  return { input: [{ type: 'image_url' as const, image_url: { url } }], results: 1 };
}

/** Of their texts, by estimate: a judge tells no count, and pictures have none. */
export function judgedTokens(requests: readonly JudgeRequest[]): number {
  return requests
    .flatMap(({ input }) =>
      input.map((each) => (typeof each === 'string' ? each : 'text' in each ? each.text : '')),
    )
    .reduce((sum, text) => sum + estimateTokens(text), 0);
}

/** The calls that these take: texts share one. Each names the requests that it judges, in the order of its results. */
export function toCalls(requests: readonly JudgeRequest[]): { input: unknown[]; of: number[] }[] {
  const calls: { input: unknown[]; of: number[] }[] = [];
  let texts: (typeof calls)[number] | undefined;
  for (const [index, { input, results }] of requests.entries()) {
    const isText = input.every((each) => typeof each === 'string');
    const call = (isText ? texts : undefined) ?? { input: [], of: [] };
    if (!calls.includes(call)) calls.push(call);
    if (isText) texts = call;
    call.input.push(...input);
    call.of.push(...Array.from({ length: results }, () => index));
  }
  return calls;
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start === 0 || start + OVERLAP_CHARS < text.length; ) {
    pieces.push(text.slice(start, start + MAX_PIECE_CHARS).toWellFormed());
    start += MAX_PIECE_CHARS - OVERLAP_CHARS;
  }
  return pieces;
}
