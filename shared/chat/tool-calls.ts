/**
 * Which call each piece of a tool call belongs to. Pure.
 *
 * Providers leave the index out, send 0 for every call or count from 1; repeat the id or leave it out. So the calls stand in
 * the order of their beginning, and a piece belongs to the one whose id or index it repeats, a new id with a name begins
 * another, and anything else belongs to the last. Source: https://github.com/apache/maka/issues/1995
 */
import type { ToolCallDelta } from './chunk.ts';

export interface TrackedCall {
  /** In the order of beginning, from 0. */
  position: number;
  /** The provider's own id, or one that was made because the first piece had none: it stays, whatever comes later. */
  id: string;
}

export interface CallTracker {
  /** `begins`: the piece is the first of its call. `repeatsName`: its name has been told. */
  place(delta: ToolCallDelta): { call: TrackedCall; begins: boolean; repeatsName: boolean };
}

interface OpenCall extends TrackedCall {
  /** As the provider counts, which may mean nothing. */
  index: number | undefined;
  /** Empty when the provider gave none. */
  givenId: string;
  /** Empty until a piece has told it. */
  name: string;
  /** True when the arguments so far may be all of them. */
  looksWhole: boolean;
}

/** `createCallId` names a call that the provider has left nameless. */
export function createCallTracker(createCallId: () => string = randomCallId): CallTracker {
  const calls: OpenCall[] = [];
  return {
    place(delta) {
      const known = findCall(calls, delta);
      const call = known ?? begin(delta, calls, createCallId);
      if (known === undefined) calls.push(call);
      else if (delta.id !== undefined) call.givenId ||= delta.id;
      const repeatsName = call.name !== '' && call.name === delta.name;
      call.name ||= delta.name ?? '';
      const added = delta.arguments.trimEnd();
      if (added !== '') call.looksWhole = added.endsWith('}');
      return { call, begins: known === undefined, repeatsName };
    },
  };
}

function begin(
  { index, id }: ToolCallDelta,
  calls: readonly OpenCall[],
  createCallId: () => string,
): OpenCall {
  const isOwn = id !== undefined && calls.every((call) => call.id !== id);
  return {
    position: calls.length,
    index,
    givenId: id ?? '',
    id: isOwn ? id : createCallId(),
    name: '',
    looksWhole: false,
  };
}

function findCall(calls: readonly OpenCall[], delta: ToolCallDelta): OpenCall | undefined {
  const { id, name, index } = delta;
  if (id !== undefined) {
    const sameId = calls.findLast(({ givenId }) => givenId === id);
    // Some give one id to every call: then a name under another index begins one.
    const isElsewhere = index !== undefined && sameId?.index !== undefined && sameId.index !== index;
    const isAnother = name !== undefined && isElsewhere && sameId.looksWhole;
    if (sameId !== undefined && !isAnother) return sameId;
    if (name !== undefined) return undefined;
  }
  const sameIndex = index === undefined ? undefined : calls.findLast(({ index: known }) => known === index);
  if (sameIndex !== undefined) return beginsAnother(sameIndex, delta) ? undefined : sameIndex;
  const last = calls.at(-1);
  // A name where one is complete already: calls that come whole, one after the other, without id or index.
  if (name !== undefined && last !== undefined && last.name !== '' && last.looksWhole) return undefined;
  return index !== undefined && (name !== undefined || id !== undefined) ? undefined : last;
}

/** Gemini's come whole and without an id, each under 0. No arguments go on with an object behind an object. */
function beginsAnother(call: OpenCall, { name, arguments: args }: ToolCallDelta): boolean {
  return name !== undefined && call.name !== '' && call.looksWhole && args.trimStart().startsWith('{');
}

function randomCallId(): string {
  return `call_${crypto.randomUUID().replaceAll('-', '')}`;
}
