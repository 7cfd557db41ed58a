/** The bindings that a delivery works with. Types alone. */
import type { ReplyDeliveryRpc } from './job.ts';

/** Variables are `unknown`: config.ts checks them. */
export interface DeliveryEnv extends Readonly<Record<string, unknown>> {
  BFF: { fetch(request: Request): Promise<Response> };
  REPLY_DELIVERY: { getByName(name: string): ReplyDeliveryRpc };
}
