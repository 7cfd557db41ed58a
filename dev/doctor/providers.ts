/**
 * Every model of the catalogue is asked for one short answer, as the llm Worker asks it: same URL, headers, query and fields,
 * and the same reading of what comes back. A list of models would tell less, and not every provider has one.
 */
import {
  findChain,
  firstNameOf,
  kindOf,
  type ModelEntry,
  modelsOf,
} from '../../shared/catalogue/catalogue.ts';
import { errorKind } from '../../shared/errors.ts';
import { createLogger } from '../../shared/observe/log.ts';
import { createPace } from '../../shared/sse/pace.ts';
import { platformClock } from '../../shared/time/clock.ts';
import { answerWithFallback } from '../../workers/llm/attempt/fallback.ts';
import { NO_INLINE_IMAGES } from '../../workers/llm/attempt/inline-images.ts';
import { startRequestLife } from '../../workers/llm/attempt/request-life.ts';
import { createRetryBudget } from '../../workers/llm/attempt/retry-budget.ts';
import type { CircuitGate } from '../../workers/llm/circuit/gate.ts';
import { type LlmConfig, type ProviderConfig, readLlmConfig } from '../../workers/llm/config.ts';
import { createAdaptationMemory } from '../../workers/llm/provider/adaptation-memory.ts';
import { type Failure, failureCode } from '../../workers/llm/provider/failure.ts';
import { createProvider } from '../../workers/llm/provider/provider.ts';
import type { StackSettings } from '../stack/settings.ts';
import { type Finding, failed, ok, standIn } from './finding.ts';
import { describeNoAnswer } from './no-answer.ts';
import { askPassthrough } from './passthrough.ts';
import { openRealtime } from './realtime.ts';

/** A model that has to be loaded first takes long on a CPU. */
const TIMEOUT_MS = 60_000;

/** As the llm Worker would read them; null where the stand-in answers. */
export function readProviders({ openai, catalogue, overrides }: StackSettings): LlmConfig | null {
  if (openai === undefined && catalogue === undefined) return null;
  return readLlmConfig({
    WORKER_SHARED_SECRET: UNUSED_SECRET,
    DEFAULT_LLM_MODEL: 'gpt-4o-mini',
    ...overrides,
    ...catalogue?.variables,
    ...catalogue?.keys,
    ...(openai === undefined ? {} : { OPENAI_API_KEY: openai.apiKey, OPENAI_BASE_URL: openai.baseUrl }),
  });
}

export async function checkProviders(settings: StackSettings): Promise<Finding[]> {
  const { catalogue } = settings;
  const config = readProviders(settings);
  if (config === null) return [standIn('model provider', 'OPENAI_API_KEY, or write a catalogue.json')];
  const used = modelsOf(findChain(config.catalogue, config.catalogue.defaultName) ?? []);
  // Without a catalogue OpenAI's other names are merely allowed.
  const asked =
    catalogue === undefined
      ? [...used, ...realtimeModels(config, settings)]
      : [...new Set([...used, ...config.catalogue.models])];
  return Promise.all(
    asked.map((model, index) =>
      checkModel(model, index === 0 ? 'model provider' : partOf(model, used), config),
    ),
  );
}

/** A provider that does not answer at all within this is out. */
const REACH_TIMEOUT_MS = 5_000;

/**
 * The providers of the default model that cannot be reached. None of them is asked for anything, so nothing is billed: whatever
 * they answer, they are there.
 */
export async function findUnreachable(settings: StackSettings): Promise<Finding[]> {
  const config = readProviders(settings);
  if (config === null) return [];
  const { catalogue, providers } = config;
  const used = modelsOf(findChain(catalogue, catalogue.defaultName) ?? []).map(({ provider }) => provider);
  const findings = [...new Set(used)].map(async (name): Promise<Finding[]> => {
    const provider = providers.get(name);
    if (provider === undefined) return [];
    try {
      const response = await fetch(provider.baseUrl, { signal: AbortSignal.timeout(REACH_TIMEOUT_MS) });
      await response.body?.cancel();
      return [];
    } catch (error) {
      return [failed(`model provider ${name}`, describeNoAnswer(error), adviseOnReach(provider))];
    }
  });
  return (await Promise.all(findings)).flat();
}

/** The one that speaks in live conversations, where the cascade does not. */
function realtimeModels({ catalogue }: LlmConfig, { overrides }: StackSettings): ModelEntry[] {
  if (overrides.TALK_PROVIDER !== 'realtime') return [];
  const name = overrides.TALK_REALTIME_MODEL ?? firstNameOf(catalogue, 'realtime') ?? '';
  return modelsOf(findChain(catalogue, name) ?? []).slice(0, 1);
}

/** The llm Worker's configuration wants one; the doctor signs nothing. */
const UNUSED_SECRET = 'x'.repeat(32);

function partOf(model: ModelEntry, used: readonly ModelEntry[]): string {
  return used.includes(model) ? 'fallback' : 'model';
}

async function checkModel(model: ModelEntry, part: string, { providers }: LlmConfig): Promise<Finding> {
  const provider = providers.get(model.provider);
  const at = `${model.upstream} at ${model.provider}`;
  if (provider === undefined) return failed(part, `no provider for ${at}`, 'Name it in the catalogue.');
  const failure =
    kindOf(model) === 'chat'
      ? await ask(model, provider)
      : kindOf(model) === 'realtime'
        ? await openRealtime(model, provider, TIMEOUT_MS)
        : await askPassthrough(model, createProvider(provider), TIMEOUT_MS);
  if (failure === undefined) return ok(part, `${at} answers${unknownOf(model)}`);
  return failed(part, `${at}: ${explain(failure)}`, adviseOn(failure, provider));
}

function unknownOf({ price, contextTokens, kind }: ModelEntry): string {
  const unknown = [
    ...(price === undefined ? ['its price is not known, so it costs no budget of money'] : []),
    ...(contextTokens === undefined && kind === undefined ? ['its context window is not known'] : []),
  ];
  return unknown.length === 0 ? '' : `; ${unknown.join('; ')}`;
}

/** Undefined when it answers. */
async function ask(model: ModelEntry, provider: ProviderConfig): Promise<Failure | undefined> {
  const life = startRequestLife(platformClock, TIMEOUT_MS, new AbortController().signal);
  let hasAnswered = false;
  const failure = await answerWithFallback(
    {
      providerOf: () => createProvider(provider),
      gate: OPEN_GATE,
      budget: createRetryBudget(),
      adaptations: createAdaptationMemory(),
      clock: platformClock,
      log: createLogger({ worker: 'doctor', write: () => undefined }),
      defer: () => undefined,
      random: Math.random,
    },
    {
      request: {
        messages: [{ role: 'user', content: 'Say: yes' }],
        max_completion_tokens: 16,
        stream: true,
        stream_options: { include_usage: true },
      },
      ownFields: ['max_completion_tokens'],
      targets: [{ model, provider, step: 0, on: [] }],
      images: NO_INLINE_IMAGES,
      mayOutgrow: false,
      limitsOf: () => ({ firstTokenMs: TIMEOUT_MS, idleMs: TIMEOUT_MS }),
      isThinking: () => false,
      life,
      createPace: () => createPace(() => 0, platformClock.now),
    },
    {
      wait: () => undefined,
      async emit() {
        // Its first words are enough.
        hasAnswered = true;
        life.abandon();
        life.signal.throwIfAborted();
      },
    },
  );
  life.end();
  return hasAnswered || failure === null ? undefined : failure;
}

/** The doctor asks whatever failed before. */
const OPEN_GATE: CircuitGate = {
  admit: async () => ({ admitted: true }),
  settle: () => undefined,
  learn: () => undefined,
};

function explain(failure: Failure): string {
  const { message } = errorKind(failureCode(failure));
  const status = 'status' in failure && failure.status !== undefined ? ` (status ${failure.status})` : '';
  const detail =
    failure.cause === 'request_rejected' && failure.detail !== undefined ? ` ${failure.detail}` : '';
  // The sentence goes on behind it.
  return `${message.replace(/\.$/, '')}${status}${detail}`;
}

function adviseOn(failure: Failure, { name, keyVariable }: ProviderConfig): string {
  switch (failure.cause) {
    case 'account':
      return failure.isModelUnknown
        ? `Correct the model's name, or the base URL of ${name}.`
        : `Is ${keyVariable ?? 'the key'} right, and does its account have credit?`;
    case 'unreachable':
      return adviseOnReach({ name });
    case 'first_token_timeout':
      return 'Give it longer by first_token_sec, or choose a faster model.';
    case 'request_rejected':
      return 'Name the fields that the model refuses in refuses.';
    case 'garbled':
      return `What answers at the base URL of ${name} does not speak OpenAI's format.`;
    default:
      return "See the provider's status page.";
  }
}

function adviseOnReach({ name }: Pick<ProviderConfig, 'name'>): string {
  return `Is the base URL of ${name} right, and is the provider up?`;
}
