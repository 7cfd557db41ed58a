/** The one place where the page's state changes. Pure. */
import type { MessageView, Snowflake } from '../../protocol.ts';
import { compareSnowflakes, type PageAction, type PageState, type Preferences, pressKey } from './model.ts';

/** So that the list in the browser's storage stays short. */
const MAX_DISMISSED = 200;

export function initialState(preferences: Preferences): PageState {
  return {
    world: null,
    connection: 'connecting',
    preferences,
    channelId: null,
    messages: {},
    changedWhileLoading: {},
    pending: [],
    presses: new Set(),
    pressFailures: new Set(),
    unread: new Set(),
    alert: null,
    modal: null,
    removal: null,
  };
}

export function reduce(state: PageState, action: PageAction): PageState {
  switch (action.kind) {
    case 'world-loaded':
      return {
        ...state,
        world: action.world,
        channelId: action.channelId,
        preferences: { ...state.preferences, userId: action.userId },
      };
    case 'connection-changed':
      return { ...state, connection: action.connection };
    case 'preferences-changed':
      return { ...state, preferences: { ...state.preferences, ...action.preferences } };
    case 'user-changed':
      // Another person sees other messages: nothing of the first one's may stay on the screen.
      return {
        ...initialState({ ...state.preferences, userId: action.userId }),
        world: state.world,
        channelId: action.channelId,
      };
    case 'channel-selected':
      return { ...state, channelId: action.channelId, unread: without(state.unread, action.channelId) };
    case 'loading-started':
      return withChanged(state, action.channelId, new Set());
    case 'messages-loaded':
      return withLoaded(state, action.channelId, action.messages);
    case 'message-arrived':
      return withArrived(state, action.message);
    case 'message-deleted':
      return withDeleted(state, action.channelId, action.id);
    case 'commands-changed':
      return state.world === null
        ? state
        : { ...state, world: { ...state.world, commands: [...action.commands] } };
    case 'channels-changed':
      return state.world === null
        ? state
        : { ...state, world: { ...state.world, channels: [...action.channels] } };
    case 'command-sent':
      return { ...state, pending: [...state.pending, action.command] };
    case 'command-settled':
      return { ...state, pending: state.pending.filter(({ key }) => key !== action.key) };
    case 'press-sent':
      return {
        ...state,
        presses: new Set([...state.presses, pressKey(action)]),
        pressFailures: without(state.pressFailures, action.messageId),
      };
    case 'press-settled':
      return {
        ...state,
        presses: without(state.presses, pressKey(action)),
        pressFailures: action.failed
          ? new Set([...state.pressFailures, action.messageId])
          : state.pressFailures,
      };
    case 'alert-changed':
      return { ...state, alert: action.alert };
    case 'removal-changed':
      return { ...state, removal: action.removal };
    case 'modal-changed':
      return { ...state, modal: action.modal };
    case 'message-dismissed': {
      const dismissed = [...state.preferences.dismissed, action.id].slice(-MAX_DISMISSED);
      return { ...state, preferences: { ...state.preferences, dismissed } };
    }
  }
}

/** The channel's messages as the reader sees them: without those put away. */
export function visibleMessages(state: PageState): readonly MessageView[] {
  const all = state.channelId === null ? [] : (state.messages[state.channelId] ?? []);
  const dismissed = new Set(state.preferences.dismissed);
  return dismissed.size === 0 ? all : all.filter(({ id, ephemeral }) => !(ephemeral && dismissed.has(id)));
}

/**
 * A list that was asked for may be older than the events that came meanwhile: what changed since the question keeps the
 * event's version, and everything else is as the list says, also when that is nothing.
 */
function withLoaded(state: PageState, channelId: Snowflake, loaded: readonly MessageView[]): PageState {
  const changed = state.changedWhileLoading[channelId] ?? new Set<Snowflake>();
  const known = state.messages[channelId] ?? [];
  const merged = [
    ...loaded.filter(({ id }) => !changed.has(id)),
    ...known.filter(({ id }) => changed.has(id)),
  ];
  return withChanged(withMessages(state, channelId, merged.toSorted(byId)), channelId, null);
}

function withArrived(state: PageState, message: MessageView): PageState {
  const { channelId, id } = message;
  const known = state.messages[channelId] ?? [];
  const isNew = !known.some((candidate) => candidate.id === id);
  const list = isNew
    ? [...known, message].toSorted(byId)
    : known.map((candidate) => (candidate.id === id ? message : candidate));
  const answered = isNew
    ? state.pending.find((command) => command.channelId === channelId && command.userId === message.invokedBy)
    : undefined;
  return {
    ...noteChange(withMessages(state, channelId, list), channelId, id),
    pending: answered === undefined ? state.pending : state.pending.filter((command) => command !== answered),
    unread: isNew && channelId !== state.channelId ? new Set([...state.unread, channelId]) : state.unread,
  };
}

function withDeleted(state: PageState, channelId: Snowflake, id: Snowflake): PageState {
  const list = (state.messages[channelId] ?? []).filter((message) => message.id !== id);
  return noteChange(withMessages(state, channelId, list), channelId, id);
}

function withMessages(state: PageState, channelId: Snowflake, list: readonly MessageView[]): PageState {
  return { ...state, messages: { ...state.messages, [channelId]: list } };
}

function noteChange(state: PageState, channelId: Snowflake, id: Snowflake): PageState {
  const changed = state.changedWhileLoading[channelId];
  return changed === null || changed === undefined
    ? state
    : withChanged(state, channelId, new Set([...changed, id]));
}

function withChanged(state: PageState, channelId: Snowflake, ids: ReadonlySet<Snowflake> | null): PageState {
  return { ...state, changedWhileLoading: { ...state.changedWhileLoading, [channelId]: ids } };
}

function byId(a: MessageView, b: MessageView): number {
  return compareSnowflakes(a.id, b.id);
}

function without<Value>(set: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  if (!set.has(value)) return set;
  const rest = new Set(set);
  rest.delete(value);
  return rest;
}
