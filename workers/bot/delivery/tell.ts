/**
 * One line under an answer for the eyes of its person alone. Pure core: the webhook is given. A line that may have been posted
 * is not posted again, and without it the answer is whole all the same.
 */
import { InteractionResponseFlags } from 'discord-interactions';
import { type OutgoingMessage, SUPPRESS_EMBEDS } from '../discord/message.ts';
import type { InteractionWebhook, WebhookReply } from '../discord/webhook.ts';
import { outageBackoffMs } from './pacing.ts';

export interface TellDeps {
  webhook: Pick<InteractionWebhook, 'create'>;
  sleep(ms: number): Promise<void>;
}

const MAX_ATTEMPTS = 3;
/** Where the line is all that its person gets. */
export const PATIENT_ATTEMPTS = 8;
/** A limit that is longer than this is not waited for. */
const MAX_PAUSE_MS = 10_000;

/** Never rejects. Gives what came of it, for the log. */
export async function tellPrivately(
  content: string,
  deps: TellDeps,
  maxAttempts = MAX_ATTEMPTS,
): Promise<WebhookReply['kind']> {
  const line = { content, flags: InteractionResponseFlags.EPHEMERAL | SUPPRESS_EMBEDS };
  return (await createOnce(line, deps, maxAttempts)).kind;
}

/** Tried again only while Discord has surely not taken it. */
export async function createOnce(
  message: OutgoingMessage,
  { webhook, sleep }: TellDeps,
  maxAttempts: number,
): Promise<WebhookReply> {
  for (let attempt = 1; ; attempt += 1) {
    const reply = await webhook.create(message);
    const pauseMs = pauseBefore(reply, attempt);
    if (pauseMs === null || pauseMs > MAX_PAUSE_MS || attempt === maxAttempts) return reply;
    await sleep(pauseMs);
  }
}

/** Null: not to be sent again. */
function pauseBefore(reply: WebhookReply, attempt: number): number | null {
  const ownMs = Math.min(MAX_PAUSE_MS, outageBackoffMs(attempt));
  if (reply.kind === 'rate_limited') return reply.retryAfterMs ?? ownMs;
  return reply.kind === 'unavailable' && !reply.maybeDone ? ownMs : null;
}
