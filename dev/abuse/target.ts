/** The stack that is attacked, and the calls that every attack makes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { type SignedCall, signCall } from '../sign/signed-call.ts';
import { workerdMegabytes } from '../soak/resident.ts';
import type { Stack } from '../stack/stack.ts';
import { requireLoopback } from './loopback.ts';

export interface Target {
  stack: Stack;
  bff: string;
  bot: string;
  /** How long one attack may take. */
  seconds: number;
}

export function createTarget(stack: Stack, seconds: number): Target {
  return { stack, seconds, bff: requireLoopback(stack.urls.bff), bot: requireLoopback(stack.urls.bot) };
}

let people = 0;

/** Somebody new, in a direct message: only the limits of a person and of all apply. */
export function newCaller(): Caller {
  people += 1;
  const id = (kind: number) => `15${kind}${String(people).padStart(15, '0')}`;
  return { user_id: id(1), guild_id: null, channel_id: id(3), locale: 'en' };
}

export function signAsBot({ stack, bff }: Target, path: string, body: object): Promise<SignedCall> {
  return signCall({
    secret: stack.keys.sharedSecret,
    signer: 'bot',
    url: `${bff}${path}`,
    body: JSON.stringify(body),
  });
}

export function signQuestion(
  target: Target,
  caller: Caller,
  prompt: string,
  stream: boolean,
): Promise<SignedCall> {
  const messages = [{ role: 'user', content: prompt }];
  return signAsBot(target, CHAT_COMPLETIONS_PATH, { stream, messages, libra: { caller } });
}

export function send({ url, method, headers, body }: SignedCall, signal?: AbortSignal): Promise<Response> {
  return fetch(url, { method, headers, body, ...(signal === undefined ? {} : { signal }) });
}

const SETTLE_MS = 15_000;

/** What the ledger charges these people, once none of their calls is under way. */
export async function chargedTokens({ stack }: Target, userIds: readonly string[]): Promise<number> {
  for (const endsAtMs = Date.now() + SETTLE_MS; ; ) {
    const [row] = (await stack.standIns.neon?.query(
      `SELECT coalesce(sum(prompt_tokens + completion_tokens), 0)::int AS tokens,
         count(*) FILTER (WHERE outcome = 'running')::int AS running
       FROM usage_events WHERE user_id = ANY(string_to_array($1, ','))`,
      [userIds.join(',')],
    )) ?? [{}];
    if (Number(row?.running) === 0 || Date.now() > endsAtMs) return Number(row?.tokens ?? 0);
    await sleep(200);
  }
}

/** How much workerd's resident memory grows while `work` is done, in megabytes. */
export async function growthDuring<Value>(
  work: () => Promise<Value>,
): Promise<{ growthMb: number; value: Value }> {
  const beforeMb = workerdMegabytes();
  const value = await work();
  return { growthMb: workerdMegabytes() - beforeMb, value };
}
