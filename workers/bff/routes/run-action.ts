/** `POST /v1/actions/run`: a call of a tool that writes, which the person who asked has approved. The bot sends it once. */
import type { ActionRunResponse } from '../../../shared/contract/actions.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { requireSigned } from '../access/verified.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import { parseActionRunRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';
import { placeSettings } from '../settings/place-settings.ts';
import { randomInt } from '../tools/random-int.ts';
import { checkArguments } from '../tools/read-arguments.ts';
import { CALL_MS, runBounded } from '../tools/run-bounded.ts';
import type { BffTool } from '../tools/tool.ts';
import { createToolset } from '../tools/toolset.ts';

/** The arguments of an action are bounded in characters; each takes six bytes at most in JSON. */
const MAX_BODY_BYTES = 32_768;

export async function handleRunAction(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseActionRunRequest, MAX_BODY_BYTES);
  if (!admitted.ok) return admitted.response;
  const { caller, tool: name, args } = admitted.value;
  const found = await findTool(services, caller, name);
  // Nothing was done: the caller is not to take it for a call that nobody knows the end of.
  if (!found.ok) return errorResponse({ code: 'overloaded' });
  const { tool } = found;
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

const SETTINGS_DEADLINE_MS = 2_000;
/** The person has approved it: a server that is slow to list its tools is waited for. */
const LIST_WAIT_MS = 3_000;

/**
 * What is switched off by now is not there any more, whatever was proposed before. `ok` false: settings are out of reach, and then
 * nothing is done.
 */
async function findTool(
  services: Services,
  caller: Caller,
  name: string,
): Promise<{ ok: true; tool: BffTool | undefined } | { ok: false }> {
  try {
    const { settings } = await placeSettings(services, caller, SETTINGS_DEADLINE_MS);
    const tools = await createToolset(services, settings, LIST_WAIT_MS);
    const tool = tools.find(
      (each): each is BffTool => each.kind === 'writes' && each.by === 'bff' && each.name === name,
    );
    return { ok: true, tool };
  } catch (error) {
    services.log.error('memory.unavailable', { error: errorName(error) });
    return { ok: false };
  }
}
