import { expect, it } from 'vitest';
import { formatReply, parseRedisArguments } from './command.ts';

it('takes a command as it stands, and a scan as redis-cli takes it', () => {
  expect(parseRedisArguments(['GET', 'a b'])).toEqual({ kind: 'command', command: ['GET', 'a b'] });
  expect(parseRedisArguments(['--scan', 'llm:*'])).toEqual({ kind: 'scan', pattern: 'llm:*' });
  expect(parseRedisArguments(['--scan', '--pattern', 'llm:*'])).toEqual({ kind: 'scan', pattern: 'llm:*' });
  expect(parseRedisArguments(['--scan'])).toEqual({ kind: 'scan', pattern: '*' });
  expect(parseRedisArguments([])).toEqual({ kind: 'help' });
  expect(() => parseRedisArguments(['--bigkeys'])).toThrow('no option --bigkeys');
});

it('prints one value a line', () => {
  expect(formatReply(['tokens', 30, null])).toBe('tokens\n30\n(nil)');
  expect(formatReply([])).toBe('(empty)');
  expect(formatReply('OK')).toBe('OK');
});
