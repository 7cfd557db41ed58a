/** What is asked of the judge, as `POST /v1/moderations` takes it. Pure. */
import { type ChatMessage, type ContentPart, textOf } from '../../../shared/chat/messages.ts';

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
 * What a person or a client has asked: the texts in one call; pictures in one call each, since a judge takes one at a time.
 * Empty when there is nothing to judge.
 */
export function judgeQuestion(messages: readonly ChatMessage[]): JudgeRequest[] {
  const asked = messages.filter(({ role }) => role === 'user');
  const text = asked.map(({ content }) => textOf(content)).join('\n\n');
  const parts = asked.flatMap<ContentPart>(({ content }) =>
    typeof content === 'string' ? [] : (content ?? []),
  );
  const pictures = parts.filter((part) => part.type === 'image_url');
  return [
    ...(text.trim() === '' ? [] : [judgeText(text)]),
    ...pictures.map(({ image_url: { url } }) => ({
      input: [{ type: 'image_url' as const, image_url: { url } }],
      results: 1,
    })),
  ];
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start === 0 || start + OVERLAP_CHARS < text.length; ) {
    pieces.push(text.slice(start, start + MAX_PIECE_CHARS).toWellFormed());
    start += MAX_PIECE_CHARS - OVERLAP_CHARS;
  }
  return pieces;
}
