/**
 * The end of a turn: its answer joins the recorded question (`store_turn` in migrations/), or the question is withdrawn. Statements
 * for a batch, which is one transaction; run twice, it leaves what it left the first time.
 */
import { type SQL, sql } from 'drizzle-orm';
import { textOf } from '../../../shared/chat/messages.ts';
import { prepare } from '../store/statement.ts';
import { toStorableJson } from '../store/storable-text.ts';
import { type RememberedMessage, toMessageRow } from './message-row.ts';
import { MAX_MESSAGES } from './past-sql.ts';
import { isoTime, type PlaceValues, placeValues, type TurnKey } from './turn-sql.ts';

const value = sql.placeholder;

export interface Turn extends TurnKey {
  conversationId: string;
  question: RememberedMessage;
  /** Everything after the question: tool calls and their results, and last the text. */
  answer: RememberedMessage[];
  /** False when the answer was cut off or stopped. */
  isComplete: boolean;
  /** Request keys of the turns of the same conversation whose place it takes. */
  replaces?: readonly string[] | undefined;
}

/**
 * A whole answer replaces one that was cut off under the same request; anything else that is already there stays. The turn
 * keeps the time at which it was first asked.
 */
export function storeTurn(turn: Turn): SQL {
  return callStoreTurn({ turn: turnJson(turn) });
}

const callStoreTurn = prepare<{ turn: string }>(() => sql`select store_turn(${value('turn')}::jsonb)`);

/** The argument of `store_turn`, by the names that it has there. */
function turnJson(turn: Turn): string {
  const { question, isComplete } = turn;
  const answer = turn.answer.length > MAX_ANSWER_MESSAGES ? withoutCalls(turn.answer) : turn.answer;
  const { userId, guildId, settingsChannelId, speakerName } = placeValues(turn);
  const rows = [
    { ...question, isComplete: true },
    ...answer.map((remembered) => ({ ...remembered, isComplete })),
  ];
  return toStorableJson({
    user_id: userId,
    pseudonym: turn.pseudonym,
    guild_id: guildId,
    settings_channel_id: settingsChannelId,
    is_unstored: turn.isUnstored === true,
    speaker_name: speakerName,
    request_key: turn.requestKey,
    asked_at: isoTime(turn.askedAtMs),
    conversation_id: turn.conversationId,
    messages: rows.map(({ message, attachments, tokens, isComplete: complete }, ordinal) => ({
      ordinal,
      ...toMessageRow(message, attachments),
      tokens,
      complete,
    })),
    last_ordinal: answer.length,
    replaced_keys: turn.replaces ?? [],
  });
}

/** Far more than an answer's calls that are run. A longer turn would fill all that is ever read, and lose its own question. */
const MAX_ANSWER_MESSAGES = MAX_MESSAGES / 2;

/** What was said alone. */
function withoutCalls(answer: readonly RememberedMessage[]): RememberedMessage[] {
  return answer.flatMap((remembered) => {
    const { message } = remembered;
    if (message.role === 'tool') return [];
    if (message.role === 'user' || message.tool_calls === undefined) return [remembered];
    const { content } = message;
    const isSaid = content !== null && textOf(content).trim() !== '';
    return isSaid ? [{ ...remembered, message: { role: 'assistant', content } }] : [];
  });
}

/** There is no answer to keep: the question that was recorded for it goes. */
export function withdrawQuestion(turn: TurnKey): SQL {
  const { pseudonym, requestKey, askedAtMs, isUnstored = false } = turn;
  return dropQuestion({
    ...placeValues(turn),
    pseudonym,
    requestKey,
    askedAt: isoTime(askedAtMs),
    isUnstored,
  });
}

type WithdrawnValues = PlaceValues &
  Pick<TurnKey, 'pseudonym' | 'requestKey'> & { askedAt: string; isUnstored: boolean };

const dropQuestion = prepare<WithdrawnValues>(
  () => sql`
    select drop_unfinished(${value('requestKey')}, null, not ${value('isUnstored')}::boolean and may_remember(
      ${value('userId')}, ${value('guildId')}, ${value('settingsChannelId')}, ${value('pseudonym')},
      ${value('askedAt')}::timestamptz
    ))
  `,
);
