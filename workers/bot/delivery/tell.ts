/**
 * One line under an answer for the eyes of its person alone. Pure core: the webhook is given. A line that may have been posted
 * is not posted again, and without it the answer is whole all the same.
 */
import { InteractionResponseFlags } from 'discord-interactions';
import { SUPPRESS_EMBEDS } from '../discord/message.ts';
import type { InteractionWebhook, WebhookReply } from '../discord/webhook.ts';

export interface TellDeps {
  webhook: Pick<InteractionWebhook, 'create'>;
  sleep(ms: number): Promise<void>;
}

const MAX_ATTEMPTS = 3;
const PAUSE_MS = 1_000;
/** A limit that is longer than this is not waited for. */
const MAX_PAUSE_MS = 10_000;

/** Never rejects. Gives what came of it, for the log. */
export async function tellPrivately(
  content: string,
  { webhook, sleep }: TellDeps,
): Promise<WebhookReply['kind']> {
  const line = { content, flags: InteractionResponseFlags.EPHEMERAL | SUPPRESS_EMBEDS };
  for (let attempt = 1; ; attempt += 1) {
    const reply = await webhook.create(line);
    const pauseMs = pauseBefore(reply);
    if (pauseMs === null || pauseMs > MAX_PAUSE_MS || attempt === MAX_ATTEMPTS) return reply.kind;
    await sleep(pauseMs);
  }
}

/** Null: not to be sent again. */
function pauseBefore(reply: WebhookReply): number | null {
  if (reply.kind === 'rate_limited') return reply.retryAfterMs ?? PAUSE_MS;
  return reply.kind === 'unavailable' && !reply.maybeDone ? PAUSE_MS : null;
}
