/** `POST /v1/memory/show`: what the caller has agreed to, and what is kept of them for this place. */
import { requireCaller } from '../../access/verified.ts';
import { placeValues } from '../../conversation/turn-sql.ts';
import { replyFromDatabase } from '../../reply.ts';
import type { Services } from '../../services.ts';
import { answerWithMemory } from './reply.ts';

export async function handleMemoryShow(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const place = placeValues({ caller: admitted.value });
  return replyFromDatabase(services.log, () => answerWithMemory(services, place));
}
