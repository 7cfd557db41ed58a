/**
 * Ends a delivery whose isolate died, from what can be seen in the channel: what was said stays, and says that it is not
 * all. Nothing new is ever posted here, messages that exist are only edited: so it can run any number of times.
 * Pure core: the webhook and the clock are given.
 */

import { type InteractionWebhook, ORIGINAL, type WebhookReply } from '../discord/webhook.ts';
import { describeFailure } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import { answerButtons } from '../message/buttons.ts';
import { parseButtonId } from '../message/custom-id.ts';
import { MAX_MESSAGE_CHARS } from '../message/view.ts';
import { type DeliveryJob, type FollowingAction, TOKEN_LIFE_MS } from './job.ts';
import { outageBackoffMs } from './pacing.ts';

export interface RecoverDeps {
  webhook: InteractionWebhook;
  texts: Texts;
  /** Unix milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export type Recovery =
  /** Nothing is in the channel: the delivery may start anew. */
  | { kind: 'untouched' }
  /** It had ended, and only the record of it was lost. */
  | { kind: 'already_final' }
  | { kind: 'finished'; messageId: string; actions: readonly FollowingAction[] }
  /** The message or the token is no more. */
  | { kind: 'gone' }
  /** Discord does not answer: to be tried again at the next alarm. */
  | { kind: 'later' };

export async function recover(
  job: DeliveryJob,
  options: {
    followUpIds: readonly string[] /** False: it has started anew often enough. */;
    mayRun: boolean;
  },
  deps: RecoverDeps,
): Promise<Recovery> {
  const { webhook, texts } = deps;
  const found = await insist(() => webhook.read(ORIGINAL), job, deps);
  if (found.kind !== 'ok') return found;
  const original = found.message;
  if (original === null) return { kind: 'later' };

  const delivery = { deliveryId: job.interactionId, askerId: job.caller.user_id };
  // Still "thinking…", or a note in its place.
  if (original.content === '' || original.content === texts.waiting) {
    if (options.mayRun) return { kind: 'untouched' };
    const content = describeFailure(texts, 'internal', undefined, deps.now());
    const actions: readonly FollowingAction[] = job.task.kind === 'answer' ? ['retry'] : [];
    const components = answerButtons(actions, delivery, texts);
    const told = await insist(() => webhook.edit(ORIGINAL, { content, components }), job, deps);
    return told.kind === 'ok' ? { kind: 'finished', messageId: ORIGINAL, actions } : told;
  }
  // The Stop button goes with the very last request of a delivery.
  if (!original.buttons.some((customId) => parseButtonId(customId)?.action === 'stop')) {
    return { kind: 'already_final' };
  }

  const lastId = options.followUpIds.at(-1) ?? ORIGINAL;
  const last = lastId === ORIGINAL ? found : await insist(() => webhook.read(lastId), job, deps);
  if (last.kind === 'later') return last;
  // A follow-up that somebody has deleted cannot say it: then the first message does.
  const [id, { content }] =
    last.kind === 'ok' && last.message !== null ? [lastId, last.message] : [ORIGINAL, original];
  const edit = {
    components: answerButtons(AFTER_A_BREAK, delivery, texts),
    ...addNotice(content, texts.notices.interrupted),
  };
  const noted = await insist(() => webhook.edit(id, edit), job, deps);
  if (noted.kind !== 'ok') return noted;
  if (id !== ORIGINAL) {
    const cleared = await insist(() => webhook.edit(ORIGINAL, { components: [] }), job, deps);
    if (cleared.kind !== 'ok') return cleared;
  }
  return { kind: 'finished', messageId: id, actions: AFTER_A_BREAK };
}

/** The content stays as it is when it already says so, or when there is no room. */
function addNotice(content: string, notice: string): { content?: string } {
  const noted = `${content}\n\n${notice}`;
  return content.endsWith(notice) || noted.length > MAX_MESSAGE_CHARS ? {} : { content: noted };
}

/** The bff remembers what had been said when its client went away, so it can be continued. */
const AFTER_A_BREAK: readonly FollowingAction[] = ['retry', 'continue'];

const MAX_ATTEMPTS = 6;

/** For requests that can be repeated without harm. */
async function insist(
  send: () => Promise<WebhookReply>,
  { receivedAtMs }: Pick<DeliveryJob, 'receivedAtMs'>,
  { now, sleep }: RecoverDeps,
): Promise<Extract<WebhookReply, { kind: 'ok' }> | { kind: 'gone' } | { kind: 'later' }> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const reply = await send();
    if (reply.kind === 'ok') return reply;
    if (reply.kind !== 'rate_limited' && reply.kind !== 'unavailable') return { kind: 'gone' };
    const waitMs = reply.kind === 'rate_limited' ? reply.retryAfterMs : outageBackoffMs(attempt);
    if (now() + waitMs >= receivedAtMs + TOKEN_LIFE_MS) return { kind: 'gone' };
    await sleep(waitMs);
  }
  return { kind: 'later' };
}
