/** `POST /v1/personas/…`: a server's own personas. Everybody sees them; who manages the server changes them. */
import { findChain, kindOfChain } from '../../../shared/catalogue/catalogue.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { PersonaList } from '../../../shared/contract/personas.ts';
import { isBuiltIn } from '../../../shared/personas/built-in.ts';
import { MAX_PERSONAS } from '../../../shared/settings/persona.ts';
import { requireCaller, requireSigned } from '../access/verified.ts';
import { addPersona, editPersona, listPersonas, removePersona } from '../personas/store.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../reply.ts';
import { parseRemovePersona, parseSavePersona } from '../request/personas-request.ts';
import type { Services } from '../services.ts';
import { tellServerChange } from '../settings/tell-change.ts';
import type { Database } from '../store/database.ts';

/** The bot answers within Discord's three seconds. */
const DEADLINE_MS = 1_500;
/** The longest persona, of which JSON escapes every character. */
const MAX_BODY_BYTES = 64 * 1024;

export async function handlePersonasList(request: Request, services: Services): Promise<Response> {
  const admitted = await requireCaller(request, services);
  if (!admitted.ok) return admitted.response;
  const { guild_id: guildId } = admitted.value;
  if (guildId === null) return jsonResponse({ personas: [] } satisfies PersonaList);
  return replyFromDatabase(services.log, () => answerList(services.openDatabase(DEADLINE_MS), guildId));
}

export async function handlePersonaSave(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseSavePersona, MAX_BODY_BYTES);
  if (!admitted.ok) return admitted.response;
  const { action, persona, ...who } = admitted.value;
  return changeAs(services, who, async (db, actor) => {
    const { model } = persona;
    const chain = model === null ? undefined : findChain(services.config.catalogue, model);
    if (model !== null && (chain === undefined || kindOfChain(chain) !== 'chat')) {
      return { code: 'model_not_found', param: 'model' };
    }
    if (isBuiltIn(persona.name.toLowerCase())) return { code: 'persona_exists', param: 'name' };
    if (action === 'edit') {
      return (await editPersona(db, actor, persona)) ? null : { code: 'persona_not_found', param: 'name' };
    }
    switch (await addPersona(db, actor, persona)) {
      case 'added':
        return null;
      case 'exists':
        return { code: 'persona_exists', param: 'name' };
      case 'too_many':
        return { code: 'persona_limit', evidence: { limit: MAX_PERSONAS } };
    }
  });
}

export async function handlePersonaRemove(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseRemovePersona);
  if (!admitted.ok) return admitted.response;
  const { name, ...who } = admitted.value;
  return changeAs(services, who, async (db, actor) =>
    (await removePersona(db, actor, name)) ? null : { code: 'persona_not_found', param: 'name' },
  );
}

/** Answers with the list as it is then, or with why nothing was changed. */
async function changeAs(
  services: Services,
  { caller, isManager }: { caller: Caller; isManager: boolean },
  change: (db: Database, actor: { guildId: string; userId: string }) => Promise<Failure | null>,
): Promise<Response> {
  const { guild_id: guildId, user_id: userId } = caller;
  if (guildId === null || !isManager) return errorResponse({ code: 'forbidden' });
  return replyFromDatabase(services.log, async () => {
    const db = services.openDatabase(DEADLINE_MS);
    const failure = await change(db, { guildId, userId });
    if (failure !== null) return errorResponse(failure);
    services.log.info('personas.changed', {});
    services.waitUntil(tellServerChange(services, guildId));
    return answerList(db, guildId);
  });
}

async function answerList(db: Database, guildId: string): Promise<Response> {
  return jsonResponse({ personas: await listPersonas(db, guildId) } satisfies PersonaList);
}
