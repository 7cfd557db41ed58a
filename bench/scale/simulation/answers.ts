/**
 * Many answers, each on the way that Libra takes: the object accepts, the guard and the database are asked side by side, a nonce
 * is spent, the model streams, Discord's message grows, and the turn is settled and stored.
 */
import type { Distances, Model } from '../world.ts';
import { GUARD, type Plan } from '../world.ts';
import { createAllowance } from './allowance.ts';
import { createEngine, type Engine } from './engine.ts';
import { createRandom, type Random } from './random.ts';
import { createStation, type Station } from './station.ts';

/** What one answer takes, in milliseconds of the resource's own time unless it says otherwise. */
export interface ServiceTimes {
  /** CPU of bot, bff and llm until the model is asked. */
  openCpu: number;
  /** CPU of all of them for each token that passes. */
  cpuPerToken: number;
  /** CPU after the last token. */
  closeCpu: number;
  /** CPU of the bot for each request to Discord. */
  cpuPerEdit: number;
  redisPerRequest: number;
  redisCommands: number;
  postgresOpen: number;
  postgresClose: number;
}

export interface Load {
  perSecond: number;
  answers: number;
  seed: number;
  /** To Discord, by a delivery; else to an API client. */
  isDelivered: boolean;
  /** All Workers share so many threads; null: as many as they need. */
  threads: number | null;
}

export interface Setting {
  times: ServiceTimes;
  distances: Distances;
  model: Model;
  plan: Plan;
}

export interface Outcome {
  /** From the question to the first text, of each answer, in milliseconds. */
  firstTextMs: number[];
  wholeMs: number[];
  /** For how long the delivery's object was awake. */
  objectMs: number[];
  /** Requests to Discord in all. */
  edits: number;
  /** Answers that the provider's limits refused. */
  refused: number;
  /** The largest share of each limit that was used; over 1, something waits or is refused. */
  shares: {
    postgres: number;
    redis: number;
    upstash: number;
    nonces: number;
    requests: number;
    tokens: number;
  };
}

const EDIT_MS = 1_000;
const WINDOW_MS = 500;

interface Resources {
  engine: Engine;
  random: Random;
  postgres: Station;
  redis: Station;
  commands: ReturnType<typeof createAllowance>;
  nonces: ReturnType<typeof createAllowance>[];
  requests: ReturnType<typeof createAllowance>;
  tokens: ReturnType<typeof createAllowance>;
  compute(ms: number, then: () => void): void;
}

export function simulateAnswers(load: Load, setting: Setting): Outcome {
  const resources = open(load, setting);
  const outcome: Outcome = {
    ...{ firstTextMs: [], wholeMs: [], objectMs: [], edits: 0, refused: 0 },
    shares: { postgres: 0, redis: 0, upstash: 0, nonces: 0, requests: 0, tokens: 0 },
  };
  const { engine, random } = resources;
  let left = load.answers;
  const arrive = () => {
    answer(load, setting, resources, outcome);
    left -= 1;
    if (left > 0) engine.after(random.exponential(1_000 / load.perSecond), arrive);
  };
  engine.after(0, arrive);
  engine.run();
  outcome.shares = {
    postgres: resources.postgres.utilisation(),
    redis: resources.redis.utilisation(),
    upstash: resources.commands.highest(),
    nonces: Math.max(...resources.nonces.map((shard) => shard.highest())),
    requests: resources.requests.highest(),
    tokens: resources.tokens.highest(),
  };
  return outcome;
}

function open({ seed, threads }: Load, { plan }: Setting): Resources {
  const engine = createEngine();
  const thread = threads === null ? null : createStation(engine, threads);
  const { requestsPerMinute, tokensPerMinute } = plan.provider;
  return {
    engine,
    random: createRandom(seed),
    postgres: createStation(engine, plan.postgresCores),
    redis: createStation(engine, 1),
    commands: createAllowance(engine, plan.upstashCommandsPerSecond, 1_000),
    nonces: Array.from({ length: GUARD.shards }, () =>
      createAllowance(engine, GUARD.requestsPerSecond, 1_000),
    ),
    requests: createAllowance(engine, requestsPerMinute, 60_000),
    tokens: createAllowance(engine, tokensPerMinute, 60_000),
    compute: (ms, then) => (thread === null ? engine.after(ms, then) : thread.serve(ms, then)),
  };
}

function answer(load: Load, setting: Setting, resources: Resources, outcome: Outcome): void {
  const { engine, random, compute, postgres } = resources;
  const { times, distances, model } = setting;
  const askedAtMs = engine.now();
  const tokens = Math.max(1, Math.round(random.logNormal(model.answerTokens.median, model.answerTokens.p95)));
  let awakeSinceMs = askedAtMs;

  const accept = () => {
    awakeSinceMs = engine.now();
    engine.after(distances.objectWrite, ask);
  };
  const ask = () => {
    let open = 2;
    const both = () => {
      open -= 1;
      if (open === 0) call();
    };
    redis(setting, resources, both);
    engine.after(distances.neon, () => postgres.serve(times.postgresOpen, both));
  };
  const call = () => {
    resources.nonces[Math.floor(random.next() * GUARD.shards)]?.take(1);
    const fits = [resources.requests.take(1), resources.tokens.take(model.promptTokens + tokens)];
    if (fits.includes(false)) {
      outcome.refused += 1;
      outcome.objectMs.push(engine.now() - awakeSinceMs);
      return;
    }
    const firstTokenMs = random.logNormal(model.firstTokenMs.median, model.firstTokenMs.p95);
    engine.after(distances.provider + firstTokenMs, () => {
      stream(tokens, load, setting, resources, outcome, { askedAtMs, finished });
    });
  };
  const finished = () => {
    outcome.wholeMs.push(engine.now() - askedAtMs);
    redis(setting, resources, () => {});
    engine.after(distances.neon, () =>
      postgres.serve(times.postgresClose, () => compute(times.closeCpu, () => {})),
    );
    outcome.objectMs.push(engine.now() - awakeSinceMs);
  };

  engine.after(load.isDelivered ? distances.interaction / 2 : 0, () => {
    compute(times.openCpu, () => (load.isDelivered ? redis(setting, resources, accept) : ask()));
  });
}

function redis(
  { times, distances }: Setting,
  { engine, redis: station, commands }: Resources,
  then: () => void,
) {
  commands.take(times.redisCommands / 3);
  engine.after(distances.upstash, () => station.serve(times.redisPerRequest, then));
}

/** The text passes in windows; Discord's message follows once a second, and once more with the whole. */
function stream(
  tokens: number,
  { isDelivered }: Load,
  { times, distances, model }: Setting,
  { engine, compute }: Resources,
  outcome: Outcome,
  { askedAtMs, finished }: { askedAtMs: number; finished(): void },
): void {
  const perWindow = Math.max(1, Math.round((model.tokensPerSecond * WINDOW_MS) / 1_000));
  let passed = 0;
  let isShown = false;

  const edit = (then: () => void) => {
    outcome.edits += 1;
    compute(times.cpuPerEdit, () => engine.after(distances.discord, then));
  };
  const show = () => {
    if (isShown) return;
    isShown = true;
    if (isDelivered) edit(() => outcome.firstTextMs.push(engine.now() - askedAtMs));
    else outcome.firstTextMs.push(engine.now() - askedAtMs);
  };
  const keepEditing = () => {
    if (passed >= tokens) return;
    edit(() => {});
    engine.after(EDIT_MS, keepEditing);
  };
  const pass = (count: number) => {
    compute(times.cpuPerToken * count, () => {
      passed += count;
      show();
      if (passed < tokens) return next();
      if (isDelivered) edit(finished);
      else finished();
    });
  };
  const next = () => {
    const count = Math.min(perWindow, tokens - passed);
    engine.after((count * 1_000) / model.tokensPerSecond, () => pass(count));
  };
  pass(1);
  if (isDelivered) engine.after(EDIT_MS, keepEditing);
}
