/** Reads the stream of an answer, frame by frame: what each adds, and how the answer ends. Frames in, no I/O. */

import { isModerated, readFailure } from '../contract/failure.ts';
import type { LibraResponse } from '../contract/libra.ts';
import { parseFrame } from './chunk.ts';
import type { AnswerEnd } from './end.ts';
import { type AnswerEvent, toEvents } from './events.ts';
import type { FinishReason } from './finish.ts';
import { createThinkingSplitter, type ThinkingStep } from './thinking.ts';
import type { Usage } from './usage.ts';

/** What is known of an answer once it is over. */
export interface AnswerOutcome {
  end: AnswerEnd;
  /** All that the stream told of itself, the latest value of each field. */
  about: LibraResponse;
  /** As the provider counted; absent when it did not say. */
  usage?: Usage;
}

export type ReplyEvent =
  | AnswerEvent
  /** All text so far was what the model thinks, or moderation has refused it: it must not stay shown. */
  | { kind: 'retracted' };

export interface AnswerReader {
  /** `end` comes with the frame that ends the answer: what follows that frame is not part of it. */
  read(data: string): { events: ReplyEvent[]; end?: AnswerEnd };
  /** Text that was held back, once the stream has stopped. */
  rest(): ReplyEvent[];
  /** How an answer ended whose stream stopped before any frame said so. */
  cutOff(): AnswerEnd;
  readonly about: LibraResponse;
  usage(): Usage | undefined;
}

/** All of a stream, batch by batch, to the frame that ends the answer, or to its own end. `onBatch`: something has arrived. */
export async function* readToEnd(
  reader: AnswerReader,
  batches: AsyncIterable<readonly string[]>,
  onBatch: () => void = () => undefined,
): AsyncGenerator<ReplyEvent, AnswerEnd, void> {
  for await (const batch of batches) {
    onBatch();
    for (const data of batch) {
      const { events, end } = reader.read(data);
      yield* events;
      if (end !== undefined) return end;
    }
  }
  return reader.cutOff();
}

export function createAnswerReader(): AnswerReader {
  const about: LibraResponse = {};
  let thinking = createThinkingSplitter();
  let finishReason: FinishReason | undefined;
  let usage: Usage | undefined;
  let hasText = false;

  function splitText(event: AnswerEvent): ReplyEvent[] {
    if (event.kind === 'text') return toReplyEvents(thinking.push(event.text));
    if (event.kind !== 'tool') return [event];
    // Another model call follows: what this one has left open ends here.
    const rest = toReplyEvents(thinking.end());
    thinking = createThinkingSplitter();
    finishReason = undefined;
    return [...rest, event];
  }

  return {
    read(data) {
      const frame = parseFrame(data);
      switch (frame.kind) {
        case 'done':
          return { events: [], end: endOf(finishReason) };
        case 'error': {
          const failure = readFailure(frame.error);
          // Of what moderation refuses nothing stays.
          const events: ReplyEvent[] = isModerated(failure) ? [{ kind: 'retracted' }] : [];
          return { events, end: { kind: 'failed', failure } };
        }
        case 'garbled':
          return { events: [], end: failed('provider_garbled') };
        case 'chunk': {
          const { chunk } = frame;
          const events = toEvents(chunk);
          Object.assign(about, chunk.libra);
          usage = chunk.usage ?? usage;
          finishReason = chunk.choices.find(({ index }) => index === 0)?.finishReason ?? finishReason;
          hasText ||= events.some(({ kind }) => kind === 'text');
          return { events: events.flatMap(splitText) };
        }
      }
    },
    rest: () => toReplyEvents(thinking.end()),
    // The bff reports what fails behind it in a frame: a stream that just stops is the bff's own failure.
    cutOff: () => failed(hasText ? 'provider_interrupted' : 'upstream_unreachable'),
    about,
    usage: () => usage,
  };
}

function toReplyEvents({ retracted, reasoning, text }: ThinkingStep): ReplyEvent[] {
  return [
    ...(retracted ? [{ kind: 'retracted' as const }] : []),
    ...(reasoning === '' ? [] : [{ kind: 'reasoning' as const, text: reasoning }]),
    ...(text === '' ? [] : [{ kind: 'text' as const, text }]),
  ];
}

/** A `[DONE]` alone does not make an answer whole: the model must have said why it stopped. */
function endOf(finishReason: FinishReason | undefined): AnswerEnd {
  if (finishReason === undefined) return failed('provider_interrupted');
  return finishReason === 'content_filter' ? { kind: 'blocked' } : { kind: 'whole', finishReason };
}

function failed(code: 'provider_garbled' | 'provider_interrupted' | 'upstream_unreachable'): AnswerEnd {
  return { kind: 'failed', failure: { code } };
}
