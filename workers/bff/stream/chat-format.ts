/**
 * Chat completions. An answer that is being written is relayed without being looked at: its bytes flow from the llm Worker to
 * the client within the runtime, and only its end is written here.
 */
import { STREAM_DONE } from '../../../shared/chat/chunk.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import type { Closing } from '../answer/closing.ts';
import { errorFrame } from '../reply.ts';
import type { AnswerFormat } from './format.ts';
import { relayWithoutCalls } from './hide-calls.ts';
import { createStrippingStream } from './strip-comments.ts';
import {
  aboutChunk,
  callChunks,
  closingChunk,
  replayChunks,
  type Shown,
  textChunk,
  toolChunk,
  wholeCompletion,
} from './wire.ts';

export interface ChatFormatOptions {
  /** What the client has asked for: a last chunk without choices carries it. */
  shows: Shown;
  now: () => number;
  /** The client is shown no call of Libra's own tools: it would take them for calls of its own. */
  hidesCalls?: boolean;
}

export function createChatFormat({ shows, now, hidesCalls = false }: ChatFormatOptions): AnswerFormat {
  function ended({ answer, libra }: Closing): string {
    const chunk = closingChunk(answer, libra, shows);
    return encodeAll([...(chunk === null ? [] : [chunk]), STREAM_DONE]);
  }

  const failed = (failure: Failure) => encodeData(errorFrame(failure));

  return {
    begun({ isForgotten, isFirstUse, droppedModel, persona, documents }) {
      const about = {
        ...(isForgotten ? { remembered: false } : isFirstUse ? { first_use: true } : {}),
        ...(droppedModel === null ? {} : { dropped_model: droppedModel }),
        ...(persona === null ? {} : { persona }),
        ...(documents === null ? {} : { documents }),
      };
      return shows.libra && Object.keys(about).length > 0 ? encodeData(aboutChunk(about, now())) : '';
    },
    async relay(body, writable) {
      // Without us as far as it can be: only a client that has asked for nothing of Libra's has something taken out.
      if (hidesCalls) return relayWithoutCalls(body, writable);
      const relayed = shows.libra ? body : body.pipeThrough(createStrippingStream());
      await relayed.pipeTo(writable, { preventClose: true, preventAbort: true });
    },
    part(part) {
      switch (part.kind) {
        case 'tool':
          return shows.libra ? encodeData(toolChunk(part.state, part.of)) : '';
        case 'text':
          return encodeData(textChunk(part.text, part.of));
        case 'calls':
          return hidesCalls ? encodeAll(callChunks(part.calls, part.of)) : '';
      }
    },
    ended,
    brokenOff: (failure, isTold) => (isTold ? '' : failed(failure)),
    repeated: (closing) => encodeAll(replayChunks(closing.answer)) + ended(closing),
    failed,
    whole: ({ answer, libra }) => wholeCompletion(answer, shows.libra ? libra : null),
    describe: (failure) => failure,
  };
}

function encodeAll(frames: readonly string[]): string {
  return frames.map(encodeData).join('');
}
