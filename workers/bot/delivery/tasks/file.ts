/** A whole answer as a file, for its person alone. Pure core: the webhook and the clock are given. It can be repeated. */
import type { Texts } from '../../locale/texts.ts';
import { answerDraft } from '../../message/draft.ts';
import { answerFile } from '../../message/view.ts';
import type { DeliveryJob } from '../job.ts';
import type { PosterDeps } from '../poster.ts';
import { finishWith, type PostReport, posterOf } from './one-message.ts';

export async function deliverFile(
  job: Pick<DeliveryJob, 'receivedAtMs'>,
  text: string,
  deps: PosterDeps & { texts: Texts },
): Promise<PostReport> {
  const draft = { ...answerDraft(deps.texts.under.file), files: [answerFile(text)] };
  return finishWith(posterOf(job, deps), draft, deps.texts);
}
