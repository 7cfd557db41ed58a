/** What is remembered about a conversation, in one query: its newest messages and the settings that bear on the answer. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { spaceOf } from '../limits/account.ts';
import type { Database } from '../store/database.ts';
import { conversations, guildSettings, messages, userSettings } from '../store/schema.ts';
import type { RememberedMessage } from './window.ts';

export interface Memory {
  /** The open conversation; null when the next turn starts one. */
  conversationId: string | null;
  newestFirst: RememberedMessage[];
  /** False when the person does not want to be remembered. */
  remember: boolean;
  guildInstructions: string | null;
}

/** More messages than fit any window would only be carried here to be dropped. */
const MAX_MESSAGES = 60;

interface Row extends Record<string, unknown> {
  conversation_id: string | null;
  newest: RememberedMessage[] | null;
  remember: boolean | null;
  instructions: string | null;
}

export async function loadMemory(db: Database, caller: Caller): Promise<Memory> {
  const { rows } = await db.execute<Row>(sql`
    select
      c.id as conversation_id,
      (
        select json_agg(json_build_object('role', m.role, 'content', m.content, 'tokens', m.tokens) order by m.id desc)
        from (
          select id, role, content, tokens from ${messages}
          where conversation_id = c.id order by id desc limit ${MAX_MESSAGES}
        ) m
      ) as newest,
      (select remember from ${userSettings} where user_id = ${caller.user_id}) as remember,
      (select instructions from ${guildSettings} where guild_id = ${caller.guild_id}) as instructions
    from (select 1) one
    left join ${conversations} c
      on c.space = ${spaceOf(caller)} and c.channel_id = ${caller.channel_id}
      and c.user_id = ${caller.user_id} and c.ended_at is null
  `);
  const row = rows[0];
  return {
    conversationId: row?.conversation_id ?? null,
    newestFirst: row?.newest ?? [],
    remember: row?.remember ?? true,
    guildInstructions: row?.instructions ?? null,
  };
}
