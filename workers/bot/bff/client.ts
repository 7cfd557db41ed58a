/** The bot's calls to the bff: signed, traced, each with its own deadline. No failure throws. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { ResetRequest, ResetResponse } from '../../../shared/contract/conversations.ts';
import {
  type ErasureReceipt,
  PRIVACY_ERASE_PATH,
  PRIVACY_REMEMBER_PATH,
  PRIVACY_SUMMARY_PATH,
  type PrivacyRequest,
  type PrivacySummary,
  type RememberRequest,
} from '../../../shared/contract/privacy.ts';
import { BFF_ORIGIN, RESET_PATH, STATUS_PATH, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import type { BffStatus, StatusRequest } from '../../../shared/contract/status.ts';
import type { RequestSigner } from '../../../shared/signing/sign.ts';
import { type BffFailure, toFailure } from './failure.ts';

export interface BffClient {
  reset(caller: Caller): Promise<{ ok: true; value: ResetResponse } | BffFailure>;
  status(caller: Caller): Promise<{ ok: true; value: BffStatus } | BffFailure>;
  privacySummary(caller: Caller): Promise<{ ok: true; value: PrivacySummary } | BffFailure>;
  /** The person's choice whether what they say is stored. */
  remember(caller: Caller, remember: boolean): Promise<{ ok: true; value: PrivacySummary } | BffFailure>;
  erase(caller: Caller): Promise<{ ok: true; value: ErasureReceipt } | BffFailure>;
}

/** Below Discord's 3 seconds with room for the way there and back. */
const TIMEOUT_MS = 2_200;
/** The bff needs 1.4 s to find out that everything hangs; its report is better than none. */
const STATUS_TIMEOUT_MS = 2_000;

export function createBffClient(options: {
  fetch: (request: Request) => Promise<Response>;
  signer: RequestSigner;
  traceparent: string;
}): BffClient {
  async function call<Value>(
    path: string,
    body: object,
    timeoutMs: number,
  ): Promise<{ ok: true; value: Value } | BffFailure> {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const request = await options.signer.sign(`${BFF_ORIGIN}${path}`, {
        headers: { [TRACEPARENT_HEADER]: options.traceparent },
        body: JSON.stringify(body),
        signal,
      });
      const response = await withDeadline(options.fetch(request), signal);
      const answer = await withDeadline(response.json(), signal);
      return response.ok ? { ok: true, value: answer as Value } : toFailure(answer);
    } catch {
      return { ok: false, code: 'upstream_unreachable' };
    }
  }

  return {
    reset: (caller) =>
      call<ResetResponse>(RESET_PATH, { libra: { caller } } satisfies ResetRequest, TIMEOUT_MS),
    status: (caller) =>
      call<BffStatus>(STATUS_PATH, { libra: { caller } } satisfies StatusRequest, STATUS_TIMEOUT_MS),
    privacySummary: (caller) =>
      call<PrivacySummary>(PRIVACY_SUMMARY_PATH, { libra: { caller } } satisfies PrivacyRequest, TIMEOUT_MS),
    remember: (caller, remember) =>
      call<PrivacySummary>(
        PRIVACY_REMEMBER_PATH,
        { libra: { caller }, remember } satisfies RememberRequest,
        TIMEOUT_MS,
      ),
    erase: (caller) =>
      call<ErasureReceipt>(PRIVACY_ERASE_PATH, { libra: { caller } } satisfies PrivacyRequest, TIMEOUT_MS),
  };
}

/** The signal aborts the work; this also stops waiting where a callee does not obey it. */
function withDeadline<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
