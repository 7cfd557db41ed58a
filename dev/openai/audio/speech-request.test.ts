import { describe, expect, it } from 'vitest';
import { parseSpeechRequest } from './speech-request.ts';

const REQUEST = { model: 'gpt-4o-mini-tts', input: 'Hello', voice: 'alloy' };

describe('parseSpeechRequest', () => {
  it('fills in what is not said', () => {
    expect(parseSpeechRequest(REQUEST)).toEqual({
      ok: true,
      request: { input: 'Hello', voice: 'alloy', format: 'mp3', speed: 1, asEvents: false },
    });
  });

  it('takes the longest input, counted in characters', () => {
    expect(parseSpeechRequest({ ...REQUEST, model: 'tts-1', input: '😀'.repeat(4_096) }).ok).toBe(true);
  });

  it.each([
    ['what is no JSON', undefined, {}],
    ['no model', { ...REQUEST, model: undefined }, {}],
    ['an unknown model', { ...REQUEST, model: 'tts-9' }, { code: 'model_not_found' }],
    ['no input', { ...REQUEST, input: undefined }, { param: 'input', code: 'missing_required_parameter' }],
    ['a blank input', { ...REQUEST, input: ' ' }, { param: 'input', code: 'empty_string' }],
    [
      'a long input',
      { ...REQUEST, input: 'a'.repeat(4_097) },
      { param: 'input', code: 'string_above_max_length' },
    ],
    [
      'too many tokens of the newer model',
      { ...REQUEST, input: '가'.repeat(3_000) },
      { message: expect.stringContaining('over the maximum input limit of 2000 tokens') },
    ],
    ['no voice', { ...REQUEST, voice: undefined }, { param: 'voice', code: 'missing_required_parameter' }],
    [
      'an unknown voice',
      { ...REQUEST, voice: 'bob' },
      { param: 'voice', message: expect.stringContaining("'alloy'") },
    ],
    [
      'an unknown format',
      { ...REQUEST, response_format: 'ogg' },
      { param: 'response_format', code: 'invalid_value' },
    ],
    [
      'a format that nothing here encodes',
      { ...REQUEST, response_format: 'aac' },
      { code: 'unsupported_format', message: expect.stringContaining('mp3, opus, wav, pcm') },
    ],
    [
      'a speed beyond the range',
      { ...REQUEST, speed: 5 },
      { param: 'speed', code: 'decimal_above_max_value' },
    ],
    [
      'a speed below the range',
      { ...REQUEST, speed: 0.1 },
      { param: 'speed', code: 'decimal_below_min_value' },
    ],
    [
      'events of a model without them',
      { ...REQUEST, model: 'tts-1', stream_format: 'sse' },
      { param: 'stream_format' },
    ],
    ['an unknown field', { ...REQUEST, libra: 1 }, { param: 'libra' }],
  ])('refuses %s', (_what, body, error) => {
    const verdict = parseSpeechRequest(body);
    expect(verdict).toMatchObject({ ok: false, error: { body: { error } } });
  });
});
