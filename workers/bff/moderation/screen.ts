/**
 * The text of an answer on its way to its reader: held until a verdict says that it may be shown.
 *
 * - The first text waits for the verdict on the question, but not longer than `holdMs`.
 * - Then, where answers are judged, a few characters go out at once, so that the reader sees that an answer begins; all that
 *   follows is held in windows, each judged together with the end of what was shown before it.
 * - The end goes out when all of it, and the question, have been judged.
 * - Where an answer is judged whole, nothing of it goes out before its end, and the question is judged with it in one call.
 *
 * What is refused ends the stream with what `refuse` gives, and ends the call behind it. Who has shown a part takes it back.
 */
import type { ChatChunk } from '../../../shared/chat/chunk.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { encodeComment } from '../../../shared/sse/encode.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep, within } from '../../../shared/time/wait.ts';
import { createArrival } from './arrival.ts';
import { createHeld } from './held.ts';
import type { ModerationSession } from './session.ts';

export interface ScreenOptions {
  session: Pick<ModerationSession, 'question' | 'judgeQuestion' | 'judgeAnswer' | 'answer'>;
  holdMs: number;
  clock: Clock;
  /** The answer is sound, which has to go on without a gap. */
  isHeard?: boolean;
  /** The frames that end a refused answer. */
  refuse: (failure: Failure, about: Refused) => string;
}

export interface Refused {
  /** The last chunk that came. */
  last: ChatChunk | null;
  /** The stream has said that it is whole, and what it cost. */
  isCounted: boolean;
  /** Nothing of the answer was shown. */
  isWhole: boolean;
}

export interface Screen {
  body: ReadableStream<Uint8Array>;
  /** What the model has written and nobody was shown. */
  withheld(): string;
}

type Out = (text: string) => void;

/** So little says nothing yet. It is judged all the same, with the window after it. */
const FREE_CHARS = 24;
/** A text that comes faster is about to be whole, and then one call is enough. */
const SETTLE_MS = 100;
/** Discord shows about one change a second. The later windows are longer: a long answer costs fewer calls. */
const WINDOWS_MS = [1_000, 2_000, 3_000] as const;
/** Of sound, which comes faster than it is heard. */
const HEARD_WINDOW_MS = 400;

export function screenAnswer(body: ReadableStream<Uint8Array>, options: ScreenOptions): Screen {
  const { session, holdMs, clock, refuse, isHeard = false } = options;
  const held = createHeld();
  const gone = new AbortController();
  const arrival = createArrival(body, held, gone.signal);

  /** Shows what may be shown, to the end. Gives why it may not go on; null when it has gone out whole. */
  async function show(out: Out): Promise<Failure | null> {
    if (session.answer === 'whole') {
      await arrival.ended;
      return showWindow(out, { isLast: true });
    }
    await arrival.changed();
    const early = await within(holdMs, session.question, clock);
    if (early != null) return early;
    if (session.answer === 'not') {
      arrival.open();
      out(held.releaseUnjudged());
      await arrival.ended;
      return session.question;
    }
    return showWindows(out);
  }

  async function showWindows(out: Out): Promise<Failure | null> {
    // What was heard cannot be taken back.
    const isShort = !isHeard && !arrival.hasEnded() && !held.isFinished() && held.length() <= FREE_CHARS;
    if (isShort) out(held.releaseUnjudged());
    for (let window = 0; !gone.signal.aborted; window += 1) {
      const laterMs = isHeard ? HEARD_WINDOW_MS : windowMs(window);
      const waitMs = window === 0 && !isShort ? SETTLE_MS : laterMs;
      if (!arrival.hasEnded()) await Promise.race([sleep(waitMs, gone.signal, clock), arrival.ended]);
      while (!arrival.hasEnded() && held.length() === 0 && !held.hasSound()) await arrival.changed();
      const isLast = arrival.hasEnded();
      const failure = await showWindow(out, { isLast });
      if (failure !== null || isLast) return failure;
    }
    return null;
  }

  async function showWindow(out: Out, { isLast }: { isLast: boolean }): Promise<Failure | null> {
    const text = held.close();
    const failure =
      (text === '' ? null : await session.judgeAnswer(text)) ??
      (isLast ? await session.judgeQuestion() : null);
    if (failure === null) out(held.release());
    return failure;
  }

  async function run(out: Out, close: (text: string) => void): Promise<void> {
    const broken = arrival.read(out).then(() => new Promise<never>(() => undefined));
    const failure = await Promise.race([show(out), onlyRefusals(session.question), broken]);
    const endComment = arrival.endComment();
    const counted = endComment === null ? '' : encodeComment(endComment);
    const about = {
      last: held.lastChunk(),
      isCounted: endComment !== null,
      isWhole: session.answer === 'whole',
    };
    close(failure === null ? counted : counted + refuse(failure, about));
  }

  return { body: createScreenBody(run, gone), withheld: held.withheld };
}

/** What is put out while `run` runs. Aborting `gone` ends it, and it is aborted when the stream is over or cancelled. */
function createScreenBody(
  run: (out: Out, close: (text: string) => void) => Promise<void>,
  gone: AbortController,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const out = (text: string): void => {
        if (text !== '' && !gone.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      const close = (text: string): void => {
        if (gone.signal.aborted) return;
        out(text);
        controller.close();
        gone.abort();
      };
      run(out, close).catch((error: unknown) => {
        if (gone.signal.aborted) return;
        controller.error(error);
        gone.abort();
      });
    },
    cancel(reason) {
      gone.abort(reason);
    },
  });
}

function windowMs(window: number): number {
  return WINDOWS_MS[window] ?? WINDOWS_MS[2];
}

/** Resolves with a failure alone. */
function onlyRefusals(question: Promise<Failure | null>): Promise<Failure> {
  return new Promise((resolve) => {
    void question.then((failure) => {
      if (failure !== null) resolve(failure);
    });
  });
}

const encoder = new TextEncoder();
