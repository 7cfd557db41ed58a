/** The call that has a text spoken, as a voice message needs it. Pure. */
import { type Catalogue, firstNameOf } from '../../../shared/catalogue/catalogue.ts';
import type { AcceptedCall } from '../passthrough/calls.ts';
import { parseSpeech } from '../request/passthrough/speech.ts';
import type { Validated } from '../request/validate.ts';

/** One of OpenAI's first, which other servers of its API know, too. */
const DEFAULT_VOICE = 'alloy';

/** `voice`: as somebody has chosen it; null: nobody has. */
export function createSpeechCall(
  catalogue: Catalogue,
  text: string,
  voice: string | null,
): Validated<AcceptedCall> {
  const model = firstNameOf(catalogue, 'speech');
  if (model === undefined) return { ok: false, code: 'voice_not_offered' };
  const draft = parseSpeech({ model, input: text, voice: voice ?? DEFAULT_VOICE, response_format: 'opus' });
  return draft.ok ? { ok: true, value: { ...draft.value, path: '/v1/audio/speech', model } } : draft;
}
