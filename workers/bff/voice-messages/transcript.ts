/** What a provider has heard, as it says it: JSON of any of OpenAI's forms. Pure. */
import type { Transcript, TranscriptSegment } from '../../../shared/contract/voice-messages.ts';
import { isList, isRecord } from '../../../shared/json.ts';
import { dropHidden } from '../../../shared/text/hidden.ts';

export type Heard = Omit<Transcript, 'is_cached'>;

/** Three hours of fast speech. */
const MAX_TEXT_CHARS = 400_000;
const MAX_SEGMENTS = 5_000;

/** Null for what is no transcript. Segments that are none are left out, and so are times that run backwards. */
export function readTranscript(answer: unknown): Heard | null {
  if (!isRecord(answer) || typeof answer.text !== 'string') return null;
  const text = clean(answer.text).slice(0, MAX_TEXT_CHARS).toWellFormed();
  const usage = isRecord(answer.usage) ? answer.usage : {};
  const list = isList(answer.segments) ? answer.segments.slice(0, MAX_SEGMENTS) : [];
  return {
    text,
    segments: readSegments(list),
    duration_sec: readSeconds(answer.duration) ?? readSeconds(usage.seconds),
  };
}

function readSegments(list: readonly unknown[]): TranscriptSegment[] {
  const segments: TranscriptSegment[] = [];
  for (const value of list) {
    if (!isRecord(value) || typeof value.text !== 'string') continue;
    const text = clean(value.text);
    const start = readSeconds(value.start);
    const end = readSeconds(value.end);
    if (text === '' || start === null || end === null || end < start) continue;
    if (start < (segments.at(-1)?.start ?? 0)) continue;
    segments.push({ start, end, text });
  }
  return segments;
}

/** On one line: what is heard has no lines of its own. */
function clean(text: string): string {
  return dropHidden(text.toWellFormed()).replaceAll(/\s+/g, ' ').trim();
}

/** A day: nothing longer is a recording in a message. */
const MAX_SECONDS = 86_400;

/** Also from a text, as `verbose_json` of Whisper's has it. */
function readSeconds(value: unknown): number | null {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  const isTime = typeof seconds === 'number' && seconds >= 0 && seconds <= MAX_SECONDS;
  return isTime ? seconds : null;
}
