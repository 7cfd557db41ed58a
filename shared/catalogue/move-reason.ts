/** Why the next target of a chain is asked. Pure. */

export const MOVE_REASONS = ['timeout', 'server_error', 'rate_limit', 'account', 'context'] as const;
/**
 * `timeout`: no first token in time. `server_error`: 5xx, no connection, or no answer in OpenAI's format. `rate_limit`: 429.
 * An open circuit is each of these three. `account`: the key, its credit, its rights or the model's name. `context`: the prompt
 * is too long; leads only to a model with a larger window.
 */
export type MoveReason = (typeof MOVE_REASONS)[number];
