/** Asks the judge through the llm Worker: signed calls, with a deadline of their own. */
import type { ModerationConfig } from '../../../shared/config/moderation.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import {
  type Flagged,
  flaggedNames,
  joinFlagged,
  parseVerdicts,
} from '../../../shared/moderation/verdict.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { orAbort } from '../../../shared/time/wait.ts';
import { callPassthrough } from '../llm/call-passthrough.ts';
import { readChainFailure } from '../llm/failure.ts';
import { SHORT_REPORT_MARGIN_MS } from '../llm/send.ts';
import type { Services } from '../services.ts';
import { type JudgeRequest, toCalls } from './judge-request.ts';

/** Of each request, in their order; null when there is no verdict on one of them in time. Never rejects. */
export type Judge = (requests: readonly JudgeRequest[]) => Promise<Flagged[] | null>;

/** A result is about a kilobyte. */
const MAX_VERDICT_BYTES = 262_144;
export function createJudge(services: Services, { model, deadlineMs }: ModerationConfig): Judge {
  const { config, signer, trace, log } = services;

  async function ask(input: unknown[], results: number, signal: AbortSignal): Promise<Flagged[] | null> {
    const timeoutMs = Math.max(1, deadlineMs - SHORT_REPORT_MARGIN_MS);
    const called = await callPassthrough(
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
    return read.kind === 'read' ? parseVerdicts(parseBoundedJson(read.bytes), results) : null;
  }

  return async (requests) => {
    const signal = AbortSignal.timeout(deadlineMs);
    const startedAtMs = services.now();
    const calls = toCalls(requests);
    let verdicts: Flagged[] | null = null;
    try {
      const told = await orAbort(
        Promise.all(calls.map(({ input, of }) => ask(input, of.length, signal))),
        signal,
      );
      verdicts = joinByRequest(requests.length, calls, told);
    } catch (error) {
      log.warn('moderation.failed', { error: errorName(error) });
    }
    log.info('moderation.judged', {
      model,
      calls: calls.length,
      verdict:
        verdicts === null ? 'none' : flaggedNames(verdicts.reduce(joinFlagged, {})).join(' ') || 'clean',
      durationMs: services.now() - startedAtMs,
    });
    return verdicts;
  };
}

/** Null when one of the calls has told nothing. */
function joinByRequest(
  count: number,
  calls: readonly { of: readonly number[] }[],
  told: readonly (Flagged[] | null)[],
): Flagged[] | null {
  const joined: Flagged[] = Array.from({ length: count }, () => ({}));
  for (const [call, { of }] of calls.entries()) {
    const verdicts = told[call];
    if (verdicts == null) return null;
    for (const [index, request] of of.entries()) {
      joined[request] = joinFlagged(joined[request] ?? {}, verdicts[index] ?? {});
    }
  }
  return joined;
}
