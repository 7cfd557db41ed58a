import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InteractionRecord, InvokeResult } from '../../dev/discord/protocol.ts';
import type { AutocompleteResult } from '../../dev/discord/surfaces.ts';
import { writeWorld } from '../../dev/discord/world-client.ts';
import { attach, PNG } from '../attach.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

/** Models that people choose, questions from the form, and the characters that Libra takes on. */
const running = useStack({
  vars: { bff: { ANSWER_CACHE_SEC: '0', LLM_USER_CALLS_PER_MIN: '1000', LLM_USER_TOKENS_PER_DAY: '0' } },
});

function provider() {
  const { openai } = standInsOf(running.stack, 'openai');
  return openai;
}

interface Asked {
  model: string;
  messages: { role: string; content: unknown }[];
  temperature?: number;
}
const asked = () =>
  provider()
    .requests()
    .map(({ body }) => body as Asked);

beforeEach(() => provider().forgetRequests());
afterEach(() => provider().setFaults({}));

const place = () => ({
  userId: running.stack.member,
  channelId: running.stack.world.channels.find(({ guildId }) => guildId !== null)?.id ?? '',
  locale: 'ko',
});

const complete = (name: string, focused: string, options: Record<string, string>) =>
  writeWorld<AutocompleteResult>(`${running.stack.urls.page}/dev/autocomplete`, {
    name,
    focused,
    options,
    ...place(),
  });

async function fillIn(
  opened: InvokeResult,
  values: object,
  userId = running.stack.member,
): Promise<InteractionRecord> {
  const { locale } = place();
  const { interactionId } = opened;
  const sent = await writeWorld<InvokeResult>(`${running.stack.urls.page}/dev/modals`, {
    interactionId,
    userId,
    locale,
    values,
  });
  return running.stack.settled(sent.interactionId);
}

async function use(
  name: string,
  options: Record<string, string> = {},
  as: Parameters<typeof running.stack.invoke>[2] = {},
): Promise<InteractionRecord> {
  const { interactionId } = await running.stack.invoke(name, options, as);
  return running.stack.settled(interactionId);
}

describe('a model for one question', () => {
  it('is offered with its price while it is typed, without asking for the models again', async () => {
    const before = running.stack.standIns.upstash?.requests() ?? 0;
    const first = await complete('chat', 'model', { prompt: '안녕', model: 'nano' });
    expect(first.choices).toContainEqual({
      name: expect.stringMatching(/^gpt-4\.1-nano · 100만 토큰당 \$0\.10 \/ \$0\.40/),
      value: 'gpt-4.1-nano',
    });
    for (const typed of ['n', 'na', 'zzz', 'gpt'])
      expect((await complete('chat', 'model', { model: typed })).choices?.length).toBeLessThanOrEqual(25);
    // The nonce of the one call.
    expect((running.stack.standIns.upstash?.requests() ?? 0) - before).toBeLessThanOrEqual(1);
  });

  it('answers, and a model that is not there is refused with the names of near ones', async () => {
    await use('chat', { prompt: '안녕', model: 'GPT-4.1-nano' });
    expect(asked().map(({ model }) => model)).toEqual(['gpt-4.1-nano']);
    const refused = await use('chat', { prompt: '안녕', model: 'gpt-4.1-nanno' });
    expect(textOf(refused)).toMatch(/`gpt-4\.1-nanno`.*`gpt-4\.1-nano`.*\n-# model_unknown/);
    expect(refused.messages.every(({ flags }) => (flags & 64) !== 0)).toBe(true);
    expect(asked()).toHaveLength(1);
  });
});

describe('the form of /ask', () => {
  it('asks with several lines, a model and files, and once however often it comes', async () => {
    const opened = await running.stack.invoke('ask');
    expect(opened.callbackType).toBe(9);
    const file = await attach(running.stack, { filename: 'a.csv', type: 'text/csv', bytes: 'x,1\n' });
    const photo = await attach(running.stack, { filename: 'b.png', type: 'image/png', bytes: PNG });
    const record = await fillIn(opened, {
      prompt: '첫째 줄\n둘째 줄',
      model: ['gpt-4.1-nano'],
      files: [file, photo],
    });
    expect(textOf(record)).toContain('1 image');
    expect(asked()[0]?.model).toBe('gpt-4.1-nano');
    const content = JSON.stringify(asked()[0]?.messages.at(-1)?.content);
    expect(content).toContain('첫째 줄\\n둘째 줄');
    expect(content).toContain('a.csv');
    await running.stack.redeliver(record.id);
    expect(asked()).toHaveLength(1);
  });

  it('gives the question back with a refusal', async () => {
    const opened = await running.stack.invoke('ask');
    const file = await attach(running.stack, { filename: 'a.pdf', type: 'application/pdf', bytes: '%PDF' });
    const record = await fillIn(opened, { prompt: '긴\n질문', model: [], files: [file] });
    expect(textOf(record)).toContain('-# file_document');
    const url = record.messages[0]?.attachments[0]?.url ?? '';
    expect(await (await fetch(url)).text()).toBe('긴\n질문');
    expect(asked()).toEqual([]);
  });
});

const sql = (query: string, values: unknown[]) => running.stack.standIns.neon?.query(query, values);
const system = () => String(asked().at(-1)?.messages[0]?.content);

describe('a model of one\u2019s own', () => {
  it('answers from then on, until it is taken back', async () => {
    expect(textOf(await use('model use', { name: 'gpt-4.1-nano' }))).toContain('`gpt-4.1-nano`');
    await use('chat', { prompt: '안녕' });
    expect(asked().map(({ model }) => model)).toEqual(['gpt-4.1-nano']);
    expect(textOf(await use('model show'))).toMatch(/`gpt-4\.1-nano`.*`\/모델 쓰기`로 고르신/);
    await use('model use', { name: '기본' });
    await use('chat', { prompt: '안녕' });
    expect(asked().at(-1)?.model).not.toBe('gpt-4.1-nano');
  });

  it('that is no more falls back, and this is told once', async () => {
    const { userId } = place();
    await use('model use', { name: 'gpt-4.1-nano' });
    await sql(
      'UPDATE user_settings SET settings = settings || \'{"model": "gone-model"}\', version = version + 1 WHERE user_id = $1',
      [userId],
    );
    // This isolate still knows the choice that was made through it.
    await use('persona use', { name: 'none' });
    const told = await use('chat', { prompt: '안녕' });
    expect(textOf(told)).toMatch(/`gone-model` 모델이 없어져서/);
    expect(asked()).toHaveLength(1);
    const chosen = () =>
      sql("SELECT settings ->> 'model' AS model FROM user_settings WHERE user_id = $1", [userId]);
    await expect.poll(chosen).toMatchObject([{ model: null }]);
    expect(textOf(await use('chat', { prompt: '안녕' }))).not.toContain('gone-model');
  });
});

describe('a persona', () => {
  const fields = { instructions: '해적처럼 말해요.', model: [], temperature: '', greeting: '', avatar: '' };
  const as = (userId: string) => ({ userId });
  const add = (name: string, userId = running.stack.moderator) =>
    running.stack.invoke('persona add', { name }, as(userId));
  const codeOf = (record: InteractionRecord) => /-# (\w+)/.exec(textOf(record))?.[1];

  it('that is built in greets, and answers by its instructions below its name', async () => {
    const chosen = await use('persona use', { name: '러버덕' });
    expect(textOf(chosen)).toMatch(/🦆 \*\*러버덕\*\*\n꽥/);
    const record = await use('chat', { prompt: '안녕' });
    expect(textOf(record)).toMatch(/^-# 🦆 러버덕\n./);
    expect(system()).toContain('당신은 디버깅을 돕는 고무 오리예요.');
    await use('persona use', { name: '없음' });
    expect(textOf(await use('chat', { prompt: '안녕' }))).not.toContain('러버덕');
    expect(system()).not.toContain('고무 오리');
  });

  it('of a server is made by who manages it, and by nobody else', async () => {
    const { member, moderator } = running.stack;
    expect(codeOf(await use('persona add', { name: 'Pirate' }))).toBe('persona_forbidden');
    const refused = await fillIn(await add('Pirate'), { ...fields, greeting: 'Hi @everyone' }, moderator);
    expect(codeOf(refused)).toBe('persona_invalid');
    expect(refused.messages[0]?.attachments[0]?.filename).toBe('instructions.txt');
    const values = {
      ...fields,
      model: ['gpt-4.1-nano'],
      temperature: '1,5',
      greeting: '닻을 올려라!',
      avatar: '🏴‍☠️',
    };
    expect(textOf(await fillIn(await add('Pirate'), values, moderator))).toContain('**Pirate**');
    expect(codeOf(await use('persona add', { name: 'PIRATE' }, as(moderator)))).toBe('persona_exists');
    expect(codeOf(await use('persona add', { name: '러버덕' }, as(moderator)))).toBe('persona_exists');
    expect(textOf(await use('persona list'))).toContain('🏴‍☠️ **Pirate**');
    expect(textOf(await use('persona show', { name: 'pirate' }))).toContain('해적처럼 말해요.');
    expect(codeOf(await use('persona remove', { name: 'Pirate' }, as(member)))).toBe('persona_forbidden');
    const audit = await sql(
      "SELECT actor, field FROM settings_audit WHERE scope = 'persona' AND target = 'Pirate'",
      [],
    );
    expect(audit).toContainEqual({ actor: moderator, field: 'instructions' });
  });

  it('of a server answers with its model, its temperature and its face, in that server alone', async () => {
    const { stack } = running;
    expect(textOf(await use('persona use', { name: 'Pirate' }))).toContain('닻을 올려라!');
    expect(textOf(await use('chat', { prompt: '안녕' }))).toMatch(/^-# 🏴‍☠️ Pirate\n/);
    expect(asked().at(-1)).toMatchObject({ model: 'gpt-4.1-nano', temperature: 1.5 });
    expect(system()).toContain('해적처럼 말해요.');
    const mine = stack.world.channels.find(({ id }) => id === place().channelId)?.guildId;
    const other = stack.world.channels.find(({ guildId }) => guildId !== null && guildId !== mine)?.id ?? '';
    // Their choice is known in the other server, the persona is not.
    await use('persona use', { name: 'Pirate' }, as(stack.moderator));
    const there = await use('chat', { prompt: '안녕' }, { userId: stack.moderator, channelId: other });
    expect(textOf(there)).not.toContain('Pirate');
    const elsewhere = { userId: stack.moderator, channelId: other };
    expect(codeOf(await use('persona use', { name: 'Pirate' }, elsewhere))).toBe('persona_not_found');
    expect(codeOf(await use('persona remove', { name: 'Pirate' }, elsewhere))).toBe('persona_not_found');
  });

  it('is chosen for a channel by who manages it, and leaves when it is removed', async () => {
    const { moderator } = running.stack;
    await use('persona use', { name: '없음' });
    const where = { name: 'Pirate', where: 'channel' };
    expect(codeOf(await use('persona use', where))).toBe('persona_channel_forbidden');
    const said = await use('persona use', where, as(moderator));
    expect(said.messages.every(({ flags }) => (flags & 64) === 0)).toBe(true);
    expect(textOf(await use('chat', { prompt: '안녕' }))).toContain('Pirate');
    await use('persona remove', { name: 'Pirate' }, as(moderator));
    expect(textOf(await use('chat', { prompt: '안녕' }))).not.toContain('Pirate');
    expect(system()).not.toContain('해적');
  });
});
