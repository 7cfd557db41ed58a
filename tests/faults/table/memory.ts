import type { Expectation, Fault } from '../fault.ts';

const whole: Omit<Expectation, 'logs'> = {
  reads: { text: 'whole' },
  calls: [1, 0],
  ledger: [{ outcome: 'ok', billed: 'exact' }],
};
const PROMPT = '따라 해: 나는 부산에 살아';
const LEARNER = 'gpt-4.1-mini';

/** The answer is another model's, and waits for nothing of it. */
export const MEMORY_FAULTS: readonly Fault[] = [
  {
    part: 'memory',
    what: 'answers 500',
    setup: 'memory',
    prompt: PROMPT,
    says: '나는 부산에 살아',
    before: { provider: { status: { status: 500, model: LEARNER } } },
    steps: ['until it was to be learned from'],
    expected: { ...whole, logs: ['memory.learned'] },
  },
  {
    part: 'postgres',
    what: 'is down for somebody who has agreed to personal memory',
    setup: 'memory',
    before: { postgres: { down: true } },
    expected: {
      reads: { text: 'whole', notices: ['not_remembered'] },
      calls: [1, 0],
      ledger: [],
      logs: ['memory.unavailable', 'memory.store_failed'],
    },
  },
];
