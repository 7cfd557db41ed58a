/** The ledger over real SQL: PostgreSQL (PGlite) behind Neon's HTTP API, with the project's own migrations. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import { eraseAll } from '../privacy/privacy.ts';
import { enforceRetention } from '../privacy/retention.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { sumToday } from './sums.ts';
import { dropRunningUsage, recordUsage, runningUsage, type UsageEvent } from './usage.ts';

let neon: NeonStandIn;
let people = 0;

beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

const open = (): Database => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 5_000);

/** A call of a person who is in no other test, as it is written down before it is made. */
function runningCall(): UsageEvent & { userId: string } {
  people += 1;
  const userId = `${10 ** 15 + people}`;
  const call = runningUsage({
    id: crypto.randomUUID(),
    startedAtMs: Date.now(),
    requestKey: `dm:${userId}:k`,
    userId,
    pseudonym: userId.slice(-4),
    space: 'dm',
    model: 'gpt-4o-mini',
    promptTokens: 900,
    completionTokens: 100,
    costMicroUsd: 70,
  });
  return { ...call, userId };
}

const ended: Partial<UsageEvent> = {
  model: 'gpt-4.1-nano',
  provider: 'api.openai.com',
  promptTokens: 10,
  cachedTokens: 8,
  completionTokens: 5,
  estimated: false,
  costMicroUsd: 4,
  firstTokenMs: 3,
  totalMs: 9,
  outcome: 'ok',
  fallback: true,
};

async function write(event: UsageEvent): Promise<void> {
  const db = open();
  await db.batch([recordUsage(db, event)]);
}
const rowsOf = (id: string) => neon.query('SELECT * FROM usage_events WHERE id = $1', [id]);
const age = (id: string, interval: string) =>
  neon.query(`UPDATE usage_events SET created_at = now() - interval '${interval}' WHERE id = $1`, [id]);

describe('a call under way', () => {
  it('is in the ledger from before it is made, and counts once it has ended', async () => {
    const call = runningCall();
    await write(call);
    expect(await rowsOf(call.id)).toMatchObject([
      { outcome: 'running', prompt_tokens: 900, estimated: true },
    ]);
    expect(await sumToday(open(), call.userId)).toMatchObject({ calls: 0, totalTokens: 0, costMicroUsd: 0 });
    await write({ ...call, ...ended });
    expect(await rowsOf(call.id)).toMatchObject([
      {
        outcome: 'ok',
        model: 'gpt-4.1-nano',
        prompt_tokens: 10,
        cached_tokens: 8,
        estimated: false,
        fallback: true,
        user_id: call.userId,
      },
    ]);
    expect(await sumToday(open(), call.userId)).toEqual({ calls: 1, totalTokens: 15, costMicroUsd: 4 });
  });

  it('is written once, whichever of its two writes comes first or twice', async () => {
    const call = runningCall();
    for (const event of [{ ...call, ...ended }, call, { ...call, ...ended, promptTokens: 99 }])
      await write(event);
    expect(await rowsOf(call.id)).toMatchObject([{ outcome: 'ok', prompt_tokens: 10 }]);
  });

  it('is removed when it is not made, and never after it has ended', async () => {
    const [unmade, made] = [runningCall(), runningCall()];
    await write(unmade);
    await write({ ...made, ...ended });
    for (const { id } of [unmade, made]) await open().execute(dropRunningUsage(id));
    expect(await rowsOf(unmade.id)).toEqual([]);
    expect(await rowsOf(made.id)).toHaveLength(1);
  });

  it('names nobody once its person has had everything erased', async () => {
    const call = runningCall();
    await write(call);
    const pseudonyms = [call.userId.slice(-4)];
    await eraseAll(open(), { userId: call.userId, pseudonyms, nowMs: Date.now() });
    await write({ ...call, ...ended });
    expect(await rowsOf(call.id)).toMatchObject([{ outcome: 'ok', user_id: null, request_key: null }]);
  });

  it('whose Worker died counts by what was reserved, and is named as lost by the next cleaning', async (test) => {
    const minutesOfDay = (Date.now() % 86_400_000) / 60_000;
    if (minutesOfDay < 5) return test.skip('the row would be of the day before');
    const [lost, young] = [runningCall(), runningCall()];
    for (const call of [lost, young]) await write(call);
    await age(lost.id, '140 seconds');
    expect(await sumToday(open(), lost.userId)).toMatchObject({ calls: 0 });
    await age(lost.id, '160 seconds');
    expect(await sumToday(open(), lost.userId)).toEqual({ calls: 1, totalTokens: 1_000, costMicroUsd: 70 });
    expect((await enforceRetention(open, 30)).lostCalls).toBe(1);
    expect(await rowsOf(lost.id)).toMatchObject([{ outcome: 'lost', prompt_tokens: 900 }]);
    expect(await rowsOf(young.id)).toMatchObject([{ outcome: 'running' }]);
    expect(await sumToday(open(), lost.userId)).toMatchObject({ calls: 1, totalTokens: 1_000 });
  });
});
