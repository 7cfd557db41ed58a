/**
 * What a person may know and decide about what is stored of them. All bot → bff, POST, signed as the bot,
 * body `PrivacyRequest` (for `remember`: `RememberRequest`).
 */
import type { JsonRecord } from '../json.ts';
import type { PersonSettings } from '../settings/settings.ts';
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
  /** Facts of personal memory. */
  facts: number;
  remember: boolean;
  /** Messages are deleted after so many days. */
  retention_days: number;
}

export interface PrivacyExport {
  /** ISO 8601. */
  exported_at: string;
  user_id: string;
  remember: boolean;
  /** What the person has chosen. */
  settings: PersonSettings;
  /** True when there was more than one file can hold; the newest is kept. */
  truncated: boolean;
  conversations: {
    id: string;
    /** A guild's id, or `dm`. */
    space: string;
    channel_id: string;
    /** ISO 8601. */
    started_at: string;
    /** Absent of an open one. */
    ended_at?: string;
  }[];
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
  /** Requests whose answer nobody has seen. */
  forgotten_requests: { request_key: string; forgotten_at: string }[];
  usage: {
    model: string;
    prompt_tokens: number;
    cached_tokens: number;
    completion_tokens: number;
    cost_micro_usd: number;
    outcome: string;
    /** Calls of the judge for the answer, in the row of its first call. */
    judge_calls?: number;
    /** 1 or -1; absent where the person has not said. */
    rating?: number;
    /** ISO 8601. */
    created_at: string;
  }[];
  /** What the person has changed for servers. */
  settings_changes: {
    guild_id: string;
    scope: string;
    target?: string;
    field: string;
    before?: unknown;
    after?: unknown;
    /** ISO 8601. */
    at: string;
  }[];
  /** What moderation has found in what the person has asked, and in the answers. */
  moderation: {
    guild_id: string;
    channel_id: string;
    side: string;
    action: string;
    /** By category the judge's score, from 0 to 1. */
    flagged: Record<string, number>;
    /** ISO 8601. */
    created_at: string;
  }[];
  /** Documents of the person's own, and those that the person has added elsewhere. */
  documents: {
    /** `server:<guild>`, `channel:<guild>:<channel>` or `person:<user>`. */
    space: string;
    name: string;
    source: string;
    url?: string;
    state: string;
    pages?: number;
    size_bytes: number;
    /** ISO 8601. */
    created_at: string;
  }[];
  /** The text of the person's own. */
  document_passages: { document: string; ordinal: number; heading?: string; page?: number; text: string }[];
  /** Where the person has agreed to personal memory. */
  memory_choices: {
    /** A guild's id, `dm`, or `*` for everywhere. */
    space: string;
    /** Of a pause; empty for the whole space. */
    channel_id: string;
    state: string;
    /** ISO 8601. */
    at: string;
  }[];
  /** What the person has told of themselves. */
  memory: {
    space: string;
    text: string;
    origin: string;
    message_id?: string;
    /** ISO 8601. */
    valid_from: string;
    earlier: { text: string; from: string; until: string }[];
    uses: number;
  }[];
  /** Answers that are kept for a repeat of the request or of the question. */
  answers: { content: string; model: string; created_at: string }[];
  /** Recordings that were heard for the person, or in which they speak. */
  transcripts: { attachment_id: string; text: string; heard_at: string }[];
  /** Stores that could not be read, by their names in the list of stores. */
  unreadable: string[];
  /** What the bot keeps for the buttons under answers; the bot adds it. */
  deliveries?: StoredDelivery[];
  /** The bot adds them. */
  reminders?: StoredReminder[];
}

/** What a delivery holds of its person. Without the interaction's token, which allows writing in the person's channel. */
export interface StoredDelivery {
  interaction_id: string;
  /** The question: of an answer under way, or what Retry would ask. */
  question?: string;
  /** What Continue would go on from. */
  shown?: string;
  /** The versions of an answer that can be paged through. */
  answers?: string[];
  /** Names of the files of the question. */
  files?: string[];
  /** What the answer has proposed to do, and what became of it. */
  actions?: StoredAction[];
}

export interface StoredAction {
  tool: string;
  args: JsonRecord;
  state: string;
}

/** Until it is posted; one that could not be posted, for a week. */
export interface StoredReminder {
  text: string;
  /** ISO 8601. */
  at: string;
  channel_id: string;
  undelivered?: string;
}

export interface ErasureReceipt {
  erased_conversations: number;
  erased_messages: number;
  /** Interactions of the last minutes that the database or Redis knew: their deliveries are the bot's to erase. */
  interactions: string[];
  /** Documents of the person's own that were being read: what is kept of them until then is the bot's to have erased. */
  readings?: string[];
  /** True when Redis was out: the answers in it end by themselves within 16 minutes. */
  answers_kept: boolean;
}
