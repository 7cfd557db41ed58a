/** The delivery's model call: one signed request to the bff, its stream, and every way in which it can end. */
import { CHAT_COMPLETIONS_PATH, type ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import { BFF_ORIGIN, IDEMPOTENCY_KEY_HEADER, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import type { RequestSigner } from '../../../shared/signing/sign.ts';
import { decodeSse, SseTooLargeError } from '../../../shared/sse/decode.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import type { DeliveryJob } from '../delivery/job.ts';
import { type AnswerEnd, type AnswerFacts, readAnswer } from './answer.ts';
import { toFailure } from './failure.ts';

/** The bff gives up at `timeoutMs` and says so; only when it cannot even do that do we, a little later. */
const REPORT_GRACE_MS = 5_000;

/** Two missed heartbeats of the longest interval (30 s): nobody is there any more. */
const SILENCE_MS = 65_000;

/** What the bff needs to know: never the token. */
export type AnswerJob = Pick<DeliveryJob, 'interactionId' | 'caller' | 'traceparent'> & { prompt: string };

export interface AskOptions {
  /** For the whole answer. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** Yields text as it comes and returns how it ended. Never rejects. `signal` cancels the call on every hop. */
export async function* ask(
  job: AnswerJob,
  options: AskOptions,
  bff: Bff,
): AsyncGenerator<string, AnswerEnd, void> {
  const facts: AnswerFacts = {};
  const end = yield* readReply(job, options, bff, facts);
  // An answer that is whole has them already; to one that broke off they say whether it can be continued.
  return end.kind === 'failed' || end.kind === 'stopped' ? { ...end, facts } : end;
}

interface Bff {
  fetch: (request: Request) => Promise<Response>;
  signer: RequestSigner;
}

async function* readReply(
  job: AnswerJob,
  { timeoutMs, signal }: AskOptions,
  bff: Bff,
  facts: AnswerFacts,
): AsyncGenerator<string, AnswerEnd, void> {
  const silence = createTimeout(SILENCE_MS);
  const deadline = createTimeout(timeoutMs + REPORT_GRACE_MS);
  const anySignal = AbortSignal.any([signal, deadline.signal, silence.signal]);
  let hasText = false;
  try {
    const request = await bff.signer.sign(`${BFF_ORIGIN}${CHAT_COMPLETIONS_PATH}`, {
      headers: {
        [IDEMPOTENCY_KEY_HEADER]: job.interactionId,
        [TRACEPARENT_HEADER]: job.traceparent,
      },
      body: JSON.stringify(createBody(job, timeoutMs)),
      signal: anySignal,
    });
    const response = await bff.fetch(request);
    silence.restart();
    if (!response.ok || response.body === null) {
      const { code, evidence } = toFailure(await response.json().catch(() => null));
      return { kind: 'failed', code, ...(evidence === undefined ? {} : { evidence }) };
    }
    const frames = decodeSse(response.body, { signal: anySignal, onComment: silence.restart });
    const answer = readAnswer(frames, facts);
    for (;;) {
      const step = await answer.next();
      if (step.done === true) return step.value;
      silence.restart();
      hasText = true;
      yield step.value;
    }
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    if (deadline.signal.aborted) return { kind: 'failed', code: 'deadline_exceeded' };
    if (error instanceof SseTooLargeError) return { kind: 'failed', code: 'provider_garbled' };
    return { kind: 'failed', code: hasText ? 'provider_interrupted' : 'upstream_unreachable' };
  } finally {
    silence.end();
    deadline.end();
  }
}

function createBody(job: AnswerJob, timeoutMs: number): ChatCompletionRequest {
  return {
    stream: true,
    messages: [{ role: 'user', content: job.prompt }],
    libra: { caller: job.caller, timeout_ms: Math.floor(timeoutMs), pace_ms: 250 },
  };
}
