/** `POST /v1/status`: the health of each part and what the caller has left. Always answers, even when every part hangs. */
import { requireCaller } from '../access/verified.ts';
import { jsonResponse } from '../reply.ts';
import type { Services } from '../services.ts';
import { collectStatus } from '../status/collect-status.ts';

export async function handleStatus(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  return admitted.ok ? jsonResponse(await collectStatus(services, admitted.value)) : admitted.response;
}
