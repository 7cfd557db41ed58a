import type { Conversation } from './conversation.ts';

const REPEAT =
  /^(?:(?:please )?repeat(?: after me| exactly)?|say exactly|(?:그대로 )?따라 ?(?:해|말해|써)(?: ?(?:줘|봐|주세요))?)\s*[:：,]\s*([\s\S]+)$/i;

export function isToBeRepeated(prompt: string): boolean {
  return REPEAT.test(prompt);
}

/** `repeat after me: …`, `따라 해: …`: exactly that, mentions, Markdown and all. */
export function repeat({ prompt }: Conversation): string | null {
  return REPEAT.exec(prompt)?.[1] ?? null;
}
