/** What makes two requests the same: all that determines the answer, and nothing that differs between two attempts. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';

/** In its place: no other request is answered by this answer. */
export const NEVER_COMPARED = '-';

/** SHA-256 in hexadecimal. Whether the answer is streamed and how long it may take make no difference. */
export async function fingerprintOf(chat: AcceptedChat, caller: Caller | null): Promise<string> {
  const { model = null, messages, passed, follows } = chat;
  // Not what was shown of the earlier answer: it only stands in for that.
  const followed = follows === undefined ? null : [follows.action, follows.request];
  const parts: unknown[] = [model, messages, Object.entries(passed).sort(), caller, followed];
  if (chat.libraTools !== undefined) parts.push(['tools', chat.libraTools]);
  if (chat.isPrivate === true) parts.push('private');
  // The model is told to write for the ear.
  if (chat.isSpoken === true) parts.push('spoken');
  if (!chat.isRemembered) parts.push('not remembered');
  // By other settings somebody else might answer.
  const { server = 0, person = 0 } = chat.seenSettings ?? {};
  if (server + person > 0) parts.push(`settings ${server} ${person}`);
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex();
}
