/** A request for a transcript, checked as OpenAI checks it. Pure. Source: https://platform.openai.com/docs/api-reference/audio */
import { isRecord } from '../../../shared/json.ts';
import { type ApiError, apiError, invalidRequest } from '../api-error.ts';
import { checkChoice, checkUnknownFields, missingParameter, readModel } from '../field-checks.ts';
import { findTranscriptionModel, type TranscriptionModel } from '../models.ts';
import type { Upload } from './upload.ts';

export type TranscriptionTask = 'transcribe' | 'translate';

export interface TranscriptionRequest {
  task: TranscriptionTask;
  model: TranscriptionModel;
  file: Uint8Array;
  /** ISO 639-1; null: not said. */
  language: string | null;
  prompt: string;
  format: TranscriptFormat;
  stream: boolean;
  withWords: boolean;
  withSegments: boolean;
}

export type TranscriptFormat = 'json' | 'text' | 'srt' | 'vtt' | 'verbose_json';

export type TranscriptionVerdict =
  | { ok: true; request: TranscriptionRequest }
  | { ok: false; error: ApiError };

export const MAX_UPLOAD_BYTES = 26_214_400;

const FORMATS: readonly TranscriptFormat[] = ['json', 'text', 'srt', 'verbose_json', 'vtt'];
const NEW_MODEL_FORMATS: readonly TranscriptFormat[] = ['json', 'text'];

const FILE_ENDS = new Set('flac m4a mp3 mp4 mpeg mpga oga ogg wav webm'.split(' '));

const KNOWN_FIELDS: Record<TranscriptionTask, ReadonlySet<string>> = {
  transcribe: new Set(
    'file model language prompt response_format temperature stream timestamp_granularities include chunking_strategy'.split(
      ' ',
    ),
  ),
  translate: new Set('file model prompt response_format temperature'.split(' ')),
};

/** `upload` null: the body was no form. */
export function parseTranscriptionRequest(
  upload: Upload | null,
  task: TranscriptionTask,
): TranscriptionVerdict {
  if (upload === null) return refuse(invalidRequest('Could not parse multipart form'));
  const { fields, file } = upload;
  const unknown = checkUnknownFields(fields, KNOWN_FIELDS[task]);
  if (unknown !== null) return refuse(unknown);
  if (file === null) return refuse(missingParameter('file'));
  const end = endOf(fields.file);
  if (!FILE_ENDS.has(end)) return refuse(invalidRequest(`Unsupported file format ${end}`, 'file'));
  const named = readModel(fields.model, (name) => findModel(name, task));
  if ('error' in named) return refuse(named.error);
  const { model } = named;
  const format = readFormat(fields.response_format ?? 'json', model);
  if (typeof format !== 'string') return refuse(format);
  const granularities = readList(fields.timestamp_granularities);
  const refusal =
    checkTemperature(fields.temperature) ??
    checkLanguage(fields.language) ??
    checkGranularities(granularities, format) ??
    checkIncluded(readList(fields.include));
  if (refusal !== null) return refuse(refusal);
  if (file.length === 0) return refuse(tooShort());
  return {
    ok: true,
    request: {
      task,
      model,
      file,
      language: typeof fields.language === 'string' ? fields.language : null,
      prompt: typeof fields.prompt === 'string' ? fields.prompt : '',
      format,
      // whisper-1 ignores it, as OpenAI's does.
      stream: fields.stream === 'true' && !model.isWhisper,
      withWords: granularities.includes('word'),
      withSegments: granularities.length === 0 || granularities.includes('segment'),
    },
  };
}

/** What OpenAI goes by: not by what is inside. */
function endOf(file: unknown): string {
  const name = isRecord(file) && typeof file.name === 'string' ? file.name : '';
  return (/\.([^.]*)$/.exec(name)?.[1] ?? '').toLowerCase();
}

/** Only Whisper translates. */
function findModel(name: string, task: TranscriptionTask): TranscriptionModel | null {
  const model = findTranscriptionModel(name);
  return model !== null && (task === 'transcribe' || model.isWhisper) ? model : null;
}

function readFormat(value: unknown, model: TranscriptionModel): TranscriptFormat | ApiError {
  const format = FORMATS.find((known) => known === value);
  if (format === undefined) return checkChoice('response_format', value, FORMATS) ?? 'json';
  if (model.isWhisper || NEW_MODEL_FORMATS.includes(format)) return format;
  return invalidRequest(
    `response_format '${format}' is not compatible with model '${model.id}'. Use 'json' or 'text' instead.`,
    'response_format',
    'unsupported_value',
  );
}

function checkTemperature(value: unknown): ApiError | null {
  if (value === undefined) return null;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (number >= 0 && number <= 1) return null;
  return invalidRequest(
    `Invalid 'temperature': expected a decimal from 0 to 1, but got '${String(value)}' instead.`,
    'temperature',
    'invalid_value',
  );
}

function checkLanguage(value: unknown): ApiError | null {
  if (value === undefined || (typeof value === 'string' && /^[a-z]{2,3}$/.test(value))) return null;
  return invalidRequest(
    `Invalid language '${String(value)}'. Language parameter must be specified in ISO-639-1 format.`,
    'language',
    'invalid_language_format',
  );
}

function checkGranularities(values: readonly unknown[], format: TranscriptFormat): ApiError | null {
  const name = 'timestamp_granularities';
  for (const value of values) {
    const unknown = checkChoice(name, value, ['word', 'segment']);
    if (unknown !== null) return unknown;
  }
  if (values.length === 0 || format === 'verbose_json') return null;
  return invalidRequest(
    "Timestamp granularities are only supported with response_format 'verbose_json'.",
    name,
  );
}

/** OpenAI would give log probabilities; here they would be made up. */
function checkIncluded(values: readonly unknown[]): ApiError | null {
  if (values.length === 0) return null;
  return invalidRequest("The offline stand-in supports no 'include'.", 'include', 'unsupported_value');
}

function readList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Of all models but Whisper; whole recordings are in no document, but in its answers. */
const MAX_SEC = 1_400;

export function checkLength({ isWhisper }: TranscriptionModel, durationSec: number): ApiError | null {
  if (durationSec < 0.1) return tooShort();
  if (isWhisper || durationSec <= MAX_SEC) return null;
  return invalidRequest(
    `audio duration ${durationSec} seconds is longer than ${MAX_SEC} seconds which is the maximum for this model`,
    undefined,
    'invalid_value',
  );
}

function tooShort(): ApiError {
  return invalidRequest(
    'Audio file is too short. Minimum audio length is 0.1 seconds.',
    'file',
    'audio_too_short',
  );
}

export function tooLarge(bytes: number): ApiError {
  return apiError(
    413,
    'server_error',
    `Maximum content size limit (${MAX_UPLOAD_BYTES}) exceeded (${bytes} bytes read)`,
  );
}

function refuse(error: ApiError): TranscriptionVerdict {
  return { ok: false, error };
}
