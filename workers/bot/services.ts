/** What commands and buttons may use. Built once a request by compose.ts; tests give their own. Types alone. */
import type { Logger } from '../../shared/observe/log.ts';
import type { BffClient } from './bff/client.ts';
import type { ReplyDeliveryRpc } from './delivery/job.ts';
import type { MuteStore } from './mute/store.ts';

export interface Services {
  /** Unix milliseconds. */
  now(): number;
  /** The general limit, apart from the cost of model calls: false when this person uses Libra too fast. */
  isWithinPublicLimit(userId: string): Promise<boolean>;
  mutes: MuteStore;
  bff: BffClient;
  /** The delivery of one interaction. Its calls reject when the object does not answer in time. */
  delivery(interactionId: string): ReplyDeliveryRpc;
  log: Logger;
  traceparent: string;
  version: string;
}
