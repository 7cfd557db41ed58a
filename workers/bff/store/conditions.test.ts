/** The conditions that the database has as functions (migration 0019): what each says of what people and servers have chosen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeonStandIn } from '../../../dev/neon/server.ts';
import { startMigratedNeon } from '../../../dev/stack/migrated-neon.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import { placeValues } from '../conversation/turn-sql.ts';
import { readMemory } from '../memory/choices.ts';
import { openDatabase } from './database.ts';

let neon: NeonStandIn;
beforeAll(async () => {
  neon = await startMigratedNeon();
});
afterAll(() => neon.close());

const PERSON = 'person';
const GUILD = 'guild';
const CHANNEL = 'channel';

async function isTrue(call: string): Promise<boolean> {
  const [row] = await neon.query(`select ${call} as verdict`);
  return row?.verdict === true;
}
async function empty(): Promise<void> {
  for (const table of ['user_settings', 'guild_settings', 'channel_settings', 'memory_choices']) {
    await neon.query(`delete from ${table}`);
  }
}
const setGuild = (settings: object, guild = GUILD) =>
  neon.query('insert into guild_settings (guild_id, settings) values ($1, $2)', [
    guild,
    JSON.stringify(settings),
  ]);
const setChannel = (settings: object, guild = GUILD, channel = CHANNEL) =>
  neon.query('insert into channel_settings (guild_id, channel_id, settings) values ($1, $2, $3)', [
    guild,
    channel,
    JSON.stringify(settings),
  ]);

describe('keeps_conversations', () => {
  const call = `keeps_conversations('${PERSON}', '${GUILD}', '${CHANNEL}')`;
  const remember = (person: string, does: boolean) =>
    neon.query(`insert into user_settings (user_id, remember) values ($1, ${does})`, [person]);

  it.each<[string, boolean, () => Promise<unknown>]>([
    ['nothing is set', true, async () => {}],
    ['the person has chosen not to be remembered', false, () => remember(PERSON, false)],
    ['the person has chosen to be remembered', true, () => remember(PERSON, true)],
    ['another person has chosen otherwise', true, () => remember('other', false)],
    ['the server keeps none', false, () => setGuild({ memory: false })],
    ['the server keeps them', true, () => setGuild({ memory: true })],
    ['another server keeps none', true, () => setGuild({ memory: false }, 'other')],
    ['the channel keeps none', false, () => setChannel({ memory: false })],
    ['another channel keeps none', true, () => setChannel({ memory: false }, GUILD, 'other')],
    ['the channel has been named by another server', true, () => setChannel({ memory: false }, 'other')],
  ])('where %s: %s', async (_, verdict, set) => {
    await empty();
    await set();
    expect(await isTrue(call)).toBe(verdict);
  });

  it('needs all three: a channel cannot allow what its server does not', async () => {
    await empty();
    await setGuild({ memory: false });
    await setChannel({ memory: true });
    expect(await isTrue(call)).toBe(false);
  });

  it('is the person’s word alone outside of servers', async () => {
    await empty();
    await setGuild({ memory: false });
    expect(await isTrue(`keeps_conversations('${PERSON}', null, '${CHANNEL}')`)).toBe(true);
  });
});

describe('has_shared_conversation', () => {
  it.each<[string, boolean, () => Promise<unknown>]>([
    ['nothing is set', false, async () => {}],
    ['the server says so', true, () => setGuild({ conversation: 'channel' })],
    ['another server says so', false, () => setGuild({ conversation: 'channel' }, 'other')],
    ['the channel says so', true, () => setChannel({ conversation: 'channel' })],
    ['another server says so of the channel', false, () => setChannel({ conversation: 'channel' }, 'other')],
    [
      'the channel says otherwise than its server',
      false,
      async () => {
        await setGuild({ conversation: 'channel' });
        await setChannel({ conversation: 'person' });
      },
    ],
  ])('where %s: %s', async (_, verdict, set) => {
    await empty();
    await set();
    expect(await isTrue(`has_shared_conversation('${GUILD}', '${CHANNEL}')`)).toBe(verdict);
  });
});

describe('agrees_to_memory', () => {
  type Choice = [space: string, state: 'on' | 'off' | 'paused', channel?: string, person?: string];

  /** What `/memory` shows, which must be what a question goes by. */
  async function isShownOn(): Promise<boolean> {
    const db = openDatabase({ url: neon.databaseUrl, httpUrl: neon.httpUrl }, 5_000);
    const caller: Caller = { user_id: PERSON, guild_id: GUILD, channel_id: CHANNEL, locale: 'ko' };
    return (await readMemory(db, placeValues({ caller }), { learns: false })).state === 'on';
  }

  it.each<[string, boolean, Choice[]]>([
    ['nothing is chosen', false, []],
    ['it is on here', true, [[GUILD, 'on']]],
    ['it is on everywhere', true, [['*', 'on']]],
    ['it is on in another server', false, [['other', 'on']]],
    ['another person has agreed', false, [[GUILD, 'on', '', 'other']]],
    [
      'it is on everywhere and off here',
      false,
      [
        ['*', 'on'],
        [GUILD, 'off'],
      ],
    ],
    [
      'it is off everywhere and on here',
      true,
      [
        ['*', 'off'],
        [GUILD, 'on'],
      ],
    ],
    [
      'this conversation is paused',
      false,
      [
        [GUILD, 'on'],
        [GUILD, 'paused', CHANNEL],
      ],
    ],
    [
      'it is on everywhere, and paused in this conversation',
      false,
      [
        ['*', 'on'],
        [GUILD, 'paused', CHANNEL],
      ],
    ],
    [
      'another conversation is paused',
      true,
      [
        [GUILD, 'on'],
        [GUILD, 'paused', 'other'],
      ],
    ],
    [
      'somebody else has paused theirs',
      true,
      [
        [GUILD, 'on'],
        [GUILD, 'paused', CHANNEL, 'other'],
      ],
    ],
    [
      'a channel of that name is paused in another server',
      true,
      [
        [GUILD, 'on'],
        ['other', 'paused', CHANNEL],
      ],
    ],
  ])('where %s: %s', async (_, verdict, choices) => {
    await empty();
    for (const [space, state, channel = '', person = PERSON] of choices) {
      await neon.query(
        'insert into memory_choices (user_id, space, channel_id, state) values ($1, $2, $3, $4)',
        [person, space, channel, state],
      );
    }
    expect(await isTrue(`agrees_to_memory('${PERSON}', '${GUILD}', '${CHANNEL}')`)).toBe(verdict);
    expect(await isShownOn()).toBe(verdict);
  });
});
