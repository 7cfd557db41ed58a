/**
 * Gives the pieces of tool calls in a stream the index, id and type that clients put them together by, where a provider
 * left them out or wrong. A frame that is right, or has no tool call, stays as it is, byte by byte. Pure.
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

  /** The pieces of one choice as they ought to stand; null when they already do. */
  function place({ index: choice, toolCalls }: ChunkChoice): Piece[] | null {
    const tracker = trackers.get(choice) ?? createCallTracker(createCallId);
    trackers.set(choice, tracker);
    let isRight = true;
    const pieces = toolCalls.map((delta): Piece => {
      const { call, begins } = tracker.place(delta);
      if (delta.index !== call.position || (begins && delta.id === undefined)) isRight = false;
      return { delta, index: call.position, ...(begins ? { id: call.id } : {}) };
    });
    return isRight ? null : pieces;
  }

  return {
    repair(data, chunk) {
      let frame: JsonRecord | undefined;
      for (const [position, choice] of chunk.choices.entries()) {
        if (choice.toolCalls.length === 0) continue;
        const pieces = place(choice);
        if (pieces === null) continue;
        frame ??= parseObject(data);
        if (frame !== undefined) write(frame, position, pieces);
      }
      return frame === undefined ? data : JSON.stringify(frame);
    },
  };
}

interface Piece {
  delta: ToolCallDelta;
  index: number;
  /** Of the first piece of a call. */
  id?: string;
}

function parseObject(data: string): JsonRecord | undefined {
  const value = parseJson(data);
  return isRecord(value) ? value : undefined;
}

function write(frame: JsonRecord, position: number, pieces: readonly Piece[]): void {
  const choices: unknown[] = Array.isArray(frame.choices) ? frame.choices.filter(isRecord) : [];
  const choice = choices[position];
  const delta = isRecord(choice) ? choice.delta : undefined;
  if (!isRecord(delta) || !Array.isArray(delta.tool_calls)) return;
  const given: JsonRecord[] = delta.tool_calls.filter(isRecord);
  delta.tool_calls = given.map((call, at) => {
    const piece = pieces[at];
    if (piece === undefined) return call;
    const { index, id, delta: read } = piece;
    if (id === undefined) return { ...call, index };
    return { type: read.isCustom === true ? 'custom' : 'function', ...call, index, id };
  });
}
