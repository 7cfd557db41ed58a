/** The one line that each delivery leaves in the log: figures and codes, no text. */
import type { LogFields, Logger } from '../../../shared/observe/log.ts';
import type { WebhookReply } from '../discord/webhook.ts';
import type { DeliveryReport } from './deliver.ts';
import type { PostFailure } from './poster.ts';
import type { DocumentsReport } from './tasks/documents.ts';
import type { ExportReport } from './tasks/export.ts';
import type { PostReport } from './tasks/one-message.ts';
import type { SettingsDocumentReport } from './tasks/settings-document.ts';
import type { SpeechReport } from './tasks/speech.ts';
import type { TranscriptReport } from './tasks/transcript.ts';

export function logDelivery(log: Logger, report: DeliveryReport, durationMs: number): void {
  const { outcome, trouble, undelivered, offers, requests, text, firstTextMs } = report;
  const { end, about } = outcome;
  write(log, end.kind === 'failed', undelivered, {
    task: 'answer',
    // The model call was cancelled because nothing more could be shown: that is the outcome, not how the call ended.
    outcome: trouble === null ? end.kind : 'undeliverable',
    ...(end.kind === 'failed' ? { code: end.failure.code } : {}),
    ...(end.kind === 'whole' ? { finish: end.finishReason } : {}),
    model: about.model,
    fallback: about.fallback,
    cached: about.cached,
    remembered: about.remembered,
    trouble: trouble?.kind,
    offers: offers.join(' '),
    requests,
    answerChars: text.length,
    firstTextMs,
    durationMs,
  });
}

/** Of a question that was let through from memory. `reply`: to what its person was told. */
export function logRefused(log: Logger, reply: WebhookReply['kind']): void {
  log[reply === 'ok' ? 'info' : 'error']('delivery.finished', { task: 'answer', outcome: 'refused', reply });
}

export function logExport(log: Logger, report: ExportReport, durationMs: number): void {
  const { outcome, undelivered, requests } = report;
  write(log, outcome === 'failed', undelivered, { task: 'export', outcome, requests, durationMs });
}

export function logFile(log: Logger, report: PostReport, durationMs: number): void {
  write(log, false, report.undelivered, { task: 'file', requests: report.requests, durationMs });
}

export function logDocuments(
  log: Logger,
  { outcome, undelivered, requests }: DocumentsReport,
  durationMs: number,
): void {
  write(log, outcome === 'refused', undelivered, { task: 'documents', outcome, requests, durationMs });
}

export function logSettings(
  log: Logger,
  task: string,
  { outcome, undelivered, requests }: SettingsDocumentReport,
  durationMs: number,
): void {
  write(log, outcome === 'refused', undelivered, { task, outcome, requests, durationMs });
}

export function logTranscript(
  log: Logger,
  { outcome, undelivered, requests }: TranscriptReport,
  durationMs: number,
): void {
  write(log, outcome !== 'heard', undelivered, { task: 'transcript', outcome, requests, durationMs });
}

export function logSpeech(log: Logger, report: SpeechReport, durationMs: number): void {
  const { outcome, requests, seconds } = report;
  const fields = { task: 'speech', outcome, requests, seconds: seconds ?? undefined, durationMs };
  write(log, outcome !== 'voice' && outcome !== 'attached', report.undelivered, fields);
}

function write(log: Logger, hasFailed: boolean, undelivered: PostFailure | null, fields: LogFields): void {
  const level = undelivered !== null ? 'error' : hasFailed ? 'warn' : 'info';
  log[level]('delivery.finished', { ...fields, ...describe(undelivered) });
}

function describe(failure: PostFailure | null): LogFields {
  if (failure === null) return {};
  return {
    undelivered: failure.kind,
    ...('status' in failure ? { discordStatus: failure.status, discordCode: failure.code } : {}),
  };
}
