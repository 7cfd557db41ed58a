/**
 * After the first answer to a person in a server: what is stored about them, for their eyes alone. Pure core: the webhook is
 * given. A line that may have been posted is not posted again, and without it the answer is whole all the same.
 */
import { InteractionResponseFlags } from 'discord-interactions';
import { SUPPRESS_EMBEDS } from '../discord/message.ts';
import type { InteractionWebhook, WebhookReply } from '../discord/webhook.ts';
import type { Texts } from '../locale/texts.ts';
import type { DeliveryReport } from './deliver.ts';

export interface FirstUseDeps {
  webhook: Pick<InteractionWebhook, 'create'>;
  texts: Texts;
  sleep(ms: number): Promise<void>;
}

const MAX_ATTEMPTS = 3;
const PAUSE_MS = 1_000;
/** A limit that is longer than this is not waited for. */
const MAX_PAUSE_MS = 10_000;

/** Something of the answer was shown, and nothing of this person had been stored in this server. */
export function isFirstUse({ outcome, firstTextMs }: DeliveryReport): boolean {
  return outcome.about.first_use === true && firstTextMs !== null;
}

/** Never rejects. Gives what came of it, for the log. */
export function tellFirstUse({ texts, ...deps }: FirstUseDeps): Promise<WebhookReply['kind']> {
  return tellPrivately(texts.firstUse, deps);
}

/** The same of a message that only the person of the interaction sees. */
export async function tellPrivately(
  content: string,
  { webhook, sleep }: Omit<FirstUseDeps, 'texts'>,
): Promise<WebhookReply['kind']> {
  const line = {
    content,
    flags: InteractionResponseFlags.EPHEMERAL | SUPPRESS_EMBEDS,
  };
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
