/**
 * From the admitted request to the end of its model call: relays the frames, and ends exactly once, whichever way.
 * No I/O of its own: the call and what follows its end are given.
 */
import { SseTooLargeError } from '../../../shared/sse/decode.ts';
import type { ModelCall } from '../call/call-model.ts';
import type { Failure } from '../reply.ts';
import type { Outcome } from './bill.ts';
import { type Collected, createCollector } from './collect.ts';
import { AnswerAborted, type AnswerEvent } from './events.ts';

export interface ModelPhaseDeps {
  /** Rejects only with the reason of an aborted signal. */
  callModel: () => Promise<ModelCall>;
  /** The model that answers unless the frames say otherwise. */
  defaultModel: string;
  startedAtMs: number;
  now: () => number;
  /** Called exactly once, when nothing more will be collected. Gives the event that closes an answer that is whole. */
  onEnd: (outcome: Outcome, collected: Collected) => Extract<AnswerEvent, { kind: 'finished' }>;
}

export interface ModelPhase {
  /** Asks the model: its frames, or why there are none. */
  begin(): Promise<
    { ok: true; events: AsyncGenerator<AnswerEvent, void, void> } | { ok: false; failure: Failure }
  >;
  /** The client is gone, possibly before anybody began to read the events. */
  abandon(): void;
}

export function createModelPhase(deps: ModelPhaseDeps): ModelPhase {
  const collector = createCollector(deps);
  let closing: Extract<AnswerEvent, { kind: 'finished' }> | undefined;

  function end(outcome: Outcome): Extract<AnswerEvent, { kind: 'finished' }> {
    closing ??= deps.onEnd(outcome, collector.collected());
    return closing;
  }

  async function* relay(frames: AsyncGenerator<string>): AsyncGenerator<AnswerEvent, void, void> {
    try {
      for await (const data of frames) {
        const taken = collector.take(data);
        switch (taken.kind) {
          case 'forward':
            yield { kind: 'frame', data };
            break;
          case 'keep':
            break;
          case 'failed':
            end(taken.failure.code);
            yield taken;
            return;
          case 'done':
            // Ended before it is said: from here on the client may leave without a trace.
            yield end('ok');
            return;
        }
      }
      yield fail({ code: 'provider_interrupted' });
    } catch (error) {
      const outcome = toOutcome(error);
      end(outcome);
      if (outcome !== 'client_gone') yield { kind: 'failed', failure: { code: outcome } };
    } finally {
      // Reached with nothing ended only when the reader left between two frames.
      end('client_gone');
    }
  }

  function fail(failure: Failure): AnswerEvent {
    end(failure.code);
    return { kind: 'failed', failure };
  }

  return {
    async begin() {
      try {
        const call = await deps.callModel();
        if (call.ok) return { ok: true, events: relay(call.frames) };
        end(call.failure.code);
        return call;
      } catch (error) {
        const outcome = error instanceof AnswerAborted ? error.outcome : 'internal';
        end(outcome);
        return { ok: false, failure: { code: outcome === 'client_gone' ? 'internal' : outcome } };
      }
    },
    abandon: () => void end('client_gone'),
  };
}

function toOutcome(error: unknown): AnswerAborted['outcome'] | 'provider_garbled' | 'provider_interrupted' {
  if (error instanceof AnswerAborted) return error.outcome;
  return error instanceof SseTooLargeError ? 'provider_garbled' : 'provider_interrupted';
}
