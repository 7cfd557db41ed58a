import type { TalkEnd } from '../../../../shared/contract/talk.ts';
import type { MicrophoneState } from '../talk/model.ts';
import type { ShownState } from '../talk/shown-state.ts';

/** Every sentence of the page; what Libra says comes from the voice Worker. */
export interface Texts {
  title: string;
  /** `null`: direct messages. */
  place(channel: string | null): string;
  states: Record<ShownState, string>;
  /** One line under the state: what can be done now. */
  hints: Record<Exclude<ShownState, 'no_microphone' | 'ended'>, string>;
  pushHint: string;
  microphoneProblems: Record<Exclude<MicrophoneState, 'off' | 'asking' | 'on'>, string>;
  ends: Record<TalkEnd, string>;
  begin: string;
  retry: string;
  tryMicrophone: string;
  privacyTitle: string;
  privacy: readonly string[];
  timeLeft(minutes: number): string;
  lastMinute: string;
  slow: string;
  pushToTalk: string;
  hold: string;
  holding: string;
  mute: string;
  unmute: string;
  captions: string;
  noCaptionsYet: string;
  you: string;
  libra: string;
  unfinished: string;
  sources: string;
  type: string;
  typePlaceholder: string;
  send: string;
  dismiss: string;
  end: string;
  endTitle: string;
  endDetail: string;
  post(channel: string | null): string;
  /** What became of it, where it was to be posted. */
  transcripts: Record<'posted' | 'failed' | 'unknown', (channel: string | null) => string>;
  saveTranscript: string;
  transcriptFile: string;
  endNow: string;
  goOn: string;
  keys: string;
}
