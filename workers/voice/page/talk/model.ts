/** What the page knows of its conversation. Data. */
import type {
  FromPage,
  FromVoice,
  TalkAdmission,
  TalkEnd,
  TalkState,
} from '../../../../shared/contract/talk.ts';
import type { PlaybackReport } from '../audio/jitter-buffer.ts';
import type { Line } from './captions.ts';
import type { Known } from './outbox.ts';
import type { UtteranceEvent } from './utterances.ts';

export type MicrophoneState =
  | 'off'
  | 'asking'
  | 'on'
  | 'refused'
  /** There is none. */
  | 'missing'
  /** Another program has it. */
  | 'busy'
  | 'unplugged'
  /** The voice detection does not run in this browser, or could not be loaded. */
  | 'unsupported';

export type Phase =
  /** The link is being redeemed. */
  | 'admitting'
  /** It was used, has expired, or there is none. */
  | 'link_used'
  | 'unreachable'
  /** Redeemed: the person has to begin, since a browser gives sound and microphone to a press alone. */
  | 'ready'
  | 'live'
  | 'ended';

export interface Talk {
  phase: Phase;
  admission: TalkAdmission | null;
  microphone: MicrophoneState;
  muted: boolean;
  handsFree: boolean;
  captions: boolean;
  /** What the voice Worker does. */
  state: TalkState;
  connected: boolean;
  /** Since when there is no connection, and how often another was tried. */
  lost: { atMs: number; attempts: number } | null;
  /** `seq` of the newest event. */
  seen: number;
  lines: Line[];
  notice: { code: string; text: string; fatal: boolean } | null;
  /** The newest one that is said aloud. */
  clause: string;
  secondsLeft: number;
  /** The utterance that the person is saying. */
  utterance: number | null;
  /** The newest turn whose audio has arrived, and how much of it. */
  arrived: { turn: number; samples: number } | null;
  /** The turn that is heard, or about to be. */
  audible: { turn: number; ms: number; toldMs: number } | null;
  /** This turn and those before it are not to be heard any more. */
  silenced: number;
  /** The turn that the person has spoken over, until it is known where it stopped. */
  bargedIn: number | null;
  /** More is said than the connection carries. */
  slow: boolean;
  /** The person has ended it; how long an answer to that is waited for. */
  endingUntilMs: number | null;
  /** `transcript`: what came of it, where it was to be posted; `unknown`: the Worker has not said. */
  ended: { reason: TalkEnd; text: string; transcript?: 'posted' | 'failed' | 'unknown' } | null;
  /** A transcript was to be posted. */
  posts: boolean;
}

export type Input =
  | { kind: 'admitted'; admission: TalkAdmission }
  | { kind: 'not_admitted'; why: 'link_used' | 'time_used' | 'unreachable' }
  | { kind: 'retry' }
  /** The person wants to talk. */
  | { kind: 'begin' }
  | { kind: 'microphone'; state: MicrophoneState }
  | { kind: 'open' }
  | { kind: 'closed'; code: number; random: number }
  | { kind: 'online' }
  | { kind: 'server'; event: FromVoice }
  | { kind: 'audio'; turn: number; first: number; samples: number }
  | { kind: 'speech'; event: UtteranceEvent }
  | { kind: 'playback'; report: PlaybackReport }
  | { kind: 'typed'; text: string }
  | { kind: 'mute'; muted: boolean }
  | { kind: 'hands_free'; on: boolean }
  | { kind: 'captions'; on: boolean }
  | { kind: 'slow'; slow: boolean }
  | { kind: 'dismiss' }
  | { kind: 'end'; post: boolean }
  | { kind: 'tick' };

export type Effect =
  | { do: 'admit' }
  | { do: 'open_audio' }
  | { do: 'close_audio'; playOut: boolean }
  | { do: 'connect'; afterMs: number }
  | { do: 'disconnect' }
  | { do: 'hello'; event: Extract<FromPage, { type: 'hello' }> }
  | { do: 'open_outbox'; known: Known }
  | { do: 'shut_outbox' }
  | { do: 'say'; event: Extract<FromPage, { type: 'barge_in' | 'end' | 'played' }> }
  | { do: 'type'; text: string }
  | { do: 'speak'; event: UtteranceEvent }
  | { do: 'hold'; held: boolean }
  /** `over`: nothing that still comes of the turn is to be heard either. */
  | { do: 'flush'; turn: number; over: boolean }
  | { do: 'audio_end'; turn: number; samples: number }
  | { do: 'mute'; muted: boolean }
  | { do: 'hands_free'; on: boolean }
  /** By the browser's own voice: there is no other. */
  | { do: 'read_aloud'; text: string };

export type Step = [talk: Talk, effects: Effect[]];

export const FIRST: Talk = {
  phase: 'admitting',
  admission: null,
  microphone: 'off',
  muted: false,
  handsFree: true,
  captions: true,
  state: 'listening',
  connected: false,
  lost: null,
  seen: 0,
  lines: [],
  notice: null,
  clause: '',
  secondsLeft: 0,
  utterance: null,
  arrived: null,
  audible: null,
  silenced: 0,
  bargedIn: null,
  slow: false,
  endingUntilMs: null,
  ended: null,
  posts: false,
};
