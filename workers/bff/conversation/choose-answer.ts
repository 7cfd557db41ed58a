/** Of several versions of an answer one is shown: the stored turn has that one. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { estimateTokens } from '../limits/estimate.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema.ts';
import { toStorableText } from '../store/storable-text.ts';
import { isMemoryOnFor, isOwnOrShared } from './turn-sql.ts';

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
  const { rowCount } = await db.execute(sql`
    update ${messages} set content = ${content}, parts = null, tokens = ${estimateTokens(content)}
    from ${conversations}
    where ${messages.conversationId} = ${conversations.id} and ${isOwnOrShared(caller)}
      and ${messages.requestKey} = ${requestKey} and ${messages.role} = 'assistant'
      and ${messages.ordinal} = (select max(ordinal) from ${messages} m where m.request_key = ${requestKey})
      and ${isMemoryOnFor(caller)}
  `);
  return rowCount;
}
