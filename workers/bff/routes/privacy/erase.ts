/** `POST /v1/privacy/erase`: everything that the bff stores about the caller goes, kept answers included. */
import type { ErasureReceipt } from '../../../../shared/contract/privacy.ts';
import { errorName } from '../../../../shared/observe/log.ts';
import { sleep } from '../../../../shared/time/wait.ts';
import { requireCaller } from '../../access/verified.ts';
import { type ErasedAnswers, eraseAnswers } from '../../idempotency/erase.ts';
import { toPerson } from '../../privacy/person.ts';
import { eraseAll, PRIVACY_DEADLINE_MS } from '../../privacy/privacy.ts';
import type { Erasure } from '../../privacy/tables.ts';
import { jsonResponse, replyFromDatabase } from '../../reply.ts';
import type { Services } from '../../services.ts';

export async function handlePrivacyErase(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const { log, config, now } = services;
  const person = await toPerson(admitted.value.user_id, config.sharedSecrets);
  const erasure = { ...person, nowMs: now() };
  services.personSettings.drop(person.userId);
  return replyFromDatabase(log, async () => {
    const [erased, answers] = await Promise.all([
      eraseAll(services.openDatabase(PRIVACY_DEADLINE_MS), erasure),
      tryErasingAnswers(services, erasure),
    ]);
    // Ids alone: what they are of is gone. Learning that is under way finds the mark of the erasure.
    services.waitUntil(forgetPause(services, erasure.userId));
    if (answers === null) services.waitUntil(eraseAnswersLater(services, erasure));
    log.info('privacy.erased', { messages: erased.messages });
    return jsonResponse({
      erased_conversations: erased.conversations,
      erased_messages: erased.messages,
      interactions: [...new Set([...interactionsOf(erased.requests), ...(answers?.deliveries ?? [])])],
      readings: erased.readings,
      answers_kept: answers === null,
    } satisfies ErasureReceipt);
  });
}

async function forgetPause({ config, log }: Services, userId: string): Promise<void> {
  try {
    await config.memoryPauses?.getByName(userId).forget();
  } catch (error) {
    log.warn('privacy.pause_kept', { error: errorName(error) });
  }
}

/** Null: Redis is out. */
async function tryErasingAnswers({ log, config }: Services, erasure: Erasure): Promise<ErasedAnswers | null> {
  try {
    return await eraseAnswers(config.redis, erasure);
  } catch (error) {
    log.warn('privacy.answers_kept', { error: errorName(error) });
    return null;
  }
}

/** A request's work may go on for half a minute after its response. */
const LATER_MS = [1_000, 4_000, 15_000] as const;

async function eraseAnswersLater(services: Services, erasure: Erasure): Promise<void> {
  for (const waitMs of LATER_MS) {
    await sleep(waitMs);
    if ((await tryErasingAnswers(services, erasure)) !== null) return;
  }
}

/** The bot's requests have the interaction's id as their key: `<guild or dm>:<user>:<interaction>`. */
function interactionsOf(requestKeys: readonly string[]): string[] {
  return requestKeys.flatMap((key) => /^[^:]+:\d+:(\d{15,20})$/.exec(key)?.[1] ?? []);
}
