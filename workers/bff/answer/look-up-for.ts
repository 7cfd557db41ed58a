/** What of documents and personal memory is looked up for a question, if anything. */
import { textOf } from '../../../shared/chat/messages.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { SpanAttributes } from '../../../shared/observe/spans.ts';
import { placeValues } from '../conversation/turn-sql.ts';
import { spacesFor } from '../documents/spaces.ts';
import { type Found, lookUp } from '../knowledge/look-up.ts';
import type { SettledSettings } from '../personas/settle.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import type { Services } from '../services.ts';

/** Not begun yet. Null: there is nothing to be found. */
export function lookUpFor(
  services: Services,
  caller: Caller,
  chat: AcceptedChat,
  { hasDocuments, hasFacts }: SettledSettings,
): (() => Promise<Found>) | null {
  const spaces = hasDocuments === true ? spacesFor({ ...chat, caller }) : [];
  const mayRecall = hasFacts === true && chat.isRemembered && services.config.embeddingModel !== null;
  if (spaces.length === 0 && !mayRecall) return null;
  const place = mayRecall ? placeValues({ caller }) : null;
  return () => lookUp(services, caller, { spaces, place }, askedIn(chat));
}

/** For a trace: how much was found, and nothing of what. */
export function describeFound({ documents, near }: Found): SpanAttributes {
  return {
    passages: documents?.passages.length ?? 0,
    facts: near.length,
    words_only: documents?.problem === 'words_only',
    unavailable: documents?.problem === 'unavailable',
  };
}

/** What is looked for: the question in its own words, without the text of files. */
function askedIn({ remembered, messages, follows }: AcceptedChat): string {
  if (follows?.action === 'continue') return follows.question ?? '';
  return remembered?.text ?? textOf(messages.at(-1)?.content ?? '');
}
