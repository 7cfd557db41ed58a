/** Wishes in people's own words about their newest answer, typed into /chat. */
import { beforeEach, expect, it } from 'vitest';
import { buttonsOf } from '../../dev/discord/world-client.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

const running = useStack({ vars: { bff: { ANSWER_CACHE_SEC: '0', LLM_CALLS_PER_MIN: '1000' } } });

const provider = () => {
  const { openai } = standInsOf(running.stack, 'openai');
  return openai;
};
beforeEach(() => provider().forgetRequests());

const say = async (prompt: string, as: { channelId?: string; userId?: string } = {}) => {
  const { interactionId } = await running.stack.invoke('chat', { prompt }, as);
  return { id: interactionId, record: await running.stack.settled(interactionId) };
};
const onlyIn = async (id: string) => (await running.stack.record(id)).messages[0];
const modelsAsked = () =>
  provider()
    .requests()
    .map(({ body }) => (body as { model: string }).model);

it('writes the newest answer of the channel anew, in its message, by the model that is named', async () => {
  const first = await say('따라 해: 첫 번째');
  const second = await say('따라 해: 두 번째');
  const told = await say('다시 써줘');
  expect(textOf(told.record)).toBe(ko.again.writing(null));
  await expect.poll(async () => JSON.stringify(await onlyIn(second.id))).toContain('2/2 ▶');
  provider().forgetRequests();
  expect(textOf((await say('gpt-4.1-nano로 다시 답해줘')).record)).toBe(ko.again.writing('gpt-4.1-nano'));
  await expect.poll(async () => JSON.stringify(await onlyIn(second.id))).toContain('3/3 ▶');
  expect(modelsAsked()).toEqual(['gpt-4.1-nano']);
  expect(buttonsOf((await onlyIn(first.id)) ?? ({} as never)).some((id) => id.startsWith('later'))).toBe(
    false,
  );
});

it('says that there is nothing to write anew, elsewhere and to somebody else', async () => {
  const { stack } = running;
  await say('따라 해: 여기');
  const here = stack.world.channels.filter(({ guildId }) => guildId !== null);
  const other = here.find(({ id, parentId }) => id !== here[0]?.id && parentId === undefined)?.id ?? '';
  provider().forgetRequests();
  for (const as of [{ channelId: other }, { userId: stack.moderator }]) {
    expect(textOf((await say('try again', as)).record)).toContain('nothing_to_regenerate');
  }
  expect(textOf((await say('다른 모델로 다시')).record)).toContain('gpt-4.1-nano');
  expect(textOf((await say('use claude instead')).record)).toContain('model_unknown');
  expect(modelsAsked()).toEqual([]);
});

it('speaks another language from then on, until it is told otherwise', async () => {
  expect(textOf((await say('앞으로 영어로 답해줘')).record)).toContain('From now on I speak English');
  await say('안녕, 너는 누구야?');
  expect(JSON.stringify(provider().requests().at(-1)?.body)).toContain('English');
  expect(textOf((await say('한국어로 말해')).record)).toBe(ko.again.languageSet);
});
