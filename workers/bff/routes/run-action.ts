/** `POST /v1/actions/run`: a call of a tool that writes, which the person who asked has approved. The bot sends it once. */
import type { ActionRunResponse } from '../../../shared/contract/actions.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { requireSigned } from '../access/verified.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import { parseActionRunRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';
import { createTools } from '../tools/all-tools.ts';
import { randomInt } from '../tools/random-int.ts';
import { checkArguments } from '../tools/read-arguments.ts';
import { CALL_MS, runBounded } from '../tools/run-bounded.ts';
import type { BffTool } from '../tools/tool.ts';

/** The arguments of an action are bounded in characters; each takes six bytes at most in JSON. */
const MAX_BODY_BYTES = 32_768;

export async function handleRunAction(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseActionRunRequest, MAX_BODY_BYTES);
  if (!admitted.ok) return admitted.response;
  const { caller, tool: name, args } = admitted.value;
  const tool = findTool(services, name);
  if (tool === undefined) {
    return errorResponse({ code: 'invalid_request', param: 'tool', detail: 'There is no such tool.' });
  }
  const checked = checkArguments(tool, args);
  if (!checked.ok) return errorResponse({ code: 'invalid_request', param: 'args', detail: checked.why });
  const { now, log } = services;
  const startedAtMs = now();
  const context = { now, randomInt, locale: caller.locale, timeZone: null, caller, fetch: boundFetch };
  const deps = { context, signal: request.signal, clock: platformClock };
  const { outcome, result } = await runBounded(deps, tool, checked.args, CALL_MS);
  log.info('action.finished', { tool: name, outcome, durationMs: now() - startedAtMs });
  return jsonResponse({ ok: result.ok, content: result.content } satisfies ActionRunResponse);
}

/** The platform's `fetch` must not be called as a method of the context. */
const boundFetch: typeof fetch = (input, init) => fetch(input, init);

function findTool(services: Services, name: string): BffTool | undefined {
  return createTools(services).find(
    (tool): tool is BffTool => tool.kind === 'writes' && tool.by === 'bff' && tool.name === name,
  );
}
