/**
 * `POST /v1/circuits`: an operator, who signs as the bot, sees every circuit, or holds one open or closed.
 * Handed on to the llm Worker, which has no public route of its own.
 */
import { CIRCUITS_PATH } from '../../../shared/contract/circuits.ts';
import { LLM_ORIGIN } from '../../../shared/contract/routes.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { requireSigned } from '../access/verified.ts';
import { postSigned } from '../http/post-signed.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import { parseCircuitsRequest } from '../request/circuits-request.ts';
import type { Services } from '../services.ts';

const DEADLINE_MS = 3_000;

export async function handleCircuits(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseCircuitsRequest);
  if (!admitted.ok) return admitted.response;
  const { config, log } = services;
  try {
    const response = await postSigned(
      config.llm,
      {
        url: `${LLM_ORIGIN}${CIRCUITS_PATH}`,
        body: JSON.stringify(admitted.value),
        signal: AbortSignal.timeout(DEADLINE_MS),
      },
      services,
    );
    return jsonResponse(await response.json(), { status: response.status });
  } catch (error) {
    log.error('llm.unreachable', { error: errorName(error) });
    return errorResponse({ code: 'upstream_unreachable' });
  }
}
