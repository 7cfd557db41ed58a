/**
 * Gives the choices of a stream what clients read them by, where a provider left it out or wrote it otherwise: an index, a delta, a
 * role at the beginning, a text that is one, OpenAI's reason for an end and none for an end that is none, a usage that is told once.
 * A frame that is right stays as it is, byte by byte. Pure.
 */
import { isRecord, type JsonRecord, parseJson } from '../json.ts';
import { type ChatChunk, type ChunkChoice, findDelta } from './chunk.ts';

export interface ChoiceRepair {
  /** `chunk` is what `data`, the frame's text, was parsed to. */
  repair(data: string, chunk: ChatChunk): string;
}

export function createChoiceRepair(): ChoiceRepair {
  /** Those that have begun. */
  const begun = new Set<number>();

  return {
    repair(data, { choices, usage }) {
      // Most frames go on with a choice, and are right: they are not parsed again.
      if (usage === undefined && choices.every(({ index, isOdd }) => begun.has(index) && isOdd !== true)) {
        return data;
      }
      const frame = parseJson(data);
      if (!isRecord(frame) || !Array.isArray(frame.choices)) return data;
      // It is told once, behind the end in a chunk of its own as OpenAI's is: some clients add up all that they see.
      const isCounted = usage !== undefined || isRecord(frame.usage);
      const given: JsonRecord[] = frame.choices.filter(isRecord);
      const written = given.map((raw, position) => {
        const choice = choices[position];
        if (choice === undefined) return raw;
        const begins = !begun.has(choice.index);
        begun.add(choice.index);
        return repaired(raw, choice, begins);
      });
      if (!isCounted && written.every((choice, at) => choice === given[at])) return data;
      const object = 'chat.completion.chunk';
      return JSON.stringify({
        ...frame,
        object,
        choices: written,
        ...(isCounted ? { usage: undefined } : {}),
      });
    },
  };
}

/** The same object where nothing is wrong. */
function repaired(
  raw: JsonRecord,
  { index, text, reasoning, finishReason }: ChunkChoice,
  begins: boolean,
): JsonRecord {
  const given = findDelta(raw);
  const isRoleMissing = given.role === '' || (begins && typeof given.role !== 'string');
  const hasDelta = isRecord(raw.delta);
  const isNoText = Array.isArray(given.content) || (!hasDelta && typeof raw.text === 'string');
  const isEndOdd = (raw.finish_reason ?? undefined) !== finishReason;
  if (raw.index === index && hasDelta && !isRoleMissing && !isNoText && !isEndOdd) return raw;
  const delta = {
    ...given,
    ...(isRoleMissing ? { role: 'assistant' } : {}),
    ...(isNoText ? { content: text, ...(reasoning === '' ? {} : { reasoning_content: reasoning }) } : {}),
  };
  return {
    ...raw,
    index,
    delta,
    message: undefined,
    text: undefined,
    ...(isEndOdd ? { finish_reason: finishReason ?? null } : {}),
  };
}
