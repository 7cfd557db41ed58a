/** What the bot asks to be heard or spoken, checked. Pure. */
import * as z from 'zod/mini';
import type { SpeakRequest, TranscribeRequest } from '../../../shared/contract/voice-messages.ts';
import { MAX_SPOKEN_CHARS } from '../../../shared/limits.ts';
import { once } from '../../../shared/once.ts';
import { toStorableText } from '../store/storable-text.ts';
import { type OfCaller, statedCaller, withCaller } from './stated-caller.ts';
import { type Validated, validate } from './validate.ts';

const id = once(() => z.string().check(z.regex(/^\d{1,20}$/)));

const transcribeSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    recording: z.union([
      z.strictObject({
        id: id(),
        filename: z.string().check(z.minLength(1), z.maxLength(260)),
        content_type: z.nullable(z.string().check(z.maxLength(160))),
        size_bytes: z.int().check(z.gte(0)),
        url: z.string().check(z.maxLength(2_048), z.regex(/^https?:\/\/\S+$/)),
        duration_sec: z.exactOptional(z.number().check(z.gte(0))),
      }),
      z.strictObject({ id: id() }),
    ]),
    author_id: z.exactOptional(id()),
  }),
);

const speakSchema = once(() =>
  z.strictObject({
    libra: statedCaller(),
    // In characters, of which each may be two units: OpenAI counts so.
    text: z.string().check(z.minLength(1), z.maxLength(2 * MAX_SPOKEN_CHARS)),
  }),
);

export function parseTranscribeRequest(input: unknown): Validated<OfCaller<TranscribeRequest>> {
  return withCaller(validate(transcribeSchema(), input));
}

export function parseSpeakRequest(input: unknown): Validated<OfCaller<SpeakRequest>> {
  const result = withCaller(validate(speakSchema(), input));
  if (!result.ok) return result;
  return { ok: true, value: { ...result.value, text: toStorableText(result.value.text) } };
}
