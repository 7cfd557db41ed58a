/** Before the first token. Both models fail alike unless a row says otherwise; retries and the fallback happen only here. */
import type { Fault } from '../fault.ts';
import { DEFAULT_MODEL, FALLBACK_MODEL } from '../models.ts';
import { byFallback, FAILED, FINISHED, whole } from './provider-expected.ts';

const TOO_LARGE = {
  error: { type: 'tokens', code: 'rate_limit_exceeded', message: 'Request too large for gpt-4o-mini' },
};
const NO_CREDIT = { error: { message: 'Your credit balance is too low' } };
const UNKNOWN_MODEL = { error: { code: 'model_not_found' } };
const UNSUPPORTED = {
  error: {
    message: "Unsupported parameter: 'max_completion_tokens' is not supported with this model.",
    type: 'invalid_request_error',
    param: 'max_completion_tokens',
    code: 'unsupported_parameter',
  },
};
const UNFETCHED = {
  error: {
    message: 'Error while downloading the image.',
    type: 'invalid_request_error',
    param: 'url',
    code: 'invalid_image_url',
  },
};

export const PROVIDER_BEGIN_FAULTS: readonly Fault[] = [
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
    what: 'answers 429 because this one request is too large',
    before: { provider: { reject: { status: 429, body: TOO_LARGE } } },
    expected: {
      reads: { text: 'none', code: 'request_too_large' },
      calls: [1, 0],
      ledger: [{ outcome: 'request_too_large', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'answers 400 for want of credit for the first model',
    before: { provider: { reject: { status: 400, body: NO_CREDIT, model: DEFAULT_MODEL } } },
    expected: { ...byFallback, calls: [1, 1], logs: [FAILED, FINISHED] },
  },
  {
    part: 'provider',
    what: 'answers 503 for the first model, and does not know the fallback model',
    before: {
      provider: [
        { status: { status: 503, model: DEFAULT_MODEL } },
        { reject: { status: 404, body: UNKNOWN_MODEL, model: FALLBACK_MODEL } },
      ],
    },
    expected: {
      reads: { text: 'none', code: 'provider_unavailable', buttons: ['retry'] },
      calls: [2, 1],
      ledger: [{ outcome: 'provider_unavailable', billed: 'free' }],
      logs: [FAILED],
    },
  },
  {
    part: 'provider',
    what: 'refuses a field that Libra has added',
    before: {
      provider: { reject: { status: 400, body: UNSUPPORTED, when: { has: ['max_completion_tokens'] } } },
    },
    expected: { ...whole, calls: [2, 0], logs: ['provider.adapted', FINISHED] },
  },
  {
    part: 'provider',
    what: 'cannot fetch an image, and gets it as data',
    attaches: 'image',
    says: 'I was given 1 image, and cannot see.',
    before: { provider: { reject: { status: 400, body: UNFETCHED, when: { fetchesImages: true } } } },
    expected: { ...whole, calls: [2, 0], logs: ['provider.adapted', FINISHED] },
  },
];
