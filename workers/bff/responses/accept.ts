/**
 * `POST /v1/responses`: what is accepted, as the chat request that it stands for. The chat request's own check judges the
 * values, and its refusals are told in the terms of the Responses request. Pure.
 */
import { isRecord, type JsonRecord } from '../../../shared/json.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import { parseClientChat } from '../request/client-chat.ts';
import { ANY_MODEL, type ModelAbilities } from '../request/models/abilities.ts';
import { type Validated, validate } from '../request/validate.ts';
import { type ResponsesFields, responsesFields } from './fields.ts';
import { findItemFault } from './items.ts';
import { toChatMessages } from './messages.ts';
import { FIELD_PLACES, type Places, renameFailure } from './params.ts';
import { findRefused } from './refused.ts';

export interface AcceptedResponses {
  chat: AcceptedChat;
  /** As it was asked for: an answer repeats it. */
  fields: ResponsesFields;
  places: Places;
}

export function parseResponsesRequest(
  input: unknown,
  abilitiesOf: (model: string | undefined) => readonly ModelAbilities[] = () => [ANY_MODEL],
): Validated<AcceptedResponses> {
  const refused = findRefused(input);
  if (refused !== null) return { ok: false, ...refused };
  const result = validate(responsesFields(), input);
  if (!result.ok) return result;
  const fields = result.value;
  const fault = typeof fields.input === 'string' ? null : findItemFault(fields.input);
  if (fault !== null) return { ok: false, ...fault };

  const { messages, places: inInput } = toChatMessages(fields.instructions, fields.input);
  const places = new Map([...FIELD_PLACES, ...inInput, ...placesOfTools(fields)]);
  const chat = parseClientChat({ ...toChatFields(fields), messages }, abilitiesOf);
  if (!chat.ok) return renameFailure(chat, places);
  if (chat.value.libraTools !== undefined) {
    const detail = "'libra.tools' is for /v1/chat/completions.";
    return { ok: false, code: 'unsupported_parameter', param: 'libra.tools', detail };
  }
  return { ok: true, value: { chat: withStore(chat.value, fields.store), fields, places } };
}

/** Libra stores nothing: a model that refuses the wish that nobody should is asked without it. */
function withStore(chat: AcceptedChat, store: ResponsesFields['store']): AcceptedChat {
  if (store !== false) return chat;
  return { ...chat, passed: { ...chat.passed, store }, droppable: ['store'] };
}

/** All but the messages and `store`. Undefined fields say nothing. */
function toChatFields(fields: ResponsesFields): JsonRecord {
  const { text, reasoning, top_logprobs: topLogprobs, stream_options: streamOptions } = fields;
  const wantsLogprobs =
    fields.include?.includes('message.output_text.logprobs') === true || Boolean(topLogprobs);
  return {
    model: fields.model,
    stream: fields.stream,
    ...(streamOptions === null || streamOptions === undefined ? {} : { stream_options: streamOptions }),
    ...(wantsLogprobs ? { logprobs: true } : {}),
    top_logprobs: topLogprobs,
    tools: fields.tools?.map(toChatTool),
    tool_choice: toChatChoice(fields.tool_choice),
    parallel_tool_calls: fields.parallel_tool_calls,
    response_format: toResponseFormat(text?.format),
    verbosity: text?.verbosity,
    reasoning_effort: reasoning?.effort,
    max_completion_tokens: fields.max_output_tokens,
    temperature: fields.temperature,
    top_p: fields.top_p,
    service_tier: fields.service_tier,
    prompt_cache_key: fields.prompt_cache_key,
    prompt_cache_retention: fields.prompt_cache_retention,
    safety_identifier: fields.safety_identifier,
    user: fields.user,
    libra: fields.libra,
  };
}

type Tool = NonNullable<ResponsesFields['tools']>[number];

function toChatTool(tool: Tool): JsonRecord {
  const { name, description } = tool;
  if (tool.type === 'custom')
    return { type: 'custom', custom: { name, description, format: toFormat(tool.format) } };
  const { parameters, strict } = tool;
  return { type: 'function', function: { name, description, parameters, strict } };
}

/** A grammar is an object of its own in the chat request. */
function toFormat(format: unknown): unknown {
  if (!isRecord(format) || format.type !== 'grammar') return format;
  const { type, ...grammar } = format;
  return { type, grammar };
}

function toChatChoice(choice: ResponsesFields['tool_choice']): unknown {
  if (typeof choice !== 'object' || choice === null) return choice;
  if (choice.type !== 'allowed_tools') return toNamed(choice);
  const { mode, tools } = choice;
  return { type: 'allowed_tools', allowed_tools: { mode, tools: tools.map(toNamed) } };
}

function toNamed({ type, name }: { type: 'function' | 'custom'; name: string }): JsonRecord {
  return { type, [type]: { name } };
}

function toResponseFormat(format: NonNullable<ResponsesFields['text']>['format']): unknown {
  if (format?.type !== 'json_schema') return format;
  const { type, ...schema } = format;
  return { type, json_schema: schema };
}

function placesOfTools({ tools, tool_choice: choice }: ResponsesFields): [chat: string, responses: string][] {
  const inTools = (tools ?? []).map(({ type }, index): [string, string] => [
    `tools[${index}].${type}`,
    `tools[${index}]`,
  ]);
  if (typeof choice !== 'object' || choice === null || choice.type !== 'allowed_tools') return inTools;
  const inChoice = choice.tools.map(({ type }, index): [string, string] => [
    `tool_choice.allowed_tools.tools[${index}].${type}`,
    `tool_choice.tools[${index}]`,
  ]);
  return [...inTools, ...inChoice];
}
