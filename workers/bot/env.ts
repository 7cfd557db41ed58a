/** What wrangler.toml binds. Types alone; the variables beside the bindings are read by config.ts. */
import type { DeliveryEnv } from './delivery/env.ts';
import type { PersonErasureRpc } from './privacy/due-erasure.ts';

export interface BotEnv extends DeliveryEnv {
  /** Per person, over all commands and buttons. */
  PUBLIC_LIMIT: { limit(options: { key: string }): Promise<{ success: boolean }> };
  VOICE: { fetch(request: Request): Promise<Response> };
  PERSON_ERASURE: { getByName(userId: string): PersonErasureRpc };
}
