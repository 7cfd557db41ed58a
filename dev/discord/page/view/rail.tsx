import type { WorldChannel } from '../../protocol.ts';
import { channelsOf } from '../state/route.ts';
import { AppAvatar } from './avatar.tsx';
import { initialOf } from './colors.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';
import { Switches } from './switches.tsx';

/** Guilds with their channels, direct messages, and below them who one is. On a narrow screen it slides in. */
export function Rail({ open, onClose }: { open: boolean; onClose(): void }) {
  const { world, state, texts } = usePage();
  const channels = channelsOf(world, state.preferences.userId);
  const direct = channels.filter(({ guildId }) => guildId === null);
  return (
    <aside class={`rail ${open ? 'rail-open' : ''}`} id="rail" aria-label={texts.channelsAndSettings}>
      <div class="rail-head">
        <AppAvatar />
        <p class="rail-name">{world.application.name}</p>
        <button
          type="button"
          class="icon-button rail-close"
          aria-label={texts.closeChannels}
          onClick={onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      <nav class="rail-channels" aria-label={texts.channels}>
        {world.guilds.map((guild) => (
          <section key={guild.id} data-testid={`guild-${guild.id}`}>
            <h2 class="rail-title">
              <span class="guild-emblem" aria-hidden="true">
                {initialOf(guild.name)}
              </span>
              {guild.name}
            </h2>
            <ul>
              {channels
                .filter(({ guildId, parentId }) => guildId === guild.id && parentId === undefined)
                .flatMap((channel) => [
                  channel,
                  ...channels.filter(({ parentId }) => parentId === channel.id),
                ])
                .map((channel) => (
                  <ChannelItem key={channel.id} channel={channel} onChosen={onClose} />
                ))}
            </ul>
          </section>
        ))}
        {direct.length > 0 && (
          <section>
            <h2 class="rail-title">
              <span class="guild-emblem" aria-hidden="true">
                <Icon name="at" size={14} />
              </span>
              {texts.directMessages}
            </h2>
            <ul>
              {direct.map((channel) => (
                <ChannelItem key={channel.id} channel={channel} onChosen={onClose} />
              ))}
            </ul>
          </section>
        )}
      </nav>
      <Switches />
    </aside>
  );
}

function ChannelItem({ channel, onChosen }: { channel: WorldChannel; onChosen(): void }) {
  const { session, state, texts, world } = usePage();
  const isDirect = channel.guildId === null;
  const unread = state.unread.has(channel.id);
  return (
    <li>
      <button
        type="button"
        class={`channel ${unread ? 'channel-unread' : ''} ${channel.parentId === undefined ? '' : 'channel-thread'}`}
        data-testid={`channel-${channel.id}`}
        aria-current={channel.id === state.channelId ? 'page' : undefined}
        onClick={() => {
          session.selectChannel(channel.id);
          onChosen();
        }}
      >
        {isDirect ? (
          <AppAvatar size="small" />
        ) : (
          <Icon name={channel.parentId === undefined ? 'hash' : 'thread'} size={16} />
        )}
        <span class="channel-name">{isDirect ? world.application.name : channel.name}</span>
        {unread && (
          <span class="unread-dot">
            <span class="visually-hidden">{texts.unread}</span>
          </span>
        )}
      </button>
    </li>
  );
}
