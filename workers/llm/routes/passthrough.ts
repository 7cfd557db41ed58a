/** Passthrough calls: parse → targets → attempts behind their circuits → the provider's answer as it is. */
import { kindOf } from '../../../shared/catalogue/catalogue.ts';
import {
  ANSWERED_BY_HEADER,
  FALLBACK_HEADER,
  PASSTHROUGH_CALLS,
  type PassthroughPath,
  PROVIDED_BY_HEADER,
  parsePassthroughHead,
} from '../../../shared/contract/passthrough.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { passthroughLimitsOf } from '../attempt/limits.ts';
import { decideTimeoutMs, startRequestLife } from '../attempt/request-life.ts';
import { chooseTargets } from '../attempt/targets.ts';
import { callInTurn } from '../passthrough/call.ts';
import { failureResponse } from '../respond/failure-response.ts';
import type { Services } from '../services.ts';

/** `bytes` has been authenticated. They are held until an answer begins, since another target may yet be asked. */
export async function answerPassthrough(
  path: PassthroughPath,
  bytes: Uint8Array,
  request: Request,
  services: Services,
): Promise<Response> {
  const held = services.held.open();
  if (held === null) return errorResponse('overloaded');
  try {
    return held.hold(bytes.byteLength)
      ? await answer(path, bytes, request, services)
      : errorResponse('overloaded');
  } finally {
    held.close();
  }
}

async function answer(
  path: PassthroughPath,
  bytes: Uint8Array,
  { url, headers, signal }: Request,
  services: Services,
): Promise<Response> {
  const { config, clock, log, gate, budget, defer } = services;
  const head = parsePassthroughHead(new URL(url).searchParams);
  if (head === undefined) return errorResponse('invalid_request');
  const kind = PASSTHROUGH_CALLS[path];
  const targets = chooseTargets(config, head.model, Math.random).filter(
    ({ model }) => kindOf(model) === kind,
  );
  if (targets.length === 0) return errorResponse('model_not_found', { param: 'model' });
  const life = startRequestLife(clock, decideTimeoutMs(head.timeoutMs), signal);
  const result = await callInTurn(
    {
      providerOf: (target) => services.providerOf(target.provider),
      gate,
      budget,
      clock,
      log,
      defer,
      random: Math.random,
    },
    {
      path: path.replace(/^\/v1/, ''),
      body: { contentType: headers.get('content-type') ?? '', bytes },
      form: head.answers,
      fields: head.fields,
      targets,
      limitsOf: ({ model }) => passthroughLimitsOf(model, config),
      life,
    },
  );
  if (!result.ok) {
    life.end();
    return failureResponse(result.failure);
  }
  const { model = '', provider = '', fallback } = result.libra;
  return new Response(result.body, {
    headers: {
      'content-type': result.contentType,
      'cache-control': 'no-store',
      [ANSWERED_BY_HEADER]: model,
      [PROVIDED_BY_HEADER]: provider,
      ...(fallback === true ? { [FALLBACK_HEADER]: '1' } : {}),
    },
  });
}
