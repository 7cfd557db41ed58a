/** `POST /v1/privacy/…`: what is stored about the caller, shown, handed over, erased; and whether anything is stored at all. */
import type { PrivacySummary } from '../../../shared/contract/privacy.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { requireCaller, requireSigned } from '../access/verified.ts';
import { forgetAnswers } from '../idempotency/forget.ts';
import { eraseAll, exportAll, setRemember, summarise } from '../privacy/privacy.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import { parseRememberRequest } from '../request/caller-request.ts';
import type { Services } from '../services.ts';

const DEADLINE_MS = 2_000;

export async function handlePrivacySummary(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  return withDatabase(services, async () =>
    jsonResponse(await createSummary(services, admitted.value.user_id)),
  );
}

export async function handlePrivacyExport(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  return withDatabase(services, async () => {
    const db = services.openDatabase(DEADLINE_MS);
    return jsonResponse(await exportAll(db, admitted.value.user_id, services.now()));
  });
}

export async function handlePrivacyErase(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const { user_id: userId } = admitted.value;
  return withDatabase(services, async () => {
    const [receipt] = await Promise.all([
      eraseAll(services.openDatabase(DEADLINE_MS), userId),
      forgetAnswers(services.config.redis, userId).catch((error: unknown) =>
        services.log.warn('privacy.answers_kept', { error: errorName(error) }),
      ),
    ]);
    services.log.info('privacy.erased', { messages: receipt.erased_messages });
    return jsonResponse(receipt);
  });
}

export async function handlePrivacyRemember(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseRememberRequest);
  if (!admitted.ok) return admitted.response;
  const { caller, remember } = admitted.value;
  return withDatabase(services, async () => {
    await setRemember(services.openDatabase(DEADLINE_MS), caller.user_id, remember);
    return jsonResponse(await createSummary(services, caller.user_id));
  });
}

async function createSummary(services: Services, userId: string): Promise<PrivacySummary> {
  const summary = await summarise(services.openDatabase(DEADLINE_MS), userId);
  return { ...summary, retention_days: services.config.retentionDays };
}

async function withDatabase(services: Services, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    services.log.error('memory.unavailable', { error: errorName(error) });
    return errorResponse({ code: 'upstream_unreachable' });
  }
}
