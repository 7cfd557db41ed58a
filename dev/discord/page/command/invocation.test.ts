import { expect, it } from 'vitest';
import type { RegisteredCommand } from '../../protocol.ts';
import { chat } from './fixtures.ts';
import { readInvocation } from './invocation.ts';

const privacy: RegisteredCommand = {
  id: '9',
  name: 'privacy',
  name_localizations: { ko: '개인정보' },
  description: 'What is stored',
  type: 1,
  options: [{ type: 1, name: 'erase', name_localizations: { ko: '지우기' }, description: 'Erase it' }],
};
const commands = [chat, privacy];

it.each([
  ['/chat 안녕, 너는 누구야?', 'ko', '/대화', '안녕, 너는 누구야?'],
  ['/chat two  spaces\nand a line', 'en-US', '/chat', 'two  spaces\nand a line'],
  ['/privacy erase', 'ko', '/개인정보 지우기', ''],
  ['/privacy erase', 'en-US', '/privacy erase', ''],
  ['/gone with the wind', 'ko', '/gone', 'with the wind'],
  ['다시 시도', 'ko', '다시 시도', ''],
])('reads %j in %s as %j with %j', (invocation, locale, name, given) => {
  expect(readInvocation(invocation, commands, locale)).toEqual({ name, given });
});
