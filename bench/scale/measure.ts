/** What one answer takes of each resource, measured on the whole local stack: the simulation's service times. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readProcessCost } from '../harness/process-cost.ts';
import { readDescendantsCpuMs, readParent } from '../harness/process-tree.ts';
import type { RemoteStack } from '../harness/remote-stack.ts';
import { median } from '../harness/statistics.ts';
import { type Answerer, deliverTo, streamTo } from '../stream/answerers.ts';
import { createLibra } from '../stream/contestants.ts';
import type { ServiceTimes } from './simulation/answers.ts';

export interface Measured {
  times: ServiceTimes;
  /** The same for an API client's stream, which no delivery reads. */
  streamTimes: ServiceTimes;
  requestsToDiscord: number;
}

const SHORT = 40;
const LONG = 400;
const GAP_MS = 25;
const SETTLE_MS = 500;
/** Of what does not grow with the answer, most is done before the model is asked. An estimate from profiles. */
const BEFORE_THE_MODEL = 2 / 3;
/** The statement that opens a turn is the larger one, by EXPLAIN. */
const OPENING_SHARE = 0.6;
/** Of the bot and the bff. */
const REDIS_REQUESTS = 3;

interface Sample {
  workerdMs: number;
  redisMs: number;
  postgresMs: number;
  requests: number;
}

export async function measureTimes(
  stack: RemoteStack,
  { answers, rounds }: { answers: number; rounds: number },
): Promise<Measured> {
  const delivered = deliverTo(stack, 'delivered', 'delivered');
  const streamed = streamTo(createLibra(stack, 'streamed', { pace_ms: 500 }), 'streamed');
  const take = (answerer: Answerer, deltas: number) => sample(stack, answerer, deltas, answers);
  await take(delivered, SHORT);
  const commands = await countCommands(stack, delivered);
  const samples = {
    short: [] as Sample[],
    long: [] as Sample[],
    shortBare: [] as Sample[],
    longBare: [] as Sample[],
  };
  for (let round = 0; round < rounds; round += 1) {
    samples.short.push(await take(delivered, SHORT));
    samples.long.push(await take(delivered, LONG));
    samples.shortBare.push(await take(streamed, SHORT));
    samples.longBare.push(await take(streamed, LONG));
  }
  const of = (name: keyof typeof samples, what: keyof Sample) =>
    median(samples[name].map((each) => each[what]));
  const perToken = slope(of('shortBare', 'workerdMs'), of('longBare', 'workerdMs'));
  const bare = of('shortBare', 'workerdMs') - perToken * SHORT;
  const requests = of('long', 'requests');
  const perEdit = Math.max(0, of('long', 'workerdMs') - of('longBare', 'workerdMs')) / requests;
  const fixed = Math.max(
    bare,
    of('short', 'workerdMs') - perToken * SHORT - perEdit * of('short', 'requests'),
  );
  const shared = {
    cpuPerToken: perToken,
    redisPerRequest: of('short', 'redisMs') / REDIS_REQUESTS,
    postgresOpen: of('short', 'postgresMs') * OPENING_SHARE,
    postgresClose: of('short', 'postgresMs') * (1 - OPENING_SHARE),
  };
  return {
    times: {
      ...shared,
      openCpu: fixed * BEFORE_THE_MODEL,
      closeCpu: fixed * (1 - BEFORE_THE_MODEL),
      cpuPerEdit: perEdit,
      redisCommands: commands,
    },
    streamTimes: {
      ...shared,
      openCpu: bare * BEFORE_THE_MODEL,
      closeCpu: bare * (1 - BEFORE_THE_MODEL),
      cpuPerEdit: 0,
      redisCommands: commands,
    },
    requestsToDiscord: requests,
  };
}

function slope(short: number, long: number): number {
  return Math.max(0, (long - short) / (LONG - SHORT));
}

async function countCommands(stack: RemoteStack, answerer: Answerer): Promise<number> {
  const before = await stack.countRedisCommands();
  await answerer.answer(scriptOf(SHORT));
  await sleep(SETTLE_MS);
  return (await stack.countRedisCommands()) - before;
}

async function sample(
  stack: RemoteStack,
  answerer: Answerer,
  deltas: number,
  count: number,
): Promise<Sample> {
  const before = readCosts(stack);
  const answers = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await sleep((index * 1_000) / count);
      return answerer.answer(scriptOf(deltas));
    }),
  );
  await sleep(SETTLE_MS);
  const after = readCosts(stack);
  if (answers.some(({ whole }) => !whole)) throw new Error('An answer was not whole');
  return {
    workerdMs: (after.workerdMs - before.workerdMs) / count,
    redisMs: (after.redisMs - before.redisMs) / count,
    postgresMs: (after.postgresMs - before.postgresMs) / count,
    requests: median(answers.map(({ requests }) => requests)),
  };
}

function scriptOf(deltas: number) {
  return { deltas, gapMs: GAP_MS, content: 'words' } as const;
}

function readCosts({ workerdPid }: RemoteStack): Omit<Sample, 'requests'> {
  const stack = readParent(workerdPid);
  return {
    workerdMs: readProcessCost(workerdPid)?.cpuMs ?? Number.NaN,
    redisMs: readDescendantsCpuMs(stack, /^(redis|valkey)-server/),
    postgresMs: readDescendantsCpuMs(stack, /^postgres/),
  };
}
