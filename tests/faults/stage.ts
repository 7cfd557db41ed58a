/** The whole stack with every fault switch in reach, and the verbs that the steps of a row are made of. */
import type { InteractionRecord } from '../../dev/discord/protocol.ts';
import { interactiveParts } from '../../dev/discord/rules/components/find.ts';
import { type HostileServer, startHostileServer } from '../../dev/mcp/hostile.ts';
import { createFakeEngines } from '../../dev/openai/audio/fake-engines.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../dev/openai/server.ts';
import type { Bundle } from '../../dev/stack/build.ts';
import type { CircuitBreakerRpc } from '../../workers/llm/circuit/rpc.ts';
import { pauseAfter } from '../pause.ts';
import { standInsOf } from '../stand-ins.ts';
import { type LogLine, startTestStack, type TestStack } from '../use-stack.ts';
import { withoutDocuments } from '../without-documents.ts';
import type { Setup, Switches } from './fault.ts';
import { DEFAULT_MODEL, FALLBACK_MODEL } from './models.ts';
import {
  buildMortalBundles,
  CUT_PATH,
  type MortalDelivery,
  type MortalReading,
  type MortalReminders,
} from './mortal-bundles.ts';
import { startToolOutside } from './tool-outside.ts';

/** Long enough for a busy machine, short enough for many rows. */
const FIRST_TOKEN_TIMEOUT_SEC = 4;
const IDLE_TIMEOUT_SEC = 4;
const SHORT_DEADLINE_SEC = 4;
const THINKING = {
  LLM_REASONING_MODELS: DEFAULT_MODEL,
  LLM_REASONING_TIMEOUT_SEC: '8',
  LLM_IDLE_TIMEOUT_SEC: '8',
};

const CHAT_MODELS = [DEFAULT_MODEL, FALLBACK_MODEL];
const JUDGE = { MODERATION_MODEL: 'omni-moderation-latest' };
const MODERATION: Partial<Record<Setup, Record<string, string>>> = {
  moderation: JUDGE,
  notes: { ...JUDGE, MODERATION_DEFAULT: 'all=note' },
};

/** Neither of the models that answer. */
const MEMORY = { PERSONAL_MEMORY_MODEL: 'gpt-4.1-mini', PERSONAL_MEMORY_PAUSE_SEC: '1' };

/** An isolate looks at an open circuit again after a second at the latest. */
const SNAPSHOT_MS = 1_100;

export interface Stage {
  stack: TestStack;
  /** All model providers: the first, and the second where one is set up. */
  providers: readonly [OpenAiStandIn, ...OpenAiStandIn[]];
  /** Replaces all faults: what is not named is healthy. */
  set(switches: Switches): Promise<void>;
  /** Kills the isolate of this delivery alone. */
  kill(interactionId: string): Promise<void>;
  fireAlarm(interactionId: string): Promise<void>;
  /** Kills the isolate that reads this document, and wakes another. */
  killReading(document: string): Promise<void>;
  /** As the alarm does that was set before the step. */
  wakeReading(document: string): Promise<void>;
  /** The ten minutes are over in which the actions of this delivery can be approved. */
  lapse(interactionId: string): Promise<void>;
  /** The time of all of this person's reminders has come. */
  comeDue(userId: string): Promise<void>;
  /** The messages after the first, as the delivery knows them. */
  followUpsOf(interactionId: string): Promise<readonly string[]>;
  /** As a moderator would. */
  deleteLastMessage(interactionId: string): Promise<void>;
  /** True when nothing is left to stop. Asked of the object itself. */
  hasEnded(interactionId: string): Promise<boolean>;
  cutBffStreams(): Promise<void>;
  /** Ends the process that the Workers run in, and starts them anew on the same storage. */
  restart(): Promise<void>;
  close(): Promise<void>;
  /** All log lines of the interaction's trace. */
  linesOf(interactionId: string): LogLine[];
  /** Polls until `look` gives something. Throws with `what` after a minute. */
  until<Value>(what: string, look: () => Value | Promise<Value>): Promise<NonNullable<Value>>;
}

/** Not `isMortal`: the bundles just as they are deployed; then nothing can be killed or cut. */
export async function openStage(
  bundles: readonly Bundle[],
  {
    firstTokenSec = FIRST_TOKEN_TIMEOUT_SEC,
    idleSec = IDLE_TIMEOUT_SEC,
    isMortal = true,
    readsDocuments = false,
    setup,
  }: {
    firstTokenSec?: number;
    idleSec?: number;
    isMortal?: boolean;
    readsDocuments?: boolean;
    setup?: Setup | undefined;
  } = {},
): Promise<Stage> {
  const wanted = readsDocuments ? bundles : withoutDocuments(bundles);
  const used = isMortal ? await buildMortalBundles(wanted) : wanted;
  const timeouts = {
    LLM_TIMEOUT_SEC: String(firstTokenSec),
    LLM_IDLE_TIMEOUT_SEC: String(idleSec),
    SSE_HEARTBEAT_SEC: '1',
  };
  const plenty = '100000';
  const second = setup === 'second provider' ? await startOpenAiStandIn({ pace: 'instant' }) : null;
  const outside = await startToolOutside();
  const mcp = setup === 'MCP server' ? await startHostileServer() : null;
  const mcpVars = mcp === null ? {} : { MCP_SERVERS: JSON.stringify([entryOf(mcp)]) };
  const stack = await startTestStack({
    bundles: used,
    readsDocuments,
    publicWeb: outside.publicWeb,
    speech: createFakeEngines(),
    vars: {
      ...(mcp === null ? {} : { mcp: mcpVars }),
      llm: {
        ...timeouts,
        ...(setup === 'thinking model' ? THINKING : {}),
        DEFAULT_LLM_MODEL: DEFAULT_MODEL,
        FALLBACK_LLM_MODEL: FALLBACK_MODEL,
        ...(second === null
          ? {}
          : { FALLBACK_OPENAI_BASE_URL: second.url, FALLBACK_OPENAI_API_KEY: second.apiKey }),
      },
      bff: {
        SSE_HEARTBEAT_SEC: '1',
        ANSWER_CACHE_SEC: '0',
        REDIS_TIMEOUT_MS: '1000',
        LLM_CALLS_PER_MIN: plenty,
        LLM_GUILD_CALLS_PER_MIN: plenty,
        // Few people ask for all rows, and a call that dies is charged by estimate.
        LLM_USER_TOKENS_PER_DAY: '100000000',
        LLM_GUILD_TOKENS_PER_DAY: '100000000',
        LLM_TOKENS_PER_DAY: '100000000',
        // A row takes an answer of more messages than Discord is shown.
        LLM_MAX_ANSWER_TOKENS: '16000',
        SEARCH_PROVIDER: 'brave',
        SEARCH_BASE_URL: outside.url,
        SEARCH_API_KEY: 'a-search-key',
        DISCORD_API_BASE_URL: outside.url,
        ...mcpVars,
        ...(setup === undefined ? {} : MODERATION[setup]),
        ...(setup === 'memory' ? MEMORY : {}),
        ...(setup === 'short deadline' ? { ANSWER_TIMEOUT_SEC: String(SHORT_DEADLINE_SEC) } : {}),
      },
    },
  });
  const { openai, upstash, neon } = standInsOf(stack, 'openai', 'upstash', 'neon');
  if (setup === 'memory') {
    for (const { id } of stack.world.users) {
      await neon.query(`INSERT INTO memory_choices (user_id, space, state) VALUES ($1, '*', 'on')`, [id]);
    }
  }
  const { miniflare } = stack.workers;
  if (mcp !== null) await switchOn(stack, HOSTILE);

  async function delivery(interactionId: string) {
    const namespace = await miniflare.getDurableObjectNamespace('REPLY_DELIVERY', 'libra-bot');
    return namespace.getByName(interactionId) as unknown as MortalDelivery & { stop(): Promise<string> };
  }

  async function reading(document: string): Promise<MortalReading> {
    const namespace = await miniflare.getDurableObjectNamespace('DOCUMENT_READING', 'libra-documents');
    return namespace.getByName(document) as unknown as MortalReading;
  }

  async function breakers(models: readonly string[]): Promise<CircuitBreakerRpc[]> {
    const namespace = await miniflare.getDurableObjectNamespace('CIRCUIT_BREAKER', 'libra-llm');
    const provider = new URL(openai?.url ?? '').host;
    return models.map((model) => namespace.getByName(`${provider}/${model}`) as unknown as CircuitBreakerRpc);
  }

  async function openCircuits(): Promise<void> {
    for (const breaker of await breakers(CHAT_MODELS)) await breaker.force('open');
  }

  /** Given back by an operator, a circuit is closed; from its own judgement it has to be taken first. */
  async function closeCircuits(): Promise<void> {
    let wasOpen = false;
    for (const breaker of await breakers([...CHAT_MODELS, JUDGE.MODERATION_MODEL])) {
      wasOpen ||= (await breaker.inspect()).state !== 'closed';
      await breaker.force('closed');
      await breaker.force('auto');
    }
    if (wasOpen) await new Promise((resolve) => setTimeout(resolve, SNAPSHOT_MS));
  }

  return {
    stack,
    providers: second === null ? [openai] : [openai, second],
    async set({
      provider = {},
      secondProvider = {},
      redis = {},
      postgres = {},
      discord = {},
      tools = {},
      circuits,
      mcp: mode,
    }) {
      outside.set(tools);
      openai.setFaults(provider);
      second?.setFaults(secondProvider);
      upstash.setFaults(redis);
      neon.setFaults(postgres);
      mcp?.setMode(mode ?? 'honest');
      await stack.setDiscordFaults(discord);
      await (circuits === 'open' ? openCircuits() : closeCircuits());
    },
    async kill(interactionId) {
      await (await delivery(interactionId)).die().catch(() => undefined);
    },
    fireAlarm: async (interactionId) => (await delivery(interactionId)).fireAlarm(),
    async killReading(document) {
      await (await reading(document)).die().catch(() => undefined);
      await (await reading(document)).fireAlarm();
    },
    wakeReading: async (document) => (await reading(document)).fireAlarm(),
    lapse: async (interactionId) => (await delivery(interactionId)).lapse(),
    async comeDue(userId) {
      const namespace = await miniflare.getDurableObjectNamespace('REMINDERS', 'libra-bot');
      await (namespace.getByName(userId) as unknown as MortalReminders).comeDue();
    },
    followUpsOf: async (interactionId) => (await delivery(interactionId)).followUps(),
    async deleteLastMessage(interactionId) {
      const status = await (await delivery(interactionId)).deleteLastMessage();
      if (status !== 204) throw new Error(`The message was not deleted: ${status}`);
    },
    hasEnded: async (interactionId) => (await (await delivery(interactionId)).stop()) === 'ended',
    async cutBffStreams() {
      await fetch(`${stack.urls.bff}${CUT_PATH}`, { method: 'POST' });
    },
    restart: () => stack.workers.reload(used),
    async close() {
      await stack.close();
      await second?.close();
      await outside.close();
      await mcp?.close();
    },
    linesOf(interactionId) {
      const { traceId } = stack.logs.find((line) => line.interactionId === interactionId) ?? {};
      return traceId === undefined ? [] : stack.logs.filter((line) => line.traceId === traceId);
    },
    until,
  };
}

const HOSTILE = 'hostile';

function entryOf({ url }: HostileServer): object {
  return { name: HOSTILE, url, tools: { look: 'read' } };
}

/** As somebody does with `/tools`, in each server. A busy machine may miss Discord's three seconds: then once more. */
async function switchOn(stack: TestStack, server: string): Promise<void> {
  const { guilds, channels } = stack.world;
  for (const { id } of guilds) {
    const channelId = channels.find(({ guildId }) => guildId === id)?.id ?? '';
    await until('the MCP server is switched on', async () => {
      const { interactionId } = await stack.invoke('tools', {}, { userId: stack.moderator, channelId });
      const panel = (await stack.settled(interactionId)).messages.at(-1);
      if (panel === undefined) return false;
      if (JSON.stringify(panel.layout ?? '').includes(`✅ **${server}**`)) return true;
      const part = interactiveParts(panel).find(({ custom_id: id }) => id?.startsWith('tools.servers'));
      if (part?.custom_id !== undefined) {
        await stack.press(panel, part.custom_id, stack.moderator, [server]);
      }
      return false;
    });
  }
}

const PATIENCE_MS = 60_000;

async function until<Value>(what: string, look: () => Value | Promise<Value>): Promise<NonNullable<Value>> {
  const startedAtMs = Date.now();
  for (;;) {
    const value = await look();
    if (value !== null && value !== undefined && value !== false) return value as NonNullable<Value>;
    const waitedMs = Date.now() - startedAtMs;
    if (waitedMs > PATIENCE_MS) throw new Error(`It did not happen: ${what}`);
    await pauseAfter(waitedMs);
  }
}

/** The buttons that say how an answer has ended. What stands under every whole answer is left out. */
export function customIdsOf(record: InteractionRecord): string[] {
  return record.messages
    .flatMap(({ components }) =>
      components.flatMap((row) => row.components.flatMap(({ custom_id }) => custom_id ?? [])),
    )
    .filter((id) => /^(?:stop|retry|continue)\./.test(id));
}
