import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import { openDatabase } from '../store/database.ts';
import { readServer } from './servers.ts';

let neon: NeonStandIn;
beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon?.close());

it('tells what people have written by its length alone, however short it is', async () => {
  const own = { instructions: '반말로', persona: 'Bot', model: 'gpt-4o-mini', language: 'ko' };
  await neon.query('INSERT INTO guild_settings (guild_id, settings, version) VALUES ($1, $2::jsonb, 1)', [
    '7',
    JSON.stringify(own),
  ]);
  await neon.query(
    `INSERT INTO channel_settings (guild_id, channel_id, settings) VALUES ('7', '8', '{"instructions": "terse"}'::jsonb)`,
  );
  const db = openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 20_000);
  const { settings, channels } = await readServer(db, '7', async (id) => id);
  expect(settings).toEqual({ ...own, instructions: '(3)' });
  expect(channels).toEqual([{ channel: '8', settings: { instructions: '(5)' } }]);
});
