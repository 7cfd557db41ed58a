/**
 * One call of one model: yields the chunks as they come and returns how it ended.
 *
 * Guarantees: it ends, whatever the provider does; when it has ended, the provider's connection is closed, its timers are
 * off and its outcome says why. Expected failures are returned, never thrown.
 */
import type { Usage } from '../../../shared/chat/usage.ts';
import { decodeSse, SseTooLargeError } from '../../../shared/sse/decode.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Failure } from '../provider/failure.ts';
import { type ChunkFrame, readFrame } from '../provider/frame.ts';
import type { Provider, ProviderRequest } from '../provider/provider.ts';
import { createProgressTimer } from './progress-timer.ts';
import { stopCauseOf } from './stop.ts';

export interface AttemptLimits {
  firstTokenMs: number;
  idleMs: number;
}

export interface AttemptEnd {
  /** Absent when the answer is complete. */
  failure?: Failure;
  /** Milliseconds to the first token; absent when none came. */
  firstTokenMs?: number;
  durationMs: number;
  finishReason?: string;
  /** Absent when the provider did not tell. */
  usage?: Usage;
}

/** After its finish reason an answer is whole: what may follow (usage, `[DONE]`) is not waited for longer than this. */
const TRAILER_MS = 5_000;

export async function* runAttempt(
  deps: { provider: Provider; clock: Clock },
  request: ProviderRequest,
  limits: AttemptLimits,
  life: AbortSignal,
): AsyncGenerator<ChunkFrame, AttemptEnd, void> {
  const { provider, clock } = deps;
  const startedAt = clock.now();
  const timer = createProgressTimer(clock, life);
  const end: AttemptEnd = { durationMs: 0 };
  const finish = (failure?: Failure): AttemptEnd => {
    // Once the answer is whole, no later trouble can spoil it.
    if (failure !== undefined && end.finishReason === undefined) end.failure = failure;
    end.durationMs = clock.now() - startedAt;
    return end;
  };
  const stopped = (): Failure | undefined => {
    const cause = stopCauseOf(timer.signal);
    return cause === undefined ? undefined : { cause };
  };

  try {
    timer.allow('first_token_timeout', limits.firstTokenMs);
    timer.resume();
    const opened = await provider.open(request, timer.signal);
    if (!opened.ok) return finish(stopped() ?? opened.failure);

    const stream = decodeSse(opened.body, { signal: timer.signal });
    try {
      for (;;) {
        timer.resume();
        const next = await stream.next();
        timer.pause();
        // The connection ended without `[DONE]`: an answer only if it had said that it was finished.
        if (next.done === true) return finish({ cause: 'interrupted' });
        const frame = readFrame(next.value);
        if (frame.kind === 'error') return finish(frame.failure);
        if (frame.kind === 'done') {
          return end.firstTokenMs === undefined ? finish({ cause: 'garbled' }) : finish();
        }
        if (frame.usage !== undefined) end.usage = frame.usage;
        if (frame.progress) {
          end.firstTokenMs ??= clock.now() - startedAt;
          timer.allow('stalled', limits.idleMs);
        }
        if (frame.finishReason !== undefined) {
          end.finishReason = frame.finishReason;
          timer.allow('stalled', Math.min(TRAILER_MS, limits.idleMs));
        }
        yield frame;
      }
    } finally {
      await stream.return();
    }
  } catch (error) {
    const byUs = stopped();
    if (byUs !== undefined) return finish(byUs);
    // The decoder's own bound, or an error of the connection: there is no third thing that a body's reader throws.
    return finish({ cause: error instanceof SseTooLargeError ? 'garbled' : 'interrupted' });
  } finally {
    timer.dispose();
  }
}
