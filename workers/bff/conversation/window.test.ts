import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RememberedMessage } from './message-row.ts';
import { selectWindow } from './window.ts';

const said = (role: 'user' | 'assistant', content: string, tokens: number): RememberedMessage => ({
  message: { role, content },
  tokens,
});
const called = (...ids: string[]): RememberedMessage => ({
  message: {
    role: 'assistant',
    content: null,
    tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'look', arguments: '{}' } })),
  },
  tokens: 5,
});
const result = (id: string): RememberedMessage => ({
  message: { role: 'tool', tool_call_id: id, content: 'found' },
  tokens: 5,
});
const texts = (window: RememberedMessage[]) => window.map(({ message }) => message.content);
const roles = (window: RememberedMessage[]) => window.map(({ message }) => message.role);

/** Newest first. */
const talk = [
  said('assistant', 'a2', 10),
  said('user', 'q2', 5),
  said('assistant', 'a1', 20),
  said('user', 'q1', 5),
];

describe('the window', () => {
  it('is the whole conversation, oldest first, when it fits', () => {
    expect(texts(selectWindow(talk, 40))).toEqual(['q1', 'a1', 'q2', 'a2']);
  });

  it('never begins with an answer whose question is gone', () => {
    expect(texts(selectWindow(talk, 39))).toEqual(['q2', 'a2']);
    expect(selectWindow(talk, 9)).toEqual([]);
  });

  it('keeps the end of an answer that is too long by itself, so that it can be continued', () => {
    const answer = said('assistant', `${'가나다라 '.repeat(200)}여기까지`, 600);
    const [question, rest] = selectWindow([answer, said('user', 'q', 20), ...talk], 100);
    expect(question?.message.content).toBe('q');
    expect(rest).toMatchObject({ message: { role: 'assistant' }, tokens: 80 });
    expect(rest?.message.content).toMatch(/^….*여기까지$/);
    expect(rest?.message.content?.length).toBeLessThan(1_000 / 6);
  });

  it('cuts no character in two', () => {
    for (let length = 100; length < 104; length += 1) {
      const answer = said('assistant', '👋'.repeat(length), 3 * length);
      const [, rest] = selectWindow([answer, said('user', 'q', 1)], 60);
      expect(rest?.message.content).toMatch(/^…(👋)+$/u);
    }
  });

  it('keeps a tool call, its results and the text after them together with the question', () => {
    const turn = [
      said('assistant', 'a', 5),
      result('2'),
      result('1'),
      called('1', '2'),
      said('user', 'q', 5),
    ];
    expect(roles(selectWindow(turn, 25))).toEqual(['user', 'assistant', 'tool', 'tool', 'assistant']);
    expect(roles(selectWindow([said('user', 'next', 5), ...turn], 24))).toEqual(['user']);
  });

  it('leaves the tool calls of the newest turn out when only question and answer fit', () => {
    const turn = [said('assistant', 'a', 5), result('1'), called('1'), said('user', 'q', 5)];
    expect(texts(selectWindow(turn, 19))).toEqual(['q', 'a']);
  });

  it('drops a tool call without its result, and a result without its call', () => {
    const turn = [said('assistant', 'a', 5), result('9'), called('1'), result('8'), said('user', 'q', 5)];
    expect(texts(selectWindow(turn, 100))).toEqual(['q', 'a']);
  });

  it('holds an unbroken run of the newest turns within the budget, for any history', () => {
    const message = fc.record({
      message: fc.record({
        role: fc.constantFrom('user' as const, 'assistant' as const),
        content: fc.string(),
      }),
      tokens: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(message), fc.nat(500), (newestFirst, budget) => {
        const window = selectWindow(newestFirst, budget);
        expect(window.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(budget);
        const newest = newestFirst.slice(0, window.length).reverse();
        const isShortened = !newest.every((each, index) => each === window[index]);
        if (isShortened) expect(window).toHaveLength(2);
        expect(window[0]?.message.role ?? 'user').toBe('user');
      }),
    );
  });

  it('holds no more than four bytes a token, whatever the estimate said', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\v'.repeat(900), '\t '.repeat(500), `${'a'.repeat(300)}${'ᎠᎡ'.repeat(300)}`),
    );
    const turns = fc.array(fc.tuple(text, text), { maxLength: 6 });
    fc.assert(
      fc.property(turns, fc.nat(500), (asked, budget) => {
        const newestFirst = asked.flatMap(([question, answer]) => [
          said('assistant', answer, 1),
          said('user', question, 1),
        ]);
        const bytes = texts(selectWindow(newestFirst, budget)).join('');
        expect(Buffer.byteLength(bytes)).toBeLessThanOrEqual(4 * budget);
      }),
    );
  });

  it('gives every tool call its result and every result its call, for any history', () => {
    const id = fc.constantFrom('1', '2');
    const message = fc.oneof(
      fc.constant(said('user', 'q', 1)),
      fc.constant(said('assistant', 'a', 1)),
      fc.uniqueArray(id, { minLength: 1 }).map((ids) => called(...ids)),
      id.map(result),
    );
    fc.assert(
      fc.property(fc.array(message), fc.nat(60), (newestFirst, budget) => {
        let open: string[] = [];
        for (const { message: each } of selectWindow(newestFirst, budget)) {
          if (each.role === 'tool') {
            expect(open).toContain(each.tool_call_id);
            open = open.filter((called) => called !== each.tool_call_id);
            continue;
          }
          expect(open).toEqual([]);
          open = each.role === 'assistant' ? (each.tool_calls ?? []).map(({ id: called }) => called) : [];
        }
        expect(open).toEqual([]);
      }),
    );
  });
});
