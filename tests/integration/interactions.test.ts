import { describe, expect, it } from 'vitest';
import { createInteractionSigner } from '../../dev/discord/interactions/signing.ts';
import type { InteractionRecord } from '../../dev/discord/protocol.ts';
import { inOneMinute } from '../minute.ts';
import { textOf, useStack } from '../use-stack.ts';

/** The interactions endpoint in workerd, spoken to as Discord does, and as others might. */
const running = useStack({
  // Twenty answers at once reserve more than a person's day; what is looked at here is the limit by the minute.
  vars: { bff: { LLM_USER_TOKENS_PER_DAY: '3000000' } },
});

async function post(body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${running.stack.urls.bot}/interactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

function signer() {
  return createInteractionSigner(running.stack.keys.discordPrivateKey, Date.now);
}

async function send(payload: unknown): Promise<{
  status: number;
  body: Record<string, unknown> & { data?: { content?: string; flags?: number } };
}> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const response = await post(text, { ...signer().sign(text) });
  return { status: response.status, body: (await response.json()) as never };
}

/** An interaction's id holds the time at which it was made. */
function freshId(ageMs = 0): string {
  const time = BigInt(Date.now() - ageMs - 1_420_070_400_000) << 22n;
  return String(time + BigInt(Math.floor(Math.random() * 1e6)));
}

/** A command as Discord sends it, as small as it may be. */
function command(name: string, options: unknown[] = [], more: object = {}) {
  return {
    id: freshId(),
    application_id: '1300000000000000001',
    type: 2,
    token: 'aW50ZXJhY3Rpb246dG9rZW4',
    version: 1,
    locale: 'en-US',
    channel_id: '1300000000000000311',
    guild_id: '1300000000000000202',
    member: { user: { id: '1300000000000000102', username: 'robin' }, permissions: '0' },
    data: { id: '1', name, type: 1, options },
    ...more,
  };
}

/** Links in texts show no previews. */
const SUPPRESS_EMBEDS = 4;
const EPHEMERAL_TEXT = 64 | SUPPRESS_EMBEDS;

describe('who is let in', () => {
  const ping = JSON.stringify({ id: '1', application_id: '1', type: 1, token: 'x', version: 1 });

  it('answers a signed PING with PONG', async () => {
    expect(await send(ping)).toEqual({ status: 200, body: { type: 1 } });
  });

  it.each<
    [
      string,
      (headers: { 'x-signature-ed25519': string; 'x-signature-timestamp': string }) => Record<string, string>,
    ]
  >([
    ['no signature', (headers) => ({ 'x-signature-timestamp': headers['x-signature-timestamp'] })],
    ['no timestamp', (headers) => ({ 'x-signature-ed25519': headers['x-signature-ed25519'] })],
    [
      'a signature that is not hexadecimal',
      (headers) => ({ ...headers, 'x-signature-ed25519': 'z'.repeat(128) }),
    ],
    [
      'a signature that is too short',
      (headers) => ({ ...headers, 'x-signature-ed25519': headers['x-signature-ed25519'].slice(2) }),
    ],
    ['a timestamp that is no number', (headers) => ({ ...headers, 'x-signature-timestamp': 'now' })],
    [
      'another timestamp',
      (headers) => ({
        ...headers,
        'x-signature-timestamp': String(Number(headers['x-signature-timestamp']) + 1),
      }),
    ],
  ])('refuses %s with 401 and one vague body', async (_, change) => {
    const response = await post(ping, change(signer().sign(ping)));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'unauthorized' } });
  });

  it('refuses a signature by another key, and one over another body', async () => {
    expect((await post(ping, { ...signer().forge(ping) })).status).toBe(401);
    expect((await post(`${ping} `, { ...signer().sign(ping) })).status).toBe(401);
  });

  it('refuses what is not signed before it reads it: not even nonsense gets another answer', async () => {
    expect((await post('not json', { ...signer().forge('not json') })).status).toBe(401);
  });

  it('refuses a body over its bound with 413', async () => {
    const huge = 'x'.repeat(1_048_577);
    expect((await post(huge, { ...signer().sign(huge) })).status).toBe(413);
  });

  it('says on health that it is up, and on other paths that there is nothing', async () => {
    const { bot } = running.stack.urls;
    expect(await (await fetch(`${bot}/health`)).json()).toMatchObject({ status: 'ok' });
    expect((await fetch(`${bot}/nowhere`)).status).toBe(404);
    expect((await fetch(`${bot}/interactions`)).status).toBe(405);
  });
});

describe('signed, and still wrong', () => {
  it.each([
    ['not JSON', '{"type":'],
    ['a list', '[]'],
    ['nothing', ''],
    ['no type', '{}'],
    ['a type that is a text', '{"type":"2"}'],
    ['a command without data', '{"type":2,"id":"1","token":"t"}'],
  ])('answers %s with 400', async (_, body) => {
    expect(await send(body)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  });

  it.each([
    ['an unknown interaction type', command('x', [], { type: 77 }), 'unknown_interaction'],
    ['an unknown command', command('launch'), 'unknown_command'],
    ['a missing option', command('chat'), 'option_missing'],
    [
      'an empty prompt',
      command('chat', [{ type: 3, name: 'prompt', value: ' \u0000\u200b ' }]),
      'prompt_empty',
    ],
    [
      'a prompt of 100,000 characters',
      command('chat', [{ type: 3, name: 'prompt', value: '가'.repeat(100_000) }]),
      'prompt_too_long',
    ],
  ])('answers %s to the caller alone, with a stable code', async (_, payload, code) => {
    const { status, body } = await send(payload);
    expect(status).toBe(200);
    expect(body.type).toBe(4);
    expect(body.data?.flags).toBe(EPHEMERAL_TEXT);
    expect(body.data?.content).toContain(`-# ${code}`);
  });

  it('speaks English to a locale that does not exist, and Korean to a Korean', async () => {
    const english = await send(command('launch', [], { locale: 'xx-YY' }));
    const korean = await send(command('launch', [], { locale: 'ko' }));
    expect(english.body.data?.content).toMatch(/^[^가-힣]+$/);
    expect(korean.body.data?.content).toMatch(/[가-힣]/);
  });

  it.each(['-1', '1000000000', 'abc', '', '1e3', '٣٠'])(
    'refuses a mute of %j and says how to write one',
    async (duration) => {
      const { body } = await send(
        command('mute', [{ type: 3, name: 'duration', value: duration }], {
          member: { user: { id: '1300000000000000103' }, permissions: String(1n << 13n) },
        }),
      );
      expect(body.data?.flags).toBe(EPHEMERAL_TEXT);
      expect(body.data?.content).toMatch(/-# duration_[a-z_]+$/);
    },
  );
});

describe('mute', () => {
  const channelId = '1300000000000000303';

  it('needs the permission, silences /chat for the channel until its end, and ends with 0', async () => {
    const { stack } = running;
    const as = (userId: string) => ({ userId, channelId });

    const refused = await stack.invoke('mute', { duration: '30초' }, as(stack.member));
    expect(textOf(await stack.record(refused.interactionId))).toContain('-# mute_forbidden');

    const muted = await stack.invoke('mute', { duration: '5분' }, as(stack.moderator));
    expect(textOf(await stack.record(muted.interactionId))).toMatch(/<t:\d+:R>/);

    const silent = await stack.invoke('chat', { prompt: '하늘은 왜 파래?' }, as(stack.member));
    expect(silent.callbackType).toBe(4);
    const record = await stack.record(silent.interactionId);
    expect(record.messages[0]?.ephemeral).toBe(true);
    expect(textOf(record)).toMatch(/<t:\d+:R>/);

    const elsewhere = await stack.invoke(
      'chat',
      { prompt: '하늘은 왜 파래?' },
      { channelId: '1300000000000000302' },
    );
    expect(elsewhere.callbackType).toBe(5);

    await stack.invoke('mute', { duration: '0' }, as(stack.moderator));
    const heard = await stack.invoke('chat', { prompt: '하늘은 왜 파래?' }, as(stack.member));
    expect(heard.callbackType).toBe(5);
    await stack.settled(heard.interactionId);
    await stack.settled(elsewhere.interactionId);
  });
});

describe('mute and threads', () => {
  it('holds in the threads of its channel, and in one thread alone', async () => {
    const { stack } = running;
    const channelId = '1300000000000000302';
    const thread = await stack.createThread(channelId);
    const sibling = await stack.createThread(channelId);
    const mute = (duration: string, place: string) =>
      stack.invoke('mute', { duration }, { userId: stack.moderator, channelId: place });
    const isMuted = async (place: string) => {
      const { interactionId, callbackType } = await stack.invoke(
        'chat',
        { prompt: '안녕?' },
        { channelId: place },
      );
      if (callbackType === 5) await stack.settled(interactionId);
      return callbackType === 4;
    };

    await mute('10분', thread);
    expect([await isMuted(thread), await isMuted(sibling), await isMuted(channelId)]).toEqual([
      true,
      false,
      false,
    ]);
    await mute('10분', channelId);
    expect([await isMuted(thread), await isMuted(sibling)]).toEqual([true, true]);
    const still = await mute('0', thread);
    expect(textOf(await stack.record(still.interactionId))).toMatch(/스레드.*채널 전체.*<t:\d+:R>/);
    expect(await isMuted(thread)).toBe(true);
    await mute('0', channelId);
    expect([await isMuted(thread), await isMuted(channelId)]).toEqual([false, false]);
  });
});

describe('a signed interaction that is sent again', () => {
  const moderator = { user: { id: '1300000000000000103' }, permissions: String(1n << 13n) };
  const mute = (duration: string, more: object = {}) =>
    command('mute', [{ type: 3, name: 'duration', value: duration }], { member: moderator, ...more });

  it('is not carried out again: a mute that was ended meanwhile stays ended', async () => {
    const first = mute('10');
    expect((await send(first)).body.data?.content).toMatch(/<t:\d+:R>/);
    await send(mute('0'));
    expect((await send(first)).body.data?.content).toContain('-# already_handled');
    const open = await send(command('chat', [{ type: 3, name: 'prompt', value: 'help' }]));
    expect(open.status).toBe(200);
    const { callbackType, interactionId } = await running.stack.invoke(
      'chat',
      { prompt: 'hello there' },
      { channelId: first.channel_id },
    );
    expect(callbackType).toBe(5);
    await running.stack.settled(interactionId);
  });

  it('is not carried out again: a reset and an erase press', async () => {
    const press = {
      ...command('x'),
      type: 3,
      data: { custom_id: 'erase.1300000000000000102', component_type: 2 },
    };
    for (const payload of [command('reset'), press]) {
      expect((await send(payload)).body.data?.content).not.toContain('already_handled');
      expect((await send(payload)).body.data?.content).toContain('-# already_handled');
    }
  });

  it('is refused with its old signature, and once its token is dead', async () => {
    const text = JSON.stringify(mute('10'));
    const old = createInteractionSigner(
      running.stack.keys.discordPrivateKey,
      () => Date.now() - 2 * 3_600_000,
    );
    expect((await post(text, { ...old.sign(text) })).status).toBe(401);
    expect((await send(mute('10', { id: freshId(2 * 3_600_000) }))).status).toBe(401);
  });
});

describe('a limit that is used up', () => {
  const isAnswered = ({ messages }: InteractionRecord) => messages[0]?.ephemeral === false;
  /** Those of the stack whom no other test here asks as. */
  const people = ['1300000000000000102', '1300000000000000103'];

  it(
    'is told to the requester alone, instead of the 21st answer within a minute',
    inOneMinute(async () => {
      const { stack } = running;
      const userId = people.pop() ?? '';
      const ask = (prompt: string) => stack.invoke('chat', { prompt }, { userId });
      const asked = await Promise.all(Array.from({ length: 20 }, (_, turn) => ask(`따라 해: ${turn}`)));
      const records = await Promise.all(asked.map(({ interactionId }) => stack.settled(interactionId)));
      // Whether at once or after "thinking…": one of the twenty may have been let through while there was room for one more look. One
      // that came too late for Discord is given back.
      let record: InteractionRecord;
      do {
        record = await stack.settled((await ask('하나 더')).interactionId);
        records.push(record);
      } while (isAnswered(record) && records.length < 30);
      expect(records.filter(isAnswered).length).toBeLessThanOrEqual(20);
      expect(record.messages[0]?.ephemeral).toBe(true);
      expect(textOf(record)).toMatch(/20회.*<t:\d+:R>[\s\S]*-# rate_limit_user$/);
      // Who has been refused is looked at before the next answer is deferred.
      expect((await ask('또 하나')).callbackType).toBe(4);
    }),
  );
});

it('registers the commands again when the source has changed', async () => {
  const { urls, keys, rebuild } = running.stack;
  const commands = async () =>
    ((await (await fetch(`${urls.page}/dev/state`)).json()) as { commands: { name: string }[] }).commands;
  const before = await commands();
  await fetch(`${urls.page}/api/v10/applications/${keys.applicationId}/commands`, {
    method: 'PUT',
    headers: {
      authorization: `Bot ${keys.botToken}`,
      'content-type': 'application/json',
      'user-agent': 'DiscordBot (https://example.com, 1)',
    },
    body: '[]',
  });
  expect(await commands()).toEqual([]);
  await rebuild();
  expect((await commands()).map(({ name }) => name)).toEqual(before.map(({ name }) => name));
});
