/**
 * Everything that is stored about a person, sent to them as a file that only they see. Pure core: the bff's answer, the
 * webhook and the clock are given. Repeating it does no harm, so nothing but the last edit needs to be remembered.
 */
import type { BffFailure } from '../bff/failure.ts';
import { describeFailure, withCode } from '../locale/failure.ts';
import type { Texts } from '../locale/texts.ts';
import { type DeliveryJob, TOKEN_LIFE_MS } from './job.ts';
import { createPoster, type Draft, type PosterDeps, type PostFailure } from './poster.ts';

/** `too_large`: more bytes than a file may have. */
export type ExportFetch = { ok: true; json: string } | { ok: false; code: 'too_large' } | BffFailure;

export interface ExportDeps extends PosterDeps {
  texts: Texts;
  /** Never rejects. */
  fetchExport(): Promise<ExportFetch>;
}

export interface ExportReport {
  outcome: 'sent' | 'too_large' | 'failed';
  undelivered: PostFailure | null;
  requests: number;
}

const TOKEN_MARGIN_MS = 5_000;

export async function deliverExport(
  job: Pick<DeliveryJob, 'receivedAtMs'>,
  deps: ExportDeps,
): Promise<ExportReport> {
  const { receivedAtMs } = job;
  const poster = createPoster(
    { receivedAtMs, expiresAtMs: receivedAtMs + TOKEN_LIFE_MS - TOKEN_MARGIN_MS },
    deps,
  );
  const fetched = await deps.fetchExport();
  const told = await poster.flush([describeExport(fetched, deps)]);
  return {
    outcome: fetched.ok ? 'sent' : fetched.code === 'too_large' ? 'too_large' : 'failed',
    undelivered: told.kind === 'failed' ? told.failure : null,
    requests: poster.requests(),
  };
}

function describeExport(fetched: ExportFetch, { texts, now }: ExportDeps): Draft {
  if (fetched.ok) {
    const file = { name: 'libra-data.json', type: 'application/json', text: fetched.json };
    return { content: texts.privacy.exported, components: [], file };
  }
  const content =
    fetched.code === 'too_large'
      ? withCode(texts.problems.export_too_large, 'export_too_large')
      : describeFailure(texts, fetched.code, 'evidence' in fetched ? fetched.evidence : undefined, now());
  return { content, components: [] };
}
