import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanName, displayNameOf, nameMentions, parseMentionNames } from './names.ts';

it.each<[unknown, string | null]>([
  ['하늘', '하늘'],
  [' a\u0000b\n\u202ec ', 'abc'],
  ['x'.repeat(100), 'x'.repeat(80)],
  [`${'x'.repeat(79)}😀`, 'x'.repeat(79)],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
  ['\n', null],
  [7, null],
])('takes %j for the name %j', (value, name) => {
  expect(cleanName(value)).toBe(name);
});

it('prefers the name in this place, then the global one', () => {
  const user = { username: 'alice', global_name: 'Alice' };
  expect(displayNameOf({ nick: '앨' }, user)).toBe('앨');
  expect(displayNameOf({ nick: null }, user)).toBe('Alice');
  expect(displayNameOf(undefined, { username: 'alice', global_name: null })).toBe('alice');
  expect(displayNameOf(undefined, undefined)).toBeNull();
});

const [USER, ROLE, CHANNEL] = ['200000000000000001', '600000000000000001', '400000000000000001'];
const names = parseMentionNames({
  users: { [USER]: { username: 'alice' } },
  roles: { [ROLE]: { name: 'Mods' } },
  channels: { [CHANNEL]: { name: 'general' } },
});

it('names users, roles and channels, and leaves what it does not know', () => {
  const text = `<@${USER}> <@!${USER}> <@&${ROLE}> <#${CHANNEL}> <@${ROLE}> <@&${USER}> <:x:${USER}>`;
  expect(nameMentions(text, names)).toBe(`@alice @alice @Mods #general <@${ROLE}> <@&${USER}> <:x:${USER}>`);
});

it('never throws on any JSON, and changes no text without mentions', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (resolved, text) => {
      const found = parseMentionNames(resolved);
      parseMentionNames({ users: resolved, members: resolved, roles: resolved, channels: resolved });
      if (!text.includes('<')) expect(nameMentions(text, found)).toBe(text);
    }),
  );
});
