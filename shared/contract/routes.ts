/**
 * Where the Workers meet. Calls go over service bindings, so these hosts never reach DNS;
 * they are fixed because the signature covers `@authority`.
 */
export const BFF_ORIGIN = 'https://bff.libra.internal';
export const LLM_ORIGIN = 'https://llm.libra.internal';
export const MCP_ORIGIN = 'https://mcp.libra.internal';
export const VOICE_ORIGIN = 'https://voice.libra.internal';

/** bot → bff, body `ResetRequest`: the caller's conversation in this channel ends, the next turn starts a new one. */
export const RESET_PATH = '/v1/conversations/reset';
/** bot → bff, body `StatusRequest`, answer `BffStatus`. */
export const STATUS_PATH = '/v1/status';
/** bot → bff: what is set for a server, a channel, a person. Bodies and answers: `settings.ts`. */
export const SETTINGS_READ_PATH = '/v1/settings/read';
export const SETTINGS_CHANGE_PATH = '/v1/settings/change';
export const SETTINGS_EXPORT_PATH = '/v1/settings/export';
export const SETTINGS_IMPORT_PATH = '/v1/settings/import';
export const SETTINGS_AUDIT_PATH = '/v1/settings/audit';
/** bff → llm, body `{}`, answer `LlmStatus`. */
export const LLM_STATUS_PATH = '/v1/status';
/** OpenAI's Responses, for API clients. */
export const RESPONSES_PATH = '/v1/responses';
/** OpenAI's list of models, for API clients. */
export const MODELS_PATH = '/v1/models';
export const HEALTH_PATH = '/health';
/** operator → bot, body `{"user_id"}`, signed as the bot: all that is stored about a person goes. */
export const OPERATOR_ERASE_PATH = '/operator/erase';

export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';
/** On every response: the trace id, by which a line of the log is found. */
export const REQUEST_ID_HEADER = 'x-request-id';
export const TRACEPARENT_HEADER = 'traceparent';
/** bff → llm: the version of what operators have set; not signed, because all it can do is make llm look. */
export const OPERATOR_SETTINGS_HEADER = 'libra-operator-settings';
/** bff → llm, body `LlmSettings`, answer `{}`, or 400 `settings_invalid` that names what is wrong. */
export const LLM_SETTINGS_PATH = '/v1/operator-settings';

/** Key ids in signatures: who signed. Only `bot` may state a caller, and `voice` that of a live conversation. */
export const SIGNERS = ['bot', 'bff', 'documents', 'voice', 'console'] as const;
export type SignerName = (typeof SIGNERS)[number];
