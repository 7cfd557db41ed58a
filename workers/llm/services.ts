/** Builds this Worker's parts out of its configuration: once per isolate what holds no request's I/O, the rest per request. */

import { withOperatorValues } from '../../shared/config/operator-variables.ts';
import { VariablesError } from '../../shared/config/variables.ts';
import { OPERATOR_SETTINGS_HEADER, TRACEPARENT_HEADER } from '../../shared/contract/routes.ts';
import { createUploadGate, type UploadGate } from '../../shared/http/upload-gate.ts';
import { MAX_HELD_FORM_BYTES } from '../../shared/limits.ts';
import { createLogger, errorName, type Logger } from '../../shared/observe/log.ts';
import { continueTrace } from '../../shared/observe/trace.ts';
import { createRequestVerifier, type RequestVerifier } from '../../shared/signing/verify.ts';
import { type Clock, platformClock } from '../../shared/time/clock.ts';
import { within } from '../../shared/time/wait.ts';
import { createRetryBudget, type RetryBudget } from './attempt/retry-budget.ts';
import { type CircuitGate, type CircuitMemory, createCircuitGate } from './circuit/gate.ts';
import { type LlmConfig, type LlmEnv, type ProviderConfig, readLlmConfig } from './config.ts';
import { type AdaptationMemory, createAdaptationMemory } from './provider/adaptation-memory.ts';
import { createProvider, type PassthroughProvider, type Provider } from './provider/provider.ts';
import { createOpenStreams, type OpenStreams } from './respond/open-streams.ts';
import type { OperatorSettingsValue } from './settings/rpc.ts';

/** What lives as long as the isolate. */
interface IsolateParts {
  config: LlmConfig;
  verifier: RequestVerifier;
  providers: Map<string, Provider & PassthroughProvider>;
  circuits: CircuitMemory;
  budget: RetryBudget;
  openStreams: OpenStreams;
  adaptations: AdaptationMemory;
  uploads: UploadGate;
  /** Of passthrough calls that wait for their answer. */
  held: UploadGate;
}

export interface Services {
  env: LlmEnv;
  config: LlmConfig;
  verifier: RequestVerifier;
  providerOf(config: ProviderConfig): Provider & PassthroughProvider;
  circuits: CircuitMemory;
  gate: CircuitGate;
  budget: RetryBudget;
  openStreams: OpenStreams;
  adaptations: AdaptationMemory;
  uploads: UploadGate;
  held: UploadGate;
  clock: Clock;
  log: Logger;
  /** Lets work finish after the response (`waitUntil`). */
  defer(work: Promise<unknown>): void;
}

const isolates = new WeakMap<object, IsolateParts>();

/** Of what operators have set; by the environment. */
const known = new WeakMap<object, { version: number; lookedAtMs: number }>();
const LOOK_DEADLINE_MS = 500;
/** The bff may know of a version before this Worker was told. */
const LOOK_AGAIN_MS = 5_000;

/** Costs nothing while the bff knows of no newer version than this isolate. What was made of the old settings is made anew. */
export async function learnOperatorSettings(env: LlmEnv, request: Request): Promise<void> {
  const wanted = Number(request.headers.get(OPERATOR_SETTINGS_HEADER) ?? 0);
  const mine = known.get(env) ?? { version: 0, lookedAtMs: 0 };
  const isDue = Date.now() - mine.lookedAtMs >= LOOK_AGAIN_MS;
  if (!(wanted > mine.version) || !isDue || env.OPERATOR_SETTINGS === undefined) return;
  known.set(env, { ...mine, lookedAtMs: Date.now() });
  const object = env.OPERATOR_SETTINGS.getByName(THE_ONE);
  const stored = await within(LOOK_DEADLINE_MS, object.read(), platformClock).catch(() => undefined);
  if (stored == null || stored.version <= mine.version) return;
  keepOperatorSettings(env, stored);
}

export const THE_ONE = 'settings';

export function keepOperatorSettings(env: LlmEnv, { version, values }: OperatorSettingsValue): void {
  known.set(env, { version, lookedAtMs: 0 });
  try {
    const config = readLlmConfig(withOperatorValues(env, values));
    // A provider of the same name may have another address or key now.
    isolates.set(env, { ...isolatePartsOf(env), config, providers: new Map() });
  } catch (error) {
    const problems = error instanceof VariablesError ? error.problems.join('; ') : errorName(error);
    createLogger({ worker: 'llm' }).error('operator_settings.refused', { version, problems });
  }
}

/** Throws `VariablesError` when the configuration is not right. `defer` is the execution context's `waitUntil`. */
export function createServices(
  env: LlmEnv,
  request: Request,
  defer: (work: Promise<unknown>) => void,
): Services {
  const { config, verifier, providers, circuits, budget, openStreams, adaptations, uploads, held } =
    isolatePartsOf(env);
  const trace = continueTrace(request.headers.get(TRACEPARENT_HEADER));
  const log = createLogger({ worker: 'llm', trace, level: config.logLevel });
  const gate = createCircuitGate({
    memory: circuits,
    clock: platformClock,
    log,
    breaker: (target) => env.CIRCUIT_BREAKER.getByName(target),
    defer,
  });
  return {
    env,
    config,
    verifier,
    providerOf(provider) {
      const known = providers.get(provider.name) ?? createProvider(provider);
      providers.set(provider.name, known);
      return known;
    },
    circuits,
    gate,
    budget,
    openStreams,
    adaptations,
    uploads,
    held,
    clock: platformClock,
    log,
    defer,
  };
}

function isolatePartsOf(env: LlmEnv): IsolateParts {
  let parts = isolates.get(env);
  if (parts === undefined) {
    const config = readLlmConfig(env);
    parts = {
      config,
      verifier: createRequestVerifier({ secrets: config.sharedSecrets, accept: 'bff' }),
      providers: new Map(),
      circuits: new Map(),
      budget: createRetryBudget(),
      openStreams: createOpenStreams(),
      adaptations: createAdaptationMemory(),
      uploads: createUploadGate(),
      held: createUploadGate({ maxSharedBytes: MAX_HELD_FORM_BYTES }),
    };
    isolates.set(env, parts);
  }
  return parts;
}
