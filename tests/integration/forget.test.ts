import { afterEach, describe, expect, it } from 'vitest';
import { signCall } from '../../dev/sign/signed-call.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { FORGET_PATH, type ForgetRequest } from '../../shared/contract/conversations.ts';
import { redis } from '../redis.ts';
import { useSharedStack } from '../shared-stack.ts';
import { ask, type Reply, send, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';

/** An answer that nobody has seen, because Discord had given the interaction up. */
const running = useSharedStack();

function standIns() {
  const { openai, neon } = standInsOf(running.stack, 'openai', 'neon');
  return { openai, neon };
}

afterEach(() => standIns().openai.setFaults({}));

async function forget(caller: Caller, request: unknown): Promise<Reply> {
  const body = { libra: { caller }, request } as ForgetRequest;
  return send(
    await signCall({
      secret: running.stack.keys.sharedSecret,
      signer: 'bot',
      url: `${running.stack.urls.bff}${FORGET_PATH}`,
      body: JSON.stringify(body),
    }),
  );
}

const messagesOf = async (caller: Caller) =>
  (
    await standIns().neon.query(
      'SELECT m.content FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.user_id = $1',
      [caller.user_id],
    )
  ).length;
const endedOf = async (caller: Caller) =>
  (
    await standIns().neon.query(`SELECT 1 FROM usage_events WHERE user_id = $1 AND outcome <> 'running'`, [
      caller.user_id,
    ])
  ).length;
/** The keys under which Redis holds an answer of this person. */
async function answersOf(caller: Caller): Promise<string[]> {
  const keys = await redis<string[]>(running.stack, 'KEYS', `llm:*:${caller.guild_id}:${caller.user_id}:*`);
  const hashes = keys.filter((key) => /^llm:(idem|answer):/.test(key));
  const held = await Promise.all(hashes.map((key) => redis<number>(running.stack, 'HEXISTS', key, 'answer')));
  return hashes.filter((_, index) => held[index] === 1);
}
const keptOf = (caller: Caller) => redis<string[]>(running.stack, 'SMEMBERS', `llm:kept:${caller.user_id}`);

describe('forgetting an answer', () => {
  it('takes its turn out of the conversation and its answer out of Redis', async () => {
    const caller = somebody();
    await ask(running.stack, caller, '내 꽃은 장미야', { key: '11' });
    await expect.poll(() => messagesOf(caller)).toBe(2);
    const key = `llm:idem:${caller.guild_id}:${caller.user_id}:11`;
    await expect.poll(() => keptOf(caller)).toContain(key);

    expect(JSON.parse((await forget(caller, '11')).text)).toEqual({ forgotten_messages: 2 });
    expect(await messagesOf(caller)).toBe(0);
    expect(await redis<number>(running.stack, 'EXISTS', key)).toBe(0);
    expect(await keptOf(caller)).not.toContain(key);
    expect((await ask(running.stack, caller, '내 꽃은 뭐야?')).content).not.toContain('장미');
  });

  it('keeps one from being stored that is still being written', async () => {
    const caller = somebody();
    standIns().openai.forgetRequests();
    standIns().openai.setFaults({ delay: { ms: 700 } });
    const answering = ask(running.stack, caller, '내 꽃은 장미야', { key: '11' });
    await expect.poll(() => standIns().openai.requests().length).toBe(1);
    expect((await forget(caller, '11')).status).toBe(200);
    expect((await answering).status).toBe(200);
    await expect.poll(() => endedOf(caller)).toBe(1);
    expect(await messagesOf(caller)).toBe(0);
    // Neither for a repeat of the request, nor for an equal first question.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await answersOf(caller)).toEqual([]);
  });

  it('is no hindrance to the same question, asked again while it is still being written', async () => {
    const caller = somebody();
    standIns().openai.forgetRequests();
    standIns().openai.setFaults({ delay: { ms: 700 } });
    const answering = ask(running.stack, caller, '내 꽃은 장미야', { key: '11' });
    await expect.poll(() => standIns().openai.requests().length).toBe(1);
    await forget(caller, '11');
    const again = await ask(running.stack, caller, '내 꽃은 장미야', { key: '12' });
    expect(again.status).toBe(200);
    expect((await answering).status).toBe(200);
    await expect.poll(() => endedOf(caller)).toBe(2);
    await expect.poll(() => messagesOf(caller)).toBe(2);
    await expect.poll(async () => (await answersOf(caller)).join()).toContain(':12');
    expect((await answersOf(caller)).join()).not.toContain(':11');
  });

  it('is for the bot alone, and names the request', async () => {
    const { stack } = running;
    const response = await fetch(`${stack.urls.bff}${FORGET_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.keys.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ libra: { caller: somebody() }, request: '11' }),
    });
    expect(response.status).toBe(403);
    expect(await forget(somebody(), 11)).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  it('says so when the database is out', async () => {
    standIns().neon.setFaults({ down: true });
    expect((await forget(somebody(), '11')).code).toBe('upstream_unreachable');
    standIns().neon.setFaults({});
  });
});
