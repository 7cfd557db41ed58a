import type { RefObject } from 'preact';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

export function ChannelHeader({
  railOpen,
  onOpenRail,
  menuButton,
}: {
  railOpen: boolean;
  onOpenRail(): void;
  menuButton: RefObject<HTMLButtonElement | null>;
}) {
  const { world, state, texts } = usePage();
  const channel = world.channels.find(({ id }) => id === state.channelId);
  const guild = world.guilds.find(({ id }) => id === channel?.guildId);
  const isDirect = channel !== undefined && channel.guildId === null;
  return (
    <header class="channel-header">
      <button
        type="button"
        class="icon-button menu-button"
        data-testid="open-rail"
        ref={menuButton}
        aria-label={texts.openChannels}
        aria-expanded={railOpen}
        aria-controls="rail"
        onClick={onOpenRail}
      >
        <Icon name="menu" />
      </button>
      <Icon name={isDirect ? 'at' : 'hash'} size={20} />
      {/* The page's first heading: the application's name is out of sight on a narrow screen. */}
      <h1>{isDirect ? world.application.name : channel?.name}</h1>
      {guild !== undefined && <p class="header-guild">{guild.name}</p>}
    </header>
  );
}
