/**
 * Gives the pieces of tool calls in a stream the index, id and type that clients put them together by, and arguments that are a
 * text, where a provider left them out or wrong; an id and a name stand once, since some clients join those of all pieces.
 * A frame that is right, or has no tool call, stays as it is, byte by byte. Pure.
 */
import { isRecord, type JsonRecord, parseJson } from '../json.ts';
import type { ChatChunk, ChunkChoice, ToolCallDelta } from './chunk.ts';
import { type CallTracker, createCallTracker } from './tool-calls.ts';

export interface CallRepair {
  /** `chunk` is what `data`, the frame's text, was parsed to. */
  repair(data: string, chunk: ChatChunk): string;
}

export function createCallRepair(createCallId?: () => string): CallRepair {
  const trackers = new Map<number, CallTracker>();

  /** The pieces of one choice as they ought to stand, and whether they are placed so. */
  function place({ index: choice, toolCalls }: ChunkChoice): { pieces: Piece[]; isRight: boolean } {
    const tracker = trackers.get(choice) ?? createCallTracker(createCallId);
    trackers.set(choice, tracker);
    let isRight = true;
    const pieces = toolCalls.map((delta): Piece => {
      const { call, begins, repeatsName } = tracker.place(delta);
      const hasId = delta.id !== undefined;
      if (delta.index !== call.position || begins !== hasId || repeatsName) isRight = false;
      return { delta, index: call.position, repeatsName, ...(begins ? { id: call.id } : {}) };
    });
    return { pieces, isRight };
  }

  return {
    repair(data, chunk) {
      let frame: JsonRecord | undefined;
      let isChanged = false;
      for (const [position, choice] of chunk.choices.entries()) {
        if (choice.toolCalls.length === 0) continue;
        const { pieces, isRight } = place(choice);
        // Of a piece that goes on with a call nothing else is needed.
        if (isRight && pieces.every(({ id }) => id === undefined)) continue;
        frame ??= parseObject(data);
        if (frame !== undefined && write(frame, position, pieces)) isChanged = true;
      }
      return isChanged ? JSON.stringify(frame) : data;
    },
  };
}

interface Piece {
  delta: ToolCallDelta;
  index: number;
  repeatsName: boolean;
  /** Of the first piece of a call. */
  id?: string;
}

function parseObject(data: string): JsonRecord | undefined {
  const value = parseJson(data);
  return isRecord(value) ? value : undefined;
}

/** True: something had to be changed. */
function write(frame: JsonRecord, position: number, pieces: readonly Piece[]): boolean {
  const choices: unknown[] = Array.isArray(frame.choices) ? frame.choices.filter(isRecord) : [];
  const choice = choices[position];
  const delta = isRecord(choice) ? choice.delta : undefined;
  if (!isRecord(delta) || !Array.isArray(delta.tool_calls)) return false;
  const given: JsonRecord[] = delta.tool_calls.filter(isRecord);
  const written = given.map((call, at) => {
    const piece = pieces[at];
    return piece === undefined ? call : repaired(call, piece);
  });
  if (written.every((call, at) => call === given[at])) return false;
  delta.tool_calls = written;
  return true;
}

/** The same object where nothing is wrong. */
function repaired(call: JsonRecord, { index, id, delta, repeatsName }: Piece): JsonRecord {
  const kind = delta.isCustom === true ? 'custom' : 'function';
  const said = delta.isCustom === true ? 'input' : 'arguments';
  const called = isRecord(call[kind]) ? call[kind] : {};
  if (id === undefined) {
    const { id: _, ...rest } = call;
    const { name: __, ...unnamed } = called;
    return { ...rest, index, ...(repeatsName ? { [kind]: unnamed } : {}) };
  }
  const isTyped = typeof call.type === 'string' && call.type !== '';
  if (call.index === index && call.id === id && isTyped && typeof called[said] === 'string') return call;
  const type = isTyped ? call.type : kind;
  return { ...call, index, id, type, [kind]: { ...called, [said]: delta.arguments } };
}
