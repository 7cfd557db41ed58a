/** A model that calls a tool that writes: what is proposed, what is done, and what goes wrong between the two. */
import type { OpenAiFaults } from '../../../dev/openai/faults.ts';
import type { ActionReading, Expectation, Fault, LedgerRow } from '../fault.ts';
import { COUNT, DONE, part, STOP, TEXT } from './provider-script.ts';

const ok: LedgerRow = { outcome: 'ok', billed: 'exact' };

/** The first request is answered by a call of `poll`, what follows by text. */
const polling = (args: object): OpenAiFaults[] => {
  const call = { index: 0, id: 'a', function: { name: 'poll', arguments: JSON.stringify(args) } };
  const called = { choices: [{ index: 0, delta: { tool_calls: [call] }, finish_reason: null }] };
  const ended = { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] };
  return [
    { script: { steps: [{ data: called }, { data: ended }, COUNT, DONE], count: 1 } },
    { script: { steps: [part(TEXT), STOP, COUNT, DONE] } },
  ];
};
const LUNCH = { question: 'Lunch?', answers: ['Rice', 'Soup'] };

const whole = (action: ActionReading | null, ...logs: string[]): Expectation => ({
  reads: { text: 'whole', ...(action === null ? {} : { action }) },
  calls: [2, 0],
  ledger: [ok, ok],
  logs: ['delivery.finished', 'tool.finished', ...logs],
});

export const ACTION_FAULTS: readonly Fault[] = [
  {
    part: 'provider',
    what: 'calls a tool that writes',
    before: { provider: polling(LUNCH) },
    expected: whole('waits for a press', 'action.proposed'),
  },
  {
    part: 'provider',
    what: 'calls a tool that writes, with what Discord would not take',
    before: { provider: polling({ question: 'Lunch?', answers: ['Rice', 'rice'] }) },
    expected: whole(null),
  },
  {
    part: 'provider',
    what: 'calls a tool that writes, and answers 500 afterwards',
    before: {
      provider: [...polling(LUNCH).slice(0, 1), { status: { status: 500, when: { tellsResult: true } } }],
    },
    // Of an answer that fails nothing is proposed.
    expected: {
      reads: { text: 'none', code: 'provider_unavailable', buttons: ['retry'] },
      calls: [3, 2],
      ledger: [ok, { outcome: 'provider_unavailable', billed: 'free' }],
      logs: ['tool.finished', 'provider.failed'],
    },
  },
  {
    part: 'discord',
    what: 'cuts the connection after posting what an answer proposes',
    before: { provider: polling(LUNCH), discord: { cutNextFollowUp: 1 } },
    expected: whole('waits for a press'),
  },
  {
    part: 'discord',
    what: 'answers 500 twice to an approved poll',
    before: { provider: polling(LUNCH) },
    steps: [
      'until an action is proposed',
      { set: { discord: { failNext: { count: 2, status: 500 } } } },
      'approve it',
    ],
    expected: whole('was done', 'action.carried_out'),
  },
  {
    part: 'discord',
    what: 'cuts the connection after posting an approved poll',
    before: { provider: polling(LUNCH) },
    steps: ['until an action is proposed', { set: { discord: { cutNextFollowUp: 1 } } }, 'approve it'],
    expected: whole('is not known to be done', 'action.carried_out'),
  },
  {
    part: 'own',
    what: 'all Workers restart while an action waits, which is then approved',
    before: { provider: polling(LUNCH) },
    steps: ['until an action is proposed', 'restart the Workers', 'approve it'],
    expected: whole('was done', 'action.carried_out'),
  },
  {
    part: 'own',
    what: 'the isolate of a delivery dies while an action waits, and its alarm is fired twice',
    before: { provider: polling(LUNCH) },
    steps: ['until an action is proposed', 'kill the delivery', 'fire the alarm twice'],
    expected: whole('waits for a press', 'action.proposed'),
  },
];
