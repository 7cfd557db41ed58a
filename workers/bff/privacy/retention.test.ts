/** Over real SQL: what the cleaning takes and leaves, and what an erasure leaves of a name. */
import { expect, it } from 'vitest';
import { useDatabase } from '../../../tests/use-database.ts';
import { eraseAll } from './privacy.ts';
import { enforceRetention } from './retention.ts';

const PERSON = '100000000000000001';

const database = useDatabase();

const document = (name: string, version: number) =>
  database.query(
    `insert into documents (id, space, name, source, state, ingestion, version, added_by, updated_at)
     values (gen_random_uuid(), 'server:1', $1, 'file', 'ready', gen_random_uuid(), $2, $3, now() - interval '2 days')`,
    [name, String(version), PERSON],
  );

it('takes documents that were never read, and no others, however old', async () => {
  await document('searched', 1);
  await document('never read', 0);
  expect((await enforceRetention(database.open, 30)).documents).toBe(1);
  expect(await database.query('select name from documents', [])).toEqual([{ name: 'searched' }]);
});

it('takes what moderation has found and who has changed a setting, once it is old', async () => {
  for (const days of ['31', '29']) {
    await database.query(
      `insert into moderation_events (id, guild_id, channel_id, side, action, flagged, hash, created_at)
       values (gen_random_uuid(), '1', '2', 'question', 'noted', '{}', '-', now() - make_interval(days => $1::int))`,
      [days],
    );
    await database.query(
      `insert into settings_audit (guild_id, version, scope, field, at)
       values ('1', 1, 'server', 'language', now() - make_interval(days => $1::int))`,
      [days],
    );
  }
  expect(await enforceRetention(database.open, 30)).toMatchObject({ moderationEvents: 1, settingsAudit: 1 });
  expect(await enforceRetention(database.open, 30)).toMatchObject({ moderationEvents: 0, settingsAudit: 0 });
});

it('leaves a document of a server without the name of who has added it', async () => {
  await document('of a server', 1);
  const who = { userId: PERSON, pseudonyms: ['pseudonym'], nowMs: Date.now() };
  await eraseAll(database.open(), who);
  expect(await database.query('select 1 from documents where added_by is not null', [])).toEqual([]);
});

it('dates the mark of an erasure by the clock that is ahead, and a later erasure dates it anew', async () => {
  const markedAtMs = async () => {
    const [row] = await database.query(
      `select floor(extract(epoch from erased_at) * 1000)::float8 as at from erasures where pseudonym = 'of two'`,
      [],
    );
    return Number(row?.at);
  };
  const aheadMs = Date.now() + 60_000;
  for (const nowMs of [aheadMs, aheadMs + 60_000]) {
    await eraseAll(database.open(), { userId: PERSON, pseudonyms: ['of two'], nowMs });
    expect(await markedAtMs()).toBe(nowMs);
  }
});
