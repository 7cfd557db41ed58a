/**
 * The provider's events of one answer as frames of a chat's stream: what is said as text, its sound as `audio`, calls of tools,
 * the end, what was used. Pure. Names of events: those of the API as it is, and those of its beta, which others still send.
 */
import type { JsonRecord } from '../../../shared/json.ts';
import { isRecord } from '../../../shared/json.ts';
import { textOf, typeOf } from './event-text.ts';
import { IF_POSSIBLE } from './reconcile.ts';

export interface EventReader {
  /** The data of frames, in their order. `isOver`: nothing more comes for this answer. */
  read(event: JsonRecord): { frames: string[]; isOver: boolean };
}

const NOTHING = { frames: [], isOver: false };

export function createEventReader({ model, created }: { model: string; created: number }): EventReader {
  let response: string | null = null;
  let calls = 0;
  const chunk = (delta: JsonRecord, finishReason: string | null = null): string =>
    JSON.stringify({
      id: `chatcmpl-${response ?? ''}`,
      object: 'chat.completion.chunk',
      created,
      model,
      choices: [{ index: 0, delta, finish_reason: finishReason }],
    });
  const says = (delta: JsonRecord) => ({ frames: [chunk(delta)], isOver: false });

  function end(result: JsonRecord): { frames: string[]; isOver: boolean } {
    const { status, status_details: details } = result;
    const usage = toUsage(result.usage);
    const counted = usage === null ? [] : [JSON.stringify({ model, choices: [], usage })];
    if (status === 'failed' || status === 'cancelled') {
      const error = isRecord(details) && isRecord(details.error) ? details.error : { code: textOf(status) };
      return { frames: [...counted, errorFrame(error)], isOver: true };
    }
    const reason = isRecord(details) ? details.reason : undefined;
    return { frames: [chunk({}, finishReason(status, reason, calls)), ...counted, '[DONE]'], isOver: true };
  }

  return {
    read(event) {
      const type = typeOf(event);
      if (type === 'error') return readError(event, response !== null);
      if (type === 'response.created') {
        response ??= isRecord(event.response) ? textOf(event.response.id) : '';
        return NOTHING;
      }
      if (type === 'response.done') {
        const { response: result } = event;
        return isRecord(result) && textOf(result.id) === response ? end(result) : NOTHING;
      }
      if (response === null || event.response_id !== response) return NOTHING;
      switch (type) {
        case 'response.audio.delta':
          return says({ audio: { id: textOf(event.item_id), data: textOf(event.delta) } });
        case 'response.audio_transcript.delta':
        case 'response.text.delta':
          return says({ content: textOf(event.delta) });
        case 'response.function_call_arguments.done': {
          const called = { name: textOf(event.name), arguments: textOf(event.arguments) };
          const call = { index: calls, id: textOf(event.call_id), type: 'function', function: called };
          calls += 1;
          return says({ tool_calls: [call] });
        }
        default:
          return NOTHING;
      }
    },
  };
}

/** Most errors leave the session as it is. What concerns an answer that has begun is told at its end. */
function readError({ error }: JsonRecord, hasBegun: boolean): { frames: string[]; isOver: boolean } {
  if (!isRecord(error)) return NOTHING;
  if (textOf(error.event_id).startsWith(IF_POSSIBLE)) return NOTHING;
  const isOfSession = error.type === 'server_error' || error.code === 'session_expired';
  return hasBegun && !isOfSession ? NOTHING : { frames: [errorFrame(error)], isOver: true };
}

function errorFrame({ type, code, message, param }: JsonRecord): string {
  return JSON.stringify({ error: { type, code, message, param } });
}

function finishReason(status: unknown, reason: unknown, calls: number): string {
  if (status === 'incomplete') return reason === 'content_filter' ? 'content_filter' : 'length';
  return calls > 0 ? 'tool_calls' : 'stop';
}

/** As Chat Completions counts. Sound that was in the cache costs what the cache costs, so it is not counted as sound. */
export function toUsage(usage: unknown): JsonRecord | null {
  if (!isRecord(usage)) return null;
  const { input_tokens: prompt, output_tokens: completion, total_tokens: total } = usage;
  const input = isRecord(usage.input_token_details) ? usage.input_token_details : {};
  const output = isRecord(usage.output_token_details) ? usage.output_token_details : {};
  const cached = isRecord(input.cached_tokens_details) ? input.cached_tokens_details : {};
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: total,
    prompt_tokens_details: {
      cached_tokens: input.cached_tokens ?? 0,
      audio_tokens: Math.max(0, count(input.audio_tokens) - count(cached.audio_tokens)),
    },
    completion_tokens_details: { audio_tokens: output.audio_tokens ?? 0 },
  };
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
