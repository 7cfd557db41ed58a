/** A server's settings as a file: sent to somebody, or taken from them. Pure core: the bff, the file and the webhook are given. */
import type { Failure } from '../../../../shared/contract/failure.ts';
import type { SettingsDocument } from '../../../../shared/contract/settings.ts';
import { parseBoundedJson } from '../../../../shared/json.ts';
import type { Downloaded } from '../../attachments/download.ts';
import type { SettingsChangeReply, SettingsReply } from '../../bff/settings.ts';
import { describeFailure, withCode } from '../../locale/failure.ts';
import type { Texts } from '../../locale/texts.ts';
import { answerDraft, type Draft } from '../../message/draft.ts';
import { describeProblems, listProblems } from '../../settings/panel/problems.ts';
import type { DeliveryJob } from '../job.ts';
import type { PosterDeps } from '../poster.ts';
import { finishWith, type PostReport, posterOf } from './one-message.ts';

export interface SettingsDocumentReport extends PostReport {
  outcome: 'done' | 'refused';
}

interface Told {
  outcome: SettingsDocumentReport['outcome'];
  draft: Draft;
}

export type TellDeps = PosterDeps & { texts: Texts };

export async function deliverSettings(
  job: Pick<DeliveryJob, 'receivedAtMs'>,
  work: () => Promise<Told>,
  deps: TellDeps,
): Promise<SettingsDocumentReport> {
  const poster = posterOf(job, deps);
  const { outcome, draft } = await work();
  return { outcome, ...(await finishWith(poster, draft, deps.texts)) };
}

/** Indented, so that it can be read and edited. */
export async function exportDocument(
  fetchDocument: () => Promise<SettingsReply<SettingsDocument>>,
  { texts, now }: TellDeps,
): Promise<Told> {
  const reply = await fetchDocument();
  if (reply.kind === 'failed') return refused(describeFailure(texts, reply.failure, now()));
  const text = `${JSON.stringify(reply.value, null, 2)}\n`;
  const file = { name: 'libra-settings.json', type: 'application/json', text };
  return { outcome: 'done', draft: { ...answerDraft(texts.settings.exported), files: [file] } };
}

export interface ImportDeps extends TellDeps {
  filename: string;
  download(): Promise<Downloaded>;
  put(document: unknown): Promise<SettingsChangeReply>;
}

export async function importDocument(deps: ImportDeps): Promise<Told> {
  const { texts, filename, now } = deps;
  const fail = (failure: Failure) => refused(describeFailure(texts, failure, now()));
  const read = await deps.download();
  if (!read.ok) return fail({ code: read.code, evidence: { file: filename } });
  const document = parseBoundedJson(new TextEncoder().encode(read.text));
  if (document === undefined) return refused(withCode(texts.settings.notJson, 'settings_invalid'));
  const reply = await deps.put(document);
  switch (reply.kind) {
    case 'ok':
      return { outcome: 'done', draft: answerDraft(texts.settings.imported) };
    case 'conflict':
      return fail({ code: 'settings_conflict' });
    case 'failed':
      return fail(reply.failure);
    case 'invalid': {
      const { draft, outcome } = refused(describeProblems(reply.problems, texts.settings));
      const all = listProblems(reply.problems, texts.settings);
      if (all === null) return { outcome, draft };
      const file = { name: 'libra-settings-problems.txt', type: 'text/plain', text: all };
      return { outcome, draft: { ...draft, files: [file] } };
    }
  }
}

function refused(text: string): Told {
  return { outcome: 'refused', draft: answerDraft(text) };
}
