/** The statement that reads what was said before a question. */
import { type SQL, sql } from 'drizzle-orm';
import { textOf } from '../../../shared/chat/messages.ts';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { FACT_COLUMNS } from '../memory/memory-sql.ts';
import type { FactCandidate } from '../memory/recall.ts';
import { hashedTerms } from '../memory/terms.ts';
import { SCOPE_COLUMNS } from '../settings/read.ts';
import type { ScopeRow } from '../settings/scopes.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { operatorSettings } from '../store/schema/operator.ts';
import { prepare } from '../store/statement.ts';
import { followedKeysOf } from './followed-turn.ts';
import type { PastMessage } from './history.ts';
import {
  type FollowedTurn,
  IS_OPEN_CONVERSATION,
  IS_SAME_QUESTION,
  IS_SHARED,
  IS_SPOKEN_BY_CALLER,
  isoTime,
  MAY_REMEMBER,
  type NewTurn,
  type QuestionValues,
  questionValues,
  type TurnValues,
} from './turn-sql.ts';

const value = sql.placeholder;

export interface HistoryRow extends ScopeRow {
  conversation_id: string | null;
  may_remember: boolean;
  /** True of a conversation of the whole channel. */
  is_shared: boolean;
  /** Null outside of servers. */
  is_first_use: boolean | null;
  newest: PastMessage[] | null;
  /** Of personal memory; null where the person has not agreed to it. */
  facts: { total: number; lacks_vectors: boolean; candidates: FactCandidate[] } | null;
  /** Only of a request that follows a turn. */
  followed_keys?: string[] | null;
  followed?: PastMessage[] | null;
  /** Only where operators have set something that is newer than what is known. */
  operator_settings?: { version: number; settings: unknown } | null;
}

/** More messages than fit any window would only be carried here to be dropped. */
export const MAX_MESSAGES = 60;

/** A question that is pending for longer has lost its answer: its Worker is gone. */
const MAX_PENDING_MS = MAX_ANSWER_MS + 30_000;

/** The one that was just begun, as `newId`, or the open one. */
export const OPENED_CONVERSATION = sql`(
  select id, user_id from ${conversations} where id = ${value('newId')}::uuid or ${IS_OPEN_CONVERSATION}
  order by (id = ${value('newId')}::uuid) desc limit 1
)`;

type HistoryValues = TurnValues &
  QuestionValues & {
    newId: string;
    pendingSince: string;
    followedKey: string | null;
    questionTerms: string;
    factModel: string | null;
    operatorVersion: number;
  };

type Action = FollowedTurn['action'] | 'none';

/** `values`: with the id of the conversation that was begun for this turn, should there have been none. */
export function readHistory(
  { question, askedAtMs, follows, factModel }: NewTurn,
  values: TurnValues & { newId: string },
  { withSettings, operatorVersion = NEWEST_POSSIBLE }: { withSettings: boolean; operatorVersion?: number },
): SQL {
  const read = READS[withSettings ? 'withSettings' : 'alone'][follows?.action ?? 'none'];
  return read({
    ...values,
    ...questionValues(question),
    pendingSince: pendingSince(askedAtMs),
    followedKey: follows?.requestKey ?? null,
    questionTerms: hashedTerms(textOf(question.message.content)),
    factModel: factModel ?? null,
    operatorVersion,
  });
}

/**
 * Without the messages of this request, which may be a repeat; without questions that have lost their answer; and without
 * the same question while it is pending: that one may be answered for both. The turn that it follows comes by itself.
 */
function prepareRead(action: Action, settings: SQL): (values: HistoryValues) => SQL {
  const followed = action === 'none' ? NOT_FOLLOWED : followedAs(action);
  return prepare(
    () => sql`
      select
        conversation.id as conversation_id,
        ${MAY_REMEMBER} as may_remember,
        ${IS_SHARED} as is_shared,
        (
          select ${newestFirst}
          from (
            select * from ${messages} m
            where m.conversation_id = conversation.id and request_key <> ${value('requestKey')} ${followed.left}
              and (${IS_SETTLED} or (${IS_PENDING} and not (${IS_SAME_QUESTION} and ${IS_SPOKEN_BY_CALLER})))
            order by asked_at desc, request_key desc, ordinal desc limit ${MAX_MESSAGES}
          ) m
        ) as newest,
        ${IS_FIRST_USE} as is_first_use,
        ${NEWER_OPERATOR_SETTINGS} as operator_settings,
        ${FACT_COLUMNS}
        ${followed.columns}
        ${settings}
      from (select 1) one left join ${OPENED_CONVERSATION} conversation on true ${followed.join}
    `,
  );
}

const IS_FIRST_USE = sql`case when ${value('guildId')}::text is not null then not exists (
  select 1 from ${messages} m join ${conversations} c on c.id = m.conversation_id
  where (c.user_id = ${value('userId')} or m.speaker_id = ${value('userId')})
    and c.space = ${value('guildId')} and m.request_key <> ${value('requestKey')}
) end`;

/** Who does not know a version does not ask for one. */
const NEWEST_POSSIBLE = 2_147_483_647;

const NEWER_OPERATOR_SETTINGS = sql`(
  select json_build_object('version', version, 'settings', settings) from ${operatorSettings}
  where version > ${value('operatorVersion')}::int order by version desc limit 1
)`;

const NOT_FOLLOWED = { left: sql``, columns: sql``, join: sql`` };

function followedAs(action: FollowedTurn['action']): Record<'left' | 'columns' | 'join', SQL> {
  return {
    left: sql`and request_key <> all(followed.keys)`,
    columns: sql`,
      followed.keys as followed_keys,
      (select ${newestFirst} from ${messages} m where m.request_key = any(followed.keys)) as followed`,
    join: sql`cross join lateral (select ${followedKeysOf(action, sql`conversation.id`)} as keys) followed`,
  };
}

/** Of the messages `m`: no question without its answer. */
export const IS_SETTLED = sql`(m.complete or m.role <> 'user')`;

/** Of a question `m` without its answer: that may still come. */
export const IS_PENDING = sql`m.asked_at > ${value('pendingSince')}::timestamptz`;

export function pendingSince(nowMs: number): string {
  return isoTime(nowMs - MAX_PENDING_MS);
}

/** The fields of `PastMessage`, of the messages `m`. */
export const PAST_FIELDS = sql.raw(`
  'role', m.role, 'content', m.content, 'parts', m.parts, 'tool_calls', m.tool_calls,
  'tool_call_id', m.tool_call_id, 'attachments', m.attachments, 'tokens', m.tokens, 'pending', m.role = 'user' and not m.complete,
  'speaker_id', m.speaker_id, 'speaker_name', m.speaker_name
`);

export const NEWEST_FIRST = sql.raw('order by m.asked_at desc, m.request_key desc, m.ordinal desc');

const newestFirst = sql`json_agg(json_build_object(${PAST_FIELDS}) ${NEWEST_FIRST})`;

const preparedReads = (settings: SQL): Record<Action, (values: HistoryValues) => SQL> => ({
  none: prepareRead('none', settings),
  retry: prepareRead('retry', settings),
  continue: prepareRead('continue', settings),
});

const READS = { alone: preparedReads(sql``), withSettings: preparedReads(sql`, ${SCOPE_COLUMNS}`) };
