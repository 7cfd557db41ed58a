/** Whether tool results stand where OpenAI wants them: right behind the message that made the calls, one for each. Pure. */
import { isRecord } from '../../shared/json.ts';
import { type ApiError, invalidRequest } from './api-error.ts';

export function findOrderFault(messages: readonly unknown[]): ApiError | null {
  let open = new Set<unknown>();
  for (const [index, message] of messages.entries()) {
    if (!isRecord(message)) continue;
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id)) {
        return invalidRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
          `messages[${index}].role`,
        );
      }
      continue;
    }
    if (open.size > 0) return unanswered(index);
    const calls = message.tool_calls;
    if (calls === undefined || calls === null) continue;
    if (!Array.isArray(calls) || calls.length === 0) {
      return invalidRequest(
        `Invalid 'messages[${index}].tool_calls': empty array. Expected an array with minimum length 1, but got an empty array instead.`,
        `messages[${index}].tool_calls`,
        'empty_array',
      );
    }
    open = new Set(calls.map((call) => (isRecord(call) ? call.id : undefined)));
  }
  return open.size > 0 ? unanswered(messages.length) : null;
}

function unanswered(index: number): ApiError {
  return invalidRequest(
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.",
    `messages.[${index}].role`,
  );
}
