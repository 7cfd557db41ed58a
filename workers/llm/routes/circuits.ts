/** The circuits of this Worker's targets, for `/status` and for operators. A breaker that does not answer in time is left out. */
import { findChain, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import {
  type CircuitDetail,
  type CircuitsRequest,
  type CircuitsResponse,
  FORCED_MODES,
  type ForcedMode,
} from '../../../shared/contract/circuits.ts';
import type { CircuitStatus, LlmStatus } from '../../../shared/contract/status.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { within } from '../../../shared/time/wait.ts';
import { targetName } from '../attempt/targets.ts';
import type { CircuitBreakerRpc } from '../circuit/rpc.ts';
import type { Services } from '../services.ts';
import { parseObject } from './parse-request.ts';

/** Somebody who asked for `/status` is waiting, with three seconds in all. */
const INSPECT_DEADLINE_MS = 800;

/** `POST /v1/status`. */
export async function answerStatus(services: Services): Promise<Response> {
  const { config } = services;
  const details = await listCircuits(services);
  const status: LlmStatus = {
    version: config.version,
    default_model: config.catalogue.defaultName,
    fallback_model: fallbackOf(services),
    circuits: details.map(toStatus),
  };
  return Response.json(status);
}

/** `POST /v1/circuits`: `{}` lists all circuits, `{target, force}` holds one open or closed, or gives it back (`auto`). */
export async function answerCircuits(body: Uint8Array, services: Services): Promise<Response> {
  const request = parseCircuitsRequest(body);
  if (request === undefined) return errorResponse('invalid_request', { param: 'force' });
  const { target, force } = request;
  if (target === undefined || force === undefined) {
    return Response.json({ circuits: await listCircuits(services) } satisfies CircuitsResponse);
  }
  if (!isOurs(target, services)) return errorResponse('invalid_request', { param: 'target' });
  const detail = await ask(services, target, (breaker) => breaker.force(force));
  if (detail === undefined) return errorResponse('upstream_unreachable');
  // What this isolate remembers was true before the order.
  services.circuits.delete(target);
  services.log.warn('circuit.forced', { target, mode: force });
  return Response.json({ circuits: [detail] } satisfies CircuitsResponse);
}

/** The model that stands in for the first one of the default chain. */
function fallbackOf({ config: { catalogue } }: Services): string | null {
  const [first, ...others] = modelsOf(findChain(catalogue, catalogue.defaultName) ?? []);
  return others.find(({ name }) => name !== first?.name)?.name ?? null;
}

/** Any model, for any may be asked for; but of a provider that is configured, or the order would hold nothing. */
function isOurs(target: string, { config: { providers } }: Services): boolean {
  return [...providers.keys()].some((name) => target.startsWith(`${name}/`));
}

async function listCircuits(services: Services): Promise<CircuitDetail[]> {
  const { catalogue } = services.config;
  const configured = modelsOf(findChain(catalogue, catalogue.defaultName) ?? []).map((model) =>
    targetName({ model }),
  );
  const names = [...new Set([...configured, ...services.circuits.keys()])];
  const details = await Promise.all(names.map((name) => ask(services, name, (breaker) => breaker.inspect())));
  return details.filter((detail) => detail !== undefined);
}

async function ask(
  { env, clock, log }: Services,
  target: string,
  question: (breaker: CircuitBreakerRpc) => Promise<CircuitDetail>,
): Promise<CircuitDetail | undefined> {
  try {
    return await within(INSPECT_DEADLINE_MS, question(env.CIRCUIT_BREAKER.getByName(target)), clock);
  } catch (error) {
    log.warn('circuit.unreachable', { target, error: errorName(error) });
    return undefined;
  }
}

function toStatus({ target, state, retry_at_ms }: CircuitDetail): CircuitStatus {
  return { target, state, ...(retry_at_ms === undefined ? {} : { retry_at_ms }) };
}

function parseCircuitsRequest(body: Uint8Array): CircuitsRequest | undefined {
  const value = parseObject(body);
  if (value === undefined) return undefined;
  const { target, force } = value;
  if (target === undefined && force === undefined) return {};
  const known = FORCED_MODES.find((mode): mode is ForcedMode => mode === force);
  if (known === undefined || typeof target !== 'string' || !/^[\w.:@#/-]{3,200}$/.test(target))
    return undefined;
  return { target, force: known };
}
