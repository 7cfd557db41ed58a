/** A question of a live conversation, as the bff takes it. Pure. */
import type { ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import type { Caller } from '../../../shared/contract/caller.ts';

/** What a realtime model is asked with. */
export interface SpokenQuestion {
  /** Of the catalogue; undefined: the first one of its kind. */
  model: string | undefined;
  voice: string;
  /** The same in all questions of the conversation. */
  talk: string;
  /** Base64 of PCM, signed 16 bit at 24 kHz; null: it is asked by its words. */
  sound: string | null;
  /** Of the answer before this one only so many milliseconds were heard; null: all. */
  heardMs: number | null;
}

const ANSWER_MS = 120_000;

export function questionOf(
  caller: Caller,
  text: string,
  spoken: SpokenQuestion | null,
): ChatCompletionRequest {
  // No `actions`: nothing that writes can be approved by voice, and so nothing of it is offered to the model.
  const libra = { caller, private: true, spoken: true, timeout_ms: ANSWER_MS } as const;
  if (spoken === null) return { stream: true, messages: [{ role: 'user', content: text }], libra };
  const { model, voice, talk, sound, heardMs } = spoken;
  const content =
    sound === null
      ? text
      : [
          { type: 'text' as const, text },
          { type: 'input_audio' as const, input_audio: { data: sound, format: 'pcm16' } },
        ];
  const heard = heardMs === null ? {} : { heard_ms: Math.round(heardMs) };
  return {
    stream: true,
    ...(model === undefined ? {} : { model }),
    messages: [{ role: 'user', content }],
    libra: { ...libra, realtime: { talk, voice, ...heard } },
  };
}
