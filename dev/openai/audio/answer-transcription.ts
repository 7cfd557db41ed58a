/** Answers `POST /v1/audio/transcriptions` and `/v1/audio/translations`: checks, decodes, splits at silences, transcribes. */
import { HEARING_RATE, type SpeechEngines } from '../../speech/engines.ts';
import { type Segment, splitAtSilence } from '../../speech/segments.ts';
import { alterBody } from '../altered-body.ts';
import { type ApiError, invalidRequest } from '../api-error.ts';
import { sendBody, sendJsonBody } from '../body-answer.ts';
import type { Exchange } from '../exchange.ts';
import { errorEvent, streamEvents } from '../piece-answer.ts';
import { playScript } from '../script.ts';
import { splitIntoTokens } from '../tokens.ts';
import { engineError } from './engine-error.ts';
import type { KnownRecordings } from './known-recordings.ts';
import {
  type Transcript,
  type TranscriptSegment,
  toSrt,
  toText,
  toVerbose,
  toVtt,
  usageBySeconds,
  usageByTokens,
} from './transcript.ts';
import {
  checkLength,
  parseTranscriptionRequest,
  type TranscriptionRequest,
  type TranscriptionTask,
} from './transcription-request.ts';
import type { Upload } from './upload.ts';

export interface TranscriptionDeps {
  engines: SpeechEngines;
  recordings: KnownRecordings;
}

const SETTING = 'WHISPER_BASE_URL';

/** A sound that is ready to be transcribed. `transcribe` throws when the engine fails in the middle. */
interface Listening {
  language: string;
  durationSec: number;
  segments: readonly Segment[];
  transcribe(segment: Segment): Promise<TranscriptSegment>;
}

export async function answerTranscription(
  upload: Upload | null,
  task: TranscriptionTask,
  exchange: Exchange,
  deps: TranscriptionDeps,
): Promise<void> {
  const verdict = parseTranscriptionRequest(upload, task);
  if (!verdict.ok) return sendJsonBody(exchange, verdict.error);
  const { request } = verdict;
  if (exchange.faults.script !== undefined && request.stream)
    return playScript(exchange.faults.script, exchange);
  const listening = await listen(request, deps);
  if ('body' in listening) return sendJsonBody(exchange, listening);
  if (request.stream) return streamEvents(exchange, eventsOf(request, listening));
  const segments: TranscriptSegment[] = [];
  try {
    for (const segment of listening.segments) segments.push(await listening.transcribe(segment));
  } catch (error) {
    return sendJsonBody(
      exchange,
      engineError({ ok: false, kind: 'unavailable', why: String(error) }, SETTING),
    );
  }
  await sendTranscript(request, { ...listening, segments }, exchange);
}

async function listen(
  { model, file, language, task }: TranscriptionRequest,
  { engines, recordings }: TranscriptionDeps,
): Promise<Listening | ApiError> {
  const known = recordings.find(file);
  if (known === null && language !== null && language !== 'en') return unknownLanguage(language);
  const decoded = await engines.decode(file);
  if (!decoded.ok) return engineError(decoded, SETTING);
  const samples = decoded.value;
  const durationSec = samples.length / HEARING_RATE;
  const refusal = checkLength(model, durationSec);
  if (refusal !== null) return refusal;
  if (known !== null && task === 'transcribe') return recite(known, samples, durationSec);
  const engine = await engines.prepareTranscription();
  if (!engine.ok) return engineError(engine, SETTING);
  return {
    language: 'english',
    durationSec,
    segments: splitAtSilence(samples, HEARING_RATE),
    async transcribe({ start, end, samples: part }) {
      const heard = await engine.value(part);
      if (!heard.ok) throw new Error(heard.why);
      return { start, end, ...heard.value };
    },
  };
}

/** A known recording is one segment. */
function recite(text: string, samples: Float32Array, durationSec: number): Listening {
  return {
    language: 'korean',
    durationSec,
    segments: [{ start: 0, end: durationSec, samples }],
    transcribe: async () => ({ start: 0, end: durationSec, text, avgLogprob: 0 }),
  };
}

function unknownLanguage(language: string): ApiError {
  return invalidRequest(
    `The offline engine (Moonshine tiny) understands English only, not '${language}'. Set ${SETTING} to use a server that does.`,
    'language',
    'unsupported_language',
  );
}

async function sendTranscript(
  request: TranscriptionRequest,
  transcript: Transcript,
  exchange: Exchange,
): Promise<void> {
  const plain = (body: string) =>
    sendBody(exchange, {
      body: exchange.faults.empty === undefined ? body : '',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  const json = (body: Record<string, unknown>) =>
    sendBody(exchange, {
      body: JSON.stringify(alterBody({ ...body, usage: usageOf(request, transcript) }, exchange.faults)),
    });
  switch (request.format) {
    case 'text':
      return plain(`${toText(transcript)}\n`);
    case 'srt':
      return plain(toSrt(transcript));
    case 'vtt':
      return plain(toVtt(transcript));
    case 'json':
      return json({ text: toText(transcript) });
    case 'verbose_json':
      return json(toVerbose(transcript, request));
  }
}

/** Each segment's words as soon as they are known. */
async function* eventsOf(request: TranscriptionRequest, listening: Listening) {
  const segments: TranscriptSegment[] = [];
  try {
    for (const segment of listening.segments) {
      const heard = await listening.transcribe(segment);
      const text = segments.length === 0 ? heard.text : ` ${heard.text}`;
      segments.push(heard);
      for (const delta of splitIntoTokens(text)) yield { type: 'transcript.text.delta', delta };
    }
  } catch {
    yield errorEvent();
    return;
  }
  const transcript = { ...listening, segments };
  yield { type: 'transcript.text.done', text: toText(transcript), usage: usageOf(request, transcript) };
}

function usageOf({ model, prompt }: TranscriptionRequest, transcript: Transcript): object {
  return model.isWhisper ? usageBySeconds(transcript) : usageByTokens(transcript, prompt);
}
