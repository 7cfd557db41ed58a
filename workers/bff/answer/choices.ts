/** What a model said, in the form in which OpenAI gives a whole answer. Pure. */
import type { AssembledChoice } from '../../../shared/chat/assemble.ts';
import type { LogprobsDelta } from '../../../shared/chat/chunk.ts';
import type { CompletionChoice, Logprobs } from '../../../shared/chat/completions.ts';
import type { ToolCall } from '../../../shared/chat/messages.ts';

export function toCompletionChoice(choice: AssembledChoice): CompletionChoice {
  const { index, text, refusal, reasoning, toolCalls, annotations, audio, logprobs, finishReason } = choice;
  const isWhole = finishReason === 'tool_calls' || finishReason === 'stop';
  const saysElse = refusal !== '' || toolCalls.length > 0 || audio !== undefined;
  return {
    index,
    message: {
      role: 'assistant',
      content: text === '' && saysElse ? null : text,
      refusal: refusal === '' ? null : refusal,
      ...(toolCalls.length === 0 ? {} : { tool_calls: isWhole ? toolCalls.map(withArguments) : toolCalls }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(audio === undefined ? {} : { audio }),
      ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    },
    logprobs: logprobs === undefined ? null : toLogprobs(logprobs),
    finish_reason: finishReason ?? 'stop',
  };
}

/** Of a call without any, some providers send an empty text, which is no JSON: clients would fail to parse it. */
function withArguments(call: ToolCall): ToolCall {
  if (call.type === 'custom' || call.function.arguments !== '') return call;
  return { ...call, function: { ...call.function, arguments: '{}' } };
}

/** An answer of text alone. */
export function toTextChoice(
  content: string,
  finishReason: CompletionChoice['finish_reason'],
): CompletionChoice {
  return {
    index: 0,
    message: { role: 'assistant', content, refusal: null },
    logprobs: null,
    finish_reason: finishReason,
  };
}

/** True when there is something in it that a client would miss. */
export function saysSomething({ message }: CompletionChoice): boolean {
  const { content, refusal, tool_calls: calls, audio } = message;
  return Boolean(content) || Boolean(refusal) || calls !== undefined || audio !== undefined;
}

function toLogprobs({ content, refusal }: LogprobsDelta): Logprobs {
  return {
    content: content.length === 0 ? null : content,
    refusal: refusal.length === 0 ? null : refusal,
  };
}
