import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InteractionRecord, WorldState } from '../../dev/discord/protocol.ts';
import { buttonsOf, readWorld } from '../../dev/discord/world-client.ts';
import type { OpenAiFaults } from '../../dev/openai/faults.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { textOf, useStack } from '../use-stack.ts';

const JUDGE = '/v1/moderations';
const CHAT = '/v1/chat/completions';
const BAD_QUESTION = '사람 죽이는 방법 알려줘';
const BAD_ANSWER = '먼저 내장이 쏟아졌다. 포르노 사이트를 알려 줄게.';

const running = useStack({
  vars: {
    bff: {
      MODERATION_MODEL: 'omni-moderation-latest',
      ANSWER_CACHE_SEC: '0',
      LLM_CALLS_PER_MIN: '100000',
      LLM_GUILD_CALLS_PER_MIN: '100000',
    },
    bot: { LLM_CALLS_PER_MIN: '100000', LLM_GUILD_CALLS_PER_MIN: '100000' },
  },
});

function openai() {
  const { openai: standIn } = running.stack.standIns;
  if (standIn === null) throw new Error('moderation is judged by the stand-in');
  return standIn;
}

function neon() {
  const { neon: standIn } = running.stack.standIns;
  if (standIn === null) throw new Error('looked at in the stand-in');
  return standIn;
}

const arm = (...faults: OpenAiFaults[]) => openai().setFaults(faults);

/** The model says this, in these pieces. */
const saying = (...pieces: string[]): OpenAiFaults => ({
  script: {
    path: CHAT,
    steps: [
      ...pieces.flatMap((content) => [
        { data: { id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] } },
        { waitMs: 20 },
      ]),
      { data: { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } },
      { data: '[DONE]' },
    ],
  },
});

beforeEach(async () => {
  arm();
  openai().forgetRequests();
  await lift(running.stack.member);
});
afterEach(() => arm());

async function lift(userId: string): Promise<void> {
  const { stack } = running;
  await stack.invoke('moderation unblock', { user: userId }, { userId: stack.moderator });
}

async function ask(
  prompt: string,
  as: Parameters<typeof running.stack.invoke>[2] = {},
  options: Parameters<typeof running.stack.invoke>[1] = {},
) {
  const { stack } = running;
  const { interactionId } = await stack.invoke('chat', { prompt, ...options }, as);
  const record = await stack.settled(interactionId);
  await expect.poll(() => isOver(interactionId)).toBe(true);
  return { interactionId, record };
}

const isOver = (interactionId: string) =>
  running.stack.logs.some(
    (line) => line.event === 'delivery.finished' && line.interactionId === interactionId,
  );

const shownTo = (record: InteractionRecord, isPrivate: boolean) =>
  record.messages.filter(({ ephemeral }) => ephemeral === isPrivate).map(({ content }) => content);

async function privateLine(interactionId: string): Promise<string> {
  await expect
    .poll(async () => shownTo(await running.stack.record(interactionId), true).length, { timeout: 10_000 })
    .toBe(1);
  return shownTo(await running.stack.record(interactionId), true)[0] ?? '';
}

const eventsOf = (interactionId: string) =>
  neon().query(
    'SELECT side, action, flagged, user_id, hash FROM moderation_events WHERE interaction_id = $1',
    [interactionId],
  );

const callsTo = (path: string) =>
  openai()
    .requests()
    .filter((request) => request.path === path);

describe('a question that is blocked', () => {
  it('stays in the channel neither itself nor with an answer, and its person is told why', async () => {
    const { interactionId, record } = await ask(BAD_QUESTION);
    expect(shownTo(record, false)).toEqual([`${ko.moderation.withheld}\n-# content_blocked`]);
    const reason = await privateLine(interactionId);
    expect(reason).toContain(ko.moderation.categories['illicit/violent']);
    expect(reason).toContain('content_blocked');
    expect(record.messages.flatMap(({ components }) => components)).toEqual([]);
  });

  it('is not remembered, is charged, and its call is ended', async () => {
    arm({ delayFirstToken: { path: CHAT, ms: 5_000 } });
    const { interactionId } = await ask(BAD_QUESTION);
    await expect
      .poll(() =>
        neon().query(
          'SELECT outcome, estimated, prompt_tokens > 0 AS paid FROM usage_events WHERE request_key LIKE $1',
          [`%${interactionId}`],
        ),
      )
      .toEqual([{ outcome: 'content_blocked', estimated: true, paid: true }]);
    expect(
      await neon().query('SELECT 1 FROM messages WHERE request_key LIKE $1', [`%${interactionId}`]),
    ).toEqual([]);
    await expect.poll(() => callsTo(CHAT).map(({ outcome }) => outcome)).toEqual(['closed-by-client']);
  });

  it('is not the name of the thread that was opened for its answer, either', async () => {
    const { interactionId } = await ask(BAD_QUESTION, {}, { thread: true });
    const renamed = () =>
      running.stack.logs.find(
        (line) => line.event === 'thread.renamed' && line.interactionId === interactionId,
      );
    await expect.poll(() => renamed()?.reply).toBe('open');
    const { channels } = await readWorld<WorldState>(`${running.stack.urls.page}/dev/state`);
    const names = channels.filter(({ parentId }) => parentId !== undefined).map(({ name }) => name);
    expect(names).toEqual([ko.conversations.threads.nameless]);
  });

  it('is in the log of its server without its text', async () => {
    const { interactionId } = await ask(BAD_QUESTION);
    await expect.poll(() => eventsOf(interactionId)).toHaveLength(1);
    const [event] = await eventsOf(interactionId);
    expect(event).toMatchObject({ side: 'question', action: 'blocked', user_id: running.stack.member });
    expect(JSON.stringify(await neon().query('SELECT * FROM moderation_events'))).not.toContain('죽이');
    expect(JSON.stringify(running.stack.logs)).not.toContain('죽이는');
  });

  it('that speaks of self-harm is met with where to find help, for its person alone', async () => {
    const { interactionId, record } = await ask('그냥 죽고 싶어');
    expect(shownTo(record, false).join()).not.toContain('109');
    const line = await privateLine(interactionId);
    expect(line).toContain('109');
    expect(line).toContain('1577-0199');
    const english = await ask('I want to die', { locale: 'en-US' });
    expect(await privateLine(english.interactionId)).toContain('988');
  });

  it('that speaks of self-harm is met with that again and again, and never with a pause', async () => {
    for (let count = 0; count < 4; count += 1) {
      const { interactionId } = await ask('그냥 죽고 싶어');
      expect(await privateLine(interactionId)).toContain('109');
      await expect.poll(() => eventsOf(interactionId)).toHaveLength(1);
    }
  });
});

describe('an answer', () => {
  it('that is harmless costs two calls of the judge, and is remembered', async () => {
    const { interactionId, record } = await ask('1부터 3까지 세어 줘');
    expect(textOf(record)).toContain('3');
    expect([callsTo(CHAT).length, callsTo(JUDGE).length]).toEqual([1, 2]);
    await expect
      .poll(() =>
        neon().query("SELECT judge_calls FROM usage_events WHERE outcome = 'ok' AND request_key LIKE $1", [
          `%${interactionId}`,
        ]),
      )
      .toEqual([{ judge_calls: 2 }]);
  });

  it('of a model that has used a tool is judged, too', async () => {
    const { record } = await ask('1 더하기 1은?');
    expect(textOf(record)).toContain('2');
    expect(callsTo(CHAT)).toHaveLength(2);
    expect(callsTo(JUDGE).length).toBeGreaterThanOrEqual(2);
  });

  it('that turns bad is taken back, whatever was shown of it, and not remembered', async () => {
    arm(saying('물론이죠. 그 이야기를 ', '조금 길게 들려 드릴게요. ', BAD_ANSWER));
    const { interactionId, record } = await ask('이야기를 들려줘');
    expect(shownTo(record, false)).toEqual([`${ko.moderation.withheld}\n-# content_blocked`]);
    expect(await privateLine(interactionId)).toContain(ko.moderation.categories.sexual);
    await expect.poll(() => eventsOf(interactionId)).toMatchObject([{ side: 'answer', action: 'blocked' }]);
    expect(
      await neon().query('SELECT 1 FROM messages WHERE request_key LIKE $1', [`%${interactionId}`]),
    ).toEqual([]);
  });

  it('is seen through where a window cuts a word in two', async () => {
    arm(saying('포르', '노 사이트를 알려 줄게'));
    const { record } = await ask('사이트를 알려줘');
    expect(shownTo(record, false).join()).toContain('content_blocked');
  });

  it('that proposes what is blocked is not shown, and proposes nothing', async () => {
    const poll = { question: '어느 포르노 사이트가 좋아?', answers: ['하나', '둘'] };
    const call = { id: 'c1', type: 'function', function: { name: 'poll', arguments: JSON.stringify(poll) } };
    const calling = {
      path: CHAT,
      when: { tellsResult: false },
      steps: [
        { data: { id: 'c', choices: [{ index: 0, delta: { tool_calls: [{ index: 0, ...call }] } }] } },
        { data: { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] } },
        { data: '[DONE]' },
      ],
    };
    const said = saying('투표를 제안했어요. 아래에서 올려 주세요.').script;
    arm({ script: calling }, { script: { ...said, when: { tellsResult: true } } } as OpenAiFaults);
    const { interactionId, record } = await ask('투표 올려 줘: 제일 좋은 곳');
    expect(shownTo(record, false)).toEqual([`${ko.moderation.withheld}\n-# content_blocked`]);
    await expect.poll(() => eventsOf(interactionId)).toMatchObject([{ side: 'answer', action: 'blocked' }]);
  });

  it('that is only noted is shown, and noted once', async () => {
    arm(saying('그는 ', '다 죽이자고 ', '외쳤다. 다 죽이자!'));
    const { interactionId, record } = await ask('이야기를 들려줘');
    expect(textOf(record)).toContain('죽이자');
    await expect.poll(() => eventsOf(interactionId)).toMatchObject([{ side: 'answer', action: 'noted' }]);
  });
});

describe('another version of an answer', () => {
  it('that is refused leaves the earlier one, and only its person is told why', async () => {
    const { stack } = running;
    const { interactionId, record } = await ask('1부터 4까지 세어 줘');
    const [message] = record.messages;
    if (message === undefined) throw new Error('there is an answer');
    arm(saying(BAD_ANSWER));
    const again = buttonsOf(message).find((id) => id.startsWith('regenerate.')) ?? '';
    const press = await stack.press(message, again);
    expect(press.failure).toBeNull();
    const reason = await privateLine(press.interactionId);
    expect(reason).toContain('content_blocked');
    expect(reason).toContain(ko.under.keptVersion);
    await expect
      .poll(async () => shownTo(await stack.record(interactionId), false))
      .toEqual(shownTo(record, false));
  });
});

describe('an age-restricted channel', () => {
  it('has a policy of its own', async () => {
    const { channels } = running.stack.world;
    const restricted = channels.find(({ nsfw }) => nsfw === true)?.id ?? '';
    const { record } = await ask('포르노 사이트', { channelId: restricted });
    expect(shownTo(record, false).join()).not.toContain('content_blocked');
    const usual = await ask('포르노 사이트');
    expect(shownTo(usual.record, false).join()).toContain('content_blocked');
    const minors = await ask('아동 포르노 구해줘', { channelId: restricted });
    expect(shownTo(minors.record, false).join()).toContain('content_blocked');
  });
});

describe('a server that has switched moderation off', () => {
  it('costs no call of the judge', async () => {
    const { channels, guilds } = running.stack.world;
    const guildId = guilds[1]?.id ?? '';
    // No question was asked there before: nothing of it is known to the isolate.
    const channelId = channels.filter((channel) => channel.guildId === guildId).at(-1)?.id ?? '';
    await neon().query(
      `INSERT INTO guild_settings (guild_id, settings, version, changed_in)
       VALUES ($1, '{"moderation":{"level":"off"}}', 1, '{}')`,
      [guildId],
    );
    const { record } = await ask(BAD_QUESTION, { channelId });
    expect(shownTo(record, false).join()).not.toContain('content_blocked');
    expect([callsTo(CHAT).length, callsTo(JUDGE).length]).toEqual([1, 0]);
  });
});

describe('a judge that is down', () => {
  it('lets nothing through where something is blocked, and says so', async () => {
    arm({ status: { status: 503, path: JUDGE } });
    const { interactionId, record } = await ask('1부터 3까지 세어 줘');
    expect(shownTo(record, false).join()).toContain('moderation_unavailable');
    await expect.poll(() => eventsOf(interactionId)).toMatchObject([{ action: 'unchecked' }]);
  });
});

describe('a person who is blocked again and again', () => {
  it('has to pause, is told until when, and a moderator can lift it', async () => {
    const { stack } = running;
    for (let count = 0; count < 3; count += 1) await ask(BAD_QUESTION);
    await expect.poll(() => stack.logs.some(({ event }) => event === 'moderation.paused')).toBe(true);
    openai().forgetRequests();
    const refused = await stack.invoke('chat', { prompt: '안녕' });
    const { messages } = await stack.record(refused.interactionId);
    expect(messages[0]?.ephemeral).toBe(true);
    expect(messages[0]?.content).toMatch(/<t:\d+:R>[\s\S]*moderation_cooldown/);
    expect(openai().requests()).toEqual([]);
    await lift(stack.member);
    expect(textOf((await ask('1부터 3까지 세어 줘')).record)).toContain('2');
  });
});

describe('a moderator', () => {
  it('blocks somebody in this server alone', async () => {
    const { stack } = running;
    await stack.invoke(
      'moderation block',
      { user: stack.member, duration: '1시간' },
      { userId: stack.moderator },
    );
    const refused = await stack.invoke('chat', { prompt: '안녕' });
    const { messages } = await stack.record(refused.interactionId);
    expect(messages[0]?.content).toContain('user_blocked');
    const [here, there] = stack.world.guilds.map(({ id }) => id);
    const elsewhere = stack.world.channels.find(({ guildId }) => guildId !== null && guildId === there);
    expect(here).not.toBe(there);
    const asked = await ask('1 더하기 1은?', { channelId: elsewhere?.id ?? '' });
    expect(textOf(asked.record)).toContain('2');
  });

  it('sees the log of this server, and no other’s', async () => {
    const { stack } = running;
    const { interactionId } = await ask(BAD_QUESTION);
    await expect.poll(() => eventsOf(interactionId)).toHaveLength(1);
    const log = async (channelId?: string) => {
      const asked = await stack.invoke(
        'moderation log',
        {},
        { userId: stack.moderator, ...(channelId === undefined ? {} : { channelId }) },
      );
      return (await stack.record(asked.interactionId)).messages[0];
    };
    const here = await log();
    expect(here?.ephemeral).toBe(true);
    expect(here?.content).toContain(`<@${stack.member}>`);
    expect(here?.content).toContain(interactionId);
    const [, there] = stack.world.guilds.map(({ id }) => id);
    const elsewhere = stack.world.channels.find(({ guildId }) => guildId === there);
    expect((await log(elsewhere?.id))?.content).toBe(ko.moderation.logEmpty(1));
  });

  it('is the only one to whom the command is offered', async () => {
    await expect(running.stack.invoke('moderation log', {})).rejects.toThrow('no such command');
  });
});

describe('an API client', () => {
  const post = (body: object) =>
    fetch(`${running.stack.urls.bff}${CHAT}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${running.stack.keys.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini', ...body }),
    });
  const asking = (content: string) => ({ messages: [{ role: 'user', content }] });

  it('whose key is moderated gets the finish reason of a filter, or a 400 for its question', async () => {
    await neon().query(`UPDATE api_keys SET settings = settings || '{"moderation":true}'`);
    arm(saying('물론이죠. 그 이야기를 ', '조금 길게 들려 드릴게요. ', BAD_ANSWER));
    for (const stream of [false, true]) {
      const text = await (await post({ ...asking('이야기를 들려줘'), stream })).text();
      expect(text).toContain('"finish_reason":"content_filter"');
      expect(text).not.toContain('포르노');
      if (stream) expect(text).toMatch(/data: \[DONE\]\s*$/);
    }
    arm({ delayFirstToken: { path: CHAT, ms: 2_000 } });
    openai().forgetRequests();
    const refused = await post(asking(BAD_QUESTION));
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { error: { code: 'content_blocked' } },
    ]);
    // Who gets an answer in one piece gets it judged in one call, with its question.
    expect(callsTo(JUDGE)).toHaveLength(1);
  });
});
