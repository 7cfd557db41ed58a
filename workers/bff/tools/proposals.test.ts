import { describe, expect, it } from 'vitest';
import { parseFrame } from '../../../shared/chat/chunk.ts';
import type { ToolCall } from '../../../shared/chat/messages.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { createCallRunner, type RanTool } from './call-runner.ts';
import { poll } from './poll.ts';
import { remind } from './remind.ts';
import { roll } from './roll.ts';
import type { Tool } from './tool.ts';

let ran = 0;
const foreign: Tool = {
  name: 'write_page',
  description: 'Writes a page.',
  parameters: { type: 'object', properties: { text: { type: 'string' } } },
  kind: 'writes',
  by: 'bff',
  server: 'Wiki',
  run: async () => {
    ran += 1;
    return { ok: true, content: 'written' };
  },
};

const reading: Tool = {
  name: 'look',
  description: 'Reads what others wrote.',
  parameters: { type: 'object', properties: {} },
  kind: 'reads',
  run: async () => ({ ok: true, content: 'CALL remind' }),
};

async function play(
  calls: [name: string, args: object][],
  timeZone: string | null = null,
  before: string[] = [],
  more: { isHidden?: true } = {},
) {
  const outcomes: RanTool[] = [];
  const runner = createCallRunner({
    tools: [poll, remind, foreign, reading, roll],
    context: { now: () => 0, randomInt: () => 0, locale: 'en', timeZone, caller: null, fetch, ...more },
    signal: new AbortController().signal,
    clock: platformClock,
    leftMs: () => 60_000,
    onRan: (each) => outcomes.push(each),
  });
  const made = calls.map(
    // Some providers give every call the same id.
    ([name, args]): ToolCall => ({
      id: 'call',
      type: 'function',
      function: { name, arguments: JSON.stringify(args) },
    }),
  );
  for (const name of before) {
    const args = name === 'roll' ? '{"dice":"1d6"}' : '{}';
    await runner.run([{ id: 'b', type: 'function', function: { name, arguments: args } }], () => undefined);
  }
  const results = await runner.run(made, () => undefined);
  return { results, outcomes, ...runner.used() };
}

const LUNCH = { question: ' Lunch?\u200b ', answers: ['Rice', 'Soup'] };

describe('a call of a tool that writes', () => {
  it('needs a press whatever it is, once the model has read text of others', async () => {
    const own: [string, object][] = [['remind', { text: 'tea', in_minutes: 5 }]];
    for (const before of [[], ['roll']]) {
      const { proposed, results } = await play(own, null, before);
      expect(proposed[0]).not.toHaveProperty('after_reading');
      expect(results[0]).toContain('is set once your answer is shown');
    }
    const { proposed, results } = await play(own, null, ['look']);
    expect(proposed[0]).toMatchObject({ tool: 'remind', after_reading: true });
    expect(results[0]).toContain('NOT done');
  });

  it('is not told to be done, where others would see what was asked privately', async () => {
    const own: [string, object][] = [['remind', { text: 'tea', in_minutes: 5 }]];
    const { results } = await play(own, null, [], { isHidden: true });
    expect(results[0]).toContain('NOT done');
  });

  it('runs nothing: it is proposed with the arguments that the person will see', async () => {
    const { results, outcomes, proposed, names } = await play([
      ['poll', LUNCH],
      ['write_page', { text: 'a' }],
    ]);
    expect(proposed).toEqual([
      {
        id: '1',
        tool: 'poll',
        by: 'bot',
        args: { question: 'Lunch?', answers: ['Rice', 'Soup'], duration_hours: 24, multiple: false },
      },
      { id: '2', tool: 'write_page', by: 'bff', args: { text: 'a' }, server: 'Wiki' },
    ]);
    expect([ran, names]).toEqual([0, []]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['proposed', 'proposed']);
    for (const result of results) expect(result).toMatch(/^Proposed, and NOT done/);
  });

  it.each([
    ['poll', { question: 'Lunch?', answers: ['Rice', 'rice'] }, 'Two answers are the same'],
    ['write_page', { text: 'x'.repeat(1_500) }, 'Shorten them'],
    ['remind', { text: 'tea' }, 'Give either'],
  ])('is not proposed, and the model hears why: %s %j', async (name, args, why) => {
    const { results, proposed } = await play([[name, args]]);
    expect([proposed, results[0]?.includes(why)]).toEqual([[], true]);
  });

  it('is one of three at most', async () => {
    const calls = ['1', '2', '3', '4'].map((text): [string, object] => ['write_page', { text }]);
    const { results, proposed } = await play(calls);
    expect([proposed.length, results[3]?.includes('at most 3')]).toEqual([3, true]);
  });

  it('tells the model whether a reminder will be set, waits for a press, or for a time zone', async () => {
    const { results } = await play([
      ['remind', { text: 'tea', in_minutes: 5 }],
      ['remind', { text: '@everyone tea', in_minutes: 5 }],
      ['remind', { text: 'tea', at: '15:00' }],
    ]);
    expect(results.map((result) => result.split(/[:,]/)[0])).toEqual(['Noted', 'Proposed', 'Not set yet']);
    const { proposed } = await play([['remind', { text: 'tea', at: '15:00' }]], 'Asia/Seoul');
    expect(proposed[0]?.args).toEqual({ text: 'tea', at: 6 * 3_600 });
  });
});

it('is read from a chunk only where it has the right form', () => {
  const whole = { id: '1', tool: 'poll', by: 'bot', args: {} };
  const proposed = [whole, { ...whole, by: 'model' }, { ...whole, args: 'x' }, { ...whole, id: 1 }, null];
  const frame = parseFrame(JSON.stringify({ choices: [], libra: { proposed } }));
  expect(frame.kind === 'chunk' ? frame.chunk.libra?.proposed : null).toEqual([whole]);
});
