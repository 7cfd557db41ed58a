/**
 * Whether a prompt shows the model what others have written: in what a tool has read for an earlier answer, in what somebody else has
 * asked in a conversation of the channel, in a message that is quoted. Pure.
 */
import { type ChatMessage, textOf } from '../../../shared/chat/messages.ts';
import type { Tool } from './tool.ts';

const RESULT = /<tool_result tool="([^"]*)"/;
const QUOTED = /<quoted_message\b/;
const SPOKEN = /<channel_message\b/;

/** `offered`: of the others' results nothing is known, and so they count. */
export function showsOthers(prompt: readonly ChatMessage[], offered: readonly Tool[]): boolean {
  const asked = prompt.findLastIndex(({ role }) => role === 'user');
  const readsNothing = (name: string) =>
    offered.some((tool) => tool.name === name && tool.kind === 'reads' && tool.readsNothing === true);
  return prompt.some(({ role, content }, index) => {
    const text = textOf(content);
    if (role === 'tool') {
      const [, name] = RESULT.exec(text) ?? [];
      return name !== undefined && !readsNothing(name);
    }
    // What is asked now is its person's own.
    return role === 'user' && (QUOTED.test(text) || (index < asked && SPOKEN.test(text)));
  });
}
