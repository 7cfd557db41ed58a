/** What a person has chosen for personal memory, in the database, and the view of it together with their facts. */
import { sql } from 'drizzle-orm';
import type {
  ChooseMemoryRequest,
  MemoryPlace,
  MemoryState,
  MemoryView,
} from '../../../shared/contract/memory.ts';
import { IS_MEMORY_ON, type PlaceValues } from '../conversation/turn-sql.ts';
import type { Database } from '../store/database.ts';
import { lockPerson } from '../store/person-lock.ts';
import { memoryChoices } from '../store/schema/memory.ts';
import { prepare } from '../store/statement.ts';
import { type FactRow, SHOWN_FACTS, toFact } from './facts.ts';
import { CHOSEN_STATE, EVERYWHERE, IS_PAUSED } from './memory-sql.ts';

const value = sql.placeholder;

interface ViewRow extends Record<string, unknown> {
  state: 'on' | 'off';
  paused: boolean;
  is_everywhere: boolean;
  allowed: boolean;
  facts: FactRow[];
  elsewhere: number;
}

const selectView = prepare<PlaceValues>(
  () => sql`
    select ${CHOSEN_STATE} as state, ${IS_PAUSED} as paused, ${IS_MEMORY_ON} as allowed, not exists (
      select 1 from ${memoryChoices}
      where user_id = ${value('userId')} and space = ${value('space')} and channel_id = ''
    ) and exists (
      select 1 from ${memoryChoices}
      where user_id = ${value('userId')} and space = ${EVERYWHERE} and channel_id = ''
    ) as is_everywhere, ${SHOWN_FACTS}
  `,
);

export async function readMemory(
  db: Database,
  place: PlaceValues,
  { learns }: Pick<MemoryView, 'learns'>,
): Promise<MemoryView> {
  const { rows } = await db.execute<ViewRow>(selectView(place));
  const row = rows[0];
  const state: MemoryState = row?.state !== 'on' ? 'off' : row.paused ? 'paused' : 'on';
  return {
    state,
    where: row?.is_everywhere === true ? 'everywhere' : 'here',
    allowed: row?.allowed === true,
    learns,
    facts: (row?.facts ?? []).map((fact) => toFact(fact, place.space)),
    elsewhere: row?.elsewhere ?? 0,
  };
}

/** What is said from then on, and what is being written at this moment, finds the choice. */
export async function chooseMemory(
  db: Database,
  place: PlaceValues,
  { choice, where }: Pick<ChooseMemoryRequest, 'choice' | 'where'>,
): Promise<void> {
  const statements = choice === 'pause' ? [pause(place)] : [...switchTo(place, choice, where)];
  await db.batch([
    db.execute(lockPerson(place, 'alone')),
    ...statements.map((statement) => db.execute(statement)),
  ]);
}

/** For everywhere, what was chosen for single servers holds no more. */
function switchTo(place: PlaceValues, choice: 'on' | 'off', where: MemoryPlace) {
  const targetSpace = where === 'everywhere' ? EVERYWHERE : place.space;
  return [
    ...(where === 'everywhere' ? [dropSpaces(place)] : []),
    ...(choice === 'on' ? [resume(place)] : []),
    choose({ ...place, targetSpace, state: choice }),
  ];
}

const choose = prepare<PlaceValues & { targetSpace: string; state: string }>(
  () => sql`
    insert into ${memoryChoices} (user_id, space, channel_id, state)
    values (${value('userId')}, ${value('targetSpace')}, '', ${value('state')})
    on conflict (user_id, space, channel_id) do update set state = excluded.state, at = now()
  `,
);

const dropSpaces = prepare<PlaceValues>(
  () => sql`delete from ${memoryChoices} where user_id = ${value('userId')} and channel_id = ''`,
);

const pause = prepare<PlaceValues>(
  () => sql`
    insert into ${memoryChoices} (user_id, space, channel_id, state)
    values (${value('userId')}, ${value('space')}, ${value('channelId')}, 'paused')
    on conflict (user_id, space, channel_id) do update set state = excluded.state, at = now()
  `,
);

/** A pause ends with its conversation, too. */
export const resume = prepare<PlaceValues>(
  () => sql`
    delete from ${memoryChoices}
    where user_id = ${value('userId')} and space = ${value('space')} and channel_id = ${value('channelId')}
      and state = 'paused'
  `,
);
