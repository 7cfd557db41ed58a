/** Gives a new person a conversation of a given length, written straight into the database. */
import { randomUUID } from 'node:crypto';
import type { neon } from '@neondatabase/serverless';
import { CHANNEL_ID } from '../stream/contestants.ts';
import { type Asker, GUILD_ID } from './measure.ts';

export async function fillHistory(
  sql: ReturnType<typeof neon<false, false>>,
  messages: number,
): Promise<Asker> {
  const userId = String(1_800_000_000_000_000_000n + BigInt(messages));
  const conversationId = randomUUID();
  await sql.query('INSERT INTO conversations (id, space, channel_id, user_id) VALUES ($1, $2, $3, $4)', [
    conversationId,
    GUILD_ID,
    CHANNEL_ID,
    userId,
  ]);
  await sql.query(
    `INSERT INTO messages (conversation_id, request_key, ordinal, asked_at, role, content, tokens, complete)
     SELECT $1::uuid, $3 || ':' || (n / 2), n % 2, now() - make_interval(secs => $2::int - n / 2),
            CASE n % 2 WHEN 0 THEN 'user' ELSE 'assistant' END, repeat('지난번에 하던 이야기 ', 8), 60, true
     FROM generate_series(0, $2::int - 1) AS n`,
    [conversationId, messages, userId],
  );
  return { guildId: GUILD_ID, userId };
}
