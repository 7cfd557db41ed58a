/** The secrets without which a Worker refuses to work; the test holds them against what each Worker reads. */
import type { WorkerName } from '../stack/build.ts';

export const SECRETS: Record<WorkerName, readonly string[]> = {
  llm: ['WORKER_SHARED_SECRET', 'OPENAI_API_KEY'],
  bff: ['WORKER_SHARED_SECRET', 'UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN', 'DATABASE_URL'],
  bot: [
    'WORKER_SHARED_SECRET',
    'UPSTASH_REDIS_REST_URL',
    'UPSTASH_REDIS_REST_TOKEN',
    'DISCORD_APPLICATION_ID',
    'DISCORD_PUBLIC_KEY',
  ],
};
