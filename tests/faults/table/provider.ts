import type { Expectation, Fault } from '../fault.ts';
import { DEFAULT_MODEL } from '../models.ts';

const whole: Pick<Expectation, 'reads' | 'ledger'> = {
  reads: { text: 'whole' },
  ledger: [{ outcome: 'ok', billed: 'exact' }],
};
const byFallback: Pick<Expectation, 'reads' | 'ledger'> = {
  reads: { text: 'whole' },
  ledger: [{ outcome: 'ok', billed: 'exact', fallback: true }],
};
const bySecondProvider: Pick<Expectation, 'reads' | 'ledger'> = {
  reads: { text: 'whole' },
  ledger: [{ outcome: 'ok', billed: 'exact', fallback: 'second provider' }],
};
const FINISHED = 'provider.finished';
const FAILED = 'provider.failed';

/** Both models fail alike unless a row says otherwise; retries and the fallback happen only before the first token. */
export const PROVIDER_FAULTS: readonly Fault[] = [
  {
    part: 'provider',
    what: 'refuses every connection',
    before: { provider: { refuse: {} } },
    expected: {
      reads: { text: 'none', code: 'provider_unavailable', buttons: ['retry'] },
      calls: [2, 2],
      ledger: [{ outcome: 'provider_unavailable', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'refuses one connection',
    before: { provider: { refuse: { count: 1 } } },
    expected: { ...whole, calls: [2, 0], logs: [FAILED, FINISHED] },
  },
  {
    part: 'provider',
    what: 'hangs before its headers',
    before: { provider: { hangBeforeHeaders: {} } },
    expected: {
      reads: { text: 'none', code: 'provider_timeout', buttons: ['retry'] },
      calls: [1, 1],
      ledger: [{ outcome: 'provider_timeout', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'hangs after its headers',
    before: { provider: { hangAfterHeaders: {} } },
    expected: {
      reads: { text: 'none', code: 'provider_timeout', buttons: ['retry'] },
      calls: [1, 1],
      ledger: [{ outcome: 'provider_timeout', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'sends comments only',
    before: { provider: { drip: {} } },
    expected: {
      reads: { text: 'none', code: 'provider_timeout', buttons: ['retry'] },
      calls: [1, 1],
      ledger: [{ outcome: 'provider_timeout', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'is slow to begin, but in time',
    before: { provider: { delay: { ms: 300 }, delayFirstToken: { ms: 200 } } },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'hangs for the first model alone',
    before: { provider: { hangBeforeHeaders: { model: DEFAULT_MODEL } } },
    expected: { ...byFallback, calls: [1, 1], logs: [FAILED, FINISHED] },
  },
  {
    part: 'provider',
    what: 'stalls after 5 tokens',
    before: { provider: { stall: { afterTokens: 5 } } },
    expected: {
      reads: { text: 'start', code: 'provider_stalled', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_stalled', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'answers 400',
    before: { provider: { status: { status: 400 } } },
    expected: {
      reads: { text: 'none', code: 'provider_rejected' },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_rejected', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'answers 401',
    before: { provider: { status: { status: 401 } } },
    expected: {
      reads: { text: 'none', code: 'provider_rejected' },
      calls: [1, 1],
      ledger: [{ outcome: 'provider_rejected', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'answers 429 without Retry-After',
    before: { provider: { status: { status: 429 } } },
    expected: {
      reads: { text: 'none', code: 'provider_rate_limited', buttons: ['retry'] },
      calls: [1, 1],
      ledger: [{ outcome: 'provider_rate_limited', billed: 'free' }],
      logs: [FAILED, 'circuit.opened'],
    },
  },
  {
    part: 'provider',
    what: 'answers one 429 with Retry-After: 1',
    before: { provider: { status: { status: 429, retryAfterSec: 1, count: 1 } } },
    expected: { ...whole, calls: [2, 0], logs: [FAILED, 'circuit.opened', FINISHED] },
  },
  {
    part: 'provider',
    what: 'answers 429 with Retry-After: 60 for the first model',
    before: { provider: { status: { status: 429, retryAfterSec: 60, model: DEFAULT_MODEL } } },
    expected: { ...byFallback, calls: [1, 1], logs: [FAILED, 'circuit.opened', FINISHED] },
  },
  {
    part: 'provider',
    what: 'answers 500',
    before: { provider: { status: { status: 500 } } },
    expected: {
      reads: { text: 'none', code: 'provider_unavailable', buttons: ['retry'] },
      calls: [2, 2],
      ledger: [{ outcome: 'provider_unavailable', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'answers 503 for the first model',
    before: { provider: { status: { status: 503, model: DEFAULT_MODEL } } },
    expected: { ...byFallback, calls: [2, 1], logs: [FAILED, FINISHED] },
  },
  {
    part: 'provider',
    what: 'closes the connection in the middle of a frame',
    before: { provider: { closeMidFrame: { afterTokens: 5 } } },
    expected: {
      reads: { text: 'start', code: 'provider_interrupted', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_interrupted', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'ends its response in the middle of a frame, as if it were complete',
    before: { provider: { closeMidFrame: { afterTokens: 5, clean: true } } },
    expected: {
      reads: { text: 'start', code: 'provider_interrupted', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_interrupted', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'closes the connection in the middle of a character',
    before: { provider: { closeMidCharacter: { afterTokens: 5 } } },
    expected: {
      reads: { text: 'start', code: 'provider_interrupted', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_interrupted', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'sends an error chunk after 5 tokens',
    before: { provider: { errorChunk: { afterTokens: 5 } } },
    expected: {
      reads: { text: 'start', code: 'provider_interrupted', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_interrupted', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'tells no usage',
    before: { provider: { noUsage: {} } },
    expected: {
      reads: { text: 'whole' },
      calls: [1, 0],
      ledger: [{ outcome: 'ok', billed: 'estimate' }],
      logs: [FINISHED],
    },
  },
  {
    part: 'provider',
    what: 'ends without [DONE]',
    before: { provider: { noDone: {} } },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'sends garbage after 5 tokens',
    before: { provider: { garbage: { afterTokens: 5 } } },
    expected: {
      reads: { text: 'start', code: 'provider_garbled', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_garbled', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'sends 10 MB in one chunk',
    before: { provider: { hugeChunk: {} } },
    expected: {
      reads: { text: 'none', code: 'provider_garbled', buttons: ['retry'] },
      calls: [1, 1],
      ledger: [{ outcome: 'provider_garbled', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'gives an empty answer',
    before: { provider: { empty: {} } },
    expected: {
      reads: { text: 'none', notices: ['empty'], buttons: ['retry'] },
      calls: [1, 0],
      ledger: [{ outcome: 'ok', billed: 'exact' }],
      logs: [FINISHED],
    },
  },
  {
    part: 'provider',
    what: 'sends its bytes one by one',
    before: { provider: { shred: {} } },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
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
  {
    part: 'provider',
    what: 'sends its tokens so slowly that the whole request’s time runs out (4 s here)',
    setup: 'short deadline',
    before: { provider: { slowTokens: { ms: 250 } } },
    expected: {
      reads: { text: 'start', code: 'deadline_exceeded', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'deadline_exceeded', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
];
