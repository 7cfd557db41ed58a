/**
 * Tool calls as providers stream them, from their frames to the tool that runs: what was asked for runs with these arguments,
 * and nothing else does. The cases are data: `cases/calls.jsonl` in every dialect, cut in every way, and `cases/wrong.jsonl`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAssembler } from '../../../shared/chat/assemble.ts';
import { parseFrame } from '../../../shared/chat/chunk.ts';
import { readCall, type ToolCall } from '../../../shared/chat/messages.ts';
import { createCallRepair } from '../../../shared/chat/repair-calls.ts';
import type { JsonRecord } from '../../../shared/json.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import { createCallRunner, MAX_CALLS } from './call-runner.ts';
import { DIALECTS, SPELLINGS, SPLITS, type WrittenCall } from './cases/dialects.ts';
import { roll } from './roll.ts';
import type { Tool } from './tool.ts';

type Args = [name: string, args: JsonRecord];

function readLines<Row>(file: string): Row[] {
  const text = readFileSync(join(import.meta.dirname, 'cases', file), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}

const SCHEMAS = readLines<{ name: string; properties: JsonRecord; required: string[] }>('tools.jsonl');
const CALLS =
  readLines<[kind: string, language: string, ask: string, offered: string[], calls: Args[]]>('calls.jsonl');
const WRONG = readLines<[what: string, name: string, args: string, why: string]>('wrong.jsonl');

const everyTool = SCHEMAS.map(({ name }) => name);

/** Those of these names; what has run is told to `ran`. */
function toolsOf(names: readonly string[], ran: Args[]): Tool[] {
  return SCHEMAS.filter(({ name }) => names.includes(name)).map(({ name, properties, required }) => ({
    name,
    description: name,
    parameters: { type: 'object', properties, required, additionalProperties: false },
    kind: 'reads',
    async run(args) {
      ran.push([name, args]);
      return { ok: true, content: 'done' };
    },
  }));
}

function runnerOf(names: readonly string[]) {
  const ran: Args[] = [];
  const runner = createCallRunner({
    tools: toolsOf(names, ran),
    context: { now: Date.now, randomInt: () => 0, locale: 'en', timeZone: null, caller: null, fetch },
    signal: new AbortController().signal,
    clock: platformClock,
    leftMs: () => 60_000,
    onRan: () => undefined,
  });
  return {
    ran,
    run: (calls: readonly ToolCall[]) => runner.run(calls, () => undefined),
    isOver: runner.isOver,
  };
}

/** As they arrive, once from the provider's own frames and once from those that clients get. */
function assemble(deltas: readonly JsonRecord[]): ToolCall[][] {
  const own = createAssembler();
  const repaired = createAssembler();
  const repair = createCallRepair();
  for (const delta of deltas) {
    const data = JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason: null }] });
    const frame = parseFrame(data);
    if (frame.kind !== 'chunk') throw new Error(frame.kind);
    own.add(frame.chunk);
    const again = parseFrame(repair.repair(data, frame.chunk));
    if (again.kind === 'chunk') repaired.add(again.chunk);
  }
  return [own, repaired].map(({ answer }) => answer.choices[0]?.toolCalls ?? []);
}

const called = CALLS.filter(([kind]) => kind !== 'irrelevance');

it('has cases of every kind in both languages', () => {
  const counted = Map.groupBy(CALLS, ([kind, language]) => `${kind} ${language}`);
  expect(counted.size).toBe(8);
  expect([...counted.values()].every(({ length }) => length >= 5)).toBe(true);
  expect(called.length * Object.keys(DIALECTS).length + WRONG.length).toBeGreaterThan(200);
});

describe.each(Object.entries(DIALECTS))('calls that a provider streams %s', (_, dialect) => {
  it.each(called)('run as they were meant: %s, %s: %s', async (_kind, _language, _ask, offered, meant) => {
    for (const spell of Object.values(SPELLINGS)) {
      const written: WrittenCall[] = meant.map(([name, args]) => ({ name, args: spell(args) }));
      for (const split of Object.values(SPLITS)) {
        const frames = dialect(written, split).map((calls) => ({ tool_calls: calls }));
        for (const calls of assemble(frames)) {
          expect(calls.map((call) => readCall(call).name)).toEqual(meant.map(([name]) => name));
          expect(new Set(calls.map(({ id }) => id)).size).toBe(meant.length);
          const { ran, run } = runnerOf(offered);
          const results = await run(calls);
          expect(ran).toEqual(meant);
          expect(results.every((result) => result.includes('status="ok"'))).toBe(true);
        }
      }
    }
  });
});

describe('an answer that calls nothing', () => {
  it.each(CALLS.filter(([kind]) => kind === 'irrelevance'))(
    'runs nothing, whatever it says: %s, %s: %s',
    (_kind, _language, ask) => {
      for (const split of Object.values(SPLITS)) {
        const said = split(ask).map((content) => ({ content, tool_calls: [] }));
        for (const calls of assemble(said)) expect(calls).toEqual([]);
      }
    },
  );
});

describe('a call that is wrong', () => {
  it.each(WRONG)('is told why and does not run: %s', async (_what, name, args, why) => {
    const text = args === '@deep' ? `{"city":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_001)}` : args;
    const { ran, run } = runnerOf(everyTool);
    const [result] = await run([{ id: 'x', type: 'function', function: { name, arguments: text } }]);
    expect(ran).toEqual([]);
    expect(result).toMatch(new RegExp(why));
  });

  it('leaves the right ones beside it', async () => {
    const { ran, run } = runnerOf(everyTool);
    const call = (id: string, name: string, args: object): ToolCall => ({
      id,
      type: 'function',
      function: { name, arguments: JSON.stringify(args) },
    });
    const results = await run([
      call('a', 'weather', { city: 1 }),
      call('b', 'weather', { city: '서울' }),
      call('c', 'nothing', {}),
    ]);
    expect(ran).toEqual([['weather', { city: '서울' }]]);
    expect(results.map((result) => result.includes('status="ok"'))).toEqual([false, true, false]);
  });

  it('is one of fifty: eight run, and the others are told so', async () => {
    const { ran, run, isOver } = runnerOf(everyTool);
    const calls = Array.from(
      { length: 50 },
      (_, index): ToolCall => ({
        id: `c${index}`,
        type: 'function',
        function: { name: 'weather', arguments: JSON.stringify({ city: `도시 ${index}` }) },
      }),
    );
    const results = await run(calls);
    expect([ran.length, results.length, isOver()]).toEqual([MAX_CALLS, 50, true]);
    expect(results.filter((result) => result.startsWith('Not run'))).toHaveLength(50 - MAX_CALLS);
  });

  it('is the same again, in another order and spelling: it runs once, and no round follows', async () => {
    const { ran, run, isOver } = runnerOf(everyTool);
    const write = (args: string): ToolCall => ({
      id: 'x',
      type: 'function',
      function: { name: 'convert_money', arguments: args },
    });
    await run([write('{"amount":1,"from":"USD","to":"KRW"}')]);
    expect(isOver()).toBe(false);
    const [again] = await run([write('{ "to": "\\u004bRW", "from": "USD", "amount": 1.0 }')]);
    expect([ran.length, isOver()]).toEqual([1, true]);
    expect(again).toContain('made before');
  });

  it('is the same again, of dice: both are thrown', async () => {
    const thrown = [3, 5];
    const runner = createCallRunner({
      tools: [roll],
      context: {
        now: Date.now,
        randomInt: () => (thrown.shift() ?? 0) - 1,
        locale: 'en',
        timeZone: null,
        caller: null,
        fetch,
      },
      signal: new AbortController().signal,
      clock: platformClock,
      leftMs: () => 60_000,
      onRan: () => undefined,
    });
    const call = (id: string): ToolCall => ({
      id,
      type: 'function',
      function: { name: 'roll', arguments: '{"dice":"1d6"}' },
    });
    const results = await runner.run([call('a'), call('b')], () => undefined);
    expect(results.map((result) => /1d6 \(\d\)/.exec(result)?.[0])).toEqual(['1d6 (3)', '1d6 (5)']);
    expect(runner.isOver()).toBe(false);
  });
});
