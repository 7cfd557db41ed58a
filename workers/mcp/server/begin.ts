/** What a server's object says before it is asked. */
import type { Admission } from '../../../shared/circuit/circuit.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { within } from '../../../shared/time/wait.ts';
import type { McpServerConfig } from '../config.ts';
import type { Services } from '../services.ts';
import type { McpServerRpc, StoredList, VerifiedNonce } from './rpc.ts';

/** The runtime repeats a lost call by itself, for as long as it likes; our caller waits only this long. */
const BEGIN_DEADLINE_MS = 2_000;

export type BegunServer =
  | { ok: true; state: McpServerRpc; admission: Admission; list: StoredList | null; isFailing: boolean }
  | { ok: false; code: ErrorCode };

/** What cannot be told from a replay does not pass. */
export async function beginServer(
  services: Pick<Services, 'stateOf' | 'log'>,
  server: McpServerConfig,
  nonce: VerifiedNonce | null,
  freshMs: number,
): Promise<BegunServer> {
  const { log } = services;
  try {
    const state = services.stateOf(server);
    const begun = await within(BEGIN_DEADLINE_MS, state.begin(nonce, freshMs));
    if (begun?.nonce === 'spent') return { ok: true, state, ...begun };
    if (begun?.nonce === 'replayed') {
      log.warn('signature.refused', { reason: 'nonce_replayed' });
      return { ok: false, code: 'unauthorized' };
    }
    log.error('mcp_state.unavailable', { error: begun?.nonce ?? 'timeout' });
  } catch (error) {
    log.error('mcp_state.unavailable', { error: errorName(error) });
  }
  return { ok: false, code: 'upstream_unreachable' };
}
