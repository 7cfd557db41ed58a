/**
 * What only the person who asked is to see, though Libra's "thinking…" is there for everybody: a question that was let through
 * from memory and is refused after all. The first follow-up would fill the deferral, for everybody to see; so that goes first.
 * Pure core: the webhook is given.
 */
import type { AnswerOutcome } from '../../../shared/chat/read-answer.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { OutgoingMessage } from '../discord/message.ts';
import { type InteractionWebhook, ORIGINAL, UNKNOWN_MESSAGE, type WebhookReply } from '../discord/webhook.ts';
import { repeat } from './repeat.ts';
import { createOnce, PATIENT_ATTEMPTS, tellPrivately } from './tell.ts';

export interface AloneDeps {
  webhook: Pick<InteractionWebhook, 'create' | 'edit' | 'remove'>;
  sleep(ms: number): Promise<void>;
}

/** What the gate would have said before anything was deferred. */
const OF_THE_GATE: readonly ErrorCode[] = [
  'gate_outdated',
  'question_erased',
  'channel_not_allowed',
  'user_blocked',
  'moderation_cooldown',
  'rate_limit_user',
  'rate_limit_guild',
  'budget_user',
  'budget_role',
  'budget_guild',
  'budget_global',
];

/** Null for any other end. */
export function gateRefusalIn({ end }: AnswerOutcome): Failure | null {
  return end.kind === 'failed' && OF_THE_GATE.includes(end.failure.code) ? end.failure : null;
}

/** Can be repeated. Never rejects. Gives what came of it, for the log. */
export async function sayAlone(
  text: string,
  { isPrivate }: { isPrivate: boolean },
  deps: AloneDeps,
): Promise<WebhookReply['kind']> {
  if (!isPrivate && (await takeBackDeferral(deps))) return tellPrivately(text, deps, PATIENT_ATTEMPTS);
  // Where "thinking…" cannot be taken back, everybody sees the reason: nobody is left waiting for an answer.
  const edit = { content: text, components: [] };
  return (await repeat(() => deps.webhook.edit(ORIGINAL, edit), deps)).reply.kind;
}

/**
 * The answer goes on in a message of its own, which is seen by those who are to see it. Gives the id of that; null when Discord
 * does not take it.
 */
export async function moveHome(first: OutgoingMessage, deps: AloneDeps): Promise<string | null> {
  if (!(await takeBackDeferral(deps))) return null;
  const reply = await createOnce(first, deps, PATIENT_ATTEMPTS);
  return reply.kind === 'ok' ? (reply.message?.id ?? null) : null;
}

/** True: it is gone. */
async function takeBackDeferral(deps: AloneDeps): Promise<boolean> {
  const { reply } = await repeat(() => deps.webhook.remove(ORIGINAL), deps);
  return reply.kind === 'ok' || (reply.kind === 'gone' && reply.code === UNKNOWN_MESSAGE);
}
