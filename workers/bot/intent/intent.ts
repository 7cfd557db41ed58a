import type { Locale } from '../../../shared/contract/caller.ts';
import { type Duration, parseDuration } from './duration.ts';

/** What a person asks of Libra itself, as far as it can be told without a model. Anything else is `ask`. */
export type Intent =
  | { kind: 'help' }
  | { kind: 'reset' }
  | { kind: 'status' }
  | MuteIntent
  /** An answer that only they see, but to no question: how to get one is all that can be said. */
  | { kind: 'private' }
  /** A question, and the wish that only they see its answer. */
  | { kind: 'ask_privately'; prompt: string }
  /** Another answer to what they asked last. */
  | { kind: 'regenerate' }
  /** The same, by another model. `model`: as it was typed; null: they have named none. */
  | { kind: 'other_model'; model: string | null }
  /** In which language Libra is to answer them from now on. */
  | { kind: 'language'; locale: Locale }
  /** What they want remembered about themselves, over conversations. */
  | { kind: 'remember'; fact: string }
  | { kind: 'ask' };

/**
 * A mute of zero ends a mute, as Discord's own slow mode of zero ends it: that is one command less to learn.
 */
export type MuteIntent =
  /** `seconds` is whole, from 1 to `MAX_MUTE_SECONDS`. */
  | { kind: 'mute'; seconds: number }
  | { kind: 'unmute' }
  /** Surely a request to mute, but not one that can be carried out: say so, do not ask the model. */
  | { kind: 'mute_refused'; reason: MuteRefusal };

/** `missing`: no duration given; `malformed`: not a duration; `too_long`: more than `MAX_MUTE_SECONDS`. */
export type MuteRefusal = 'missing' | 'malformed' | 'negative' | 'too_long';

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
