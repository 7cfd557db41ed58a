import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { WorldChannel } from '../../dev/discord/protocol.ts';
import { type Bundle, PROJECT_ROOT } from '../../dev/stack/build.ts';
import { serverProjectionKey } from '../../shared/settings/projection.ts';
import { redis } from '../redis.ts';
import { startTestStack, type TestStack } from '../use-stack.ts';

/**
 * What one answered message costs in calls to paid services, measured where the calls arrive: HTTP requests at the stand-ins
 * for Upstash, Neon and the provider, method calls inside the Durable Objects themselves.
 */
const BUDGET = {
  /** The bff: admit, settle. The bot remembers that it has let this person through here. */
  upstash: 2,
  /** Load the memory; store the turn and its ledger row in one batch. */
  neon: 2,
  provider: 1,
  /** Accept the job, spend the nonce; a closed circuit costs nothing. */
  durableObjects: ['ReplayGuard.spend', 'ReplyDelivery.accept'],
};

const CLASSES = {
  bot: ['ReplyDelivery', 'PersonErasure', 'Reminders'],
  bff: ['MemoryPause'],
  llm: ['ReplayGuard', 'CircuitBreaker', 'OperatorSettings'],
};

const MESSAGES = 5;
const COUNTED = 'test.durable_object_called';

let stack: TestStack;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(PROJECT_ROOT, 'artifacts', 'counted-'));
  // The bot asks Redis anew before half of a limit is used up.
  const limits = { LLM_CALLS_PER_MIN: '100', LLM_GUILD_CALLS_PER_MIN: '100' };
  stack = await startTestStack({
    bundles: await Promise.all(inject('bundles').map(countObjectCalls)),
    vars: { bot: limits, bff: limits },
  });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const isCounted = (bundle: Bundle): bundle is Bundle & { worker: keyof typeof CLASSES } =>
  Object.hasOwn(CLASSES, bundle.worker);

/** The same Worker, whose Durable Objects print a line whenever one of their methods is called. */
async function countObjectCalls(bundle: Bundle): Promise<Bundle> {
  if (!isCounted(bundle)) return bundle;
  const scriptPath = join(folder, bundle.worker, 'index.js');
  await build({
    stdin: {
      contents: `
        import * as worker from ${JSON.stringify(bundle.scriptPath)};
        function count(name) {
          class Counted extends worker[name] {}
          for (const method of Object.getOwnPropertyNames(worker[name].prototype)) {
            const original = worker[name].prototype[method];
            if (method === 'constructor' || typeof original !== 'function') continue;
            Counted.prototype[method] = function (...args) {
              console.log(JSON.stringify({ worker: '${bundle.worker}', event: '${COUNTED}', call: name + '.' + method }));
              return original.apply(this, args);
            };
          }
          return Counted;
        }
        ${exported(CLASSES[bundle.worker])}
        export default worker.default;
      `,
      resolveDir: PROJECT_ROOT,
    },
    bundle: true,
    minifyWhitespace: true,
    format: 'esm',
    outfile: scriptPath,
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'silent',
  });
  return { ...bundle, scriptPath };
}

function exported(classes: string[]): string {
  return classes.map((name) => `export const ${name} = count('${name}');`).join('\n');
}

interface Calls {
  upstash: number;
  neon: number;
  provider: number;
  durableObjects: string[];
}

/** Everything that happens until the message is answered, delivered, settled and stored. */
async function callsOf(prompt: string, channelId?: string): Promise<Calls> {
  const { upstash, neon, openai } = stack.standIns;
  if (upstash === null || neon === null || openai === null) throw new Error('counted at the stand-ins');
  const before = { upstash: upstash.requests(), neon: neon.requests(), lines: stack.logs.length };
  openai.forgetRequests();
  const { interactionId } = await stack.invoke(
    'chat',
    { prompt },
    channelId === undefined ? {} : { channelId },
  );
  await stack.settled(interactionId);
  const rows = () =>
    neon.query("SELECT id FROM usage_events WHERE outcome <> 'running' AND request_key LIKE $1", [
      `%${interactionId}`,
    ]);
  await expect.poll(async () => (await rows()).length).toBe(1);
  // What nobody waits for any more must be counted too.
  await expect
    .poll(() => stack.logs.slice(before.lines).some(({ event }) => event === 'delivery.finished'))
    .toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 300));
  return {
    upstash: upstash.requests() - before.upstash,
    neon: neon.requests() - before.neon,
    provider: openai.requests().length,
    durableObjects: stack.logs
      .slice(before.lines)
      .filter(({ event, call }) => event === COUNTED && !String(call).endsWith('.alarm'))
      .map(({ call }) => String(call))
      .sort(),
  };
}

describe('one answered message', () => {
  it('costs no more calls than the design allows, the second and the sixth', async () => {
    // Redis learns the scripts with the very first message of its life, and the bot that nobody is muted.
    await callsOf('안녕?');
    for (let turn = 1; turn <= MESSAGES; turn += 1)
      expect(await callsOf(`${turn}까지 세어 줘`)).toEqual(BUDGET);
  });

  it('costs no more where a server and a channel have set something', async () => {
    const [{ guildId = '' }, other] = stack.world.channels.filter(
      (channel): channel is WorldChannel & { guildId: string } => channel.guildId !== null,
    ) as [{ guildId?: string }, WorldChannel];
    await stack.standIns.neon?.query(
      `INSERT INTO guild_settings (guild_id, version, settings) VALUES ($1, 2, '{"language": "ko", "instructions": "Be brief."}')`,
      [guildId],
    );
    // The first question in another channel shows the bff that the bot knows nothing of them: it tells it, once.
    await callsOf('10까지 세어 줘', other.id);
    await expect.poll(() => redis(stack, 'GET', serverProjectionKey(guildId))).toContain('"version":2');
    // What the bot remembers of this one holds no longer: looked at anew, and still one model call.
    expect(await callsOf('11까지 세어 줘')).toEqual({ ...BUDGET, upstash: 5, neon: 4 });
    expect(await callsOf('12까지 세어 줘')).toEqual(BUDGET);
    expect(await callsOf('13까지 세어 줘')).toEqual(BUDGET);
  });

  it('costs an embedding of the question and one search more for somebody of whom something is remembered', async () => {
    const { neon, openai } = stack.standIns;
    await neon?.query(`INSERT INTO memory_choices (user_id, space, state) VALUES ($1, '*', 'on')`, [
      stack.member,
    ]);
    await neon?.query(
      `INSERT INTO memory_facts (user_id, space, text, terms, standing, origin)
       VALUES ($1, '*', '나는 짧은 답을 선호해', '{}', true, 'told')`,
      [stack.member],
    );
    // The fact gets its vector after this answer.
    await callsOf('14까지 세어 줘');
    await expect
      .poll(() => neon?.query('SELECT 1 FROM memory_facts WHERE dense IS NOT NULL', []))
      .toHaveLength(1);
    // Nor is the settling of that waited for.
    await callsOf('15까지 세어 줘');
    expect(await callsOf('16까지 세어 줘')).toEqual({
      ...BUDGET,
      neon: BUDGET.neon + 1,
      provider: BUDGET.provider + 1,
      durableObjects: ['ReplayGuard.spend', ...BUDGET.durableObjects],
    });
    expect(JSON.stringify(openai?.requests())).toContain('나는 짧은 답을 선호해');
    await neon?.query('DELETE FROM memory_facts', []);
    await neon?.query('DELETE FROM memory_choices', []);
  });

  it('asks Redis no more often in a direct message', async () => {
    const direct = stack.world.channels.find(({ recipientId }) => recipientId === stack.member);
    // The first question in a place is looked at by the bot as well.
    for (const more of [1, 0]) {
      const before = stack.standIns.upstash?.requests() ?? 0;
      const { interactionId } = await stack.invoke(
        'chat',
        { prompt: `안녕 ${more}` },
        { channelId: direct?.id ?? '' },
      );
      await stack.settled(interactionId);
      await expect.poll(() => (stack.standIns.upstash?.requests() ?? 0) - before).toBe(BUDGET.upstash + more);
    }
  });
});
