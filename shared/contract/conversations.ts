import type { Caller } from './caller.ts';

export interface ResetRequest {
  libra: { caller: Caller };
  /** The caller may manage messages in this channel: only then a conversation of the channel ends. */
  is_moderator?: true;
}

/** bot → bff, body `ForgetRequest`: nobody has seen this answer, so its turn is not to be remembered. */
export const FORGET_PATH = '/v1/conversations/forget';

export interface ForgetRequest {
  libra: { caller: Caller };
  /** The idempotency key of the answer's request: the id of its interaction. */
  request: string;
}

export interface ResetResponse {
  /** How many messages of the ended conversation will no longer be sent to the model. */
  forgotten_messages: number;
  /** A conversation of the channel: it has ended for everybody, or it goes on, because the caller is no moderator. */
  shared?: 'ended' | 'kept';
}

/** bot → bff, body `HistoryRequest`, answer `ConversationHistory`: what the caller's next question would be asked with. */
export const HISTORY_PATH = '/v1/conversations/history';

export interface HistoryRequest {
  libra: { caller: Caller };
  /** A turn that is forgotten first, as `HistoryTurn` names it. One that is not the caller's to forget is left alone. */
  forget?: string;
  /** The caller may manage messages in this channel, and so forget what others have asked in its conversation. */
  is_moderator?: true;
}

export interface ConversationHistory {
  /** Oldest first; the newest that are read for a question. */
  turns: HistoryTurn[];
  /** True of a conversation of the whole channel. */
  is_shared: boolean;
  /** Messages of this conversation that are too old to be read for a question, and are not in `turns`. */
  older_messages: number;
  /** False: the caller has chosen that nothing is stored. */
  remember: boolean;
  /** Whether the turn that was to be forgotten was there, and the caller's. Absent when none was. */
  forgotten?: boolean;
}

/** A question and its answer. Of both, the beginning. */
export interface HistoryTurn {
  /** Names it to `forget`; decimal digits. */
  turn: string;
  /** ISO 8601. */
  asked_at: string;
  /** In a conversation of the channel: who has asked, as others see the name; null when it is not known. */
  speaker?: string | null;
  /** Whether the caller may have it forgotten. */
  may_forget: boolean;
  question: string;
  /** Names of the files of the question. */
  files?: string[];
  /** Empty while it is being written. */
  answer: string;
  /** `broken`: the answer was cut off or stopped. */
  state: 'pending' | 'broken' | 'whole';
  /** Whether it goes to the model with the next question: all of it, the end of its answer, or nothing. */
  in_window: 'whole' | 'partly' | 'no';
}
