/**
 * An answer as an event stream. The HTTP status is held back until there is a first token or a failure, so that early
 * failures have their real status, but no longer than `earlyStatusMs`: then a 200 and heartbeats go out, and what fails
 * later is an error frame, never followed by `[DONE]`.
 */
import { STREAM_DONE } from '../../../shared/contract/chat-completions.ts';
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { SSE_HEADERS } from '../../../shared/sse/encode.ts';
import { streamFrames } from '../../../shared/sse/respond.ts';
import { type Clock, within } from '../deadline/clock.ts';
import type { RequestLife } from '../deadline/request-deadline.ts';
import type { AnswerEvent } from '../fallback/answer.ts';
import { type Failure, failureCode, failureEvidence } from '../provider/failure.ts';
import { failureResponse } from './error-response.ts';

export interface StreamOptions {
  clock: Clock;
  life: RequestLife;
  log: Logger;
  earlyStatusMs: number;
  heartbeatMs: number;
}

type Events = AsyncGenerator<AnswerEvent, void, void>;

export async function respondWithStream(events: Events, options: StreamOptions): Promise<Response> {
  const { clock, life, log, earlyStatusMs, heartbeatMs } = options;
  const first = events.next();
  const early = await within(clock, earlyStatusMs, first);
  if (early?.done === false && early.value.kind === 'failed') {
    life.end();
    return failureResponse(early.value.failure);
  }
  const body = streamFrames(toFrames(first, events, life), {
    heartbeatMs,
    onCancel() {
      // Ends the provider's call at once, also while we wait for its next token …
      life.abandon();
      // … and lets the answer settle its accounts even if the frames were never asked for.
      void events.return();
    },
    onError(error) {
      log.error('stream.broken', { error: errorName(error) });
      life.abandon();
      return JSON.stringify(createErrorBody('internal'));
    },
  });
  return new Response(body, { headers: SSE_HEADERS });
}

async function* toFrames(
  first: Promise<IteratorResult<AnswerEvent, void>>,
  events: Events,
  life: RequestLife,
): AsyncGenerator<string, void, void> {
  try {
    for (let next = await first; next.done !== true; next = await events.next()) {
      const event = next.value;
      switch (event.kind) {
        case 'chunk':
          yield event.libra === undefined
            ? event.frame.data
            : JSON.stringify({ ...event.frame.chunk, libra: event.libra });
          break;
        case 'done':
          yield STREAM_DONE;
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
  return JSON.stringify(createErrorBody(failureCode(failure), evidence === undefined ? {} : { evidence }));
}
