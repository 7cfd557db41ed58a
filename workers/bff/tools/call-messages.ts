/** Calls and their results as messages of the conversation, in a form that every provider takes. Pure. */
import type { AnswerMessage } from '../../../shared/chat/completions.ts';
import { readCall, type ToolCall } from '../../../shared/chat/messages.ts';
import type { TurnMessage } from '../conversation/message-row.ts';
import { parseArguments } from './read-arguments.ts';

/** What the model said before its calls, and its thoughts in the form in which they came. `results`: one for each call. */
export function toCallMessages(
  {
    text,
    thoughts,
  }: { text: string; thoughts: Pick<AnswerMessage, 'reasoning_content' | 'reasoning_details'> },
  calls: readonly ToolCall[],
  results: readonly string[],
): TurnMessage[] {
  return [
    {
      role: 'assistant',
      content: text.trim() === '' ? null : text,
      tool_calls: calls.map(toRepeatable),
      ...thoughts,
    },
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
function toRepeatable(call: ToolCall): ToolCall {
  const { name, input } = readCall(call);
  const isRepeatable = input.length <= MAX_ARGUMENTS_CHARS && parseArguments(input) !== null;
  return {
    id: call.id,
    type: 'function',
    function: {
      name: name.replaceAll(/[^\w-]/g, '_').slice(0, MAX_NAME_CHARS) || 'unknown',
      arguments: isRepeatable && input.trim() !== '' ? input : '{}',
    },
    ...(call.extra_content === undefined ? {} : { extra_content: call.extra_content }),
  };
}

const UNKEPT = 'This result was not kept.';

/** What is remembered: nothing of what the model thought, and in the place of the results of these calls a sentence that says so. */
export function toRemembered(
  messages: readonly TurnMessage[],
  unkept: ReadonlySet<string> = new Set(),
): TurnMessage[] {
  return messages.map((message) => {
    if (message.role === 'tool' && unkept.has(message.tool_call_id)) return { ...message, content: UNKEPT };
    if (message.role !== 'assistant' || message.tool_calls === undefined) return message;
    const { reasoning_content: _, reasoning_details: __, tool_calls: calls, ...said } = message;
    return { ...said, tool_calls: calls.map(({ extra_content: ___, ...call }) => call) };
  });
}
