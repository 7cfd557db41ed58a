import { describe, expect, it } from 'vitest';
import { isAlreadyTyped, suggest } from './completion.ts';
import { context } from './fixtures.ts';
import { parseLine } from './parse.ts';

const korean = { ...context, locale: 'ko' } as const;
const offered = (line: string, where = context) => suggest(line, parseLine(line, where), where);
const titles = (line: string, where = context) => offered(line, where).map(({ title }) => title);

describe('suggestions', () => {
  it('offers every command after a slash, named in the language of the page', () => {
    expect(titles('/')).toEqual(['chat', 'mute', 'help', 'draw', 'give', 'privacy show', 'privacy erase']);
    expect(titles('/', korean)).toEqual([
      '대화',
      '조용',
      '도움말',
      'draw',
      'give',
      '개인정보 보기',
      '개인정보 erase',
    ]);
  });
  it('finds a command by its name in either language, also half typed', () => {
    expect(titles('/ch')).toEqual(['chat']);
    expect(titles('/대')).toEqual(['chat']);
    expect(titles('/ㄷ', korean)).toEqual(['대화', '도움말']);
    expect(titles('/동', korean)).toEqual(['도움말']);
  });
  it('puts names that begin so before names that contain it', () => {
    expect(titles('/e')).toEqual(['mute', 'help', 'give', 'privacy erase']);
    expect(titles('/he')).toEqual(['help']);
  });
  it('goes on through the words of a sub-command', () => {
    expect(titles('/pri')).toEqual(['privacy show', 'privacy erase']);
    expect(titles('/privacy ')).toEqual(['privacy show', 'privacy erase']);
    expect(titles('/privacy s')).toEqual(['privacy show']);
  });
  it('offers nothing in the middle of a sentence or in an unknown command', () => {
    for (const line of ['', 'hello', '/chat hello', '/chat ', '/nothing x'])
      expect(offered(line)).toEqual([]);
  });
  it('completes a choice in place', () => {
    expect(offered('/draw a cat style:I').map(({ line }) => line)).toEqual(['/draw a cat style:Ink ']);
    expect(offered('/draw a cat style:').map(({ line }) => line)).toEqual([
      '/draw a cat style:Oil paint ',
      '/draw a cat style:Ink ',
    ]);
    expect(offered('/give ').map(({ line }) => line)).toEqual(['/give @Mina ']);
    expect(offered('/give mi').map(({ line }) => line)).toEqual(['/give @Mina ']);
  });
  it('offers the options that are left once those that are required are there', () => {
    expect(titles('/draw a cat ')).toEqual(['style', 'private', 'scale']);
    expect(offered('/draw a cat ')[0]?.line).toBe('/draw a cat style:');
    expect(titles('/draw ')).toEqual([]);
  });
});

describe('what Enter does', () => {
  it('sends a name that is complete, and completes one that is not', () => {
    const first = (line: string, where = context) => isAlreadyTyped(offered(line, where)[0] as never, line);
    expect(first('/help')).toBe(true);
    expect(first('/도움말')).toBe(true);
    expect(first('/help', korean)).toBe(true);
    expect(first('/hel')).toBe(false);
    expect(first('/draw a cat style:Ink')).toBe(true);
    expect(first('/draw a cat ')).toBe(false);
  });
});
