/** What a select offers: its own options, or the people, roles and channels of the guild. Pure. */
import type { SelectView } from '../../component-views.ts';
import type { Snowflake, WorldState } from '../../protocol.ts';

export interface SelectChoice {
  value: string;
  label: string;
  description?: string;
}

const TEXT_CHANNEL = 0;
const PUBLIC_THREAD = 11;

export function choicesOf(select: SelectView, world: WorldState, guildId: Snowflake | null): SelectChoice[] {
  if (select.type === 3) {
    return select.options.map(({ value, label, description, emoji }) => ({
      value,
      label: emoji === undefined ? label : `${emoji.name} ${label}`,
      ...(description === undefined ? {} : { description }),
    }));
  }
  const users = world.users.map(({ id, displayName }) => ({ value: id, label: `@${displayName}` }));
  const roles = world.roles
    .filter((role) => role.guildId === guildId)
    .map(({ id, name }) => ({ value: id, label: `@${name}` }));
  switch (select.type) {
    case 5:
      return users;
    case 6:
      return roles;
    case 7:
      return [...users, ...roles];
    case 8: {
      const types = select.channel_types ?? [];
      return world.channels
        .filter((channel) => channel.guildId !== null && channel.guildId === guildId)
        .filter(
          ({ parentId }) =>
            types.length === 0 || types.includes(parentId === undefined ? TEXT_CHANNEL : PUBLIC_THREAD),
        )
        .map(({ id, name }) => ({ value: id, label: `#${name}` }));
    }
  }
}
