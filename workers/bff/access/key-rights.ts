/** What a key may ask for: which endpoints, which models. Pure. When a key ends is judged where it is authenticated. */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Identity } from './authenticate.ts';
import { ENDPOINTS, type Endpoint, type KeySettings, NAMED_ENDPOINTS } from './key-settings.ts';

/** A list that is absent allows everything but what has to be named. */
export type KeyRights = Pick<KeySettings, 'models' | 'endpoints' | 'operator'>;

/** `model`: the name that is asked for, or the one that stands in when none is; absent where an endpoint has no model. */
export function findRefusal(
  rights: KeyRights,
  { endpoint, model }: { endpoint: Endpoint; model?: string },
): Failure | null {
  // A session of the console that is stolen must not ask models, nor a client's key see the console.
  if (rights.operator !== undefined) {
    return { code: 'endpoint_not_allowed', detail: "An operator's key has no endpoint but /v1/admin." };
  }
  if (!mayUseEndpoint(rights, endpoint)) {
    const only =
      rights.endpoints?.join(', ') ?? ENDPOINTS.filter((each) => mayUseEndpoint(rights, each)).join(', ');
    return {
      code: 'endpoint_not_allowed',
      detail: `This key may not use the endpoint '${endpoint}', only: ${only}.`,
    };
  }
  if (model !== undefined && !mayUseModel(rights, model))
    return { code: 'model_not_allowed', param: 'model' };
  return null;
}

function mayUseEndpoint({ endpoints }: KeyRights, endpoint: Endpoint): boolean {
  return endpoints?.includes(endpoint) ?? !NAMED_ENDPOINTS.has(endpoint);
}

/** The bot may use everything. */
export function findRefusalOf(
  identity: Identity,
  wanted: { endpoint: Endpoint; model?: string },
): Failure | null {
  return identity.kind === 'client' ? findRefusal(identity.apiKey.settings, wanted) : null;
}

/** By the name under which it is asked for: an alias that is allowed answers with any model of its chain. */
export function mayUseModel({ models }: KeyRights, name: string): boolean {
  return models === undefined || models.includes(name);
}
