import { expect, it } from 'vitest';
import { parseCommands } from '../../../dev/discord/rules/commands.ts';
import { LOCALES, type Locale } from '../../../shared/contract/caller.ts';
import { OPTION_TYPE } from '../discord/option-type.ts';
import { textsFor } from '../locale/choose.ts';
import { commandDefinitions } from './table.ts';

it('passes Discord’s rules for commands', () => {
  expect(parseCommands(JSON.parse(JSON.stringify(commandDefinitions)))).toMatchObject({ ok: true });
});

const slashCommands = commandDefinitions.filter((definition) => 'description' in definition);
const messageCommands = commandDefinitions.filter((definition) => !('description' in definition));

it('has seven message commands with Korean names', () => {
  expect(messageCommands.map(({ type, name }) => [type, name])).toEqual([
    [3, 'Ask Libra'],
    [3, 'Summarise'],
    [3, 'Translate'],
    [3, 'Explain code'],
    [3, 'Add to documents'],
    [3, 'Remember this'],
    [3, 'Transcribe'],
  ]);
  for (const { name_localizations: names } of messageCommands) expect(names?.ko).toMatch(/^[가-힣 ]+$/);
});

it.each(slashCommands.map((definition) => [definition.name, definition] as const))(
  '/%s has a Korean name and description, as has each of its options',
  (_, definition) => {
    for (const named of [definition, ...(definition.options ?? [])]) {
      expect(named.name_localizations?.ko).toMatch(/^[가-힣]+$/);
      expect(named.description_localizations?.ko).toBeTruthy();
    }
  },
);

it('offers /moderation in servers alone, and to moderators', () => {
  expect(commandDefinitions.find(({ name }) => name === 'moderation')).toMatchObject({
    integration_types: [0],
    contexts: [0],
    default_member_permissions: '8192',
  });
});

const everywhere = commandDefinitions.filter(({ name }) => name !== 'moderation');

it.each(everywhere.map((definition) => [definition.name, definition] as const))(
  '/%s can be used in servers, direct messages and private channels, however it was installed',
  (_, definition) => {
    expect(definition).toMatchObject({ integration_types: [0, 1], contexts: [0, 1, 2] });
  },
);

it.each(LOCALES)('the texts name commands as Discord shows them in %s', (locale) => {
  const named = rendered(textsFor(locale)).flatMap((text) =>
    [...text.matchAll(/`\/([^`]+)`/g)].map(([, use]) => use),
  );
  expect(named.length).toBeGreaterThan(10);
  for (const use of named) {
    const [name, ...rest] = (use ?? '').split(' ');
    const command = slashCommands.find((definition) => shown(definition, locale) === name);
    expect(command, use).toBeDefined();
    const subcommands = (command?.options ?? []).filter(({ type }) => type === OPTION_TYPE.SUB_COMMAND);
    if (rest.length > 0 && subcommands.length > 0)
      expect(subcommands.map((sub) => shown(sub, locale))).toContain(rest.join(' '));
  }
});

function shown(
  { name, name_localizations }: { name: string; name_localizations?: object | null | undefined },
  locale: Locale,
): string {
  return (name_localizations as Record<string, string> | null | undefined)?.[locale] ?? name;
}

/** Every text there is, those that take facts with some. */
function rendered(texts: unknown): string[] {
  if (typeof texts === 'string') return [texts];
  if (typeof texts === 'function') return [String(texts(FACTS, 1, 1))];
  return Object.values(texts as object).flatMap(rendered);
}

const FACTS = {
  ...{ retryAtSec: 1, limit: 1, limitUnit: 'tokens' },
  ...{ conversations: 1, messages: 1, usage_events: 1, facts: 1, oldest_message_at: null, retention_days: 1 },
  remember: true,
  ...{ categories: [], side: 'question', action: 'blocked' },
  ...{ callsPerMin: 1, server: { callsPerMin: 1, mayMute: true, mayModerate: true } },
  tokens: { prompt: 1, cached: 1, completion: 1 },
  ...{ model: 'm', costMicroUsd: 1, firstTextMs: 1 },
  ...{ question: 'q', answers: ['a'], hours: 1, isMulti: false, text: 't', at: 1, isForChannel: false },
  // Of a list.
  join: () => '',
  map: (): string[] => [],
};
