/** What moderation has found in a server, as its moderators see it: written off the path of the answer, read page by page. */
import { type SQL, sql } from 'drizzle-orm';
import type { ModeratedSide } from '../../../shared/contract/error-body.ts';
import { EVENTS_PER_PAGE, type LoggedEvent } from '../../../shared/contract/moderation.ts';
import { type Category, isCategory } from '../../../shared/moderation/categories.ts';
import type { Flagged } from '../../../shared/moderation/verdict.ts';
import type { Database } from '../store/database.ts';
import { erasures } from '../store/schema/erasures.ts';
import { moderationEvents } from '../store/schema/moderation.ts';

export interface StoredEvent {
  guildId: string;
  channelId: string;
  userId: string;
  /** The person's, under which an erasure is marked; not stored. */
  pseudonym: string;
  interactionId: string | null;
  side: ModeratedSide;
  action: 'blocked' | 'noted' | 'unchecked';
  flagged: Flagged;
  hash: string;
  /** Unix milliseconds when the question came. */
  startedAtMs: number;
}

/** A person who has had everything erased since the question came is not named. */
export async function recordEvent(db: Database, event: StoredEvent): Promise<void> {
  const { userId, pseudonym, interactionId, startedAtMs, ...row } = event;
  const startedAt = new Date(startedAtMs).toISOString();
  const unlessErased = (value: string): SQL => sql`case when exists (
    select 1 from ${erasures} where pseudonym = ${pseudonym} and erased_at >= ${startedAt}::timestamptz
  ) then null else ${value}::text end`;
  await db.insert(moderationEvents).values({
    ...row,
    id: crypto.randomUUID(),
    userId: unlessErased(userId),
    interactionId: interactionId === null ? null : unlessErased(interactionId),
  });
}

interface EventRow {
  [column: string]: unknown;
  at: number;
  channel_id: string;
  user_id: string | null;
  interaction_id: string | null;
  side: LoggedEvent['side'];
  action: LoggedEvent['action'];
  flagged: unknown;
  hash: string;
}

/** The newest first. `page` from 1. */
export async function readEvents(
  db: Database,
  guildId: string,
  page: number,
): Promise<{ events: LoggedEvent[]; hasMore: boolean }> {
  const { rows } = await db.execute<EventRow>(sql`
    select extract(epoch from created_at)::int as at, channel_id, user_id, interaction_id, side, action, flagged, hash
    from ${moderationEvents} where guild_id = ${guildId}
    order by created_at desc, id limit ${EVENTS_PER_PAGE + 1} offset ${(page - 1) * EVENTS_PER_PAGE}`);
  return {
    events: rows.slice(0, EVENTS_PER_PAGE).map(({ flagged, ...row }) => ({
      ...row,
      at: Number(row.at),
      categories: toCategories(flagged),
    })),
    hasMore: rows.length > EVENTS_PER_PAGE,
  };
}

function toCategories(value: unknown): [Category, number][] {
  return Object.entries(value ?? {})
    .filter((entry): entry is [Category, number] => isCategory(entry[0]) && typeof entry[1] === 'number')
    .sort(([, one], [, other]) => other - one);
}

/** Equal texts have equal digests; without the secret no guess of a text can be tested. 16 hexadecimal digits. */
export async function digestOf(secret: string, text: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(`libra-moderation:${text}`));
  return new Uint8Array(mac).subarray(0, 8).toHex();
}

const encoder = new TextEncoder();
