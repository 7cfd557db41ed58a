/** The only file that reads raw bindings: turns them into typed configuration, or says which variables are wrong. */
import { type Catalogue, findChain, firstNameOf, kindOfChain } from '../../shared/catalogue/catalogue.ts';
import { readCatalogue } from '../../shared/catalogue/read.ts';
import { readCostLimits } from '../../shared/config/cost-limits.ts';
import { LOOPBACK_ORIGIN } from '../../shared/config/loopback-origin.ts';
import { type ModerationConfig, readModeration } from '../../shared/config/moderation.ts';
import { readSharedSecrets } from '../../shared/config/shared-secrets.ts';
import { createVariableReader, type VariableReader } from '../../shared/config/variables.ts';
import { readWorkerConfig, type WorkerConfig } from '../../shared/config/worker.ts';
import type { CostLimits } from '../../shared/contract/cost-limits.ts';
import {
  DEFAULT_API_BODY_BYTES,
  MAX_ANSWER_MS,
  MAX_API_BODY_BYTES,
  MAX_COMPLETION_TOKENS,
} from '../../shared/limits.ts';
import { readMcpServers } from '../../shared/mcp/read.ts';
import type { McpServer } from '../../shared/mcp/servers.ts';
import { type CorsOrigins, parseCorsOrigins } from './http/cors.ts';
import { EMBEDDING_SIDES, type EmbeddingSides } from './knowledge/sides.ts';
import { type PersonalMemoryConfig, readPersonalMemory } from './memory/config.ts';
import type { MemoryPauseRpc } from './memory/pause.ts';
import { type ChannelReading, readChannelReading } from './tools/channel/config.ts';
import { readSearch, type SearchConfig } from './tools/search/config.ts';

export interface Bindings {
  LLM: Fetcher;
  /** Absent: no server of `MCP_SERVERS` can be reached. */
  MCP?: Fetcher;
  /** By a person's id. Absent: nothing is learned from what is said. */
  MEMORY_PAUSE?: MemoryPauses;
  /** Per person, while Redis cannot be reached. */
  DEGRADED_LIMIT: RateLimit;
  /** Per guild, while Redis cannot be reached. Absent: guilds share the person's stricter limit. */
  DEGRADED_GUILD_LIMIT?: RateLimit;
  /** Per address, before anything costs anything. Absent: the platform's own protection has to do. */
  PUBLIC_LIMIT?: RateLimit;
  /** Per address, for keys without a checksum that the isolate does not know. Absent: they are looked up. */
  KEY_LOOKUP_LIMIT?: RateLimit;
  /** In the local stack alone: the public internet, which refuses names that resolve to private addresses. */
  PUBLIC_WEB?: Fetcher;
  /** Variables and secrets, as strings. */
  [variable: string]: unknown;
}

export interface MemoryPauses {
  getByName(userId: string): MemoryPauseRpc;
}

export interface Config extends WorkerConfig, CostLimits {
  /** Current secret first, then the previous one while it rotates. */
  sharedSecrets: readonly [string, ...string[]];
  /** `timeoutMs`: as long as a question waits for it. Upstash answers in 5 to 30 ms from the same region. */
  redis: { url: string; token: string; timeoutMs: number };
  database: { url: string; httpUrl: string | undefined };
  /** What can be asked for, and what it costs. Who asks for nothing by name gets its default. */
  catalogue: Catalogue;
  /** Null: nothing is judged. */
  moderation: ModerationConfig | null;
  /** Whose vectors documents are found by; a name of the catalogue. Null: they are found by their words alone. */
  embeddingModel: string | null;
  /** How its model is told whether a text asks or may answer. */
  embeddingSides: EmbeddingSides;
  /** A question waits for its vector so long, and is answered by words alone otherwise. */
  embeddingTimeoutMs: number;
  /** Null: facts are kept only where people want it in so many words. */
  personalMemory: PersonalMemoryConfig | null;
  memoryPauses: MemoryPauses | undefined;
  heartbeatMs: number;
  /** The longest that one answer may take, even if its client allows more. */
  answerTimeoutMs: number;
  /** 0 switches the cache of answers and the joining of identical questions off. */
  answerCacheMs: number;
  /** How much of a conversation goes to the model, in estimated tokens. */
  memoryTokens: number;
  /** The most that an answer may have when its client sets no bound: to a person in Discord, and to an API client. */
  answerBounds: { person: number; client: number };
  /** Messages older than this are deleted. */
  retentionDays: number;
  /** The largest body of an API client's chat request, in bytes. */
  apiMaxBodyBytes: number;
  /** Pages that may call the API from a browser. */
  apiCorsOrigins: CorsOrigins;
  degraded: { user: RateLimit; guild: RateLimit };
  publicLimit: RateLimit | undefined;
  keyLookupLimit: RateLimit | undefined;
  llm: Fetcher;
  /** How pages of the web are fetched; absent: by the runtime's own `fetch`. */
  publicWeb: Fetcher | undefined;
  /** In the local stack alone: the stand-in's CDN, from which recordings are downloaded as from Discord's. */
  discordCdnOrigin: string | undefined;
  /** Null: the web is not searched. */
  search: SearchConfig | null;
  /** Null: no channel is read. */
  channelReading: ChannelReading | null;
  /** The servers that the operator allows; each Discord server switches on what it wants of them. */
  mcp: { worker: Fetcher | undefined; servers: readonly McpServer[] };
}

/** Throws `VariablesError`, which names every variable that is missing or malformed. */
export function readConfig(env: Bindings): Config {
  const read = createVariableReader(env);
  const catalogue = readCatalogue(read, env);
  const config: Config = {
    ...readWorkerConfig(read),
    sharedSecrets: readSharedSecrets(read),
    redis: {
      url: read.url('UPSTASH_REDIS_REST_URL'),
      token: read.text('UPSTASH_REDIS_REST_TOKEN'),
      timeoutMs: read.integer('REDIS_TIMEOUT_MS', { min: 50, max: 5_000, fallback: 400 }),
    },
    database: {
      url: toPostgresUrl(
        read.text('DATABASE_URL', {
          pattern: /^postgres(ql)?(\+asyncpg)?:\/\/[^\s:@/]+:[^\s@/]+@[^\s/]+\/[^\s/]+$/,
          form: 'postgres://USER:PASSWORD@HOST/DATABASE',
        }),
      ),
      httpUrl: read.optionalText('NEON_HTTP_URL', { pattern: /^https?:\/\/\S+$/, form: 'an http(s) URL' }),
    },
    catalogue,
    moderation: readModeration(read, catalogue),
    embeddingModel: readEmbeddingModel(read, catalogue),
    embeddingSides: read.choice('EMBEDDING_SIDES', { words: EMBEDDING_SIDES, fallback: 'none' }),
    embeddingTimeoutMs: read.integer('EMBEDDING_TIMEOUT_MS', { min: 100, max: 30_000, fallback: 1_500 }),
    personalMemory: readPersonalMemory(read, catalogue),
    memoryPauses: env.MEMORY_PAUSE,
    ...readCostLimits(read),
    heartbeatMs: read.integer('SSE_HEARTBEAT_SEC', { min: 1, max: 30, fallback: 15 }) * 1000,
    answerTimeoutMs:
      read.integer('ANSWER_TIMEOUT_SEC', {
        min: 1,
        max: MAX_ANSWER_MS / 1000,
        fallback: MAX_ANSWER_MS / 1000,
      }) * 1000,
    answerCacheMs: read.integer('ANSWER_CACHE_SEC', { min: 0, max: 3600, fallback: 60 }) * 1000,
    memoryTokens: read.integer('MEMORY_TOKENS', { min: 0, max: 100_000, fallback: 3000 }),
    answerBounds: {
      person: read.integer('LLM_MAX_ANSWER_TOKENS', { min: 16, max: MAX_COMPLETION_TOKENS, fallback: 4096 }),
      client: read.integer('LLM_MAX_COMPLETION_TOKENS', {
        min: 16,
        max: MAX_COMPLETION_TOKENS,
        fallback: 4096,
      }),
    },
    apiMaxBodyBytes: read.integer('API_MAX_BODY_BYTES', {
      min: 65_536,
      max: MAX_API_BODY_BYTES,
      fallback: DEFAULT_API_BODY_BYTES,
    }),
    apiCorsOrigins:
      parseCorsOrigins(
        read.optionalText('API_CORS_ORIGINS', {
          pattern: /^(\*|https?:\/\/[\w.-]+(:\d{1,5})?\/?)(\s*,\s*(\*|https?:\/\/[\w.-]+(:\d{1,5})?\/?))*$/,
          form: 'origins like https://app.example.com, separated by commas, or *',
        }) ?? '',
      ) ?? [],
    retentionDays: read.integer('RETENTION_DAYS', { min: 1, max: 3650, fallback: 30 }),
    degraded: { user: env.DEGRADED_LIMIT, guild: env.DEGRADED_GUILD_LIMIT ?? env.DEGRADED_LIMIT },
    publicLimit: env.PUBLIC_LIMIT,
    keyLookupLimit: env.KEY_LOOKUP_LIMIT,
    llm: env.LLM,
    publicWeb: env.PUBLIC_WEB,
    discordCdnOrigin: read.optionalText('DISCORD_CDN_ORIGIN', LOOPBACK_ORIGIN),
    search: readSearch(read),
    channelReading: readChannelReading(read),
    mcp: { worker: env.MCP, servers: readMcpServers(read, env) },
  };
  read.finish();
  return config;
}

const NO_MODEL = 'none';

function readEmbeddingModel(variables: VariableReader, catalogue: Catalogue): string | null {
  const name = variables.optionalText('EMBEDDING_MODEL') ?? firstNameOf(catalogue, 'embedding') ?? NO_MODEL;
  if (name === NO_MODEL) return null;
  const chain = findChain(catalogue, name);
  if (chain !== undefined && kindOfChain(chain) === 'embedding') return name;
  variables.problem(
    `EMBEDDING_MODEL must be ${NO_MODEL}, or a model of the kind 'embedding' of the catalogue`,
  );
  return null;
}

/** SQLAlchemy's form of the scheme is accepted too, since that is what many a `.env` holds. */
function toPostgresUrl(url: string): string {
  return url.replace(/^postgres(ql)?(\+asyncpg)?:/, 'postgresql:');
}
