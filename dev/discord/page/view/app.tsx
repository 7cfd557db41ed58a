import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { textsFor } from '../locale/choose.ts';
import type { OpenMenu } from '../state/menu.ts';
import type { Session } from '../state/session.ts';
import { AppAvatar } from './avatar.tsx';
import { ChannelHeader } from './channel-header.tsx';
import { Composer, type Draft } from './composer.tsx';
import { type Page, PageContext, usePage } from './context.ts';
import { AppsMenu } from './menu.tsx';
import { MessageList } from './message-list.tsx';
import { ModalDialog } from './modal.tsx';
import { Notices } from './notices.tsx';
import { Rail } from './rail.tsx';

export function App({ session }: { session: Session }) {
  const [state, setState] = useState(session.state);
  useEffect(() => session.subscribe(() => setState(session.state())), [session]);
  const { locale, theme } = state.preferences;
  const texts = textsFor(locale);

  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  const [draft, setDraft] = useState<Draft | null>(null);
  const putDraft = useCallback((line: string) => setDraft({ line }), []);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const closeMenu = useCallback(() => setMenu(null), []);
  const { world } = state;
  const page = useMemo<Page | null>(
    () =>
      world === null ? null : { session, state, world, texts, locale, draft: putDraft, openMenu: setMenu },
    [session, state, world, texts, locale, putDraft],
  );

  if (page === null) {
    return (
      <div class="splash" role="status">
        <AppAvatar size="large" />
        <p>{texts.connecting}</p>
      </div>
    );
  }
  return (
    <PageContext.Provider value={page}>
      <Layout draft={draft} menu={menu} onCloseMenu={closeMenu} />
      {state.modal !== null && <ModalDialog key={state.modal.interactionId} modal={state.modal} />}
    </PageContext.Provider>
  );
}

function Layout({
  draft,
  menu,
  onCloseMenu,
}: {
  draft: Draft | null;
  menu: OpenMenu | null;
  onCloseMenu(): void;
}) {
  const [railOpen, setRailOpen] = useState(false);
  const menuButton = useRef<HTMLButtonElement>(null);
  useTitle();

  const closeRail = useCallback(() => setRailOpen(false), []);

  useEffect(() => {
    if (!railOpen) return;
    document.querySelector<HTMLElement>('.rail-close')?.focus();
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') closeRail();
    };
    const wide = matchMedia('(min-width: 761px)');
    addEventListener('keydown', onKey);
    wide.addEventListener('change', closeRail);
    return () => {
      removeEventListener('keydown', onKey);
      wide.removeEventListener('change', closeRail);
      menuButton.current?.focus();
    };
  }, [railOpen, closeRail]);

  return (
    <>
      <Notices />
      <div class="columns">
        <Rail open={railOpen} onClose={closeRail} />
        {railOpen && <div class="rail-backdrop" onClick={closeRail} aria-hidden="true" />}
        <main class="channel-pane" inert={railOpen}>
          <ChannelHeader railOpen={railOpen} onOpenRail={() => setRailOpen(true)} menuButton={menuButton} />
          <MessageList />
          <Composer draft={draft} />
          {menu !== null && <AppsMenu menu={menu} onClose={onCloseMenu} />}
        </main>
      </div>
    </>
  );
}

function useTitle(): void {
  const { world, state, texts } = usePage();
  const channel = world.channels.find(({ id }) => id === state.channelId);
  const { name } = world.application;
  const title =
    channel?.guildId == null ? `${name} · ${texts.standIn}` : `#${channel.name} · ${name} · ${texts.standIn}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
