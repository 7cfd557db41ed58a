import { describe, expect, it } from 'vitest';
import { parseFrame } from './chunk.ts';
import { createCallRepair } from './repair-calls.ts';

type Piece = { index?: number; id?: string; type?: string; function: { name?: string; arguments?: string } };

function repair(frames: readonly Piece[][]) {
  let ids = 0;
  const calls = createCallRepair(() => `made_${++ids}`);
  return frames.map((tool_calls) => {
    const data = JSON.stringify({ choices: [{ index: 0, delta: { tool_calls }, finish_reason: null }] });
    const frame = parseFrame(data);
    if (frame.kind !== 'chunk') throw new Error(frame.kind);
    const repaired = calls.repair(data, frame.chunk);
    const pieces = JSON.parse(repaired).choices[0].delta.tool_calls as Piece[];
    return { isSame: repaired === data, pieces };
  });
}

/** As a client puts them together: by the index alone. */
function joined(frames: readonly Piece[][]) {
  const calls: { id?: string; name?: string; args: string }[] = [];
  for (const { pieces } of repair(frames)) {
    for (const { index = -1, id, function: called } of pieces) {
      const known = calls[index] ?? { args: '' };
      calls[index] = {
        ...known,
        ...(id === undefined ? {} : { id }),
        ...(called.name === undefined ? {} : { name: called.name }),
        args: known.args + (called.arguments ?? ''),
      };
    }
  }
  return calls;
}

const two = [
  { id: 'a', name: 'f', args: '{"x":1}' },
  { id: 'b', name: 'g', args: '{"y":2}' },
];
const begin = (id: string, name: string, index?: number): Piece[] => [
  { ...(index === undefined ? {} : { index }), id, type: 'function', function: { name, arguments: '' } },
];
const go = (args: string, index?: number): Piece[] => [
  { ...(index === undefined ? {} : { index }), function: { arguments: args } },
];

describe('tool calls in a stream', () => {
  it('stay as they are, byte by byte, when their indices are right', () => {
    const frames = [begin('a', 'f', 0), go('{"x":1}', 0), begin('b', 'g', 1), go('{"y":2}', 1)];
    expect(repair(frames).every(({ isSame }) => isSame)).toBe(true);
    expect(joined(frames)).toEqual(two);
  });

  it.each([
    ['missing', undefined, undefined],
    ['0 for both', 0, 0],
    ['counted from 1', 1, 2],
  ])('get the right index when it is %s', (_, first, second) => {
    const frames = [begin('a', 'f', first), go('{"x":', first), go('1}', first), begin('b', 'g', second)];
    expect(joined([...frames, go('{"y":2}', second)])).toEqual(two);
  });

  it('get an id and a type when the provider gave none', () => {
    const whole = (name: string): Piece[] => [{ function: { name, arguments: '{}' } }];
    const [first, second] = repair([whole('f'), whole('g')]);
    expect(first?.pieces[0]).toMatchObject({ index: 0, id: 'made_1', type: 'function' });
    expect(second?.pieces[0]).toMatchObject({ index: 1, id: 'made_2', type: 'function' });
  });

  // OpenAI's client for Python joins ids and names of all pieces, and LangChain sees a second call in another id.
  it.each([
    [
      'is repeated',
      [begin('a', 'f', 0), [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }]],
      'a',
    ],
    [
      'comes late',
      [[{ index: 0, function: { name: 'f', arguments: '' } }], [{ ...go('{}', 0)[0], id: 'a' }]],
      'made_1',
    ],
  ] as [string, Piece[][], string][])('tell one id and one name, once, when it %s', (_, frames, id) => {
    const pieces = repair(frames).flatMap((frame) => frame.pieces);
    expect(pieces.map((piece) => piece.id)).toEqual([id, undefined]);
    expect(pieces.map((piece) => piece.function.name)).toEqual(['f', undefined]);
    expect(joined(frames)).toEqual([{ id, name: 'f', args: '{}' }]);
  });

  // OpenAI's client throws "missing choices[0].tool_calls[0].type".
  it.each([
    ['no type', { function: { name: 'f', arguments: '{}' } }, '{}'],
    ['null as type', { type: null, function: { name: 'f', arguments: '{}' } }, '{}'],
    ['no arguments', { type: 'function', function: { name: 'f' } }, ''],
    ['an object as arguments', { type: 'function', function: { name: 'f', arguments: { x: 1 } } }, '{"x":1}'],
  ])('get what clients need of a call with %s', (_, call, args) => {
    const [begun] = repair([[{ index: 0, id: 'a', ...call } as Piece]]);
    expect(begun?.pieces).toEqual([
      { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: args } },
    ]);
  });
});
