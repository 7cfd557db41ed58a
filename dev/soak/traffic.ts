/** People who chat, use commands and press buttons, and API clients that read, abort, and read badly. */
import { setTimeout as sleep } from 'node:timers/promises';
import { STREAM_DONE } from '../../shared/chat/chunk.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { decodeSse } from '../../shared/sse/decode.ts';
import type { InteractionRecord, InvokeCommand } from '../discord/protocol.ts';
import { buttonsOf } from '../discord/world-client.ts';
import { answer as offlineAnswer } from '../openai/offline-model/answer.ts';
import type { Stack } from '../stack/stack.ts';
import type { Channel } from './channel.ts';
import { judge } from './judge.ts';
import type { Random } from './random.ts';
import { hasObject } from './storage.ts';

export interface Tally {
  /** How many of each kind ended in each way: `chat: whole` → 12. */
  counts: Map<string, number>;
  /** What must never happen, with the interaction where it did. */
  violations: string[];
  /** Interactions that have an object of their own. */
  stored: { interactionId: string; atMs: number }[];
  /** Milliseconds from each question to its end. */
  durationsMs: { atMs: number; durationMs: number }[];
}

export function createTally(): Tally {
  return { counts: new Map(), violations: [], stored: [], durationsMs: [] };
}

interface Deps {
  stack: Stack;
  channel: Channel;
  random: Random;
  tally: Tally;
  signal: AbortSignal;
}

const THINK_MS = 1_200;
/** Of all questions: each takes most of a minute to be typed. */
const LONG_SHARE = 0.03;

/** One person, one thing after the other, until the signal aborts. What was begun is seen to its end. */
export async function runPerson(deps: Deps): Promise<void> {
  const { random, signal } = deps;
  while (!signal.aborted) {
    const dice = random.next();
    if (dice < 0.7) await chat(deps);
    else if (dice < 0.92) await useCommand(deps);
    else await muteForAMoment(deps);
    await sleep(random.integer(0, THINK_MS), undefined, { signal }).catch(() => undefined);
  }
}

export async function runClient(deps: Deps): Promise<void> {
  const { random, signal } = deps;
  while (!signal.aborted) {
    await callApi(deps);
    await sleep(random.integer(0, 2 * THINK_MS), undefined, { signal }).catch(() => undefined);
  }
}

function scene({ channel, random }: Deps): Pick<InvokeCommand, 'userId' | 'channelId' | 'locale'> {
  const { users, channels } = channel.world;
  const user = random.pick(users as [(typeof users)[number], ...typeof users]);
  const open = channels.filter(({ guildId, recipientId }) => guildId !== null || recipientId === user.id) as [
    (typeof channels)[number],
    ...typeof channels,
  ];
  return { userId: user.id, channelId: random.pick(open).id, locale: random.pick(['ko', 'en-US']) };
}

async function chat(deps: Deps): Promise<void> {
  const { channel, random, tally } = deps;
  const from = random.integer(1, 500);
  const prompt = random.chance(LONG_SHARE)
    ? `긴 글 써줘 ${random.integer(2_000, 4_000)}자`
    : `Count from ${from} to ${from + random.integer(1, 60)}`;
  const startedAtMs = Date.now();
  const asked = await channel.invoke({ name: 'chat', options: { prompt }, ...scene(deps) });
  if (asked.callbackType === 5 && random.chance(0.15)) await pressStop(deps, asked.interactionId);
  const record = await settle(deps, 'chat', asked.interactionId, whatTheModelSays(prompt));
  tally.durationsMs.push({ atMs: startedAtMs, durationMs: Date.now() - startedAtMs });
  if (random.chance(0.4)) await pressFurther(deps, record, prompt);
}

/** Known for counts; a long text is cut into messages whose seams are not ours to know. */
function whatTheModelSays(prompt: string): string | null {
  return prompt.startsWith('Count') ? offlineAnswer('', [{ role: 'user', text: prompt }]) : null;
}

async function pressStop({ channel, random, tally }: Deps, interactionId: string): Promise<void> {
  await sleep(random.integer(200, 2_000));
  const [message] = (await channel.read(interactionId)).messages;
  const stop = message === undefined ? undefined : buttonsOf(message).find((id) => id.startsWith('stop'));
  if (message === undefined || stop === undefined) return;
  // The button may go while the finger comes down.
  const pressed = await channel.press(message, stop).catch(() => null);
  count(tally, `button: Stop ${pressed === null ? 'too late' : 'pressed'}`);
}

async function pressFurther(deps: Deps, record: InteractionRecord, prompt: string): Promise<void> {
  const { channel, tally } = deps;
  const message = record.messages.at(-1);
  const button = message === undefined ? undefined : buttonsOf(message).find((id) => id.startsWith('retry'));
  if (message === undefined || button === undefined) return;
  const pressed = await channel.press(message, button).catch(() => null);
  if (pressed === null) return count(tally, 'button: Retry too late');
  // The answer to Retry is remembered as a conversation's next turn, and is the same text again.
  await settle(deps, 'button: Retry', pressed.interactionId, whatTheModelSays(prompt));
}

/** Of the exports that chance would give: each reads all deliveries of a person, and five people make those of hundreds. */
const EXPORT_SHARE = 0.2;

async function useCommand(deps: Deps): Promise<void> {
  const picked = deps.random.pick(['help', 'status', 'reset', 'privacy summary', 'privacy export'] as const);
  const name = picked === 'privacy export' && !deps.random.chance(EXPORT_SHARE) ? 'help' : picked;
  const used = await deps.channel.invoke({ name, ...scene(deps) }).catch(() => null);
  if (used === null) return count(deps.tally, `/${name}: not offered here`);
  await settle(deps, `/${name}`, used.interactionId, null);
}

async function muteForAMoment(deps: Deps): Promise<void> {
  const { channel, random } = deps;
  const moderator = channel.world.users.find((user) => user.moderator);
  if (moderator === undefined) return;
  const inGuild = { ...scene(deps), userId: moderator.id };
  const open = channel.world.channels.filter(({ guildId }) => guildId !== null);
  inGuild.channelId = open[random.integer(0, open.length - 1)]?.id ?? inGuild.channelId;
  const used = await channel.invoke({
    name: 'mute',
    options: { duration: random.pick(['1s', '0']) },
    ...inGuild,
  });
  await settle(deps, '/mute', used.interactionId, null);
}

async function settle(
  { channel, tally }: Deps,
  kind: string,
  interactionId: string,
  expected: string | null,
): Promise<InteractionRecord> {
  const first = await channel.read(interactionId);
  const record = first.callbackType === 5 ? await channel.settled(interactionId) : first;
  if (hasObject(kind, record.callbackType)) tally.stored.push({ interactionId, atMs: Date.now() });
  const judgement = judge(record, expected);
  if (judgement.ok) count(tally, `${kind}: ${judgement.state}`);
  else tally.violations.push(`${kind} ${interactionId}: ${judgement.why}`);
  return record;
}

/** An API client: some leave in the middle. The others must see `[DONE]` or an error, never a silent end. */
async function callApi({ stack, random, tally }: Deps): Promise<void> {
  const abort = new AbortController();
  const leaves = random.chance(0.25);
  const leaving = leaves ? sleep(random.integer(10, 1_500)).then(() => abort.abort()) : undefined;
  const stream = random.chance(0.8);
  try {
    const response = await fetch(`${stack.urls.bff}${CHAT_COMPLETIONS_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.keys.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        stream,
        messages: [
          { role: 'user', content: `Count from ${random.integer(1, 90)} to ${random.integer(1, 90)}` },
        ],
      }),
      signal: abort.signal,
    });
    if (!stream || !response.ok || response.body === null) {
      await response.text();
      return count(tally, `api: ${response.ok ? 'whole' : `error ${response.status}`}`);
    }
    let last = '';
    for await (const data of decodeSse(response.body as never)) last = data;
    if (last === STREAM_DONE) count(tally, 'api: whole');
    else if (last.startsWith('{"error"')) count(tally, 'api: error in the stream');
    else tally.violations.push(`api: the stream ended silently after ${JSON.stringify(last.slice(0, 80))}`);
  } catch (error) {
    if (abort.signal.aborted) count(tally, 'api: left');
    else tally.violations.push(`api: ${String(error)}`);
  } finally {
    await leaving;
  }
}

function count(tally: Tally, what: string): void {
  tally.counts.set(what, (tally.counts.get(what) ?? 0) + 1);
}
