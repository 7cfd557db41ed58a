/**
 * A thread for an answer: opened on the answer's own message before the model is asked, so that the question is the first of
 * the thread's conversation. What came of it is recorded with the job: a delivery that goes on in another isolate asks
 * in the same conversation. Pure core: the webhook, the thread and the clock are given.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';
import {
  MAX_THREAD_NAME_CHARS,
  type ThreadOpener,
  type ThreadRenamer,
  type ThreadReply,
} from '../discord/threads.ts';
import { type InteractionWebhook, ORIGINAL, type WebhookReply } from '../discord/webhook.ts';
import type { ThreadProblem } from '../locale/texts/conversations.ts';
import type { Texts } from '../locale/texts.ts';
import { toMessage } from '../message/draft.ts';
import { startOf } from '../message/shorten.ts';
import { viewStreaming } from '../message/view.ts';
import { type AnswerThread, type DeliveryJob, frameOf } from './job.ts';
import { repeat } from './repeat.ts';

export interface ThreadDeps {
  webhook: Pick<InteractionWebhook, 'edit'>;
  /** Null: Libra has no token of its own. */
  openThread: ThreadOpener | null;
  texts: Texts;
  sleep(ms: number): Promise<void>;
  /** Called before the message is written; what it stores is durable before the request leaves. */
  onPosting(phase: 'waiting'): void;
}

/** `requests`: how many it took, refused ones included. */
export async function openThread(
  job: DeliveryJob,
  deps: ThreadDeps,
): Promise<{ thread: AnswerThread; requests: number }> {
  const { texts, openThread: open } = deps;
  const failed = (problem: ThreadProblem): AnswerThread => ({ state: 'failed', problem });
  if (open === null) return { thread: failed('thread_unavailable'), requests: 0 };
  const written = await writeFirst(job, deps);
  const message = written.reply.kind === 'ok' ? written.reply.message : null;
  if (message === null) return { thread: failed('thread_failed'), requests: written.requests };
  let requests = written.requests;
  const openAs = async (name: string): Promise<ThreadReply> => {
    const tried = await repeat(() => open(job.caller.channel_id, message.id, name), deps);
    requests += tried.requests;
    return tried.reply;
  };
  const { nameless } = texts.conversations.threads;
  const { task } = job;
  const name = task.kind === 'answer' && task.showsQuestion !== false ? threadName(task.prompt) : null;
  const named = await openAs(name ?? nameless);
  const reply = name !== null && isNameRefused(named) ? await openAs(nameless) : named;
  return {
    thread: reply.kind === 'open' ? { state: 'open', id: reply.threadId } : failed(problemOf(reply)),
    requests,
  };
}

/** Gives the thread a name that says nothing of its question. Gives what came of it, for the log. */
export async function takeBackName(
  threadId: string,
  deps: Pick<ThreadDeps, 'texts' | 'sleep'> & { renameThread: ThreadRenamer },
): Promise<ThreadReply['kind']> {
  const { nameless } = deps.texts.conversations.threads;
  return (await repeat(() => deps.renameThread(threadId, nameless), deps)).reply.kind;
}

/** The message must be there before its thread, and Discord's own "thinking…" may not do for one. */
function writeFirst(job: DeliveryJob, deps: ThreadDeps) {
  const texts = { ...deps.texts, waiting: deps.texts.conversations.threads.opening };
  const [draft] = viewStreaming('', frameOf(job), texts, { isNoted: true });
  deps.onPosting('waiting');
  return repeat<WebhookReply>(
    () => deps.webhook.edit(ORIGINAL, draft === undefined ? { content: texts.waiting } : toMessage(draft)),
    deps,
  );
}

const FORBIDDEN: readonly number[] = [50_001, 50_013];
/** Of all kinds; of announcement channels. */
const TOO_MANY_THREADS: readonly number[] = [160_006, 160_007];
const WRONG_CHANNEL = 50_024;
/** "Invalid form body"; "Title was blocked by automatic moderation". */
const NAME_REFUSED: readonly number[] = [50_035, 200_000, 200_001];

function isNameRefused(reply: ThreadReply): boolean {
  return reply.kind === 'refused' && NAME_REFUSED.includes(reply.code);
}

function problemOf(reply: Exclude<ThreadReply, { kind: 'open' }>): ThreadProblem {
  if (reply.kind !== 'refused') return 'thread_failed';
  if (FORBIDDEN.includes(reply.code) || reply.status === 403) return 'thread_forbidden';
  if (TOO_MANY_THREADS.includes(reply.code)) return 'thread_limit';
  if (reply.code === WRONG_CHANNEL) return 'thread_impossible';
  return reply.status === 401 ? 'thread_unavailable' : 'thread_failed';
}

/** The beginning of the question on one line; null when nothing of it can be seen. */
export function threadName(question: string): string | null {
  const line = dropHidden(question.toWellFormed()).replaceAll(/\s+/g, ' ').trim();
  if (line === '') return null;
  const start = startOf(line, MAX_THREAD_NAME_CHARS - 1);
  return start === line ? line : `${start.trimEnd()}…`;
}

/** Whose conversation a delivery belongs to, and where: that of its thread, if it has one. */
export function requesterOf({ caller, task }: Pick<DeliveryJob, 'caller' | 'task'>): Caller {
  return task.kind === 'answer' && task.thread?.state === 'open'
    ? { ...caller, channel_id: task.thread.id, parent_id: caller.channel_id }
    : caller;
}
