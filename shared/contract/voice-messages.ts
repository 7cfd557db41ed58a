/**
 * Recordings as text, and texts as speech, for the bot: POST, signed as the bot. Charged to the caller by their provider's price,
 * within the caller's limits and budgets.
 */
import type { Caller } from './caller.ts';

/**
 * Body `TranscribeRequest`, answer `Transcript`. 400 `recording_unreadable`, `attachment_expired`, 404 `voice_not_offered`,
 * `transcript_gone`, 413 `attachment_too_large`, `recording_too_long`.
 */
export const TRANSCRIBE_PATH = '/v1/voice-messages/transcribe';
/** Body `SpeakRequest`, answer Ogg Opus. 404 `voice_not_offered`. */
export const SPEAK_PATH = '/v1/voice-messages/speak';

/** A file at Discord's CDN that is heard. */
export interface Recording {
  /** Discord's id of the attachment. */
  id: string;
  filename: string;
  /** As Discord declares it; null when it does not. */
  content_type: string | null;
  size_bytes: number;
  url: string;
  /** Of a voice message, as Discord tells it. */
  duration_sec?: number;
}

export interface TranscribeRequest {
  libra: { caller: Caller };
  /** The id alone: what has been heard already, and nothing else. */
  recording: Recording | Pick<Recording, 'id'>;
  /** Who has sent the recording, where that is told: with what is stored of them, its text is erased. */
  author_id?: string;
}

export interface Transcript {
  /** Empty when nothing was said. */
  text: string;
  /** In order; empty where the model tells no times. */
  segments: TranscriptSegment[];
  /** Null when nobody has said it. */
  duration_sec: number | null;
  /** True when it had been heard before: nothing was charged. */
  is_cached: boolean;
}

export interface TranscriptSegment {
  /** Seconds from the beginning. */
  start: number;
  end: number;
  text: string;
}

export interface SpeakRequest {
  libra: { caller: Caller };
  /** 1 to `MAX_SPOKEN_CHARS` characters, as they are to be spoken. */
  text: string;
}
