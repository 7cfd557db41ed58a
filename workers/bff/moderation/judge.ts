/** Asks the judge through the llm Worker: one signed call, with a deadline of its own. */
import type { ModerationConfig } from '../../../shared/config/moderation.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { type Flagged, joinFlagged, parseVerdict } from '../../../shared/moderation/verdict.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { callPlain } from '../llm/call-plain.ts';
import { readChainFailure } from '../llm/failure.ts';
import type { Services } from '../services.ts';
import type { JudgeRequest } from './judge-request.ts';

/** Null when there is no verdict in time. Never rejects. */
export type Judge = (requests: readonly JudgeRequest[]) => Promise<Flagged | null>;

/** A result is about a kilobyte. */
const MAX_VERDICT_BYTES = 262_144;
/** llm gives up this much earlier, so that its own reason arrives before our deadline. */
const REPORT_MARGIN_MS = 50;

export function createJudge(services: Services, { model, deadlineMs }: ModerationConfig): Judge {
  const { config, signer, trace, log } = services;

  async function ask({ input, results }: JudgeRequest, signal: AbortSignal): Promise<Flagged | null> {
    const timeoutMs = Math.max(1, deadlineMs - REPORT_MARGIN_MS);
    const called = await callPlain(
      { llm: config.llm, signer, trace, log, readFailure: readChainFailure },
      {
        path: '/v1/moderations',
        head: { model, timeoutMs, answers: 'json', fields: ['input'] },
        body: { kind: 'json', text: JSON.stringify({ input }) },
      },
      signal,
    );
    if (!called.ok) return null;
    const read = await readBoundedBody(new Response(called.body), MAX_VERDICT_BYTES);
    return read.kind === 'read' ? parseVerdict(parseBoundedJson(read.bytes), results) : null;
  }

  return async (requests) => {
    const signal = AbortSignal.timeout(deadlineMs);
    const startedAtMs = services.now();
    let flagged: Flagged | null = null;
    try {
      const verdicts = await orAbort(Promise.all(requests.map((request) => ask(request, signal))), signal);
      flagged = verdicts.reduce<Flagged | null>(
        (all, verdict) => (all === null || verdict === null ? null : joinFlagged(all, verdict)),
        {},
      );
    } catch (error) {
      log.warn('moderation.failed', { error: errorName(error) });
    }
    log.info('moderation.judged', {
      model,
      calls: requests.length,
      verdict: flagged === null ? 'none' : Object.keys(flagged).join(' ') || 'clean',
      durationMs: services.now() - startedAtMs,
    });
    return flagged;
  };
}
