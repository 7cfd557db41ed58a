import { describe, expect, it } from 'vitest';
import { checkLength, parseTranscriptionRequest } from './transcription-request.ts';
import { readUpload } from './upload.ts';

const file = Uint8Array.of(1);
const parse = (
  fields: Record<string, unknown>,
  task: 'transcribe' | 'translate' = 'transcribe',
  content: Uint8Array | null = file,
) =>
  parseTranscriptionRequest(
    { fields: { model: 'whisper-1', file: { name: 'a.ogg' }, ...fields }, file: content },
    task,
  );

describe('parseTranscriptionRequest', () => {
  it('fills in what is not said', () => {
    expect(parse({})).toMatchObject({
      ok: true,
      request: {
        format: 'json',
        language: null,
        prompt: '',
        stream: false,
        withWords: false,
        withSegments: true,
      },
    });
  });

  it('streams with the newer models only, as OpenAI does', () => {
    expect(parse({ stream: 'true', model: 'gpt-4o-transcribe' })).toMatchObject({
      request: { stream: true },
    });
    expect(parse({ stream: 'true' })).toMatchObject({ request: { stream: false } });
  });

  it.each([
    ['no file', {}, null, { param: 'file', code: 'missing_required_parameter' }],
    [
      'a name that ends in opus, whatever is inside',
      { file: { name: 'a.opus' } },
      file,
      { param: 'file', message: 'Unsupported file format opus' },
    ],
    ['an empty file', {}, new Uint8Array(0), { param: 'file', code: 'audio_too_short' }],
    ['no model', { model: undefined }, file, {}],
    ['an unknown model', { model: 'whisper-9' }, file, { code: 'model_not_found' }],
    [
      'an unknown format',
      { response_format: 'xml' },
      file,
      { param: 'response_format', code: 'invalid_value' },
    ],
    [
      'subtitles of a model without them',
      { model: 'gpt-4o-transcribe', response_format: 'srt' },
      file,
      { code: 'unsupported_value' },
    ],
    ['a language by its name', { language: 'english' }, file, { code: 'invalid_language_format' }],
    ['a temperature beyond the range', { temperature: '2' }, file, { param: 'temperature' }],
    [
      'times without verbose JSON',
      { timestamp_granularities: ['word'] },
      file,
      { param: 'timestamp_granularities' },
    ],
    [
      'times of letters',
      { response_format: 'verbose_json', timestamp_granularities: ['letter'] },
      file,
      { code: 'invalid_value' },
    ],
    ['log probabilities', { include: ['logprobs'] }, file, { param: 'include' }],
    ['an unknown field', { libra: '1' }, file, { param: 'libra' }],
  ])('refuses %s', (_what, fields, content, error) => {
    expect(parse(fields, 'transcribe', content)).toMatchObject({
      ok: false,
      error: { status: expect.any(Number), body: { error } },
    });
  });

  it('refuses what is no form, and translates with Whisper alone', () => {
    expect(parseTranscriptionRequest(null, 'transcribe')).toMatchObject({
      ok: false,
      error: { status: 400 },
    });
    expect(parse({}, 'translate').ok).toBe(true);
    expect(parse({ model: 'gpt-4o-transcribe' }, 'translate').ok).toBe(false);
    expect(parse({ language: 'en' }, 'translate').ok).toBe(false);
  });
});

it('refuses what is too short for all models, and too long for all but Whisper', () => {
  const [whisper, newer] = [true, false].map((isWhisper) => ({ id: 'a', isWhisper }));
  if (whisper === undefined || newer === undefined) throw new Error('there are two');
  expect([0.1, 1_400].map((sec) => checkLength(newer, sec))).toEqual([null, null]);
  expect(checkLength(whisper, 3_600)).toBeNull();
  expect(checkLength(whisper, 0.09)?.body).toMatchObject({ error: { code: 'audio_too_short' } });
  expect(checkLength(newer, 1_500.5)?.body).toMatchObject({
    error: {
      message:
        'audio duration 1500.5 seconds is longer than 1400 seconds which is the maximum for this model',
    },
  });
});

describe('readUpload', () => {
  it('reads fields, lists and the file', async () => {
    const form = new FormData();
    form.append('model', 'whisper-1');
    form.append('timestamp_granularities[]', 'word');
    form.append('timestamp_granularities[]', 'segment');
    form.append('file', new Blob([Buffer.from([1, 2, 3])], { type: 'audio/wav' }), 'a.wav');
    const request = new Response(form);
    const bytes = Buffer.from(await request.arrayBuffer());
    expect(await readUpload(bytes, request.headers.get('content-type') ?? '')).toEqual({
      fields: {
        model: 'whisper-1',
        timestamp_granularities: ['word', 'segment'],
        file: { name: 'a.wav', type: 'audio/wav', bytes: 3 },
      },
      file: Uint8Array.of(1, 2, 3),
    });
  });

  it('gives null for what is no form, or a broken one', async () => {
    expect(await readUpload(Buffer.from('{}'), 'application/json')).toBeNull();
    expect(await readUpload(Buffer.from('--x\r\nbroken'), 'multipart/form-data; boundary=x')).toBeNull();
  });
});
