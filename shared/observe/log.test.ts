import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger, errorName, type LoggerOptions } from './log.ts';

function record(options: Partial<LoggerOptions> = {}) {
  const lines: string[] = [];
  const logger = createLogger({ worker: 'bot', now: () => 0, write: (line) => lines.push(line), ...options });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') };
}

describe('createLogger', () => {
  it('writes one JSON line an event, with time, level, worker and trace', () => {
    const { logger, lines } = record({ trace: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) } });
    logger.info('chat.finished', { durationMs: 12.5, cached: false, model: 'm', reason: null });
    expect(lines).toEqual([
      `{"time":"1970-01-01T00:00:00.000Z","level":"info","worker":"bot","event":"chat.finished","traceId":"${'a'.repeat(32)}","spanId":"${'b'.repeat(16)}","durationMs":12.5,"cached":false,"model":"m","reason":null}`,
    ]);
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = record({ level: 'warn' });
    logger.debug('a');
    logger.info('b');
    logger.warn('c');
    logger.error('d');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['c', 'd']);
  });

  it('leaves out debug unless asked', () => {
    const { logger, lines } = record();
    logger.debug('a');
    expect(lines).toEqual([]);
  });

  it('carries the fields of with() on every line; a later value wins', () => {
    const { logger, last } = record({ fields: { guild: 'g' } });
    logger.with({ user: 'u', guild: 'h' }).with({ user: 'v' }).info('a', { n: 1 });
    expect(last()).toMatchObject({ guild: 'h', user: 'v', n: 1 });
    logger.info('b');
    expect(last()).not.toHaveProperty('user');
  });

  it('lets no field take the place of time, level, worker, event or trace', () => {
    const { logger, last } = record({ trace: { traceId: 't', spanId: 's' } });
    logger.warn('a', {
      time: 'x',
      level: 'x',
      worker: 'x',
      event: 'x',
      traceId: 'x',
      spanId: 'x',
      __proto__: 'x',
    });
    expect(last()).toMatchObject({ level: 'warn', worker: 'bot', event: 'a', traceId: 't', spanId: 's' });
  });

  it('leaves out undefined fields', () => {
    const { logger, last } = record();
    logger.info('a', { there: 0, gone: undefined });
    expect(last()).toHaveProperty('there');
    expect(last()).not.toHaveProperty('gone');
  });

  it('cuts long texts', () => {
    const { logger, last } = record();
    logger.info('a', { text: 'word '.repeat(1_000) });
    expect(last().text).toHaveLength(200);
  });

  it.each([
    ['a provider key', 'sk-proj-abcdefgh12345678'],
    ['an API key of ours', `lb-${'Ab_-9'.repeat(9)}`.slice(0, 46)],
    ['a bearer header', 'Bearer abc.def'],
    ['a lower-case bearer header', 'bearer abc.def'],
    ['a bot header', `Bot ${'x'.repeat(30)}`],
    ['a bot token', `${'M'.repeat(24)}.${'G'.repeat(6)}.${'x'.repeat(38)}`],
    ['an interaction token', 'aW50ZXJhY3Rpb246'.repeat(10)],
    ['a database address', 'postgresql://user:password@host/db'],
  ])('masks %s, wherever it stands', (_name, secret) => {
    for (const before of ['', 'at ', 'x '.repeat(97)]) {
      const { logger, lines } = record();
      logger.info('a', { text: `${before}${secret} after` });
      const shown = lines.join('');
      expect(shown).not.toContain(secret.slice(-8).replace('host/db', ''));
      expect(shown).not.toContain('password');
      expect(shown).not.toContain(secret.slice(0, 14));
    }
  });

  it('keeps ids, codes and model names readable', () => {
    const { logger, last } = record();
    for (const text of [
      '1234567890123456789',
      'circuit_open',
      'openai/gpt-4o-mini',
      'b'.repeat(64),
      'TypeError',
    ]) {
      logger.info('a', { text });
      expect(last().text).toBe(text);
    }
  });

  it('writes exactly one line of valid JSON for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const { logger, lines } = record();
        logger.info('a', { text });
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toContain('\n');
        expect(JSON.parse(lines[0] ?? '').text.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe('errorName', () => {
  it('gives the name and never the message', () => {
    expect(errorName(new TypeError('secret'))).toBe('TypeError');
    expect(errorName('secret')).toBe('string');
    expect(errorName(undefined)).toBe('undefined');
  });
});
