/** An answer about somebody's message: seen by the reader alone, and linked to the message. */
import { frameQuoted } from '../../../shared/chat/quoted.ts';
import { MAX_PROMPT_CHARS } from '../../../shared/limits.ts';
import { beginDelivery } from '../delivery/begin.ts';
import type { InteractionBase } from '../discord/parse.ts';
import { deferredFor, type InteractionCallback } from '../discord/respond.ts';
import type { TargetMessage } from '../discord/target.ts';
import { refuseAtGate } from '../gate/refusal.ts';
import { refuseFailure } from '../message/refusal.ts';
import type { InteractionContext } from '../services.ts';

export interface MessageWish {
  /** For the model. */
  instruction: string;
  /** For the reader. */
  title: string;
}

/** The message is data to the model, in a frame before the wish; what does not fit of it is left out, and the model told so. */
export async function answerAbout(
  { interaction, caller, texts, services }: InteractionContext,
  { id, authorName, text }: TargetMessage,
  { instruction, title }: MessageWish,
): Promise<InteractionCallback> {
  const refusal = refuseAtGate(await services.gate.check(interaction, caller), texts, services.now());
  if (refusal !== null) return refusal;
  const wish = `\n\n${instruction}`;
  const prompt = frameQuoted({ author: authorName, text }, MAX_PROMPT_CHARS - wish.length) + wish;
  const heading = { text: title, link: linkTo(interaction, id) };
  const task = { kind: 'answer', prompt, heading } as const;
  return (await beginDelivery(interaction, caller, { task, isPrivate: true }, services))
    ? deferredFor(true)
    : refuseFailure(texts, { code: 'internal' }, services.now());
}

function linkTo({ guildId, channelId }: InteractionBase, messageId: string): string {
  return `https://discord.com/channels/${guildId ?? '@me'}/${channelId}/${messageId}`;
}
