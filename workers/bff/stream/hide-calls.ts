/**
 * Takes the tool calls out of a model's frames, and the finish behind them: Libra runs those of its own tools, and the
 * client gets its own ones in frames of Libra's. Everything else passes as it came.
 */
import { OWN_COMMENT } from '../../../shared/chat/relay.ts';
import { isRecord, type JsonRecord, parseJson } from '../../../shared/json.ts';
import { decodeSseBatches } from '../../../shared/sse/decode.ts';
import { encodeComment, encodeData } from '../../../shared/sse/encode.ts';

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
export async function relayWithoutCalls(
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const hider = createCallHider();
  const writer = writable.getWriter();
  const gone = new AbortController();
  const write = (text: string) => writer.write(encoder.encode(text));
  try {
    const batches = decodeSseBatches(body, {
      signal: gone.signal,
      onComment(text) {
        // A client that has gone is noticed when something is written, and a heartbeat may be all there is.
        if (!text.startsWith(OWN_COMMENT)) write(encodeComment(text)).catch((error) => gone.abort(error));
      },
    });
    for await (const batch of batches) {
      const left = batch.map(hider.hide).filter((data) => data !== null);
      if (left.length > 0) await write(left.map(encodeData).join(''));
    }
  } finally {
    writer.releaseLock();
  }
}

const encoder = new TextEncoder();
