import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../doctor/finding.ts';
import { PROJECT_ROOT } from '../stack/build.ts';
import { findUnreadableLines } from '../stack/env-lines.ts';
import { type AskDeps, askAll, missingFor } from './ask.ts';
import { chooseLanguage, SETUP_TEXTS, terminalLocale } from './texts.ts';
import { setVariable } from './vars-file.ts';

const APPLICATION = '123456789012345678';
const KEY = '0'.repeat(64);
const TOKEN = 'fake.fake.fake';

function createWorld(answers: string[], findings: Partial<Record<string, Finding['state'][]>> = {}) {
  const said: string[] = [];
  const checked: string[] = [];
  let text = '';
  const left = [...answers];
  const deps: AskDeps = {
    texts: SETUP_TEXTS.en,
    read: async () => left.shift() ?? null,
    say: (line) => void said.push(line),
    store: (name, value) => {
      text = setVariable(text, name, value);
    },
    check: async (part) => {
      checked.push(part);
      return { part, state: findings[part]?.shift() ?? 'ok', seen: 'seen', advice: 'do this' };
    },
    random: () => 'r'.repeat(44),
  };
  return { deps, said, checked, left, file: () => parseEnv(text) };
}

describe('the questions of the setup', () => {
  it('store what is given, try it, and make the shared secret', async () => {
    const world = createWorld([APPLICATION, KEY, TOKEN, 'key', '', '', '', '']);
    expect(await askAll({}, world.deps)).toBe(true);
    expect(world.file()).toEqual({
      DISCORD_APPLICATION_ID: APPLICATION,
      DISCORD_PUBLIC_KEY: KEY,
      DISCORD_BOT_TOKEN: TOKEN,
      OPENAI_API_KEY: 'key',
      WORKER_SHARED_SECRET: 'r'.repeat(44),
    });
    expect(world.checked).toEqual(['Discord', 'model provider']);
    expect(world.said.join()).not.toContain(TOKEN);
  });

  it('keep what was given when the answers end, and go on from there the next time', async () => {
    const first = createWorld([APPLICATION, KEY]);
    const values: Record<string, string> = {};
    expect(await askAll(values, first.deps)).toBe(false);
    expect(Object.keys(first.file())).toEqual(['DISCORD_APPLICATION_ID', 'DISCORD_PUBLIC_KEY']);
    const second = createWorld([TOKEN, '', '', '']);
    expect(await askAll(values, second.deps)).toBe(true);
    expect(second.said[0]).toBe('DISCORD_APPLICATION_ID: set already, kept.');
    expect(second.left).toEqual([]);
  });

  it('ask again for what is not of its form, and for a part that does not work', async () => {
    const world = createWorld(['12', APPLICATION, KEY, TOKEN, '', '', 'new.bot.token', '', '', ''], {
      Discord: ['failed', 'ok'],
    });
    expect(await askAll({}, world.deps)).toBe(true);
    expect(world.said).toContain('That is not of the form that DISCORD_APPLICATION_ID has. Once more:');
    expect(world.said).toContain('✘ Discord: seen. do this');
    expect(world.file().DISCORD_BOT_TOKEN).toBe('new.bot.token');
    expect(world.file().DISCORD_PUBLIC_KEY).toBe(KEY);
  });

  it('take what was pasted in quotes', async () => {
    const world = createWorld([`"${APPLICATION}"`, `'${KEY}'`, TOKEN, '', '', '']);
    expect(await askAll({}, world.deps)).toBe(true);
    expect(world.file()).toMatchObject({ DISCORD_APPLICATION_ID: APPLICATION, DISCORD_PUBLIC_KEY: KEY });
  });

  it('say what a deployment would lack', () => {
    expect(missingFor({ DISCORD_APPLICATION_ID: APPLICATION, OPENAI_API_KEY: 'k' })).toEqual([
      'DISCORD_PUBLIC_KEY',
      'DISCORD_BOT_TOKEN',
      'UPSTASH_REDIS_REST_URL',
      'UPSTASH_REDIS_REST_TOKEN',
      'DATABASE_URL',
    ]);
  });

  it('leave no half of a part behind', async () => {
    const world = createWorld([APPLICATION, KEY, '', '', '', '']);
    expect(await askAll({}, world.deps)).toBe(true);
    expect(Object.keys(world.file())).toEqual(['WORKER_SHARED_SECRET']);
    expect(world.said).toContain('Discord is left out: it does not work without DISCORD_BOT_TOKEN.');
  });

  it('asks for what is optional with what was just given alone', async () => {
    const world = createWorld(['', '']);
    const set = { DISCORD_APPLICATION_ID: APPLICATION, DISCORD_PUBLIC_KEY: KEY, DISCORD_BOT_TOKEN: TOKEN };
    expect(await askAll({ ...set, OPENAI_API_KEY: 'k', WORKER_SHARED_SECRET: 's' }, world.deps)).toBe(true);
    expect(world.left).toEqual([]);
  });
});

describe('setVariable', () => {
  it('puts a value where the example has its line, and changes nothing else', () => {
    const example = readFileSync(join(PROJECT_ROOT, '.dev.vars.example'), 'utf8');
    const changed = setVariable(example, 'OPENAI_API_KEY', 'k#1');
    expect(parseEnv(changed)).toEqual({ OPENAI_API_KEY: 'k#1' });
    expect(changed.split('\n')).toHaveLength(example.split('\n').length);
    expect(
      setVariable(setVariable(changed, 'OPENAI_API_KEY', 'k2'), 'OPENAI_API_KEY', undefined),
    ).not.toContain('k2');
  });

  it('is read back as it was written', () => {
    const marks = [/["\\]/, /'/, /`/];
    const value = fc
      .stringMatching(/^[\x21-\x7e]{1,40}$/)
      .filter((text) => !marks.every((mark) => mark.test(text)));
    fc.assert(
      fc.property(value, value, (first, second) => {
        const text = setVariable(setVariable('A=1\n', 'OPENAI_API_KEY', first), 'OPENAI_API_KEY', second);
        expect(parseEnv(text)).toEqual({ A: '1', OPENAI_API_KEY: second });
        expect(findUnreadableLines(text)).toEqual([]);
      }),
    );
  });
});

it('speaks the language of the terminal, or the one that is asked for', () => {
  expect([
    chooseLanguage(undefined, 'ko_KR.UTF-8'),
    chooseLanguage(undefined, 'C'),
    chooseLanguage('ko', 'C'),
  ]).toEqual(['ko', 'en', 'ko']);
  expect(() => chooseLanguage('de', undefined)).toThrow('--lang takes ko or en');
});

it.each([
  [{ LANG: 'ko_KR.UTF-8' }, 'ko_KR.UTF-8'],
  [{ LANG: 'ko_KR.UTF-8', LC_ALL: '' }, 'ko_KR.UTF-8'],
  [{ LANG: 'ko_KR.UTF-8', LC_MESSAGES: 'C' }, 'C'],
  [{ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' }, 'C'],
  [{}, undefined],
])('takes the terminal’s locale as POSIX does: %j', (environment, locale) => {
  expect(terminalLocale(environment)).toBe(locale);
});
