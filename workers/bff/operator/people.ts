/** Who may not ask, and what moderation has found: by pseudonyms, and in counts. */

import type { Redis } from '@upstash/redis/cloudflare';
import { sql } from 'drizzle-orm';
import { blockKey, pausesKey, readBlock, strikesKey } from '../../../shared/contract/blocks.ts';
import type { ModerationOverview } from '../../../shared/contract/operator.ts';
import type { Database } from '../store/database.ts';
import { moderationEvents } from '../store/schema/moderation.ts';

type ToPseudonym = (id: string) => Promise<string>;

export async function countModeration(db: Database): Promise<ModerationOverview['counts']> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select to_char(created_at at time zone 'utc', 'YYYY-MM-DD') as day, side, action, count(*)::int as count
    from ${moderationEvents} where created_at >= date_trunc('day', now(), 'UTC') - interval '6 days'
    group by 1, 2, 3 order by 1 desc, 2, 3`);
  return rows.map((row) => ({
    day: String(row.day),
    side: String(row.side),
    action: String(row.action),
    count: Number(row.count),
  }));
}

const PREFIX = blockKey('');
const KEYS_PER_SCAN = 500;
/** Each is a request to Redis: a store of 5,000 keys is looked through, and of a larger one a part. */
const MAX_SCANS = 10;
const MAX_BLOCKED = 200;

interface Blocked {
  key: string;
  space: string;
  userId: string;
}

async function scan(redis: Redis): Promise<{ blocked: Blocked[]; more: boolean }> {
  const keys = new Set<string>();
  let cursor = '0';
  for (let scans = 0; scans < MAX_SCANS; scans += 1) {
    const [next, found] = await redis.scan(cursor, { match: `${PREFIX}*`, count: KEYS_PER_SCAN });
    for (const key of found) keys.add(key);
    cursor = String(next);
    if (cursor === '0' || keys.size >= MAX_BLOCKED) break;
  }
  const blocked = [...keys].slice(0, MAX_BLOCKED).flatMap((key) => {
    const [, space, userId] = /^(dm|\d+):(\d+)$/.exec(key.slice(PREFIX.length)) ?? [];
    return space === undefined || userId === undefined ? [] : [{ key, space, userId }];
  });
  return { blocked, more: cursor !== '0' || keys.size > MAX_BLOCKED };
}

export async function listBlocked(
  redis: Redis,
  nowMs: number,
  toPseudonym: ToPseudonym,
): Promise<{ blocked: NonNullable<ModerationOverview['blocked']>; more: boolean }> {
  const { blocked, more } = await scan(redis);
  if (blocked.length === 0) return { blocked: [], more };
  const values = await redis.mget<(string | null)[]>(...blocked.map(({ key }) => key));
  const listed = await Promise.all(
    blocked.map(async ({ space, userId }, index) => {
      const block = readBlock(values[index], nowMs);
      if (block === null) return [];
      const until = block.untilMs === null ? null : new Date(block.untilMs).toISOString();
      return [{ space, person: await toPseudonym(userId), by: block.by, until }];
    }),
  );
  return { blocked: listed.flat(), more };
}

/** With what counted towards a pause, as a moderator lifts one. False: there is no such block any more. */
export async function unblock(
  redis: Redis,
  { space, person }: { space: string; person: string },
  toPseudonym: ToPseudonym,
): Promise<boolean> {
  const { blocked } = await scan(redis);
  for (const each of blocked) {
    if (each.space === space && (await toPseudonym(each.userId)) === person) {
      const id = `${space}:${each.userId}`;
      const [lifted] = await Promise.all([redis.del(each.key), redis.del(strikesKey(id), pausesKey(id))]);
      return lifted > 0;
    }
  }
  return false;
}
