/** The one state that the page shows large. Pure. */
import type { MicrophoneState, Talk } from './model.ts';

export type ShownState =
  | 'admitting'
  | 'link_used'
  | 'unreachable'
  | 'ready'
  | 'connecting'
  | 'reconnecting'
  | 'asking'
  | 'no_microphone'
  | 'muted'
  | 'listening'
  | 'hearing'
  | 'thinking'
  | 'speaking'
  | 'ending'
  | 'ended';

const WITHOUT: readonly MicrophoneState[] = ['refused', 'missing', 'busy', 'unplugged', 'unsupported'];

export function hasNoMicrophone({ microphone }: Talk): boolean {
  return WITHOUT.includes(microphone);
}

export function shownState(talk: Talk): ShownState {
  if (talk.phase !== 'live') return talk.phase;
  if (talk.endingUntilMs !== null) return 'ending';
  if (talk.lost !== null) return 'reconnecting';
  if (!talk.connected) return talk.microphone === 'asking' ? 'asking' : 'connecting';
  if (talk.utterance !== null) return 'hearing';
  if (talk.state === 'thinking') return 'thinking';
  if (talk.audible !== null || talk.state === 'speaking') return 'speaking';
  if (talk.microphone === 'asking') return 'asking';
  if (hasNoMicrophone(talk)) return 'no_microphone';
  return talk.muted ? 'muted' : 'listening';
}
