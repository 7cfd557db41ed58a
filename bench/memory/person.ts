/** One person of a dialogue, as the bot speaks for them to the bff. */
import { signCall } from '../../dev/sign/signed-call.ts';
import type { Stack } from '../../dev/stack/stack.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { RESET_PATH } from '../../shared/contract/routes.ts';

export function createCaller(index: number, lang: Caller['locale'], isDirect: boolean): Caller {
  const id = (kind: number) => `15${kind}${String(index).padStart(15, '0')}`;
  return { user_id: id(1), guild_id: isDirect ? null : id(2), channel_id: id(3), locale: lang };
}

/** The parsed answer. Throws for a status that is none of success. */
export async function callBff(stack: Stack, caller: Caller, path: string, more: object): Promise<unknown> {
  const body = JSON.stringify({ libra: { caller }, ...more });
  const signed = await signCall({
    secret: stack.keys.sharedSecret,
    signer: 'bot',
    url: `${stack.urls.bff}${path}`,
    body,
    headers: { 'cache-control': 'no-store' },
  });
  const response = await fetch(signed.url, signed);
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** The text of the answer. */
export async function say(stack: Stack, caller: Caller, content: string): Promise<string> {
  const messages = [{ role: 'user', content }];
  const reply = await callBff(stack, caller, CHAT_COMPLETIONS_PATH, { messages });
  return (reply as { choices: { message: { content: string } }[] }).choices[0]?.message.content ?? '';
}

/** What is said next is said in a new conversation. */
export async function beginAnew(stack: Stack, caller: Caller): Promise<void> {
  await callBff(stack, caller, RESET_PATH, {});
}
