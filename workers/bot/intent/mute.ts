import { type Duration, parseDuration } from './duration.ts';
import type { MuteIntent } from './intent.ts';

/** Reads the option of `/mute`, in which a bare number means seconds. */
export function parseMute(duration: string): MuteIntent {
  return decideMute(parseDuration(duration));
}

/** A duration of zero ends a mute. */
export function decideMute(duration: Duration): MuteIntent {
  if (duration.ok) return { kind: 'mute', seconds: duration.seconds };
  switch (duration.reason) {
    case 'zero':
      return { kind: 'unmute' };
    case 'empty':
      return { kind: 'mute_refused', reason: 'missing' };
    default:
      return { kind: 'mute_refused', reason: duration.reason };
  }
}
