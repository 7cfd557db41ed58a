/** How long the work on one answer may go on. */
import type { Clock } from '../../../shared/time/clock.ts';
import { AnswerAborted } from './end.ts';

export interface AnswerLife {
  /** Ends the work: waiting, the model call, its stream. */
  signal: AbortSignal;
  /** The client is gone. */
  cancel(): void;
  /** The stream is of no use. */
  drop(): void;
  /** The work is done: no deadline any more. */
  end(): void;
  leftMs(): number;
}

export function startLife(timeoutMs: number, clock: Clock): AnswerLife {
  const startedAtMs = clock.now();
  const abort = new AbortController();
  const cancelTimer = clock.setTimer(() => abort.abort(new AnswerAborted('deadline_exceeded')), timeoutMs);
  return {
    signal: abort.signal,
    cancel: () => abort.abort(new AnswerAborted('client_gone')),
    drop: () => abort.abort(),
    end: cancelTimer,
    leftMs: () => timeoutMs - (clock.now() - startedAtMs),
  };
}
