/** The one message in which most tasks end, and what the log is told of it. */
import type { Texts } from '../../locale/texts.ts';
import { answerDraft, type Draft } from '../../message/draft.ts';
import { type DeliveryJob, lastRequestMs } from '../job.ts';
import { createPoster, type Poster, type PosterDeps, type PostFailure } from '../poster.ts';

export interface PostReport {
  undelivered: PostFailure | null;
  /** To Discord. */
  requests: number;
}

export function posterOf(job: Pick<DeliveryJob, 'receivedAtMs'>, deps: PosterDeps): Poster {
  return createPoster({ receivedAtMs: job.receivedAtMs, expiresAtMs: lastRequestMs(job) }, deps);
}

/** Where Discord takes no file, that is said in the place of the draft. */
export async function finishWith(poster: Poster, draft: Draft, { notices }: Texts): Promise<PostReport> {
  let told = await poster.finish([draft]);
  const isFileRefused =
    told.kind === 'failed' && told.failure.kind === 'refused' && draft.files !== undefined;
  if (isFileRefused) told = await poster.finish([answerDraft(notices.no_file)]);
  return { undelivered: told.kind === 'failed' ? told.failure : null, requests: poster.requests() };
}
