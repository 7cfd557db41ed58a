import { expect, it } from 'vitest';
import { createForm } from './form.ts';
import { findPings, readAllowedMentions } from './mentions.ts';

it.each<[string, unknown, string, string[]]>([
  [
    'everyone whom the text names, when nothing is said',
    undefined,
    '@everyone @here <@12> <@!12> <@&34>',
    ['@everyone', '@here', '<@12>', '<@&34>'],
  ],
  ['nobody, when nothing may be parsed', { parse: [] }, '@everyone <@12> <@&34>', []],
  ['only users', { parse: ['users'] }, '@everyone <@12> <@&34>', ['<@12>']],
  ['only the users that are listed', { parse: [], users: ['12'] }, '<@12> <@13>', ['<@12>']],
  ['only the roles that are listed', { roles: ['34'] }, '<@&34> <@&35> @here', ['<@&34>']],
  ['those inside code too', undefined, '`@everyone`', ['@everyone']],
  ['nobody in an address', undefined, 'mail@example.com', []],
])('notifies %s', (_, allowed, content, pings) => {
  expect(findPings(content, readAllowedMentions(createForm(), { allowed_mentions: allowed }))).toEqual(pings);
});
