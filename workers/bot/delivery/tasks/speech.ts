/**
 * A text that is spoken: as a voice message, and where Discord refuses that, as a file that is played. Posted at most once. Pure
 * core: the voice, the webhook and the clock are given.
 */

import { MAX_SPOKEN_CHARS } from '../../../../shared/limits.ts';
import type { Spoken } from '../../bff/voice-messages.ts';
import type { OutgoingMessage, OutgoingSound } from '../../discord/message.ts';
import {
  type InteractionWebhook,
  MISSING_PERMISSIONS,
  UNKNOWN_WEBHOOK,
  type WebhookReply,
} from '../../discord/webhook.ts';
import { describeFailure } from '../../locale/failure.ts';
import type { Texts } from '../../locale/texts.ts';
import { readSpokenFacts } from '../../speech/ogg-opus.ts';
import { toSpeakable } from '../../speech/speakable.ts';
import { isKorean } from '../../speech/words.ts';
import type { PostFailure } from '../poster.ts';

export interface SpeechDeps {
  webhook: Pick<InteractionWebhook, 'create'>;
  texts: Texts;
  /** Unix milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Never rejects. */
  speak(text: string): Promise<Spoken>;
  /** What is called is durable before the request leaves. */
  onPosting(): void;
  /** Where there is no sound, its person is told why. Never rejects. */
  tell(content: string): Promise<PostFailure | null>;
}

export interface SpeechReport {
  outcome: 'voice' | 'attached' | 'nothing' | 'refused' | 'undelivered';
  undelivered: PostFailure | null;
  /** Of the sound; null when it is not known. */
  seconds: number | null;
  requests: number;
}

const NAME = 'answer.ogg';
const TYPE = 'audio/ogg';

export async function deliverSpeech(answer: string, deps: SpeechDeps): Promise<SpeechReport> {
  const { texts, now } = deps;
  const notes = texts.voice.speech.notes[isKorean(answer) ? 'ko' : 'en'];
  const { text } = toSpeakable(answer, notes, mostCharsOf(answer));
  if (text === '') return silent('nothing', await deps.tell(texts.voice.speech.nothing));
  const spoken = await deps.speak(text);
  if (!spoken.ok) return silent('refused', await deps.tell(describeFailure(texts, spoken.failure, now())));
  const file: OutgoingSound = { name: NAME, type: TYPE, bytes: spoken.bytes };
  const facts = readSpokenFacts(spoken.bytes);
  const seconds = facts?.duration ?? null;
  const poster = createSoundPoster(deps);
  if (facts !== null) {
    const voice = { duration: Number(facts.duration.toFixed(3)), waveform: facts.levels.toBase64() };
    const reply = await poster.post({ sound: { ...file, voice } });
    if (reply.kind === 'ok')
      return { outcome: 'voice', undelivered: null, seconds, requests: poster.requests() };
    // Anything but a clear no may have been carried out, or cannot be repeated in another form.
    if (!isNoVoiceMessage(reply)) return lost(reply, seconds, poster.requests());
  }
  const reply = await poster.post({ content: texts.voice.speech.attached, sound: file });
  if (reply.kind === 'gone' && reply.code === MISSING_PERMISSIONS) {
    const undelivered = await deps.tell(texts.notices.no_file);
    return { outcome: 'undelivered', undelivered, seconds, requests: poster.requests() };
  }
  if (reply.kind !== 'ok') return lost(reply, seconds, poster.requests());
  return { outcome: 'attached', undelivered: null, seconds, requests: poster.requests() };
}

/** Ideographs, kana, Hangul: OpenAI's newer voices take 2,000 tokens, and split their words. */
const SPLIT = /[\u2e80-\ud7ff]/g;
const MAX_SPLIT_CHARS = 2_400;

function mostCharsOf(answer: string): number {
  const isSplit = (answer.match(SPLIT)?.length ?? 0) > answer.length / 4;
  return isSplit ? MAX_SPLIT_CHARS : MAX_SPOKEN_CHARS;
}

/** Also where the channel does not allow them. */
function isNoVoiceMessage(reply: WebhookReply): boolean {
  return reply.kind === 'refused' || (reply.kind === 'gone' && reply.status === 403);
}

function silent(outcome: 'nothing' | 'refused', undelivered: PostFailure | null): SpeechReport {
  return { outcome, undelivered, seconds: null, requests: 1 };
}

function lost(reply: WebhookReply, seconds: number | null, requests: number): SpeechReport {
  return { outcome: 'undelivered', undelivered: failureOf(reply), seconds, requests };
}

export function failureOf(reply: WebhookReply): PostFailure {
  switch (reply.kind) {
    case 'blocked':
      return { kind: 'blocked' };
    case 'refused':
      return { kind: 'refused', status: reply.status, code: reply.code };
    case 'gone':
      return { kind: 'gone', status: reply.status, code: reply.code };
    case 'unknown_webhook':
      return { kind: 'gone', status: 404, code: UNKNOWN_WEBHOOK };
    default:
      return { kind: 'lost' };
  }
}

const MAX_TRIES = 4;
const PAUSE_MS = 1_000;
/** A limit that is longer than this is not waited for. */
const MAX_PAUSE_MS = 10_000;

/** A message that may have been posted is not posted again. */
function createSoundPoster({ webhook, sleep, onPosting }: SpeechDeps) {
  let requests = 0;
  return {
    requests: () => requests,
    async post(message: OutgoingMessage): Promise<WebhookReply> {
      for (let attempt = 1; ; attempt += 1) {
        requests += 1;
        onPosting();
        const reply = await webhook.create(message);
        const pauseMs = pauseBefore(reply);
        if (pauseMs === null || pauseMs > MAX_PAUSE_MS || attempt === MAX_TRIES) return reply;
        await sleep(pauseMs);
      }
    },
  };
}

/** Null: not to be sent again. */
function pauseBefore(reply: WebhookReply): number | null {
  switch (reply.kind) {
    case 'rate_limited':
      return reply.retryAfterMs ?? PAUSE_MS;
    // The deferral may not have reached Discord's webhooks yet.
    case 'unknown_webhook':
      return PAUSE_MS;
    case 'unavailable':
      return reply.maybeDone ? null : PAUSE_MS;
    default:
      return null;
  }
}
