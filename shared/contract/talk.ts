/**
 * What the page of a live conversation and the voice Worker say to each other.
 *
 * The link of `/talk` holds a token behind `#`, which no server sees. The page redeems it at once (`POST TALK_SESSIONS`), and opens
 * the WebSocket with the key that it got, as a subprotocol: neither stands in an address, so neither is logged.
 */
import type { Caller, Locale } from './caller.ts';

/** `POST` {token} → `TalkAdmission`. The token is spent by it. */
export const TALK_SESSIONS = '/v1/talk/sessions';
/** WebSocket, with the subprotocols `TALK_PROTOCOL` and `TALK_KEY_PREFIX + key`. */
export const TALK_SOCKET = '/v1/talk/socket';
export const TALK_PROTOCOL = 'libra.talk.v1';
export const TALK_KEY_PREFIX = 'libra.key.';

export interface TalkAdmission {
  /** Opens the socket of this conversation, again after a lost connection too. Kept in the page's memory alone. */
  key: string;
  locale: Locale;
  /** Where the conversation belongs to, as the person knows it; null: their direct messages. */
  channel_name: string | null;
  /** Seconds of conversation that are left today. */
  seconds_left: number;
  /** The voice Worker holds a realtime conversation with a provider, which decides on turns itself. */
  realtime: boolean;
}

/** What the page sends is PCM, signed 16 bit, little-endian, mono. */
export const MICROPHONE_HZ = 16_000;
/** What the page gets is PCM, signed 16 bit, little-endian, mono. */
export const SPEAKER_HZ = 24_000;
/** Both ways: unsigned 32 bit little-endian number of the utterance or turn, then of the first sample within it; then PCM. */
export const AUDIO_HEADER_BYTES = 8;
export const MAX_AUDIO_FRAME_BYTES = 32_768;
export const MAX_TEXT_FRAME_BYTES = 16_384;
/** A lost connection is waited for as long. */
export const RESUME_MS = 20_000;
/** The page calls the person silent after so much silence; how much longer the end of the turn is waited for is the Worker's to say. */
export const SPEECH_END_SILENCE_MS = 250;
/** The page sends `ping` as it stands here every so often, and gets `pong`: neither is JSON. One that says nothing for two minutes is gone. */
export const PING_MS = 10_000;

/** Codes with which the Worker closes the socket. With any other the page tries again. */
export const CLOSED_ENDED = 4_000;
/** Another connection with the same key has taken its place. */
export const CLOSED_REPLACED = 4_001;
/** A frame that is too large, malformed, or one too many. */
export const CLOSED_PROTOCOL = 4_002;
/** The key opens nothing, or nothing any more. */
export const CLOSED_REFUSED = 4_003;

/** What one big sign shows. */
export type TalkState = 'listening' | 'thinking' | 'speaking';

export type FromPage =
  /**
   * First on each connection. `seen`: the `seq` of the last event that arrived; 0: none. `audio`: of the newest turn whose sound
   * has arrived, how many samples without a gap.
   */
  | { type: 'hello'; seen: number; audio?: { turn: number; samples: number } }
  /** The person begins to speak. Utterances count from 1, over all connections. Its audio follows in binary frames. */
  | { type: 'speech_start'; utterance: number }
  /** The person is silent again. `samples`: of the utterance in all. `held`: it was pushed to talk, and so the turn is over. */
  | { type: 'speech_end'; utterance: number; samples: number; held: boolean }
  /** It was no speech after all. */
  | { type: 'speech_drop'; utterance: number }
  /** How much of a turn's audio has been heard, in milliseconds: about each second, and when its end is reached. */
  | { type: 'played'; turn: number; ms: number; ended: boolean }
  /** The person has spoken over it; playback has stopped there. */
  | { type: 'barge_in'; turn: number; ms: number }
  /** Typed instead of spoken. Counted from 1, over all connections; one that has been taken is not taken again. */
  | { type: 'text'; number: number; text: string }
  /** `post`: the transcript goes into the channel. */
  | { type: 'end'; post: boolean };

/** All but `pong` are counted by `seq`, and sent again to a page that has come back. */
export type FromVoice =
  /**
   * After what was missed. `utterance` and `texts`: the last one that is whole here; the page sends what came after it again, an
   * utterance from its first sample on.
   */
  | {
      type: 'ready';
      seq: number;
      state: TalkState;
      seconds_left: number;
      utterance: number;
      texts: number;
    }
  | { type: 'state'; seq: number; state: TalkState }
  /** What is said, as far as it is known. It replaces what the same turn and speaker had before. */
  | { type: 'caption'; seq: number; turn: number; speaker: 'person' | 'libra'; text: string; final: boolean }
  /** Audio of this clause comes in the binary frames from here on. `from`: its first sample within the turn. */
  | { type: 'clause'; seq: number; turn: number; text: string; from: number }
  /** No more audio comes for the turn. */
  | { type: 'audio_end'; seq: number; turn: number; samples: number }
  /** What is buffered of the turn must not be heard any more. */
  | { type: 'flush'; seq: number; turn: number }
  /** A stable code of `shared/errors.ts` and its text in the person's language. `fatal`: `ended` follows. */
  | { type: 'notice'; seq: number; code: string; text: string; fatal: boolean }
  /** The link to the source of what is said now. */
  | {
      type: 'sources';
      seq: number;
      turn: number;
      sources: { number: number; title: string; url: string | null }[];
    }
  | { type: 'seconds_left'; seq: number; seconds: number }
  /** `reason`: why it is over; nothing follows. `transcript`: what came of it, where it was to be posted. */
  | { type: 'ended'; seq: number; reason: TalkEnd; text: string; transcript?: 'posted' | 'failed' };

export type TalkEnd = 'person' | 'replaced' | 'idle' | 'time_used' | 'budget_used' | 'lost' | 'failed';

/** bot → voice, body `TalkTokenRequest`, answer `TalkToken`. */
export const TALK_TOKENS_PATH = '/v1/talk/tokens';
/** bot → voice, body `TalkErasure`: a conversation of this person ends, and nothing of it is kept. */
export const TALK_ERASE_PATH = '/v1/talk/erase';

export interface TalkTokenRequest {
  libra: { caller: Caller };
  channel_name: string | null;
  /** Where a transcript may be posted, as long as the interaction lives; absent: nowhere. */
  interaction?: { application_id: string; token: string };
}

export interface TalkToken {
  /** Good once, for a minute. */
  token: string;
}

export interface TalkErasure {
  libra: { caller: Caller };
}

/** The page's address; behind `#` stands the token. */
export const TALK_PAGE = '/talk';
