/** `POST /v1/privacy/export`: everything that the bff stores about the caller, a few times an hour. */
import { endingAt } from '../../../../shared/contract/cost-limits.ts';
import type { PrivacyExport } from '../../../../shared/contract/privacy.ts';
import { errorName } from '../../../../shared/observe/log.ts';
import { requireCaller } from '../../access/verified.ts';
import { readAnswers } from '../../idempotency/erase.ts';
import { takeExport } from '../../limits/export-limit.ts';
import { exportTables } from '../../privacy/export-tables.ts';
import { PRIVACY_DEADLINE_MS } from '../../privacy/privacy.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import type { Services } from '../../services.ts';
import { readTranscripts } from '../../voice-messages/transcript-store.ts';

export async function handlePrivacyExport(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const { user_id: userId } = admitted.value;
  const { log, config, now } = services;
  const refused = await takeExport(services, userId);
  if (refused !== null) {
    const { resetMs, limit } = refused;
    return errorResponse({ code: 'rate_limited', evidence: endingAt(resetMs, now(), limit) });
  }
  return replyFromDatabase(log, async () => {
    const unread = (error: unknown) => {
      log.warn('privacy.answers_unread', { error: errorName(error) });
      return null;
    };
    const [tables, answers, transcripts] = await Promise.all([
      exportTables(services.openDatabase(PRIVACY_DEADLINE_MS), userId, now()),
      readAnswers(config.redis, userId).catch(unread),
      readTranscripts(config.redis, userId).catch(unread),
    ]);
    return jsonResponse({
      ...tables,
      answers: answers ?? [],
      transcripts: transcripts ?? [],
      unreadable: [
        ...(answers === null ? ['llm:idem', 'llm:answer'] : []),
        ...(transcripts === null ? ['llm:transcript'] : []),
      ],
    } satisfies PrivacyExport);
  });
}
