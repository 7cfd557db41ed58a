/**
 * Everything that is stored about a person, sent to them as a file that only they see. Pure core: the bff's answer, the
 * webhook and the clock are given. Repeating it does no harm, so nothing but the last edit needs to be remembered.
 */
import type { ExportReply } from '../../bff/export.ts';
import { describeFailure, withCode } from '../../locale/failure.ts';
import type { Texts } from '../../locale/texts.ts';
import { answerDraft, type Draft } from '../../message/draft.ts';
import type { DeliveryJob } from '../job.ts';
import type { PosterDeps } from '../poster.ts';
import { finishWith, type PostReport, posterOf } from './one-message.ts';

export interface ExportDeps extends PosterDeps {
  texts: Texts;
  /** Never rejects. */
  fetchExport(): Promise<ExportReply>;
}

export interface ExportReport extends PostReport {
  outcome: 'sent' | 'too_large' | 'failed';
}

export async function deliverExport(
  job: Pick<DeliveryJob, 'receivedAtMs'>,
  deps: ExportDeps,
): Promise<ExportReport> {
  const poster = posterOf(job, deps);
  const fetched = await deps.fetchExport();
  const outcome = fetched.kind === 'whole' ? 'sent' : fetched.kind;
  return { outcome, ...(await finishWith(poster, describeExport(fetched, deps), deps.texts)) };
}

function describeExport(fetched: ExportReply, { texts, now }: ExportDeps): Draft {
  switch (fetched.kind) {
    case 'whole': {
      const file = { name: 'libra-data.json', type: 'application/json', text: fetched.json };
      return { ...answerDraft(texts.privacy.exported), files: [file] };
    }
    case 'too_large':
      return answerDraft(withCode(texts.problems.export_too_large, 'export_too_large'));
    case 'failed':
      return answerDraft(describeFailure(texts, fetched.failure, now()));
  }
}
