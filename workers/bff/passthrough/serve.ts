/** One passthrough call from the guard to its row in the ledger. A reservation that was made is settled exactly once. */
import { findPrice } from '../../../shared/catalogue/catalogue.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { PASSTHROUGH_CALLS, type PassthroughPath } from '../../../shared/contract/passthrough.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { every, orAbort } from '../../../shared/time/wait.ts';
import { findRefusal } from '../access/key-rights.ts';
import type { Endpoint } from '../access/key-settings.ts';
import type { Outcome } from '../answer/end.ts';
import { type AnswerLife, startLife } from '../answer/life.ts';
import { openGuardOf } from '../answer/open-guard.ts';
import { NEVER_COMPARED } from '../idempotency/fingerprint.ts';
import type { GuardSession } from '../limits/cost-guard.ts';
import { RENEW_EVERY_MS, type Reserve } from '../limits/guard-store.ts';
import type { Verdict } from '../limits/verdict.ts';
import { REPORT_MARGIN_MS } from '../llm/send.ts';
import { errorResponse } from '../reply.ts';
import type { Services } from '../services.ts';
import { admittedHeaders, allowanceHeaders } from '../stream/allowance-headers.ts';
import { type Answered, ask, getReady, type ReadyCall } from './ask.ts';
import { billAnswer, billOf, FREE, type PassthroughBill, reserveOf, totalOf } from './bill.ts';
import type { AcceptedCall } from './calls.ts';
import { type CallLedger, createCallLedger } from './ledger.ts';
import type { Payer } from './payer.ts';
import { type RelayEnd, relayBody } from './relay.ts';
import type { AnswerSample } from './sample.ts';

/** What the right to such a model is called. */
const ENDPOINTS = {
  embedding: 'embeddings',
  moderation: 'moderations',
  speech: 'audio',
  transcription: 'audio',
} as const satisfies Record<(typeof PASSTHROUGH_CALLS)[PassthroughPath], Endpoint>;

export function serveCall(
  services: Services,
  payer: Payer,
  call: AcceptedCall,
  clientSignal: AbortSignal,
): Promise<Response> {
  return serveComingCall(services, payer, { most: call }, clientSignal);
}

interface ComingCall {
  /** The most that it may be. */
  most: AcceptedCall;
  /** The call itself; null: it does not come. Absent: it is `most`. */
  late?: Promise<AcceptedCall | null>;
}

export function serveComingCall(
  services: Services,
  payer: Payer,
  coming: ComingCall,
  clientSignal: AbortSignal,
): Promise<Response> {
  const served = admitAndAnswer(services, payer, coming, clientSignal);
  // A client that leaves ends the context: what the guard has reserved by then must be settled all the same.
  services.waitUntil(served.catch(() => undefined));
  return served;
}

async function admitAndAnswer(
  services: Services,
  payer: Payer,
  { most, late }: ComingCall,
  clientSignal: AbortSignal,
): Promise<Response> {
  const { config, log, now, waitUntil } = services;
  const { account, rights, pseudonym, nonce } = payer;
  const asked = { endpoint: ENDPOINTS[PASSTHROUGH_CALLS[most.path]], model: most.model };
  const refusal = rights === null ? null : findRefusal(rights, asked);
  if (refusal !== null) return errorResponse(refusal);
  const price = findPrice(config.catalogue, most.model, null);
  const reserve = reserveOf(most.meter, price);
  const guard = openGuardOf(services, {
    account,
    pseudonym,
    ...(nonce === undefined ? {} : { nonce }),
    fingerprint: NEVER_COMPARED,
    shareable: false,
    reserve,
  });
  const life = startLife(config.answerTimeoutMs, { ...platformClock, now });
  clientSignal.addEventListener('abort', life.cancel);
  if (clientSignal.aborted) life.cancel();
  const admitting = guard.admit();
  // Of a live conversation, where somebody waits in silence: llm gets ready while the guard is asked.
  const ready = nonce === undefined || late !== undefined ? null : getReady(services, most, life);
  const verdict = await admitting;
  log.info('call.started', { path: most.path, verdict: verdict.kind });
  if (verdict.kind !== 'admitted') {
    life.cancel();
    life.end();
    return refuse(verdict, now());
  }
  const call = late === undefined ? most : await orAbort(late, life.signal).catch(() => null);
  if (call === null) {
    life.end();
    waitUntil(guard.settle(NOT_ASKED));
    log.info('call.not_told', { path: most.path });
    return errorResponse({ code: 'body_timeout' });
  }
  return answer(services, payer, call, {
    guard,
    life,
    ready,
    charge: reserve.charge,
    reserved: billOf(most.meter.bound(price), price, true),
    headers: admittedHeaders(verdict.allowance, now()),
  });
}

function refuse(verdict: Exclude<Verdict, { kind: 'admitted' }>, nowMs: number): Response {
  if (verdict.kind === 'replayed') return errorResponse({ code: 'unauthorized' });
  if (verdict.kind !== 'refused') return errorResponse({ code: 'internal' });
  const { code, evidence, allowance } = verdict;
  return errorResponse({ code, evidence }, allowanceHeaders(allowance, nowMs));
}

interface Admitted {
  guard: GuardSession;
  life: AnswerLife;
  ready: ReadyCall | null;
  charge: Reserve['charge'];
  reserved: PassthroughBill;
  /** Of the answer: what the client may still use. */
  headers: Record<string, string>;
}

async function answer(
  services: Services,
  payer: Payer,
  call: AcceptedCall,
  { guard, life, ready, charge, reserved, headers }: Admitted,
): Promise<Response> {
  const { now, waitUntil } = services;
  const startedAtMs = now();
  const ledger = createCallLedger(services, {
    payer,
    path: call.path,
    model: call.model,
    startedAtMs: payer.askedAtMs ?? startedAtMs,
    reserved,
  });
  // A client may have left while the guard was asked.
  const isAsked = !life.signal.aborted;
  const stopRenewing = every(RENEW_EVERY_MS, () => waitUntil(guard.renew(charge)));
  const finish = createFinish(services, call, { guard, ledger, startedAtMs });

  const end = (ended: Omit<Ended, 'outcome' | 'isAsked'> & { failure: Failure | 'gone' | null }) => {
    stopRenewing();
    life.end();
    return finish({ ...ended, isAsked, outcome: outcomeOf(ended.failure) });
  };
  const asking = isAsked ? (ready?.go() ?? ask(services, call, life)) : Promise.resolve(GONE);
  waitUntil(ledger.note());
  const result = await asking.catch((error: unknown) => {
    end({ answered: null, sample: null, failure: { code: 'internal' } });
    throw error;
  });
  if (!result.ok) {
    end({ answered: null, sample: null, failure: result.failure });
    const failure: Failure = result.failure === 'gone' ? { code: 'internal' } : result.failure;
    return errorResponse(failure, headers);
  }
  const firstByteMs = now() - startedAtMs;
  const onEnd = ({ sample, failure }: RelayEnd) => {
    const isLate = failure !== null && failure !== 'gone' && life.leftMs() <= LATE_MS;
    end({ answered: { ...result, firstByteMs }, sample, failure: isLate ? DEADLINE : failure });
  };
  return new Response(relayBody(result.body, life.signal, onEnd), {
    headers: { 'content-type': result.contentType, 'cache-control': 'no-store', ...headers },
  });
}

/** Sound that breaks off so shortly before our deadline was ended by that of llm, which is a little earlier. */
const LATE_MS = 2 * REPORT_MARGIN_MS;

const NOT_ASKED = { tokens: 0, microUsd: 0, answer: null, share: false, giveBack: true };

const GONE = { ok: false, failure: 'gone' } as const;
const DEADLINE: Failure = { code: 'deadline_exceeded' };

function outcomeOf(failure: Failure | 'gone' | null): Outcome {
  if (failure === 'gone') return 'client_gone';
  return failure?.code ?? 'ok';
}

interface Ended {
  /** False when no provider was. */
  isAsked: boolean;
  /** Null when there is no answer. */
  answered: (Pick<Answered, 'model' | 'provider' | 'fallback'> & { firstByteMs: number }) | null;
  sample: AnswerSample | null;
  outcome: Outcome;
}

/** Both writes are off the client's path. */
function createFinish(
  { config, now, waitUntil }: Services,
  { meter, model: asked }: AcceptedCall,
  { guard, ledger, startedAtMs }: { guard: GuardSession; ledger: CallLedger; startedAtMs: number },
) {
  const kept = Promise.withResolvers<void>();
  // Keeps the isolate at work on this request until it has ended, also when the client goes.
  waitUntil(kept.promise);
  return ({ isAsked, answered, sample, outcome }: Ended): void => {
    const model = answered?.model ?? asked;
    const provider = answered?.provider ?? null;
    const price = findPrice(config.catalogue, model, provider);
    // What failed before it had said anything is free; what was stopped is not.
    const isStopped = outcome === 'client_gone' || outcome === 'deadline_exceeded';
    const isFree = answered === null && !(isAsked && isStopped);
    const bill = isFree ? FREE : billAnswer(meter, price, sample);
    const totalMs = now() - startedAtMs;
    const fallback = answered?.fallback ?? false;
    waitUntil(guard.settle({ ...totalOf(bill), answer: null, share: false, giveBack: !isAsked }));
    const firstByteMs = answered?.firstByteMs ?? null;
    waitUntil(ledger.close({ model, provider, fallback, bill, firstByteMs, totalMs, outcome }));
    kept.resolve();
  };
}
