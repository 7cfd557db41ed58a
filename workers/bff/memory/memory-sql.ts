/**
 * Conditions of personal memory, for statements that have the values of `PlaceValues`. Each statement asks for itself, so that
 * what a person has chosen holds at once.
 */
import { sql } from 'drizzle-orm';
import { IS_MEMORY_ON } from '../conversation/turn-sql.ts';
import { memoryChoices, memoryFacts } from '../store/schema/memory.ts';

const value = sql.placeholder;

export const EVERYWHERE = '*';

/** What the person has chosen here, else everywhere; off where they have chosen nothing. */
export const CHOSEN_STATE = sql`coalesce(
  (
    select state from ${memoryChoices}
    where user_id = ${value('userId')} and space = ${value('space')} and channel_id = ''
  ),
  (
    select state from ${memoryChoices}
    where user_id = ${value('userId')} and space = ${EVERYWHERE} and channel_id = ''
  ),
  'off'
)`;

/** A pause is of the conversation in this very channel or thread. */
export const IS_PAUSED = sql`exists (
  select 1 from ${memoryChoices}
  where user_id = ${value('userId')} and space = ${value('space')} and channel_id = ${value('channelId')}
    and state = 'paused'
)`;

/** Where no conversation is kept, no fact is either. */
export const IS_AGREED = sql`(
  (select agrees_to_memory(${value('userId')}, ${value('space')}, ${value('channelId')})) and ${IS_MEMORY_ON}
)`;

/** Of the facts `f`: the person's own, that may be used here. */
export const IS_USED_HERE = sql`(
  f.user_id = ${value('userId')} and f.space in (${value('space')}, ${EVERYWHERE})
)`;

/** A PostgreSQL without pgvector finds facts by their words alone. */
export const HAS_VECTORS = sql`to_regtype('vector') is not null`;

/** True of a fact `f` that has no vector of `factModel`, which is named without its length, and may have one. */
export const LACKS_VECTOR = sql`(
  ${HAS_VECTORS} and not coalesce(starts_with(f.model, ${value('factModel')} || '/'), false)
)`;

/** The fields of a `FactCandidate`, of a fact `f`. */
export const CANDIDATE = sql`json_build_object(
  'id', f.id::text, 'text', f.text, 'space', f.space, 'slot', f.slot, 'standing', f.standing, 'valid_from', f.valid_from
)`;

/** More would only be carried here to be dropped. */
const MAX_CANDIDATES = 40;

/**
 * Columns of the turn's query: what may go along with the question, by `questionTerms`. Null where the person has not agreed,
 * which costs a look into one small table.
 */
export const FACT_COLUMNS = sql`
  case when not ${value('isUnstored')}::boolean and ${IS_AGREED} then (
    select json_build_object(
      'total', (select count(*)::int from ${memoryFacts} f where ${IS_USED_HERE}),
      'lacks_vectors', ${value('factModel')}::text is not null and exists (
        select 1 from ${memoryFacts} f where ${IS_USED_HERE} and ${LACKS_VECTOR}
      ),
      'candidates', coalesce((
        select json_agg(${CANDIDATE})
        from (
          select f.*, (
            select count(*) from unnest(f.terms) term where term = any(${value('questionTerms')}::int[])
          ) as shared
          from ${memoryFacts} f
          where ${IS_USED_HERE} and (f.standing or f.terms && ${value('questionTerms')}::int[])
          order by shared desc, f.valid_from desc limit ${sql.raw(String(MAX_CANDIDATES))}
        ) f
      ), '[]'::json)
    )
  ) end as facts`;
