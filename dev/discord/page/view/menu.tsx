import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { localise } from '../command/localise.ts';
import { menuCommands, type OpenMenu } from '../state/menu.ts';
import { usePage } from './context.ts';
import { Icon } from './icons.tsx';

/** Pixels that stay free between the menu and the window's edge. */
const MARGIN_PX = 8;

/** The "Apps" menu of a message or a user. The focus goes into it, and back to where it came from. */
export function AppsMenu({ menu, onClose }: { menu: OpenMenu; onClose(): void }) {
  const { world, state, texts, locale, session } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: menu.x, top: menu.y });
  const channel = world.channels.find(({ id }) => id === state.channelId);
  const user = world.users.find(({ id }) => id === state.preferences.userId);
  const commands = menuCommands(world.commands, menu, channel, user);
  const title =
    menu.type === 2
      ? texts.userMenu(world.users.find(({ id }) => id === menu.id)?.displayName ?? '')
      : texts.messageMenu;

  useLayoutEffect(() => {
    const { width, height } = box.current?.getBoundingClientRect() ?? { width: 0, height: 0 };
    setPlace({
      left: Math.max(MARGIN_PX, Math.min(menu.x, innerWidth - width - MARGIN_PX)),
      top: Math.max(MARGIN_PX, Math.min(menu.y, innerHeight - height - MARGIN_PX)),
    });
  }, [menu]);

  useLayoutEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    (box.current?.querySelector<HTMLElement>('[role="menuitem"]') ?? box.current)?.focus();
    const onDown = ({ target }: Event) => {
      if (!box.current?.contains(target as Node)) onClose();
    };
    addEventListener('pointerdown', onDown);
    addEventListener('resize', onClose);
    return () => {
      removeEventListener('pointerdown', onDown);
      removeEventListener('resize', onClose);
      opener?.focus();
    };
  }, [menu, onClose]);

  function onKeyDown(event: KeyboardEvent): void {
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      items[next]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  }

  const isOwn = menu.type === 2 && menu.id === user?.id;

  return (
    <div
      class="apps-menu"
      ref={box}
      role="menu"
      aria-label={title}
      tabIndex={-1}
      style={{ left: `${place.left}px`, top: `${place.top}px` }}
      data-testid="apps-menu"
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
    >
      <p class="eyebrow" role="presentation">
        {texts.apps} · {title}
      </p>
      {commands.length === 0 && !isOwn && (
        <div class="menu-empty" role="menuitem" aria-disabled="true" tabIndex={-1}>
          {texts.noMenuCommands}
        </div>
      )}
      {commands.map((command) => (
        <button
          type="button"
          role="menuitem"
          key={command.id}
          tabIndex={-1}
          data-testid={`menu-item-${command.name}`}
          onClick={() => {
            onClose();
            void session.useMenu(menu, command.name);
          }}
        >
          <Icon name="libra" size={16} />
          <span>{localise(command.name, command.name_localizations, locale)}</span>
        </button>
      ))}
      {isOwn && (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          data-testid="menu-remove-app"
          onClick={() => {
            onClose();
            void session.removeApp();
          }}
        >
          <Icon name="close" size={16} />
          <span>{texts.removeApp(world.application.name)}</span>
        </button>
      )}
    </div>
  );
}
