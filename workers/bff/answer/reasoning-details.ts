/**
 * A model's thoughts as OpenRouter streams them: signed, encrypted or plain, to be given back as they came with the calls that
 * they led to. Gemini behind it refuses a call that comes back without. Pure, but for what it remembers.
 */
import { isRecord, type JsonRecord, parseJson, recordsIn } from '../../../shared/json.ts';
import { MAX_ANSWER_CHARS } from '../../../shared/limits.ts';

export interface ReasoningDetails {
  /** The data of one frame. */
  take(data: string): void;
  /** Of the first choice; undefined for none. */
  details(): JsonRecord[] | undefined;
}

const TEXTS = ['text', 'summary', 'data'];

export function createReasoningDetails(): ReasoningDetails {
  const details: JsonRecord[] = [];
  let chars = 0;

  function add(piece: JsonRecord): void {
    chars += TEXTS.reduce((sum, field) => sum + lengthOf(piece[field]), 1);
    if (chars > MAX_ANSWER_CHARS) return;
    const known = details.findLast(({ type, index }) => type === piece.type && index === piece.index);
    // What is encrypted comes whole, one piece a call.
    if (known === undefined || typeof piece.data === 'string') {
      details.push({ ...piece });
      return;
    }
    for (const [field, value] of Object.entries(piece)) {
      if (TEXTS.includes(field) && typeof value === 'string') known[field] = `${known[field] ?? ''}${value}`;
      else known[field] = value ?? known[field];
    }
  }

  return {
    take(data) {
      if (!data.includes('"reasoning_details"')) return;
      for (const choice of recordsIn(asRecord(parseJson(data)).choices)) {
        if ((choice.index ?? 0) === 0) recordsIn(asRecord(choice.delta).reasoning_details).forEach(add);
      }
    },
    details: () => (details.length === 0 ? undefined : details),
  };
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

function asRecord(value: unknown): JsonRecord {
  return isRecord(value) ? value : {};
}
