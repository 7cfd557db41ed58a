import type { Expectation, Fault } from '../fault.ts';

const whole: Pick<Expectation, 'reads' | 'calls' | 'ledger'> = {
  reads: { text: 'whole' },
  calls: [1, 0],
  ledger: [{ outcome: 'ok', billed: 'exact' }],
};
/** Without its database Libra answers, says that it will not remember, and logs the row that the ledger lacks. */
const forgotten: Expectation = {
  reads: { text: 'whole', notices: ['not_remembered'] },
  calls: [1, 0],
  ledger: [],
  logs: ['memory.unavailable', 'memory.store_failed'],
};
const HANG = { hang: true };

export const REDIS_FAULTS: readonly Fault[] = [
  { part: 'redis', what: 'is down', before: { redis: { down: true } }, expected: degraded() },
  { part: 'redis', what: 'is slow (1.5 s)', before: { redis: { delayMs: 1_500 } }, expected: degraded() },
  { part: 'redis', what: 'never answers', before: { redis: HANG }, expected: degraded() },
  { part: 'redis', what: 'answers garbage', before: { redis: { garbage: true } }, expected: degraded() },
  { part: 'redis', what: 'answers 500', before: { redis: { status: 500 } }, expected: degraded() },
  {
    part: 'redis',
    what: 'is down, and the person has asked five times within the minute',
    before: { redis: { down: true } },
    asksBefore: 5,
    expected: {
      reads: { text: 'none', code: 'rate_limit_degraded', buttons: ['retry'] },
      calls: [0, 0],
      ledger: [],
      logs: ['guard.degraded', 'guard.refused'],
    },
  },
  {
    part: 'redis',
    what: 'goes down in the middle of an answer',
    before: { provider: { delayFirstToken: { ms: 600 } } },
    steps: ['until the model is asked', { set: { redis: { down: true } } }],
    expected: { ...whole, logs: ['guard.settle_failed'] },
  },
];

export const POSTGRES_FAULTS: readonly Fault[] = [
  { part: 'postgres', what: 'is down', before: { postgres: { down: true } }, expected: forgotten },
  {
    part: 'postgres',
    what: 'is slow (1 s)',
    before: { postgres: { delayMs: 1_000 } },
    expected: { ...whole, logs: [] },
  },
  { part: 'postgres', what: 'never answers', before: { postgres: HANG }, expected: forgotten },
  { part: 'postgres', what: 'answers garbage', before: { postgres: { garbage: true } }, expected: forgotten },
  { part: 'postgres', what: 'answers 500', before: { postgres: { status: 500 } }, expected: forgotten },
  {
    part: 'postgres',
    what: 'goes down in the middle of an answer',
    before: { provider: { delayFirstToken: { ms: 600 } } },
    steps: ['until the model is asked', { set: { postgres: { down: true } } }],
    expected: {
      ...whole,
      ledger: [{ outcome: 'running', billed: 'estimate' }],
      logs: ['memory.store_failed'],
    },
  },
  {
    part: 'postgres',
    what: 'is down, and the provider stalls: it can be continued from what was shown',
    before: { postgres: { down: true }, provider: { stall: { afterTokens: 5, count: 1 } } },
    expected: {
      reads: { text: 'start', code: 'provider_stalled', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [],
      logs: ['memory.unavailable', 'memory.store_failed', 'provider.failed'],
    },
  },
  {
    part: 'postgres',
    what: 'and Redis are both down',
    before: { postgres: { down: true }, redis: { down: true } },
    expected: { ...forgotten, logs: [...forgotten.logs, 'guard.degraded'] },
  },
];

/** Redis only counts: without it the answer is the same, and a stricter limit binds. */
function degraded(): Expectation {
  return { ...whole, logs: ['guard.degraded'] };
}
