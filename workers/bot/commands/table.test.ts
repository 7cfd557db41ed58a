import { expect, it } from 'vitest';
import { parseCommands } from '../../../dev/discord/rules/commands.ts';
import { commandDefinitions } from './definitions.ts';

it('passes Discord’s rules for commands', () => {
  expect(parseCommands(JSON.parse(JSON.stringify(commandDefinitions)))).toMatchObject({ ok: true });
});

it.each(commandDefinitions.map((definition) => [definition.name, definition] as const))(
  '/%s has a Korean name and description, as has each of its options',
  (_, definition) => {
    for (const named of [definition, ...(definition.options ?? [])]) {
      expect(named.name_localizations?.ko).toMatch(/^[가-힣]+$/);
      expect(named.description_localizations?.ko).toBeTruthy();
    }
  },
);

it.each(commandDefinitions.map((definition) => [definition.name, definition] as const))(
  '/%s can be used in servers, direct messages and private channels, however it was installed',
  (_, definition) => {
    expect(definition).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] });
  },
);
