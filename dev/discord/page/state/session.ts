/** Ties the state to the world: the address, the browser's storage, the stand-in's endpoints and its events. */
import type { PageLocale, Snowflake, WorldChannel, WorldEvent } from '../../protocol.ts';
import type { PageApi } from './api.ts';
import type { PageAction, PageState, Theme } from './model.ts';
import { type PreferenceStorage, readPreferences, writePreferences } from './preferences.ts';
import { initialState, reduce } from './reduce.ts';
import { createRequests, type Requests } from './requests.ts';
import { channelsOf, chooseChannel, formatHash, parseHash } from './route.ts';
import type { openWorldStream, WorldStream } from './stream.ts';

/** Between attempts to reach a stand-in that is not there yet, in milliseconds. */
const WORLD_RETRY_MS = 1_500;

export interface SessionDeps {
  api: PageApi;
  openStream: typeof openWorldStream;
  storage: PreferenceStorage;
  window: Pick<Window, 'location' | 'history' | 'navigator' | 'addEventListener'>;
}

export interface Session extends Requests {
  state(): PageState;
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
  selectChannel(id: Snowflake): void;
  selectUser(id: Snowflake): void;
  setLocale(locale: PageLocale): void;
  setTheme(theme: Theme): void;
  dismiss(messageId: Snowflake): void;
  dismissAlert(): void;
  dismissRemoval(): void;
  closeModal(): void;
}

export function createSession({ api, openStream, storage, window }: SessionDeps): Session {
  let state = initialState(readPreferences(storage, window.navigator.language));
  let stream: WorldStream | null = null;
  const listeners = new Set<() => void>();

  function dispatch(action: PageAction): void {
    const before = state.preferences;
    state = reduce(state, action);
    if (state.preferences !== before) writePreferences(storage, state.preferences);
    for (const listener of listeners) listener();
  }

  /** Asks until the stand-in answers; it may start later than the page, or restart under it. */
  async function loadWorld(): Promise<void> {
    for (;;) {
      const world = await api.loadWorld();
      if (world !== null) {
        const userId =
          (
            world.users.find(({ id }) => id === state.preferences.userId) ??
            world.users.find((user) => user.locale === state.preferences.locale) ??
            world.users[0]
          )?.id ?? null;
        const wanted = state.channelId ?? parseHash(window.location.hash);
        dispatch({
          kind: 'world-loaded',
          world,
          userId,
          channelId: chooseChannel(world, userId, wanted, state.preferences.locale),
        });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, WORLD_RETRY_MS));
    }
  }

  async function loadMessages(): Promise<void> {
    const { channelId, preferences } = state;
    const { userId } = preferences;
    if (channelId === null || userId === null) return;
    dispatch({ kind: 'loading-started', channelId });
    const messages = await api.loadMessages(channelId, userId);
    if (messages !== null && state.preferences.userId === userId) {
      dispatch({ kind: 'messages-loaded', channelId, messages });
    }
  }

  function follow(userId: Snowflake): void {
    stream?.close();
    stream = openStream(userId, {
      async onOpen() {
        const returned = state.connection === 'lost';
        dispatch({ kind: 'connection-changed', connection: 'open' });
        if (returned) await loadWorld();
        await loadMessages();
      },
      onLost() {
        if (state.connection !== 'lost') dispatch({ kind: 'connection-changed', connection: 'lost' });
      },
      onEvent: receive,
    });
  }

  function receive(event: WorldEvent): void {
    switch (event.kind) {
      case 'message':
        dispatch({ kind: 'message-arrived', message: event.message });
        break;
      case 'message-deleted':
        dispatch({ kind: 'message-deleted', id: event.id, channelId: event.channelId });
        break;
      case 'channels':
        dispatch({ kind: 'channels-changed', channels: event.channels });
        break;
      case 'commands':
        dispatch({ kind: 'commands-changed', commands: event.commands });
        // A bot that registers its commands has often just registered its endpoint, of which no event tells.
        if (!isAnswered()) void loadWorld();
        break;
    }
  }

  function channelsOfUser(): WorldChannel[] {
    return state.world === null ? [] : channelsOf(state.world, state.preferences.userId);
  }

  function isAnswered(): boolean {
    return state.world?.application.interactionsEndpointUrl != null;
  }

  /** Names the open channel in the address without a new entry in the history. */
  function keepAddress(): void {
    const channel = channelsOfUser().find(({ id }) => id === state.channelId);
    if (channel !== undefined) window.history.replaceState(null, '', formatHash(channel));
  }

  function openChannel(id: Snowflake): void {
    if (id === state.channelId) return;
    dispatch({ kind: 'channel-selected', channelId: id });
    void loadMessages();
  }

  return {
    ...createRequests({
      api,
      state: () => state,
      dispatch,
      onTaken() {
        if (!isAnswered()) void loadWorld();
      },
    }),
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      await loadWorld();
      window.addEventListener('hashchange', () => {
        const id = parseHash(window.location.hash);
        if (id !== null && channelsOfUser().some((channel) => channel.id === id)) openChannel(id);
      });
      keepAddress();
      const { userId } = state.preferences;
      if (userId !== null) follow(userId);
    },
    selectChannel(id) {
      const channel = channelsOfUser().find((candidate) => candidate.id === id);
      if (channel === undefined) return;
      window.history.pushState(null, '', formatHash(channel));
      openChannel(id);
    },
    selectUser(id) {
      if (id === state.preferences.userId || state.world === null) return;
      dispatch({
        kind: 'user-changed',
        userId: id,
        channelId: chooseChannel(state.world, id, state.channelId),
      });
      keepAddress();
      follow(id);
    },
    setLocale(locale) {
      dispatch({ kind: 'preferences-changed', preferences: { locale } });
    },
    setTheme(theme) {
      dispatch({ kind: 'preferences-changed', preferences: { theme } });
    },
    dismiss(messageId) {
      dispatch({ kind: 'message-dismissed', id: messageId });
    },
    closeModal() {
      dispatch({ kind: 'modal-changed', modal: null });
    },
    dismissRemoval() {
      dispatch({ kind: 'removal-changed', removal: null });
    },
    dismissAlert() {
      dispatch({ kind: 'alert-changed', alert: null });
    },
  };
}
