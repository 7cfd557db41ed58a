/**
 * From the admitted request to the end of its model call: reads the answer, or a copy of it while the client gets the
 * bytes themselves, and ends exactly once, whichever way. No I/O of its own: the call and what follows its end are given.
 */

import type { Failure } from '../../../shared/contract/failure.ts';
import { decodeSse, SseTooLargeError } from '../../../shared/sse/decode.ts';
import type { ModelCall } from '../llm/call-model.ts';
import type { Outcome } from './bill.ts';
import { type Collected, createCollector } from './collect.ts';
import { AnswerAborted, type AnswerEnd } from './end.ts';

export interface ModelPhaseDeps {
  /** Rejects only with the reason of `signal`. */
  callModel: () => Promise<ModelCall>;
  /** Ends the call and its stream; aborted with an `AnswerAborted` when the client leaves or the time is up. */
  signal: AbortSignal;
  /** Ends the call and its stream because they are of no use. */
  drop: () => void;
  /** True for a client that streams. */
  relay: boolean;
  /** The model that answers unless the frames say otherwise. */
  defaultModel: string;
  startedAtMs: number;
  now: () => number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Called exactly once, when nothing more will be collected. Gives the end of an answer that is whole. */
  onEnd: (outcome: Outcome, collected: Collected) => Extract<AnswerEnd, { kind: 'finished' }>;
}

/** An answer that is being written. */
export interface LiveAnswer {
  kind: 'live';
  /** The client's bytes: whole frames, without the end. Null when they are not relayed. */
  body: ReadableStream<Uint8Array> | null;
  /** The client has had all bytes: the rest of the copy is read at once. */
  hurry(): void;
  /** Never rejects. */
  end: Promise<AnswerEnd>;
}

/** While its bytes go to the client untouched, the copy can wait: read by the handful it costs next to nothing. */
const LOOK_EVERY_MS = 250;
/** As much as the runtime gives at once: there is more, and it is not waited for. */
const FULL_READ_BYTES = 4_096;

/** Asks the model: its answer, or why there is none. */
export async function beginModelPhase(
  deps: ModelPhaseDeps,
): Promise<{ ok: true; live: LiveAnswer } | { ok: false; failure: Failure }> {
  const collector = createCollector(deps);
  const hurry = new AbortController();
  let ended: Extract<AnswerEnd, { kind: 'finished' }> | undefined;

  function end(outcome: Outcome): Extract<AnswerEnd, { kind: 'finished' }> {
    ended ??= deps.onEnd(outcome, collector.collected());
    return ended;
  }

  function fail(failure: Failure, isTold = false): AnswerEnd {
    end(failure.code);
    return { kind: 'failed', failure, isTold };
  }

  /** A pause before the next look, once there is text: the first token's time is measured, and a ledger wants it right. */
  function pause(lastBytes: number): Promise<void> | undefined {
    if (lastBytes >= FULL_READ_BYTES || collector.collected().text === '' || hurry.signal.aborted)
      return undefined;
    return deps.sleep(LOOK_EVERY_MS, hurry.signal).catch(() => undefined);
  }

  // Without the signal: what has been relayed when the client leaves is read to its end, for it was used. The call itself
  // hears of the signal, and the body ends with it.
  async function read(body: ReadableStream<Uint8Array>): Promise<AnswerEnd> {
    try {
      const frames = decodeSse(body, {
        onComment: collector.takeComment,
        ...(deps.relay ? { beforeRead: pause } : {}),
      });
      for await (const data of frames) {
        const failed = collector.take(data);
        if (failed === null) continue;
        if (!failed.isTold) deps.drop();
        return fail(failed.failure, failed.isTold);
      }
      return collector.isWhole() ? end('ok') : giveUp('provider_interrupted');
    } catch (error) {
      // Once the answer is whole, no later trouble can spoil it.
      if (collector.isWhole()) return end('ok');
      return giveUp(error instanceof SseTooLargeError ? 'provider_garbled' : 'provider_interrupted');
    }
  }

  function giveUp(code: 'provider_interrupted' | 'provider_garbled'): AnswerEnd {
    const outcome = deps.signal.reason instanceof AnswerAborted ? deps.signal.reason.outcome : code;
    if (outcome !== 'client_gone') {
      if (!deps.signal.aborted) deps.drop();
      return fail({ code: outcome });
    }
    end(outcome);
    return { kind: 'left' };
  }

  try {
    const call = await deps.callModel();
    if (!call.ok) {
      end(call.failure.code);
      return call;
    }
    deps.signal.addEventListener('abort', () => hurry.abort(), { once: true });
    const [copy, bytes] = deps.relay ? call.body.tee() : [call.body, null];
    return { ok: true, live: { kind: 'live', body: bytes, hurry: () => hurry.abort(), end: read(copy) } };
  } catch (error) {
    const outcome = error instanceof AnswerAborted ? error.outcome : 'internal';
    end(outcome);
    return { ok: false, failure: { code: outcome === 'client_gone' ? 'internal' : outcome } };
  }
}
