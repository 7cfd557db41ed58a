/** The row of a passthrough call in the ledger, and its line in the log. */
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { requestKeyOf } from '../idempotency/key.ts';
import { runningUsage } from '../ledger/usage.ts';
import { writeUsage } from '../ledger/write-usage.ts';
import type { Services } from '../services.ts';
import type { PassthroughBill } from './bill.ts';
import type { Payer } from './payer.ts';

export interface LedgerContext {
  payer: Payer;
  path: string;
  /** As asked for. */
  model: string;
  /** Unix milliseconds when the request came. */
  startedAtMs: number;
  reserved: PassthroughBill;
}

export interface EndedCall {
  model: string;
  provider: string | null;
  fallback: boolean;
  bill: PassthroughBill;
  /** Milliseconds to the beginning of the answer; null when there was none. */
  firstByteMs: number | null;
  totalMs: number;
  outcome: string;
}

export interface CallLedger {
  /** The call is about to be made: it has a row, also when its end is never told. Never rejects. */
  note(): Promise<void>;
  /** Never rejects. */
  close(call: EndedCall): Promise<void>;
}

export function createCallLedger(services: Services, context: LedgerContext): CallLedger {
  const id = crypto.randomUUID();
  const own = {
    id,
    startedAtMs: context.startedAtMs,
    requestKey: requestKeyOf(context.payer.account, id),
    ...context.payer.named,
    pseudonym: context.payer.pseudonym,
  };
  return {
    note() {
      const { promptTokens, completionTokens, microUsd: costMicroUsd } = context.reserved;
      const { model } = context;
      return writeUsage(
        services,
        runningUsage({ ...own, model, promptTokens, completionTokens, costMicroUsd }),
      );
    },
    async close(call) {
      const { bill, model, provider, fallback, firstByteMs, totalMs, outcome } = call;
      await log(services, context, call);
      const { promptTokens, completionTokens, microUsd: costMicroUsd, estimated } = bill;
      await writeUsage(services, {
        ...own,
        model,
        provider,
        promptTokens,
        completionTokens,
        cachedTokens: 0,
        estimated,
        costMicroUsd,
        firstTokenMs: firstByteMs,
        totalMs,
        outcome,
        fallback,
        cached: false,
        judgeCalls: 0,
      });
    },
  };
}

async function log(
  { log: logger, config, unpriced }: Services,
  { payer: { account }, path }: LedgerContext,
  { bill, model, provider, fallback, firstByteMs, totalMs, outcome }: EndedCall,
): Promise<void> {
  if (bill.unpriced && unpriced.isNew(model, provider)) logger.warn('price.unknown', { model, provider });
  logger.info('call.finished', {
    path,
    outcome,
    model,
    provider,
    fallback,
    promptTokens: bill.promptTokens,
    completionTokens: bill.completionTokens,
    costMicroUsd: bill.microUsd,
    firstByteMs,
    durationMs: totalMs,
    account: await pseudonymise(config.sharedSecrets[0], account.owner),
  });
}
