/** Gives a person's facts the vectors that they lack. No answer waits for it. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { embedWithinBudget } from '../documents/charge.ts';
import { presentModel } from '../documents/present-model.ts';
import { toVector } from '../documents/search.ts';
import { QUESTIONS } from '../knowledge/background.ts';
import { referencesOf } from '../knowledge/known-references.ts';
import { ensureReferences, forgetReferences } from '../knowledge/references.ts';
import { LIBRA, type Payer, payerOfCaller } from '../passthrough/payer.ts';
import type { Services } from '../services.ts';
import { referenceVectors } from '../store/schema/documents.ts';
import { memoryFacts } from '../store/schema/memory.ts';
import { prepare } from '../store/statement.ts';
import { ANCHORS_A_LANGUAGE, type Centres, centreFact, centresOf, FACT_ANCHORS } from './centre.ts';
import { HAS_OTHER_LENGTH, LACKS_VECTOR } from './memory-sql.ts';

const DATABASE_DEADLINE_MS = 5_000;
const EMBED_TIMEOUT_MS = 15_000;
/** Of one request; the rest are for the next time. */
const MAX_FACTS = 48;
const FACTS = referencesOf('facts', FACT_ANCHORS);

interface LackingFact extends Record<string, unknown> {
  /** Decimal digits. */
  id: string;
  text: string;
  /** It had a vector, of another model or of another length. */
  is_anew: boolean;
}

/**
 * Never rejects: what gets no vector now is found by its words, and is tried again after the next answer. `space`: how the model
 * names its vectors now, where that is known; those of another length are made anew as well.
 */
export async function embedFacts(services: Services, caller: Caller, space?: string): Promise<void> {
  const { config, log, openDatabase } = services;
  const factModel = presentModel(config);
  if (factModel === null) return;
  const { user_id: userId } = caller;
  try {
    const { rows } = await openDatabase(DATABASE_DEADLINE_MS).execute<LackingFact>(
      selectLacking({ userId, factModel, model: space ?? null }),
    );
    const [anew, first] = [rows.filter(({ is_anew }) => is_anew), rows.filter(({ is_anew }) => !is_anew)];
    if (first.length > 0) {
      await embedSome(services, userId, first, await payerOfCaller(services, caller, undefined));
    }
    // Its person has not asked for another model.
    if (anew.length > 0) await embedSome(services, userId, anew, LIBRA);
    // This isolate may still know the person as one without facts.
    if (rows.length > 0) services.personSettings.drop(userId);
  } catch (error) {
    log.warn('memory.not_embedded', { error: errorName(error) });
  }
}

async function embedSome(
  services: Services,
  userId: string,
  facts: readonly LackingFact[],
  payer: Payer,
): Promise<void> {
  const made = await embedCentred(services, payer, facts);
  if (made === null) return;
  await services
    .openDatabase(DATABASE_DEADLINE_MS)
    .execute(storeVectors({ userId, model: made.model, vectors: JSON.stringify(made.vectors) }));
  services.log.info('memory.embedded', { facts: facts.length, isAnew: payer === LIBRA });
}

interface MadeVector {
  id: string;
  text: string;
  dense: string;
  least: number;
}

/** Null: there is none, which has been logged. */
async function embedCentred(
  services: Services,
  payer: Payer,
  facts: readonly LackingFact[],
): Promise<{ model: string; vectors: MadeVector[] } | null> {
  const { log } = services;
  const texts = facts.map(({ text }) => text);
  const embedded = await embedWithinBudget(services, payer, texts, {
    side: 'passage',
    timeoutMs: EMBED_TIMEOUT_MS,
  });
  if (!embedded.ok) {
    log.warn('memory.not_embedded', { code: embedded.failure.code, facts: facts.length });
    return null;
  }
  const { space: model, vectors } = embedded;
  const centres = await centresFor(services, model);
  if (centres === null) return null;
  const made = facts.map(({ id, text }, index) => {
    const { dense, least } = centreFact(text, vectors[index] ?? new Float32Array(), centres);
    return { id, text, dense: toVector(dense), least };
  });
  return { model, vectors: made };
}

/** Null: there are none, which has been logged. */
async function centresFor(services: Services, model: string): Promise<Centres | null> {
  const { factCentres, log } = services;
  if (factCentres.known?.model === model) return factCentres.known.centres;
  // Once more where this isolate was wrong to think that they are stored.
  const centres = (await readCentres(services, model)) ?? (await readCentres(services, model));
  if (centres === null) log.warn('memory.not_embedded', { code: 'references_missing' });
  else factCentres.known = { model, centres };
  return centres;
}

async function readCentres(services: Services, model: string): Promise<Centres | null> {
  for (const references of [FACTS, QUESTIONS]) {
    if (!(await ensureReferences(services, references, model))) return null;
  }
  const { rows } = await services
    .openDatabase(DATABASE_DEADLINE_MS)
    .execute<{ mean: string }>(selectMeans({ model, facts: FACTS.name, questions: QUESTIONS.name }));
  const centres = centresOf(rows.map(({ mean }) => Float32Array.from(JSON.parse(mean) as number[])));
  if (centres === null) forgetReferences(services, model);
  return centres;
}

const value = sql.placeholder;

const selectLacking = prepare<{ userId: string; factModel: string; model: string | null }>(
  () => sql`
    select f.id::text as id, f.text, f.model is not null as is_anew from ${memoryFacts} f
    where f.user_id = ${value('userId')} and (${LACKS_VECTOR} or ${HAS_OTHER_LENGTH})
    order by f.valid_from desc limit ${sql.raw(String(MAX_FACTS))}
  `,
);

const LANGUAGE = sql.raw(`r.ordinal / ${ANCHORS_A_LANGUAGE}`);

const selectMeans = prepare<{ model: string; facts: string; questions: string }>(
  () => sql`
    select avg(r.dense::vector)::text as mean from ${referenceVectors} r
    where r.model = ${value('model')} and r.name in (${value('facts')}, ${value('questions')})
    group by r.name, ${LANGUAGE} order by r.name = ${value('questions')}, ${LANGUAGE}
  `,
);

/** A fact that has changed meanwhile keeps none: this one is of what it was. */
const storeVectors = prepare<{ userId: string; model: string; vectors: string }>(
  () => sql`
    update ${memoryFacts} f set model = ${value('model')}, dense = made.dense::vector, least = made.least
    from jsonb_to_recordset(${value('vectors')}::jsonb) as made(id bigint, text text, dense text, least real)
    where f.id = made.id and f.user_id = ${value('userId')} and f.text = made.text
  `,
);
