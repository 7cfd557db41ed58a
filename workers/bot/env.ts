/** What wrangler.toml binds. Types alone; the variables beside the bindings are read by config.ts. */
import type { DeliveryEnv } from './delivery/env.ts';

export interface BotEnv extends DeliveryEnv {
  /** Per person, over all commands and buttons. */
  PUBLIC_LIMIT: { limit(options: { key: string }): Promise<{ success: boolean }> };
}
