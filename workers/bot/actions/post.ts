/** Posts and edits the message of an action. Pure core: the webhook is given. Whether it is seen decides nothing. */
import { pauseBefore } from '../delivery/pacing.ts';
import type { InteractionWebhook, WebhookReply } from '../discord/webhook.ts';
import type { ActionMessage } from './rpc.ts';

const MAX_ATTEMPTS = 7;
const MAX_WAIT_MS = 30_000;

type Sleep = (ms: number) => Promise<void>;

/** `unsure`: no answer came, and it may be there. Null: it is not. */
export async function postMessage(
  webhook: Pick<InteractionWebhook, 'create'>,
  message: ActionMessage,
  sleep: Sleep,
): Promise<{ id: string } | 'unsure' | null> {
  const reply = await persist(() => webhook.create(message), sleep, { isIdempotent: false });
  if (reply.kind === 'ok') return reply.message === null ? 'unsure' : { id: reply.message.id };
  return reply.kind === 'unavailable' && reply.maybeDone ? 'unsure' : null;
}

/** True once Discord has confirmed it. */
export async function editMessage(
  webhook: Pick<InteractionWebhook, 'edit'>,
  messageId: string,
  message: ActionMessage,
  sleep: Sleep,
): Promise<boolean> {
  return (await persist(() => webhook.edit(messageId, message), sleep, { isIdempotent: true })).kind === 'ok';
}

async function persist(
  send: () => Promise<WebhookReply>,
  sleep: Sleep,
  how: { isIdempotent: boolean },
): Promise<WebhookReply> {
  let waitedMs = 0;
  for (let attempt = 1; ; attempt += 1) {
    const reply = await send();
    const pauseMs = pauseBefore(reply, attempt, how);
    if (pauseMs === null || attempt === MAX_ATTEMPTS || waitedMs + pauseMs > MAX_WAIT_MS) return reply;
    waitedMs += pauseMs;
    await sleep(pauseMs);
  }
}
