/**
 * Speaks clauses in their order. While one is sent, the next one is asked for: two calls at most. What is far ahead of what can
 * have been heard is not asked for yet, since an interruption would have it thrown away.
 */
import type { Failure } from '../../../shared/contract/failure.ts';
import { SPEAKER_HZ } from '../../../shared/contract/talk.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { BffClient, Outcome } from '../bff/client.ts';
import type { SpokenClause } from '../conversation/heard.ts';
import { createSampleCutter } from '../conversation/samples.ts';
import { openedCode, toSpeakable } from '../conversation/speakable.ts';

export interface LaneDeps {
  speak: BffClient['speak'];
  clock: Clock;
  /** A clause is next. `from`: its first sample. Sound of it may follow. */
  onClause(text: string, from: number): void;
  onSound(firstSample: number, pcm: Uint8Array): void;
  /** A clause has no sound. */
  onFailure(failure: Failure): void;
  /** The first sound of a call has come, so many milliseconds after it was asked for. */
  onOpened(ms: number): void;
}

export interface SpeechLane {
  add(clause: string): void;
  /** What was added so far is not said, or not any further. */
  retract(): void;
  /** No more clauses come. */
  close(): void;
  /** All of it was sent, or it was aborted. Never rejects. */
  readonly done: Promise<void>;
  /** As far as they were sent. */
  readonly clauses: readonly SpokenClause[];
  readonly samples: number;
}

const BYTES = 2;
const LOOK_AHEAD_MS = 8_000;

interface Queued {
  text: string;
  /** Empty: it is read alone. */
  spoken: string;
  opened: Promise<Outcome<ReadableStream<Uint8Array>>> | null;
}

export function createSpeechLane(deps: LaneDeps, signal: AbortSignal): SpeechLane {
  const queue: Queued[] = [];
  const clauses: SpokenClause[] = [];
  let samples = 0;
  let isClosed = false;
  let firstSoundAtMs: number | null = null;
  let isReading = false;
  /** Nothing came in time: the rest is read, and its writing is not held up clause by clause. */
  let isSilent = false;
  let wake = Promise.withResolvers<void>();
  let wording = new AbortController();
  /** What has opened a block of code: each of its lines is a clause. */
  let openedBefore = '';
  signal.addEventListener('abort', () => wake.resolve());

  function open(queued: Queued): NonNullable<Queued['opened']> {
    queued.opened ??= deps.speak(queued.spoken, AbortSignal.any([signal, wording.signal]));
    return queued.opened;
  }

  /** While a clause is being read. */
  async function openNext(): Promise<void> {
    const [next] = queue;
    if (next === undefined || next.spoken === '' || next.opened !== null || !isReading) return;
    await sleep(aheadMs() - LOOK_AHEAD_MS, signal, deps.clock);
    if (!signal.aborted && queue[0] === next) open(next);
  }

  function aheadMs(): number {
    const sentMs = (samples / SPEAKER_HZ) * 1000;
    return firstSoundAtMs === null ? 0 : sentMs - (deps.clock.now() - firstSoundAtMs);
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const queued = queue.shift();
      if (queued !== undefined) {
        await say(queued);
        continue;
      }
      if (isClosed) return;
      await wake.promise;
      wake = Promise.withResolvers<void>();
      if (signal.aborted) return;
    }
  }

  async function say(queued: Queued): Promise<void> {
    if (isSilent || queued.spoken === '') return deps.onClause(queued.text, samples);
    const over = AbortSignal.any([signal, wording.signal]);
    if (queued.opened === null) await sleep(aheadMs() - LOOK_AHEAD_MS, over, deps.clock);
    if (over.aborted) return;
    const askedAtMs = deps.clock.now();
    const opened = await open(queued);
    if (over.aborted) {
      if (opened.ok) void opened.value.cancel().catch(() => undefined);
      return;
    }
    const clause: SpokenClause = { text: queued.text, fromSample: samples, samples: 0, isWhole: false };
    clauses.push(clause);
    deps.onClause(queued.text, samples);
    if (!opened.ok) {
      clause.isWhole = true;
      isSilent = opened.failure.code === 'provider_timeout';
      return deps.onFailure(opened.failure);
    }
    isReading = true;
    void openNext();
    try {
      await sendAll(opened.value, clause, { askedAtMs, over });
    } catch {
      if (!over.aborted) deps.onFailure({ code: 'provider_interrupted' });
    } finally {
      isReading = false;
      clause.isWhole = true;
    }
  }

  async function sendAll(
    stream: ReadableStream<Uint8Array>,
    clause: SpokenClause,
    { askedAtMs, over }: { askedAtMs: number; over: AbortSignal },
  ): Promise<void> {
    const cut = createSampleCutter();
    let isFirst = true;
    for await (const chunk of stream) {
      if (over.aborted) return;
      if (isFirst) deps.onOpened(deps.clock.now() - askedAtMs);
      isFirst = false;
      for (const pcm of cut(chunk)) send(pcm, clause);
    }
  }

  function send(pcm: Uint8Array, clause: SpokenClause): void {
    firstSoundAtMs ??= deps.clock.now();
    deps.onSound(samples, pcm);
    samples += pcm.byteLength / BYTES;
    clause.samples += pcm.byteLength / BYTES;
  }

  const done = run().catch(() => deps.onFailure({ code: 'internal' }));
  return {
    add(text) {
      queue.push({ text, spoken: toSpeakable(openedBefore + text), opened: null });
      openedBefore = openedCode(openedBefore + text);
      wake.resolve();
      void openNext();
    },
    retract() {
      queue.length = 0;
      clauses.length = 0;
      openedBefore = '';
      wording.abort();
      wording = new AbortController();
    },
    close() {
      isClosed = true;
      wake.resolve();
    },
    done,
    clauses,
    get samples() {
      return samples;
    },
  };
}
