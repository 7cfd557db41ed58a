/** How providers stream the same tool calls: the deltas of one answer, frame by frame. For tests. Pure. */

export interface WrittenCall {
  name: string;
  /** JSON text. */
  args: string;
}

/** One `delta.tool_calls`. */
type Frame = Record<string, unknown>[];
/** `split` cuts the text of one call's arguments; its pieces together are the text. */
export type Dialect = (calls: readonly WrittenCall[], split: (args: string) => string[]) => Frame[];

const idOf = (position: number) => `call_${position}`;

/** A head without arguments, and then its pieces. */
function inPieces(fields: (position: number, isHead: boolean) => Record<string, unknown>): Dialect {
  return (calls, split) =>
    calls.flatMap(({ name, args }, position) => [
      [{ ...fields(position, true), function: { name, arguments: '' } }],
      ...split(args).map((piece) => [{ ...fields(position, false), function: { arguments: piece } }]),
    ]);
}

/** First all heads, then a piece of each call in every frame. `fields`: by which a piece is known. */
function inTurns(fields: (position: number) => Record<string, unknown>): Dialect {
  return (calls, split) => {
    const heads = calls.map(({ name }, at) => [
      { ...fields(at), id: idOf(at), function: { name, arguments: '' } },
    ]);
    const pieces = calls.map(({ args }) => split(args));
    const longest = Math.max(0, ...pieces.map(({ length }) => length));
    const turns = Array.from({ length: longest }, (_, turn) =>
      pieces.flatMap((own, at) =>
        turn < own.length ? [{ ...fields(at), function: { arguments: own[turn] } }] : [],
      ),
    );
    return [...heads, ...turns];
  };
}

/** Each call in a frame of its own, with all its arguments. */
function whole(fields: (position: number) => Record<string, unknown>): Dialect {
  return (calls) =>
    calls.map(({ name, args }, position) => [{ ...fields(position), function: { name, arguments: args } }]);
}

export const DIALECTS: Readonly<Record<string, Dialect>> = {
  'as OpenAI does': inPieces((index, isHead) =>
    isHead ? { index, id: idOf(index), type: 'function' } : { index },
  ),
  'with the pieces of all calls in turns': inTurns((index) => ({ index })),
  'with the pieces of all calls in turns, by their ids alone': inTurns((position) => ({
    id: idOf(position),
  })),
  'all in one frame': (calls) => [
    calls.map(({ name, args }, index) => ({ index, id: idOf(index), function: { name, arguments: args } })),
  ],
  'without index': whole((position) => ({ id: idOf(position) })),
  'without index, in pieces': inPieces((position, isHead) => (isHead ? { id: idOf(position) } : {})),
  'with the index 0 for every call': whole((position) => ({ index: 0, id: idOf(position) })),
  'with the index 0 for every call, in pieces': inPieces((position, isHead) =>
    isHead ? { index: 0, id: idOf(position) } : { index: 0 },
  ),
  'counted from 1': inPieces((position, isHead) => ({
    index: position + 1,
    ...(isHead ? { id: idOf(position) } : {}),
  })),
  'with the id on every piece': inPieces((position) => ({ index: position, id: idOf(position) })),
  'with the id on every piece and no index': inPieces((position) => ({ id: idOf(position) })),
  'with an empty id on every further piece': inPieces((position, isHead) => ({
    index: position,
    id: isHead ? idOf(position) : '',
  })),
  'with each head under the index of the call before it': inPieces((position, isHead) =>
    isHead ? { index: Math.max(0, position - 1), id: idOf(position) } : { index: position },
  ),
  'with one id for every call': whole((index) => ({ index, id: 'call' })),
  'with one id for every call, in pieces': inPieces((index, isHead) =>
    isHead ? { index, id: 'call' } : { index },
  ),
  'with empty ids and no index': whole(() => ({ id: '' })),
  'with neither id nor index, in pieces': inPieces(() => ({})),
  'with the arguments as objects': (calls) =>
    calls.map(({ name, args }, index) => [
      { index, id: idOf(index), function: { name, arguments: JSON.parse(args) } },
    ]),
};

/** Ways to cut a text, the awkward ones among them. */
export const SPLITS: Readonly<Record<string, (text: string) => string[]>> = {
  whole: (text) => [text],
  'in code units': (text) => text.split(''),
  'in thirds': (text) => {
    const size = Math.max(1, Math.ceil(text.length / 3));
    return Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
      text.slice(at * size, (at + 1) * size),
    );
  },
  'in surrogate pairs, escapes and after braces': (text) => text.split(/(?<=[\ud800-\udbff\\u}{:])/),
  'with empty pieces': (text) => ['', text.slice(0, 1), '', text.slice(1), ''],
};

/** The same value in other spellings of JSON. */
export const SPELLINGS: Readonly<Record<string, (value: unknown) => string>> = {
  plain: (value) => JSON.stringify(value),
  indented: (value) => JSON.stringify(value, null, 2),
  'in ASCII': (value) =>
    JSON.stringify(value).replaceAll(
      /[^\x20-\x7e]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
};
