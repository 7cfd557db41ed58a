/** A person's facts in the database: kept, superseded, listed, forgotten, counted. Every statement names the person. */
import { type SQL, sql } from 'drizzle-orm';
import { MAX_FACTS, type MemoryFact } from '../../../shared/contract/memory.ts';
import { isoTime, type PlaceValues } from '../conversation/turn-sql.ts';
import type { Database } from '../store/database.ts';
import { lockPerson } from '../store/person-lock.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { erasures } from '../store/schema/erasures.ts';
import { memoryFacts } from '../store/schema/memory.ts';
import { prepare } from '../store/statement.ts';
import { toStorableText } from '../store/storable-text.ts';
import { EVERYWHERE, IS_AGREED, IS_LEARNED_FROM } from './memory-sql.ts';
import { isStanding, slotOf } from './slot.ts';
import { hashedTerms } from './terms.ts';

export interface NewFact {
  text: string;
  origin: MemoryFact['origin'];
  /** A guild's id, `dm`, or `*`. */
  space: string;
  /** The fact whose place it takes; null: one about the same, if there is one. */
  replaces: string | null;
  requestKey: string | null;
  messageId: string | null;
  /** Unix milliseconds: what it is from was said then. */
  saidAtMs: number;
}

interface FactValues extends PlaceValues {
  pseudonym: string;
  factSpace: string;
  text: string;
  terms: string;
  slot: string | null;
  standing: boolean;
  origin: string;
  replaces: string | null;
  requestKey: string | null;
  messageId: string | null;
  saidAt: string;
}

export type SaveVerdict =
  | { kind: 'saved'; id: string; superseded: string | null }
  /** The person has not agreed, or has had what was said erased, forgotten or reset since. */
  | { kind: 'not_agreed' };

/** In one transaction. `pseudonym`: the person's. */
export async function saveFacts(
  db: Database,
  place: PlaceValues,
  pseudonym: string,
  facts: readonly NewFact[],
): Promise<SaveVerdict[]> {
  if (facts.length === 0) return [];
  const inserts = facts.map((fact) => db.execute<SavedRow>(insertFact(valuesOf(place, pseudonym, fact))));
  const [, ...results] = await db.batch([
    db.execute(lockPerson(place, 'alone')),
    ...inserts,
    db.execute(dropLeastUsed(place)),
  ]);
  return facts.map((_, index) => {
    const row = (results[index] as { rows: SavedRow[] } | undefined)?.rows[0];
    return row?.id == null
      ? { kind: 'not_agreed' }
      : { kind: 'saved', id: row.id, superseded: row.superseded ?? null };
  });
}

interface SavedRow extends Record<string, unknown> {
  id: string | null;
  superseded: string | null;
}

function valuesOf(place: PlaceValues, pseudonym: string, fact: NewFact): FactValues {
  const text = toStorableText(fact.text);
  const { origin, replaces, requestKey, messageId, space: factSpace } = fact;
  return {
    ...place,
    pseudonym,
    factSpace,
    text,
    terms: hashedTerms(text),
    slot: slotOf(text),
    standing: isStanding(text),
    origin,
    replaces,
    requestKey,
    messageId,
    saidAt: isoTime(fact.saidAtMs),
  };
}

const value = sql.placeholder;

/** What is not older than its fact: extraction may be late, and must not undo what was said since. */
const KEPT_EARLIER = sql`jsonb_path_query_array(
  jsonb_build_array(jsonb_build_object('text', old.text, 'from', old.valid_from, 'until', ${value('saidAt')}::timestamptz))
    || old.earlier,
  '$[0 to 9]'
)`;

/** A text that has changed has no vector until it gets its own. */
const KEPT_VECTOR = sql`model = case when old.text = ${value('text')}::text then f.model end,
        dense = case when old.text = ${value('text')}::text then f.dense end`;

const insertFact = prepare<FactValues>(
  () => sql`
    with agreed as (
      select 1 where ${IS_AGREED} and not exists (
        select 1 from ${erasures} where pseudonym = ${value('pseudonym')} and erased_at >= ${value('saidAt')}::timestamptz
      ) and (${value('requestKey')}::text is null or exists (
        select 1 from ${messages} m join ${conversations} c on c.id = m.conversation_id
        where m.request_key = ${value('requestKey')} and ${IS_LEARNED_FROM}
      ))
    ),
    old as (
      select f.* from ${memoryFacts} f
      where f.user_id = ${value('userId')} and f.space = ${value('factSpace')} and (
        f.id = ${value('replaces')}::bigint or lower(f.text) = lower(${value('text')}::text)
        or f.slot = ${value('slot')}::text
      )
      order by (f.id = ${value('replaces')}::bigint) desc nulls last, (lower(f.text) = lower(${value('text')}::text)) desc
      limit 1
    ),
    updated as (
      update ${memoryFacts} f set
        text = ${value('text')}, terms = ${value('terms')}::int[], slot = ${value('slot')}::text,
        standing = ${value('standing')}::boolean, origin = ${value('origin')}, request_key = ${value('requestKey')}::text,
        message_id = ${value('messageId')}::text, valid_from = ${value('saidAt')}::timestamptz,
        earlier = case when old.text = ${value('text')}::text then old.earlier else ${KEPT_EARLIER} end,
        ${KEPT_VECTOR}
      from old, agreed where f.id = old.id and old.valid_from <= ${value('saidAt')}::timestamptz
      returning f.id
    ),
    inserted as (
      insert into ${memoryFacts} (
        user_id, space, text, terms, slot, standing, origin, request_key, message_id, valid_from
      )
      select ${value('userId')}, ${value('factSpace')}, ${value('text')}, ${value('terms')}::int[], ${value('slot')}::text,
        ${value('standing')}::boolean, ${value('origin')}, ${value('requestKey')}::text, ${value('messageId')}::text,
        ${value('saidAt')}::timestamptz
      from agreed where not exists (select 1 from old)
      returning id
    )
    select
      coalesce((select id from updated), (select id from inserted), (select old.id from old, agreed))::text as id,
      (select old.text from old, updated where old.text <> ${value('text')}::text) as superseded
  `,
);

const dropLeastUsed = prepare<PlaceValues>(
  () => sql`
    delete from ${memoryFacts} where id in (
      select id from ${memoryFacts} where user_id = ${value('userId')}
      order by greatest(used_at, valid_from) desc, id desc offset ${sql.raw(String(MAX_FACTS))}
    )
  `,
);

/** In a server those that are used there; elsewhere all of the person's. */
const IS_SHOWN = sql`(
  f.user_id = ${value('userId')}
  and (${value('guildId')}::text is null or f.space in (${value('space')}, ${EVERYWHERE}))
)`;

export interface FactRow extends Omit<MemoryFact, 'place'> {
  space: string;
}

const FACT = sql`json_build_object(
  'id', f.id::text, 'text', f.text, 'space', f.space, 'origin', f.origin, 'valid_from', f.valid_from, 'uses', f.uses,
  'earlier', f.earlier
)`;

/** Columns of a statement that shows them. */
export const SHOWN_FACTS = sql`
  (
    select coalesce(json_agg(${FACT} order by f.valid_from desc, f.id desc), '[]')
    from ${memoryFacts} f where ${IS_SHOWN}
  ) as facts,
  (select count(*)::int from ${memoryFacts} f where f.user_id = ${value('userId')} and not ${IS_SHOWN}) as elsewhere`;

export function toFact({ space, ...fact }: FactRow, here: string): MemoryFact {
  const place = space === EVERYWHERE ? 'everywhere' : space === here ? 'here' : 'elsewhere';
  return { ...fact, place };
}

const selectFact = prepare<PlaceValues & { fact: string }>(
  () =>
    sql`select ${FACT} as fact from ${memoryFacts} f where ${IS_SHOWN} and f.id = ${value('fact')}::bigint`,
);

/** Null: there is none that is shown to the person here. */
export async function findFact(db: Database, place: PlaceValues, fact: string): Promise<FactRow | null> {
  const { rows } = await db.execute<{ fact: FactRow }>(selectFact({ ...place, fact }));
  return rows[0]?.fact ?? null;
}

/** With what they were before. */
export async function forgetFacts(
  db: Database,
  place: PlaceValues,
  facts: readonly string[] | 'all',
): Promise<number> {
  const statement =
    facts === 'all' ? deleteAll(place) : deleteFacts({ ...place, facts: `{${facts.join(',')}}` });
  return (await db.execute(statement)).rowCount;
}

const deleteFacts = prepare<PlaceValues & { facts: string }>(
  () => sql`
    delete from ${memoryFacts} where id in (
      select f.id from ${memoryFacts} f where ${IS_SHOWN} and f.id = any(${value('facts')}::bigint[])
    )
  `,
);

const deleteAll = prepare<PlaceValues>(
  () => sql`delete from ${memoryFacts} where user_id = ${value('userId')}`,
);

/** Null: there is none that is shown to the person here. What it was is kept. */
export async function editFact(
  db: Database,
  place: PlaceValues,
  fact: string,
  { text, space, nowMs }: { text: string; space: string; nowMs: number },
): Promise<FactRow | null> {
  const stored = toStorableText(text);
  const values = { ...place, fact, text: stored, factSpace: space, saidAt: isoTime(nowMs) };
  const parts = { terms: hashedTerms(stored), slot: slotOf(stored), standing: isStanding(stored) };
  const { rows } = await db.execute<{ fact: FactRow }>(updateFact({ ...values, ...parts }));
  return rows[0]?.fact ?? null;
}

type EditValues = PlaceValues &
  Pick<FactValues, 'text' | 'terms' | 'slot' | 'standing' | 'factSpace' | 'saidAt'> & { fact: string };

const updateFact = prepare<EditValues>(
  () => sql`
    with old as (select f.* from ${memoryFacts} f where ${IS_SHOWN} and f.id = ${value('fact')}::bigint)
    update ${memoryFacts} f set
      text = ${value('text')}, terms = ${value('terms')}::int[], slot = ${value('slot')}::text,
      standing = ${value('standing')}::boolean, space = ${value('factSpace')},
      valid_from = case when old.text = ${value('text')}::text then old.valid_from else ${value('saidAt')}::timestamptz end,
      earlier = case when old.text = ${value('text')}::text then old.earlier else ${KEPT_EARLIER} end,
      ${KEPT_VECTOR}
    from old where f.id = old.id
    returning ${FACT} as fact
  `,
);

/** For the batch that stores an answer. */
export function countUses(userId: string, facts: readonly string[], nowMs: number): SQL {
  return updateUses({ userId, facts: `{${facts.join(',')}}`, now: isoTime(nowMs) });
}

const updateUses = prepare<{ userId: string; facts: string; now: string }>(
  () => sql`
    update ${memoryFacts} set uses = uses + 1, used_at = ${value('now')}::timestamptz
    where user_id = ${value('userId')} and id = any(${value('facts')}::bigint[])
  `,
);
