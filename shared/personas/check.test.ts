import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findPersonaFault } from './check.ts';

const persona = {
  name: 'Pirate Captain',
  instructions: 'Speak like a pirate.',
  model: null,
  temperature: null,
  greeting: 'Ahoy!',
  avatar: '🏴‍☠️',
};

it('takes a persona with an emoji, an emoji of the server, a short text or nothing before its answers', () => {
  for (const avatar of ['🏴‍☠️', '<:pirate:1300000000000000001>', 'Captain Jack, of the Black Pearl', null])
    expect(findPersonaFault({ ...persona, avatar })).toBeNull();
  expect(findPersonaFault({ ...persona, name: '해적 선장' })).toBeNull();
});

it.each<[string, object, object]>([
  [
    'a ping of everybody in the greeting',
    { greeting: 'Hi @everyone' },
    { code: 'mention', path: 'greeting' },
  ],
  ['a ping in the name', { name: '@here' }, { code: 'mention', path: 'name' }],
  ['a ping of a role', { avatar: '<@&1300000000000000001>' }, { code: 'mention', path: 'avatar' }],
  [
    '4,001 characters',
    { instructions: 'x'.repeat(4001) },
    { code: 'too_long', path: 'instructions', limit: 4000 },
  ],
  ['no instructions', { instructions: ' ' }, { code: 'too_short', path: 'instructions' }],
  ['a long avatar', { avatar: 'x'.repeat(33) }, { code: 'too_long', path: 'avatar', limit: 32 }],
  ['an avatar of two lines', { avatar: 'a\nb' }, { code: 'characters', path: 'avatar' }],
  ['markup in the name', { name: '`x`' }, { code: 'characters', path: 'name' }],
  ['a temperature of 3', { temperature: 3 }, { code: 'too_large', path: 'temperature', limit: 2 }],
  ['a long name', { name: 'x'.repeat(33) }, { code: 'too_long', path: 'name', limit: 32 }],
])('refuses %s', (_, change, fault) => {
  expect(findPersonaFault({ ...persona, ...change })).toMatchObject(fault);
});

it('judges anything', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, name) => {
      expect(findPersonaFault(value)).not.toBeNull();
      findPersonaFault({ ...persona, name, avatar: name });
    }),
  );
});
