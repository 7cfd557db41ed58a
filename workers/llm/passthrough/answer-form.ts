/** Whether what a provider sends is the kind of answer that was asked for. Pure. */
import { parseFrame } from '../../../shared/chat/chunk.ts';
import type { AnswerForm } from '../../../shared/contract/passthrough.ts';
import { classifyErrorFrame } from '../provider/classify.ts';
import type { Failure } from '../provider/failure.ts';

/** By its content type. A page of HTML is none, whatever was asked for. */
export function isOfForm(form: AnswerForm, contentType: string): boolean {
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  switch (form) {
    case 'json':
      return type === 'application/json';
    case 'text':
      return type !== 'text/html';
    case 'audio':
      return type !== 'text/html' && type !== 'application/json' && type !== 'text/event-stream';
    case 'events':
      // A model that does not stream answers in one piece.
      return type === 'text/event-stream' || type === 'application/json';
  }
}

/** Of an answer in one piece: half of it, or an error under a status that says that all is well. */
export function findFault(contentType: string, bytes: Uint8Array): Failure | null {
  if (bytes.byteLength === 0) return { cause: 'garbled' };
  if (!/^application\/json\b/i.test(contentType)) return null;
  const frame = parseFrame(new TextDecoder().decode(bytes));
  if (frame.kind === 'error') return classifyErrorFrame(frame.error);
  return frame.kind === 'garbled' ? { cause: 'garbled' } : null;
}

export function isEventStream(contentType: string): boolean {
  return /^text\/event-stream\b/i.test(contentType);
}

const LAST_EVENT = /"type": ?"[\w.]{1,40}\.done"|^data: ?\[DONE\]/m;
/** What a pattern may have of the part before. */
const OVERLAP_CHARS = 64;

/** Looks whether an event stream says that it is whole: with `transcript.text.done`, `speech.audio.done` or `[DONE]`. */
export function createEndWatch(): { take(bytes: Uint8Array): void; hasEnded(): boolean } {
  const decoder = new TextDecoder();
  let overlap = '';
  let hasEnded = false;
  return {
    take(bytes) {
      const text = overlap + decoder.decode(bytes, { stream: true });
      hasEnded ||= LAST_EVENT.test(text);
      overlap = text.slice(-OVERLAP_CHARS);
    },
    hasEnded: () => hasEnded,
  };
}
