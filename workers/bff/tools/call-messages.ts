/** Calls and their results as messages of the conversation, in a form that every provider takes. Pure. */
import { type FunctionCall, readCall, type ToolCall } from '../../../shared/chat/messages.ts';
import type { TurnMessage } from '../conversation/message-row.ts';
import { parseArguments } from './read-arguments.ts';

/** `text`: what the model said before its calls. `results`: one for each call. */
export function toCallMessages(
  text: string,
  calls: readonly ToolCall[],
  results: readonly string[],
): TurnMessage[] {
  const said = text.trim() === '' ? null : text;
  return [
    { role: 'assistant', content: said, tool_calls: calls.map(toRepeatable) },
    ...calls.map(
      ({ id }, index): TurnMessage => ({
        role: 'tool',
        tool_call_id: id,
        content: results[index] ?? '',
      }),
    ),
  ];
}

const MAX_NAME_CHARS = 64;
/** Longer than the arguments of any tool of Libra's; what the model wrote beside the point need not be repeated. */
const MAX_ARGUMENTS_CHARS = 4_000;

/** A provider refuses a prompt with a name that it would not allow, or with arguments that are no JSON. */
function toRepeatable(call: ToolCall): FunctionCall {
  const { name, input } = readCall(call);
  const isRepeatable = input.length <= MAX_ARGUMENTS_CHARS && parseArguments(input) !== null;
  return {
    id: call.id,
    type: 'function',
    function: {
      name: name.replaceAll(/[^\w-]/g, '_').slice(0, MAX_NAME_CHARS) || 'unknown',
      arguments: isRepeatable && input.trim() !== '' ? input : '{}',
    },
  };
}

const UNKEPT = 'This result was not kept.';

/** What is remembered: in the place of the results of these calls a sentence that says so. */
export function withoutResultsOf(
  messages: readonly TurnMessage[],
  callIds: ReadonlySet<string> = new Set(),
): TurnMessage[] {
  return messages.map((message) =>
    message.role === 'tool' && callIds.has(message.tool_call_id) ? { ...message, content: UNKEPT } : message,
  );
}
