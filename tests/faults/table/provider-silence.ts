/** Silence, where it may be thought. */
import type { Fault } from '../fault.ts';
import { DEFAULT_MODEL } from '../models.ts';
import { FAILED, FINISHED, whole } from './provider-expected.ts';
import { COUNT, DONE, part, play, REST, START, STOP } from './provider-script.ts';

export const PROVIDER_SILENCE_FAULTS: readonly Fault[] = [
  {
    part: 'provider',
    what: 'is silent for 5 s before it answers, with a model that thinks',
    setup: 'thinking model',
    before: { provider: { delayFirstToken: { ms: 5_000 } } },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'pauses for 7 s behind a finish reason that is none',
    setup: 'thinking model',
    before: { provider: play(part(START, ''), { waitMs: 7_000 }, part(REST), STOP, COUNT, DONE) },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'is silent for longer than a model that thinks may be (8 s here), for the first model',
    setup: 'thinking model',
    before: { provider: { hangAfterHeaders: { model: DEFAULT_MODEL } } },
    expected: {
      reads: { text: 'whole' },
      calls: [1, 1],
      ledger: [{ outcome: 'ok', billed: 'estimate', fallback: true }],
      logs: [FAILED, FINISHED],
    },
  },
];
