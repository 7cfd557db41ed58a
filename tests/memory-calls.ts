/** What the bot asks of personal memory on behalf of a person, and what the model is then told of them. */
import { signCall } from '../dev/sign/signed-call.ts';
import { CHAT_COMPLETIONS_PATH } from '../shared/chat/completions.ts';
import type { Caller } from '../shared/contract/caller.ts';
import {
  MEMORY_CHOOSE_PATH,
  MEMORY_SAVE_PATH,
  type MemoryView,
  type SavedFact,
} from '../shared/contract/memory.ts';
import { ask, send } from './signed-calls.ts';
import { standInsOf } from './stand-ins.ts';
import type { TestStack } from './use-stack.ts';

/** One call of the bot, as it would make it for this person. */
export async function callMemory<Body = MemoryView>(
  stack: TestStack,
  path: string,
  caller: Caller,
  more: object = {},
) {
  const url = `${stack.urls.bff}${path}`;
  const body = JSON.stringify({ libra: { caller }, ...more });
  const reply = await send(await signCall({ secret: stack.keys.sharedSecret, signer: 'bot', url, body }));
  return { status: reply.status, code: reply.code, body: JSON.parse(reply.text) as Body };
}

export function agree(stack: TestStack, caller: Caller, where = 'here') {
  return callMemory(stack, MEMORY_CHOOSE_PATH, caller, { choice: 'on', where });
}

export function saveFact(stack: TestStack, caller: Caller, text: string, more: object = {}) {
  return callMemory<SavedFact>(stack, MEMORY_SAVE_PATH, caller, { text, ...more });
}

/** What the model was told of the person for this question. */
export async function toldFor(stack: TestStack, caller: Caller, prompt: string): Promise<string> {
  const { openai } = standInsOf(stack, 'openai');
  openai.forgetRequests();
  await ask(stack, caller, prompt, { fresh: true });
  const bodies = openai
    .requests()
    .flatMap(({ path, body }) => (path === CHAT_COMPLETIONS_PATH ? [body] : []));
  const asked = (bodies as { messages: { role: string; content: string }[] }[]).find(
    ({ messages }) => messages.at(-1)?.content === prompt,
  );
  return asked?.messages.find(({ role }) => role === 'system')?.content ?? '';
}
