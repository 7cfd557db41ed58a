/**
 * What the catalogue says that a model cannot do: found before the call, so that a target that can is asked in its place, and
 * else the caller hears which field is at fault. Pure.
 */
import type { Ability, ModelEntry } from '../../../shared/catalogue/catalogue.ts';
import { isRecord } from '../../../shared/json.ts';
import type { RequestFault } from './failure.ts';
import type { ProviderRequest } from './provider.ts';

type Request = Omit<ProviderRequest, 'model'>;

const BOUNDS = ['max_completion_tokens', 'max_tokens'] as const;

/** Undefined when nothing stands against it. `ownFields`: what Libra added itself, which is left out where it is refused. */
export function findUnfit(
  { name, abilities, refusedFields, contextTokens, maxCompletionTokens = contextTokens }: ModelEntry,
  request: Request,
  ownFields: readonly string[],
): RequestFault | undefined {
  const given = request as Readonly<Record<string, unknown>>;
  const tooMuch = BOUNDS.find(
    (field) => !isOwn(field, ownFields) && Number(given[field] ?? 0) > (maxCompletionTokens ?? Infinity),
  );
  if (tooMuch !== undefined) {
    const detail = `'${tooMuch}' is too large: ${name} writes ${maxCompletionTokens} tokens at most.`;
    return { cause: 'request_rejected', status: 400, param: tooMuch, detail };
  }
  const refused = refusedFields.find((field) => isGiven(given[field]) && !isOwn(field, ownFields));
  if (refused !== undefined) return refusal(name, refused, 'unsupported_parameter');
  const needed =
    abilities === undefined ? undefined : needsOf(given).find(({ ability }) => !abilities.includes(ability));
  return needed === undefined ? undefined : refusal(name, needed.param, 'unsupported_value');
}

/** The same of a call that is no chat, by the names of its fields. */
export function findRefused(
  { name, refusedFields }: ModelEntry,
  fields: readonly string[],
): RequestFault | undefined {
  const refused = refusedFields.find((field) => fields.includes(field));
  return refused === undefined ? undefined : refusal(name, refused, 'unsupported_parameter');
}

function refusal(
  model: string,
  param: string,
  code: 'unsupported_parameter' | 'unsupported_value',
): RequestFault {
  const detail = `${model} does not support '${param}'.`;
  return { cause: 'request_rejected', status: 400, code, param, detail };
}

/** Without the fields that Libra added and the model refuses or does not know, and with its bound within what the model can write. */
export function fitOwnFields(
  { refusedFields, maxCompletionTokens, takesCacheKey }: ModelEntry,
  request: Request,
  ownFields: readonly string[],
): Request {
  const isUnwanted = (field: string) =>
    refusedFields.includes(field) || (field === 'prompt_cache_key' && takesCacheKey !== true);
  const fields = Object.entries(request)
    .filter(([field]) => !(isUnwanted(field) && isOwn(field, ownFields)))
    .map(([field, value]): [string, unknown] => {
      const isBound = field === 'max_completion_tokens' && ownFields.includes(field);
      return [field, isBound ? Math.min(Number(value), maxCompletionTokens ?? Number(value)) : value];
    });
  return Object.fromEntries(fields) as unknown as Request;
}

/** llm asks for a stream with usage whatever its caller wants. */
function isOwn(field: string, ownFields: readonly string[]): boolean {
  return field === 'stream_options' || ownFields.includes(field);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function needsOf(request: Readonly<Record<string, unknown>>): { ability: Ability; param: string }[] {
  const { tools, response_format: format, reasoning_effort: effort, modalities, messages } = request;
  const isSpoken = Array.isArray(modalities) && modalities.includes('audio');
  const isSchema = isRecord(format) && format.type === 'json_schema';
  return [
    ...(Array.isArray(tools) && tools.length > 0 ? [{ ability: 'tools' as const, param: 'tools' }] : []),
    ...(isSchema ? [{ ability: 'json_schema' as const, param: 'response_format' }] : []),
    ...(isGiven(effort) ? [{ ability: 'reasoning' as const, param: 'reasoning_effort' }] : []),
    ...(isSpoken ? [{ ability: 'audio' as const, param: 'modalities' }] : []),
    ...(Array.isArray(messages) ? messages.flatMap(needsOfMessage) : []),
  ];
}

function needsOfMessage(message: unknown, index: number): { ability: Ability; param: string }[] {
  if (!isRecord(message) || !Array.isArray(message.content)) return [];
  return message.content.flatMap((part: unknown, at): { ability: Ability; param: string }[] => {
    const param = `messages[${index}].content[${at}]`;
    if (!isRecord(part)) return [];
    if (part.type === 'image_url') return [{ ability: 'vision', param }];
    return part.type === 'input_audio' ? [{ ability: 'audio', param }] : [];
  });
}
