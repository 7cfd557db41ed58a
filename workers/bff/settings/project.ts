/** Tells the bot, by way of Redis, what it has to know of settings before it asks. */
import { errorName } from '../../../shared/observe/log.ts';
import {
  PROJECTION_LIFE_MS,
  personProjectionKey,
  serverProjectionKey,
  writePersonProjection,
  writeServerProjection,
} from '../../../shared/settings/projection.ts';
import type { Services } from '../services.ts';
import { openRedis } from '../store/redis.ts';
import { readPerson, readWholeServer } from './read.ts';

const DATABASE_DEADLINE_MS = 1_500;
const REDIS_DEADLINE_MS = 1_000;

type ProjectDeps = Pick<Services, 'config' | 'openDatabase' | 'log'>;

/** Never rejects: what fails is written anew once a question shows that the bot has another version. */
export function projectServer(deps: ProjectDeps, guildId: string): Promise<void> {
  return write(deps, serverProjectionKey(guildId), async () =>
    writeServerProjection(await readWholeServer(deps.openDatabase(DATABASE_DEADLINE_MS), guildId)),
  );
}

/** Likewise. */
export function projectPerson(deps: ProjectDeps, userId: string): Promise<void> {
  return write(deps, personProjectionKey(userId), async () =>
    writePersonProjection(await readPerson(deps.openDatabase(DATABASE_DEADLINE_MS), userId)),
  );
}

async function write({ config, log }: ProjectDeps, key: string, read: () => Promise<string>): Promise<void> {
  try {
    const value = await read();
    await openRedis(config.redis, REDIS_DEADLINE_MS).set(key, value, { px: PROJECTION_LIFE_MS });
  } catch (error) {
    log.warn('settings.not_projected', { error: errorName(error) });
  }
}
