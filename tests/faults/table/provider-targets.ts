/** Circuits, and a second provider. */
import type { Fault } from '../fault.ts';
import { bySecondProvider, FAILED, FINISHED } from './provider-expected.ts';

export const PROVIDER_TARGET_FAULTS: readonly Fault[] = [
  {
    part: 'provider',
    what: 'has failed so often that both circuits are open',
    before: { circuits: 'open' },
    expected: {
      reads: { text: 'none', code: 'circuit_open', buttons: ['retry'] },
      calls: [0, 0],
      ledger: [{ outcome: 'circuit_open', billed: 'free' }],
      logs: ['circuit.refused'],
    },
  },
  {
    part: 'provider',
    what: 'refuses every connection, and a second provider is configured',
    setup: 'second provider',
    before: { provider: { refuse: {} } },
    expected: { ...bySecondProvider, calls: [2, 2, 1], logs: [FAILED, FINISHED] },
  },
  {
    part: 'provider',
    what: 'has both circuits open, and a second provider is configured',
    setup: 'second provider',
    before: { circuits: 'open' },
    expected: { ...bySecondProvider, calls: [0, 0, 1], logs: ['circuit.refused', FINISHED] },
  },
  {
    part: 'provider',
    what: 'answers 503, and so does the second provider',
    setup: 'second provider',
    before: { provider: { status: { status: 503 } }, secondProvider: { status: { status: 503 } } },
    expected: {
      reads: { text: 'none', code: 'provider_unavailable', buttons: ['retry'] },
      calls: [2, 2, 2],
      ledger: [{ outcome: 'provider_unavailable', billed: 'free' }],
      logs: [FAILED],
    },
  },
];
