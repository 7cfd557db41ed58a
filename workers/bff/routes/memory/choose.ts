/** `POST /v1/memory/choose`: the caller agrees to personal memory, stops it, or pauses it in this conversation. */
import { requireSigned } from '../../access/verified.ts';
import { placeValues } from '../../conversation/turn-sql.ts';
import { chooseMemory } from '../../memory/choices.ts';
import { replyFromDatabase } from '../../reply.ts';
import { parseChooseMemory } from '../../request/memory-request.ts';
import type { Services } from '../../services.ts';
import { answerWithMemory, MEMORY_DEADLINE_MS } from './reply.ts';

export async function handleMemoryChoose(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseChooseMemory);
  if (!admitted.ok) return admitted.response;
  const { caller, choice, where } = admitted.value;
  const place = placeValues({ caller });
  return replyFromDatabase(services.log, async () => {
    await chooseMemory(services.openDatabase(MEMORY_DEADLINE_MS), place, { choice, where });
    services.personSettings.drop(place.userId);
    services.log.info('memory.chosen', { choice, where });
    return answerWithMemory(services, place);
  });
}
