import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import { openDatabase } from '../store/database.ts';
import type { TurnMessage } from './message-row.ts';
import { openTurn } from './open-turn.ts';
import { storeTurn } from './store-turn.ts';
import { selectWindow } from './window.ts';

let neon: NeonStandIn;
beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

const caller = { user_id: '1', guild_id: '2', channel_id: '3', locale: 'en' } as const;
const remember = (message: TurnMessage) => ({ message, tokens: 5 });
const question = remember({ role: 'user', content: 'Roll seventy dice' });

/** What the next question is asked with, after a turn in which a model has made so many calls at once. */
async function toldAfter(calls: number): Promise<(string | undefined)[]> {
  const db = openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 10_000);
  await neon.query('delete from conversations');
  const ask = (requestKey: string, askedAtMs: number) => ({
    ...{ caller, pseudonym: 'p', requestKey, askedAtMs, question },
  });
  const key = ask('2:1:a', Date.now());
  const { history } = await openTurn(db, key, { withSettings: false });
  const ids = Array.from({ length: calls }, (_, index) => `call_${index}`);
  const answer: TurnMessage[] = [
    {
      role: 'assistant',
      content: null,
      tool_calls: ids.map((id) => ({
        id,
        type: 'function',
        function: { name: 'roll_dice', arguments: '{}' },
      })),
    },
    ...ids.map((id) => ({ role: 'tool' as const, content: '6', tool_call_id: id })),
    { role: 'assistant', content: 'All sixes' },
  ];
  const conversationId = history.conversationId ?? '';
  await db.execute(storeTurn({ ...key, conversationId, answer: answer.map(remember), isComplete: true }));
  const next = await openTurn(db, ask('2:1:b', Date.now() + 1), { withSettings: false });
  return selectWindow(next.history.newestFirst, 100_000).map(({ message: { role } }) => role);
}

it('remembers the calls of a turn with their results', async () => {
  expect(await toldAfter(2)).toEqual(['user', 'assistant', 'tool', 'tool', 'assistant']);
});

it('remembers a question and its answer without more calls than are ever read', async () => {
  expect(await toldAfter(70)).toEqual(['user', 'assistant']);
});
