/** A question: asked, answered in the channel, and what its person alone is told below. */
import type { Failure } from '../../../../shared/contract/failure.ts';
import { sleep } from '../../../../shared/time/wait.ts';
import { askWithFiles } from '../../attachments/ask.ts';
import { createBffClient } from '../../bff/client.ts';
import { textsFor } from '../../locale/choose.ts';
import { describeFailure, withCode } from '../../locale/failure.ts';
import { blockedIn } from '../../message/view.ts';
import { gateRefusalIn } from '../alone.ts';
import type { Connections } from '../connections.ts';
import { type DeliverDeps, type DeliveryReport, deliver, endingOf } from '../deliver.ts';
import { isFirstUse } from '../first-use.ts';
import { forgetTurn, isUnseen } from '../forget.ts';
import { type AnswerTask, type DeliveryJob, frameOf } from '../job.ts';
import { type LookAgainDeps, lookAgain, refuseAlone } from '../look-again.ts';
import { withOpenBlock } from '../open-block.ts';
import { withPersonaLine } from '../persona-line.ts';
import { earlierIn, NOTHING_OFFERED } from '../record.ts';
import { logDelivery } from '../report.ts';
import { type CarryOutDeps, showingDeps } from '../showing.ts';
import { PATIENT_ATTEMPTS, tellPrivately } from '../tell.ts';
import { openThread, requesterOf, takeBackName } from '../thread.ts';
import { hearWith, wantsSpeech } from './sound.ts';

/** Aborting `stop` ends the answer where it stands. */
export async function carryOutAnswer(
  accepted: DeliveryJob,
  wanted: AnswerTask,
  deps: CarryOutDeps,
  stop: AbortSignal,
): Promise<void> {
  const { connections, store } = deps;
  const startedAtMs = Date.now();
  const record = store.load();
  if (record?.state === 'running' && record.alone !== undefined) {
    return refuseAlone(record.alone, accepted, lookAgainDeps(deps));
  }
  // Of the question alone: what follows the answer has been looked at.
  const { unchecked, ...given } = accepted;
  const { task, spentRequests } = await withThread(given, wanted, deps);
  const job = { ...given, task };
  const caller = requesterOf(job);
  const interactionId = task.attempt?.request ?? job.interactionId;
  const asked = { ...job, caller, interactionId, ...(unchecked === undefined ? {} : { unchecked }) };
  const delivering: DeliverDeps = {
    ...showingDeps(job, deps),
    spentRequests,
    ask: askAs(asked, task, connections),
    isWithheld: (outcome) => unchecked !== undefined && gateRefusalIn(outcome) !== null,
    onConcluded(text, outcome) {
      if (!wantsSpeech(outcome)) return;
      store.update((record) => (record.erasedAtMs === undefined ? { ...record, speaks: text } : null));
    },
  };
  const report = await deliver(job, delivering, stop, earlierIn(record));
  // A limit, or a message that moderation has blocked: it may be the last for a while.
  if (report.outcome.end.kind === 'failed') connections.forgetPass(caller);
  const atGate = report.isWithheld ? gateRefusalIn(report.outcome) : null;
  if (unchecked !== undefined && atGate !== null) {
    const next = await lookAgain({ ...job, unchecked }, atGate, lookAgainDeps(deps));
    return next === null ? undefined : carryOutAnswer(next, next.task, deps, stop);
  }
  if (report.trouble?.kind === 'blocked' && task.attempt !== undefined) {
    logDelivery(connections.log(job), report, Date.now() - startedAtMs);
    return keepEarlier(job, task.attempt.token, deps);
  }
  const speaks = !isUnseen(report) && wantsSpeech(report.outcome) ? { speaks: report.text } : {};
  const isErased = await deps.end({ ...endingOf(report), ...speaks });
  logDelivery(connections.log(job), report, Date.now() - startedAtMs);
  if (isErased) return;
  await tellWhyNot(job, task, report, deps);
  if (!isUnseen(report)) return tellBelow(job, task, isFirstUse(report), deps);
  const bff = createBffClient({ ...connections.bff(), traceparent: job.traceparent });
  await forgetTurn({
    forget: () => bff.forget(caller, interactionId),
    sleep,
    log: connections.log(job),
  });
}

/** Of a version that was not kept, of a question or an answer that moderation has blocked. */
async function tellWhyNot(
  job: DeliveryJob,
  task: AnswerTask,
  { outcome, keptBecause }: DeliveryReport,
  deps: CarryOutDeps,
): Promise<void> {
  if (task.attempt !== undefined && keptBecause !== null) {
    return tellKept(job, task.attempt.token, keptBecause, deps);
  }
  const refusal = blockedIn(outcome);
  if (refusal === null) return;
  const isOfQuestion = refusal.evidence?.side === 'question';
  await Promise.all([
    explainRefusal(job, refusal, deps),
    isOfQuestion ? forgetThreadName(job, task, deps) : undefined,
  ]);
}

function lookAgainDeps(deps: CarryOutDeps): LookAgainDeps {
  return { ...deps, showing: (job) => showingDeps(job, deps) };
}

/** What AutoMod refuses is no version: the earlier one stands in its messages again. */
async function keepEarlier(job: DeliveryJob, token: string, deps: CarryOutDeps): Promise<void> {
  const standing = earlierIn(deps.store.load());
  const isErased = await deps.end({ ...NOTHING_OFFERED, ...(standing === undefined ? {} : { standing }) });
  if (isErased || standing === undefined) return;
  deps.showPages();
  await tellKept(job, token, textsFor(job.caller.locale).notices.auto_mod, deps);
}

/** Who asked for another version is told why there is none. */
async function tellKept(
  job: DeliveryJob,
  token: string,
  reason: string,
  { connections }: CarryOutDeps,
): Promise<void> {
  const { under } = textsFor(job.caller.locale);
  const webhook = connections.webhook({ token, isPrivate: true });
  const told = await tellPrivately(`${reason}\n\n${under.keptVersion}`, { webhook, sleep });
  connections.log(job).info('version.refused', { reply: told });
}

/** What goes on with an answer stands below the line that its beginning has, and in the code block that it had begun. */
function askAs(job: DeliveryJob, task: AnswerTask, connections: Connections): DeliverDeps['ask'] {
  const gather = { ...connections.download(), hear: hearWith(job, connections) };
  const unchecked = job.unchecked === undefined ? {} : { uncheckedAtMs: job.receivedAtMs };
  const ask = askWithFiles({ ...job, ...task, ...unchecked }, { bff: connections.bff, gather });
  const { follows, openBlock } = task;
  if (openBlock !== undefined) return (options) => withOpenBlock(ask(options), openBlock);
  if (follows?.action === 'continue') return ask;
  return (options) => withPersonaLine(ask(options), textsFor(job.caller.locale));
}

/** The task with its thread opened, if it wants one. What came of that is recorded before the model is asked. */
async function withThread(
  job: DeliveryJob,
  task: AnswerTask,
  deps: CarryOutDeps,
): Promise<{ task: AnswerTask; spentRequests: number }> {
  if (task.thread?.state !== 'wanted') return { task, spentRequests: 0 };
  const { connections, store } = deps;
  const opening = { ...showingDeps(job, deps), openThread: connections.threads()?.open ?? null };
  const { thread, requests } = await openThread(job, opening);
  const placed = { ...task, thread };
  store.update((record) =>
    record.erasedAtMs === undefined ? { ...record, job: { ...record.job, task: placed } } : null,
  );
  const problem = thread.state === 'failed' ? thread.problem : undefined;
  connections.log(job)[problem === undefined ? 'info' : 'warn']('thread.opened', { problem, requests });
  return { task: placed, spentRequests: requests };
}

/** What only the person who asked is told, once the answer is there. */
async function tellBelow(
  job: DeliveryJob,
  { thread, attempt }: AnswerTask,
  isFirst: boolean,
  deps: CarryOutDeps,
): Promise<void> {
  const { connections } = deps;
  const { texts, ...telling } = showingDeps(job, deps);
  if (isFirst && connections.tellsFirstUse()) {
    const told = await tellPrivately(texts.firstUse, telling);
    connections.log(job).info('first_use.told', { reply: told });
  }
  // Of another version it has been told before.
  if (thread?.state !== 'failed' || attempt !== undefined) return;
  const { answeredHere, problems } = texts.conversations.threads;
  const told = await tellPrivately(withCode(answeredHere(problems[thread.problem]), thread.problem), telling);
  connections.log(job).info('thread.told', { reply: told });
}

/** Where others look on, the channel is not told the reason. */
async function explainRefusal(job: DeliveryJob, refusal: Failure, deps: CarryOutDeps): Promise<void> {
  if (frameOf(job).isPublic !== true) return;
  const { webhook, texts, sleep: pause } = showingDeps(job, deps);
  const reason = describeFailure(texts, refusal, Date.now());
  const reply = await tellPrivately(reason, { webhook, sleep: pause }, PATIENT_ATTEMPTS);
  deps.connections.log(job).info('moderation.told', { reply });
}

/** Nothing stays of a question that is refused: not as the name of its thread, either. */
async function forgetThreadName(
  job: DeliveryJob,
  { thread }: AnswerTask,
  { connections }: CarryOutDeps,
): Promise<void> {
  const threads = connections.threads();
  if (thread?.state !== 'open' || threads === null) return;
  const deps = { renameThread: threads.rename, texts: textsFor(job.caller.locale), sleep };
  connections.log(job).info('thread.renamed', { reply: await takeBackName(thread.id, deps) });
}
