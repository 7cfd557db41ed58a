/** A chat completion request, checked as OpenAI checks it. Pure. */
import { isRecord } from '../../shared/json.ts';
import { type ApiError, apiError, invalidRequest } from './api-error.ts';
import { tooLong, wrongType } from './field-checks.ts';
import { type PromptMessage, readMessages } from './message-request.ts';
import { type ChatModel, findChatModel } from './models.ts';
import { countPromptTokens, countTokens } from './tokens.ts';
import { readToolRequest, type ToolRequest } from './tool-request.ts';

export interface ChatRequest {
  model: ChatModel;
  messages: PromptMessage[];
  stream: boolean;
  includeUsage: boolean;
  /** Null: as much as the model can. */
  maxTokens: number | null;
  stop: string[];
  choices: number;
  /** Null: none; else how many alternatives of each token. */
  topLogprobs: number | null;
  toolRequest: ToolRequest;
  promptTokens: number;
}

export type ChatRequestVerdict = { ok: true; request: ChatRequest } | { ok: false; error: ApiError };

/** `value` is the parsed body; undefined when it was not JSON. */
export function parseChatRequest(value: unknown): ChatRequestVerdict {
  if (!isRecord(value)) {
    return refuse(invalidRequest('We could not parse the JSON body of your request.'));
  }
  const unknown = Object.keys(value).find((name) => !KNOWN_FIELDS.has(name));
  if (unknown !== undefined) {
    return refuse(invalidRequest(`Unrecognized request argument supplied: ${unknown}`));
  }
  const model = readModel(value.model);
  if ('body' in model) return refuse(model);
  const messages = readMessages(value.messages);
  if ('body' in messages) return refuse(messages);
  const options = readOptions(value, model);
  if ('body' in options) return refuse(options);
  const toolRequest = readToolRequest(value);
  if ('body' in toolRequest) return refuse(toolRequest);
  const promptTokens =
    countPromptTokens(messages) + (value.tools === undefined ? 0 : countTokens(JSON.stringify(value.tools)));
  if (promptTokens > model.contextTokens) {
    return refuse(
      invalidRequest(
        `This model's maximum context length is ${model.contextTokens} tokens. However, your messages resulted in ${promptTokens} tokens.`,
        'messages',
        'context_length_exceeded',
      ),
    );
  }
  return { ok: true, request: { model, messages, promptTokens, toolRequest, ...options } };
}

/** OpenAI refuses a field that it does not know, so a field of ours that leaks to the provider is found here. */
const KNOWN_FIELDS = new Set(
  (
    'model messages stream stream_options max_tokens max_completion_tokens stop n temperature top_p presence_penalty ' +
    'frequency_penalty seed user logit_bias logprobs top_logprobs response_format tools tool_choice parallel_tool_calls ' +
    'functions function_call metadata store modalities audio prediction reasoning_effort service_tier verbosity ' +
    'safety_identifier prompt_cache_key prompt_cache_retention web_search_options'
  ).split(' '),
);

const MAX_STOP_SEQUENCES = 4;

function readModel(name: unknown): ChatModel | ApiError {
  if (name === undefined) return invalidRequest('you must provide a model parameter');
  if (typeof name !== 'string') return wrongType('model', 'a string', name);
  return (
    findChatModel(name) ??
    apiError(
      404,
      'invalid_request_error',
      `The model \`${name}\` does not exist or you do not have access to it.`,
      {
        code: 'model_not_found',
      },
    )
  );
}

function readOptions(
  body: Record<string, unknown>,
  model: ChatModel,
): Omit<ChatRequest, 'model' | 'messages' | 'promptTokens' | 'toolRequest'> | ApiError {
  const { stream = false, stream_options: streamOptions, n = 1 } = body;
  if (typeof stream !== 'boolean') return wrongType('stream', 'a boolean', stream);
  if (streamOptions !== undefined && streamOptions !== null && !stream) {
    return invalidRequest(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      'stream_options',
    );
  }
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 1 || n > 128) {
    return invalidRequest("Invalid 'n': expected an integer from 1 to 128.", 'n', 'invalid_value');
  }
  const { logprobs = false, top_logprobs: topLogprobs } = body;
  if (typeof logprobs !== 'boolean') return wrongType('logprobs', 'a boolean', logprobs);
  if (topLogprobs !== undefined && !logprobs) {
    return invalidRequest(
      "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
      'top_logprobs',
    );
  }
  for (const [name, most] of TEXTS) {
    const given = body[name];
    if (given === undefined || given === null) continue;
    if (typeof given !== 'string') return wrongType(name, 'a string', given);
    if (given.length > most) return tooLong(name, most, given);
  }
  for (const [name, least, most] of RANGES) {
    const error = checkRange(body[name], name, least, most);
    if (error !== null) return error;
  }
  const limit = body.max_completion_tokens ?? body.max_tokens ?? null;
  const limitName = body.max_completion_tokens === undefined ? 'max_tokens' : 'max_completion_tokens';
  if (limit !== null && (typeof limit !== 'number' || !Number.isInteger(limit))) {
    return wrongType(limitName, 'an integer', limit);
  }
  if (limit !== null && (limit < 1 || limit > model.maxOutputTokens)) {
    return invalidRequest(
      `Invalid '${limitName}': this model supports from 1 to ${model.maxOutputTokens} completion tokens, whereas you provided ${limit}.`,
      limitName,
      'invalid_value',
    );
  }
  const stop = typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []);
  if (
    !Array.isArray(stop) ||
    stop.length > MAX_STOP_SEQUENCES ||
    !stop.every((text) => typeof text === 'string')
  ) {
    return wrongType('stop', 'a string or an array of at most 4 strings', stop);
  }
  return {
    stream,
    includeUsage: isRecord(streamOptions) && streamOptions.include_usage === true,
    maxTokens: limit,
    stop,
    choices: n,
    topLogprobs: logprobs ? Number(topLogprobs ?? 0) : null,
  };
}

const TEXTS: readonly (readonly [name: string, most: number])[] = [
  ['user', 512],
  ['safety_identifier', 64],
  ['prompt_cache_key', 64],
];

const RANGES: readonly (readonly [name: string, least: number, most: number])[] = [
  ['temperature', 0, 2],
  ['top_p', 0, 1],
  ['presence_penalty', -2, 2],
  ['frequency_penalty', -2, 2],
];

function checkRange(value: unknown, name: string, least: number, most: number): ApiError | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number') return wrongType(name, 'a decimal', value);
  if (value < least) {
    return invalidRequest(
      `Invalid '${name}': expected a value >= ${least}, but got ${value}.`,
      name,
      'decimal_below_min_value',
    );
  }
  if (value > most) {
    return invalidRequest(
      `Invalid '${name}': expected a value <= ${most}, but got ${value}.`,
      name,
      'decimal_above_max_value',
    );
  }
  return null;
}

function refuse(error: ApiError): ChatRequestVerdict {
  return { ok: false, error };
}
