/**
 * Providers refuse request fields that others want. Those that Libra added itself (`own`) are dropped or translated when
 * a provider refuses them, and the request is made once more; what a caller asked for is never changed: its refusal is the
 * caller's to hear. Pure.
 */
import { hasLongCallId, isOfCallId, withShortCallIds } from './call-ids.ts';
import type { RequestFault } from './failure.ts';
import type { ProviderRequest } from './provider.ts';
import {
  findThoughtsAdaptation,
  type ThoughtsAdaptation,
  withoutSignatures,
  withoutThoughts,
  withStandIns,
} from './thoughts.ts';

export type Adaptation =
  | { kind: 'drop'; field: string }
  /** `max_tokens` ↔ `max_completion_tokens` */
  | { kind: 'rename'; field: string; to: string }
  /** Some know no `developer`, some no `system` role. */
  | { kind: 'role'; from: string; to: string }
  /** What the model thought before its calls: refused, or demanded. */
  | ThoughtsAdaptation
  /** Ids of calls that another model has made are longer than it takes. */
  | { kind: 'call_ids' }
  /** Images are sent as data: it cannot fetch them. */
  | { kind: 'inline' };

const RENAMES: Readonly<Record<string, string>> = {
  max_tokens: 'max_completion_tokens',
  max_completion_tokens: 'max_tokens',
};

/** vLLM's "tool choice requires --enable-auto-tool-choice", Gemini's "Function calling is not enabled". */
const SPOKEN: Readonly<Record<string, RegExp>> = { tools: /\btools?\b|\bfunction[ _-]?call/i };

/** Always Libra's: llm asks for a stream with usage whatever its caller wants. */
const ALWAYS_OWN: readonly string[] = ['stream_options'];

/** What would make the refused request acceptable; undefined when nothing may be changed. */
export function findAdaptation(
  { param, detail = '' }: RequestFault,
  request: ProviderRequest,
  own: readonly string[],
): Adaptation | undefined {
  const role = /role|messages\[\d+\]/.test(`${param ?? ''} ${detail}`) && /developer/.exec(detail);
  if (role && request.messages.some((message) => message.role === 'developer')) {
    return { kind: 'role', from: 'developer', to: 'system' };
  }
  const thoughts = findThoughtsAdaptation(`${param} ${detail}`, request.messages);
  if (thoughts !== undefined) return thoughts;
  if (isOfCallId(`${param} ${detail}`) && hasLongCallId(request)) return { kind: 'call_ids' };
  const changeable = [...ALWAYS_OWN, ...own].filter((field) => field in request);
  if (isOfCaller(param, request, changeable)) return undefined;
  const field =
    changeable.find((name) => param === name || param?.startsWith(`${name}.`) === true) ??
    // The first one named is the one that is refused; the second is often the advice.
    changeable
      .map((name) => ({ name, at: detail.search(SPOKEN[name] ?? new RegExp(`\\b${name}\\b`)) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at)[0]?.name;
  if (field === undefined) return undefined;
  const to = RENAMES[field];
  return to === undefined || to in request ? { kind: 'drop', field } : { kind: 'rename', field, to };
}

/** Some blame the model for a field that it does not take. */
function isOfCaller(param: string | undefined, request: ProviderRequest, changeable: readonly string[]) {
  const [field = ''] = (param ?? '').split(/[.[]/);
  return field in request && field !== 'model' && !changeable.includes(field);
}

/** `own`: the fields that Libra added to this request. */
export function adapt(
  request: ProviderRequest,
  adaptations: readonly Adaptation[],
  own: readonly string[],
): ProviderRequest {
  return adaptations
    .filter((adaptation) => !('field' in adaptation) || [...ALWAYS_OWN, ...own].includes(adaptation.field))
    .reduce(applyOne, request);
}

function applyOne(request: ProviderRequest, adaptation: Adaptation): ProviderRequest {
  switch (adaptation.kind) {
    case 'inline':
      return request;
    case 'call_ids':
      return withShortCallIds(request);
    case 'no_thoughts':
      return { ...request, messages: withoutThoughts(request.messages) };
    case 'no_signatures':
      return { ...request, messages: withoutSignatures(request.messages) };
    case 'stand_in':
      return { ...request, messages: withStandIns(request.messages, adaptation.for) };
    case 'role':
      return withRole(request, adaptation);
    default:
      return withField(request, adaptation);
  }
}

function withRole(request: ProviderRequest, { from, to }: { from: string; to: string }): ProviderRequest {
  const messages = request.messages.map((message) =>
    message.role === from ? { ...message, role: to } : message,
  );
  return { ...request, messages } as ProviderRequest;
}

function withField(request: ProviderRequest, { field, to }: { field: string; to?: string }): ProviderRequest {
  const { [field]: value, ...rest } = request as unknown as Record<string, unknown>;
  if (value === undefined) return request;
  return (to === undefined ? rest : { ...rest, [to]: value }) as unknown as ProviderRequest;
}
