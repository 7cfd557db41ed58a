/** What the bot asks the bff about moderation. Types, a path and the size of a page. */
import type { Category } from '../moderation/categories.ts';
import type { Caller } from './caller.ts';
import type { ModeratedSide } from './error-body.ts';

export const MODERATION_LOG_PATH = '/v1/moderation/log';

/** The server is the caller's. The bot has checked that the caller may see it. */
export interface ModerationLogRequest {
  libra: { caller: Caller };
  /** From 1. */
  page: number;
}

/** Of a page of the log, which the bot shows in one message. */
export const EVENTS_PER_PAGE = 7;

export interface LoggedEvent {
  /** Unix seconds. */
  at: number;
  channel_id: string;
  /** The interaction: what was said in the channel at that time has an id near it. */
  interaction_id: string | null;
  /** Null once the person has had everything erased. */
  user_id: string | null;
  side: ModeratedSide;
  action: 'blocked' | 'noted' | 'unchecked';
  /** With the judge's scores from 0 to 1, the highest first. */
  categories: [Category, number][];
  /** A keyed digest of what was judged: equal texts have equal ones. */
  hash: string;
}

export interface ModerationLogResponse {
  events: LoggedEvent[];
  has_more: boolean;
}
