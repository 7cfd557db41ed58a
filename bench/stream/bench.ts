/**
 * What the whole chain (signatures on both hops, replay guard, cost guard on Redis, memory on Postgres, breaker, ledger)
 * adds to a streamed answer: to the first token, to every frame, in CPU; how many streams it holds at once; what a long
 * answer costs that comes all at once; and what a whole answer to Discord costs.
 */
import {
  endProcess,
  nextMessage,
  type RemoteStack,
  startProcess,
  startRemoteStack,
} from '../harness/remote-stack.ts';
import type { Bench, BenchContext, Report } from '../harness/report.ts';
import { deliverTo, streamTo } from './answerers.ts';
import { type Level, measureLevel } from './at-once.ts';
import { reportLevels } from './at-once-report.ts';
import { measureBursts } from './burst.ts';
import { reportBursts } from './burst-report.ts';
import { closeConnections } from './client.ts';
import {
  type Contestant,
  createDirect,
  createLibra,
  LIBRA,
  LITELLM,
  PORTKEY,
  startPortkey,
} from './contestants.ts';
import { measureFirstTokens, reportFirstTokens } from './first-token.ts';
import { NATIVE_FLOOR, SCRIPTED_FLOOR, startFloors } from './floors.ts';
import { startLiteLlm } from './litellm.ts';
import { measureAnswers } from './to-discord.ts';
import { reportAnswers } from './to-discord-report.ts';

/** Levels are [streams, rounds]. */
const FORMS = {
  short: {
    firstToken: { rounds: 2, streams: 15 },
    levels: [
      [1, 1],
      [20, 2],
    ],
    busy: [20],
    deltas: 64,
    burst: { deltas: 4_096, answers: 3, rounds: 2 },
    toDiscord: { answers: 40, deltas: 80, rounds: 2, aloneRounds: 1 },
  },
  full: {
    firstToken: { rounds: 6, streams: 50 },
    levels: [
      [1, 3],
      [50, 1],
      [200, 3],
      [500, 3],
    ],
    busy: [200, 500],
    deltas: 160,
    burst: { deltas: 4_096, answers: 15, rounds: 6 },
    toDiscord: { answers: 40, deltas: 400, rounds: 5, aloneRounds: 2 },
  },
} as const;

const DELIVERED = 'Libra: bff and llm, with the delivery to Discord';
const TO_DISCORD = 'Libra: bff and llm, as the delivery asks them';
/** As the bot's delivery asks: its reader edits about once a second. */
const DELIVERYS_PACE = { pace_ms: 500 };
const DELTA_GAP_MS = 25;
/** A round of 200 takes LiteLLM 24 s, one of 500 a minute. */
const MOST_OF_LITELLM = 200;

export const stream: Bench = {
  name: 'stream',
  title: 'Streaming: the whole chain against direct, Portkey and LiteLLM',
  async run(context) {
    const provider = await startProcess('bench/stream/provider-process.ts');
    const opened: { close(): Promise<void> }[] = [{ close: () => endProcess(provider) }];
    try {
      const { port } = await nextMessage<{ port: number }>(provider);
      const providerUrl = `http://127.0.0.1:${port}/v1`;
      context.say('  starting the stack and the gateways…');
      const stack = await startRemoteStack({ providerUrl, discord: true });
      opened.push(stack);
      const portkey = await startPortkey(providerUrl, context.say);
      opened.push(portkey);
      const litellm = await startLiteLlm(providerUrl, context.say);
      opened.push(...litellm);
      const floors = await startFloors(providerUrl);
      opened.push(...floors);
      const contestants = [createDirect(providerUrl), createLibra(stack), portkey, ...litellm, ...floors];
      return await compare(contestants, stack, context);
    } finally {
      closeConnections();
      for (const each of opened.toReversed()) await each.close();
    }
  },
};

async function compare(
  contestants: readonly Contestant[],
  stack: RemoteStack,
  { form, say }: BenchContext,
): Promise<Report> {
  const { firstToken, levels, busy, deltas, burst, toDiscord } = FORMS[form];
  say(`  first token, one stream at a time: ${firstToken.rounds} × ${firstToken.streams} streams of each…`);
  const firstTokens = reportFirstTokens(await measureFirstTokens(contestants, firstToken));

  const measured: Level[] = [];
  for (const [streams, rounds] of levels) {
    say(`  ${streams} at once: ${rounds} rounds…`);
    const taking = contestants.filter(({ name }) => name !== LITELLM || streams <= MOST_OF_LITELLM);
    const isReference = ({ name }: { name: string }) => isFloor(name) || name === LITELLM;
    measured.push(...(await measureLevel(taking, { streams, rounds, deltas, isReference })));
  }
  const streams = reportLevels(measured, busy);
  const bursts = await compareBursts(contestants, burst, say);
  const answers = await compareAnswers(contestants, stack, toDiscord, say);
  const reports = [firstTokens, streams, bursts, answers];

  return {
    tables: reports.flatMap(({ tables }) => tables),
    plots: reports.flatMap(({ plots }) => plots),
    goals: reports.flatMap(({ goals }) => goals),
    notes: [
      `Memory on ${stack.postgres}; cost guard on ${stack.redis}. Provider, client, stack and gateways are processes of their own on one machine.`,
      ...reports.flatMap(({ notes }) => notes),
      'The floors authenticate nobody, limit nothing, look at nothing and remember nothing: they are what the runtime itself costs. They, LiteLLM, and Portkey after the streams at once, run in every other round where no goal is measured against them.',
      contestants.some(({ name }) => name === LITELLM)
        ? `LiteLLM: one worker, one model, one key; no database, no callbacks. Not at more than ${MOST_OF_LITELLM} streams: tried once at 500 (30 November 2026), nothing was lost, and a whole answer took 11.4 × as long as direct, its first token 32 s.`
        : 'LiteLLM took no part: this machine has no Python that it runs on, or pip could not install it.',
    ],
    raw: {
      firstToken: firstTokens.raw,
      levels: streams.raw,
      burst: bursts.raw,
      toDiscord: answers.raw,
    },
  };
}

/** LiteLLM takes three seconds for such an answer. */
async function compareBursts(
  contestants: readonly Contestant[],
  order: (typeof FORMS)['full' | 'short']['burst'],
  say: BenchContext['say'],
): Promise<Report> {
  say(`  ${order.deltas} deltas at once: ${order.rounds} × ${order.answers} answers of each…`);
  const taking = contestants.filter(({ name }) => name !== LITELLM);
  const isReference = ({ name }: { name: string }) => name === SCRIPTED_FLOOR || name === PORTKEY;
  const measured = await measureBursts(taking, { ...order, isReference });
  return reportBursts(measured, order, { libra: LIBRA, floor: NATIVE_FLOOR });
}

async function compareAnswers(
  contestants: readonly Contestant[],
  stack: RemoteStack,
  { deltas, ...counts }: (typeof FORMS)['full' | 'short']['toDiscord'],
  say: BenchContext['say'],
): Promise<Report> {
  const labels: Record<string, string> = {
    [NATIVE_FLOOR]: 'floor: relays unseen',
    [SCRIPTED_FLOOR]: 'floor: hands chunks on',
    [PORTKEY]: 'Portkey',
  };
  const answerers = [
    streamTo(createLibra(stack, TO_DISCORD, DELIVERYS_PACE), 'bff and llm'),
    deliverTo(stack, DELIVERED, 'with the delivery'),
    ...contestants.flatMap((each) => {
      const label = labels[each.name];
      return label === undefined ? [] : [streamTo(each, label)];
    }),
  ];
  const script = { deltas, gapMs: DELTA_GAP_MS, content: 'words' as const };
  const isReference = ({ name }: { name: string }) => name === SCRIPTED_FLOOR || name === PORTKEY;
  const measured = await measureAnswers(answerers, { ...counts, script, isReference, say });
  const names = { libra: TO_DISCORD, delivered: DELIVERED, floor: NATIVE_FLOOR };
  return reportAnswers(measured, { answers: counts.answers, script }, names);
}

function isFloor(name: string): boolean {
  return name === NATIVE_FLOOR || name === SCRIPTED_FLOOR;
}
