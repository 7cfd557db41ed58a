/**
 * One call of one model: hands its frames on as they come, a batch for each read, and says how it ended.
 *
 * Guarantees: it ends, whatever the provider does; when it has ended, the provider's connection is closed, its timers are
 * off and its outcome says why. Expected failures are returned, never thrown.
 */
import { type ChatChunk, hasProgress } from '../../../shared/chat/chunk.ts';
import type { FinishReason } from '../../../shared/chat/finish.ts';
import { createFrameParser, type FrameParser } from '../../../shared/chat/frame-parser.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import { decodeSseBatches, SseTooLargeError } from '../../../shared/sse/decode.ts';
import type { Pace } from '../../../shared/sse/pace.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { classifyErrorFrame } from '../provider/classify.ts';
import type { Failure } from '../provider/failure.ts';
import type { Provider, ProviderRequest } from '../provider/provider.ts';
import { type AnswerBounds, createAnswerBounds } from './answer-bounds.ts';
import { createFinishes, type Finishes } from './finishes.ts';
import { createProgressTimer, type ProgressTimer } from './progress-timer.ts';
import { createRecapFilter, type RecapFilter } from './recap.ts';
import { stopCauseOf } from './stop.ts';

export interface AttemptLimits {
  firstTokenMs: number;
  idleMs: number;
}

export interface ProviderFrame {
  /** The frame's text, as the provider sent it. */
  data: string;
  chunk: ChatChunk;
  /** True when it carries a part of the answer or its end. */
  progress: boolean;
}

export interface AttemptEnd {
  /** Absent when the answer is whole. */
  failure?: Failure;
  /** Milliseconds to the first token; absent when none came. */
  firstTokenMs?: number;
  durationMs: number;
  finishReason?: FinishReason;
  /** Absent when the provider did not tell. */
  usage?: Usage;
}

export interface AttemptDeps {
  provider: Provider;
  clock: Clock;
  /** How its stream is read. */
  pace: Pace;
}

/** After its finish reason an answer is whole: what may follow (usage, `[DONE]`) is not waited for longer than this. */
const TRAILER_MS = 5_000;

export interface AttemptCall {
  request: ProviderRequest;
  limits: AttemptLimits;
  life: AbortSignal;
  /** What follows is read once it resolves. Rejects only when `life` has ended. `isLast`: the end follows at once. */
  emit: (frames: ProviderFrame[], isLast: boolean) => Promise<void>;
}

/** Never rejects. */
export async function runAttempt(
  { provider, clock, pace }: AttemptDeps,
  { request, limits, life, emit }: AttemptCall,
): Promise<AttemptEnd> {
  const startedAtMs = clock.now();
  const timer = createProgressTimer(clock, life);
  const end: AttemptEnd = { durationMs: 0 };
  const finish = (failure?: Failure): AttemptEnd => {
    // Once the answer is whole, no later trouble can spoil it.
    if (failure !== undefined && end.finishReason === undefined) end.failure = failure;
    end.durationMs = clock.now() - startedAtMs;
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

    const stream = decodeSseBatches(opened.body, { signal: timer.signal, pace });
    const parse = createFrameParser();
    const withoutRecap = createRecapFilter();
    const finishes = createFinishes(request.n);
    const bounds = createAnswerBounds(request.max_completion_tokens ?? request.max_tokens);
    try {
      for (;;) {
        timer.resume();
        const next = await stream.next();
        timer.pause();
        // The connection ended without `[DONE]`: an answer only if it had said that it was finished.
        if (next.done === true) return finish({ cause: 'interrupted' });
        const { frames, closed } = keepWithin(bounds, readBatch(next.value, parse, withoutRecap));
        if (frames.some(({ progress }) => progress)) end.firstTokenMs ??= clock.now() - startedAtMs;
        note(frames, { end, finishes }, timer, limits);
        if (frames.length > 0) await emit(frames, closed !== undefined);
        if (closed === undefined) continue;
        const reason = closed.failure === undefined ? finishes.reasonAtDone() : undefined;
        if (reason !== undefined) end.finishReason ??= reason;
        return finish(closed.failure ?? withoutFinishReason(end));
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
    // Of a whole answer nothing is left but the body, which has been cancelled.
    if (end.failure === undefined) timer.end();
    else timer.dispose();
  }
}

interface Batch {
  frames: ProviderFrame[];
  /** The stream is over, with `[DONE]` or with a failure. What came behind that is not looked at. */
  closed?: { failure?: Failure };
}

/** Cuts an answer that goes beyond its bound, as the provider should have done, and one that repeats itself. */
function keepWithin(bounds: AnswerBounds, batch: Batch): Batch {
  for (const [index, { chunk }] of batch.frames.entries()) {
    const verdict = bounds.take(chunk);
    if (verdict === 'within') continue;
    const frames = batch.frames.slice(0, index);
    if (verdict === 'repetitive') return { frames, closed: { failure: { cause: 'repetitive' } } };
    return { frames: [...frames, lengthFrame(chunk)], closed: {} };
  }
  return batch;
}

function lengthFrame({ id, created, model }: ChatChunk): ProviderFrame {
  const head = { id, object: 'chat.completion.chunk', created, model };
  const data = JSON.stringify({ ...head, choices: [{ index: 0, delta: {}, finish_reason: 'length' }] });
  const choice = {
    index: 0,
    text: '',
    refusal: '',
    reasoning: '',
    toolCalls: [],
    finishReason: 'length' as const,
  };
  return { data, chunk: { choices: [choice] }, progress: true };
}

function readBatch(batch: readonly string[], parse: FrameParser, withoutRecap: RecapFilter): Batch {
  const frames: ProviderFrame[] = [];
  for (const data of batch) {
    const frame = parse(data);
    switch (frame.kind) {
      case 'done':
        return { frames, closed: {} };
      case 'error':
        return { frames, closed: { failure: classifyErrorFrame(frame.error) } };
      case 'garbled':
        return { frames, closed: { failure: { cause: 'garbled' } } };
      case 'chunk': {
        const { data: kept, chunk } = withoutRecap({ data, chunk: frame.chunk });
        // A frame without choices or usage says nothing and costs nothing.
        if (chunk.choices.length === 0 && chunk.usage === undefined) break;
        frames.push({ data: kept, chunk, progress: chunk.choices.some(hasProgress) });
      }
    }
  }
  return { frames };
}

function note(
  frames: readonly ProviderFrame[],
  { end, finishes }: { end: AttemptEnd; finishes: Finishes },
  timer: ProgressTimer,
  limits: AttemptLimits,
): void {
  // A model may think as long between two pieces of its thoughts as before the first.
  const longestMs = Math.max(limits.idleMs, limits.firstTokenMs);
  for (const { chunk, progress } of frames) {
    if (chunk.usage !== undefined) end.usage = chunk.usage;
    if (progress) timer.allow('stalled', isThought(chunk) ? longestMs : limits.idleMs);
    const reason = finishes.take(chunk.choices);
    if (reason === undefined) continue;
    end.finishReason = reason;
    timer.allow('stalled', Math.min(TRAILER_MS, limits.idleMs));
  }
}

/** Says nothing of the answer itself. */
function isThought({ choices }: ChatChunk): boolean {
  return choices.some((choice) => choice.reasoning !== '' && !hasProgress({ ...choice, reasoning: '' }));
}

/** `[DONE]` ends an answer only behind its finish reason: some servers send it when they drop a stream. */
function withoutFinishReason(end: AttemptEnd): Failure | undefined {
  if (end.finishReason !== undefined) return undefined;
  return { cause: end.firstTokenMs === undefined ? 'garbled' : 'interrupted' };
}
