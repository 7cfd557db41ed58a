/** Over real SQL: what the cleaning takes and leaves, and what an erasure leaves of a name. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import { openDatabase } from '../store/database.ts';
import { eraseAll } from './privacy.ts';
import { enforceRetention } from './retention.ts';

const DEADLINE_MS = 60_000;
const PERSON = '100000000000000001';

let neon: NeonStandIn;
beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon?.close());

const open = () => openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, DEADLINE_MS);

const document = (name: string, version: number) =>
  neon.query(
    `insert into documents (id, space, name, source, state, ingestion, version, added_by, updated_at)
     values (gen_random_uuid(), 'server:1', $1, 'file', 'ready', gen_random_uuid(), $2, $3, now() - interval '2 days')`,
    [name, String(version), PERSON],
  );

it('takes documents that were never read, and no others, however old', async () => {
  await document('searched', 1);
  await document('never read', 0);
  expect((await enforceRetention(open, 30)).documents).toBe(1);
  expect(await neon.query('select name from documents', [])).toEqual([{ name: 'searched' }]);
});

it('takes what moderation has found and who has changed a setting, once it is old', async () => {
  for (const days of ['31', '29']) {
    await neon.query(
      `insert into moderation_events (id, guild_id, channel_id, side, action, flagged, hash, created_at)
       values (gen_random_uuid(), '1', '2', 'question', 'noted', '{}', '-', now() - make_interval(days => $1::int))`,
      [days],
    );
    await neon.query(
      `insert into settings_audit (guild_id, version, scope, field, at)
       values ('1', 1, 'server', 'language', now() - make_interval(days => $1::int))`,
      [days],
    );
  }
  expect(await enforceRetention(open, 30)).toMatchObject({ moderationEvents: 1, settingsAudit: 1 });
  expect(await enforceRetention(open, 30)).toMatchObject({ moderationEvents: 0, settingsAudit: 0 });
});

it('leaves a document of a server without the name of who has added it', async () => {
  await document('of a server', 1);
  const who = { userId: PERSON, pseudonyms: ['pseudonym'], nowMs: Date.now() };
  await eraseAll(open(), who);
  expect(await neon.query('select 1 from documents where added_by is not null', [])).toEqual([]);
});

it('dates the mark of an erasure by the clock that is ahead, and a later erasure dates it anew', async () => {
  const markedAtMs = async () => {
    const [row] = await neon.query(
      `select floor(extract(epoch from erased_at) * 1000)::float8 as at from erasures where pseudonym = 'of two'`,
      [],
    );
    return Number(row?.at);
  };
  const aheadMs = Date.now() + 60_000;
  for (const nowMs of [aheadMs, aheadMs + 60_000]) {
    await eraseAll(open(), { userId: PERSON, pseudonyms: ['of two'], nowMs });
    expect(await markedAtMs()).toBe(nowMs);
  }
});
