import { beforeAll, describe, expect, it } from 'vitest';
import type { InteractionRecord, MessageView, WorldChannel } from '../../dev/discord/protocol.ts';
import { isAnswered } from '../../dev/discord/world-client.ts';
import { signCall } from '../../dev/sign/signed-call.ts';
import { formatBlock } from '../../shared/contract/blocks.ts';
import { OPERATOR_LIMITS_KEY, spentKey, utcDay } from '../../shared/contract/cost-limits.ts';
import { noteKey } from '../../shared/contract/deliveries.ts';
import { muteKey } from '../../shared/contract/mutes.ts';
import { SETTINGS_CHANGE_PATH, SETTINGS_READ_PATH } from '../../shared/contract/routes.ts';
import type { ChangeSettingsRequest, SettingsView } from '../../shared/contract/settings.ts';
import { serverProjectionKey } from '../../shared/settings/projection.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { redis } from '../redis.ts';
import { send, somebody } from '../signed-calls.ts';
import { textOf, useStack } from '../use-stack.ts';

/**
 * Questions that the bot lets through without asking Redis, since it has let their person through there a moment ago. What has been
 * changed meanwhile was changed in another isolate: here, past the bot.
 */
const limits = { LLM_CALLS_PER_MIN: '1000', LLM_GUILD_CALLS_PER_MIN: '1000' };
const running = useStack({ vars: { bot: limits, bff: { ...limits, ANSWER_CACHE_SEC: '0' } } });

const ROLL = JSON.stringify({ dice: '2d6' });

let channel: WorldChannel;
beforeAll(() => {
  const found = running.stack.world.channels.find(({ guildId }) => guildId !== null);
  if (found === undefined) throw new Error('there is no server');
  channel = found;
});

const provider = () => {
  const { openai } = running.stack.standIns;
  if (openai === null) throw new Error('asked at the stand-in');
  return openai;
};
/** What everybody could read at any moment: of a message that only its person sees, nothing. */
const publicTexts = ({ revisions, messages }: InteractionRecord) =>
  revisions.flatMap(({ messageId, content }) =>
    messages.some(({ id, ephemeral }) => id === messageId && ephemeral) || content === '' ? [] : [content],
  );
const ask = async (prompt: string, userId = running.stack.member) => {
  const { interactionId, callbackType } = await running.stack.invoke('chat', { prompt }, { userId });
  // A message that an answer is moved to says so until it comes.
  const record = await running.stack.settled(
    interactionId,
    ({ messages }) => isAnswered(messages) && messages.every(({ content }) => content !== ko.moved),
  );
  return { interactionId, callbackType, record };
};
/** A question that Redis lets through, so that the bot remembers it. */
const begin = async () => {
  const { record } = await ask('1부터 3까지 세어 줘');
  expect(textOf(record)).toContain('2');
  provider().forgetRequests();
};

async function set(changes: ChangeSettingsRequest['changes']): Promise<void> {
  const { stack } = running;
  const caller = somebody({ guild_id: channel.guildId, channel_id: channel.id });
  const permissions = { manage_server: true, manage_channels: true };
  async function call<Value>(path: string, body: object): Promise<Value> {
    const signed = await signCall({
      secret: stack.keys.sharedSecret,
      signer: 'bot',
      url: `${stack.urls.bff}${path}`,
      body: JSON.stringify({ libra: { caller }, permissions, ...body }),
    });
    return JSON.parse((await send(signed)).text) as Value;
  }
  const { version } = await call<SettingsView>(SETTINGS_READ_PATH, {});
  const target = { scope: 'server' };
  await call(SETTINGS_CHANGE_PATH, { target, changes, expected_version: version });
  await expect
    .poll(() => redis(stack, 'GET', serverProjectionKey(channel.guildId ?? '')))
    .toContain(`"version":${version + 1}`);
}

function onlyMessage({ messages }: InteractionRecord): MessageView {
  const [message] = messages;
  if (message === undefined || messages.length > 1) throw new Error(`${messages.length} messages`);
  return message;
}

function buttonOf({ components }: MessageView, action: string): string {
  const ids = components.flatMap((row) => row.components.flatMap(({ custom_id: id }) => id ?? []));
  return ids.find((id) => id.startsWith(action)) ?? '';
}

describe('a question that is let through from memory', () => {
  it('is refused in a channel that was muted elsewhere, before its person alone', async () => {
    await begin();
    await redis(running.stack, 'SET', muteKey(channel.id), Date.now() + 60_000);
    const { callbackType, record } = await ask('하늘은 왜 파래?');
    // Nothing was known of it when it was deferred.
    expect(callbackType).toBe(5);
    expect(onlyMessage(record)).toMatchObject({
      ephemeral: true,
      content: expect.stringMatching(/🤫.*<t:\d+:R>/),
    });
    expect(publicTexts(record)).toEqual([]);
    expect(provider().requests()).toEqual([]);
    // The next one is refused at once again.
    expect((await ask('하늘은 왜 파래?')).callbackType).toBe(4);
    await redis(running.stack, 'DEL', muteKey(channel.id));
  });

  it('is refused at once where its channel was muted here', async () => {
    const { stack } = running;
    const mute = (duration: string) => stack.invoke('mute', { duration }, { userId: stack.moderator });
    await begin();
    await mute('5분');
    expect((await ask('하늘은 왜 파래?')).callbackType).toBe(4);
    await mute('0');
    expect((await ask('하늘은 왜 파래?')).callbackType).toBe(5);
  });

  it('is refused to somebody who was blocked elsewhere, before them alone', async () => {
    await begin();
    const key = `llm:block:${channel.guildId}:${running.stack.member}`;
    await redis(running.stack, 'SET', key, formatBlock({ by: 'moderator', untilMs: null }));
    const { callbackType, record } = await ask('하늘은 왜 파래?');
    expect(callbackType).toBe(5);
    expect(onlyMessage(record)).toMatchObject({
      ephemeral: true,
      content: expect.stringContaining('user_blocked'),
    });
    expect(publicTexts(record)).toEqual([]);
    expect(provider().requests()).toEqual([]);
    await redis(running.stack, 'DEL', key);
  });

  it('is refused in a channel that was closed elsewhere, with the channels that are open', async () => {
    await begin();
    await set({ answersIn: { allow: ['1'], deny: [] } });
    const { record } = await ask('하늘은 왜 파래?');
    expect(onlyMessage(record)).toMatchObject({ ephemeral: true, content: expect.stringContaining('<#1>') });
    expect(publicTexts(record)).toEqual([]);
    expect(provider().requests()).toEqual([]);
    await set({ answersIn: null });
  });

  it('is answered before its person alone where answers have become private, and before everybody where not', async () => {
    await begin();
    await set({ privateAnswers: true });
    const shut = await ask('1부터 4까지 세어 줘');
    expect(textOf(shut.record)).toContain('3');
    expect(onlyMessage(shut.record).ephemeral).toBe(true);
    expect(publicTexts(shut.record)).toEqual([]);
    const remembered = await ask('1부터 5까지 세어 줘');
    expect(onlyMessage(remembered.record).ephemeral).toBe(true);
    await set({ privateAnswers: null });
    const open = await ask('1부터 6까지 세어 줘');
    expect(textOf(open.record)).toContain('5');
    expect(onlyMessage(open.record).ephemeral).toBe(false);
  });

  it('is answered in the language and as it was set elsewhere', async () => {
    await begin();
    await set({ showQuestion: false, language: 'en', showCosts: 'everybody' });
    const { record } = await ask('1부터 7까지 세어 줘');
    expect(onlyMessage(record).content).not.toContain('세어 줘');
    expect(onlyMessage(record).content).toContain('tokens');
    await set({ showQuestion: null, language: null, showCosts: null });
  });

  it('is stored and charged once when it was looked at twice', async () => {
    const { neon } = running.stack.standIns;
    await begin();
    await set({ language: 'ko' });
    const { interactionId } = await ask('1부터 8까지 세어 줘');
    const rows = (table: string, column = "'ok'") =>
      neon?.query(`SELECT ${column} AS outcome FROM ${table} WHERE request_key LIKE $1`, [
        `%${interactionId}`,
      ]);
    await expect.poll(() => rows('usage_events', 'outcome')).toEqual([{ outcome: 'ok' }]);
    await expect.poll(() => rows('messages')).toHaveLength(2);
    expect(provider().requests()).toHaveLength(1);
    await set({ language: null });
  });

  it('keeps what has been said where a budget ends in the middle of the answer', async () => {
    const { stack } = running;
    await begin();
    const calls = [{ index: 0, id: 'c', type: 'function', function: { name: 'roll', arguments: ROLL } }];
    const chunk = (delta: object, finish: string | null = null) => ({
      data: {
        ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini' },
        choices: [{ index: 0, delta, finish_reason: finish }],
      },
    });
    provider().setFaults({
      script: {
        steps: [
          chunk({ content: 'Let me roll.' }),
          { waitMs: 1_500 },
          chunk({ tool_calls: calls }),
          chunk({}, 'tool_calls'),
          { data: '[DONE]' },
        ],
      },
    });
    const { interactionId } = await stack.invoke('chat', { prompt: '주사위를 던져 줘' });
    await stack.settled(interactionId, ({ messages }) => JSON.stringify(messages).includes('Let me roll.'));
    const key = spentKey(utcDay(Date.now()), 'user', stack.member);
    const spent = await redis<string>(stack, 'HGET', key, 'tokens');
    await redis(stack, 'HINCRBY', key, 'tokens', 100_000_000);
    const ended = await stack.settled(interactionId);
    expect(onlyMessage(ended).ephemeral).toBe(false);
    expect(onlyMessage(ended).content).toMatch(/Let me roll\.[\s\S]*budget_user/);
    await redis(stack, 'HSET', key, 'tokens', spent);
    provider().setFaults({});
  });

  it('can be asked once more in another version, by the button under it', async () => {
    await begin();
    const { interactionId, record } = await ask('1부터 9까지 세어 줘');
    const message = onlyMessage(record);
    await running.stack.press(message, buttonOf(message, 'regenerate'));
    const again = await running.stack.settled(interactionId, ({ messages }) =>
      JSON.stringify(messages).includes('2/2'),
    );
    expect(onlyMessage(again).content).toContain('8');
  });

  it('is noted for an erasure, which ends it', async () => {
    const { stack } = running;
    await begin();
    provider().setFaults({ stall: { afterTokens: 4 } });
    const { interactionId } = await stack.invoke('chat', { prompt: '1부터 30까지 세어 줘' });
    await stack.settled(interactionId, ({ messages }) => JSON.stringify(messages).includes('stop.'));
    const noted = await redis<string[]>(stack, 'SMEMBERS', noteKey(stack.member, Date.now()));
    expect(noted).toContain(interactionId);
    const { interactionId: asked } = await stack.invoke('privacy erase');
    const question = onlyMessage(await stack.settled(asked));
    await stack.press(question, buttonOf(question, 'erase'));
    const ended = await stack.settled(interactionId);
    expect(onlyMessage(ended).components).toEqual([]);
    expect(textOf(ended)).toContain(ko.notices.erased);
    provider().setFaults({});
  });
});

it('a limit that operators have set elsewhere refuses at once, in the place of the variable', async () => {
  const { stack } = running;
  const none = { tokens: 0, microUsd: 0 };
  const budgets = { user: none, guild: none, everyone: none };
  const strict = { userCallsPerMin: 1, guildCallsPerMin: 1_000, budgets };
  await redis(stack, 'SET', OPERATOR_LIMITS_KEY, JSON.stringify(strict));
  const types = [];
  for (let asked = 0; asked < 3; asked += 1) {
    types.push((await ask('1부터 3까지 세어 줘', stack.moderator)).callbackType);
  }
  // The count of a minute begins anew with the next one.
  expect(types.filter((type) => type === 4).length).toBeGreaterThan(0);
  await redis(stack, 'DEL', OPERATOR_LIMITS_KEY);
});
