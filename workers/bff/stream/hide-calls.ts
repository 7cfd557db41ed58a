/**
 * Takes the tool calls out of a model's frames, and the finish behind them: Libra runs those of its own tools, and the
 * client gets its own ones in frames of Libra's. Everything else passes as it came.
 */
import { isRecord, type JsonRecord, parseJson } from '../../../shared/json.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import { relayRewritten } from './relay-rewritten.ts';

export interface CallHider {
  /** The frame's data without its calls; null when nothing is left of it. */
  hide(data: string): string | null;
}

/** Of one model call. */
export function createCallHider(): CallHider {
  let hasCalls = false;

  /** True when something of the choice was taken away. */
  function strip(choice: JsonRecord): boolean {
    const { delta, finish_reason: reason } = choice;
    const calls = isRecord(delta) ? delta.tool_calls : undefined;
    const isCall = Array.isArray(calls) && calls.length > 0;
    hasCalls ||= isCall;
    if (isCall && isRecord(delta)) delete delta.tool_calls;
    const isFinish = hasCalls && typeof reason === 'string';
    if (isFinish) choice.finish_reason = null;
    return isCall || isFinish;
  }

  return {
    hide(data) {
      // Most frames are text alone.
      if (!hasCalls && !data.includes('"tool_calls"')) return data;
      const frame = parseJson(data);
      if (!isRecord(frame) || !Array.isArray(frame.choices)) return data;
      const choices: JsonRecord[] = frame.choices.filter(isRecord);
      const stripped = choices.filter(strip);
      if (stripped.length === 0) return data;
      const isEmpty = choices.every(saysNothing) && !isRecord(frame.usage) && !isRecord(frame.libra);
      return isEmpty ? null : JSON.stringify(frame);
    },
  };
}

function saysNothing({ delta, finish_reason: reason }: JsonRecord): boolean {
  const said = isRecord(delta) ? Object.entries(delta) : [];
  return typeof reason !== 'string' && said.every(([name, value]) => name === 'role' || !value);
}

/** Writes the frames of a model call, without its calls. Rejects when either side breaks. */
export function relayWithoutCalls(
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const hider = createCallHider();
  return relayRewritten(body, writable, (batch) =>
    batch
      .map(hider.hide)
      .filter((data) => data !== null)
      .map(encodeData)
      .join(''),
  );
}
