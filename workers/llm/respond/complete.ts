/**
 * An answer as one JSON object. The provider is asked for a stream here too, so that the same time limits hold
 * (without one, a long answer and a dead connection look alike), and its chunks are put together.
 */

import type { FinishReason } from '../../../shared/chat/chunk.ts';
import type { ChatCompletion } from '../../../shared/chat/completions.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { AnswerEvent } from '../attempt/answer.ts';
import type { RequestLife } from '../attempt/request-life.ts';
import type { ChunkFrame } from '../provider/frame.ts';
import { failureResponse } from './error-response.ts';

export async function respondWhole(
  events: AsyncGenerator<AnswerEvent, void, void>,
  life: RequestLife,
): Promise<Response> {
  const collector = createCollector();
  try {
    for await (const event of events) {
      switch (event.kind) {
        case 'chunk':
          collector.add(event.frame, event.libra);
          break;
        case 'failed':
          return failureResponse(event.failure);
        case 'done':
          return Response.json(collector.finish());
      }
    }
    throw new Error('An answer ended without its end');
  } finally {
    life.end();
  }
}

interface Part {
  content: string | null;
  refusal: string | null;
  finishReason: FinishReason;
}

/** Puts the chunks of one answer together. `finish` throws when there was none: an answer that is done has at least one. */
export function createCollector(): {
  add(frame: ChunkFrame, libra?: LibraResponse): void;
  finish(): ChatCompletion;
} {
  let head: { id: string; created: number; model: string; libra?: LibraResponse } | undefined;
  let usage: Usage | undefined;
  const parts = new Map<number, Part>();

  return {
    add(frame, libra) {
      const { chunk } = frame;
      head ??= {
        id: chunk.id,
        created: chunk.created,
        model: chunk.model,
        ...(libra === undefined ? {} : { libra }),
      };
      usage = frame.usage ?? usage;
      for (const { index = 0, delta, finish_reason: finishReason } of chunk.choices) {
        const part = parts.get(index) ?? { content: null, refusal: null, finishReason: 'stop' };
        parts.set(index, part);
        if (typeof delta?.content === 'string') part.content = (part.content ?? '') + delta.content;
        if (typeof delta?.refusal === 'string') part.refusal = (part.refusal ?? '') + delta.refusal;
        if (finishReason != null) part.finishReason = finishReason;
      }
    },
    finish() {
      if (head === undefined) throw new Error('An answer without a chunk is not done');
      const { libra, ...rest } = head;
      return {
        ...rest,
        object: 'chat.completion',
        choices: [...parts]
          .toSorted(([a], [b]) => a - b)
          .map(([index, { content, refusal, finishReason }]) => ({
            index,
            message: { role: 'assistant', content, refusal },
            finish_reason: finishReason,
          })),
        ...(usage === undefined ? {} : { usage }),
        ...(libra === undefined ? {} : { libra }),
      };
    },
  };
}
