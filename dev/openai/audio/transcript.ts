/** A transcript in each format that OpenAI answers in. Pure. */
import { deflateRawSync } from 'node:zlib';
import { countTokens } from '../tokens.ts';

export interface TranscriptSegment {
  /** Seconds from the start. */
  start: number;
  end: number;
  text: string;
  avgLogprob: number;
}

export interface Transcript {
  /** In English, as Whisper names it: `english`. */
  language: string;
  durationSec: number;
  segments: readonly TranscriptSegment[];
}

export function toText({ segments }: Transcript): string {
  return segments.map(({ text }) => text).join(' ');
}

export function toSrt({ segments }: Transcript): string {
  return segments
    .map(
      ({ start, end, text }, index) =>
        `${index + 1}\n${stamp(start, ',')} --> ${stamp(end, ',')}\n${text}\n\n`,
    )
    .join('');
}

export function toVtt({ segments }: Transcript): string {
  const cues = segments.map(
    ({ start, end, text }) => `${stamp(start, '.')} --> ${stamp(end, '.')}\n${text}\n\n`,
  );
  return `WEBVTT\n\n${cues.join('')}`;
}

export function toVerbose(
  transcript: Transcript,
  options: { task: string; withWords: boolean; withSegments: boolean },
): Record<string, unknown> {
  const { language, durationSec, segments } = transcript;
  return {
    task: options.task,
    language,
    duration: round(durationSec),
    text: toText(transcript),
    ...(options.withWords ? { words: segments.flatMap(wordsOf) } : {}),
    ...(options.withSegments ? { segments: segments.map(describeSegment) } : {}),
  };
}

/** Whisper is billed by the second. */
export function usageBySeconds({ durationSec }: Transcript): object {
  return { type: 'duration', seconds: Math.ceil(durationSec) };
}

/** OpenAI counts ten tokens for a second of sound. */
const AUDIO_TOKENS_PER_SEC = 10;

export function usageByTokens(transcript: Transcript, prompt: string): object {
  const audio = Math.ceil(transcript.durationSec * AUDIO_TOKENS_PER_SEC);
  const text = countTokens(prompt);
  const output = countTokens(toText(transcript));
  return {
    type: 'tokens',
    input_tokens: audio + text,
    input_token_details: { text_tokens: text, audio_tokens: audio },
    output_tokens: output,
    total_tokens: audio + text + output,
  };
}

function describeSegment({ start, end, text, avgLogprob }: TranscriptSegment, id: number): object {
  return {
    id,
    seek: Math.round(start * 100),
    start: round(start),
    end: round(end),
    text: ` ${text}`,
    tokens: [],
    temperature: 0,
    avg_logprob: avgLogprob,
    compression_ratio: round(Buffer.byteLength(text) / deflateRawSync(text).length),
    no_speech_prob: 0,
  };
}

/** The engine gives no times of words: each gets its part of the segment by its length. */
function wordsOf({ start, end, text }: TranscriptSegment): object[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const letters = words.reduce((sum, { length }) => sum + length, 0);
  let passed = 0;
  return words.map((word) => {
    const from = start + ((end - start) * passed) / letters;
    passed += word.length;
    return { word, start: round(from), end: round(start + ((end - start) * passed) / letters) };
  });
}

/** `01:02:03,456` */
function stamp(seconds: number, point: ',' | '.'): string {
  const ms = Math.round(seconds * 1_000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const parts = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1_000) % 60].map(two);
  return `${parts.join(':')}${point}${String(ms % 1_000).padStart(3, '0')}`;
}

function round(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
