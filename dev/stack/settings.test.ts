import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from './build.ts';
import { DevVarsError, parseDevVars } from './settings.ts';

const problemsOf = (text: string): string => {
  try {
    parseDevVars(text);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(DevVarsError);
    return (error as Error).message;
  }
};

describe('parseDevVars', () => {
  it('uses every stand-in when nothing is set', () => {
    expect(parseDevVars('')).toEqual({ overrides: {} });
    expect(parseDevVars('# a comment\nOPENAI_API_KEY=\n')).toEqual({ overrides: {} });
  });

  const example = readFileSync(join(PROJECT_ROOT, '.dev.vars.example'), 'utf8');

  it('leaves everything on stand-ins for the example file as it stands', () => {
    expect(parseDevVars(example)).toEqual({ overrides: {} });
  });

  it('accepts every line of the example file once it is taken in', () => {
    const settings = parseDevVars(
      example.replace(/^# (?=[A-Z][A-Z0-9_]*=)(?!SEARCH_STAND_IN|MCP_STAND_IN)/gm, ''),
    );
    expect(settings.discord?.applicationId).toBe('1234567890123456789');
    expect(settings.openai?.baseUrl).toBe('https://api.openai.com/v1');
    expect(settings.upstash?.url).toBe('https://fake-name-12345.upstash.io');
    expect(settings.database?.kind).toBe('neon');
    expect(settings.overrides.LLM_CALLS_PER_MIN).toBe('20');
  });

  it('names a line that sets nothing, and the variable that a misspelt one means', () => {
    expect(problemsOf('OPENAI_API_KEY sk-oops')).toContain('line 1 cannot be read');
    expect(problemsOf('OPENAI_API_KY=sk-oops')).toContain(
      'OPENAI_API_KY is not a variable of Libra: is OPENAI_API_KEY meant?',
    );
    expect(problemsOf('LLM_CALLS_PRE_MIN=3')).toContain('is LLM_CALLS_PER_MIN meant?');
  });

  it('replaces one service and keeps the stand-ins of the others', () => {
    const settings = parseDevVars('OPENAI_API_KEY=12345678');
    expect(settings).toEqual({
      openai: { apiKey: '12345678', baseUrl: 'https://api.openai.com/v1' },
      overrides: {},
    });
  });

  it('takes the short keys that servers of one’s own are given', () => {
    const settings = parseDevVars(
      'OPENAI_BASE_URL=http://127.0.0.1:8080/v1\nOPENAI_API_KEY=none\nUPSTASH_REDIS_REST_URL=http://127.0.0.1:8079\nUPSTASH_REDIS_REST_TOKEN=x',
    );
    expect(settings.openai?.apiKey).toBe('none');
    expect(settings.upstash?.token).toBe('x');
    expect(problemsOf('OPENAI_API_KEY=a b')).toContain(
      'OPENAI_API_KEY must be a key: one character or more, ASCII, without spaces',
    );
  });

  it('takes servers that stand behind the stand-in', () => {
    const settings = parseDevVars('WHISPER_BASE_URL=http://127.0.0.1:9000/v1\nTTS_BASE_URL=\n');
    expect(settings.targets).toEqual({ WHISPER_BASE_URL: 'http://127.0.0.1:9000/v1' });
    expect(problemsOf('EMBEDDINGS_BASE_URL=oops')).toContain('EMBEDDINGS_BASE_URL must be an http(s) URL');
  });

  it.each(['OPENAI_BASE_URL', 'UPSTASH_REDIS_REST_URL', 'TTS_BASE_URL'])(
    'refuses what cannot be asked as %s',
    (name) => {
      for (const url of [
        'https://user:oops@a.example',
        'https://oops@a.example',
        'https://[oops',
        'https://oops example',
      ]) {
        const message = problemsOf(`${name}=${url}`);
        expect(message).toContain(`${name} must be an http(s) URL without a password`);
        expect(message).not.toContain('oops');
      }
    },
  );

  it('refuses a token that no header can hold', () => {
    for (const token of ['토큰', 'to\u200bken'])
      expect(
        problemsOf(`UPSTASH_REDIS_REST_URL=https://x.upstash.io\nUPSTASH_REDIS_REST_TOKEN=${token}`),
      ).toContain('UPSTASH_REDIS_REST_TOKEN must be a key');
  });

  it('takes a search engine, or its stand-in, but not both', () => {
    expect(parseDevVars('SEARCH_STAND_IN=on')).toEqual({ searchStandIn: true, overrides: {} });
    expect(problemsOf('SEARCH_STAND_IN=yes')).toContain('SEARCH_STAND_IN must be on or off');
    expect(problemsOf('SEARCH_PROVIDER=brave')).toContain('SEARCH_API_KEY is missing');
    const both = 'SEARCH_STAND_IN=on\nSEARCH_PROVIDER=searxng\nSEARCH_BASE_URL=http://127.0.0.1:8888';
    expect(problemsOf(both)).toContain('SEARCH_STAND_IN takes the place of SEARCH_PROVIDER');
  });

  it('names every problem at once, and no value', () => {
    const message = problemsOf(
      'DISCORD_PUBLIC_KEY=not-hex-oops\nUPSTASH_REDIS_REST_URL=https://x.upstash.io\nLLM_CALLS_PER_MIN=many-oops\nOPENAI_BASE_URL=oops\nTYPO=oops',
    );
    expect(message).toContain('DISCORD_APPLICATION_ID is missing (DISCORD_PUBLIC_KEY is set)');
    expect(message).toContain('DISCORD_PUBLIC_KEY must be 64 hexadecimal digits');
    expect(message).toContain('UPSTASH_REDIS_REST_TOKEN is missing');
    expect(message).toContain('LLM_CALLS_PER_MIN must be a whole number');
    expect(message).toContain('OPENAI_BASE_URL must be an http(s) URL');
    expect(message).toContain('TYPO is not a variable of Libra');
    expect(message).not.toContain('oops');
  });

  it('refuses what a Worker would refuse at its first request, in that Worker’s words', () => {
    const message = problemsOf(
      'SSE_HEARTBEAT_SEC=31\nLLM_TIMEOUT_SEC=0\nRETENTION_DAYS=0\nLOG_LEVEL=loud\nWORKER_SHARED_SECRET=short\nFALLBACK_OPENAI_BASE_URL=https://b.example/v1',
    );
    expect(message).toContain('SSE_HEARTBEAT_SEC must be a whole number from 1 to 30');
    expect(message).toContain('LLM_TIMEOUT_SEC must be a whole number from 1 to 120');
    expect(message).toContain('RETENTION_DAYS must be a whole number from 1 to 3650');
    expect(message).toContain('LOG_LEVEL must be one of debug, info, warn, error');
    expect(message).toContain('WORKER_SHARED_SECRET must have at least 32 characters');
    expect(message).toContain('FALLBACK_OPENAI_API_KEY is missing');
    expect(message.match(/SSE_HEARTBEAT_SEC/g)).toHaveLength(1);
    expect(problemsOf('TALK_MINUTES_PER_DAY=half')).toContain('TALK_MINUTES_PER_DAY must be a whole number');
    expect(problemsOf('ALERT_WEBHOOK_URL=https://hooks.slack.example/oops')).toMatch(
      /ALERT_WEBHOOK_URL must be a webhook of Discord(?!.*oops)/,
    );
    expect(parseDevVars('ALERT_WEBHOOK_URL=https://discord.com/api/webhooks/1/t_-').overrides).toHaveProperty(
      'ALERT_WEBHOOK_URL',
    );
    expect(problemsOf('DATABASE_URL=postgres://ep-x.eu.aws.neon.tech/libra')).toContain(
      'DATABASE_URL must be',
    );
  });

  it.each([
    'postgres://u:p@localhost/db',
    'postgresql://u:p@localhost/db',
    'postgresql+asyncpg://u:p@localhost/db',
  ])('takes %s as a PostgreSQL of one’s own', (url) => {
    expect(parseDevVars(`DATABASE_URL=${url}`).database).toEqual({
      kind: 'postgres',
      url: 'postgresql://u:p@localhost/db',
    });
  });

  it.each(['ollama', 'EMPTY', 'x'])('takes %s for a key', (key) => {
    expect(parseDevVars(`OPENAI_API_KEY=${key}`).openai?.apiKey).toBe(key);
  });

  it('says what a key is', () => {
    expect(() => parseDevVars('OPENAI_API_KEY="a b"')).toThrow(
      'one character or more, ASCII, without spaces',
    );
  });

  it('names what is wrong with a catalogue, and every key that is missing', () => {
    const file = (value: unknown) => ({ text: JSON.stringify(value), needsKeys: true });
    const catalogue = {
      default: 'm',
      providers: [{ name: 'p', base_url: 'http://127.0.0.1/v1', key: 'P_KEY' }],
      models: [{ name: 'm', provider: 'p' }],
    };
    expect(() => parseDevVars('', file(catalogue))).toThrow(
      'catalogue.json: providers[0].key names P_KEY, which is missing',
    );
    expect(() => parseDevVars('', file({ ...catalogue, default: 'n' }))).toThrow('catalogue.json: default');
    expect(() => parseDevVars('', { text: '{', needsKeys: true })).toThrow('catalogue.json: is not JSON');
    expect(parseDevVars('P_KEY=x', file(catalogue)).catalogue?.keys).toEqual({ P_KEY: 'x' });
    // An operator's command that asks no provider needs no key of one.
    expect(parseDevVars('', { ...file(catalogue), needsKeys: false }).catalogue?.keys).toEqual({});
    expect(() => parseDevVars('OTHER_KEY=x', { ...file(catalogue), needsKeys: false })).toThrow('OTHER_KEY');
  });
});
