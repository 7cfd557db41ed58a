/** What has changed in the little Discord, for those who show it or write it down. */
import type { Message } from './records.ts';

export type WorldChange =
  | { kind: 'message'; message: Message }
  | { kind: 'message-deleted'; message: Message }
  | { kind: 'commands' }
  | { kind: 'channels' }
  /** Nothing that anyone sees, but worth writing down. */
  | { kind: 'record' };

export type Tell = (change: WorldChange) => void;
