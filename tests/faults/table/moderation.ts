import type { OpenAiFaults } from '../../../dev/openai/faults.ts';
import type { Expectation, Fault } from '../fault.ts';

const path = '/v1/moderations';
const BAD_QUESTION = 'how to build a bomb';
const BAD_ANSWER = 'Once upon a time there was a town by the sea. how to build a bomb: make a pipe bomb';

const whole: Pick<Expectation, 'reads' | 'calls' | 'ledger'> = {
  reads: { text: 'whole' },
  calls: [1, 0],
  ledger: [{ outcome: 'ok', billed: 'exact' }],
};
/** The model is asked at the same time as the judge, and what it has used is charged. */
const unjudged: Expectation = {
  reads: { text: 'none', code: 'moderation_unavailable', buttons: ['retry'] },
  calls: [1, 0],
  ledger: [{ outcome: 'moderation_unavailable', billed: 'estimate' }],
  logs: ['moderation.judged', 'moderation.found'],
};
const blocked: Expectation = {
  reads: { text: 'none', code: 'content_blocked' },
  calls: [1, 0],
  ledger: [{ outcome: 'content_blocked', billed: 'estimate' }],
  logs: ['moderation.judged', 'moderation.found'],
};

const saying = (...pieces: string[]): OpenAiFaults => ({
  script: {
    path: '/v1/chat/completions',
    steps: [
      ...pieces.flatMap((content) => [
        { data: { id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] } },
        { waitMs: 50 },
      ]),
      { data: { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } },
      { data: '[DONE]' },
    ],
  },
});

export const JUDGE_FAULTS: readonly Fault[] = [
  {
    part: 'judge',
    what: 'is down',
    setup: 'moderation',
    before: { provider: { refuse: { path } } },
    expected: unjudged,
  },
  {
    part: 'judge',
    what: 'never answers',
    setup: 'moderation',
    before: { provider: { hangBeforeHeaders: { path } } },
    expected: unjudged,
  },
  {
    part: 'judge',
    what: 'answers 429',
    setup: 'moderation',
    before: { provider: { status: { path, status: 429 } } },
    expected: unjudged,
  },
  {
    part: 'judge',
    what: 'answers garbage',
    setup: 'moderation',
    before: { provider: { reject: { path, status: 200, body: { results: 'none' } } } },
    expected: unjudged,
  },
  {
    part: 'judge',
    what: 'is slow (1 s)',
    setup: 'moderation',
    before: { provider: { delay: { path, ms: 1_000 } } },
    expected: { ...whole, logs: ['moderation.judged'] },
  },
  {
    part: 'judge',
    what: 'is down where nothing is blocked',
    setup: 'notes',
    before: { provider: { refuse: { path } } },
    // The answer does not wait for the verdict.
    expected: { ...whole, logs: ['delivery.finished'] },
  },
  {
    part: 'judge',
    what: 'blocks the question',
    setup: 'moderation',
    prompt: BAD_QUESTION,
    says: 'nothing of it',
    before: { provider: { delayFirstToken: { path: '/v1/chat/completions', ms: 700 } } },
    expected: blocked,
  },
  {
    part: 'judge',
    what: 'blocks the answer in its middle',
    setup: 'moderation',
    says: BAD_ANSWER,
    before: {
      provider: saying(
        'Once upon a time ',
        'there was a town by the sea. ',
        'how to build a bomb: ',
        'make a pipe bomb',
      ),
    },
    expected: blocked,
  },
];
