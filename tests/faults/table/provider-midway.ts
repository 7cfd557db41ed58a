/** From the first token on: there is one provider and no way back. */
import type { Fault } from '../fault.ts';
import { FAILED, FINISHED, interrupted, uncounted, whole } from './provider-expected.ts';

const LOOP = 'Hello! How can I help you today? ';

export const PROVIDER_MIDWAY_FAULTS: readonly Fault[] = [
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
    what: 'closes the connection in the middle of a frame',
    before: { provider: { closeMidFrame: { afterTokens: 5 } } },
    expected: interrupted,
  },
  {
    part: 'provider',
    what: 'ends its response in the middle of a frame, as if it were complete',
    before: { provider: { closeMidFrame: { afterTokens: 5, clean: true } } },
    expected: interrupted,
  },
  {
    part: 'provider',
    what: 'closes the connection in the middle of a character',
    before: { provider: { closeMidCharacter: { afterTokens: 5 } } },
    expected: interrupted,
  },
  {
    part: 'provider',
    what: 'sends an error chunk after 5 tokens',
    before: { provider: { errorChunk: { afterTokens: 5 } } },
    expected: interrupted,
  },
  {
    part: 'provider',
    what: 'tells no usage',
    before: { provider: { noUsage: {} } },
    expected: { ...uncounted, calls: [1, 0], logs: [FINISHED] },
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
  {
    part: 'provider',
    what: 'takes its time between tokens',
    before: { provider: { slowTokens: { ms: 20 } } },
    expected: { ...whole, calls: [1, 0], logs: [FINISHED] },
  },
  {
    part: 'provider',
    what: 'repeats itself without an end',
    says: LOOP.repeat(4_000),
    before: { provider: { loop: { text: LOOP }, ignoreBound: {} } },
    expected: {
      reads: { text: 'start', code: 'provider_repetitive', buttons: ['retry', 'continue'] },
      calls: [1, 0],
      ledger: [{ outcome: 'provider_repetitive', billed: 'estimate' }],
      logs: [FAILED],
    },
  },
];
