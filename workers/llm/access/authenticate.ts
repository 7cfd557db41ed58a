/**
 * Lets nobody in but the bff: a valid signature, a nonce that was never used before, a bounded body of the digest that it names.
 * The signature first, so that a stranger can neither make us read nor burn nonces. The nonce is spent while the body is read: the bff
 * may hold that back until a call is admitted.
 */
import type { ErrorCode } from '../../../shared/errors.ts';
import type { UploadGate } from '../../../shared/http/upload-gate.ts';
import { MAX_API_BODY_BYTES, MAX_FORM_BYTES } from '../../../shared/limits.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { logUnread, readBehind } from '../../../shared/signing/read-signed.ts';
import type { RequestVerifier, SignatureRefusal } from '../../../shared/signing/verify.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/wait.ts';
import type { CircuitNews } from '../circuit/rpc.ts';
import type { ReplayGuardRpc, SpendAnswer } from './rpc.ts';
import { guardShard } from './shard.ts';

export interface AuthenticateDeps {
  verifier: RequestVerifier;
  guard(shard: string): ReplayGuardRpc;
  clock: Clock;
  log: Logger;
  uploads: UploadGate;
}

export type Authentication =
  | { ok: true; body: Uint8Array; news: readonly CircuitNews[] }
  | {
      ok: false;
      code: ErrorCode;
    };

/** The most that the bff takes of an API client, and the little that it adds; a person's conversation is far from it. */
const MAX_LLM_BODY_BYTES = Math.max(MAX_API_BODY_BYTES, MAX_FORM_BYTES) + 65_536;

/** The runtime repeats a lost call by itself, for as long as it likes; our caller waits only this long. */
const GUARD_DEADLINE_MS = 2_000;

export async function authenticate(request: Request, deps: AuthenticateDeps): Promise<Authentication> {
  const { verifier, log } = deps;
  const refuse = (reason: SignatureRefusal | 'nonce_replayed'): Authentication => {
    log.warn('signature.refused', { reason });
    return { ok: false, code: 'unauthorized' };
  };

  const head = await verifier.verifyHead(request);
  if (!head.ok) return refuse(head.reason);
  const spending = spendNonce(deps, head.nonce, head.expiresAtMs);
  const read = await readBehind(head, request, { maxBytes: MAX_LLM_BODY_BYTES }, deps);
  if (!read.ok) {
    logUnread(log, read);
    return read;
  }

  const answer = await spending;
  switch (answer?.outcome) {
    case 'spent':
      return { ok: true, body: read.body, news: answer.news };
    case 'replayed':
      return refuse('nonce_replayed');
    default:
      // Full or out of reach: what cannot be told from a replay does not pass.
      return { ok: false, code: 'upstream_unreachable' };
  }
}

async function spendNonce(
  deps: AuthenticateDeps,
  nonce: string,
  expiresAtMs: number,
): Promise<SpendAnswer | undefined> {
  try {
    const spending = deps.guard(guardShard(nonce)).spend(nonce, expiresAtMs);
    const answer = await within(GUARD_DEADLINE_MS, spending, deps.clock);
    if (answer?.outcome !== 'spent' && answer?.outcome !== 'replayed') {
      deps.log.error('replay_guard.unavailable', { error: answer?.outcome ?? 'timeout' });
    }
    return answer;
  } catch (error) {
    deps.log.error('replay_guard.unavailable', { error: errorName(error) });
    return undefined;
  }
}
