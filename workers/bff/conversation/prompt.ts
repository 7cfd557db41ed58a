/** What goes to the model for a person: who Libra is, what was said before, and the question. Pure. */

import type { ChatMessage } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Memory } from './load.ts';
import { createSystemPrompt } from './system-prompt.ts';
import { selectWindow } from './window.ts';

export function buildPrompt(
  caller: Caller,
  memory: Memory | null,
  asked: readonly ChatMessage[],
  memoryTokens: number,
): ChatMessage[] {
  const system = createSystemPrompt(caller.locale, memory?.guildInstructions ?? null);
  const window = selectWindow(memory?.newestFirst ?? [], memoryTokens);
  return [
    { role: 'system', content: system },
    ...window.map(({ role, content }) => ({ role, content })),
    ...asked,
  ];
}
