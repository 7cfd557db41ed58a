/** Recordings that are heard, and answers that are spoken. Types alone. */
import type { ErrorCode } from '../../../../shared/errors.ts';

export interface TranscriptTexts {
  /** Above what was said. `seconds`: null when nobody has said it. */
  head: (seconds: number | null) => string;
  /** While what hears is still being fetched or loaded. */
  loading: string;
  /** Nothing was said. */
  nothing: string;
  /** Only the beginning is shown: all of it is in the file. */
  attached: string;
  ask: string;
  translate: string;
  summarise: string;
}

export interface SpeechTexts {
  /** Said by the voice. In the language of the answer, which need not be the reader's. */
  notes: Record<'ko' | 'en', { code: string; table: string; formula: string; cut: string }>;
  /** With a file that is played in the place of a voice message. */
  attached: string;
  /** A text of which nothing can be spoken. */
  nothing: string;
}

export interface VoiceChoiceTexts {
  /** What holds now. `voice`: null where nobody has chosen one. */
  shown: (isSpoken: boolean, voice: string | null) => string;
  changed: (isSpoken: boolean, voice: string | null) => string;
  /** What is typed, or chosen, to take a choice back. */
  none: string;
}

export interface VoiceTexts {
  transcript: TranscriptTexts;
  speech: SpeechTexts;
  choice: VoiceChoiceTexts;
}

/** The key is the stable code that the person is shown. */
export interface VoiceProblemTexts {
  /** A message without a recording. */
  recording_missing: string;
  /** The buttons under a text that is not kept any more. */
  voice_unknown: string;
}

type VoiceErrorCode = Extract<
  ErrorCode,
  'recording_unreadable' | 'recording_too_long' | 'voice_not_offered' | 'transcript_gone' | 'provider_loading'
>;

export type VoiceErrorTexts = Record<VoiceErrorCode, (facts: { limit: number | null }) => string>;
