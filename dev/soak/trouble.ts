/** Random faults in random parts, each for a while, then all is well for a while. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DiscordFaults } from '../discord/discord-faults.ts';
import type { OpenAiFaults } from '../openai/faults.ts';
import type { Stack } from '../stack/stack.ts';
import type { ServiceFaults } from '../stand-in/faults.ts';
import type { Random } from './random.ts';

type Trouble =
  | { part: 'provider'; faults: OpenAiFaults }
  | { part: 'redis' | 'postgres'; faults: ServiceFaults }
  | { part: 'discord'; faults: DiscordFaults };

const PROVIDER: readonly [OpenAiFaults, ...OpenAiFaults[]] = [
  { refuse: {} },
  { hangBeforeHeaders: {} },
  { hangAfterHeaders: {} },
  { drip: {} },
  { status: { status: 500 } },
  { status: { status: 503 } },
  { status: { status: 429, retryAfterSec: 1 } },
  { status: { status: 401 } },
  { stall: { afterTokens: 7 } },
  { closeMidFrame: { afterTokens: 5 } },
  { closeMidCharacter: { afterTokens: 5 } },
  { errorChunk: { afterTokens: 9 } },
  { garbage: { afterTokens: 4 } },
  { noUsage: {} },
  { noDone: {} },
  { empty: {} },
  { hugeChunk: {} },
  { shred: { bytes: 7 } },
  { delayFirstToken: { ms: 1_500 } },
];
const SERVICE: readonly [ServiceFaults, ...ServiceFaults[]] = [
  { down: true },
  { hang: true },
  { garbage: true },
  { status: 500 },
  { delayMs: 300 },
  { delayMs: 1_500 },
];
/** None that ends a token's life: what becomes of an answer then, the fault table says. */
const DISCORD: readonly [DiscordFaults, ...DiscordFaults[]] = [
  { unknownWebhookMs: 700 },
  { failNext: { count: 4, status: 500 } },
  { failNext: { count: 4, status: 502 } },
  { rateLimitNext: { count: 4, retryAfterSec: 0.7 } },
  { delayMs: 400 },
  { cutNext: 3 },
];

export interface TroubleLog {
  part: Trouble['part'];
  name: string;
  fromMs: number;
  toMs: number;
}

/** Runs until `signal` aborts, and leaves everything healthy. */
export async function makeTrouble(stack: Stack, random: Random, signal: AbortSignal): Promise<TroubleLog[]> {
  const log: TroubleLog[] = [];
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    await pause(random.integer(1_000, 6_000));
    if (signal.aborted) break;
    const trouble = choose(random);
    const fromMs = Date.now();
    await apply(stack, trouble);
    await pause(random.integer(1_000, 6_000));
    await heal(stack, trouble.part);
    log.push({ part: trouble.part, name: Object.keys(trouble.faults).join(' '), fromMs, toMs: Date.now() });
  }
  return log;
}

function choose(random: Random): Trouble {
  const part = random.pick(['provider', 'provider', 'provider', 'redis', 'postgres', 'discord'] as const);
  switch (part) {
    case 'provider':
      return { part, faults: random.pick(PROVIDER) };
    case 'discord':
      return { part, faults: random.pick(DISCORD) };
    default:
      return { part, faults: random.pick(SERVICE) };
  }
}

async function apply({ standIns, urls }: Stack, trouble: Trouble): Promise<void> {
  switch (trouble.part) {
    case 'provider':
      standIns.openai?.setFaults(trouble.faults);
      break;
    case 'redis':
      standIns.upstash?.setFaults(trouble.faults);
      break;
    case 'postgres':
      standIns.neon?.setFaults(trouble.faults);
      break;
    case 'discord':
      await fetch(`${urls.page}/dev/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(trouble.faults),
      });
      break;
  }
}

function heal(stack: Stack, part: Trouble['part']): Promise<void> {
  return apply(stack, { part, faults: {} } as Trouble);
}
