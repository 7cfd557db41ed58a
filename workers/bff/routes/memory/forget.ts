/** `POST /v1/memory/forget`: facts go, with what they were before. */
import { requireSigned } from '../../access/verified.ts';
import { placeValues } from '../../conversation/turn-sql.ts';
import { forgetFacts } from '../../memory/facts.ts';
import { replyFromDatabase } from '../../reply.ts';
import { parseForgetFacts } from '../../request/memory-request.ts';
import type { Services } from '../../services.ts';
import { answerWithMemory, forgetAnswers, MEMORY_DEADLINE_MS } from './reply.ts';

export async function handleMemoryForget(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseForgetFacts);
  if (!admitted.ok) return admitted.response;
  const { caller, facts } = admitted.value;
  const place = placeValues({ caller });
  return replyFromDatabase(services.log, async () => {
    const [forgotten] = await Promise.all([
      forgetFacts(services.openDatabase(MEMORY_DEADLINE_MS), place, facts),
      forgetAnswers(services, place),
    ]);
    services.log.info('memory.forgotten', { facts: forgotten });
    return answerWithMemory(services, place, { forgotten });
  });
}
