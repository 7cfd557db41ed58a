/** A whole answer as a file, for its person alone. Pure core: the webhook and the clock are given. It can be repeated. */
import type { Texts } from '../../locale/texts.ts';
import { answerDraft } from '../../message/draft.ts';
import { answerFile } from '../../message/view.ts';
import { type DeliveryJob, lastRequestMs } from '../job.ts';
import { createPoster, finishWithFile, type PosterDeps, type PostFailure } from '../poster.ts';

export interface FileReport {
  undelivered: PostFailure | null;
  requests: number;
}

export async function deliverFile(
  job: Pick<DeliveryJob, 'receivedAtMs'>,
  text: string,
  deps: PosterDeps & { texts: Texts },
): Promise<FileReport> {
  const poster = createPoster({ receivedAtMs: job.receivedAtMs, expiresAtMs: lastRequestMs(job) }, deps);
  const draft = { ...answerDraft(deps.texts.under.file), files: [answerFile(text)] };
  const undelivered = await finishWithFile(poster, draft, deps.texts);
  return { undelivered, requests: poster.requests() };
}
