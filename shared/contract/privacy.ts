/**
 * What a person may know and decide about what is stored of them. All bot → bff, POST, signed as the bot,
 * body `PrivacyRequest` (for `remember`: `RememberRequest`).
 */
import type { Caller } from './caller.ts';

/** Answer `PrivacySummary`. */
export const PRIVACY_SUMMARY_PATH = '/v1/privacy/summary';
/** Answer `PrivacyExport`: the file to hand over. */
export const PRIVACY_EXPORT_PATH = '/v1/privacy/export';
/** Answer `ErasureReceipt`. */
export const PRIVACY_ERASE_PATH = '/v1/privacy/erase';
/** Answer `PrivacySummary`, with the choice in force. */
export const PRIVACY_REMEMBER_PATH = '/v1/privacy/remember';

export interface PrivacyRequest {
  libra: { caller: Caller };
}

export interface RememberRequest extends PrivacyRequest {
  /** False: from now on nothing that this person says is stored. */
  remember: boolean;
}

export interface PrivacySummary {
  conversations: number;
  messages: number;
  /** ISO 8601; null when there are none. */
  oldest_message_at: string | null;
  /** Rows of the ledger that name the person. */
  usage_events: number;
  remember: boolean;
  /** Messages are deleted after so many days. */
  retention_days: number;
}

export interface PrivacyExport {
  /** ISO 8601. */
  exported_at: string;
  user_id: string;
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
    /** What the message is more than its text, as OpenAI has it; absent for plain text. */
    parts?: unknown[];
    tool_calls?: unknown[];
    attachments?: unknown[];
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

export interface ErasureReceipt {
  erased_conversations: number;
  erased_messages: number;
}
