/** Ids of calls: those of some models are longer than others take. Pure. */
import type { ProviderRequest } from './provider.ts';

/** OpenAI's bound; others' ids have hundreds. */
const MAX_CALL_ID_CHARS = 40;

/** What a provider says when it refuses one. */
export function isOfCallId(refusal: string): boolean {
  return /tool_calls(?:\[\d+\]|\.\d+)\.id|tool_call_id/.test(refusal);
}

export function hasLongCallId({ messages }: ProviderRequest): boolean {
  return messages.some(
    (message) => message.role === 'tool' && message.tool_call_id.length > MAX_CALL_ID_CHARS,
  );
}

/** A call and its result keep one id. */
export function withShortCallIds(request: ProviderRequest): ProviderRequest {
  const ids = new Map<string, string>();
  const short = (id: string) => {
    if (id.length <= MAX_CALL_ID_CHARS) return id;
    if (!ids.has(id)) ids.set(id, `call_libra_${ids.size}`);
    return ids.get(id) as string;
  };
  const messages = request.messages.map((message) => {
    if (message.role === 'tool') return { ...message, tool_call_id: short(message.tool_call_id) };
    if (message.role !== 'assistant' || message.tool_calls === undefined) return message;
    return { ...message, tool_calls: message.tool_calls.map((call) => ({ ...call, id: short(call.id) })) };
  });
  return { ...request, messages };
}
