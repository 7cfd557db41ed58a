import type { Expectation, Fault } from '../fault.ts';

const PATH = '/v1/audio/transcriptions';
/** Nobody is asked about a recording that is not heard. */
const unheard: Omit<Expectation, 'reads' | 'logs'> = { calls: [0, 0], ledger: [] };

/** A recording that comes with a question. */
export const VOICE_FAULTS: readonly Fault[] = [
  {
    part: 'provider',
    what: 'answers 503 to a recording',
    attaches: 'recording',
    before: { provider: { status: { status: 503, path: PATH } } },
    expected: {
      ...unheard,
      reads: { text: 'none', code: 'provider_unavailable', buttons: ['retry'] },
      logs: ['recording.heard', 'provider.failed'],
    },
  },
  {
    part: 'provider',
    what: 'answers a recording with a page',
    attaches: 'recording',
    before: {
      provider: { reject: { status: 200, body: '<html></html>', contentType: 'text/html', path: PATH } },
    },
    expected: {
      ...unheard,
      reads: { text: 'none', code: 'provider_garbled', buttons: ['retry'] },
      logs: ['recording.heard'],
    },
  },
  {
    part: 'redis',
    what: 'is down when a recording is to be heard',
    attaches: 'recording',
    before: { redis: { down: true } },
    expected: {
      reads: { text: 'whole' },
      calls: [1, 0],
      ledger: [{ outcome: 'ok', billed: 'exact' }],
      logs: ['transcript.unread', 'recording.heard', 'transcript.unkept', 'guard.degraded'],
    },
  },
  {
    part: 'discord',
    what: 'does not serve a recording',
    attaches: 'recording',
    before: { discord: { cdn: { status: 503 } } },
    expected: {
      ...unheard,
      reads: { text: 'none', code: 'attachment_unreachable', buttons: ['retry'] },
      logs: ['recording.heard'],
    },
  },
];
