/**
 * One passthrough call of one provider, up to the point from which its answer can be passed on: a short one is read whole, so that
 * another target can stand in for one that breaks; of a longer one, of sound or of events, the beginning.
 *
 * Expected failures are returned, never thrown. A failed call has closed its connection.
 */
import { concatBytes } from '../../../shared/bytes.ts';
import type { AnswerForm } from '../../../shared/contract/passthrough.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import type { AttemptLimits } from '../attempt/attempt.ts';
import { createProgressTimer, type ProgressTimer } from '../attempt/progress-timer.ts';
import { stopCauseOf } from '../attempt/stop.ts';
import type { Failure } from '../provider/failure.ts';
import type { PassthroughProvider, PassthroughRequest } from '../provider/provider.ts';
import { findFault, isEventStream, isOfForm } from './answer-form.ts';

export type OpenedAnswer =
  | { kind: 'whole'; contentType: string; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'begun'; contentType: string; begin: Uint8Array; source: AnswerSource }
  | { kind: 'failed'; failure: Failure };

/** What is still to come of an answer. */
export interface AnswerSource {
  /** Null at its end. Rejects when it breaks, or is stopped. */
  next(): Promise<Uint8Array | null>;
  /** Why a read has been rejected. */
  failure(): Failure;
  close(): void;
}

/** An answer of text up to here is read whole. */
const MAX_WHOLE_BYTES = 1_048_576;

export async function openAnswer(
  { provider, clock }: { provider: PassthroughProvider; clock: Clock },
  { request, form }: { request: PassthroughRequest; form: AnswerForm },
  limits: AttemptLimits,
  life: AbortSignal,
): Promise<OpenedAnswer> {
  const timer = createProgressTimer(clock, life);
  const failed = (failure: Failure): OpenedAnswer => {
    const cause = stopCauseOf(timer.signal);
    timer.dispose();
    return { kind: 'failed', failure: cause === undefined ? failure : { cause } };
  };
  timer.allow('first_token_timeout', limits.firstTokenMs);
  timer.resume();
  const sent = await provider.send(request, timer.signal);
  if (!sent.ok) return failed(sent.failure);
  const { body, contentType } = sent;
  if (!isOfForm(form, contentType)) {
    await body.cancel().catch(ignore);
    return failed({ cause: 'garbled' });
  }
  const source = createSource(body.getReader(), timer, limits);
  const isText = form === 'json' || form === 'text' || contentType.startsWith('application/json');
  const isPiece = isText && !isEventStream(contentType);
  try {
    const begin = await readBegin(source, isPiece ? MAX_WHOLE_BYTES : 1);
    if (!begin.isEnd) return { kind: 'begun', contentType, begin: begin.bytes, source };
    const fault = findFault(contentType, begin.bytes);
    if (fault !== null) return failed(fault);
    timer.dispose();
    return { kind: 'whole', contentType, bytes: begin.bytes };
  } catch {
    const end = failed({ cause: 'interrupted' });
    source.close();
    return end;
  }
}

/** At least so many bytes, or all that there are. */
async function readBegin(
  source: AnswerSource,
  least: number,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; isEnd: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isEnd = false;
  while (length < least && !isEnd) {
    const chunk = await source.next();
    if (chunk === null) isEnd = true;
    else chunks.push(chunk);
    length += chunk?.byteLength ?? 0;
  }
  return { bytes: concatBytes(chunks, length), isEnd };
}

function createSource(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  timer: ProgressTimer,
  { idleMs }: AttemptLimits,
): AnswerSource {
  let broken: Failure = { cause: 'interrupted' };
  return {
    async next() {
      timer.resume();
      try {
        const read = await orAbort(reader.read(), timer.signal);
        if (read.done) return null;
        if (read.value.byteLength > 0) timer.allow('stalled', idleMs);
        return read.value;
      } catch (error) {
        const cause = stopCauseOf(timer.signal);
        if (cause !== undefined) broken = { cause };
        throw error;
      } finally {
        timer.pause();
      }
    },
    failure: () => broken,
    close() {
      reader.cancel().catch(ignore);
      timer.dispose();
    },
  };
}

function ignore(): void {}
