/**
 * The voice Worker's calls to the bff, signed in its own name, for the person of one conversation: guard, settings, memory,
 * documents, moderation, budgets and the ledger are the bff's. No failure throws.
 */
import { CHAT_COMPLETIONS_PATH } from '../../../shared/chat/completions.ts';
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import { createAnswerReader, type ReplyEvent, readToEnd } from '../../../shared/chat/read-answer.ts';
import { CHOOSE_PATH, type ChooseRequest } from '../../../shared/contract/answers.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { FORGET_PATH, type ForgetRequest } from '../../../shared/contract/conversations.ts';
import { type Failure, readFailure, readRefusal } from '../../../shared/contract/failure.ts';
import type { DocumentSources, Source } from '../../../shared/contract/libra.ts';
import { BFF_ORIGIN, IDEMPOTENCY_KEY_HEADER, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { isBudgetUsed } from '../../../shared/errors.ts';
import { isRecord, parseJson } from '../../../shared/json.ts';
import { createTrace, formatTraceparent } from '../../../shared/observe/trace.ts';
import type { LateSigner } from '../../../shared/signing/sign.ts';
import { decodeSseBatches } from '../../../shared/sse/decode.ts';
import { createTimeout } from '../../../shared/time/timeout.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { createLateCall } from './late-call.ts';
import { questionOf, type SpokenQuestion } from './question.ts';
import { transcriptionForm } from './transcription-form.ts';

export type Outcome<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

export interface AnswerFacts {
  sources: readonly Source[];
  documents: DocumentSources | undefined;
}

export interface BffClient {
  /** `onText`: with what is understood so far. */
  transcribe(wav: Uint8Array, signal: AbortSignal, onText: (text: string) => void): Promise<Outcome<string>>;
  /** `request`: names it. `spoken`: it is asked of a realtime model. What comes of it, and how it ended; never rejects. */
  ask(
    request: string,
    text: string,
    signal: AbortSignal,
    spoken?: SpokenQuestion,
  ): AsyncGenerator<ReplyEvent, { end: AnswerEnd; facts: AnswerFacts }, void>;
  /** Signed 16 bit at 24 kHz. What breaks off rejects in the stream. */
  speak(text: string, signal: AbortSignal): Promise<Outcome<ReadableStream<Uint8Array>>>;
  /** Ahead of a text of at most so many characters. */
  openSpeech(characters: number, signal: AbortSignal): LateSpeech;
  /** Of the answer to this request only so much was heard. False: its turn is not stored (yet). */
  keepHeard(request: string, text: string): Promise<boolean>;
  /** Nothing of the answer to this request was heard. */
  forget(request: string): Promise<void>;
}

export interface LateSpeech {
  /** As `speak`; null: it is to be asked for the usual way. Once. */
  speak(text: string): Promise<Outcome<ReadableStream<Uint8Array>> | null>;
  /** No text comes: nothing is charged. */
  drop(): void;
}

export interface BffClientOptions {
  bff: Pick<Fetcher, 'fetch'>;
  signer: LateSigner;
  caller: Caller;
  transcriptionModel: string | undefined;
  speechModel: string | undefined;
  voice: string;
}

const SPEECH_PATH = '/v1/audio/speech';
const TRANSCRIPTION_MS = 20_000;
/** To the first sound. */
const SPEECH_MS = 10_000;
const SMALL_MS = 8_000;

export function createBffClient(options: BffClientOptions): BffClient {
  const { caller, voice, transcriptionModel, speechModel } = options;

  const traced = () => ({ [TRACEPARENT_HEADER]: formatTraceparent(createTrace()) });
  const spoken = {
    ...(speechModel === undefined ? {} : { model: speechModel }),
    voice,
    response_format: 'pcm',
    libra: { caller },
  };

  async function send(
    path: string,
    { headers = {}, body }: { headers?: Record<string, string>; body: string | Uint8Array<ArrayBuffer> },
    signal: AbortSignal,
  ): Promise<Response> {
    const request = await options.signer.sign(`${BFF_ORIGIN}${path}`, {
      headers: { ...traced(), ...headers },
      body,
      signal,
    });
    return orAbort(options.bff.fetch(request), signal);
  }

  async function small(path: string, body: object): Promise<unknown> {
    try {
      const signal = AbortSignal.timeout(SMALL_MS);
      const response = await send(path, { body: JSON.stringify(body) }, signal);
      return response.ok ? await orAbort(response.json(), signal) : null;
    } catch {
      return null;
    }
  }

  return {
    async transcribe(wav, signal, onText) {
      const timeout = createTimeout(TRANSCRIPTION_MS);
      const either = AbortSignal.any([signal, timeout.signal]);
      try {
        const isStreamed = transcriptionModel?.includes('whisper') !== true;
        const form = transcriptionForm(wav, {
          libra: JSON.stringify({ caller }),
          ...(transcriptionModel === undefined ? {} : { model: transcriptionModel }),
          ...(isStreamed && transcriptionModel !== undefined ? { stream: 'true' } : {}),
        });
        const headers = { 'content-type': form.contentType };
        const response = await send('/v1/audio/transcriptions', { headers, body: form.bytes }, either);
        return await readTranscript(response, either, onText);
      } catch {
        return { ok: false, failure: unanswered(timeout.signal) };
      } finally {
        timeout.end();
      }
    },

    async *ask(request, text, signal, spoken) {
      const reader = createAnswerReader();
      const end = yield* readAnswer(
        reader,
        () =>
          send(
            CHAT_COMPLETIONS_PATH,
            {
              headers: { [IDEMPOTENCY_KEY_HEADER]: request },
              body: JSON.stringify(questionOf(caller, text, spoken ?? null)),
            },
            signal,
          ),
        signal,
      );
      if (end.kind !== 'failed') yield* reader.rest();
      const { sources = [], documents } = reader.about;
      return { end, facts: { sources, documents } };
    },

    speak(text, signal) {
      const body = JSON.stringify({ ...spoken, input: text });
      return readSpeech((either) => send(SPEECH_PATH, { body }, either), signal);
    },

    openSpeech(characters, signal) {
      const about = { ...spoken, characters };
      const call = createLateCall(
        characters,
        {
          open: (either) =>
            options.signer.open(`${BFF_ORIGIN}${SPEECH_PATH}`, { headers: traced(), about, signal: either }),
          send: (request) => options.bff.fetch(request),
        },
        signal,
      );
      return {
        async speak(text) {
          const response = call.tell(text);
          if (response === null) return null;
          const outcome = await readSpeech((either) => orAbort(response, either), signal);
          if (!outcome.ok) call.drop();
          // Refused is what a clause costs at most; this one may cost less.
          return !outcome.ok && isBudgetUsed(outcome.failure.code) ? null : outcome;
        },
        drop: call.drop,
      };
    },

    async keepHeard(request, text) {
      const body = { libra: { caller }, request, answer: text } satisfies ChooseRequest;
      const answer = await small(CHOOSE_PATH, body);
      return isRecord(answer) && Number(answer.chosen) > 0;
    },

    async forget(request) {
      await small(FORGET_PATH, { libra: { caller }, request } satisfies ForgetRequest);
    },
  };
}

async function* readAnswer(
  reader: ReturnType<typeof createAnswerReader>,
  send: () => Promise<Response>,
  signal: AbortSignal,
): AsyncGenerator<ReplyEvent, AnswerEnd, void> {
  try {
    const response = await send();
    if (!response.ok || response.body === null) {
      return { kind: 'failed', failure: await failureOf(response) };
    }
    return yield* readToEnd(reader, decodeSseBatches(response.body, { signal }));
  } catch {
    return signal.aborted ? { kind: 'stopped' } : reader.cutOff();
  }
}

/** Up to its first sound. */
async function readSpeech(
  ask: (signal: AbortSignal) => Promise<Response>,
  signal: AbortSignal,
): Promise<Outcome<ReadableStream<Uint8Array>>> {
  const timeout = createTimeout(SPEECH_MS);
  try {
    const response = await ask(AbortSignal.any([signal, timeout.signal]));
    if (response.ok && response.body !== null) return { ok: true, value: response.body };
    return { ok: false, failure: await failureOf(response) };
  } catch {
    return { ok: false, failure: unanswered(timeout.signal) };
  } finally {
    timeout.end();
  }
}

/** Of a call that has broken: `timeout` may be why. */
function unanswered(timeout: AbortSignal): Failure {
  return { code: timeout.aborted ? 'provider_timeout' : 'upstream_unreachable' };
}

async function failureOf(response: Response): Promise<Failure> {
  return readRefusal(await response.json().catch(() => null));
}

/** JSON, or events of a model that tells what it hears while it hears it. */
async function readTranscript(
  response: Response,
  signal: AbortSignal,
  onText: (text: string) => void,
): Promise<Outcome<string>> {
  if (!response.ok) return { ok: false, failure: await failureOf(response) };
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (!isStream || response.body === null) {
    const body: unknown = await orAbort(response.json(), signal);
    return isRecord(body) && typeof body.text === 'string' ? { ok: true, value: body.text } : GARBLED;
  }
  let text = '';
  for await (const batch of decodeSseBatches(response.body, { signal })) {
    for (const data of batch) {
      const event = parseJson(data);
      if (!isRecord(event)) continue;
      if (isRecord(event.error)) return { ok: false, failure: readFailure(event.error) };
      if (event.type === 'transcript.text.done' && typeof event.text === 'string') {
        return { ok: true, value: event.text };
      }
      if (event.type === 'transcript.text.delta' && typeof event.delta === 'string') {
        text += event.delta;
        onText(text);
      }
    }
  }
  return GARBLED;
}

const GARBLED = { ok: false, failure: { code: 'provider_garbled' } } as const;
