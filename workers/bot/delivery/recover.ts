/**
 * Ends a delivery whose isolate died, from the recorded phase and what can be seen in the channel: what was shown stays, with
 * a notice that it is not all. Nothing new is posted here, messages that exist are only edited: so it can run any number of
 * times. Pure core: the webhook and the clock are given.
 */
import type { ReadMessage } from '../discord/message.ts';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import { type InteractionWebhook, ORIGINAL, type WebhookReply } from '../discord/webhook.ts';
import { describeFailure } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import { answerButtons } from '../message/buttons.ts';
import { type ButtonAction, type FollowingAction, parseButtonId } from '../message/custom-id.ts';
import { withHead, withoutHead } from '../message/draft.ts';
import { leaveRoom } from '../message/shorten.ts';
import { withoutWorkingLine } from '../message/tool-lines.ts';
import { offersTo } from '../message/view.ts';
import { type DeliveryJob, frameOf } from './job.ts';
import { limitBackoffMs, outageBackoffMs } from './pacing.ts';
import { type DeliveryEnding, mayShowAnswer, type RunningRecord } from './record.ts';

export interface RecoverDeps {
  webhook: Pick<InteractionWebhook, 'edit' | 'read'>;
  texts: Texts;
  /** Unix milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export type Recovery =
  /** Nothing of the answer is in the channel: the delivery may start anew. */
  | { kind: 'untouched' }
  /** It had ended, and only the record of it was lost. */
  | { kind: 'already_final' }
  | ({ kind: 'finished' } & DeliveryEnding)
  /** The message or the token is no more. */
  | { kind: 'gone' }
  /** Discord does not answer: to be tried again at the next alarm. */
  | { kind: 'later' };

/** `mayRun` false: it has started anew often enough. */
export async function recover(
  record: Pick<RunningRecord, 'job' | 'phase' | 'mayShowNote' | 'followUpIds'>,
  mayRun: boolean,
  deps: RecoverDeps,
): Promise<Recovery> {
  const { job, phase, mayShowNote, followUpIds } = record;
  const restart = (): Recovery | Promise<Recovery> =>
    mayRun ? { kind: 'untouched' } : tellFailure(job, deps);
  if (!mayShowAnswer(phase)) return restart();

  const found = await withRetries(() => deps.webhook.read(ORIGINAL), job, deps);
  if (found.kind !== 'ok') return found;
  if (found.message === null) return { kind: 'later' };
  // A message to which the answer was moved has no button before it has a part of it.
  if (found.message.isBlank || found.message.content === deps.texts.moved) return restart();
  const followUps = await readFollowUps(followUpIds, job, deps);
  if (followUps === 'later') return { kind: 'later' };
  const standing: Standing[] = [{ id: ORIGINAL, message: found.message }, ...followUps];
  // The Stop button goes with the very last request of a delivery, or of its recovery; or with a message that is deleted.
  const isWhole = followUps.length === followUpIds.length;
  if (isWhole && !standing.some(hasStop)) return { kind: 'already_final' };
  // Whether the answer has replaced the note cannot be seen; if it has, the next run replaces it once more.
  if (mayShowNote) return restart();
  return interrupt(job, standing, followUpIds, deps);
}

/** A message of the answer that is in the channel. */
interface Standing {
  id: string;
  message: ReadMessage;
}

/** Without those that somebody has deleted. */
async function readFollowUps(
  ids: readonly string[],
  job: DeliveryJob,
  deps: RecoverDeps,
): Promise<Standing[] | 'later'> {
  const standing: Standing[] = [];
  for (const id of ids) {
    const read = await withRetries(() => deps.webhook.read(id), job, deps);
    if (read.kind === 'later') return 'later';
    if (read.kind === 'ok' && read.message !== null) standing.push({ id, message: read.message });
  }
  return standing;
}

/** In the place of "thinking…", or of a note. */
async function tellFailure(job: DeliveryJob, deps: RecoverDeps): Promise<Recovery> {
  const { webhook, texts, now } = deps;
  const frame = frameOf(job);
  const content = withHead(frame.head ?? '', describeFailure(texts, { code: 'internal' }, now()));
  const actions = job.task.kind === 'answer' ? offersTo(frame, ['retry']) : [];
  const components = answerButtons(actions, frame, texts);
  const told = await withRetries(() => webhook.edit(ORIGINAL, { content, components }), job, deps);
  return told.kind === 'ok' ? { kind: 'finished', messageId: ORIGINAL, actions, shown: '' } : told;
}

/** Whether the turn was stored is not known here: what is seen of the answer is kept, so it can be continued. */
const AFTER_A_BREAK: readonly FollowingAction[] = ['retry', 'continue'];

async function interrupt(
  job: DeliveryJob,
  standing: readonly Standing[],
  followUpIds: readonly string[],
  deps: RecoverDeps,
): Promise<Recovery> {
  const { webhook, texts } = deps;
  const frame = frameOf(job);
  const last = standing.at(-1);
  if (last === undefined) return { kind: 'gone' };
  const notice = `\n\n${texts.notices.interrupted}`;
  const actions = offersTo(frame, AFTER_A_BREAK);
  if (!hasButton(last.message, AFTER_A_BREAK) && !last.message.content.endsWith(notice)) {
    const edit = {
      content: leaveRoom(withoutWorkingLine(last.message.content), notice.length) + notice,
      components: answerButtons(actions, frame, texts),
    };
    const reply = await withRetries(() => webhook.edit(last.id, edit), job, deps);
    if (reply.kind !== 'ok') return reply;
  }
  for (const { id } of standing.slice(0, -1).filter(hasStop)) {
    const cleared = await withRetries(() => webhook.edit(id, { components: [] }), job, deps);
    if (cleared.kind !== 'ok') return cleared;
  }
  const ids = [ORIGINAL, ...followUpIds];
  // More than what Continue takes along. Without the message before it, where somebody has deleted that.
  const lastTwo = ids.slice(Math.max(0, ids.indexOf(last.id) - 1));
  const shown = standing.flatMap(({ id, message: { content } }) => {
    if (!lastTwo.includes(id)) return [];
    const text = withoutWorkingLine(content);
    return id === ORIGINAL ? withoutHead(frame.head ?? '', text) : text;
  });
  return { kind: 'finished', messageId: last.id, actions, shown: shown.join('\n').replace(notice, '') };
}

function hasStop({ message }: Standing): boolean {
  return hasButton(message, ['stop']);
}

function hasButton({ buttons }: ReadMessage, actions: readonly ButtonAction[]): boolean {
  return buttons.some((customId) => {
    const button = parseButtonId(customId);
    return button !== null && actions.includes(button.action);
  });
}

const MAX_ATTEMPTS = 6;

/** For requests that can be repeated without harm. */
async function withRetries(
  send: () => Promise<WebhookReply>,
  { receivedAtMs }: Pick<DeliveryJob, 'receivedAtMs'>,
  { now, sleep }: RecoverDeps,
): Promise<Extract<WebhookReply, { kind: 'ok' }> | { kind: 'gone' } | { kind: 'later' }> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const reply = await send();
    if (reply.kind === 'ok') return reply;
    if (reply.kind !== 'rate_limited' && reply.kind !== 'unavailable') return { kind: 'gone' };
    const waitMs =
      reply.kind === 'rate_limited' ? limitBackoffMs(attempt, reply.retryAfterMs) : outageBackoffMs(attempt);
    if (now() + waitMs >= receivedAtMs + TOKEN_LIFE_MS) return { kind: 'gone' };
    await sleep(waitMs);
  }
  return { kind: 'later' };
}
