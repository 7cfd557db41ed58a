/** What a model can do with a request, and what of a request it cannot. Pure. */
import type { ChatOptions } from '../../../../shared/chat/completions.ts';
import type { ChatMessage } from '../../../../shared/chat/messages.ts';
import { DEFAULT_COMPLETION_TOKENS, DEFAULT_WINDOW_TOKENS } from '../../../../shared/limits.ts';
import type { Invalid } from '../validate.ts';

export interface ModelAbilities {
  /** Tokens of prompt and answer together. */
  windowTokens: number;
  /** The most that it writes in one answer. */
  maxCompletionTokens: number;
  tools: boolean;
  /** `json_object` and `json_schema` as the form of an answer. */
  jsonObject: boolean;
  jsonSchema: boolean;
  images: boolean;
  audioInput: boolean;
  audioOutput: boolean;
  files: boolean;
  /** Any other field of the standard that it does not know: `logprobs`, `reasoning_effort`. */
  refusedFields: readonly string[];
  /**
   * Fields beyond the standard that are passed on. None by default: such a field may change who answers or what it costs in
   * ways that no budget knows of.
   */
  extraFields: readonly string[];
}

export const ANY_MODEL: ModelAbilities = {
  windowTokens: DEFAULT_WINDOW_TOKENS,
  maxCompletionTokens: DEFAULT_COMPLETION_TOKENS,
  tools: true,
  jsonObject: true,
  jsonSchema: true,
  images: true,
  audioInput: true,
  audioOutput: true,
  files: true,
  refusedFields: [],
  extraFields: [],
};

/** So many characters of ordinary text are at least one token; a closer count is the provider's. */
const CHARS_PER_TOKEN = 8;

/** Null when one of the targets that may answer can do it; else why none can, as the first of them would say it. */
export function findInability(
  messages: readonly ChatMessage[],
  passed: ChatOptions,
  targets: readonly ModelAbilities[],
): Invalid | null {
  const faults = targets.map(
    (abilities) => findFieldInability(passed, abilities) ?? findPartInability(messages, abilities),
  );
  const windows = targets
    .filter((_, index) => faults[index] === null)
    .map(({ windowTokens }) => windowTokens);
  if (windows.length === 0) return faults[0] ?? null;
  return findLengthFault(messages, Math.max(...windows));
}

function findFieldInability(passed: ChatOptions, abilities: ModelAbilities): Invalid | null {
  const refused = abilities.refusedFields.find((field) => field in passed);
  if (refused !== undefined) return unsupported(refused);
  if (!abilities.tools && passed.tools !== undefined) return unsupported('tools');
  const format = passed.response_format?.type;
  if (format === 'json_object' && !abilities.jsonObject) return unsupportedValue('response_format.type');
  if (format === 'json_schema' && !abilities.jsonSchema) return unsupportedValue('response_format.type');
  if (passed.modalities?.includes('audio') === true && !abilities.audioOutput) {
    return unsupportedValue('modalities');
  }
  for (const field of ['max_completion_tokens', 'max_tokens'] as const) {
    const most = abilities.maxCompletionTokens;
    if ((passed[field] ?? 0) <= most) continue;
    const detail = `'${field}' is too large: this model writes ${most} tokens at most.`;
    return { ok: false, code: 'invalid_request', param: field, detail };
  }
  return null;
}

function findPartInability(messages: readonly ChatMessage[], abilities: ModelAbilities): Invalid | null {
  const able = { image_url: abilities.images, input_audio: abilities.audioInput, file: abilities.files };
  for (const [index, { content }] of messages.entries()) {
    if (!Array.isArray(content)) continue;
    for (const [part, { type }] of content.entries()) {
      const isUnable = type !== 'text' && type !== 'refusal' && !able[type];
      if (isUnable) return unsupportedValue(`messages[${index}].content[${part}].type`);
    }
  }
  return null;
}

/** Refuses only what no tokenizer can make fit: whether the rest does, the provider says. */
function findLengthFault(messages: readonly ChatMessage[], windowTokens: number): Invalid | null {
  const chars = messages.reduce((sum, { content }) => sum + charsOf(content), 0);
  if (chars <= windowTokens * CHARS_PER_TOKEN) return null;
  const detail = `This model's maximum context length is ${windowTokens} tokens. Please reduce the length of 'messages'.`;
  return { ok: false, code: 'context_length_exceeded', param: 'messages', detail };
}

function charsOf(content: ChatMessage['content']): number {
  if (content === null) return 0;
  if (typeof content === 'string') return content.length;
  return content.reduce((sum, part) => sum + (part.type === 'text' ? part.text.length : 0), 0);
}

function unsupported(param: string): Invalid {
  const detail = `This model does not support '${param}'.`;
  return { ok: false, code: 'unsupported_parameter', param, detail };
}

function unsupportedValue(param: string): Invalid {
  const detail = `This model does not support the value of '${param}'.`;
  return { ok: false, code: 'unsupported_value', param, detail };
}
