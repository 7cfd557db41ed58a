/**
 * An answer as an event stream. The HTTP status is held back until there is a first token or a failure, so that early
 * failures have their real status, but no longer than `earlyStatusMs`: then a 200 and heartbeats go out, and what fails
 * later is an error frame. A whole answer ends with the comment of shared/chat/relay.ts: the bff relays these bytes to its
 * client and writes the end itself.
 */
import { formatAnswerEnd } from '../../../shared/chat/relay.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import { isRecord, parseJson } from '../../../shared/json.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { encodeComment, encodeData, SSE_HEADERS } from '../../../shared/sse/encode.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/wait.ts';
import type { ProviderFrame } from '../attempt/attempt.ts';
import type { ModelEvent } from '../attempt/fallback.ts';
import type { RequestLife } from '../attempt/request-life.ts';
import { type Failure, failureCode, failureDetails } from '../provider/failure.ts';
import { failureResponse } from './error-response.ts';
import { streamFrames } from './stream-frames.ts';

export interface StreamOptions {
  clock: Clock;
  life: RequestLife;
  log: Logger;
  earlyStatusMs: number;
  heartbeatMs: number;
}

type Events = AsyncGenerator<ModelEvent, void, void>;

export async function respondWithStream(events: Events, options: StreamOptions): Promise<Response> {
  const { clock, life, log, earlyStatusMs, heartbeatMs } = options;
  const first = events.next();
  const early = await within(earlyStatusMs, first, clock);
  if (early?.done === false && early.value.kind === 'failed') {
    life.end();
    return failureResponse(early.value.failure);
  }
  const body = streamFrames(toFrames(first, events, life), {
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

/** Yields whole frames, encoded: those of one read of the provider's stream as one text. */
async function* toFrames(
  first: Promise<IteratorResult<ModelEvent, void>>,
  events: Events,
  life: RequestLife,
): AsyncGenerator<string, void, void> {
  let usage: Usage | undefined;
  try {
    for (let next = await first; next.done !== true; next = await events.next()) {
      const event = next.value;
      switch (event.kind) {
        case 'frames': {
          usage = event.frames.findLast(({ chunk }) => chunk.usage !== undefined)?.chunk.usage ?? usage;
          const text = encodeFrames(event.frames, event.libra);
          if (text !== '') yield text;
          break;
        }
        case 'done':
          yield encodeComment(formatAnswerEnd(usage));
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

/** A chunk for the usage alone is left out: the bff gets the usage with the end, and knows which client wants it. */
function encodeFrames(frames: readonly ProviderFrame[], libra: LibraResponse | undefined): string {
  let left = libra;
  let text = '';
  for (const { data, chunk } of frames) {
    if (chunk.choices.length === 0) continue;
    text += encodeData(left === undefined ? data : addLibra(data, left));
    left = undefined;
  }
  return text;
}

function addLibra(data: string, libra: LibraResponse): string {
  const value = parseJson(data);
  return isRecord(value) ? JSON.stringify({ ...value, libra }) : data;
}

function errorFrame(failure: Failure): string {
  return encodeData(JSON.stringify(createErrorBody(failureCode(failure), failureDetails(failure))));
}
