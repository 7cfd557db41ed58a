/** What the world remembers. Plain data: it is written to disk as it stands. */
import type { ModalView } from '../component-views.ts';
import type {
  InteractionRecord,
  MessageView,
  PermissionOverwrite,
  RegisteredCommand,
  Snowflake,
  WorldChannel,
} from '../protocol.ts';

export interface StoredAttachment {
  id: Snowflake;
  filename: string;
  /** Bytes. */
  size: number;
  content_type: string;
  /** Pictures alone. */
  width?: number;
  height?: number;
  /** Voice messages alone. */
  duration_secs?: number;
  waveform?: string;
}

/** A file that a person gave to a command or a modal. */
export interface Upload extends StoredAttachment {
  userId: Snowflake;
}

/** A message as everyone who may see it sees it. */
export interface Message extends Omit<MessageView, 'attachments'> {
  attachments: StoredAttachment[];
}

export interface Interaction extends Omit<InteractionRecord, 'messages'> {
  token: string;
  /** 2 command, 3 component, 5 modal. */
  type: 2 | 3 | 5;
  userId: Snowflake;
  channelId: Snowflake;
  /** How the call looked: `/chat 안녕`, or the pressed button's label. */
  invocation: string;
  /** The body that was signed and sent. */
  payload: Record<string, unknown>;
  /** Unix milliseconds. */
  sentAt: number;
  acknowledgedAt: number | null;
  /** The message that `@original` names, once there is one. */
  originalId: Snowflake | null;
  /** The message that holds the component, or that the modal was opened from. */
  sourceMessageId: Snowflake | null;
  /** The modal that the response opened, and whether it has been sent. */
  modal?: ModalView;
  modalSent?: boolean;
}

export interface WorldSnapshot {
  version: 1;
  applicationId: Snowflake;
  interactionsEndpointUrl: string | null;
  /** Absent in what an earlier version has written. */
  eventsUrl?: string | null;
  commands: RegisteredCommand[];
  interactions: Interaction[];
  messages: Message[];
  /** Absent: none. */
  threads?: WorldChannel[];
  /** By channel; absent: none. */
  overwrites?: Record<Snowflake, readonly PermissionOverwrite[]>;
  /** Absent: none. */
  uploads?: Upload[];
}

export function emptySnapshot(applicationId: Snowflake): WorldSnapshot {
  return {
    version: 1,
    applicationId,
    interactionsEndpointUrl: null,
    commands: [],
    interactions: [],
    messages: [],
  };
}
