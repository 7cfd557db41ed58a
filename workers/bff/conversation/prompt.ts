/** What goes to the model for a person: who Libra is, what was said before, and the question. Pure. */
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { GuildSettings } from '../settings/guild-settings.ts';
import type { RememberedMessage } from './message-row.ts';
import { createSystemPrompt } from './system-prompt.ts';
import { selectWindow } from './window.ts';

export interface PromptSources {
  caller: Caller;
  settings: GuildSettings;
  newestFirst: readonly RememberedMessage[];
  asked: readonly ChatMessage[];
  /** How much of what was said before may come along. */
  memoryTokens: number;
}

export function buildPrompt(sources: PromptSources): ChatMessage[] {
  const { caller, settings, newestFirst, asked, memoryTokens } = sources;
  return [
    { role: 'system', content: createSystemPrompt(caller.locale, settings.instructions) },
    ...selectWindow(newestFirst, memoryTokens).map(({ message }) => message),
    ...asked,
  ];
}
