/**
 * Vectors of Libra's own texts, which questions and facts are compared with. A model makes them once, and the database keeps them:
 * made by every isolate, they would cost a thousand tokens each time, and a slow provider would never have them ready.
 */
import { sql } from 'drizzle-orm';
import { errorName } from '../../../shared/observe/log.ts';
import { sleep } from '../../../shared/time/wait.ts';
import { embedWithinBudget } from '../documents/charge.ts';
import { LIBRA } from '../passthrough/payer.ts';
import type { Services } from '../services.ts';
import type { Database } from '../store/database.ts';
import { referenceVectors } from '../store/schema/documents.ts';
import { prepare } from '../store/statement.ts';
import { BACKGROUND, QUESTIONS } from './background.ts';
import type { References } from './known-references.ts';

const EMBED_TIMEOUT_MS = 30_000;
const DATABASE_DEADLINE_MS = 10_000;
/** Who asks may be gone before the end. */
const MAX_ASKED_MS = EMBED_TIMEOUT_MS + 2 * DATABASE_DEADLINE_MS;
const POLL_MS = 250;

/** `space`: whose vectors are wanted. False: there are none, which has been logged. Never rejects. No answer waits for it. */
export async function ensureReferences(
  services: Services,
  references: References,
  space: string,
): Promise<boolean> {
  const { knownReferences: known, log, now, openDatabase } = services;
  const key = `${space} ${references.name}`;
  // One call is enough, however many come at once.
  const isAsked = () => now() - (known.asked.get(key) ?? Number.NEGATIVE_INFINITY) < MAX_ASKED_MS;
  const waits = isAsked();
  while (isAsked()) await sleep(POLL_MS);
  if (known.stored.has(key)) return true;
  if (waits) return false;
  known.asked.set(key, now());
  try {
    const db = openDatabase(DATABASE_DEADLINE_MS);
    const { rows } = await db.execute(findAny({ space, name: references.name }));
    if (rows.length === 0) {
      const embedded = await embedWithinBudget(services, LIBRA, references.texts, {
        side: references.side,
        timeoutMs: EMBED_TIMEOUT_MS,
      });
      const problem = !embedded.ok
        ? embedded.failure.code
        : embedded.space === space
          ? null
          : 'model_changed';
      if (!embedded.ok || problem !== null) {
        log.warn('references.missing', { code: problem });
        return false;
      }
      await storeReferences(db, references, { space, vectors: embedded.vectors });
      log.info('references.stored', { model: space, texts: embedded.vectors.length });
    }
    known.stored.add(key);
    return true;
  } catch (error) {
    log.warn('references.missing', { error: errorName(error) });
    return false;
  } finally {
    known.asked.delete(key);
  }
}

/** Those of this space were not found: vectors of another length have taken their place since, and this isolate has not seen it. */
export function forgetReferences({ knownReferences: { stored } }: Services, space: string): void {
  for (const key of stored) if (key.startsWith(`${space} `)) stored.delete(key);
}

/** What passages are judged by. As `ensureReferences`. */
export async function ensureEveryday(services: Services, space: string): Promise<void> {
  for (const references of [BACKGROUND, QUESTIONS]) await ensureReferences(services, references, space);
}

/** `vectors`: in the order of the texts, each of length 1. */
export async function storeReferences(
  db: Database,
  { name }: References,
  { space, vectors }: { space: string; vectors: readonly Float32Array[] },
): Promise<void> {
  const rows = vectors.map((vector, ordinal) => ({ ordinal, dense: Array.from(vector, round) }));
  await db.batch([
    db.execute(dropOfOtherLength({ name, space, ofModel: withoutLength(space) })),
    db.execute(store({ space, name, vectors: JSON.stringify(rows) })),
  ]);
}

/** Of a space of vectors. */
function withoutLength(space: string): string {
  return space.replace(/\d+$/, '');
}

const DECIMALS = 5;

function round(value: number): number {
  return Number(value.toFixed(DECIMALS));
}

const value = sql.placeholder;

const findAny = prepare<{ space: string; name: string }>(
  () =>
    sql`select 1 from ${referenceVectors} where model = ${value('space')} and name = ${value('name')} limit 1`,
);

/** A model that makes vectors of another length now makes others: so it is seen that those of before are stale. */
const dropOfOtherLength = prepare<{ name: string; space: string; ofModel: string }>(
  () => sql`
    delete from ${referenceVectors} where name = ${value('name')} and model <> ${value('space')}
      and regexp_replace(model, '[0-9]+$', '') = ${value('ofModel')}
  `,
);

const store = prepare<{ space: string; name: string; vectors: string }>(
  () => sql`
    insert into ${referenceVectors} (model, name, ordinal, dense)
    select ${value('space')}, ${value('name')}, made.ordinal, made.dense
    from jsonb_to_recordset(${value('vectors')}::jsonb) as made(ordinal int, dense real[])
    on conflict do nothing
  `,
);
