/** Vectors of a document's chunks, within the budgets of the account that pays for them, and in the ledger. */
import { findPrice } from '../../../shared/catalogue/catalogue.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import { openGuardOf } from '../answer/open-guard.ts';
import { NEVER_COMPARED } from '../idempotency/fingerprint.ts';
import { type Embedded, type EmbedOptions, embedTexts } from '../knowledge/embed.ts';
import type { UsageEvent } from '../ledger/usage.ts';
import { writeUsage } from '../ledger/write-usage.ts';
import { boundTokens } from '../limits/bound.ts';
import { failureOfRefusal } from '../limits/verdict.ts';
import { billOf, FREE, type PassthroughBill, totalOf } from '../passthrough/bill.ts';
import type { Payer } from '../passthrough/payer.ts';
import type { Services } from '../services.ts';

export type Charged = Embedded | { ok: false; failure: Failure; isRefused: true };

/** `isRefused`: a limit or a budget has no room for it. */
export async function embedWithinBudget(
  services: Services,
  payer: Payer,
  texts: readonly string[],
  options: EmbedOptions,
): Promise<Charged> {
  const { config, waitUntil, now } = services;
  const model = config.embeddingModel ?? '';
  const price = findPrice(config.catalogue, model, null);
  const tokensAtMost = texts.reduce((sum, text) => sum + boundTokens(text), 0);
  const bound = billOf({ promptTokens: tokensAtMost, completionTokens: 0 }, price, true);
  const guard = openGuardOf(services, {
    account: payer.account,
    fingerprint: NEVER_COMPARED,
    shareable: false,
    reserve: { ...totalOf(bound), window: { tokens: 0, microUsd: 0 }, charge: totalOf(bound) },
  });
  const verdict = await guard.admit();
  if (verdict.kind === 'refused') {
    return { ok: false, failure: failureOfRefusal(verdict), isRefused: true };
  }
  const startedAtMs = now();
  const embedded = await embedTexts(services, texts, options);
  const bill = embedded.ok ? billEmbedding(services, embedded, texts) : FREE;
  waitUntil(guard.settle({ ...totalOf(bill), answer: null, share: false, giveBack: !embedded.ok }));
  if (embedded.ok) {
    const usage = usageOfEmbedding(services, { payer, embedded, bill, startedAtMs });
    waitUntil(writeUsage(services, usage));
  }
  return embedded;
}

type Made = Extract<Embedded, { ok: true }>;

export function billEmbedding(
  { config, unpriced, log }: Pick<Services, 'config' | 'unpriced' | 'log'>,
  { answeredBy: { model, provider }, promptTokens }: Made,
  texts: readonly string[],
): PassthroughBill {
  const price = findPrice(config.catalogue, model, provider);
  const tokens = promptTokens ?? texts.reduce((sum, text) => sum + estimateTokens(text), 0);
  const bill = billOf({ promptTokens: tokens, completionTokens: 0 }, price, promptTokens === null);
  if (bill.unpriced && unpriced.isNew(model, provider)) log.warn('price.unknown', { model, provider });
  return bill;
}

export function usageOfEmbedding(
  { now }: Pick<Services, 'now'>,
  {
    payer: { named, pseudonym },
    embedded,
    bill,
    startedAtMs,
  }: { payer: Payer; embedded: Made; bill: PassthroughBill; startedAtMs: number },
): UsageEvent {
  const id = crypto.randomUUID();
  const { model, provider, fallback } = embedded.answeredBy;
  return {
    id,
    startedAtMs,
    requestKey: id,
    ...named,
    pseudonym,
    model,
    provider,
    promptTokens: bill.promptTokens,
    cachedTokens: 0,
    completionTokens: 0,
    judgeCalls: 0,
    estimated: bill.estimated,
    costMicroUsd: bill.microUsd,
    firstTokenMs: null,
    totalMs: now() - startedAtMs,
    outcome: 'ok',
    fallback,
    cached: false,
  };
}
