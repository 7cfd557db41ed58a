/** What every change of personal memory is answered with: the view of it as it is then. */
import type { MemoryView } from '../../../../shared/contract/memory.ts';
import { errorName } from '../../../../shared/observe/log.ts';
import type { PlaceValues } from '../../conversation/turn-sql.ts';
import { forgetSharedAnswers } from '../../idempotency/forget.ts';
import { readMemory } from '../../memory/choices.ts';
import { jsonResponse } from '../../reply.ts';
import type { Services } from '../../services.ts';

/** The bot answers within Discord's three seconds, and there may be two statements, one after the other. */
export const MEMORY_DEADLINE_MS = 900;

export async function answerWithMemory(
  { openDatabase, config }: Services,
  place: PlaceValues,
  more: Pick<MemoryView, 'forgotten'> = {},
): Promise<Response> {
  const learns = config.personalMemory !== null;
  const view = await readMemory(openDatabase(MEMORY_DEADLINE_MS), place, { learns });
  return jsonResponse({ ...view, ...more } satisfies MemoryView);
}

/** Else an equal question would get, for a minute, the answer that was made without what is known now. */
export async function forgetAnswers(
  { config, log }: Services,
  { space, userId }: PlaceValues,
): Promise<void> {
  try {
    await forgetSharedAnswers(config.redis, { id: `${space}:${userId}`, owner: userId });
  } catch (error) {
    log.warn('memory.answers_kept', { error: errorName(error) });
  }
}
