/** What stands beside a line: files that were given, choices that the bot offered. */
import { describe, expect, it } from 'vitest';
import type { RegisteredCommand } from '../../protocol.ts';
import { isAlreadyTyped, suggest } from './completion.ts';
import { type LineContext, parseLine, valuesOf } from './parse.ts';
import { toChoices, withShown } from './remote.ts';

const COMMANDS: RegisteredCommand[] = [
  {
    id: '1',
    type: 1,
    name: 'ask',
    description: 'x',
    options: [
      { type: 3, name: 'prompt', description: 'x', required: true },
      { type: 11, name: 'file', description: 'x', required: true },
    ],
  },
  {
    id: '2',
    type: 1,
    name: 'model',
    description: 'x',
    options: [{ type: 3, name: 'name', description: 'x', required: true, autocomplete: true }],
  },
];
const NAME = COMMANDS[1]?.options?.[0] ?? { type: 3, name: 'name', description: 'x' };
const CONTEXT: LineContext = { commands: COMMANDS, locale: 'ko', nameable: { users: [], channels: [] } };

function values(line: string, beside: Partial<LineContext> = {}) {
  const parsed = parseLine(line, { ...CONTEXT, ...beside });
  return parsed.kind === 'command' ? valuesOf(parsed.options) : null;
}

describe('a file', () => {
  const file = { id: '77', filename: 'a b.png', size: 1, content_type: 'image/png', url: '' };

  it('fills its option and leaves the line alone', () => {
    expect(values('/ask what is file: this', { attached: { file } })).toEqual({
      prompt: 'what is file: this',
      file: '77',
    });
  });

  it('is missed when the option is required', () => {
    expect(values('/ask hello')).toBeNull();
  });
});

describe('choices of the bot', () => {
  const choices = toChoices(
    [{ name: 'Large model', name_localizations: { ko: '큰 모델' }, value: 'gpt-x' }],
    'ko',
  );
  const remote = withShown({}, 'model name', { shown: choices, shownFor: 'la' });
  const context = { ...CONTEXT, remote };

  it('are offered as they came, and the chosen label stands for its value', () => {
    const line = '/model la';
    const [first] = suggest(line, parseLine(line, context), context);
    expect(first).toMatchObject({ kind: 'choice', title: '큰 모델', line: '/model 큰 모델 ' });
    expect(values('/model 큰 모델 ', { remote })).toEqual({ name: 'gpt-x' });
    expect(first !== undefined && isAlreadyTyped(first, '/model 큰 모델 ')).toBe(true);
  });

  it('are complete as well when the value itself is typed: then Enter sends', () => {
    const line = '/model gpt-x';
    const context = { ...CONTEXT, remote };
    const [first] = suggest(line, parseLine(line, context), context);
    expect(first !== undefined && isAlreadyTyped(first, line)).toBe(true);
    expect(first !== undefined && isAlreadyTyped(first, '/model gpt')).toBe(false);
  });

  it('leave other text as it is typed', () => {
    expect(values('/model something else', { remote })).toEqual({ name: 'something else' });
  });

  it('are not offered for what is typed otherwise since, nor for another command', () => {
    expect(suggest('/model x', parseLine('/model x', context), context)).toEqual([]);
    const other = { id: '3', type: 1, name: 'persona', description: 'x', options: [NAME] };
    const elsewhere = { ...context, commands: [...context.commands, other] };
    expect(suggest('/persona la', parseLine('/persona la', elsewhere), elsewhere)).toEqual([]);
  });

  it('keep standing for their values when others are offered', () => {
    const later = withShown(remote, 'model name', {
      shown: toChoices([{ name: 'Other', value: 'o' }], 'ko'),
      shownFor: 'o',
    });
    expect(later['model name']?.shown.map(({ label }) => label)).toEqual(['Other']);
    expect(values('/model 큰 모델', { remote: later })).toEqual({ name: 'gpt-x' });
  });
});
