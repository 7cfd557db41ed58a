/** bot → bff: what is stored about a person, wherever in Discord it was said. All three are signed as the bot. */
import type { Caller } from './caller.ts';

/** Answer `PrivacySummary`. */
export const PRIVACY_SUMMARY_PATH = '/v1/privacy/summary';
/** Answer: one JSON document with everything that is stored about the person, handed on to them as a file. */
export const PRIVACY_EXPORT_PATH = '/v1/privacy/export';
/** Answer `PrivacyErasure`. Repeating it changes nothing. */
export const PRIVACY_ERASE_PATH = '/v1/privacy/erase';

export interface PrivacyRequest {
  libra: { caller: Caller };
}

export interface PrivacySummary {
  conversations: number;
  messages: number;
  /** Rows of the ledger: model calls with tokens and cost, without text. */
  usage_events: number;
  /** Unix seconds of the oldest message; null when there is none. */
  oldest_message_at: number | null;
  /** Days after which messages are deleted by themselves. */
  retention_days: number;
}

export interface PrivacyErasure {
  erased_conversations: number;
  erased_messages: number;
}

/** The document of `PRIVACY_EXPORT_PATH`. */
export interface PrivacyExport {
  /** ISO 8601. */
  exported_at: string;
  user_id: string;
  /** False when the person has chosen not to be remembered. */
  remember: boolean;
  /** True when there was more than one file can hold; the newest is kept. */
  truncated: boolean;
  messages: {
    conversation_id: string;
    /** A guild's id, or `dm`. */
    space: string;
    channel_id: string;
    role: string;
    content: string;
    /** ISO 8601. */
    created_at: string;
  }[];
  usage: {
    model: string;
    prompt_tokens: number;
    completion_tokens: number;
    cost_micro_usd: number;
    outcome: string;
    /** ISO 8601. */
    created_at: string;
  }[];
}

/** bot → bff, body `RememberRequest`, answered with `RememberChoice`: whether anything is stored from now on. */
export const PRIVACY_REMEMBER_PATH = '/v1/privacy/remember';

export interface RememberChoice {
  remember: boolean;
}

export interface RememberRequest extends PrivacyRequest, RememberChoice {}
