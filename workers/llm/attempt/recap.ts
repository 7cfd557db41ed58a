/**
 * Some end a stream with the whole answer once more, in a completion of its own (MiniMax): its end and its count are news, what it
 * says is not. Source: https://github.com/ENTERPILOT/GoModel/pull/1068. Pure, but for what it remembers.
 */
import { type ChatChunk, parseFrame } from '../../../shared/chat/chunk.ts';
import { isRecord, parseJson, recordsIn } from '../../../shared/json.ts';

interface Frame {
  data: string;
  chunk: ChatChunk;
}

export type RecapFilter = (frame: Frame) => Frame;

export function createRecapFilter(): RecapFilter {
  let hasSaid = false;
  return (frame) => {
    const { choices } = frame.chunk;
    const recap = hasSaid && choices.some(({ isOdd }) => isOdd) ? withoutMessages(frame.data) : null;
    hasSaid ||= choices.some(
      ({ text, refusal, toolCalls }) => text !== '' || refusal !== '' || toolCalls.length > 0,
    );
    return recap ?? frame;
  };
}

/** Null for a piece of an answer. */
function withoutMessages(written: string): Frame | null {
  const value = parseJson(written);
  if (!isRecord(value) || value.object !== 'chat.completion') return null;
  const choices = recordsIn(value.choices).map(({ message: _, ...choice }) => ({ delta: {}, ...choice }));
  const data = JSON.stringify({ ...value, choices });
  const frame = parseFrame(data);
  return frame.kind === 'chunk' ? { data, chunk: frame.chunk } : null;
}
