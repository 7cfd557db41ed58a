/**
 * Every failure that may cross a Worker's boundary: a stable code, its HTTP status, OpenAI's error type,
 * a public English message, and whether the same request can succeed later.
 *
 * Pure. The bot maps the code to a text in the user's language; internal messages never leave a Worker.
 */
export interface ErrorKind {
  status: number;
  type:
    | 'invalid_request_error'
    | 'authentication_error'
    | 'permission_error'
    | 'rate_limit_error'
    | 'server_error';
  message: string;
  /** True when trying again later, unchanged, is sensible. */
  retryable: boolean;
}

const ERROR_KINDS = {
  invalid_request: kind(400, 'invalid_request_error', 'The request is not valid.'),
  prompt_empty: kind(400, 'invalid_request_error', 'The prompt is empty.'),
  prompt_too_long: kind(400, 'invalid_request_error', 'The prompt is too long.'),
  context_length_exceeded: kind(
    400,
    'invalid_request_error',
    "The messages exceed this model's maximum context length.",
  ),
  content_filter: kind(
    400,
    'invalid_request_error',
    'The content filter of the model provider refused this.',
  ),
  content_blocked: kind(400, 'invalid_request_error', 'Moderation has blocked this.'),
  unsupported_parameter: kind(400, 'invalid_request_error', 'This model does not know the parameter.'),
  unsupported_value: kind(400, 'invalid_request_error', 'This model does not support the value.'),
  invalid_image_url: kind(400, 'invalid_request_error', 'The image cannot be read.'),
  vision_unsupported: kind(400, 'invalid_request_error', 'This model does not read images.'),
  attachment_expired: kind(400, 'invalid_request_error', 'The address of an attached file has expired.'),
  attachment_unreadable: kind(
    400,
    'invalid_request_error',
    'An attached file holds no text that can be read.',
  ),
  recording_unreadable: kind(400, 'invalid_request_error', 'The recording cannot be heard.'),
  settings_invalid: kind(400, 'invalid_request_error', 'The settings are not valid.'),
  fact_refused: kind(400, 'invalid_request_error', 'This is a secret, which is not kept.'),
  persona_invalid: kind(400, 'invalid_request_error', 'The persona is not valid.'),
  document_unreadable: kind(400, 'invalid_request_error', 'The document cannot be read.'),
  document_encrypted: kind(400, 'invalid_request_error', 'The document is protected by a password.'),
  document_page: kind(400, 'invalid_request_error', 'The page cannot be read.'),
  document_empty: kind(400, 'invalid_request_error', 'The document holds no text.'),
  document_type: kind(400, 'invalid_request_error', 'Documents of this type are not read.'),
  document_duplicate: kind(400, 'invalid_request_error', 'The same text is here under another name.'),
  document_limit: kind(400, 'invalid_request_error', 'There are as many documents here as there may be.'),
  document_day_limit: kind(400, 'invalid_request_error', 'No more documents can be added here today.'),
  document_lost: kind(
    500,
    'server_error',
    'The document could not be read, though it was tried several times.',
  ),
  document_busy: retryable(409, 'invalid_request_error', 'The document is being read.'),
  unauthorized: kind(401, 'authentication_error', 'The request could not be authenticated.'),
  key_expired: kind(401, 'authentication_error', 'This API key, or this secret of it, has expired.'),
  forbidden: kind(403, 'permission_error', 'The caller may not do this.'),
  user_blocked: kind(403, 'permission_error', 'A moderator of this server has blocked this user.'),
  model_not_allowed: kind(403, 'permission_error', 'This API key may not use this model.'),
  endpoint_not_allowed: kind(403, 'permission_error', 'This API key may not use this endpoint.'),
  channel_not_allowed: kind(403, 'permission_error', 'This server does not want answers in this channel.'),
  memory_off: kind(403, 'permission_error', 'This user has not agreed to personal memory here.'),
  not_found: kind(404, 'invalid_request_error', 'There is nothing here.'),
  model_not_found: kind(404, 'invalid_request_error', 'There is no such model here.'),
  persona_not_found: kind(404, 'invalid_request_error', 'There is no such persona here.'),
  document_not_found: kind(404, 'invalid_request_error', 'There is no such document here.'),
  voice_not_offered: kind(404, 'invalid_request_error', 'No model for speech is set up here.'),
  transcript_gone: kind(404, 'invalid_request_error', 'The text of this recording is not kept any more.'),
  fact_not_found: kind(404, 'invalid_request_error', 'There is no such fact here.'),
  nothing_to_continue: kind(
    404,
    'invalid_request_error',
    'The answer to be continued is not known any more.',
  ),
  method_not_allowed: kind(405, 'invalid_request_error', 'This method is not allowed here.'),
  body_timeout: retryable(408, 'invalid_request_error', 'The request body did not arrive in time.'),
  idempotency_in_progress: retryable(
    409,
    'invalid_request_error',
    'The same request is still being answered.',
  ),
  persona_exists: kind(400, 'invalid_request_error', 'There is a persona of this name.'),
  persona_limit: kind(400, 'invalid_request_error', 'There are as many personas as there may be.'),
  gate_outdated: kind(409, 'invalid_request_error', 'What this question went by has just been changed.'),
  question_erased: kind(409, 'invalid_request_error', 'This user has had everything erased since.'),
  settings_conflict: kind(409, 'invalid_request_error', 'Somebody else has changed this in the meantime.'),
  request_too_large: kind(
    413,
    'invalid_request_error',
    'This single request is larger than the model provider takes in a minute.',
  ),
  document_too_large: kind(413, 'invalid_request_error', 'The document is too large.'),
  document_unpacks_too_large: kind(
    413,
    'invalid_request_error',
    'The document unpacks to more than is read.',
  ),
  document_too_long: kind(413, 'invalid_request_error', 'The document has too many pages or too much text.'),
  recording_too_long: kind(413, 'invalid_request_error', 'The recording is too long.'),
  attachment_too_large: kind(413, 'invalid_request_error', 'An attached file is too large.'),
  body_too_large: kind(413, 'invalid_request_error', 'The request body is too large.'),
  unsupported_content_type: kind(
    415,
    'invalid_request_error',
    "The body must be JSON, with 'content-type: application/json'.",
  ),
  idempotency_mismatch: kind(
    422,
    'invalid_request_error',
    'This idempotency key was used with another body.',
  ),
  rate_limited: retryable(429, 'rate_limit_error', 'Too many requests.'),
  rate_limit_user: retryable(
    429,
    'rate_limit_error',
    'This user has made too many model calls in the last minute.',
  ),
  rate_limit_tokens: retryable(
    429,
    'rate_limit_error',
    'This API key has used up its tokens of this minute.',
  ),
  rate_limit_guild: retryable(
    429,
    'rate_limit_error',
    'This server has made too many model calls in the last minute.',
  ),
  rate_limit_degraded: retryable(
    429,
    'rate_limit_error',
    'Limits are stricter while a part of the service is down.',
  ),
  moderation_cooldown: retryable(
    429,
    'rate_limit_error',
    'Several messages of this user were blocked; the user has to wait.',
  ),
  budget_user: retryable(429, 'rate_limit_error', 'This user has used up the budget of the day.'),
  budget_held: retryable(
    429,
    'rate_limit_error',
    'Requests that are still being answered hold what is left of the budget of the day.',
  ),
  budget_month: retryable(429, 'rate_limit_error', 'This API key has used up the budget of the month.'),
  budget_role: retryable(
    429,
    'rate_limit_error',
    "This member has used up what the server allows the member's roles in a day.",
  ),
  budget_guild: retryable(429, 'rate_limit_error', 'This server has used up the budget of the day.'),
  budget_global: retryable(429, 'rate_limit_error', 'The service has used up the budget of the day.'),
  internal: retryable(500, 'server_error', 'Something went wrong on our side.'),
  provider_rejected: kind(502, 'server_error', 'The model provider refused the request.'),
  provider_interrupted: retryable(
    502,
    'server_error',
    'The model provider broke off in the middle of the answer.',
  ),
  provider_garbled: retryable(
    502,
    'server_error',
    'The model provider sent something that is not an answer.',
  ),
  provider_repetitive: retryable(
    502,
    'server_error',
    'The model repeated itself without an end, and the answer was ended.',
  ),
  provider_rate_limited: retryable(503, 'server_error', 'The model provider is limiting our requests.'),
  provider_unavailable: retryable(503, 'server_error', 'The model provider cannot be reached.'),
  provider_loading: retryable(503, 'server_error', 'The model provider is still loading this model.'),
  moderation_unavailable: retryable(
    503,
    'server_error',
    'Moderation gave no verdict, and without one nothing is shown.',
  ),
  documents_unavailable: retryable(503, 'server_error', 'Documents cannot be read or stored at this moment.'),
  overloaded: retryable(503, 'server_error', 'Too many requests are being received at this moment.'),
  circuit_open: retryable(
    503,
    'server_error',
    'The model provider is failing; calls are paused for a moment.',
  ),
  attachment_unreachable: retryable(503, 'server_error', 'An attached file cannot be downloaded.'),
  upstream_unreachable: retryable(503, 'server_error', 'An inner part of the service cannot be reached.'),
  provider_timeout: retryable(504, 'server_error', 'The model provider did not start to answer in time.'),
  provider_stalled: retryable(504, 'server_error', 'The model provider stopped in the middle of the answer.'),
  deadline_exceeded: retryable(504, 'server_error', 'The answer took too long.'),
} satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERROR_KINDS;

export const ERROR_CODES = Object.keys(ERROR_KINDS) as ErrorCode[];

export function errorKind(code: ErrorCode): ErrorKind {
  return ERROR_KINDS[code];
}

/** A budget of a day or a month is used up: nothing more is possible before its end. */
export function isBudgetUsed(code: ErrorCode): boolean {
  return code.startsWith('budget_') && code !== 'budget_held';
}

/** Turns a code that came over the wire into a known one; anything else is `internal`. */
export function toErrorCode(value: unknown): ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_KINDS, value) ? (value as ErrorCode) : 'internal';
}

function kind(status: number, type: ErrorKind['type'], message: string): ErrorKind {
  return { status, type, message, retryable: false };
}

function retryable(status: number, type: ErrorKind['type'], message: string): ErrorKind {
  return { status, type, message, retryable: true };
}
