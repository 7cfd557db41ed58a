/** One session with an admitted server, whose outcome its circuit learns. */
import type { Admission, CircuitOutcome } from '../../../shared/circuit/circuit.ts';
import type { McpFailure } from '../../../shared/contract/mcp.ts';
import { parseRetryAfter } from '../../../shared/http/retry-after.ts';
import type { McpServerConfig } from '../config.ts';
import type { Services } from '../services.ts';
import { inSession, type Session, type SessionBounds, type SessionOutcome } from '../session/session.ts';
import { outcomeOf } from './circuit-settings.ts';
import type { McpServerRpc } from './rpc.ts';

export interface Admitted {
  state: McpServerRpc;
  admission: Extract<Admission, { admitted: true }>;
  isFailing: boolean;
}

export type Asked<Value> =
  | Exclude<SessionOutcome<Value>, { kind: 'failed' }>
  | { kind: 'failed'; failure: McpFailure };

export interface Asking<Value> {
  what: 'list' | 'call';
  bounds: SessionBounds;
  signal: AbortSignal;
  use: (session: Session) => Promise<Value>;
}

export async function askServer<Value>(
  services: Pick<Services, 'fetch' | 'config' | 'log' | 'defer' | 'now'>,
  server: McpServerConfig,
  admitted: Admitted,
  { what, bounds, signal, use }: Asking<Value>,
): Promise<Asked<Value>> {
  const { fetch, config, log, defer, now } = services;
  const startedAtMs = now();
  const asked = await inSession(server, bounds, { fetch, version: config.version, signal, defer }, use);
  log.info('mcp.asked', {
    server: server.name,
    what,
    outcome: asked.kind === 'failed' ? asked.failure : asked.kind,
    durationMs: now() - startedAtMs,
  });
  const outcome = circuitOutcome(asked, admitted, now());
  if (outcome !== null) defer(admitted.state.settle(outcome, admitted.admission.probeId ?? null));
  return asked;
}

/** Null: the circuit learns nothing of it. */
function circuitOutcome(
  asked: SessionOutcome<unknown>,
  { admission, isFailing }: Admitted,
  nowMs: number,
): CircuitOutcome | null {
  const isProbe = (admission.probeId ?? null) !== null;
  switch (asked.kind) {
    case 'failed': {
      const retryAfter = new Headers(asked.retryAfter === null ? {} : { 'retry-after': asked.retryAfter });
      return outcomeOf(asked.failure, parseRetryAfter(retryAfter, nowMs));
    }
    case 'stopped':
      return isProbe ? { kind: 'neutral' } : null;
    default:
      return isProbe || isFailing ? { kind: 'success' } : null;
  }
}
