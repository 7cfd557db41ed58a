import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context } from './fixtures.ts';
import type { ValueProblem } from './options.ts';
import { type ParsedLine, parseLine, valuesOf } from './parse.ts';

function command(line: string): Extract<ParsedLine, { kind: 'command' }> {
  const parsed = parseLine(line, context);
  if (parsed.kind !== 'command') throw new Error(`${line} was read as ${parsed.kind}`);
  return parsed;
}

const values = (line: string) => valuesOf(command(line).options);
const problem = (line: string): ValueProblem | null | undefined =>
  command(line).options.find((option) => option.problem !== null)?.problem;

describe('what a line is', () => {
  it.each<[string, ParsedLine['kind']]>([
    ['', 'empty'],
    ['   ', 'empty'],
    ['안녕', 'plain'],
    ['what is /help', 'plain'],
    ['/', 'naming'],
    ['/ch', 'naming'],
    ['/help', 'command'],
    ['/HELP', 'command'],
    ['/대화', 'command'],
    ['/nothing here', 'unknown'],
    ['/privacy', 'naming'],
    ['/privacy ', 'naming'],
    ['/개인정보 보', 'naming'],
    ['/privacy sho', 'naming'],
    ['/privacy  show', 'command'],
    ['/privacy nothing', 'unknown'],
    ['/ hello', 'unknown'],
  ])('%j is %s', (line, kind) => {
    expect(parseLine(line, context).kind).toBe(kind);
  });
});

describe('values', () => {
  it.each<[string, Record<string, unknown>]>([
    ['/help', {}],
    ['/chat 안녕, 너는 누구야?', { prompt: '안녕, 너는 누구야?' }],
    ['  /chat   hello  ', { prompt: 'hello' }],
    ['/대화 안녕', { prompt: '안녕' }],
    ['/chat prompt:안녕 하세요', { prompt: '안녕 하세요' }],
    ['/chat 질문: 안녕', { prompt: '안녕' }],
    ['/chat what does prompt: do', { prompt: 'what does prompt: do' }],
    ['/chat prompt:what does prompt: do', { prompt: 'what does prompt: do' }],
    ['/draw a cat scale:3', { subject: 'a cat scale:3' }],
    ['/chat 두 줄\n입니다', { prompt: '두 줄\n입니다' }],
    ['/chat http://x.dev', { prompt: 'http://x.dev' }],
    ['/mute 30', { seconds: 30 }],
    ['/mute seconds:30', { seconds: 30 }],
    ['/조용 초:30', { seconds: 30 }],
    ['/draw a red cat', { subject: 'a red cat' }],
    ['/draw a cat style:Ink', { subject: 'a cat', style: 'ink' }],
    ['/draw a cat style:유화', { subject: 'a cat style:유화' }],
    ['/draw subject:a cat private:true scale:1.5', { subject: 'a cat', private: true, scale: 1.5 }],
    ['/draw style:oil paint subject:a cat', { subject: 'a cat', style: 'oil' }],
    ['/draw my style: loose and free', { subject: 'my style: loose and free' }],
    ['/give @mina 3 with love', { who: '77', count: 3, note: 'with love' }],
    ['/give Mina 3', { who: '77', count: 3 }],
  ])('%j gives its values', (line, expected) => {
    expect(values(line)).toEqual(expected);
  });

  it('reads choices in the language of the page', () => {
    const parsed = parseLine('/draw 고양이 style:유화', { ...context, locale: 'ko' });
    expect(parsed.kind === 'command' && valuesOf(parsed.options)).toEqual({
      subject: '고양이',
      style: 'oil',
    });
  });
});

describe('what is wrong', () => {
  it.each<[string, ValueProblem]>([
    ['/chat', { code: 'missing' }],
    ['/chat   ', { code: 'missing' }],
    ['/chat prompt:', { code: 'missing' }],
    [`/chat ${'가'.repeat(21)}`, { code: 'too-long', max: 20, length: 21 }],
    ['/mute abc', { code: 'not-integer' }],
    ['/mute 1.5', { code: 'not-integer' }],
    ['/mute 0', { code: 'too-small', min: 1 }],
    ['/mute -1', { code: 'too-small', min: 1 }],
    ['/mute 1000000000', { code: 'too-large', max: 3600 }],
    ['/draw scale:3 subject:a', { code: 'too-large', max: 2 }],
    ['/draw a private:', { code: 'missing' }],
    ['/give nobody 3', { code: 'unknown-choice', labels: ['@Mina'] }],
    ['/give mina', { code: 'missing' }],
  ])('%j', (line, expected) => {
    expect(problem(line)).toEqual(expected);
  });

  it('names the text that no option takes', () => {
    expect(command('/help me').surplus).toBe('me');
    expect(command('/mute 30 now').surplus).toBe('now');
    expect(command('/chat a b c').surplus).toBe('');
  });
});

describe('the option being written', () => {
  it.each<[string, string | null]>([
    ['/chat', 'prompt'],
    ['/chat ', 'prompt'],
    ['/chat 안녕 ', 'prompt'],
    ['/mute 3', 'seconds'],
    ['/mute 30 ', null],
    ['/draw a cat style:', 'style'],
    ['/draw a cat style:In', 'style'],
    ['/draw a cat style:Ink ', 'private'],
    ['/give ', 'who'],
    ['/give mina ', 'count'],
    ['/help', null],
  ])('%j', (line, name) => {
    expect(command(line).active?.name ?? null).toBe(name);
  });
});

describe('sub-commands', () => {
  it('are commands named by their path, in either language', () => {
    expect(command('/privacy show').command.name).toBe('privacy show');
    expect(command('/개인정보 보기').command.name).toBe('privacy show');
    expect(command('/privacy erase true').command.name).toBe('privacy erase');
    expect(values('/privacy erase true')).toEqual({ sure: true });
  });
});

it('reads any line without throwing, and loses no word of a prompt', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), (text) => {
      parseLine(text, context);
      parseLine(`/draw ${text}`, context);
      const prompt = command(`/chat prompt:x${text}`).options[0]?.written.trim();
      expect(prompt).toBe(`x${text}`.trim());
    }),
  );
});
