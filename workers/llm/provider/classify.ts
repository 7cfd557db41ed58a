/**
 * What a provider's refusal means, whose fault it is and what it says of the provider's health: its status alone tells too
 * little, since account trouble comes as 400, one oversized request as 429, and a full context in a dozen wordings.
 * Pure; never throws.
 */

import { toErrorCode } from '../../../shared/errors.ts';
import { readToldWait } from '../../../shared/http/retry-after.ts';
import { isRecord, type JsonRecord, parseJson } from '../../../shared/json.ts';
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';
import type { Failure, RequestFault } from './failure.ts';

/** An error as far as it could be read: from a body, or from a frame of a stream. */
export interface ProviderError {
  code: string;
  type: string;
  param: string;
  message: string;
}

/** Of an HTTP response. `body` is its text, cut to a bound. */
export function classifyRefusal(status: number, body: string, retryAfterMs?: number): Failure {
  const error = readError(parseJson(body), body);
  if (MISWRITTEN_CODES.has(error.code)) return { cause: 'miswritten' };
  if (isContextOverflow(error) && (status < 429 || status >= 500)) return { cause: 'context_too_long' };
  if (isFiltered(error) && status < 500 && status !== 429) return { cause: 'content_filtered' };
  if (NO_TOOLS.test(error.message)) return toRequestFault(400, { ...error, param: 'tools' });
  if (isAccountTrouble(status, error)) return toAccountTrouble(status, error);
  if (status === 429) {
    if (isOversized(error)) return toRequestFault(413, error);
    return toRateLimit(error, retryAfterMs ?? readToldWait(error.message));
  }
  if (isUnreadableInput(error)) return toRequestFault(400, error);
  if (status === 503 && isLoading(error)) return { cause: 'loading' };
  // 408 and 409 are the provider's own momentary trouble, as its SDK treats them too.
  if (status >= 500 || status === 408 || status === 409) return { cause: 'server_error', status };
  if (REQUEST_FAULTS.has(status)) return toRequestFault(status, error);
  return { cause: 'account', status };
}

/** Of an error that the provider put into its stream. */
export function classifyErrorFrame(frame: JsonRecord): Failure {
  const error = readError({ error: frame }, '');
  if (MISWRITTEN_CODES.has(error.code)) return { cause: 'miswritten' };
  if (isContextOverflow(error)) return { cause: 'context_too_long' };
  if (isAccountTrouble(0, error)) return toAccountTrouble(0, error);
  if (error.code === '429' || error.code === 'rate_limit_exceeded' || error.type === 'rate_limit_error') {
    return isOversized(error) ? toRequestFault(413, error) : toRateLimit(error);
  }
  if (isUnreadableInput(error)) return toRequestFault(400, error);
  if (isFiltered(error)) return { cause: 'content_filtered' };
  const status = Number(error.code);
  return REQUEST_FAULTS.has(status) || error.type === 'invalid_request_error'
    ? toRequestFault(REQUEST_FAULTS.has(status) ? status : 400, error)
    : { cause: 'server_error' };
}

/** Groq's, as a 400 that speaks of the prompt: asked again, or elsewhere, the same request may well be answered. */
const MISWRITTEN_CODES: ReadonlySet<string> = new Set(['tool_use_failed', 'json_validate_failed']);

const REQUEST_FAULTS: ReadonlySet<number> = new Set([400, 413, 415, 422]);

const NOTHING: ProviderError = { code: '', type: '', param: '', message: '' };

/**
 * OpenAI's `{error: {…}}`, the same in a list (Gemini), a bare string in it, a list `errors` (Workers AI), vLLM's flat form,
 * FastAPI's `detail`, also as a message (Mistral), what a provider has told OpenRouter; of anything else the text.
 */
export function readError(written: unknown, text: string): ProviderError {
  const value: unknown = Array.isArray(written) ? written[0] : written;
  if (!isRecord(value)) return { ...NOTHING, message: text };
  const { error, detail, errors } = value;
  if (error === undefined && Array.isArray(errors)) return readError({ error: errors[0] as unknown }, text);
  if (typeof error === 'string') return { ...NOTHING, message: error };
  if (error === undefined && detail !== undefined) return readDetail(detail);
  const { code, type, param, message, metadata } = isRecord(error) ? error : value;
  if (isRecord(message)) return readDetail(message.detail);
  const raw = isRecord(metadata) && typeof metadata.raw === 'string' ? metadata.raw : '';
  const told = raw === '' ? NOTHING : readError(parseJson(raw), raw);
  return {
    code: told.code || (typeof code === 'string' || typeof code === 'number' ? String(code) : ''),
    type: told.type || (typeof type === 'string' ? type : ''),
    param: told.param || (typeof param === 'string' ? param : ''),
    message: told.message || (typeof message === 'string' ? message : ''),
  };
}

/** FastAPI: a sentence, or a list of `{loc: ['body', 'stream_options'], msg, type}`. */
function readDetail(detail: unknown): ProviderError {
  if (typeof detail === 'string') return { ...NOTHING, message: detail };
  const first: unknown = Array.isArray(detail) ? detail[0] : undefined;
  if (!isRecord(first)) return NOTHING;
  const path: unknown[] = Array.isArray(first.loc) ? first.loc : [];
  return {
    ...NOTHING,
    type: typeof first.type === 'string' ? first.type : '',
    param: path.filter((part) => part !== 'body').join('.'),
    message: typeof first.msg === 'string' ? first.msg : '',
  };
}

const LOADING_CODES: ReadonlySet<string> = new Set(['model_loading', 'model_is_loading']);
/** llama.cpp, Hugging Face, vLLM. */
const LOADING_WORDING = /\b(model|engine)\b.{0,120}\bloading\b|\bloading (the )?model\b/i;

function isLoading({ code, type, message }: ProviderError): boolean {
  return LOADING_CODES.has(code) || LOADING_CODES.has(type) || LOADING_WORDING.test(message);
}

const CONTEXT_CODES: ReadonlySet<string> = new Set(['context_length_exceeded', 'exceed_context_size_error']);
const CONTEXT_WORDING =
  /context (length|window|size|limit)|context_length|maximum context|max_model_len|(prompt|input|request) (is |was )?too (long|large for)|too many (input )?tokens|exceeds? the (available |maximum )?(context|number of tokens|token limit)|reduce the length of the (messages|prompt|input)|maximum prompt length|model token limit|range of input length|`inputs` (tokens|must have less)/i;

function isContextOverflow({ code, type, message }: ProviderError): boolean {
  if (CONTEXT_CODES.has(code) || CONTEXT_CODES.has(type)) return true;
  return CONTEXT_WORDING.test(message) && !RATE_WORDING.test(message);
}

/** A limit by the minute speaks of tokens, too. */
const RATE_WORDING = /per (minute|min|day|hour)|rate limit|\bTPM\b|\bRPM\b/i;

const ACCOUNT_CODES: ReadonlySet<string> = new Set([
  'insufficient_quota',
  'invalid_api_key',
  'billing_not_active',
  'billing_hard_limit_reached',
  'account_deactivated',
  'access_terminated',
  'model_not_found',
  'organization_restricted',
  'Arrearage',
]);
const ACCOUNT_WORDING =
  /location is not supported|organization must be verified|credit balance|insufficient (quota|balance|credits?|funds)|exceeded your current quota|billing|payment required|(invalid|incorrect|missing|expired) api[ -]?key|api[ -]?key (is )?not valid|account (is )?(not active|deactivated|suspended)/i;
/** Gemini speaks of quota and billing at its limits by the minute, too. */
const PASSES_WORDING = /try (again )?in \d/i;
const UNKNOWN_MODEL =
  /model\b.{0,120}\b(not found|does not exist|is not available|unknown|decommissioned)|no such model|unknown model|not a valid model/i;

function isAccountTrouble(status: number, error: ProviderError): boolean {
  const { code, type } = error;
  if (status === 401 || status === 402 || status === 403 || status === 404) return true;
  if (ACCOUNT_CODES.has(code) || ACCOUNT_CODES.has(type)) return true;
  if (status >= 500) return false;
  const wording = wordingOf(error);
  const isAccounts = ACCOUNT_WORDING.test(wording) && !PASSES_WORDING.test(wording);
  return isAccounts || (status !== 429 && UNKNOWN_MODEL.test(wording));
}

function toAccountTrouble(status: number, error: ProviderError): Failure {
  const { code, type } = error;
  const wording = wordingOf(error);
  const isModelUnknown =
    status === 404 ||
    code === 'model_not_found' ||
    type === 'model_not_found' ||
    (status !== 429 && !ACCOUNT_WORDING.test(wording) && UNKNOWN_MODEL.test(wording));
  return { cause: 'account', status, ...(isModelUnknown ? { isModelUnknown } : {}) };
}

/**
 * What the provider itself says. A request may call a tool `get_billing_address`: names in quotes and addresses are its own
 * words, and an error that names another field than these is about that field.
 */
function wordingOf({ param, message }: ProviderError): string {
  if (!OF_OURS.has(param)) return '';
  return message.replace(OF_REQUEST, '');
}

/** That an answer is streamed is Libra's own wish. */
const OF_OURS: ReadonlySet<string> = new Set(['', 'model', 'stream']);
const OF_REQUEST = /(['"`])[^\s'"`]+\1|https?:\/\/\S+/gi;

/** One request that is larger than the limit by the minute can never pass it, and says nothing about the others. */
function isOversized({ type, message }: ProviderError): boolean {
  const [, limit, requested] = LIMIT_AND_REQUESTED.exec(message) ?? [];
  if (limit !== undefined && requested !== undefined) return toNumber(requested) > toNumber(limit);
  if (type === 'tokens' && !/try again in/i.test(message)) return true;
  return OVERSIZED_WORDING.test(message);
}

/** Where both are told, they say it all: "Limit 30000, Requested 50000", with what has been used between them or not. */
const LIMIT_AND_REQUESTED = /\blimit:? ([\d,]{1,15})\b.{0,60}?\brequested:? ([\d,]{1,15})\b/i;
const OVERSIZED_WORDING =
  /(request|prompt|input|message)s? (is |was )?(too (large|long|big)|larger than)|(a|one|this) single request|(payload|entity) too large/i;

function toNumber(digits: string): number {
  return Number(digits.replaceAll(',', ''));
}

function toRateLimit(error: ProviderError, retryAfterMs?: number): Failure {
  return {
    cause: 'rate_limited',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(isOfRequest(error) ? { isOfRequest: true } : {}),
  };
}

/** Of the account's own limits none names a field of a request, its end user, or what this request would do. */
function isOfRequest({ code, type, param, message }: ProviderError): boolean {
  return param !== '' || OF_REQUEST_WORDING.test(`${code} ${type}\n${message}`);
}

const OF_REQUEST_WORDING =
  /\bend[ _-]?user|safety[ _]identifier|user_identifier|this (request|prompt|message) (would|alone)\b/i;

/** llama.cpp answers 500 to an image for a model of text: retries would not help, and five would open the circuit. */
function isUnreadableInput({ message }: ProviderError): boolean {
  return /\b(image|audio|video|file)s?( inputs?)? (is|are) not supported|missing data required for image/i.test(
    message,
  );
}

/** OpenRouter's 404 to a request for tools. */
const NO_TOOLS = /endpoints found that support tool use/i;

const FILTER_CODES =
  /content_filter|content_policy_violation|ResponsibleAIPolicyViolation|invalid_prompt|moderation_blocked|data_inspection_failed/;
/** Azure; OpenAI; OpenRouter; DeepSeek. */
const FILTER_WORDING =
  /content management policy|content filter|our safety system|input was flagged|content exists risk/i;

function isFiltered({ code, type, message }: ProviderError): boolean {
  return FILTER_CODES.test(`${code} ${type}`) || FILTER_WORDING.test(message);
}

function toRequestFault(status: number, { code, param, message }: ProviderError): RequestFault {
  const known = toErrorCode(code);
  const detail = toSafeDetail(message);
  return {
    cause: 'request_rejected',
    status,
    ...(PASSED_CODES.has(known) ? { code: known } : {}),
    ...(/^[\w.[\]-]{1,100}$/.test(param) ? { param } : {}),
    ...(detail === '' ? {} : { detail }),
  };
}

/** OpenAI's codes that mean the same to our own callers. */
const PASSED_CODES: ReadonlySet<string> = new Set([
  'unsupported_parameter',
  'unsupported_value',
  'invalid_image_url',
]);

const MAX_DETAIL_CHARS = 300;
/**
 * Keys, URLs, addresses and organisations of an account: what a message may hold that is not the caller's to know. A name before an
 * `@` has a bound (RFC 5321's), or a text that a provider repeats would be read anew from each of its letters.
 */
const PRIVATE =
  /https?:\/\/\S+|\b(sk|pk|gsk|org|proj|key|acct|user|req)[-_][\w-]{6,}|\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b|[\w.+-]{1,64}@[\w-]+\.\w+/gi;

const UNPRINTABLE = lazyPattern('[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+', 'gu');

/** The provider's sentence without markup and without what belongs to the operator. */
export function toSafeDetail(message: string): string {
  if (/<[a-z!/]/i.test(message)) return '';
  const printable = message.toWellFormed().replace(UNPRINTABLE(), ' ');
  return printable.replace(PRIVATE, '…').replace(/\s+/g, ' ').trim().slice(0, MAX_DETAIL_CHARS);
}
