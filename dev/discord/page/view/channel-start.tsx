import { localise } from '../command/localise.ts';
import { commandsHere } from '../command/lookup.ts';
import { AppAvatar } from './avatar.tsx';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

/** Lines worth trying, by the command that they need. */
const EXAMPLES: [command: string, lines: Record<'ko' | 'en-US', readonly string[]>][] = [
  [
    'chat',
    {
      ko: ['안녕, 너는 누구야?', '1부터 40까지 세어줘', '별자리는 왜 계절마다 달라?'],
      'en-US': [
        'Hello, who are you?',
        'Count from 1 to 40',
        'Why do constellations change with the seasons?',
      ],
    },
  ],
  ['help', { ko: [''], 'en-US': [''] }],
  ['status', { ko: [''], 'en-US': [''] }],
];

/** What stands at a channel's beginning; as long as nothing follows, with something to try. */
export function ChannelStart({ empty }: { empty: boolean }) {
  const { world, state, texts, locale, draft } = usePage();
  const channel = world.channels.find(({ id }) => id === state.channelId);
  if (channel === undefined) return null;
  const user = world.users.find(({ id }) => id === state.preferences.userId);
  const commands = user === undefined ? [] : commandsHere(world.commands, channel, user);
  const examples = EXAMPLES.flatMap(([name, lines]) => {
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined) return [];
    const title = localise(command.name, command.name_localizations, locale);
    return lines[locale].map((rest) => `/${title} ${rest}`.trim());
  });
  return (
    <header class="channel-start">
      {channel.guildId === null ? (
        <AppAvatar size="large" />
      ) : (
        <span class="channel-emblem" aria-hidden="true">
          <Icon name="hash" size={36} />
        </span>
      )}
      <h2>
        {channel.guildId === null
          ? texts.directStart(world.application.name)
          : texts.channelStart(channel.name)}
      </h2>
      <p>{texts.startHint}</p>
      {empty && examples.length > 0 && (
        <>
          <p class="eyebrow">{texts.tryThese}</p>
          <div class="example-row">
            {examples.map((line) => (
              <button type="button" class="example" key={line} onClick={() => draft(line)}>
                {line}
              </button>
            ))}
          </div>
        </>
      )}
    </header>
  );
}
