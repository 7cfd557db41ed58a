/** A request for speech, checked as OpenAI checks it. Pure. Source: https://platform.openai.com/docs/api-reference/audio */
import { isRecord } from '../../../shared/json.ts';
import { estimateTokens } from '../../../shared/text/estimate-tokens.ts';
import { SPEECH_FORMATS, type SpeechFormat } from '../../speech/encode-audio.ts';
import { VOICE_NAMES } from '../../speech/voices.ts';
import { type ApiError, invalidRequest } from '../api-error.ts';
import { checkChoice, checkUnknownFields, missingParameter, readModel } from '../field-checks.ts';
import { findSpeechModel, type SpeechModel } from '../models.ts';

export interface SpeechRequest {
  input: string;
  voice: string;
  format: SpeechFormat;
  speed: number;
  /** Events in place of the bytes. */
  asEvents: boolean;
}

export type SpeechVerdict = { ok: true; request: SpeechRequest } | { ok: false; error: ApiError };

const MAX_INPUT_CHARS = 4_096;
const SPEEDS = { least: 0.25, most: 4 };
const OPENAI_FORMATS = ['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm'];
const KNOWN_FIELDS = new Set([
  'model',
  'input',
  'voice',
  'instructions',
  'response_format',
  'speed',
  'stream_format',
]);

/** `value` is the parsed body; undefined when it was not JSON. */
export function parseSpeechRequest(value: unknown): SpeechVerdict {
  if (!isRecord(value)) {
    return refuse(invalidRequest('We could not parse the JSON body of your request.'));
  }
  const unknown = checkUnknownFields(value, KNOWN_FIELDS);
  if (unknown !== null) return refuse(unknown);
  const named = readModel(value.model, findSpeechModel);
  if ('error' in named) return refuse(named.error);
  const { input, voice, response_format: format = 'mp3', speed = 1, stream_format: stream = 'audio' } = value;
  const refusal =
    checkInput(input) ??
    checkTokens(String(input), named.model) ??
    (voice === undefined ? missingParameter('voice') : checkChoice('voice', voice, VOICE_NAMES)) ??
    checkFormat(format) ??
    checkSpeed(speed) ??
    checkChoice('stream_format', stream, ['audio', 'sse']);
  if (refusal !== null) return refuse(refusal);
  if (stream === 'sse' && !named.model.streamsEvents) {
    return refuse(
      invalidRequest(
        `stream_format 'sse' is not supported with model '${named.model.id}'.`,
        'stream_format',
        'unsupported_value',
      ),
    );
  }
  return {
    ok: true,
    request: {
      input: String(input),
      voice: String(voice),
      format: format as SpeechFormat,
      speed: Number(speed),
      asEvents: stream === 'sse',
    },
  };
}

function checkInput(input: unknown): ApiError | null {
  if (input === undefined) return missingParameter('input');
  if (typeof input !== 'string') {
    return invalidRequest("Invalid type for 'input': expected a string.", 'input', 'invalid_type');
  }
  if (input.trim() === '') {
    return invalidRequest(
      "Invalid 'input': empty string. Expected a string with minimum length 1, but got an empty string instead.",
      'input',
      'empty_string',
    );
  }
  const { length } = Array.from(input);
  if (length <= MAX_INPUT_CHARS) return null;
  return invalidRequest(
    `Invalid 'input': string too long. Expected a string with maximum length ${MAX_INPUT_CHARS}, but got a string with length ${length} instead.`,
    'input',
    'string_above_max_length',
  );
}

/** Of OpenAI's newer model: its answers say so, and no document but the list of models. */
const MAX_INPUT_TOKENS = 2_000;

function checkTokens(input: string, { streamsEvents: isNew }: SpeechModel): ApiError | null {
  const tokens = estimateTokens(input);
  if (!isNew || tokens <= MAX_INPUT_TOKENS) return null;
  return invalidRequest(
    `Input of ${tokens} tokens is over the maximum input limit of ${MAX_INPUT_TOKENS} tokens. Please shorten your input.`,
    undefined,
    'invalid_value',
  );
}

function checkFormat(format: unknown): ApiError | null {
  if (typeof format === 'string' && Object.hasOwn(SPEECH_FORMATS, format)) return null;
  if (typeof format !== 'string' || !OPENAI_FORMATS.includes(format)) {
    return checkChoice('response_format', format, OPENAI_FORMATS);
  }
  const known = Object.keys(SPEECH_FORMATS).join(', ');
  return invalidRequest(
    `The offline stand-in cannot encode '${format}'. It can: ${known}.`,
    'response_format',
    'unsupported_format',
  );
}

function checkSpeed(speed: unknown): ApiError | null {
  if (typeof speed !== 'number') {
    return invalidRequest("Invalid type for 'speed': expected a decimal.", 'speed', 'invalid_type');
  }
  if (speed >= SPEEDS.least && speed <= SPEEDS.most) return null;
  const [side, sign, bound] =
    speed > SPEEDS.most ? ['above_max', '<=', SPEEDS.most] : ['below_min', '>=', SPEEDS.least];
  return invalidRequest(
    `Invalid 'speed': decimal ${String(side).replace('_max', ' maximum').replace('_min', ' minimum')} value. Expected a value ${sign} ${bound}, but got ${speed} instead.`,
    'speed',
    `decimal_${side}_value`,
  );
}

function refuse(error: ApiError): SpeechVerdict {
  return { ok: false, error };
}
