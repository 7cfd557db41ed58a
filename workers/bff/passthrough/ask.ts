/** Asks llm for the answer to a passthrough call, whose connection may be made ready before the call is admitted. */
import { findChain, modelsOf } from '../../../shared/catalogue/catalogue.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { AnswerAborted } from '../answer/end.ts';
import type { AnswerLife } from '../answer/life.ts';
import { callPassthrough, type PassthroughCallResult } from '../llm/call-passthrough.ts';
import { readChainFailure, readModelFailure } from '../llm/failure.ts';
import { REPORT_MARGIN_MS } from '../llm/send.ts';
import type { Services } from '../services.ts';
import type { AcceptedCall } from './calls.ts';

export type Answered = Extract<PassthroughCallResult, { ok: true }>;
/** `gone`: the client has left. */
export type AskedCall = Answered | { ok: false; failure: Failure | 'gone' };

export interface ReadyCall {
  /** It is admitted. Without it llm gets no body, and asks nobody; it is let go with the call's life. */
  go(): Promise<AskedCall>;
}

export function getReady(services: Services, call: AcceptedCall, life: AnswerLife): ReadyCall {
  const admission = Promise.withResolvers<void>();
  const asked = ask(services, call, life, admission.promise);
  for (const promise of [admission.promise, asked]) promise.catch(() => undefined);
  const stop = () => admission.reject(life.signal.reason);
  if (life.signal.aborted) stop();
  else life.signal.addEventListener('abort', stop);
  return {
    go() {
      admission.resolve();
      return asked;
    },
  };
}

export async function ask(
  services: Services,
  { path, model, body, answers, fields }: AcceptedCall,
  life: AnswerLife,
  admitted?: Promise<void>,
): Promise<AskedCall> {
  const { config, signer, trace, log } = services;
  const targets = modelsOf(findChain(config.catalogue, model) ?? []);
  // A model that was asked for by name, with nothing to stand in for it, is its client's choice, and so is its absence.
  const readFailure = targets.length === 1 ? readModelFailure : readChainFailure;
  const timeoutMs = Math.max(1, Math.floor(life.leftMs() - REPORT_MARGIN_MS));
  try {
    return await callPassthrough(
      { llm: config.llm, signer, trace, log, readFailure },
      {
        path,
        head: { model, timeoutMs, answers, fields },
        body,
        ...(admitted === undefined ? {} : { admitted }),
      },
      life.signal,
    );
  } catch (error) {
    if (!(error instanceof AnswerAborted)) throw error;
    return { ok: false, failure: error.reason === 'client_gone' ? 'gone' : { code: error.reason } };
  }
}
