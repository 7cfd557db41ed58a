/** `POST /v1/memory/save`: a fact that the caller wants kept in so many words, or one of theirs changed. */
import type { Caller } from '../../../../shared/contract/caller.ts';
import type { Failure } from '../../../../shared/contract/failure.ts';
import { MAX_FACT_CHARS, type SavedFact, type SaveFactRequest } from '../../../../shared/contract/memory.ts';
import { pseudonymise } from '../../../../shared/observe/pseudonym.ts';
import { dropHidden } from '../../../../shared/text/hidden.ts';
import { requireSigned } from '../../access/verified.ts';
import { type PlaceValues, placeValues } from '../../conversation/turn-sql.ts';
import { embedFacts } from '../../memory/fact-vectors.ts';
import { editFact, type FactRow, findFact, saveFacts, toFact } from '../../memory/facts.ts';
import { isSecret } from '../../memory/forbidden.ts';
import { EVERYWHERE } from '../../memory/memory-sql.ts';
import { errorResponse, jsonResponse, replyFromDatabase } from '../../reply.ts';
import { parseSaveFact } from '../../request/memory-request.ts';
import type { Services } from '../../services.ts';
import { forgetAnswers, MEMORY_DEADLINE_MS } from './reply.ts';

/** A fact of which JSON escapes every character, and more than one that is too long. */
const MAX_BODY_BYTES = 64 * 1024;

type Wanted = Omit<SaveFactRequest, 'libra'> & { caller: Caller };
type Result = { ok: true; saved: SavedFact } | { ok: false; failure: Failure };

export async function handleMemorySave(request: Request, services: Services): Promise<Response> {
  const admitted = await requireSigned(request, services, parseSaveFact, MAX_BODY_BYTES);
  if (!admitted.ok) return admitted.response;
  const text = admitted.value.text === undefined ? undefined : cleanFact(admitted.value.text);
  const fault = text === undefined ? null : findFault(text);
  if (fault !== null) return errorResponse(fault);
  const wanted = { ...admitted.value, ...(text === undefined ? {} : { text }) };
  const place = placeValues({ caller: wanted.caller });
  return replyFromDatabase(services.log, async () => {
    const { fact } = wanted;
    const result = await (fact === undefined
      ? add(services, place, wanted)
      : change(services, place, { ...wanted, fact }));
    if (!result.ok) return errorResponse(result.failure);
    await forgetAnswers(services, place);
    services.waitUntil(embedFacts(services, wanted.caller));
    services.log.info('memory.saved', {
      isNew: fact === undefined,
      supersedes: result.saved.superseded !== null,
    });
    return jsonResponse(result.saved satisfies SavedFact);
  });
}

/** On one line. */
function cleanFact(text: string): string {
  return dropHidden(text.toWellFormed()).replaceAll(/\s+/g, ' ').trim();
}

function findFault(text: string): Failure | null {
  if (text === '') return { code: 'prompt_empty', param: 'text' };
  if (text.length > MAX_FACT_CHARS) {
    return { code: 'prompt_too_long', param: 'text', evidence: { limit: MAX_FACT_CHARS } };
  }
  return isSecret(text) ? { code: 'fact_refused', param: 'text' } : null;
}

async function add(services: Services, place: PlaceValues, wanted: Wanted): Promise<Result> {
  const { text = '', where = 'here', message: messageId = null, caller } = wanted;
  const open = () => services.openDatabase(MEMORY_DEADLINE_MS);
  const pseudonym = await pseudonymise(services.config.sharedSecrets[0], caller.user_id);
  const space = where === 'everywhere' ? EVERYWHERE : place.space;
  const origin = messageId === null ? 'told' : 'message';
  const fact = { text, origin, space, replaces: null, requestKey: null, messageId } as const;
  const [verdict] = await saveFacts(open(), place, pseudonym, [{ ...fact, saidAtMs: services.now() }]);
  const row = verdict?.kind === 'saved' ? await findFact(open(), place, verdict.id) : null;
  if (verdict?.kind !== 'saved' || row === null) return { ok: false, failure: { code: 'memory_off' } };
  return { ok: true, saved: { fact: toFact(row, place.space), superseded: verdict.superseded } };
}

/** Their own facts people may correct whatever they have agreed to. */
async function change(
  services: Services,
  place: PlaceValues,
  { fact, text, where }: Wanted & { fact: string },
): Promise<Result> {
  const open = () => services.openDatabase(MEMORY_DEADLINE_MS);
  const before = await findFact(open(), place, fact);
  const after =
    before === null
      ? null
      : await editFact(open(), place, fact, {
          text: text ?? before.text,
          space: spaceOf(where, before, place),
          nowMs: services.now(),
        });
  if (before === null || after === null) {
    return { ok: false, failure: { code: 'fact_not_found', param: 'fact' } };
  }
  const superseded = after.text === before.text ? null : before.text;
  return { ok: true, saved: { fact: toFact(after, place.space), superseded } };
}

function spaceOf(where: Wanted['where'], before: FactRow, place: PlaceValues): string {
  switch (where) {
    case undefined:
      return before.space;
    case 'everywhere':
      return EVERYWHERE;
    case 'here':
      return place.space;
  }
}
