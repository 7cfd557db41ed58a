import type { Expectation, Fault } from '../fault.ts';

const whole: Expectation = {
  reads: { text: 'whole' },
  calls: [1, 0],
  ledger: [{ outcome: 'ok', billed: 'exact' }],
  logs: ['delivery.finished'],
};
/** Of the webhook: nothing can be shown any more, and hammering on would get the address banned. */
const unreachable: Expectation = {
  reads: { text: 'thinking' },
  calls: [1, 0],
  ledger: [{ outcome: 'ok', billed: 'exact' }],
  logs: ['delivery.finished'],
  discordRequests: 1,
};
/** The model is not asked without the file. */
const undownloaded: Expectation = {
  reads: { text: 'none', code: 'attachment_unreachable', buttons: ['retry'] },
  calls: [0, 0],
  ledger: [],
  logs: ['delivery.finished'],
};
const MANY = 1_000;
/** Three messages. */
const LONG = 'Write a long text of 5000 characters';
/** More than its messages hold. */
const VERY_LONG = 'Write a long text of 15000 characters';

export const DISCORD_FAULTS: readonly Fault[] = [
  {
    part: 'discord',
    what: 'does not know the webhook for 600 ms after the deferral (404)',
    before: { discord: { unknownWebhookMs: 600 } },
    expected: whole,
  },
  {
    part: 'discord',
    what: 'answers 429 twice',
    before: { discord: { rateLimitNext: { count: 2, retryAfterSec: 0.3 } } },
    expected: whole,
  },
  {
    part: 'discord',
    what: 'answers 429 twice, for the limit over all routes',
    before: { discord: { rateLimitNext: { count: 2, retryAfterSec: 0.3, global: true } } },
    expected: whole,
  },
  {
    part: 'discord',
    what: 'answers 429 three times without a word of when to try again',
    before: { discord: { rateLimitNext: { count: 3, retryAfterSec: 0, bare: true } } },
    expected: whole,
  },
  {
    part: 'discord',
    what: 'answers 500 twice',
    before: { discord: { failNext: { count: 2, status: 500 } } },
    expected: whole,
  },
  {
    part: 'discord',
    what: 'answers 502 twice',
    before: { discord: { failNext: { count: 2, status: 502 } } },
    expected: whole,
  },
  {
    part: 'discord',
    what: 'answers 401',
    before: { discord: { failNext: { count: MANY, status: 401 } } },
    expected: unreachable,
  },
  {
    part: 'discord',
    what: 'answers 403',
    before: { discord: { failNext: { count: MANY, status: 403 } } },
    expected: unreachable,
  },
  {
    part: 'discord',
    what: 'takes 800 ms for each request',
    before: { discord: { delayMs: 800 } },
    expected: whole,
  },
  {
    part: 'discord',
    what: 'cuts the connection after carrying the edit out',
    before: { discord: { cutNext: 1 } },
    expected: whole,
  },
  {
    part: 'discord',
    what: 'takes an answer of several messages',
    prompt: LONG,
    expected: whole,
  },
  {
    part: 'discord',
    what: 'allows five follow-ups, as of a command that is used through a user install alone',
    prompt: VERY_LONG,
    before: { discord: { maxFollowUps: 5 } },
    // Five messages of text are as many as there ever are: what is beyond travels as a file.
    expected: { ...whole, reads: { text: 'file', notices: ['attached'] } },
  },
  {
    part: 'discord',
    what: 'cuts the connection after posting the second of several messages',
    prompt: LONG,
    before: { discord: { cutNextFollowUp: 1 } },
    // It may be there or not, and posting it again might double it: the whole text goes to the first one, as a file.
    expected: { ...whole, reads: { text: 'file', notices: ['attached'] } },
  },
  {
    part: 'discord',
    what: 'loses the second message while the answer grows: somebody has deleted it, then Stop is pressed',
    prompt: LONG,
    before: { provider: { stall: { afterTokens: 800, count: 1 } } },
    steps: ['until the second message', 'delete the last message', 'press Stop'],
    expected: {
      reads: { text: 'start', notices: ['deleted'], buttons: ['retry'] },
      calls: [1, 0],
      ledger: [{ outcome: 'client_gone', billed: 'estimate' }],
      logs: ['delivery.finished', 'provider.cancelled'],
    },
  },
  {
    part: 'discord',
    what: 'has let the token expire',
    before: { discord: { tokenLifeMs: 300 }, provider: { delayFirstToken: { ms: 600 } } },
    expected: unreachable,
  },
  {
    part: 'discord',
    what: 'blocks the text by AutoMod',
    before: { discord: { autoModText: '1' } },
    expected: { ...whole, reads: { text: 'none', notices: ['auto_mod'] } },
  },
  {
    part: 'discord',
    what: 'does not serve the file of a question (503)',
    attaches: 'text',
    before: { discord: { cdn: { status: 503 } } },
    expected: undownloaded,
  },
  {
    part: 'discord',
    what: 'leaves the download of the file of a question without an answer',
    attaches: 'text',
    before: { discord: { cdn: 'hang' } },
    expected: undownloaded,
  },
  {
    part: 'discord',
    what: 'gives out the file of a question by an address that has expired',
    attaches: 'text',
    before: { discord: { fileLinkLifeSec: 0 } },
    expected: { ...undownloaded, reads: { text: 'none', code: 'attachment_expired' } },
  },
];
