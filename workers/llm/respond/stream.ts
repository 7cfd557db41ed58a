/**
 * An answer as an event stream. The HTTP status is held back until there is a first token or a failure, so that early
 * failures have their real status, but no longer than `earlyStatusMs`: then a 200 and heartbeats go out, and what fails
 * later is an error frame. A whole answer ends with the comment of shared/chat/relay.ts: the bff relays these bytes to its
 * client and writes the end itself.
 */
import { formatAbout, formatAnswerEnd } from '../../../shared/chat/relay.ts';
import { type CallRepair, createCallRepair } from '../../../shared/chat/repair-calls.ts';
import { type ChoiceRepair, createChoiceRepair } from '../../../shared/chat/repair-choices.ts';
import { formatThinkingWait } from '../../../shared/chat/thinking-wait.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import { isRecord, parseJson } from '../../../shared/json.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { encodeComment, encodeData, SSE_HEADERS } from '../../../shared/sse/encode.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/wait.ts';
import type { ProviderFrame } from '../attempt/attempt.ts';
import type { AnswerSink, ThinkingWaitSince } from '../attempt/fallback.ts';
import type { RequestLife } from '../attempt/request-life.ts';
import { type Failure, failureCode, failureDetails } from '../provider/failure.ts';
import { failureResponse } from './failure-response.ts';
import { createFrameWriter } from './frame-writer.ts';
import { withModelName } from './model-name.ts';

export interface StreamOptions {
  clock: Clock;
  life: RequestLife;
  log: Logger;
  earlyStatusMs: number;
  heartbeatMs: number;
  /** True when nothing of Libra's may stand in a chunk: who answers is then a comment before the first. */
  isBare?: boolean;
  /** What is written can be read at the other end. */
  createPipe: () => { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> };
  /** Lets work finish after the response (`waitUntil`). */
  defer(work: Promise<unknown>): void;
}

/** Writes an answer's frames, and gives how it failed; null when it is whole. Rejects only on a bug. */
export type WriteAnswer = (sink: AnswerSink) => Promise<Failure | null>;

export async function respondWithStream(answer: WriteAnswer, options: StreamOptions): Promise<Response> {
  const { clock, life, log, earlyStatusMs, heartbeatMs, isBare = false, createPipe, defer } = options;
  const { readable, writable } = createPipe();
  const writer = createFrameWriter(writable, { clock, heartbeatMs, onGone: life.abandon });
  // The reader has gone: what is still waiting to be read is of no use.
  life.onAbandon(writer.abort);

  const calls = createCallRepair();
  const choices = createChoiceRepair();
  let usage: Usage | undefined;
  let model: string | undefined;
  const begun = Promise.withResolvers<null>();
  /** Held back until the status is decided: what is waited for within that time needs no mention. */
  let waiting: ThinkingWaitSince | undefined;
  /** Goes out together with the end: each write wakes two Workers. */
  let last = '';
  let isOpen = false;
  const ended = answer({
    wait(wait) {
      if (isOpen) writer.write(thinkingComment(wait, clock)).catch(life.abandon);
      else waiting = wait;
    },
    async emit({ frames, libra, isLast }) {
      begun.resolve(null);
      usage = frames.findLast(({ chunk }) => chunk.usage !== undefined)?.chunk.usage ?? usage;
      model = libra?.model ?? model;
      const about = isBare && libra !== undefined ? encodeComment(formatAbout({ libra })) : '';
      const text = about + encodeFrames(frames, { libra: isBare ? undefined : libra, model, calls, choices });
      if (isLast) last = text;
      else if (text !== '') await writer.write(text);
    },
  });

  const early = await within(earlyStatusMs, Promise.race([begun.promise, ended]), clock);
  if (early !== undefined && early !== null) {
    life.end();
    writer.abort(undefined);
    return failureResponse(early);
  }
  isOpen = true;
  if (early === undefined) {
    const told = waiting === undefined ? '' : thinkingComment(waiting, clock);
    writer.write(encodeComment('open') + told).catch(life.abandon);
  }
  defer(finish());
  return new Response(readable, { headers: SSE_HEADERS });

  function broken(failure: Failure): string {
    return (usage === undefined ? '' : encodeComment(formatAbout({ usage }))) + errorFrame(failure);
  }

  async function finish(): Promise<void> {
    try {
      const failure = await ended;
      await writer.write(last + (failure === null ? encodeComment(formatAnswerEnd(usage)) : broken(failure)));
    } catch (error) {
      if (!life.signal.aborted) {
        log.error('stream.broken', { error: errorName(error) });
        await writer.write(last + encodeData(JSON.stringify(createErrorBody('internal')))).catch(ignore);
      }
      life.abandon();
    } finally {
      life.end();
      await writer.close();
    }
  }
}

/** A chunk for the usage alone is left out: the bff gets the usage with the end, and knows which client wants it. */
function encodeFrames(
  frames: readonly ProviderFrame[],
  {
    libra,
    model,
    calls,
    choices,
  }: {
    libra: LibraResponse | undefined;
    model: string | undefined;
    calls: CallRepair;
    choices: ChoiceRepair;
  },
): string {
  let left = libra;
  let text = '';
  for (const { data, chunk } of frames) {
    if (chunk.choices.length === 0) continue;
    const repaired = calls.repair(choices.repair(data, chunk), chunk);
    const right = model === undefined ? repaired : withModelName(repaired, chunk.model, model);
    text += encodeData(left === undefined ? right : addLibra(right, left));
    left = undefined;
  }
  return text;
}

function thinkingComment(wait: ThinkingWaitSince, clock: Clock): string {
  if (wait === null) return encodeComment(formatThinkingWait(null));
  const { model, provider, sinceMs } = wait;
  return encodeComment(formatThinkingWait({ model, provider, waitedMs: clock.now() - sinceMs }));
}

function addLibra(data: string, libra: LibraResponse): string {
  const value = parseJson(data);
  return isRecord(value) ? JSON.stringify({ ...value, libra }) : data;
}

function errorFrame(failure: Failure): string {
  return encodeData(JSON.stringify(createErrorBody(failureCode(failure), failureDetails(failure))));
}

function ignore(): void {}
