/** `npm run soak`: mixed traffic and random faults for half an hour, then a look at what is left. See `-- --help`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openChannel } from './soak/channel.ts';
import { collectHeaps } from './soak/heaps.ts';
import { BUGS, inspect } from './soak/inspect.ts';
import { judgeMemory } from './soak/memory.ts';
import { plot, type Sample } from './soak/plot.ts';
import { createRandom } from './soak/random.ts';
import { workerdMegabytes } from './soak/resident.ts';
import { type Delivered, judgeStorage, readDeliveryStorage } from './soak/storage.ts';
import { hasPassed, type SoakResult, summarise } from './soak/summary.ts';
import { createTally, runClient, runPerson, type Tally } from './soak/traffic.ts';
import { makeTrouble, type TroubleLog } from './soak/trouble.ts';
import { readArguments, refuseArguments } from './stack/arguments.ts';
import { buildWorkers, PROJECT_ROOT } from './stack/build.ts';
import { type Stack, startStack } from './stack/stack.ts';
import { createTemporaryFolder, exitOnSignals } from './stand-in/temporary-folder.ts';

const HELP = `Mixed traffic through the whole local stack, with random faults in every outside service; then checks that every
interaction reached one correct final state, and that no connection, delivery, key or memory leaks.

  npm run soak                      30 minutes
  npm run soak -- --minutes 5       shorter
  npm run soak -- --seed 7          the same choices again (default: printed, from the clock)
  npm run soak -- --people 6        how many people chat at the same time (1 to 15)
  npm run soak -- --no-faults       traffic alone

Writes artifacts/soak.txt and artifacts/soak.svg. Exits with 1 when something is not as it must be.`;

/** Short, so that a provider that hangs is given up many times in a soak. */
const TIMEOUT_SEC = '3';
/** Each sample forces a full collection: often enough for a trend in a few minutes, rarely enough to change little. */
const SAMPLE_MS = 10_000;
/** More of them, and the Discord stand-in, which keeps 1,000 interactions, forgets those that take a minute. */
const MAX_PEOPLE = 15;
/** A week. */
const MAX_MINUTES = 10_080;
/** The memory of what is being answered; the last bills are written after their answers. */
const QUIET_MS = 12_000;

process.exitCode = (await soak(readOptions())) ? 0 : 1;

async function soak({ minutes, seed, people, faults }: ReturnType<typeof readOptions>): Promise<boolean> {
  const artifacts = join(PROJECT_ROOT, 'artifacts');
  const byEvent = new Map<string, number>();
  const strayLines: string[] = [];
  console.log(`Starting; ${minutes} minutes, seed ${seed}…`);
  exitOnSignals();
  const { path: dataDir, remove } = createTemporaryFolder('libra-soak-');
  const stack = await startStack({
    dataDir,
    bundles: await buildWorkers(join(artifacts, 'soak-bundles')),
    pace: 'realistic',
    inspect: true,
    vars: {
      llm: {
        LLM_TIMEOUT_SEC: TIMEOUT_SEC,
        LLM_IDLE_TIMEOUT_SEC: TIMEOUT_SEC,
        LLM_OPEN_CIRCUIT_SEC: TIMEOUT_SEC,
        SSE_HEARTBEAT_SEC: '2',
      },
      // It is no part of an answer, which is what is judged.
      bot: { FIRST_USE_NOTICE: 'off' },
      bff: {
        ANSWER_CACHE_SEC: '10',
        LLM_CALLS_PER_MIN: '1000',
        LLM_GUILD_CALLS_PER_MIN: '1000',
        SSE_HEARTBEAT_SEC: '2',
        LLM_USER_TOKENS_PER_DAY: '0',
        LLM_USER_MICRO_USD_PER_DAY: '0',
      },
    },
    onLog(line) {
      const event = readEvent(line);
      if (event === null) strayLines.push(line);
      else byEvent.set(event, (byEvent.get(event) ?? 0) + 1);
      // Whole, and as it happens: afterwards there is only its count.
      if (event !== null && BUGS.includes(event)) console.log(line);
    },
  });

  let closing: Promise<void> | undefined;
  const close = () => (closing ??= stack.close());

  const startedAtMs = Date.now();
  const toSec = (atMs: number) => (atMs - startedAtMs) / 1000;
  const samples: Sample[] = [];
  const tally = createTally();
  const signal = AbortSignal.timeout(minutes * 60_000);
  try {
    const channel = await openChannel(stack);
    const deps = (offset: number) => ({ stack, channel, tally, signal, random: createRandom(seed + offset) });
    const troubled: Promise<TroubleLog[]> = faults
      ? makeTrouble(stack, createRandom(seed), signal)
      : Promise.resolve([]);
    const sampled = sampleUntil(signal, async () => {
      const heapsMb = await collectHeaps(stack.workers.inspectorUrl ?? '');
      const openCalls = stack.standIns.openai?.connections().open ?? 0;
      samples.push({ atSec: toSec(Date.now()), workerdMb: workerdMegabytes(), heapsMb, openCalls });
    });
    const all = await Promise.all([
      troubled,
      sampled,
      ...Array.from({ length: people }, (_, index) => runPerson(deps(index + 1))),
      ...Array.from({ length: 2 }, (_, index) => runClient(deps(people + index + 1))),
    ]);
    await sleep(QUIET_MS);
    // What the look into the objects makes the runtime say is not the Workers' doing.
    const said = { byEvent: new Map(byEvent), strayLines: [...strayLines] };

    const [troubles] = all;
    const findings = await inspect(
      stack,
      tally.stored.map(({ interactionId }) => interactionId),
      said,
    );
    const delivered = await objectsOf(stack, tally);
    const endMs = Date.now();
    await close();
    findings.push(
      ...judgeStorage(readDeliveryStorage(join(dataDir, 'workers')), delivered, endMs),
      ...judgeMemory(samples),
    );
    const result: SoakResult = {
      minutes: toSec(endMs) / 60,
      seed,
      tally,
      troubles,
      findings,
    };
    const summary = summarise(result);
    mkdirSync(artifacts, { recursive: true });
    writeFileSync(join(artifacts, 'soak.txt'), `${summary}\n`);
    writeFileSync(
      join(artifacts, 'soak.svg'),
      plot({
        title: `Soak of ${result.minutes.toFixed(1)} minutes, seed ${seed}`,
        samples,
        answers: tally.durationsMs.map(({ atMs, durationMs }) => ({
          atSec: toSec(atMs),
          seconds: durationMs / 1000,
        })),
        troubles: troubles.map(({ fromMs, toMs, part }) => ({
          fromSec: toSec(fromMs),
          toSec: toSec(toMs),
          part,
        })),
        endSec: toSec(endMs),
      }),
    );
    console.log(`\n${summary}\n\nartifacts/soak.svg shows it.`);
    return hasPassed(result);
  } finally {
    await close();
    remove();
  }
}

async function sampleUntil(signal: AbortSignal, sample: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await sample();
    await sleep(SAMPLE_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** An interaction's object has its id for a name. */
async function objectsOf({ workers }: Stack, { stored }: Tally): Promise<Delivered[]> {
  const namespace = await workers.miniflare.getDurableObjectNamespace('REPLY_DELIVERY', 'libra-bot');
  return stored.map(({ interactionId, atMs }) => ({
    objectId: String(namespace.idFromName(interactionId)),
    atMs,
  }));
}

function readEvent(line: string): string | null {
  try {
    const { event } = JSON.parse(line) as { event?: unknown };
    return typeof event === 'string' ? event : null;
  } catch {
    return null;
  }
}

function readOptions() {
  const { values } = readArguments(HELP, {
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: String(Date.now() % 100_000) },
      people: { type: 'string', default: '6' },
      faults: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const minutes = Number(values.minutes);
  const seed = Number(values.seed);
  const people = Number(values.people);
  if (!(minutes > 0 && minutes <= MAX_MINUTES))
    return refuseArguments(HELP, `--minutes takes a number above 0, up to ${MAX_MINUTES}`);
  if (!Number.isInteger(seed)) return refuseArguments(HELP, '--seed takes a whole number');
  if (!(Number.isInteger(people) && people > 0 && people <= MAX_PEOPLE))
    return refuseArguments(HELP, `--people takes a whole number from 1 to ${MAX_PEOPLE}`);
  return { minutes, seed, people, faults: values.faults };
}
