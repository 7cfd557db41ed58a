import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeEngines } from '../../dev/openai/audio/fake-engines.ts';
import { HISTORY_PATH } from '../../shared/contract/conversations.ts';
import { MEMORY_SHOW_PATH } from '../../shared/contract/memory.ts';
import { PRIVACY_ERASE_PATH } from '../../shared/contract/privacy.ts';
import { RESET_PATH, SETTINGS_READ_PATH } from '../../shared/contract/routes.ts';
import {
  CLOSED_PROTOCOL,
  CLOSED_REFUSED,
  TALK_ERASE_PATH,
  TALK_PAGE,
  TALK_TOKENS_PATH,
  type TalkAdmission,
} from '../../shared/contract/talk.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { redeem, TalkPage, talkToken } from '../talk-page.ts';
import { useStack } from '../use-stack.ts';

/** Live conversations through all Workers, with a real WebSocket; no microphone, no browser. */
const running = useStack({
  // A hundredth of a second a character: an answer is not to last.
  speech: {
    ...createFakeEngines(),
    synthesise: async (text) => ({ ok: true, value: new Float32Array(text.length * 240) }),
  },
  vars: {
    bff: { LLM_CALLS_PER_MIN: '1000', LLM_GUILD_CALLS_PER_MIN: '1000', LLM_USER_TOKENS_PER_DAY: '60000' },
  },
});

const openai = () => {
  const { openai: standIn } = running.stack.standIns;
  if (standIn === null) throw new Error('these tests need the stand-in');
  return standIn;
};

afterEach(() => openai().setFaults({}));

const requestsTo = (path: string) =>
  openai()
    .requests()
    .filter((request) => request.path === path);
const lastQuestion = () => JSON.stringify(requestsTo('/v1/chat/completions').at(-1)?.body);

describe('a conversation', () => {
  it('is heard, answered by the bff as a typed question is, spoken, and over when it was heard', async () => {
    const page = await TalkPage.open(running.stack);
    expect(await page.until((event) => event.type === 'ready' && event.seconds_left)).toBeGreaterThan(0);
    page.say('오늘 저녁으로 무엇을 먹을까요?');
    const answer = await page.answerTo(1);
    await page.until((event) => event.type === 'state' && event.state === 'listening');
    const states = page.events.flatMap((event) => (event.type === 'state' ? [event.state] : []));
    expect(states).toEqual(['thinking', 'speaking', 'listening']);
    const clauses = page.events.flatMap((event) => (event.type === 'clause' ? [event.text] : []));
    expect(clauses.join(' ')).toBe(answer);
    const end = await page.until((event) => event.type === 'audio_end' && event.samples);
    expect(page.samples.get(1)).toBe(end);
    expect(lastQuestion()).toContain('오늘 저녁으로 무엇을 먹을까요?');
    expect(lastQuestion()).toContain('No markdown');
    page.type('그건 왜 그래요?');
    await page.answerTo(2);
    // The next turn is asked with what was said before.
    expect(lastQuestion()).toContain('오늘 저녁으로 무엇을 먹을까요?');
    // A page that comes back says it again.
    page.send({ type: 'end', post: true });
    page.send({ type: 'end', post: true });
    expect(await page.until((event) => event.type === 'ended' && event.reason)).toBe('person');
    expect(page.events.filter(({ type }) => type === 'notice')).toEqual([]);
    const { logs } = running.stack;
    const posted = logs.filter(({ event }) => event === 'talk.transcript');
    expect(posted).toMatchObject([{ isPosted: true }]);
    expect(logs.find(({ event }) => event === 'talk.turn')).toMatchObject({ outcome: 'ok' });
    for (const line of logs) expect(JSON.stringify(line)).not.toContain('저녁');
  });

  it('is interrupted: the answer stops, and the history has what was heard of it', async () => {
    openai().setFaults({ slowTokens: { ms: 40, path: '/v1/chat/completions' } });
    const page = await TalkPage.open(running.stack);
    page.isSilentAboutPlaying = true;
    page.say('옛날이야기를 하나 해 주세요.');
    const first = await page.until((event) => event.type === 'clause' && event.text);
    await page.when(() => (page.samples.get(1) ?? 0) > 0);
    page.send({ type: 'barge_in', turn: 1, ms: (first.length / 100) * 1_000 });
    await page.until((event) => event.type === 'flush' && event.turn === 1);
    openai().setFaults({});
    // What is heard is stored once the call has ended.
    await running.stack.logged(({ event, chosen }) => event === 'conversation.answer_chosen' && chosen === 1);
    page.say('그만하고 날씨를 알려 주세요.');
    await page.answerTo(2);
    const asked = requestsTo('/v1/chat/completions').at(-1)?.body as {
      messages: { role: string; content: string }[];
    };
    const before = asked.messages.filter(({ role }) => role === 'assistant').at(-1)?.content;
    expect(before).toBe(`${first}…`);
    page.send({ type: 'end', post: false });
  });

  it('goes on after a lost connection: nothing that was said or answered is lost', async () => {
    const page = await TalkPage.open(running.stack);
    page.drop();
    await page.connect();
    // The connection goes in the middle of an utterance, which is sent again from its start.
    const utterance = page.say('무지개는 왜 생겨요?');
    page.drop();
    await page.connect();
    const whole = await page.until((event) => event.type === 'ready' && event.seq > 1 && event);
    if (whole.utterance < utterance.number) page.speak(utterance);
    const answer = await page.answerTo(1);
    page.drop();
    await page.connect();
    await page.when(() => page.events.filter(({ type }) => type === 'ready').length >= 3);
    const clauses = page.events.flatMap((event) => (event.type === 'clause' ? [event.text] : []));
    expect(clauses.join(' ')).toBe(answer);
    const seqs = page.events.map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    page.send({ type: 'end', post: false });
  });

  it('ends with the budget, said aloud and written', async () => {
    const { stack } = running;
    const page = await TalkPage.open(stack, { userId: stack.moderator });
    await stack.logged(({ event, path }) => event === 'call.finished' && path === '/v1/audio/speech');
    await page.useUpBudget();
    expect(await page.until((event) => event.type === 'notice' && event.fatal && event.code)).toBe(
      'budget_user',
    );
    const notice = await page.until((event) => event.type === 'notice' && event.fatal && event.text);
    await page.until((event) => event.type === 'clause' && event.text === notice);
    expect(await page.until((event) => event.type === 'ended' && event.reason)).toBe('budget_used');
    // What gets ready while the guard is asked asks nobody when it is refused.
    const spoken = requestsTo('/v1/audio/speech').length;
    const signer = createRequestSigner({ secret: stack.keys.sharedSecret, name: 'voice' });
    const caller = {
      user_id: stack.moderator,
      guild_id: null,
      channel_id: '1500000000000000002',
      locale: 'ko',
    };
    const speech = {
      input: '길어요. '.repeat(600),
      voice: 'alloy',
      response_format: 'pcm',
      libra: { caller },
    };
    const body = JSON.stringify(speech);
    const refused = await fetch(await signer.sign(`${stack.urls.bff}/v1/audio/speech`, { body }));
    expect(refused.status).toBe(429);
    expect(requestsTo('/v1/audio/speech')).toHaveLength(spoken);
  });
});

describe('a link', () => {
  it('opens one conversation, also when it is redeemed twice at once, and only from its own page', async () => {
    const { stack } = running;
    const token = await talkToken(stack);
    expect((await redeem(stack, token, 'https://evil.example')).status).toBe(403);
    const both = await Promise.all([redeem(stack, token), redeem(stack, token)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    expect((await redeem(stack, token)).status).toBe(401);
  });

  it('opens nothing of another person', async () => {
    const { stack } = running;
    const page = await TalkPage.open(stack);
    const [ofMember, ofModerator] = await Promise.all([
      talkToken(stack),
      talkToken(stack, { userId: stack.moderator }),
    ]);
    const [object = ''] = ofMember.split('.');
    const [other = '', secret = ''] = ofModerator.split('.');
    expect(other).not.toBe(object);
    expect((await redeem(stack, `${object}.${secret}`)).status).toBe(401);
    const stranger = new TalkPage(stack, `${object}.${secret}`);
    await stranger.connect();
    await stranger.when(() => stranger.closedWith !== null);
    expect(stranger.closedWith).toBe(CLOSED_REFUSED);
    const foreign = new TalkPage(stack, 'nonsense');
    await foreign.connect();
    await foreign.when(() => foreign.closedWith !== null);
    expect(foreign.closedWith).toBe(CLOSED_REFUSED);
    expect(page.closedWith).toBeNull();
    page.send({ type: 'end', post: false });
  });

  it('takes the place of a conversation that was going on', async () => {
    const { stack } = running;
    const first = await TalkPage.open(stack);
    const left = await first.until((event) => event.type === 'ready' && event.seconds_left);
    await wait(1_100);
    const admitted = await redeem(stack, await talkToken(stack));
    const admission = (await admitted.json()) as TalkAdmission;
    // What the first one has talked is gone, though nobody had counted it yet.
    expect(admission.seconds_left).toBeLessThan(left);
    const second = new TalkPage(stack, admission.key);
    await second.connect();
    expect(await first.until((event) => event.type === 'ended' && event.reason)).toBe('replaced');
    second.type('아직 있어요?');
    await second.answerTo(1);
    second.send({ type: 'end', post: false });
  });
});

describe('a socket', () => {
  it.each([
    ['what is no message', '{"type":"nonsense"}'],
    ['half a sample', new Uint8Array(11)],
    ['a frame that is too large', new Uint8Array(40_000)],
  ])('is closed by %s', async (_what, frame) => {
    const page = await TalkPage.open(running.stack);
    await page.until(({ type }) => type === 'ready');
    page.sendRaw(frame);
    await page.when(() => page.closedWith !== null);
    expect(page.closedWith).toBe(CLOSED_PROTOCOL);
  });
});

describe('the voice Worker', () => {
  const send = async (name: 'voice' | 'bot', url: string, body: object) => {
    const signer = createRequestSigner({ secret: running.stack.keys.sharedSecret, name });
    return (await fetch(await signer.sign(url, { body: JSON.stringify(body) }))).status;
  };
  const caller = {
    user_id: '1500000000000000001',
    guild_id: null,
    channel_id: '1500000000000000002',
    locale: 'ko',
  };

  it('may use the routes of a conversation at the bff, and no other; the bot may not use those', async () => {
    const { urls } = running.stack;
    const libra = { caller };
    for (const path of [RESET_PATH, HISTORY_PATH, SETTINGS_READ_PATH, PRIVACY_ERASE_PATH, MEMORY_SHOW_PATH]) {
      expect([path, await send('voice', `${urls.bff}${path}`, { libra })]).toEqual([path, 403]);
    }
    const speech = { libra, input: '안녕하세요.', voice: 'alloy', response_format: 'pcm' };
    expect(await send('voice', `${urls.bff}/v1/audio/speech`, speech)).toBe(200);
    expect(await send('bot', `${urls.bff}/v1/audio/speech`, speech)).toBe(403);
    expect(await send('voice', `${urls.bff}/v1/audio/speech`, { ...speech, libra: {} })).toBe(400);
  });

  it('gives no token to anybody but the bot', async () => {
    const { urls } = running.stack;
    const body = { libra: { caller }, channel_name: null };
    expect(await send('voice', `${urls.voice}${TALK_TOKENS_PATH}`, body)).toBe(401);
    expect(await send('bot', `${urls.voice}${TALK_TOKENS_PATH}`, body)).toBe(200);
    const unsigned = await fetch(`${urls.voice}${TALK_TOKENS_PATH}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(unsigned.status).toBe(401);
  });

  it('ends a conversation that is erased', async () => {
    const { stack } = running;
    const page = await TalkPage.open(stack);
    await page.until(({ type }) => type === 'ready');
    const libra = { caller: { ...caller, user_id: stack.member } };
    expect(await send('bot', `${stack.urls.voice}${TALK_ERASE_PATH}`, { libra })).toBe(200);
    await page.until(({ type }) => type === 'ended');
  });
});

it('the page may load and reach nothing but its own Worker', async () => {
  const response = await fetch(`${running.stack.urls.voice}${TALK_PAGE}`);
  const other = await fetch(`${running.stack.urls.voice}/nothing`);
  expect(other.status).toBe(404);
  // Where the page has not been built there is none.
  if (!response.ok) return expect(response.status).toBe(404);
  const rules = response.headers.get('content-security-policy') ?? '';
  expect(rules).toContain("default-src 'none'");
  expect(rules).not.toContain('unsafe-inline');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
});
