import { parseDuration } from './duration.ts';
import type { MuteIntent } from './intent.ts';

/** Reads the duration of `/mute` (or of a phrase that asks for silence). A duration of zero ends a mute. */
export function parseMute(duration: string): MuteIntent {
  const parsed = parseDuration(duration);
  if (parsed.ok) return { kind: 'mute', seconds: parsed.seconds };
  switch (parsed.reason) {
    case 'zero':
      return { kind: 'unmute' };
    case 'empty':
      return { kind: 'mute_refused', reason: 'missing' };
    default:
      return { kind: 'mute_refused', reason: parsed.reason };
  }
}
