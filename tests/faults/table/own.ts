import type { Expectation, Fault, Switches } from '../fault.ts';

const whole: Expectation = {
  reads: { text: 'whole' },
  calls: [1, 0],
  ledger: [{ outcome: 'ok', billed: 'exact' }],
  logs: ['delivery.finished'],
};
/** What was said stays and says that it is not all; asking anew is the person's choice, since it costs. */
const brokenOff: Expectation = {
  reads: { text: 'start', notices: ['interrupted'], buttons: ['retry', 'continue'] },
  calls: [1, 0],
  ledger: [{ outcome: 'client_gone', billed: 'estimate' }],
  logs: ['delivery.resumed', 'delivery.recovered'],
};
const slowToBegin: Switches = { provider: { delayFirstToken: { ms: 700, count: 1 } } };
const stallsOnce: Switches = { provider: { stall: { afterTokens: 5, count: 1 } } };

export const OWN_FAULTS: readonly Fault[] = [
  {
    part: 'own',
    what: 'the same interaction is delivered twice',
    before: slowToBegin,
    steps: ['until the model is asked', 'deliver again'],
    expected: whole,
  },
  {
    part: 'own',
    what: 'the same interaction is delivered again after its answer',
    steps: ['until the whole text', 'deliver again'],
    expected: whole,
  },
  {
    part: 'own',
    what: 'the alarm fires while the delivery is running',
    before: slowToBegin,
    steps: ['until the model is asked', 'fire the alarm'],
    expected: whole,
  },
  {
    part: 'own',
    what: 'the delivery’s isolate dies before the first edit',
    before: slowToBegin,
    steps: ['until the model is asked', 'kill the delivery', 'fire the alarm'],
    expected: {
      ...whole,
      calls: [2, 0],
      ledger: [
        { outcome: 'client_gone', billed: 'estimate' },
        { outcome: 'ok', billed: 'exact' },
      ],
      logs: ['delivery.resumed', 'delivery.finished'],
    },
  },
  {
    part: 'own',
    what: 'the delivery’s isolate dies before the first edit, and only the real alarm wakes it (10 s)',
    before: slowToBegin,
    steps: ['until the model is asked', 'kill the delivery'],
    expected: {
      ...whole,
      calls: [2, 0],
      ledger: [
        { outcome: 'client_gone', billed: 'estimate' },
        { outcome: 'ok', billed: 'exact' },
      ],
      logs: ['delivery.resumed', 'delivery.finished'],
    },
  },
  {
    part: 'own',
    what: 'the delivery’s isolate dies after the first edit',
    before: stallsOnce,
    steps: ['until the first text', 'kill the delivery', 'fire the alarm'],
    expected: brokenOff,
  },
  {
    part: 'own',
    what: 'the delivery’s isolate dies after the first edit, and the alarm fires twice',
    before: stallsOnce,
    steps: ['until the first text', 'kill the delivery', 'fire the alarm twice'],
    expected: brokenOff,
  },
  {
    part: 'own',
    what: 'the delivery’s isolate dies after the first edit, and the person presses Stop',
    before: stallsOnce,
    steps: ['until the first text', 'kill the delivery', 'press Stop'],
    expected: brokenOff,
  },
  {
    part: 'own',
    what: 'the delivery’s isolate dies after the last edit, before it is recorded',
    before: { discord: { delayMs: 800 } },
    steps: ['until the whole text', 'kill the delivery', { set: {} }, 'fire the alarm'],
    expected: { ...whole, logs: ['delivery.resumed', 'delivery.recovered'] },
  },
  {
    part: 'own',
    what: 'the bff’s stream breaks off after the first text',
    before: stallsOnce,
    steps: ['until the first text', 'cut the bff stream'],
    expected: {
      reads: { text: 'start', code: 'provider_interrupted', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'client_gone', billed: 'estimate' }],
      logs: ['delivery.finished', 'provider.cancelled'],
    },
  },
  {
    part: 'own',
    what: 'all Workers restart in the middle of the stream',
    before: stallsOnce,
    steps: ['until the first text', 'restart the Workers', 'fire the alarm'],
    // Nothing is left of the process that would have billed the call: what was written before it stands.
    expected: { ...brokenOff, ledger: [{ outcome: 'running', billed: 'estimate' }] },
  },
  {
    part: 'own',
    what: 'all Workers restart before the first text (the lease of the dead ends after 30 s)',
    before: slowToBegin,
    steps: ['until the model is asked', 'restart the Workers', 'fire the alarm'],
    expected: {
      ...whole,
      calls: [2, 0],
      ledger: [
        { outcome: 'running', billed: 'estimate' },
        { outcome: 'ok', billed: 'exact' },
      ],
      logs: ['delivery.resumed', 'delivery.finished'],
    },
  },
  {
    part: 'own',
    what: 'Stop is pressed while the answer grows',
    before: stallsOnce,
    steps: ['until the first text', 'press Stop'],
    expected: {
      reads: { text: 'start', notices: ['stopped'], buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'client_gone', billed: 'estimate' }],
      logs: ['delivery.finished', 'provider.cancelled'],
    },
  },
];
