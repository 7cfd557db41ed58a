/** What the page knows, and all that can happen to it. Plain data. */
import type { ModalView } from '../../component-views.ts';
import type {
  InvokeResult,
  MessageView,
  PageLocale,
  PressComponent,
  RegisteredCommand,
  Snowflake,
  WorldChannel,
  WorldState,
} from '../../protocol.ts';

export type Theme = 'light' | 'dark' | 'system';

/** Kept in the browser between visits. */
export interface Preferences {
  locale: PageLocale;
  theme: Theme;
  /** Null until the world is known. */
  userId: Snowflake | null;
  /** Ephemeral messages that were put away, newest last. */
  dismissed: readonly Snowflake[];
}

/** A command on its way, shown until the answer's message appears. */
export interface PendingCommand {
  key: number;
  channelId: Snowflake;
  userId: Snowflake;
  invocation: string;
}

export type Failure =
  | { reason: 'unreachable' }
  | { reason: 'refused'; status: number; detail: string | null };

export interface PageState {
  world: WorldState | null;
  connection: 'connecting' | 'open' | 'lost';
  preferences: Preferences;
  channelId: Snowflake | null;
  /** By channel, in the order of their ids. A channel that was never opened may hold only what arrived since. */
  messages: Readonly<Record<Snowflake, readonly MessageView[]>>;
  /** Ids that arrived or changed in a channel since its list was asked for; null when none is being loaded. */
  changedWhileLoading: Readonly<Record<Snowflake, ReadonlySet<Snowflake> | null>>;
  pending: readonly PendingCommand[];
  /** Buttons pressed and not answered yet, as `pressKey`. */
  presses: ReadonlySet<string>;
  /** Messages of which the last press of a button failed. */
  pressFailures: ReadonlySet<Snowflake>;
  unread: ReadonlySet<Snowflake>;
  /** Why what was chosen last from a menu was not sent. */
  alert: Failure | null;
  modal: OpenModal | null;
  /** What came of removing the app; null: it was not, or that has been read. */
  removal: 'told' | 'untold' | null;
}

export interface OpenModal {
  /** The interaction that opened it. */
  interactionId: Snowflake;
  view: ModalView;
}

export type PageAction =
  | { kind: 'world-loaded'; world: WorldState; userId: Snowflake | null; channelId: Snowflake | null }
  | { kind: 'connection-changed'; connection: PageState['connection'] }
  | { kind: 'preferences-changed'; preferences: Partial<Preferences> }
  | { kind: 'user-changed'; userId: Snowflake; channelId: Snowflake | null }
  | { kind: 'channel-selected'; channelId: Snowflake }
  | { kind: 'loading-started'; channelId: Snowflake }
  | { kind: 'messages-loaded'; channelId: Snowflake; messages: readonly MessageView[] }
  | { kind: 'message-arrived'; message: MessageView }
  | { kind: 'message-deleted'; id: Snowflake; channelId: Snowflake }
  | { kind: 'commands-changed'; commands: readonly RegisteredCommand[] }
  | { kind: 'channels-changed'; channels: readonly WorldChannel[] }
  | { kind: 'command-sent'; command: PendingCommand }
  | { kind: 'command-settled'; key: number }
  | { kind: 'press-sent'; messageId: Snowflake; customId: string }
  | { kind: 'press-settled'; messageId: Snowflake; customId: string; failed: boolean }
  | { kind: 'message-dismissed'; id: Snowflake }
  | { kind: 'alert-changed'; alert: Failure | null }
  | { kind: 'removal-changed'; removal: PageState['removal'] }
  | { kind: 'modal-changed'; modal: OpenModal | null };

/** What a press or a command came to. */
export type Outcome = Sent<InvokeResult>;
export type Sent<Result> = { ok: true; result: Result } | { ok: false; failure: Failure };

export function pressKey(press: Pick<PressComponent, 'messageId' | 'customId'>): string {
  return `${press.messageId} ${press.customId}`;
}

/** Snowflakes are decimal numbers beyond what a JavaScript number holds: the longer one is the larger. */
export function compareSnowflakes(a: Snowflake, b: Snowflake): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
