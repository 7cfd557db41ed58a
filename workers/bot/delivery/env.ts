/** The bindings that a delivery works with. Types alone. */
import type { RemindersRpc } from '../reminders/rpc.ts';
import type { ReplyDeliveryRpc } from './job.ts';

/** Variables are `unknown`: config.ts checks them. */
export interface DeliveryEnv extends Readonly<Record<string, unknown>> {
  BFF: { fetch(request: Request): Promise<Response> };
  REMINDERS: { getByName(userId: string): RemindersRpc };
  DOCUMENTS: { fetch(request: Request): Promise<Response> };
  REPLY_DELIVERY: { getByName(name: string): ReplyDeliveryRpc };
}
