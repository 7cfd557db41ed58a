/** Streams as OpenAI sends them, and the ways in which others differ. Pure. */

const chunk = (delta: object, finish: string | null, more: object = {}) => ({
  id: 'chatcmpl-dialect',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: finish, ...more }],
});

export const USAGE = { prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 };
export const DONE = 'data: [DONE]\n\n';

export function frame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

/** `finish` is what a chunk says before the end: null, or what some servers send in its place. */
export function textFrames(
  texts: readonly string[],
  { finish = null, perChunk = {} }: { finish?: string | null; perChunk?: object } = {},
): string[] {
  return texts.map((content) => frame({ ...chunk({ content }, finish), ...perChunk }));
}

export function endFrame(more: object = {}): string {
  return frame({ ...chunk({}, 'stop'), ...more });
}

export function usageFrame(choices: unknown = []): string {
  return frame({ ...chunk({}, null), choices, usage: USAGE });
}

/** A role first, text, the end, usage in a chunk of its own. */
export function openAiFrames(texts: readonly string[]): string[] {
  return [
    frame(chunk({ role: 'assistant', content: '' }, null)),
    ...textFrames(texts),
    endFrame(),
    usageFrame(),
    DONE,
  ];
}
