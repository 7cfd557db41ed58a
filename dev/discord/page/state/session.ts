/** Ties the state to the world: the address, the browser's storage, the stand-in's endpoints and its events. */
import type { PageLocale, Snowflake, WorldChannel, WorldEvent } from '../../protocol.ts';
import type { AutocompleteChoice, UploadView } from '../../surfaces.ts';
import type { OptionValue } from '../command/options.ts';
import type { FieldValues } from '../modal/values.ts';
import type { PageApi } from './api.ts';
import type { MenuTarget } from './menu.ts';
import type { OpenModal, Sent } from './model.ts';
import {
  type Failure,
  type Outcome,
  type PageAction,
  type PageState,
  pressKey,
  type Theme,
} from './model.ts';
import { type PreferenceStorage, readPreferences, writePreferences } from './preferences.ts';
import { initialState, reduce } from './reduce.ts';
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

export interface Session {
  state(): PageState;
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
  selectChannel(id: Snowflake): void;
  selectUser(id: Snowflake): void;
  setLocale(locale: PageLocale): void;
  setTheme(theme: Theme): void;
  dismiss(messageId: Snowflake): void;
  /** Sends a command as the present user in the present channel; `invocation` is how it looks meanwhile. */
  invoke(name: string, options: Record<string, OptionValue>, invocation: string): Promise<Outcome>;
  /** Sends a message's or a user's command. */
  useMenu(target: MenuTarget, name: string): Promise<void>;
  /** Writes an ordinary message, which the bot does not see; the failure, or null. */
  postMessage(content: string): Promise<Failure | null>;
  dismissAlert(): void;
  /** The present user removes the app. */
  removeApp(): Promise<void>;
  dismissRemoval(): void;
  /** Sends a modal, which closes when it was answered; else why not: `failed`, or the stand-in's words. */
  submitModal(modal: OpenModal, values: FieldValues): Promise<string | null>;
  closeModal(): void;
  /** What the bot offers for an option that is being typed; null: nothing that could be used. */
  autocomplete(
    name: string,
    options: Record<string, OptionValue>,
    focused: string,
  ): Promise<readonly AutocompleteChoice[] | null>;
  upload(file: File): Promise<Sent<UploadView>>;
  /** Presses a button, or sends what was chosen in a select. */
  press(messageId: Snowflake, customId: string, values?: string[]): Promise<void>;
}

export function createSession({ api, openStream, storage, window }: SessionDeps): Session {
  let state = initialState(readPreferences(storage, window.navigator.language));
  let stream: WorldStream | null = null;
  let sent = 0;
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

  /** Shows `invocation` as on its way until it is answered. */
  async function send(
    invocation: string,
    call: (place: { userId: Snowflake; channelId: Snowflake; locale: PageLocale }) => Promise<Outcome>,
  ): Promise<Outcome> {
    const { channelId, preferences } = state;
    const { userId, locale } = preferences;
    if (channelId === null || userId === null) return { ok: false, failure: { reason: 'unreachable' } };
    sent += 1;
    const key = sent;
    dispatch({ kind: 'command-sent', command: { key, channelId, userId, invocation } });
    const outcome = await call({ userId, channelId, locale });
    dispatch({ kind: 'command-settled', key });
    if (outcome.ok && !isAnswered()) void loadWorld();
    openModal(outcome);
    return outcome;
  }

  function openModal(outcome: Outcome): void {
    if (!outcome.ok || outcome.result.modal === null) return;
    const { interactionId, modal: view } = outcome.result;
    dispatch({ kind: 'modal-changed', modal: { interactionId, view } });
  }

  return {
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
    invoke: (name, options, invocation) =>
      send(invocation, (place) => api.invoke({ name, options, ...place })),
    async useMenu({ type, id }, name) {
      dispatch({ kind: 'alert-changed', alert: null });
      const outcome = await send(name, (place) => api.useMenu({ name, type, targetId: id, ...place }));
      if (!outcome.ok) dispatch({ kind: 'alert-changed', alert: outcome.failure });
    },
    async postMessage(content) {
      const { channelId, preferences } = state;
      if (channelId === null || preferences.userId === null) return { reason: 'unreachable' };
      return api.postMessage({ channelId, userId: preferences.userId, content });
    },
    async submitModal({ interactionId }, values) {
      const { userId, locale } = state.preferences;
      if (userId === null) return 'failed';
      const copy = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
      );
      const outcome = await api.submitModal({ interactionId, userId, locale, values: copy });
      if (!outcome.ok) return (outcome.failure.reason === 'refused' && outcome.failure.detail) || 'failed';
      if (outcome.result.failure !== null) return 'failed';
      if (state.modal?.interactionId === interactionId) dispatch({ kind: 'modal-changed', modal: null });
      return null;
    },
    closeModal() {
      dispatch({ kind: 'modal-changed', modal: null });
    },
    async autocomplete(name, options, focused) {
      const { channelId, preferences } = state;
      const { userId, locale } = preferences;
      if (channelId === null || userId === null) return null;
      const result = await api.autocomplete({ name, options, focused, userId, channelId, locale });
      return result?.choices ?? null;
    },
    async upload(file) {
      const { userId } = state.preferences;
      return userId === null ? { ok: false, failure: { reason: 'unreachable' } } : api.upload(file, userId);
    },
    async removeApp() {
      const { userId } = state.preferences;
      if (userId === null) return;
      dispatch({ kind: 'alert-changed', alert: null });
      const sent = await api.deauthorise(userId);
      if (sent.ok) {
        dispatch({ kind: 'removal-changed', removal: sent.result.acknowledged ? 'told' : 'untold' });
      } else dispatch({ kind: 'alert-changed', alert: sent.failure });
    },
    dismissRemoval() {
      dispatch({ kind: 'removal-changed', removal: null });
    },
    dismissAlert() {
      dispatch({ kind: 'alert-changed', alert: null });
    },
    async press(messageId, customId, values) {
      const { userId, locale } = state.preferences;
      if (userId === null || state.presses.has(pressKey({ messageId, customId }))) return;
      dispatch({ kind: 'press-sent', messageId, customId });
      const outcome = await api.press({
        messageId,
        customId,
        ...(values === undefined ? {} : { values }),
        userId,
        locale,
      });
      openModal(outcome);
      const failed = !outcome.ok || outcome.result.failure !== null;
      dispatch({ kind: 'press-settled', messageId, customId, failed });
    },
  };
}
