/** What wrangler.toml binds. Types alone; the variables are read by config.ts. */
import type { TalkSessionRpc } from './session/rpc.ts';

export interface VoiceEnv extends Readonly<Record<string, unknown>> {
  BFF: Fetcher;
  /** The files of the page. */
  ASSETS: Pick<Fetcher, 'fetch'>;
  /** Per address, on the routes of the page. */
  PUBLIC_LIMIT: { limit(options: { key: string }): Promise<{ success: boolean }> };
  TALK_SESSION: {
    getByName(userId: string): TalkSessionRpc;
    /** Throws for what is no id of such an object. */
    idFromString(id: string): DurableObjectId;
    get(id: DurableObjectId): TalkSessionRpc & Pick<Fetcher, 'fetch'>;
  };
}
