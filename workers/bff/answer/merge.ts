/** The model calls of an answer as the one answer that its reader gets. Pure. */
import type { ToolCall } from '../../../shared/chat/messages.ts';
import { addUsage } from '../../../shared/chat/usage.ts';
import type { Collected } from './collect.ts';

/** Between the texts of two rounds. */
export const ROUND_BREAK = '\n\n';

/**
 * Of an answer with tools: what was said before a call stands above what was said after it, and the usage is that of all.
 * `calls`: those that are left for the client.
 */
export function mergeRounds(
  rounds: readonly [Collected, ...Collected[]],
  calls: readonly ToolCall[],
): Collected {
  const last = rounds.at(-1) ?? rounds[0];
  const text = rounds
    .map((round) => round.text)
    .filter((said) => said.trim() !== '')
    .join(ROUND_BREAK);
  const [choice, ...others] = last.choices;
  const finishReason = calls.length > 0 ? 'tool_calls' : withoutCalls(last.finishReason);
  return {
    ...last,
    text,
    toolCalls: [...calls],
    finishReason,
    usage: rounds.map(({ usage }) => usage).reduce(addUsage),
    firstTokenMs: rounds.find(({ firstTokenMs }) => firstTokenMs !== null)?.firstTokenMs ?? null,
    choices:
      choice === undefined
        ? []
        : [
            { ...choice, message: mergeMessage(choice, text, calls), finish_reason: finishReason ?? 'stop' },
            ...others,
          ],
  };
}

function mergeMessage(
  { message: { tool_calls: _, ...message } }: Collected['choices'][number],
  text: string,
  calls: readonly ToolCall[],
): Collected['choices'][number]['message'] {
  const isRefused = message.refusal !== null && (message.content ?? '') === '';
  return {
    ...message,
    content: isRefused || (text === '' && calls.length > 0) ? null : text,
    ...(calls.length === 0 ? {} : { tool_calls: [...calls] }),
  };
}

/** Calls that nobody is told of are no reason to stop. */
function withoutCalls(reason: Collected['finishReason']): Collected['finishReason'] {
  return reason === 'tool_calls' || reason === 'function_call' ? 'stop' : reason;
}
