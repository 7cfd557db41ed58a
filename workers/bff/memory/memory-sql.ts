/**
 * Conditions of personal memory, for statements that have the values of `PlaceValues`. Each statement asks for itself, so that
 * what a person has chosen holds at once.
 */
import { sql } from 'drizzle-orm';
import { IS_MEMORY_ON } from '../conversation/turn-sql.ts';
import { memoryChoices } from '../store/schema/memory.ts';

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

/** Of a question `m` in a conversation `c`: the person's own, that is looked back at. What was forgotten is gone, what was reset has ended. */
export const IS_LEARNED_FROM = sql`(
  m.role = 'user' and m.complete and c.ended_at is null and (c.user_id = ${value('userId')} or m.speaker_id = ${value('userId')})
)`;

/** Of the facts `f`: the person's own, that may be used here. */
export const IS_USED_HERE = sql`(
  f.user_id = ${value('userId')} and f.space in (${value('space')}, ${EVERYWHERE})
)`;

/** True of a fact `f` that has no vector of `factModel`, and may have one: a PostgreSQL without pgvector finds facts by words alone. */
export const LACKS_VECTOR = sql`lacks_vector(f, ${value('factModel')})`;

/** True of a fact `f` whose vector is of the model that is named in `model`, but of another length than that says: `name/length`. */
export const HAS_OTHER_LENGTH = sql`(
  f.model <> ${value('model')} and regexp_replace(f.model, '[0-9]+$', '') = regexp_replace(${value('model')}, '[0-9]+$', '')
)`;
