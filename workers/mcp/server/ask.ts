/** One session with an admitted server, whose outcome its circuit learns. */
import type { Admission } from '../../../shared/circuit/circuit.ts';
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

export async function askServer<Value>(
  services: Pick<Services, 'fetch' | 'config' | 'log' | 'defer' | 'now'>,
  server: McpServerConfig,
  { state, admission, isFailing }: Admitted,
  { bounds, signal, what }: { bounds: SessionBounds; signal: AbortSignal; what: 'list' | 'call' },
  use: (session: Session) => Promise<Value>,
): Promise<Asked<Value>> {
  const { fetch, config, log, defer, now } = services;
  const startedAtMs = now();
  const asked = await inSession(server, bounds, { fetch, version: config.version, signal, defer }, use);
  const failure = asked.kind === 'failed' ? asked.failure : null;
  log.info('mcp.asked', {
    server: server.name,
    what,
    outcome: failure ?? asked.kind,
    durationMs: now() - startedAtMs,
  });
  const { probeId = null } = admission;
  const settle = (outcome: Parameters<McpServerRpc['settle']>[0]) => defer(state.settle(outcome, probeId));
  if (asked.kind === 'failed') {
    const retryAfter = new Headers(asked.retryAfter === null ? {} : { 'retry-after': asked.retryAfter });
    settle(outcomeOf(asked.failure, parseRetryAfter(retryAfter, now())));
  } else if (asked.kind === 'stopped') {
    if (probeId !== null) settle({ kind: 'neutral' });
  } else if (probeId !== null || isFailing) {
    settle({ kind: 'success' });
  }
  return asked;
}
