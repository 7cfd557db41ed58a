import { afterEach, expect, it } from 'vitest';
import { createFakeEngines } from '../../dev/openai/audio/fake-engines.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { TalkPage } from '../talk-page.ts';
import { useStack } from '../use-stack.ts';

/** Live conversations whose answers a realtime model speaks, through all Workers and a real WebSocket at both ends. */
const running = useStack({
  // A hundredth of a second a character: an answer is not to last.
  speech: {
    ...createFakeEngines(),
    synthesise: async (text) => ({ ok: true, value: new Float32Array(text.length * 240) }),
  },
  vars: {
    voice: { TALK_PROVIDER: 'realtime' },
    bff: { LLM_CALLS_PER_MIN: '1000', LLM_GUILD_CALLS_PER_MIN: '1000', LLM_USER_TOKENS_PER_DAY: '60000' },
  },
});

const ANSWER = '/v1/realtime/answer';

const openai = () => {
  const { openai: standIn } = running.stack.standIns;
  if (standIn === null) throw new Error('these tests need the stand-in');
  return standIn;
};

afterEach(() => openai().setFaults({}));

interface AskedBody {
  instructions: string;
  items: { type: string; role?: string; content?: { type: string; text?: string; transcript?: string }[] }[];
  audioMs: number[];
}

const requestsTo = (path: string) =>
  openai()
    .requests()
    .filter((request) => request.path === path);
const lastAsked = () => requestsTo(ANSWER).at(-1)?.body as AskedBody;
const textsOf = ({ items }: AskedBody) =>
  items.map(({ content }) => content?.[0]?.text ?? content?.[0]?.transcript ?? '');
const noticesOf = (page: TalkPage) =>
  page.events.flatMap((event) => (event.type === 'notice' ? [event.code] : []));

async function listening(page: TalkPage, times: number): Promise<void> {
  await page.when(() => page.listeningAgain() >= times);
}

it('a turn is heard and spoken by the model, paid, stored, and known in the next one', async () => {
  const { stack } = running;
  const page = await TalkPage.open(stack);
  page.say('오늘 저녁으로 무엇을 먹을까요?');
  const answer = await page.answerTo(1);
  await listening(page, 1);
  const states = page.events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
  expect(states).toEqual(['thinking', 'speaking', 'listening']);
  expect(page.samples.get(1)).toBe(await page.until((event) => event.type === 'audio_end' && event.samples));
  const asked = lastAsked();
  expect(asked.instructions).toContain('No markdown');
  expect(textsOf(asked)).toEqual(['오늘 저녁으로 무엇을 먹을까요?']);
  // Half a second at 24 kHz.
  expect(asked.audioMs).toEqual([500]);
  // API clients have no way to such a model.
  const models = await fetch(`${stack.urls.bff}/v1/models`, {
    headers: { authorization: `Bearer ${stack.keys.apiKey}` },
  });
  expect(await models.text()).not.toContain('gpt-realtime');
  // Nothing of it was asked of the cascade's model or voice.
  expect(requestsTo('/v1/chat/completions')).toEqual([]);
  expect(await stack.logged(({ event }) => event === 'talk.turn')).toMatchObject({
    outcome: 'ok',
    via: 'realtime',
  });
  const paid = await stack.logged(
    ({ event, model }) => event === 'chat.finished' && model === 'gpt-realtime',
  );
  expect(paid.costMicroUsd).toBeGreaterThan(0);
  page.type('그건 왜 그래요?');
  await page.answerTo(2);
  expect(textsOf(lastAsked())).toEqual([
    '오늘 저녁으로 무엇을 먹을까요?',
    expect.any(String),
    '그건 왜 그래요?',
  ]);
  expect(textsOf(lastAsked())[1]?.replace(/\s+/g, ' ')).toBe(answer);
  // The model's own words stay as they sounded, over the same connection.
  expect(lastAsked().audioMs[1]).toBeGreaterThan(0);
  expect(requestsTo('/v1/realtime')).toHaveLength(1);
  expect(noticesOf(page)).toEqual([]);
  page.send({ type: 'end', post: false });
  for (const line of stack.logs) expect(JSON.stringify(line)).not.toContain('저녁');
});

it('who speaks over the answer has it cut at the provider and in the history to what was heard', async () => {
  openai().setFaults({ slowTokens: { ms: 40, path: ANSWER } });
  const page = await TalkPage.open(running.stack);
  page.isSilentAboutPlaying = true;
  page.say('옛날이야기를 하나 해 주세요.');
  await page.when(() => (page.samples.get(1) ?? 0) > 0);
  page.send({ type: 'barge_in', turn: 1, ms: 90 });
  await page.until((event) => event.type === 'flush' && event.turn === 1);
  openai().setFaults({});
  await running.stack.logged(({ event, chosen }) => event === 'conversation.answer_chosen' && chosen === 1);
  page.say('그만하고 날씨를 알려 주세요.');
  await page.answerTo(2);
  const { audioMs } = lastAsked();
  const at = textsOf(lastAsked()).lastIndexOf('옛날이야기를 하나 해 주세요.');
  expect(audioMs[at + 1]).toBe(90);
  page.send({ type: 'end', post: false });
});

it('a tool is offered by the registry, run by the bff, and its result spoken', async () => {
  const page = await TalkPage.open(running.stack);
  page.type('12345 * 6789 계산해 줘');
  const answer = await page.answerTo(1);
  expect(answer.replace(/\D/g, '')).toContain('83810205');
  const { items } = lastAsked();
  expect(items.map(({ type }) => type).slice(-2)).toEqual(['function_call', 'function_call_output']);
  page.send({ type: 'end', post: false });
});

it('two people whose conversations are called the same have nothing of each other', async () => {
  const { keys, urls } = running.stack;
  const signer = createRequestSigner({ secret: keys.sharedSecret, name: 'voice' });
  const ask = async (userId: string, content: string) => {
    const caller = { user_id: userId, guild_id: null, channel_id: '1500000000000000002', locale: 'ko' };
    const realtime = { talk: 'the-same', voice: 'marin' };
    const libra = { caller, private: true, spoken: true, realtime };
    const body = JSON.stringify({ stream: true, messages: [{ role: 'user', content }], libra });
    const response = await fetch(await signer.sign(`${urls.bff}/v1/chat/completions`, { body }));
    expect(await response.text()).toContain('[DONE]');
  };
  const before = requestsTo('/v1/realtime').length;
  await ask('1500000000000000011', '내 비밀은 고래예요.');
  await ask('1500000000000000012', '제 비밀이 뭐예요?');
  expect(requestsTo('/v1/realtime').length - before).toBe(2);
  expect(JSON.stringify(lastAsked())).not.toContain('고래');
});

it('a connection that is lost in the middle leaves what was said, and a notice', async () => {
  openai().setFaults({ closeMidFrame: { path: ANSWER, afterTokens: 12 } });
  const page = await TalkPage.open(running.stack);
  page.say('바다는 왜 파래요?');
  await page.until((event) => event.type === 'notice' && event.code === 'provider_interrupted');
  await listening(page, 1);
  openai().setFaults({});
  page.type('다시 말해 주세요.');
  await page.answerTo(2);
  page.send({ type: 'end', post: false });
});

it('ends with the budget, said aloud and written', async () => {
  const { stack } = running;
  const page = await TalkPage.open(stack, { userId: stack.moderator });
  await stack.logged(({ event, path }) => event === 'call.finished' && path === '/v1/audio/speech');
  await page.useUpBudget();
  const notice = await page.until((event) => event.type === 'notice' && event.fatal && event.text);
  await page.until((event) => event.type === 'clause' && event.text === notice);
  expect(await page.until((event) => event.type === 'ended' && event.reason)).toBe('budget_used');
});

// Last, since their failures open the circuit.
it.each([
  ['refuses the connection', '무지개는 왜 생겨요?', { status: { status: 503, path: '/v1/realtime' } }],
  ['is at its limit', '달은 왜 밝아요?', { status: { status: 429, path: ANSWER } }],
  [
    'closes before it has said anything',
    '눈은 왜 하얘요?',
    { closeMidFrame: { path: ANSWER, afterTokens: 0 } },
  ],
])('a provider that %s is told, and the turn is answered the usual way', async (_what, question, faults) => {
  openai().setFaults(faults);
  const page = await TalkPage.open(running.stack);
  page.say(question);
  const answer = await page.answerTo(1);
  await listening(page, 1);
  expect(answer).not.toBe('');
  expect(page.samples.get(1)).toBeGreaterThan(0);
  expect(noticesOf(page)).toHaveLength(1);
  const asked = requestsTo('/v1/chat/completions').at(-1)?.body as {
    messages: { role: string; content: string | null }[];
  };
  const same = asked.messages.filter(({ role, content }) => role === 'user' && content?.includes(question));
  expect(same).toHaveLength(1);
  page.send({ type: 'end', post: false });
});
