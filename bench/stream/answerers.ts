/** Who answers a person in Discord: a contestant's bare stream, or the whole way through the bot's delivery. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InteractionRecord, InvokeResult } from '../../dev/discord/protocol.ts';
import { CHANNELS, USERS } from '../../dev/discord/world/seed.ts';
import { isAnswered, readWorld, writeWorld } from '../../dev/discord/world-client.ts';
import type { RemoteStack } from '../harness/remote-stack.ts';
import { readText } from './client.ts';
import type { Contestant } from './contestants.ts';
import { formatPrompt, holdsWords, type Script } from './protocol.ts';

export interface Answer {
  /** The reader got every word, in order, and the end. */
  whole: boolean;
  /** Milliseconds from the request to its end, or to the last change of a message. */
  wholeMs: number;
  /** To Discord, edits and follow-ups. */
  requests: number;
}

export interface Answerer {
  name: string;
  /** For the plot. */
  label: string;
  pid: number;
  answer(script: Script): Promise<Answer>;
}

export function streamTo(contestant: Contestant, label: string): Answerer {
  return {
    name: contestant.name,
    label,
    pid: contestant.pid,
    async answer(script) {
      const { status, done, text, wholeMs } = await readText(await contestant.prepare(script));
      return { whole: status === 200 && done && holdsWords(text, script.deltas), wholeMs, requests: 0 };
    },
  };
}

/** The callback type of an answer that comes later. */
const DEFERRED = 5;
const POLL_MS = 200;
const PATIENCE_MS = 60_000;

/** A signed `/chat` to the bot; the Discord stand-in receives the edits. Its people take turns in its servers' channels. */
export function deliverTo({ discordUrl, workerdPid }: RemoteStack, name: string, label: string): Answerer {
  const channels = CHANNELS.filter(({ guildId }) => guildId !== null);
  const seats = channels.flatMap((channel) =>
    USERS.map((user) => ({ channelId: channel.id, userId: user.id })),
  );
  let asked = 0;
  return {
    name,
    label,
    pid: workerdPid,
    async answer(script) {
      asked += 1;
      const options = { prompt: formatPrompt(script, randomUUID()) };
      const invoked = await writeWorld<InvokeResult>(`${discordUrl}/dev/commands`, {
        name: 'chat',
        options,
        ...seats[asked % seats.length],
        locale: 'ko',
      });
      if (invoked.callbackType !== DEFERRED) {
        throw new Error(
          `The bot did not take /chat: ${invoked.failure ?? `callback ${invoked.callbackType}`}`,
        );
      }
      const record = await readWhenAnswered(
        `${discordUrl}/dev/interactions/${invoked.interactionId}`,
        script,
      );
      const text = record.messages.map(({ content }) => content).join(' ');
      return {
        whole: isAnswered(record.messages) && holdsWords(text, script.deltas),
        wholeMs: record.revisions.at(-1)?.atMs ?? Number.NaN,
        requests: record.requests.length,
      };
    },
  };
}

async function readWhenAnswered(url: string, { deltas, gapMs }: Script): Promise<InteractionRecord> {
  await sleep(deltas * gapMs);
  const endsAtMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const record = await readWorld<InteractionRecord>(url);
    if (isAnswered(record.messages) || Date.now() > endsAtMs) return record;
    await sleep(POLL_MS);
  }
}
