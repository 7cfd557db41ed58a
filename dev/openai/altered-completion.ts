/** What the model says when a fault changes its answer. Pure. */
import { type Completion, withText } from './completion.ts';
import type { OpenAiFaults } from './faults.ts';
import { splitIntoTokens } from './tokens.ts';

const DEFAULT_HUGE_BYTES = 10 * 1024 * 1024;
const DEFAULT_LOOP_TEXT = 'Hello! How can I help you today? ';
/** The end of a loop that nothing else ends, far beyond the longest answer that anybody should read. */
const MAX_LOOP_CHARS = 200_000;

export function alterCompletion(completion: Completion, faults: OpenAiFaults): Completion {
  const spoken = chooseText(completion, faults);
  return faults.usage === undefined ? spoken : { ...spoken, usageFault: faults.usage };
}

function chooseText(completion: Completion, { empty, hugeChunk, loop }: OpenAiFaults): Completion {
  if (empty !== undefined) return withText(completion, '');
  if (hugeChunk !== undefined) return withText(completion, 'x'.repeat(hugeChunk.bytes ?? DEFAULT_HUGE_BYTES));
  if (loop !== undefined) return repeatText(completion, loop.text ?? DEFAULT_LOOP_TEXT);
  return completion;
}

/** Ends at the request's own bound, as a real model does, or at `MAX_LOOP_CHARS`. */
function repeatText(completion: Completion, text: string): Completion {
  const tokens = splitIntoTokens(text.repeat(Math.floor(MAX_LOOP_CHARS / text.length)));
  const { maxTokens } = completion.request;
  return {
    ...completion,
    tokens: maxTokens === null ? tokens : tokens.slice(0, maxTokens),
    finishReason: 'length',
  };
}
