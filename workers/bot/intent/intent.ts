/** What a person wants from Libra itself, as far as it can be told without a model. Anything else is `ask`. */
export type Intent = { kind: 'help' } | { kind: 'reset' } | { kind: 'status' } | MuteIntent | { kind: 'ask' };

/**
 * What a wish for silence comes to. A mute of zero ends a mute, as Discord's own slow mode of zero ends it:
 * whoever types 0 wants no silence, and there is one command less to learn.
 */
export type MuteIntent =
  /** `seconds` is whole, from 1 to `MAX_MUTE_SECONDS`. */
  | { kind: 'mute'; seconds: number }
  | { kind: 'unmute' }
  /** It is surely a wish for silence, but not one that can be granted: say so, do not ask the model. */
  | { kind: 'mute_refused'; reason: MuteRefusal };

/** `missing`: no duration given; `malformed`: not a duration; `too_long`: more than `MAX_MUTE_SECONDS`. */
export type MuteRefusal = 'missing' | 'malformed' | 'negative' | 'too_long';
