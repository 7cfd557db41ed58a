/** `POST /v1/chat/completions`: parse → targets → attempts behind their circuits → an event stream. */
import { kindOf } from '../../../shared/catalogue/catalogue.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { LLM_EARLY_STATUS_MS } from '../../../shared/limits.ts';
import { createPace } from '../../../shared/sse/pace.ts';
import { answerWithFallback, type FallbackDeps, type ModelRequest } from '../attempt/fallback.ts';
import { downloadImages } from '../attempt/image-data.ts';
import { createInlineImages, NO_INLINE_IMAGES } from '../attempt/inline-images.ts';
import { isThinking, limitsOf } from '../attempt/limits.ts';
import { decideTimeoutMs, startRequestLife } from '../attempt/request-life.ts';
import { chooseTargets, type Target } from '../attempt/targets.ts';
import { decideWindowMs } from '../attempt/window.ts';
import type { Provider } from '../provider/provider.ts';
import { createLineProvider, type Line } from '../realtime/line-provider.ts';
import { respondWithStream } from '../respond/stream.ts';
import type { Services } from '../services.ts';
import { parseChatRequest } from './parse-request.ts';

/** `body` has been authenticated; `signal` aborts when the client leaves. */
export function answerChat(body: Uint8Array, signal: AbortSignal, services: Services): Promise<Response> {
  const { config, clock, log, openStreams } = services;
  const parsed = parseChatRequest(body);
  if (!parsed.ok) {
    const { param } = parsed;
    return Promise.resolve(errorResponse('invalid_request', param === undefined ? {} : { param }));
  }
  const targets = chooseTargets(config, parsed.model, Math.random);
  // It is asked over a connection that belongs to a live conversation.
  if (parsed.line === undefined && targets.some(isRealtime)) {
    return Promise.resolve(errorResponse('invalid_request', { param: 'libra.line' }));
  }
  if (targets.length === 0) return Promise.resolve(errorResponse('model_not_found', { param: 'model' }));
  const life = startRequestLife(clock, decideTimeoutMs(parsed.timeoutMs), signal);
  const windowMs = () => decideWindowMs(parsed.paceMs, openStreams.count);
  const deps: FallbackDeps = {
    providerOf: (target) => providerOf(services, target, parsed.line),
    gate: services.gate,
    budget: services.budget,
    adaptations: services.adaptations,
    clock,
    log,
    defer: services.defer,
    random: Math.random,
  };
  const source = {
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    clock,
    localOrigin: config.discordCdnOrigin,
  };
  const request: ModelRequest = {
    request: {
      ...parsed.passed,
      stream: true,
      stream_options: { ...parsed.streamOptions, include_usage: true },
    },
    ownFields: parsed.ownFields,
    images:
      parsed.mayInlineImages === true
        ? createInlineImages(services.adaptations, () =>
            downloadImages(parsed.passed.messages, life.signal, source),
          )
        : NO_INLINE_IMAGES,
    targets,
    mayOutgrow: parsed.tellsOverflow !== true,
    limitsOf: ({ model }) => limitsOf(model, config),
    isThinking: ({ model }) => isThinking(model, config),
    life,
    createPace: () => createPace(windowMs, clock.now),
  };
  return respondWithStream((sink) => openStreams.track(() => answerWithFallback(deps, request, sink)), {
    clock,
    life,
    log,
    isBare: parsed.isBare,
    earlyStatusMs: LLM_EARLY_STATUS_MS,
    heartbeatMs: config.heartbeatMs,
    createPipe: () => new IdentityTransformStream(),
    defer: services.defer,
  });
}

function isRealtime({ model }: Target): boolean {
  return kindOf(model) === 'realtime';
}

function providerOf({ env, ...services }: Services, target: Target, line: Line | undefined): Provider {
  if (line === undefined || !isRealtime(target)) return services.providerOf(target.provider);
  return createLineProvider(target.provider, line, (name) => env.REALTIME_LINE.getByName(name));
}
