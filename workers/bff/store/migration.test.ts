/** What stood in the database before a migration, as the code of today reads it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NeonStandIn, startNeonStandIn } from '../../../dev/neon/server.ts';
import { migrate } from '../../../dev/stack/migrate.ts';
import { type OldMigrations, openOldMigrations } from '../../../tests/old-migrations.ts';
import { openTurn } from '../conversation/open-turn.ts';
import { openDatabase } from './database.ts';

let neon: NeonStandIn;
let old: OldMigrations;

beforeAll(async () => {
  neon = await startNeonStandIn({});
  old = openOldMigrations();
}, 30_000);
afterAll(async () => {
  await neon.close();
  old.remove();
});

describe('the migration to ordered turns', () => {
  it('leaves old messages readable, in their order', async () => {
    await old.migrateTo({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl }, 2);
    const id = crypto.randomUUID();
    await neon.query('insert into conversations (id, space, channel_id, user_id) values ($1, $2, $3, $4)', [
      id,
      '7',
      '8',
      '9',
    ]);
    // As the code of then wrote them: one transaction a turn, and a key that does not tell the order.
    for (const [key, question, answer, secondsAgo] of [
      ['z', 'Q1', 'A1', '20'],
      ['a', 'Q2', 'A2', '10'],
    ]) {
      await neon.query(
        `insert into messages (conversation_id, request_key, role, content, tokens, complete, created_at)
         values ($1, $2, 'user', $3, 1, true, now() - $5 * interval '1 second'),
                ($1, $2, 'assistant', $4, 1, false, now() - $5 * interval '1 second')`,
        [id, key ?? '', question ?? '', answer ?? '', secondsAgo ?? ''],
      );
    }
    await migrate({ url: neon.databaseUrl, fetchEndpoint: neon.httpUrl });

    const { history } = await openTurn(
      openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 5_000),
      {
        caller: { user_id: '9', guild_id: '7', channel_id: '8', locale: 'ko' },
        pseudonym: 'nine',
        requestKey: 'new',
        askedAtMs: Date.now(),
        question: { message: { role: 'user', content: 'Q3' }, tokens: 1 },
      },
      { withSettings: false },
    );
    expect(history.conversationId).toBe(id);
    expect(history.newestFirst.map(({ message }) => message).reverse()).toEqual([
      { role: 'user', content: 'Q1' },
      { role: 'assistant', content: 'A1' },
      { role: 'user', content: 'Q2' },
      { role: 'assistant', content: 'A2' },
    ]);
  });
});
