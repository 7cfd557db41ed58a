/** The Durable Object that keeps what operators have set: the newest version that the bff has told. */
import { DurableObject } from 'cloudflare:workers';
import type { LlmEnv } from '../config.ts';
import type { OperatorSettingsRpc, OperatorSettingsValue } from './rpc.ts';

const KEY = 'settings';

export class OperatorSettings extends DurableObject<LlmEnv> implements OperatorSettingsRpc {
  async read(): Promise<OperatorSettingsValue | null> {
    return (await this.ctx.storage.get<OperatorSettingsValue>(KEY)) ?? null;
  }

  async write(stored: OperatorSettingsValue): Promise<void> {
    const known = await this.read();
    if (known !== null && known.version > stored.version) return;
    await this.ctx.storage.put(KEY, stored);
  }
}
