/** What the Worker and its `TalkSession` objects say to each other. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { TalkAdmission } from '../../../shared/contract/talk.ts';

/** What a token admits to. */
export interface Grant {
  caller: Caller;
  channelName: string | null;
  /** Where a transcript may be posted; null: nowhere. */
  interaction: { applicationId: string; token: string } | null;
}

export type Redeemed = { ok: true; admission: TalkAdmission } | { ok: false; why: 'unknown' | 'time_used' };

/** One object a person, found by the user's id. */
export interface TalkSessionRpc {
  /** Gives a token that is good once, for a minute. */
  mint(grant: Grant): Promise<string>;
  /** `secret`: of the token, without the object's id. A conversation that is under way is replaced. */
  redeem(secret: string): Promise<Redeemed>;
  /** A conversation ends, and nothing of it is kept. */
  erase(): Promise<void>;
}

/** From the Worker to the object, with an upgrade: the secret of the key. */
export const KEY_HEADER = 'x-libra-talk-key';
