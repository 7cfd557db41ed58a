/** The delivery's model call: one signed request to the bff, its stream, and every way in which it can end. */
import { CHAT_COMPLETIONS_PATH, type ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import {
  type AnswerOutcome,
  type AnswerReader,
  createAnswerReader,
  type ReplyEvent,
  readToEnd,
} from '../../../shared/chat/read-answer.ts';
import type { Attachment } from '../../../shared/contract/attachment.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { isModerated, readRefusal } from '../../../shared/contract/failure.ts';
import type { FollowedAnswer } from '../../../shared/contract/libra.ts';
import { BFF_ORIGIN, IDEMPOTENCY_KEY_HEADER, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import type { SeenVersions } from '../../../shared/settings/projection.ts';
import { decodeSseBatches, SseTooLargeError } from '../../../shared/sse/decode.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import type { BffAccess } from './access.ts';

/** The bff gives up at `timeoutMs` and says so; only when it cannot even do that do we, a little later. */
const REPORT_GRACE_MS = 5_000;

/** Two missed heartbeats of the longest interval (30 s): the connection is dead. */
const SILENCE_MS = 65_000;

/** Discord is edited about once a second: text may be collected on the way for half of one. */
const PACE_MS = 500;

export interface Question {
  /** The idempotency key. */
  interactionId: string;
  caller: Caller;
  /** W3C trace context. */
  traceparent: string;
  prompt: string;
  attachments?: readonly Attachment[];
  /** Who is to answer; absent: the person's own choice, or the server's. */
  model?: string;
  /** The answer that this question follows, at the press of a button. */
  follows?: FollowedAnswer;
  /** Only the caller sees the answer. */
  isPrivate?: true;
  /** Asked of somebody else's answer: no conversation is read, and nothing of it is stored. */
  isForeign?: true;
  /** What Libra and the person may do in this place, if the model proposes it and the person agrees. */
  actions?: readonly string[];
  /** Versions of the settings that the bot has seen. */
  seenSettings?: SeenVersions;
  /** The bot has let it through from memory. Unix milliseconds when it came. */
  uncheckedAtMs?: number;
}

export interface AskOptions {
  /** For the whole answer. */
  timeoutMs: number;
  signal: AbortSignal;
}

/** What a delivery asks with: yields what happens in the answer and returns how it ended. */
export type AnswerStream = AsyncGenerator<ReplyEvent, AnswerOutcome, void>;

/** Never rejects. `signal` cancels the call on every hop. */
export async function* ask(question: Question, options: AskOptions, bff: BffAccess): AnswerStream {
  const reader = createAnswerReader();
  const end = yield* readReply(question, options, bff, reader);
  if (end.kind !== 'failed' || !isModerated(end.failure)) yield* reader.rest();
  const usage = reader.usage();
  return { end, about: reader.about, ...(usage === undefined ? {} : { usage }) };
}

async function* readReply(
  question: Question,
  { timeoutMs, signal }: AskOptions,
  bff: BffAccess,
  reader: AnswerReader,
): AsyncGenerator<ReplyEvent, AnswerEnd, void> {
  const silence = createTimeout(SILENCE_MS);
  const deadline = createTimeout(timeoutMs + REPORT_GRACE_MS);
  const anySignal = AbortSignal.any([signal, deadline.signal, silence.signal]);
  try {
    const request = await bff.signer.sign(`${BFF_ORIGIN}${CHAT_COMPLETIONS_PATH}`, {
      headers: {
        [IDEMPOTENCY_KEY_HEADER]: question.interactionId,
        [TRACEPARENT_HEADER]: question.traceparent,
      },
      body: JSON.stringify(createBody(question, timeoutMs)),
      signal: anySignal,
    });
    const response = await bff.fetch(request);
    silence.restart();
    if (!response.ok || response.body === null) {
      return { kind: 'failed', failure: readRefusal(await response.json().catch(() => null)) };
    }
    const options = { signal: anySignal, onComment: silence.restart };
    return yield* readToEnd(reader, decodeSseBatches(response.body, options), silence.restart);
  } catch (error) {
    if (signal.aborted) return { kind: 'stopped' };
    if (deadline.signal.aborted) return { kind: 'failed', failure: { code: 'deadline_exceeded' } };
    if (error instanceof SseTooLargeError) return { kind: 'failed', failure: { code: 'provider_garbled' } };
    return reader.cutOff();
  } finally {
    silence.end();
    deadline.end();
  }
}

function createBody(
  {
    prompt,
    attachments = [],
    caller,
    model,
    follows,
    isForeign,
    isPrivate,
    actions,
    seenSettings,
    uncheckedAtMs,
  }: Question,
  timeoutMs: number,
): ChatCompletionRequest {
  return {
    stream: true,
    ...(model === undefined ? {} : { model }),
    messages: [{ role: 'user', content: prompt }],
    libra: {
      caller,
      ...(follows === undefined ? {} : { follows }),
      ...(isForeign === true ? { remember: false } : {}),
      ...(isPrivate === true ? { private: true } : {}),
      ...(attachments.length > 0 ? { attachments: [...attachments] } : {}),
      ...(actions === undefined || isForeign === true ? {} : { actions: [...actions] }),
      ...(seenSettings === undefined ? {} : { settings: seenSettings }),
      ...(uncheckedAtMs === undefined ? {} : { unchecked: { asked_at_ms: uncheckedAtMs } }),
      timeout_ms: Math.floor(timeoutMs),
      pace_ms: PACE_MS,
    },
  };
}
