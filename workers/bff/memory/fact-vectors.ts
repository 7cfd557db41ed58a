/** Gives a person's facts the vectors that they lack. No answer waits for it. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { embedWithinBudget, payerOfCaller } from '../documents/charge.ts';
import { presentModel } from '../documents/present-model.ts';
import { toVector } from '../documents/search.ts';
import type { Services } from '../services.ts';
import { memoryFacts } from '../store/schema/memory.ts';
import { prepare } from '../store/statement.ts';
import { ANCHORS, centreFact, centresOf } from './centre.ts';
import { LACKS_VECTOR } from './memory-sql.ts';

const DATABASE_DEADLINE_MS = 5_000;
const EMBED_TIMEOUT_MS = 15_000;
/** Of one request; the rest are for the next time. */
const MAX_FACTS = 48;

interface LackingFact extends Record<string, unknown> {
  /** Decimal digits. */
  id: string;
  text: string;
}

/** Never rejects: what gets no vector now is found by its words, and is tried again after the next answer. */
export async function embedFacts(services: Services, caller: Caller): Promise<void> {
  const { config, log, openDatabase } = services;
  const factModel = presentModel(config);
  if (factModel === null) return;
  const { user_id: userId } = caller;
  try {
    const { rows: facts } = await openDatabase(DATABASE_DEADLINE_MS).execute<LackingFact>(
      selectLacking({ userId, factModel }),
    );
    if (facts.length === 0) return;
    const made = await embedCentred(services, caller, facts);
    if (made === null) return;
    await openDatabase(DATABASE_DEADLINE_MS).execute(
      storeVectors({ userId, model: made.model, vectors: JSON.stringify(made.vectors) }),
    );
    // This isolate may still know the person as one without facts.
    services.personSettings.drop(userId);
    log.info('memory.embedded', { facts: facts.length });
  } catch (error) {
    log.warn('memory.not_embedded', { error: errorName(error) });
  }
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
  caller: Caller,
  facts: readonly LackingFact[],
): Promise<{ model: string; vectors: MadeVector[] } | null> {
  const { factCentres, log } = services;
  const known = factCentres.known;
  const texts = [...facts.map(({ text }) => text), ...(known === null ? ANCHORS : [])];
  const embedded = await embedWithinBudget(
    services,
    payerOfCaller(caller, services),
    texts,
    EMBED_TIMEOUT_MS,
  );
  if (!embedded.ok) {
    log.warn('memory.not_embedded', { code: embedded.failure.code, facts: facts.length });
    return null;
  }
  const { space: model, vectors } = embedded;
  if (known === null) factCentres.known = { model, centres: centresOf(vectors.slice(facts.length)) };
  const { known: now } = factCentres;
  if (now?.model !== model) {
    // Another model has answered; the next attempt asks it for its centres.
    factCentres.known = null;
    log.warn('memory.not_embedded', { code: 'model_changed', facts: facts.length });
    return null;
  }
  const made = facts.map(({ id, text }, index) => {
    const { dense, least } = centreFact(text, vectors[index] ?? new Float32Array(), now.centres);
    return { id, text, dense: toVector(dense), least };
  });
  return { model, vectors: made };
}

const value = sql.placeholder;

const selectLacking = prepare<{ userId: string; factModel: string }>(
  () => sql`
    select f.id::text as id, f.text from ${memoryFacts} f where f.user_id = ${value('userId')} and ${LACKS_VECTOR}
    order by f.valid_from desc limit ${sql.raw(String(MAX_FACTS))}
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
