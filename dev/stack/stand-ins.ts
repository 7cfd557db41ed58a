/** The stand-ins of one stack; null where the real service is used. */
import type { startDiscordStandIn } from '../discord/server.ts';
import type { EverythingServer } from '../mcp/everything.ts';
import type { NeonAddresses, NeonStandIn } from '../neon/server.ts';
import type { startOpenAiStandIn } from '../openai/server.ts';
import type { SearchStandIn } from '../search/server.ts';
import type { startUpstashStandIn } from '../upstash/server.ts';

export interface StandIns {
  discord: Awaited<ReturnType<typeof startDiscordStandIn>> | null;
  openai: Awaited<ReturnType<typeof startOpenAiStandIn>> | null;
  upstash: Awaited<ReturnType<typeof startUpstashStandIn>> | null;
  neon: NeonStandIn | null;
  /** Null also where nothing is searched. */
  search: SearchStandIn | null;
  /** Null also where no stand-in was asked for. */
  mcp: EverythingServer | null;
}

/** While the database is still being opened. */
export type StandInAddresses = Omit<StandIns, 'neon'> & { neon: NeonAddresses | null };
