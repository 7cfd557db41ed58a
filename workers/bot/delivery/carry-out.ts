/** Does what a job asks for, from its first request to the line in the log. */
import { MAX_SETTINGS_DOCUMENT_BYTES } from '../../../shared/limits.ts';
import { downloadText } from '../attachments/download.ts';
import { createBffClient } from '../bff/client.ts';
import { fetchExport } from '../bff/export.ts';
import { sendToReading } from '../bff/ingest.ts';
import { describeSource } from '../documents/source.ts';
import type { DeliveryJob, DeliveryTask } from './job.ts';
import { NOTHING_OFFERED } from './record.ts';
import { logDocuments, logExport, logFile, logSettings } from './report.ts';
import { type CarryOutDeps, showingDeps } from './showing.ts';
import { carryOutAnswer } from './tasks/answer.ts';
import { deliverDocuments } from './tasks/documents.ts';
import { deliverExport } from './tasks/export.ts';
import { exportWithDeliveries } from './tasks/export-deliveries.ts';
import { deliverFile } from './tasks/file.ts';
import { deliverSettings, exportDocument, importDocument } from './tasks/settings-document.ts';
import { hearRecording, speakText } from './tasks/sound.ts';

/** Of a file of 3 MB, a repeat included. */
const DOWNLOAD_TIMEOUT_MS = 8_000;

type TaskOf<Kind extends DeliveryTask['kind']> = Extract<DeliveryTask, { kind: Kind }>;

/** Aborting `stop` ends an answer where it stands. */
export async function carryOut(job: DeliveryJob, deps: CarryOutDeps, stop: AbortSignal): Promise<void> {
  const { task } = job;
  switch (task.kind) {
    case 'answer':
      return carryOutAnswer(job, task, deps, stop);
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

async function sendFile(job: DeliveryJob, { text }: TaskOf<'file'>, deps: CarryOutDeps): Promise<void> {
  const startedAtMs = Date.now();
  const report = await deliverFile(job, text, showingDeps(job, deps));
  await deps.end(NOTHING_OFFERED);
  logFile(deps.connections.log(job), report, Date.now() - startedAtMs);
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
              downloadText(
                task.url,
                MAX_SETTINGS_DOCUMENT_BYTES,
                AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS),
                connections.download(),
              ),
            put: (document) => settings.import(actor, document, task.version),
          }),
    showing,
  );
  await deps.end(NOTHING_OFFERED);
  logSettings(connections.log(job), task.kind, report, Date.now() - startedAtMs);
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
    withdraw: (id) => documents.remove(caller, { permissions, id }),
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
