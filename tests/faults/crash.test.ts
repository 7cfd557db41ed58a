/**
 * What a call costs whose Workers die in the middle of it: it stays charged by estimate, nothing stays reserved, and the
 * ledger has one row of it, whether or not anybody comes back for the answer.
 */

import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { withoutQuestion } from '../../dev/answer-text.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { utcDay } from '../../shared/contract/cost-limits.ts';
import { budgetKey } from '../../workers/bff/store/redis-keys.ts';
import { DEFAULT_MODEL } from './models.ts';
import { openStage, type Stage } from './stage.ts';

/** A reservation is gone by then: Redis drops it by itself. */
const GONE_AFTER_MS = 60_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(inject('bundles'), { idleSec: 20 });
});
afterAll(() => stage?.close());

function standIns() {
  const { upstash, neon } = stage.stack.standIns;
  if (upstash === null || neon === null) throw new Error('this test needs the stand-ins');
  return { upstash, neon };
}

async function redis(...command: string[]): Promise<unknown> {
  const { url, token } = standIns().upstash;
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(command),
  });
  return ((await response.json()) as { result: unknown }).result;
}

/** A person's question, which is recovered; and an API client's, which is gone with its connection. */
async function beginBoth() {
  const { stack } = stage;
  const { interactionId } = await stack.invoke('chat', { prompt: 'Count from 1 to 20' }, { locale: 'en-US' });
  await stage.until('the first text', async () => {
    const [message] = (await stack.record(interactionId)).messages;
    return withoutQuestion(message?.content ?? '') !== '';
  });
  const response = await fetch(`${stack.urls.bff}${CHAT_COMPLETIONS_PATH}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.keys.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: DEFAULT_MODEL,
      messages: [{ role: 'user', content: 'Count from 1 to 20' }],
      stream: true,
    }),
  });
  const reader = response.body?.getReader();
  await reader?.read();
  reader?.read().catch(() => undefined);
  await stage.until('both are being answered', () => stage.providers[0].connections().open === 2);
  return interactionId;
}

it('stays charged by estimate, holds nothing a minute later, and is one row of the ledger', async () => {
  await stage.set({ provider: { stall: { afterTokens: 8 } } });
  const day = utcDay(Date.now());
  const interactionId = await beginBoth();
  await stage.restart();
  await stage.fireAlarm(interactionId);
  await stage.until('the delivery is recovered', () =>
    stage.linesOf(interactionId).some(({ event }) => event === 'delivery.recovered'),
  );

  const rows = await standIns().neon.query(
    'SELECT outcome, user_id, api_key_id::text AS key, prompt_tokens, completion_tokens FROM usage_events',
    [],
  );
  expect(rows).toMatchObject([{ outcome: 'running' }, { outcome: 'running' }]);
  const key = rows.flatMap((row) => (row.key === null ? [] : [`api:${row.key}`]));
  const owners = rows.flatMap((row) => (row.user_id === null ? [] : [String(row.user_id)])).concat(key);
  expect(owners).toHaveLength(2);

  const budgets = [...owners.map((owner) => budgetKey(day, 'user', owner)), budgetKey(day, 'all', '')];
  for (const name of budgets) {
    const ends = ((await redis('HVALS', name)) as string[]).flatMap((value) => value.split(' ')[4] ?? []);
    expect(ends).not.toEqual([]);
    for (const end of ends) expect(Number(end) - Date.now()).toBeLessThanOrEqual(GONE_AFTER_MS);
    expect(Number(await redis('PTTL', name))).toBeGreaterThan(0);
  }
  const charged = await Promise.all(budgets.map((name) => redis('HGET', name, 'tokens')));
  const [person = 0, client = 0, all] = charged.map(Number);
  // Its window of what was said before, the system prompt, the tools and what a model writes in 20 seconds: far from the bound.
  expect(person).toBeGreaterThan(3_400);
  expect(person).toBeLessThan(6_000);
  expect(client).toBeGreaterThan(1_000);
  expect(client).toBeLessThan(1_100);
  expect(all).toBe(person + client);
});
