/**
 * What nobody could measure here, each with its source: what people do, how far services are, what plans allow and cost. List
 * prices and limits as published in November 2026 (Cloudflare, Neon, Upstash); to be looked up again before planning with them.
 */

/** Assumptions, not measurements. */
export const PEOPLE = {
  /** Of those who have used it within the month. */
  questionsPerDay: 2,
  /** Of a day's questions, those in its busiest hour. */
  busiestHour: 0.12,
};

/** Milliseconds there and back, from a Worker near its database. */
export interface Distances {
  /** From Discord to the endpoint. */
  interaction: number;
  upstash: number;
  neon: number;
  provider: number;
  /** A message created or edited. */
  discord: number;
  /** An object's write before its answer goes out (the output gate). */
  objectWrite: number;
}

export const DEPLOYED: Distances = {
  interaction: 60,
  upstash: 6,
  neon: 8,
  provider: 20,
  discord: 120,
  objectWrite: 12,
};

export interface Model {
  firstTokenMs: { median: number; p95: number };
  answerTokens: { median: number; p95: number };
  tokensPerSecond: number;
  promptTokens: number;
}

export const MODEL: Model = {
  firstTokenMs: { median: 450, p95: 1_400 },
  answerTokens: { median: 220, p95: 700 },
  tokensPerSecond: 70,
  /** The persona, the tools on offer and what was said before. */
  promptTokens: 1_800,
};

export interface Plan {
  name: string;
  /** Cores of the database at most; a compute unit of Neon is about one, with 4 GB. */
  postgresCores: number;
  upstashCommandsPerSecond: number;
  provider: { requestsPerMinute: number; tokensPerMinute: number };
  perDay: {
    workerRequests: number;
    /** Gigabyte-seconds of Durable Objects. */
    objectGbSeconds: number;
    objectRequests: number;
    objectRowsWritten: number;
    upstashCommands: number;
  };
}

const NO_LIMIT = Number.POSITIVE_INFINITY;
const DAYS = 30;

export const PLANS: readonly Plan[] = [
  {
    name: 'free plans, provider tier 1',
    postgresCores: 2,
    upstashCommandsPerSecond: 10_000,
    provider: { requestsPerMinute: 500, tokensPerMinute: 200_000 },
    perDay: {
      workerRequests: 100_000,
      objectGbSeconds: 13_000,
      objectRequests: 100_000,
      objectRowsWritten: 100_000,
      upstashCommands: 500_000 / DAYS,
    },
  },
  {
    name: 'paid plans, provider tier 3',
    postgresCores: 2,
    upstashCommandsPerSecond: 10_000,
    provider: { requestsPerMinute: 5_000, tokensPerMinute: 4_000_000 },
    perDay: {
      workerRequests: NO_LIMIT,
      objectGbSeconds: NO_LIMIT,
      objectRequests: NO_LIMIT,
      objectRowsWritten: NO_LIMIT,
      upstashCommands: NO_LIMIT,
    },
  },
  {
    name: 'paid plans, 16 compute units, provider tier 5',
    postgresCores: 16,
    upstashCommandsPerSecond: 10_000,
    provider: { requestsPerMinute: 30_000, tokensPerMinute: 150_000_000 },
    perDay: {
      workerRequests: NO_LIMIT,
      objectGbSeconds: NO_LIMIT,
      objectRequests: NO_LIMIT,
      objectRowsWritten: NO_LIMIT,
      upstashCommands: NO_LIMIT,
    },
  },
];

/** The soft limit of one object that writes; the nonces of all calls are spread over so many. */
export const GUARD = { shards: 8, requestsPerSecond: 200 };

/** US dollars. */
export const PRICES = {
  workerRequest: 0.3 / 1e6,
  workerCpuMs: 0.02 / 1e6,
  objectRequest: 0.15 / 1e6,
  objectGbSecond: 12.5 / 1e6,
  objectRowWritten: 1 / 1e6,
  upstashCommand: 0.2 / 1e5,
  /** Of a compute unit; a database is billed for the size it has, and is not used to the full. */
  neonComputeHour: 0.106,
  neonUsedShare: 0.5,
  /** gpt-4o-mini. */
  promptToken: 0.15 / 1e6,
  completionToken: 0.6 / 1e6,
};

/** Memory for which an object is billed. */
export const OBJECT_GB = 0.128;
