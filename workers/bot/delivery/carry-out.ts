/** Does what a job asks for, from its first request to the line in the log. */
import type { Failure } from '../../../shared/contract/failure.ts';
import { sleep } from '../../../shared/time/wait.ts';
import { askWithFiles } from '../attachments/ask.ts';
import { downloadText } from '../attachments/download.ts';
import { createBffClient } from '../bff/client.ts';
import { fetchExport } from '../bff/export.ts';
import { sendToReading } from '../bff/ingest.ts';
import { describeSource } from '../documents/source.ts';
import { textsFor } from '../locale/choose.ts';
import { describeFailure, withCode } from '../locale/failure.ts';
import { blockedIn } from '../message/view.ts';
import { gateRefusalIn } from './alone.ts';
import type { Connections } from './connections.ts';
import { type DeliverDeps, deliver, endingOf } from './deliver.ts';
import { isFirstUse } from './first-use.ts';
import { forgetTurn, isUnseen } from './forget.ts';
import { type DeliveryJob, type DeliveryTask, frameOf } from './job.ts';
import { type LookAgainDeps, lookAgain, refuseAlone } from './look-again.ts';
import { withPersonaLine } from './persona-line.ts';
import { confirmShown, type DeliveryEnding, earlierIn, enterPhase, NOTHING_OFFERED } from './record.ts';
import type { RecordStore } from './record-store.ts';
import { logDelivery, logDocuments, logExport, logFile, logSettings } from './report.ts';
import { deliverDocuments } from './tasks/documents.ts';
import { deliverExport } from './tasks/export.ts';
import { exportWithDeliveries } from './tasks/export-deliveries.ts';
import { deliverFile } from './tasks/file.ts';
import { deliverSettings, exportDocument, importDocument } from './tasks/settings-document.ts';
import { hearRecording, hearWith, speakText, wantsSpeech } from './tasks/sound.ts';
import { tellPrivately } from './tell.ts';
import { askerOf, openThread, takeBackName } from './thread.ts';

export interface CarryOutDeps {
  connections: Connections;
  store: RecordStore;
  /** Records that the delivery has ended. True: its person has had everything erased meanwhile. */
  end(ending: DeliveryEnding): Promise<boolean>;
}

/** Of a file of 256 KB, a repeat included. */
const DOWNLOAD_TIMEOUT_MS = 8_000;

type TaskOf<Kind extends DeliveryTask['kind']> = Extract<DeliveryTask, { kind: Kind }>;

/** Aborting `stop` ends an answer where it stands. */
export async function carryOut(job: DeliveryJob, deps: CarryOutDeps, stop: AbortSignal): Promise<void> {
  const { task } = job;
  switch (task.kind) {
    case 'answer':
      return answer(job, task, deps, stop);
    case 'export':
      return exportData(job, task, deps);
    case 'documents':
      return readDocuments(job, task, deps);
    case 'file':
      return sendFile(job, task, deps);
    case 'transcript':
      return hearRecording(job, task, { ...deps, showing: showingDeps(job, deps) });
    case 'speech':
      return speakText(job, task.text, { ...deps, showing: showingDeps(job, deps) }, stop);
    case 'settings_export':
    case 'settings_import':
      return carrySettings(job, task, deps);
  }
}

/** What shows a delivery in the channel and records how far it has come. */
export function showingDeps(
  job: Omit<DeliveryJob, 'task'>,
  { connections, store }: Pick<CarryOutDeps, 'connections' | 'store'>,
): Omit<DeliverDeps, 'ask'> {
  return {
    webhook: connections.webhook(job),
    texts: textsFor(job.caller.locale),
    now: Date.now,
    sleep,
    onPosting: (phase) => store.update((record) => enterPhase(record, phase)),
    onOriginalShown: (kind) => store.update((record) => confirmShown(record, kind)),
    onFollowUp: (id) => store.update((record) => ({ ...record, followUpIds: [...record.followUpIds, id] })),
    onRemoved: (id) =>
      store.update((record) => ({
        ...record,
        followUpIds: record.followUpIds.filter((known) => known !== id),
      })),
  };
}

async function answer(
  accepted: DeliveryJob,
  wanted: TaskOf<'answer'>,
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
  const caller = askerOf(job);
  const interactionId = task.attempt?.request ?? job.interactionId;
  const report = await deliver(
    job,
    {
      ...showingDeps(job, deps),
      spentRequests,
      ask: askAs(
        { ...job, caller, interactionId, ...(unchecked === undefined ? {} : { unchecked }) },
        task,
        connections,
      ),
      isWithheld: (outcome) => unchecked !== undefined && gateRefusalIn(outcome) !== null,
      onConcluded(text, outcome) {
        if (!wantsSpeech(outcome)) return;
        store.update((record) => (record.erasedAtMs === undefined ? { ...record, speaks: text } : null));
      },
    },
    stop,
    earlierIn(record),
  );
  // A limit, or a message that moderation has blocked: it may be the last for a while.
  if (report.outcome.end.kind === 'failed') connections.forgetPass(caller);
  const atGate = gateRefusalIn(report.outcome);
  if (unchecked !== undefined && atGate !== null) {
    const next = await lookAgain({ ...job, unchecked }, atGate, lookAgainDeps(deps));
    return next === null ? undefined : answer(next, next.task, deps, stop);
  }
  const speaks = !isUnseen(report) && wantsSpeech(report.outcome) ? { speaks: report.text } : {};
  const isErased = await deps.end({ ...endingOf(report), ...speaks });
  logDelivery(connections.log(job), report, Date.now() - startedAtMs);
  if (isErased) return;
  const refusal = blockedIn(report.outcome);
  if (task.attempt !== undefined && report.keptBecause !== null) {
    await tellKept(job, task.attempt.token, report.keptBecause, deps);
  } else if (refusal !== null) {
    await explainRefusal(job, refusal, deps);
    if (refusal.evidence?.side === 'question') await forgetThreadName(job, task, deps);
  }
  if (!isUnseen(report)) {
    await tellBelow(job, task, isFirstUse(report), deps);
    return;
  }
  const bff = createBffClient({ ...connections.bff(), traceparent: job.traceparent });
  await forgetTurn({
    forget: () => bff.forget(caller, interactionId),
    sleep,
    log: connections.log(job),
  });
}

function lookAgainDeps(deps: CarryOutDeps): LookAgainDeps {
  return { ...deps, showing: (job) => showingDeps(job, deps) };
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

async function sendFile(job: DeliveryJob, { text }: TaskOf<'file'>, deps: CarryOutDeps): Promise<void> {
  const startedAtMs = Date.now();
  const report = await deliverFile(job, text, showingDeps(job, deps));
  await deps.end(NOTHING_OFFERED);
  logFile(deps.connections.log(job), report, Date.now() - startedAtMs);
}

/** What goes on with an answer stands below the line that its beginning has. */
function askAs(job: DeliveryJob, task: TaskOf<'answer'>, connections: Connections): DeliverDeps['ask'] {
  const gather = { ...connections.download(), hear: hearWith(job, connections) };
  const unchecked = job.unchecked === undefined ? {} : { uncheckedAtMs: job.receivedAtMs };
  const ask = askWithFiles({ ...job, ...task, ...unchecked }, { bff: connections.bff, gather });
  if (task.follows?.action === 'continue') return ask;
  return (options) => withPersonaLine(ask(options), textsFor(job.caller.locale));
}

/** The task with its thread opened, if it wants one. What came of that is recorded before the model is asked. */
async function withThread(
  job: DeliveryJob,
  task: TaskOf<'answer'>,
  deps: CarryOutDeps,
): Promise<{ task: TaskOf<'answer'>; spentRequests: number }> {
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
  { thread, attempt }: TaskOf<'answer'>,
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

async function carrySettings(
  job: DeliveryJob,
  task: TaskOf<'settings_export' | 'settings_import'>,
  deps: CarryOutDeps,
): Promise<void> {
  const { connections } = deps;
  const startedAtMs = Date.now();
  const { settings } = createBffClient({ ...connections.bff(), traceparent: job.traceparent });
  const actor = { caller: job.caller, permissions: task.permissions };
  const showing = showingDeps(job, deps);
  const report = await deliverSettings(
    job,
    () =>
      task.kind === 'settings_export'
        ? exportDocument(() => settings.export(actor), showing)
        : importDocument({
            ...showing,
            filename: task.filename,
            download: () =>
              downloadText(task.url, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS), connections.download()),
            put: (document) => settings.import(actor, document, task.version),
          }),
    showing,
  );
  await deps.end(NOTHING_OFFERED);
  logSettings(connections.log(job), task.kind, report, Date.now() - startedAtMs);
}

/** Where others look on, the channel is not told the reason. */
async function explainRefusal(job: DeliveryJob, refusal: Failure, deps: CarryOutDeps): Promise<void> {
  if (frameOf(job).isPublic !== true) return;
  const { webhook, texts, sleep: pause } = showingDeps(job, deps);
  const reply = await tellPrivately(describeFailure(texts, refusal, Date.now()), { webhook, sleep: pause });
  deps.connections.log(job).info('moderation.told', { reply });
}

/** Nothing stays of a question that is refused: not as the name of its thread, either. */
async function forgetThreadName(
  job: DeliveryJob,
  { thread }: TaskOf<'answer'>,
  { connections }: CarryOutDeps,
): Promise<void> {
  const threads = connections.threads();
  if (thread?.state !== 'open' || threads === null) return;
  const deps = { renameThread: threads.rename, texts: textsFor(job.caller.locale), sleep };
  connections.log(job).info('thread.renamed', { reply: await takeBackName(thread.id, deps) });
}

async function readDocuments(job: DeliveryJob, task: TaskOf<'documents'>, deps: CarryOutDeps): Promise<void> {
  const { connections } = deps;
  const startedAtMs = Date.now();
  const { documents } = createBffClient({ ...connections.bff(), traceparent: job.traceparent });
  const { caller } = job;
  const { permissions, scope } = task;
  const report = await deliverDocuments(job, task, {
    ...showingDeps(job, deps),
    add: ({ id, name, source, ingestion }) =>
      id === undefined
        ? documents.add(caller, { permissions, scope, name, ingestion, ...describeSource(source) })
        : documents.reindex(caller, { permissions, id, ingestion }),
    ingest: (reading) => sendToReading(reading, connections.documents()),
    list: () => documents.list(caller, { permissions }),
  });
  await deps.end(NOTHING_OFFERED);
  logDocuments(connections.log(job), report, Date.now() - startedAtMs);
}

async function exportData(job: DeliveryJob, task: TaskOf<'export'>, deps: CarryOutDeps): Promise<void> {
  const { connections } = deps;
  const startedAtMs = Date.now();
  const report = await deliverExport(job, {
    ...showingDeps(job, deps),
    fetchExport: () =>
      exportWithDeliveries(
        { ...job, ...task },
        {
          fetchExport: (request) => fetchExport(request, connections.bff()),
          delivery: connections.delivery,
          reminders: connections.allReminders,
        },
      ),
  });
  await deps.end(NOTHING_OFFERED);
  logExport(connections.log(job), report, Date.now() - startedAtMs);
}
