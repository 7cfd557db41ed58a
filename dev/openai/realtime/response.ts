/** One answer over a realtime connection: the offline model's, spoken by the offline engines, in OpenAI's order of events. */
import { randomBytes } from 'node:crypto';
import type { SpeechEngines } from '../../speech/engines.ts';
import { toPcm16 } from '../../speech/pcm.ts';
import { splitForSpeech } from '../../speech/sentences.ts';
import { complete } from '../completion.ts';
import type { OpenAiFaults } from '../faults.ts';
import type { PromptMessage } from '../message-request.ts';
import { countTokens, splitIntoTokens } from '../tokens.ts';
import { readToolRequest } from '../tool-request.ts';
import type { Item } from './conversation.ts';
import type { SessionConfig } from './session-config.ts';

export interface ResponseDeps {
  engines: Pick<SpeechEngines, 'synthesise'>;
  send(event: Record<string, unknown>): void;
  /** Waits; false when the answer was stopped meanwhile. */
  wait(ms: number): Promise<boolean>;
  /** The connection ends under the answer. */
  drop(): void;
  /** Each delta counts as one. */
  onDelta(): void;
  isStopped(): boolean;
}

export interface Asked {
  model: string;
  config: SessionConfig;
  items: readonly Item[];
  /** What was heard in items that came without a transcript, by their ids. */
  heard: ReadonlyMap<string, string>;
  faults: OpenAiFaults;
}

/** A fifth of a second. */
const PIECE_BYTES = 9_600;
const BYTES_PER_MS = 48;
const MS_PER_TOKEN = { heard: 100, spoken: 50 } as const;
const CONTEXT_TOKENS = 32_000;
const DEFAULT_MIDWAY = 3;

/** The items that it adds to the conversation. */
export async function respond(asked: Asked, deps: ResponseDeps): Promise<Item[]> {
  const id = `resp_${randomBytes(10).toString('hex')}`;
  const messages = toMessages(asked);
  const response = { object: 'realtime.response', id, output_modalities: ['audio'] };
  const { faults } = asked;
  deps.send({
    type: 'response.created',
    response: { ...response, status: 'in_progress', status_details: null, output: [], usage: null },
  });
  deps.send({
    type: 'rate_limits.updated',
    rate_limits: [{ name: 'tokens', limit: 40_000, remaining: 39_000, reset_seconds: 1 }],
  });
  const done = (status: string, details: object | null, items: Item[], output: Usage): Item[] => {
    const usage =
      faults.noUsage === undefined ? { usage: usageOf(asked, messages, output) } : { usage: null };
    const ended = { ...response, status, status_details: details, output: items.map(toOutput), ...usage };
    deps.send({ type: 'response.done', response: ended });
    return items;
  };
  const failed = (error: object) => ({ type: 'failed', error });
  if (faults.status !== undefined)
    return done('failed', failed(errorOf(faults.status.status)), [], NO_OUTPUT);
  if (faults.empty !== undefined) return done('completed', null, [], NO_OUTPUT);

  const completion = complete(toChatRequest(asked, messages), id, Date.now());
  const items: Item[] = [];
  const used: Usage = { textTokens: 0, audioMs: 0 };
  for (const call of completion.calls) {
    items.push(await sendCall(id, call, items.length, deps));
    used.textTokens += countTokens(call.name + call.arguments);
  }
  if (completion.calls.length > 0) return done('completed', { type: 'completed' }, items, used);
  const spoken = await speak(id, completion.tokens.join(''), asked, deps, used);
  items.push(spoken.item);
  if (spoken.error !== null) return done('failed', failed(spoken.error), items, used);
  if (deps.isStopped()) {
    return done('cancelled', { type: 'cancelled', reason: 'client_cancelled' }, items, used);
  }
  if (completion.finishReason !== 'length') return done('completed', { type: 'completed' }, items, used);
  return done('incomplete', { type: 'incomplete', reason: 'max_output_tokens' }, items, used);
}

interface Usage {
  textTokens: number;
  audioMs: number;
}

const NO_OUTPUT: Usage = { textTokens: 0, audioMs: 0 };

async function speak(
  response: string,
  text: string,
  { config, faults }: Asked,
  deps: ResponseDeps,
  used: Usage,
): Promise<{ item: Item; error: object | null }> {
  const item: Item = { ...newItem('message'), role: 'assistant' };
  const place = { response_id: response, item_id: item.id, output_index: 0, content_index: 0 };
  const part = { type: 'audio', transcript: '' };
  announce(response, item, 0, deps);
  deps.send({ type: 'response.content_part.added', ...place, part });
  const cut = faults.closeMidFrame ?? faults.stall ?? faults.errorChunk;
  let deltas = 0;
  /** False: the answer ends here. */
  const next = async (): Promise<boolean> => {
    if (cut !== undefined && deltas >= (cut.afterTokens ?? DEFAULT_MIDWAY)) return false;
    deltas += 1;
    deps.onDelta();
    return deps.wait(faults.slowTokens?.ms ?? 0);
  };
  if (!(await deps.wait(faults.delayFirstToken?.ms ?? 0))) return { item, error: null };
  speaking: for (const sentence of splitForSpeech(text)) {
    for (const delta of splitIntoTokens(sentence)) {
      if (!(await next())) break speaking;
      item.text += delta;
      used.textTokens += 1;
      deps.send({ type: 'response.output_audio_transcript.delta', ...place, delta });
    }
    const sound = await deps.engines.synthesise(sentence, config.voice, 1);
    if (!sound.ok) return { item, error: errorOf(500) };
    const pcm = toPcm16(sound.value);
    for (let at = 0; at < pcm.length; at += PIECE_BYTES) {
      if (!(await next())) break speaking;
      const piece = pcm.subarray(at, at + PIECE_BYTES);
      item.audioMs += piece.length / BYTES_PER_MS;
      used.audioMs = item.audioMs;
      deps.send({ type: 'response.output_audio.delta', ...place, delta: piece.toString('base64') });
    }
  }
  if (cut !== undefined) {
    if (cut === faults.closeMidFrame) deps.drop();
    if (cut === faults.stall) while (await deps.wait(60_000));
    if (cut === faults.errorChunk) return { item, error: errorOf(500) };
  }
  deps.send({ type: 'response.output_audio.done', ...place });
  deps.send({ type: 'response.output_audio_transcript.done', ...place, transcript: item.text });
  deps.send({ type: 'response.content_part.done', ...place, part: { ...part, transcript: item.text } });
  finish(response, item, 0, deps);
  return { item, error: null };
}

async function sendCall(
  response: string,
  { id, name, arguments: args }: { id: string; name: string; arguments: string },
  index: number,
  deps: ResponseDeps,
): Promise<Item> {
  const item: Item = { ...newItem('function_call'), text: args, callId: id, name };
  const place = { response_id: response, item_id: item.id, output_index: index, call_id: id };
  announce(response, { ...item, text: '' }, index, deps);
  deps.send({ type: 'response.function_call_arguments.delta', ...place, delta: args });
  deps.send({ type: 'response.function_call_arguments.done', ...place, name, arguments: args });
  finish(response, item, index, deps);
  return item;
}

function announce(response: string, item: Item, index: number, { send }: ResponseDeps): void {
  const shown = { ...toOutput(item), status: 'in_progress' };
  send({ type: 'response.output_item.added', response_id: response, output_index: index, item: shown });
  send({ type: 'conversation.item.added', previous_item_id: null, item: shown });
}

function finish(response: string, item: Item, index: number, { send, isStopped }: ResponseDeps): void {
  const shown = { ...toOutput(item), status: isStopped() ? 'incomplete' : 'completed' };
  send({ type: 'conversation.item.done', previous_item_id: null, item: shown });
  send({ type: 'response.output_item.done', response_id: response, output_index: index, item: shown });
}

function newItem(type: Item['type']): Item {
  const id = `item_${randomBytes(10).toString('hex')}`;
  return { id, type, role: null, text: '', callId: null, name: null, audioMs: 0 };
}

export function toOutput({ id, type, role, text, callId, name, audioMs }: Item): Record<string, unknown> {
  const item = { id, object: 'realtime.item', type, status: 'completed' };
  if (type === 'function_call') return { ...item, call_id: callId, name, arguments: text };
  if (type === 'function_call_output') return { ...item, call_id: callId, output: text };
  const said =
    role === 'assistant' && audioMs > 0
      ? { type: 'output_audio', transcript: text }
      : { type: role === 'assistant' ? 'output_text' : 'input_text', text };
  return { ...item, role, content: [said] };
}

/** What the offline model reads: a recording says what is known of it. */
function toMessages({ config, items, heard }: Asked): PromptMessage[] {
  return [
    { role: 'system', text: config.instructions },
    ...items.map(({ id, type, role, text }): PromptMessage => {
      if (type === 'function_call') return { role: 'assistant', text: '', callsTools: true };
      if (type === 'function_call_output') return { role: 'tool', text };
      return { role: role ?? 'user', text: heard.get(id) ?? text };
    }),
  ];
}

function toChatRequest({ model, config }: Asked, messages: PromptMessage[]): Parameters<typeof complete>[0] {
  const tools = config.tools.map(({ type: _, ...tool }) => ({ type: 'function', function: tool }));
  const choice = tools.length === 0 ? {} : { tools, tool_choice: config.toolChoice };
  const toolRequest = readToolRequest(choice);
  if ('body' in toolRequest) throw new Error(JSON.stringify(toolRequest.body));
  return {
    model: { id: model, snapshot: model, contextTokens: CONTEXT_TOKENS, maxOutputTokens: 4_096 },
    messages,
    toolRequest,
    maxTokens: config.maxTokens,
    stream: true,
    includeUsage: true,
    stop: [],
    choices: 1,
    topLogprobs: null,
    promptTokens: 0,
  };
}

function usageOf(
  { items }: Asked,
  messages: readonly PromptMessage[],
  { textTokens, audioMs }: Usage,
): object {
  const text = messages.reduce((sum, message) => sum + countTokens(message.text), 0);
  const heard = items.reduce(
    (sum, { role, audioMs: ms }) =>
      sum + Math.ceil(ms / (role === 'assistant' ? MS_PER_TOKEN.spoken : MS_PER_TOKEN.heard)),
    0,
  );
  const spoken = Math.ceil(audioMs / MS_PER_TOKEN.spoken);
  return {
    total_tokens: text + heard + textTokens + spoken,
    input_tokens: text + heard,
    output_tokens: textTokens + spoken,
    input_token_details: {
      text_tokens: text,
      audio_tokens: heard,
      image_tokens: 0,
      cached_tokens: 0,
      cached_tokens_details: { text_tokens: 0, audio_tokens: 0, image_tokens: 0 },
    },
    output_token_details: { text_tokens: textTokens, audio_tokens: spoken },
  };
}

function errorOf(status: number): object {
  if (status === 429) {
    return { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached for gpt-realtime.' };
  }
  return {
    type: 'server_error',
    code: null,
    message: 'The server had an error while processing the request.',
  };
}
