/**
 * Who may press a button under an answer: decided from the record of the delivery itself, never from what a `custom_id` says.
 * Pure.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { AnswerButton, UnderWish } from '../message/custom-id.ts';

/** Whose answer it is, and where it stands. */
export interface Owner {
  userId: string;
  guildId: string | null;
  channelId: string;
}

/** Who presses, as the signed interaction says, and whom the button names. */
export interface Press extends Owner {
  /** In this channel of a guild. */
  isModerator: boolean;
  /** From the `custom_id`. */
  namedId: string;
}

export type PressAction = AnswerButton['action'] | UnderWish | 'approve';

/**
 * All that a moderator may do with somebody else's answer; nothing else follows from being one.
 * `retry` and `continue` are at the moderator's own cost, read nobody's conversation and are stored in none.
 */
const MODERATOR_RIGHTS: ReadonlySet<PressAction> = new Set<PressAction>(['stop', 'retry', 'continue']);

export type PressVerdict =
  | 'own'
  | 'moderator'
  | 'forbidden'
  /** The button names another person, or is pressed in another place, than the record: Discord would not send that. */
  | 'forged';

export type Refused = Extract<PressVerdict, 'forbidden' | 'forged'>;

export function judgePress(action: PressAction, press: Press, owner: Owner): PressVerdict {
  const isRecorded =
    press.namedId === owner.userId && press.guildId === owner.guildId && press.channelId === owner.channelId;
  if (!isRecorded) return 'forged';
  if (press.userId === owner.userId) return 'own';
  const isModerator = press.guildId !== null && press.isModerator;
  return isModerator && MODERATOR_RIGHTS.has(action) ? 'moderator' : 'forbidden';
}

export function ownerIn({ user_id: userId, guild_id: guildId, channel_id: channelId }: Caller): Owner {
  return { userId, guildId, channelId };
}
