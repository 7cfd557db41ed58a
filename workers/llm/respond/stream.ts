/**
 * An answer as an event stream. The HTTP status is held back until there is a first token or a failure, so that early
 * failures have their real status, but no longer than `earlyStatusMs`: then a 200 and heartbeats go out, and what fails
 * later is an error frame, never followed by `[DONE]`.
 */

import { STREAM_DONE } from '../../../shared/chat/chunk.ts';
import { formatAnswerEnd } from '../../../shared/chat/relay.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { encodeComment, encodeData, SSE_HEADERS } from '../../../shared/sse/encode.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/wait.ts';
import type { AnswerEvent } from '../attempt/answer.ts';
import type { RequestLife } from '../attempt/request-life.ts';
import { type Failure, failureCode, failureEvidence } from '../provider/failure.ts';
import { failureResponse } from './error-response.ts';
import { streamFrames } from './stream-frames.ts';

export interface StreamOptions {
  clock: Clock;
  life: RequestLife;
  log: Logger;
  earlyStatusMs: number;
  heartbeatMs: number;
  /** The caller relays the bytes and ends the stream himself (see shared/chat/relay.ts). */
  relayed: boolean;
}

type Events = AsyncGenerator<AnswerEvent, void, void>;

export async function respondWithStream(events: Events, options: StreamOptions): Promise<Response> {
  const { clock, life, log, earlyStatusMs, heartbeatMs, relayed } = options;
  const first = events.next();
  const early = await within(earlyStatusMs, first, clock);
  if (early?.done === false && early.value.kind === 'failed') {
    life.end();
    return failureResponse(early.value.failure);
  }
  const body = streamFrames(toFrames(first, events, { life, relayed }), {
    heartbeatMs,
    hasFirst: early !== undefined,
    onCancel() {
      // Ends the provider's call at once, also while we wait for its next token …
      life.abandon();
      // … and lets the answer settle its accounts even if the frames were never asked for.
      void events.return();
    },
    onError(error) {
      log.error('stream.broken', { error: errorName(error) });
      life.abandon();
      return encodeData(JSON.stringify(createErrorBody('internal')));
    },
  });
  return new Response(body, { headers: SSE_HEADERS });
}

/** Yields whole frames, encoded. */
async function* toFrames(
  first: Promise<IteratorResult<AnswerEvent, void>>,
  events: Events,
  { life, relayed }: { life: RequestLife; relayed: boolean },
): AsyncGenerator<string, void, void> {
  let usage: Usage | undefined;
  try {
    for (let next = await first; next.done !== true; next = await events.next()) {
      const event = next.value;
      switch (event.kind) {
        case 'chunk': {
          const { frame, libra } = event;
          usage = frame.usage ?? usage;
          if (libra !== undefined) yield encodeData(JSON.stringify({ ...frame.chunk, libra }));
          // A chunk for the usage alone is not for everybody's eyes: the relaying caller gets it with the end.
          else if (!relayed || frame.usage === undefined || frame.chunk.choices.length > 0) {
            yield encodeData(frame.data);
          }
          break;
        }
        case 'done':
          yield relayed ? encodeComment(formatAnswerEnd(usage)) : encodeData(STREAM_DONE);
          break;
        case 'failed':
          yield errorFrame(event.failure);
          break;
      }
    }
  } finally {
    life.end();
    await events.return();
  }
}

function errorFrame(failure: Failure): string {
  const evidence = failureEvidence(failure);
  const body = createErrorBody(failureCode(failure), evidence === undefined ? {} : { evidence });
  return encodeData(JSON.stringify(body));
}
