/** S8: requests that are dear to look at, and keys that nobody has made. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { createApiKey } from '../../workers/bff/access/api-key.ts';
import type { Random } from '../soak/random.ts';
import { judgeParsing, judgeQueries, type Verdict } from './judge.ts';
import type { Target } from './target.ts';

const KEYS_PER_SEC = 100;
const PARSED = 5;

export async function attackKeys(target: Target, random: Random): Promise<Verdict[]> {
  return [
    await sendParts(target, '100,000 malformed content parts, 1.2 MB', '{"type":""}', 100_000),
    await sendParts(target, '48,000 empty content parts, 1.2 MB', '{"type":"text","text":""}', 48_000),
    await tryKeys(target, random),
  ];
}

async function sendParts(target: Target, what: string, part: string, count: number): Promise<Verdict> {
  const body = `{"messages":[{"role":"user","content":[${Array(count).fill(part).join(',')}]}]}`;
  const startedAtMs = performance.now();
  let refused = 0;
  for (let turn = 0; turn < PARSED; turn++) {
    const { status } = await call(target, { authorization: `Bearer ${target.stack.keys.apiKey}` }, body);
    if (status >= 400 && status < 500) refused++;
  }
  return judgeParsing(what, { sent: PARSED, refused, meanMs: (performance.now() - startedAtMs) / PARSED });
}

async function tryKeys(target: Target, random: Random): Promise<Verdict> {
  const { neon } = target.stack.standIns;
  const queriesBefore = neon?.requests() ?? 0;
  const startedAtMs = performance.now();
  const calls: Promise<unknown>[] = [];
  const seconds = target.seconds / 2;
  while (performance.now() - startedAtMs < seconds * 1_000) {
    const due = Math.floor(((performance.now() - startedAtMs) / 1_000) * KEYS_PER_SEC);
    while (calls.length < due) {
      const address = `2001:db8:1:2:${random.integer(0, 0xffff).toString(16)}::${random.integer(1, 0xffff).toString(16)}`;
      const headers = { authorization: `Bearer ${randomKey()}`, 'cf-connecting-ip': address };
      calls.push(call(target, headers, '{}').catch(() => undefined));
    }
    await sleep(10);
  }
  await Promise.all(calls);
  const queries = (neon?.requests() ?? 0) - queriesBefore;
  return judgeQueries({ keys: calls.length, queries, seconds });
}

/** Of the form of a key, with any 43 characters. */
function randomKey(): string {
  const tail = createApiKey().slice(-20);
  return `${createApiKey().slice(0, -20)}${tail}`;
}

async function call({ bff }: Target, headers: Record<string, string>, body: string): Promise<Response> {
  const response = await fetch(`${bff}${CHAT_COMPLETIONS_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await response.arrayBuffer();
  return response;
}
