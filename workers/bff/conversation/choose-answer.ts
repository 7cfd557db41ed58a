/** Of several versions of an answer one is shown: the stored turn has that one. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { prepare } from '../store/statement.ts';
import { toStorableText } from '../store/storable-text.ts';
import { IS_MEMORY_ON, IS_OWN_OR_SHARED, type PlaceValues, placeValues } from './turn-sql.ts';

/**
 * Gives the number of messages that were changed: the turn's last message, where it is stored, unless memory has been
 * switched off since.
 */
export async function chooseAnswer(
  db: Database,
  caller: Caller,
  { requestKey, answer }: { requestKey: string; answer: string },
): Promise<number> {
  const content = toStorableText(answer);
  const values = { content, tokens: estimateTokens(content), requestKey };
  const { rowCount } = await db.execute(changeAnswer({ ...placeValues({ caller }), ...values }));
  return rowCount;
}

const changeAnswer = prepare<PlaceValues & { content: string; tokens: number; requestKey: string }>(
  () => sql`
    update ${messages}
    set content = ${sql.placeholder('content')}, parts = null, tokens = ${sql.placeholder('tokens')}::int
    from ${conversations}
    where ${messages.conversationId} = ${conversations.id} and ${IS_OWN_OR_SHARED}
      and ${messages.requestKey} = ${sql.placeholder('requestKey')} and ${messages.role} = 'assistant'
      and ${messages.ordinal} = (
        select max(ordinal) from ${messages} m where m.request_key = ${sql.placeholder('requestKey')}
      )
      and ${IS_MEMORY_ON}
  `,
);
