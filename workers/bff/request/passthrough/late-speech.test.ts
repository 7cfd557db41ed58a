import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseLateSpeech } from './late-speech.ts';
import { countCharacters } from './speech.ts';

const ABOUT = { voice: 'alloy', response_format: 'pcm', characters: 40, libra: {} };
const bytes = (text: string) => new TextEncoder().encode(text);

const isJsonOf = (value: object) => (text: string) => isDeepStrictEqual(JSON.parse(text), value);

function late(about: object = ABOUT) {
  const parsed = parseLateSpeech(about, 'tts-1');
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
}

it('is bounded so that no text of its length uses more', () => {
  const { most, of } = late();
  const bound = most.meter.bound(undefined);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (text) => {
      fc.pre(text.isWellFormed() && countCharacters(text) <= 40);
      const used = of(bytes(text))?.meter.bound(undefined);
      expect(used?.promptTokens).toBeLessThanOrEqual(bound.promptTokens);
      expect(used?.completionTokens).toBeLessThanOrEqual(bound.completionTokens);
      expect(used?.characters).toBeLessThanOrEqual(bound.characters ?? 0);
    }),
  );
});

it('is the usual call, once its text is there', () => {
  const draft = late().of(bytes('그래요.'));
  expect(draft).toMatchObject({ model: 'tts-1', answers: 'audio' });
  const body = { input: '그래요.', voice: 'alloy', response_format: 'pcm' };
  expect(draft?.body).toEqual({ kind: 'json', text: expect.toSatisfy(isJsonOf(body)) });
});

it('is none with a text that is longer than was said, or empty', () => {
  const { of } = late();
  expect(of(bytes('아'.repeat(41)))).toBeNull();
  expect(of(bytes(''))).toBeNull();
});

it.each([
  ['no length', { characters: undefined }],
  ['half a character', { characters: 0.5 }],
  ['more than a clause', { characters: 5_000 }],
  ['a field that there is not', { tune: 'x' }],
  ['no voice', { voice: undefined }],
])('is refused with %s', (_what, fields) => {
  expect(parseLateSpeech({ ...ABOUT, ...fields }, 'tts-1')).toMatchObject({ ok: false });
});
