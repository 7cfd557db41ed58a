import type { Snowflake } from '../../protocol.ts';
import { menuPlace } from '../state/menu.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

/** The "…" of a message: the way to its menu without a right button. */
export function MessageMenuButton({ messageId }: { messageId: Snowflake }) {
  const { texts, openMenu } = usePage();
  return (
    <button
      type="button"
      class="icon-button message-more"
      data-testid="message-more"
      aria-label={texts.messageMenu}
      aria-haspopup="menu"
      onClick={(event) => openMenu({ type: 3, id: messageId, ...menuPlace(event, event.currentTarget) })}
    >
      <Icon name="more" />
    </button>
  );
}

/** A person's name, which opens the person's menu. */
export function UserName({ userId, class: name = '' }: { userId: Snowflake; class?: string }) {
  const { world, texts, openMenu } = usePage();
  const user = world.users.find(({ id }) => id === userId);
  if (user === undefined) return <b class={name}>{texts.unknownUser}</b>;
  const open = (event: MouseEvent & { currentTarget: Element }) => {
    event.preventDefault();
    event.stopPropagation();
    openMenu({ type: 2, id: user.id, ...menuPlace(event, event.currentTarget) });
  };
  return (
    <button
      type="button"
      class={`user-name ${name}`}
      data-testid={`user-${user.id}`}
      aria-haspopup="menu"
      onClick={open}
      onContextMenu={open}
    >
      {user.displayName}
    </button>
  );
}
