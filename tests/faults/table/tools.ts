/**
 * A model that calls tools, and what can go wrong with that. A tool that throws, or hangs to its deadline: rounds.test.ts and
 * workers/bff/tools/tool-faults.test.ts.
 */
import type { OpenAiFaults, ScriptStep } from '../../../dev/openai/faults.ts';
import type { Expectation, Fault, LedgerRow } from '../fault.ts';
import { COUNT, DONE, part, STOP, TEXT } from './provider-script.ts';

const RAN = 'tool.finished';
const ok: LedgerRow = { outcome: 'ok', billed: 'exact' };
const times = (count: number): LedgerRow[] => Array.from({ length: count }, () => ok);
/** After so many model calls. */
const wholeAfter = (calls: number, ...logs: string[]): Expectation => ({
  reads: { text: 'whole' },
  calls: [calls, 0],
  ledger: times(calls),
  logs: ['delivery.finished', ...logs],
});

interface Piece {
  index?: number;
  id?: string;
  function: { name?: string; arguments?: unknown };
}

const pieces = (...calls: Piece[]): ScriptStep => ({
  data: { choices: [{ index: 0, delta: { tool_calls: calls }, finish_reason: null }] },
});
const CALLED: ScriptStep = { data: { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] } };
const rolling = (dice: unknown, index = 0): Piece => ({
  index,
  id: `call_${index}`,
  function: { name: 'roll', arguments: JSON.stringify({ dice }) },
});

const CALCULATES: Piece = {
  index: 0,
  id: 'call_0',
  function: { name: 'calculator', arguments: '{"expression":"2 + 3"}' },
};

/** The first requests, `count` of them, are answered by calls. */
const calling = (count: number, ...steps: ScriptStep[]): OpenAiFaults => ({
  script: { steps: [...steps, CALLED, COUNT, DONE], count },
});
const answering: OpenAiFaults = { script: { steps: [part(TEXT), STOP, COUNT, DONE] } };
/** A question as it is asked first, without a result. */
const answeringAnew: OpenAiFaults = {
  script: { steps: [part(TEXT), STOP, COUNT, DONE], when: { tellsResult: false } },
};
const silent: OpenAiFaults = { hangAfterHeaders: { when: { tellsResult: true }, count: 1 } };

const ASKED: readonly [tool: string, args: object, part: 'page' | 'search' | 'channel', who: string][] = [
  ['fetch_page', { url: 'https://site.example/' }, 'page', 'a page'],
  ['web_search', { query: 'stars' }, 'search', 'the search engine'],
  ['read_channel', {}, 'channel', 'Discord, for the messages of the channel,'],
];

/** Each tool that asks somebody outside, broken in each way. That it failed is a result, and the model answers with it. */
const OUTSIDE_FAULTS: readonly Fault[] = ASKED.flatMap(([name, args, asked, who]): Fault[] => {
  const call = pieces({ index: 0, id: 'a', function: { name, arguments: JSON.stringify(args) } });
  const provider = [calling(1, call), answering];
  return [
    {
      part: 'tools',
      what: `fails: ${who} answers 500`,
      before: { provider, tools: { [asked]: 'fails' } },
      expected: wholeAfter(2, RAN),
    },
    {
      part: 'tools',
      what: `is garbage: ${who} answers nonsense`,
      before: { provider, tools: { [asked]: 'garbage' } },
      expected: wholeAfter(2, RAN),
    },
    {
      part: 'tools',
      what: `hangs: ${who} never answers, and Stop is pressed`,
      before: { provider, tools: { [asked]: 'hangs' } },
      steps: ['until the first text', 'press Stop'],
      expected: {
        reads: { text: 'none', notices: ['stopped'], buttons: ['retry'] },
        calls: [1, 0],
        ledger: [ok],
        logs: [RAN, 'delivery.finished'],
      },
    },
  ];
});

const failing = (name: string, args: object): OpenAiFaults =>
  calling(1, pieces({ index: 0, id: 'a', function: { name, arguments: JSON.stringify(args) } }));

/** Tools that ask nobody fail by what they are told. */
const OWN_FAULTS: readonly Fault[] = [
  {
    part: 'tools',
    what: 'fails: a sum that is none',
    before: { provider: [failing('calculator', { expression: '1 +' }), answering] },
    expected: wholeAfter(2, RAN),
  },
  {
    part: 'tools',
    what: 'fails: dice that are none',
    before: { provider: [failing('roll', { dice: '0d0' }), answering] },
    expected: wholeAfter(2, RAN),
  },
];

export const TOOL_FAULTS: readonly Fault[] = [
  ...OUTSIDE_FAULTS,
  ...OWN_FAULTS,
  {
    part: 'provider',
    what: 'calls a tool without index and id, its arguments as an object',
    before: {
      provider: [calling(1, pieces({ function: { name: 'roll', arguments: { dice: '1d6' } } })), answering],
    },
    expected: wholeAfter(2, RAN),
  },
  {
    part: 'provider',
    what: 'calls two tools in pieces that all have the index 0',
    before: {
      provider: [
        calling(
          1,
          pieces({ index: 0, id: 'a', function: { name: 'roll', arguments: '{"dice":' } }),
          pieces({ index: 0, function: { arguments: '"1d6"}' } }),
          pieces({ index: 0, id: 'b', function: { name: 'roll', arguments: '{"dice":"1d8"}' } }),
        ),
        answering,
      ],
    },
    expected: wholeAfter(2, RAN),
  },
  {
    part: 'provider',
    what: 'calls a tool that does not exist',
    before: {
      provider: [
        calling(1, pieces({ index: 0, id: 'a', function: { name: 'no such', arguments: '{}' } })),
        answering,
      ],
    },
    expected: wholeAfter(2),
  },
  {
    part: 'provider',
    what: 'calls a tool with arguments that break off',
    before: {
      provider: [
        calling(1, pieces({ index: 0, id: 'a', function: { name: 'roll', arguments: '{"di' } })),
        answering,
      ],
    },
    expected: wholeAfter(2),
  },
  {
    part: 'provider',
    what: 'calls a tool with arguments of another form',
    before: { provider: [calling(1, pieces(rolling(6))), answering] },
    expected: wholeAfter(2),
  },
  {
    part: 'provider',
    what: 'makes fifty calls at once',
    before: {
      provider: [
        calling(1, pieces(...Array.from({ length: 50 }, (_, index) => rolling(`1d${index + 2}`, index)))),
        answering,
      ],
    },
    expected: wholeAfter(2, RAN),
  },
  {
    part: 'provider',
    what: 'makes the same call twice',
    before: { provider: [calling(2, pieces(CALCULATES)), answering] },
    expected: wholeAfter(3, RAN),
  },
  {
    part: 'provider',
    what: 'makes the same call for ever, and never says a word',
    before: { provider: calling(1_000, pieces(CALCULATES)) },
    expected: {
      reads: { text: 'none', notices: ['empty'], buttons: ['retry'] },
      calls: [3, 0],
      ledger: times(3),
      logs: [RAN],
    },
  },
  {
    part: 'provider',
    what: 'answers 500 once a tool has run',
    before: {
      provider: [
        calling(1, pieces(rolling('1d6'))),
        { status: { status: 500, when: { tellsResult: true } } },
      ],
    },
    expected: {
      reads: { text: 'none', code: 'provider_unavailable', buttons: ['retry'] },
      calls: [3, 2],
      ledger: [ok, { outcome: 'provider_unavailable', billed: 'free' }],
      logs: [RAN, 'provider.failed'],
    },
  },
  {
    part: 'provider',
    what: 'is silent once a tool has run, and Stop is pressed under the line that says so',
    before: { provider: [calling(1, pieces(rolling('1d6'))), silent] },
    steps: ['until the first text', 'press Stop'],
    expected: {
      reads: { text: 'none', notices: ['stopped'], buttons: ['retry'] },
      calls: [2, 0],
      ledger: [ok, { outcome: 'client_gone', billed: 'estimate' }],
      logs: [RAN, 'delivery.finished'],
    },
  },
  {
    part: 'provider',
    what: 'has not answered yet once a tool has run, and all Workers restart',
    before: { provider: [calling(1, pieces(rolling('1d6'))), silent, answeringAnew] },
    // Silence is no reason yet to ask another model.
    setup: 'thinking model',
    steps: ['until the first text', 'restart the Workers', 'end the lease of the dead', 'fire the alarm'],
    // A tool that reads may run again.
    expected: {
      reads: { text: 'whole' },
      calls: [3, 0],
      ledger: [{ outcome: 'running', billed: 'estimate' }, { outcome: 'running', billed: 'estimate' }, ok],
      logs: ['delivery.resumed', 'delivery.finished'],
    },
  },
];
