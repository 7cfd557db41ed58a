/** `POST /v1/audio/transcriptions` and `/translations`: a form, checked, and written anew around the same recording. Pure. */
import * as z from 'zod/mini';
import type { AnswerForm } from '../../../../shared/contract/passthrough.ts';
import { MAX_RECORDING_BYTES } from '../../../../shared/limits.ts';
import { once } from '../../../../shared/once.ts';
import { type FormPart, parseForm } from '../../http/multipart.ts';
import { boundTokens } from '../../limits/bound.ts';
import type { DraftCall } from '../../passthrough/calls.ts';
import { type Invalid, type Validated, validate } from '../validate.ts';
import { invalidField, modelName } from './common-fields.ts';
import { lengthOfRecording } from './recording-length.ts';
import { createTranscriptionMeter } from './transcription-meter.ts';
import { writeForm } from './write-form.ts';

const MAX_TEXT_BYTES = 16_384;
const MAX_LIST = 32;

const list = once(() => z.optional(z.array(z.string()).check(z.maxLength(MAX_LIST))));
const decimal = once(() => z.optional(z.string().check(z.regex(/^(0(\.\d{1,20})?|1(\.0{1,20})?)$/))));
const shared = once(() => ({ model: modelName(), prompt: z.optional(z.string()), temperature: decimal() }));

const FORMATS = ['json', 'text', 'srt', 'verbose_json', 'vtt'] as const;
const translation = once(() => z.strictObject({ ...shared(), response_format: z.optional(z.enum(FORMATS)) }));
const transcription = once(() =>
  z.strictObject({
    ...shared(),
    response_format: z.optional(z.enum([...FORMATS, 'diarized_json'])),
    language: z.optional(z.string().check(z.regex(/^[\w-]{1,20}$/))),
    stream: z.optional(z.enum(['true', 'false', 'True', 'False'])),
    chunking_strategy: z.optional(z.string()),
    timestamp_granularities: z.optional(z.array(z.enum(['word', 'segment']))),
    include: list(),
    keywords: list(),
    languages: list(),
    known_speaker_names: list(),
    known_speaker_references: list(),
  }),
);

/** Each may stand more than once, with or without `[]` behind its name. */
const LISTS: ReadonlySet<string> = new Set([
  'timestamp_granularities',
  'include',
  'keywords',
  'languages',
  'known_speaker_names',
  'known_speaker_references',
]);
/** The settings of an object travel one by one: `chunking_strategy[type]`. */
const OBJECT_FIELD = /^chunking_strategy\[(type|threshold|prefix_padding_ms|silence_duration_ms)\]$/;

export function parseTranscription(
  task: 'transcription' | 'translation',
  body: Uint8Array,
  form: {
    boundary: string;
    own: string;
    /** Sent by a Worker of Libra's: what its field `libra` holds, and which model stands in for none. */
    signed?: { take: (libra: string) => void; model: string };
  },
): Validated<DraftCall> {
  const parsed = parseForm(body, form.boundary);
  if (!parsed.ok)
    return { ok: false, code: 'invalid_request', detail: `The form is malformed. ${parsed.why}` };
  const file = findFile(parsed.parts);
  if ('code' in file) return file;
  const texts = parsed.parts.filter(({ start }) => start !== file.start);
  const fields = readFields(texts, body);
  if (!fields.ok) return fields;
  if (form.signed !== undefined) takeLibra(fields.value, form.signed);
  const checked =
    task === 'translation'
      ? validate(translation(), fields.value.checked)
      : validate(transcription(), fields.value.checked);
  if (!checked.ok) return checked;
  const { model, prompt = '', response_format: format = 'json' } = checked.value;
  const isStreamed = 'stream' in checked.value && checked.value.stream?.toLowerCase() === 'true';
  const recording = body.subarray(file.start, file.end);
  const passed = fields.value.written.filter(([name]) => name !== 'model');
  const answers = answerOf(format, isStreamed);
  const meter = createTranscriptionMeter(lengthOfRecording(recording), boundTokens(prompt));
  return {
    ok: true,
    value: {
      model,
      body: {
        kind: 'form',
        contentType: `multipart/form-data; boundary=${form.own}`,
        parts: writeForm(form.own, passed, { ...file, bytes: recording }),
      },
      answers,
      fields: Object.keys(checked.value),
      // All of a text is what was said, whatever it looks like.
      meter: answers === 'text' ? { ...meter, told: () => null } : meter,
    },
  };
}

function answerOf(format: string, isStreamed: boolean): AnswerForm {
  if (!format.endsWith('json')) return 'text';
  return isStreamed ? 'events' : 'json';
}

function findFile(parts: readonly FormPart[]): (FormPart & { filename: string }) | Invalid {
  const [file, second] = parts.filter(({ name, filename }) => name === 'file' || filename !== undefined);
  if (file === undefined) return invalidField('file', "'file' is missing.");
  if (second !== undefined) return invalidField(second.name, 'A form holds one file.');
  const { filename, start, end } = file;
  if (file.name !== 'file') return invalidField(file.name.slice(0, 100), "The file's name is 'file'.");
  if (filename === undefined) return invalidField('file', "'file' must be a file: it has no filename.");
  if (end === start) return invalidField('file', "'file' is empty.");
  if (end - start > MAX_RECORDING_BYTES) return { ok: false, ...TOO_LARGE };
  return { ...file, filename };
}

export const TOO_LARGE = {
  code: 'body_too_large',
  param: 'file',
  detail: `The file is too large: ${MAX_RECORDING_BYTES} bytes (25 MB) are the most.`,
} as const;

interface Fields {
  /** By their plain names, lists as lists. */
  checked: Record<string, string | string[]>;
  /** As they came. */
  written: [name: string, value: string][];
}

function readFields(parts: readonly FormPart[], body: Uint8Array): Validated<Fields> {
  // Of no prototype: a field may have any name.
  const checked: Fields['checked'] = Object.create(null);
  const written: Fields['written'] = [];
  for (const { name, start, end } of parts) {
    const field = name.replace(/\[\]$/, '');
    const param = name.slice(0, 100);
    if (end - start > (LISTS.has(field) ? MAX_REFERENCE_BYTES : MAX_TEXT_BYTES)) {
      return invalidField(param, `'${param}' is too long.`);
    }
    const value = readText(body.subarray(start, end));
    if (value === undefined) return invalidField(param, `'${param}' is not UTF-8.`);
    written.push([name, value]);
    if (OBJECT_FIELD.test(name)) continue;
    if (LISTS.has(field)) {
      checked[field] = [...(checked[field] ?? []), value];
    } else if (Object.hasOwn(checked, name)) {
      return invalidField(param, `'${param}' is there twice.`);
    } else {
      checked[name] = value;
    }
  }
  return { ok: true, value: { checked, written } };
}

function takeLibra(fields: Fields, { take, model }: { take: (libra: string) => void; model: string }): void {
  const { libra } = fields.checked;
  if (typeof libra === 'string') take(libra);
  delete fields.checked.libra;
  fields.written = fields.written.filter(([name]) => name !== 'libra');
  fields.checked.model ??= model;
}

/** A voice to know again: ten seconds of it as a data URL. */
const MAX_REFERENCE_BYTES = 1_048_576;

function readText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}
