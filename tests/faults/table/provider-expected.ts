/** Outcomes that many rows of the provider share. */
import type { Expectation } from '../fault.ts';

export const whole: Pick<Expectation, 'reads' | 'ledger'> = {
  reads: { text: 'whole' },
  ledger: [{ outcome: 'ok', billed: 'exact' }],
};
export const uncounted: Pick<Expectation, 'reads' | 'ledger'> = {
  reads: { text: 'whole' },
  ledger: [{ outcome: 'ok', billed: 'estimate' }],
};
export const byFallback: Pick<Expectation, 'reads' | 'ledger'> = {
  reads: { text: 'whole' },
  ledger: [{ outcome: 'ok', billed: 'exact', fallback: true }],
};
export const bySecondProvider: Pick<Expectation, 'reads' | 'ledger'> = {
  reads: { text: 'whole' },
  ledger: [{ outcome: 'ok', billed: 'exact', fallback: 'second provider' }],
};
/** Broken off with a text that can be gone on from. */
export const interrupted: Expectation = {
  reads: { text: 'start', code: 'provider_interrupted', buttons: ['retry', 'continue'] },
  calls: [1, 0],
  ledger: [{ outcome: 'provider_interrupted', billed: 'estimate' }],
  logs: ['provider.failed'],
};

export const FINISHED = 'provider.finished';
export const FAILED = 'provider.failed';
