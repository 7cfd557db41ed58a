/**
 * How many model calls a conversation in a server needs: a corpus of messages to such a bot, half of them Korean, replayed
 * through the real chain in the order and with the gaps in which they were written. What is understood at the edge
 * never leaves the bot; what was asked and answered a moment ago comes from the cache.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { RESET_PATH } from '../../shared/contract/routes.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { routeIntent } from '../../workers/bot/intent/route.ts';
import { formatNumber } from '../harness/format.ts';
import { type RemoteStack, startRemoteStack } from '../harness/remote-stack.ts';
import type { Bench, Report } from '../harness/report.ts';

interface Message {
  /** Seconds since the beginning. */
  atSec: number;
  user: number;
  channel: number;
  /** What the writer wanted, as a person reads it: something of Libra itself, or an answer. */
  wish: 'help' | 'reset' | 'mute' | 'status' | 'ask';
  text: string;
}

/** Time runs so much faster; the cache's lifetime of a minute shrinks with it to a second. */
const SPEED = 60;

interface Outcome {
  message: Message;
  by: 'edge' | 'cache' | 'model';
  intent: string;
}

export const calls: Bench = {
  name: 'calls',
  title: 'Model calls avoided',
  async run({ say }) {
    const corpus = readCorpus();
    const stack = await startRemoteStack({ bffVars: { ANSWER_CACHE_SEC: String(60 / SPEED) } });
    try {
      const lastSec = corpus.at(-1)?.atSec ?? 0;
      say(
        `  ${corpus.length} messages of ${formatNumber(lastSec / 60)} minutes in ${formatNumber(lastSec / SPEED)} s…`,
      );
      await stack.takeProviderQuestions();
      const outcomes = await replay(corpus, stack);
      return toReport(outcomes, await stack.takeProviderQuestions());
    } finally {
      await stack.close();
    }
  },
};

function readCorpus(): Message[] {
  return readFileSync(join(import.meta.dirname, 'corpus.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Message);
}

async function replay(corpus: readonly Message[], stack: RemoteStack): Promise<Outcome[]> {
  const signer = createRequestSigner({ secret: stack.keys.sharedSecret, name: 'bot' });
  const send = async (path: string, body: object) => {
    const text = JSON.stringify(body);
    const url = `${stack.bffUrl}${path}`;
    const headers = { 'idempotency-key': randomUUID() };
    const response = await fetch(await signer.sign(url, { body: text, headers }));
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as { libra?: { cached?: boolean } };
  };
  const startedAt = performance.now();
  return Promise.all(
    corpus.map(async (message): Promise<Outcome> => {
      const waitMs = (message.atSec * 1_000) / SPEED - (performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, waitMs)));
      const intent = routeIntent(message.text).kind;
      const caller = callerOf(message);
      if (intent === 'reset') await send(RESET_PATH, { libra: { caller } });
      if (intent !== 'ask') return { message, intent, by: 'edge' };
      const answer = await send(CHAT_COMPLETIONS_PATH, {
        messages: [{ role: 'user', content: message.text }],
        libra: { caller },
      });
      return { message, intent, by: answer.libra?.cached === true ? 'cache' : 'model' };
    }),
  );
}

function callerOf({ user, channel, text }: Message) {
  return {
    user_id: String(1_400_000_000_000_000_000n + BigInt(user)),
    guild_id: '1400000000000001000',
    channel_id: String(1_400_000_000_000_002_000n + BigInt(channel)),
    locale: isKorean(text) ? 'ko' : 'en',
  };
}

function isKorean(text: string): boolean {
  return /[\u3131-\u318e\uac00-\ud7a3]/.test(text);
}

function toReport(outcomes: readonly Outcome[], providerQuestions: number): Report {
  const count = (of: readonly Outcome[], by: Outcome['by']) => of.filter((each) => each.by === by).length;
  const share = (part: number, whole: number) => `${part} (${formatNumber((100 * part) / whole)} %)`;
  const groups: [string, Outcome[]][] = [
    ['all', [...outcomes]],
    ['Korean', outcomes.filter(({ message }) => isKorean(message.text))],
    ['English', outcomes.filter(({ message }) => !isKorean(message.text))],
  ];
  const wishes = outcomes.filter(({ message }) => message.wish !== 'ask');
  const taken = outcomes.filter(({ by }) => by === 'edge');
  const wrong = taken.filter(({ message, intent }) => !intent.includes(message.wish));
  const missed = wishes.filter(({ by }) => by !== 'edge');
  const called = count(outcomes, 'model');
  return {
    tables: [
      {
        title: 'Who answered',
        columns: ['messages', 'in all', 'at the edge (intent)', 'from the cache', 'by the model'],
        rows: groups.map(([name, of]) => [
          name,
          String(of.length),
          share(count(of, 'edge'), of.length),
          share(count(of, 'cache'), of.length),
          share(count(of, 'model'), of.length),
        ]),
      },
      {
        title: 'How well the edge understands',
        columns: ['', 'messages'],
        rows: [
          ['wishes for Libra itself, as a person reads them', String(wishes.length)],
          ['of these understood at the edge', share(wishes.length - missed.length, wishes.length)],
          ['questions wrongly taken from the model', String(wrong.length)],
        ],
      },
    ],
    plots: [
      {
        file: 'calls.svg',
        plot: {
          kind: 'bars',
          title: `${outcomes.length} messages: who answered`,
          unit: 'messages',
          bars: (['model', 'edge', 'cache'] as const).map((by) => ({
            label: by,
            value: count(outcomes, by),
          })),
        },
      },
    ],
    goals: [
      {
        what: 'no question is taken from the model wrongly',
        met: wrong.length === 0,
        seen: wrong.length === 0 ? 'none' : wrong.map(({ message }) => message.text).join(' · '),
      },
      {
        what: 'the model was called exactly for what was neither understood at the edge nor cached',
        met: providerQuestions === called,
        seen: `${providerQuestions} questions at the provider, ${called} answers from it`,
      },
    ],
    notes: [
      `The corpus (bench/calls/corpus.jsonl) was written for this bench, not recorded: how often people ask for help or the same thing twice is an assumption, so the shares are no forecast. What it does measure is whether each kind is recognised.`,
      `Time runs ${SPEED} times faster, and the cache's minute with it. Slash commands other than /chat are not in the corpus: they never need a model.`,
      `An answer is shared only with somebody whose conversation has not begun (what was said before changes an answer), so in a running talk the cache hardly ever helps; it is there for the same question asked by many newcomers at once.`,
      ...(missed.length === 0
        ? []
        : [
            `Not understood at the edge (each costs a model call): ${missed.map(({ message }) => `“${message.text}”`).join(', ')}.`,
          ]),
    ],
    raw: {
      outcomes: outcomes.map(({ message, by, intent }) => ({ ...message, by, intent })),
      providerQuestions,
    },
  };
}
