/** An answer in OpenAI's two forms: the chunks of a stream, and one whole completion. Pure, but for a fresh id. */
import type { ChatCompletion, ChatCompletionChunk } from '../../../shared/chat/completions.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';

/** A finished answer once more as a stream: its text in one delta, then the finish. */
export function replayChunks(answer: StoredAnswer): string[] {
  const { content, finishReason } = answer;
  return [
    chunk(answer, [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }]),
    chunk(answer, [{ index: 0, delta: {}, finish_reason: finishReason }]),
  ];
}

/** Said before the answer: should it break off, there is nothing that it could be continued from. */
export function forgottenChunk(nowMs: number): string {
  return JSON.stringify({
    id: `chatcmpl-${crypto.randomUUID()}`,
    object: 'chat.completion.chunk',
    created: Math.floor(nowMs / 1000),
    model: '',
    choices: [],
    libra: { remembered: false },
  } satisfies ChatCompletionChunk);
}

/** The last chunk before `[DONE]`, without choices, as OpenAI sends its usage. */
export function closingChunk(answer: StoredAnswer, libra: LibraResponse): string {
  return chunk(answer, [], { ...(answer.usage === null ? {} : { usage: answer.usage }), libra });
}

export function wholeCompletion(answer: StoredAnswer, libra: LibraResponse): ChatCompletion {
  return {
    id: answer.id,
    object: 'chat.completion',
    created: answer.created,
    model: answer.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: answer.content },
        finish_reason: answer.finishReason,
      },
    ],
    ...(answer.usage === null ? {} : { usage: answer.usage }),
    libra,
  };
}

function chunk(
  { id, created, model }: StoredAnswer,
  choices: ChatCompletionChunk['choices'],
  extra: Pick<ChatCompletionChunk, 'usage' | 'libra'> = {},
): string {
  return JSON.stringify({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices,
    ...extra,
  } satisfies ChatCompletionChunk);
}
