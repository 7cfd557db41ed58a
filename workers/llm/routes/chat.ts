/** `POST /v1/chat/completions`: the composition of verify → breaker → deadline → provider → fallback → respond. */
import { LLM_EARLY_STATUS_MS } from '../../../shared/limits.ts';
import { answer } from '../attempt/answer.ts';
import { decideTimeoutMs, startRequestLife } from '../attempt/request-life.ts';
import { chooseTargets } from '../attempt/targets.ts';
import { respondWhole } from '../respond/complete.ts';
import { errorResponse } from '../respond/error-response.ts';
import { respondWithStream } from '../respond/stream.ts';
import type { Services } from '../services.ts';
import { parseChatRequest } from './parse-request.ts';

/** `body` has been authenticated; `signal` aborts when the client leaves. */
export function answerChat(body: Uint8Array, signal: AbortSignal, services: Services): Promise<Response> {
  const { config, clock, log } = services;
  const parsed = parseChatRequest(body);
  if (!parsed.ok) {
    const { param } = parsed;
    return Promise.resolve(errorResponse('invalid_request', param === undefined ? {} : { param }));
  }
  const life = startRequestLife(clock, decideTimeoutMs(parsed.timeoutMs), signal);
  const events = answer(
    {
      providerOf: (target) => services.providerOf(target.provider),
      gate: services.gate,
      budget: services.budget,
      clock,
      log,
      defer: services.defer,
      random: Math.random,
    },
    {
      request: { ...parsed.passed, stream: true, stream_options: { include_usage: true } },
      targets: chooseTargets(config, parsed.model),
      limits: { firstTokenMs: config.firstTokenTimeoutMs, idleMs: config.idleTimeoutMs },
      life,
    },
  );
  if (!parsed.stream) return respondWhole(events, life);
  const { heartbeatMs } = config;
  return respondWithStream(events, {
    clock,
    life,
    log,
    earlyStatusMs: LLM_EARLY_STATUS_MS,
    heartbeatMs,
    relayed: parsed.relayed,
  });
}
