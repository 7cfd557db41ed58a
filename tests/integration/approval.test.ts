/** Tools that write: what an answer proposes, who decides it, and that it is done once. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { InteractionRecord, MessageView } from '../../dev/discord/protocol.ts';
import { buttonsOf, readWorld, writeWorld } from '../../dev/discord/world-client.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { openStage, type Stage } from '../faults/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(inject('bundles'));
});
afterAll(() => stage?.close());
beforeEach(() => stage.set({}));

/** What the stand-in says to a press of a button that has gone. */
const GONE = 'There is no such button';
const POLL = '투표 올려 줘: 점심은 뭐가 좋을까? 김밥, 라면, 비빔밥';

/** Asks, and waits for the message of the action that the answer proposes. */
async function ask(prompt: string, shows: string, as: { userId?: string; channelId?: string } = {}) {
  const { stack } = stage;
  const { interactionId } = await stack.invoke('chat', { prompt }, as);
  const find = ({ messages }: InteractionRecord) => messages.find(({ content }) => content.includes(shows));
  const record = await stack.settled(interactionId, (seen) => find(seen) !== undefined);
  return { interactionId, message: find(record) as MessageView };
}

const idOf = (message: MessageView, action: string) =>
  buttonsOf(message).find((id) => id.startsWith(`${action}.`)) ?? '';

async function press(message: MessageView, action: string, userId?: string, values?: string[]) {
  return stage.stack.press(message, idOf(message, action), userId, values);
}

async function messagesIn(channelId: string, userId = stage.stack.member): Promise<MessageView[]> {
  return readWorld<MessageView[]>(
    `${stage.stack.urls.page}/dev/messages?channelId=${channelId}&userId=${userId}`,
  );
}

const read = async ({ id, channelId }: MessageView) =>
  (await messagesIn(channelId)).find((message) => message.id === id) as MessageView;

/** All polls in the channel that came after this message. */
const pollsAfter = async ({ id, channelId }: MessageView) =>
  (await messagesIn(channelId)).filter((message) => message.poll !== undefined && message.id > id);

async function shows(message: MessageView, text: string): Promise<MessageView> {
  return stage.until(`the message says ${text}`, async () => {
    const now = await read(message);
    return now.content.includes(text) ? now : null;
  });
}

describe('a poll', () => {
  it('is posted once its person has approved it, and not before', async () => {
    const { message } = await ask(POLL, ko.actions.asks.poll);
    expect(message.content).toContain('**질문:** 점심은 뭐가 좋을까?\n1. 김밥\n2. 라면\n3. 비빔밥');
    expect(await pollsAfter(message)).toEqual([]);
    expect(await press(message, 'approve')).toMatchObject({ failure: null, callbackType: 7 });
    const done = await shows(message, ko.actions.done.poll);
    expect(done.components).toEqual([]);
    expect(await pollsAfter(message)).toMatchObject([
      {
        ephemeral: false,
        poll: { question: '점심은 뭐가 좋을까?', answers: ['김밥', '라면', '비빔밥'], isMulti: false },
      },
    ]);
  });

  it('is posted once, however often and by however many presses it is approved', async () => {
    const { message } = await ask(POLL, ko.actions.asks.poll);
    const presses = await Promise.all([press(message, 'approve'), press(message, 'approve')]);
    expect(presses.map(({ failure }) => failure)).toEqual([null, null]);
    await stage.stack.redeliver(presses[0]?.interactionId ?? '');
    await shows(message, ko.actions.done.poll);
    await expect(press(message, 'decline')).rejects.toThrow(GONE);
    expect(await pollsAfter(message)).toHaveLength(1);
  });

  it('is not posted when it is declined, nor for anybody else’s press', async () => {
    const { stack } = stage;
    const { message } = await ask(POLL, ko.actions.asks.poll);
    const { interactionId } = await press(message, 'approve', stack.moderator);
    const [told] = (await stack.record(interactionId)).messages.filter(({ ephemeral }) => ephemeral);
    expect(told?.content).toContain(ko.problems.action_not_yours);
    expect(await read(message)).toEqual(message);
    await press(message, 'decline');
    await shows(message, ko.actions.declined);
    await expect(press(message, 'approve')).rejects.toThrow(GONE);
    expect(await pollsAfter(message)).toEqual([]);
  });

  it('is not posted after its time, by whichever way that is noticed', async () => {
    const [late, alone] = [await ask(POLL, ko.actions.asks.poll), await ask(POLL, ko.actions.asks.poll)];
    await stage.lapse(late.interactionId);
    await press(late.message, 'approve');
    await shows(late.message, ko.actions.expired);
    await stage.lapse(alone.interactionId);
    await stage.fireAlarm(alone.interactionId);
    expect((await shows(alone.message, ko.actions.expired)).components).toEqual([]);
    expect(await pollsAfter(late.message)).toEqual([]);
  });

  it('waits through a restart, and is not posted again where one came in the middle', async () => {
    const { interactionId, message } = await ask(POLL, ko.actions.asks.poll);
    await stage.restart();
    // Discord carries it out, and is not heard.
    await stage.set({ discord: { delayMs: 60_000 } });
    expect(await press(message, 'approve')).toMatchObject({ failure: null });
    await stage.until('the poll is there', async () => (await pollsAfter(message)).length > 0);
    await stage.restart();
    await stage.set({});
    await stage.fireAlarm(interactionId);
    const told = await shows(message, ko.actions.unknown);
    expect(told.content).toMatch(/\n-# action_unknown$/);
    await expect(press(message, 'approve')).rejects.toThrow(GONE);
    expect(await pollsAfter(message)).toHaveLength(1);
  });

  it('is not offered to somebody who may not post polls here', async () => {
    const { stack } = stage;
    const channel = stack.world.channels.find(({ guildId }) => guildId !== null);
    const overwrites = (deny: bigint) =>
      writeWorld(`${stack.urls.page}/dev/overwrites`, {
        channelId: channel?.id,
        overwrites: deny === 0n ? [] : [{ id: channel?.guildId, allow: '0', deny: String(deny) }],
      });
    await overwrites(1n << 49n);
    const { interactionId } = await stack.invoke('chat', { prompt: POLL });
    const record = await stack.settled(interactionId);
    await overwrites(0n);
    expect(record.messages.flatMap(buttonsOf).filter((id) => id.startsWith('approve'))).toEqual([]);
  });
});

describe('a reminder', () => {
  const direct = () =>
    stage.stack.world.channels.find(({ recipientId }) => recipientId === stage.stack.member);
  const due = async (channelId: string, text: string) =>
    (await messagesIn(channelId)).filter(({ content }) => content.startsWith('⏰') && content.endsWith(text));

  it('of one’s own is set at once and posted at its time, after a restart of the Workers', async () => {
    const { stack } = stage;
    const word = `물 ${Date.now()}`;
    const { message } = await ask(`20분 뒤에 ${word} 마시라고 알려 줘`, ko.actions.done.remind);
    expect(message.content).toContain(`${word} 마시기`);
    await stage.restart();
    await stage.comeDue(stack.member);
    const [posted] = await stage.until('it is posted', async () => {
      const found = await due(message.channelId, `${word} 마시기`);
      return found.length > 0 ? found : null;
    });
    expect(posted?.content).toContain(`<@${stack.member}>`);
    expect(posted?.pinged).toEqual([`<@${stack.member}>`]);
    const listed = await stack.invoke('reminders');
    expect((await stack.record(listed.interactionId)).messages[0]?.content).not.toContain(word);
  });

  it('is posted once where Discord fails or is not heard, and by a direct message where its channel is gone', async () => {
    const { stack } = stage;
    const [again, gone] = [`차 ${Date.now()}`, `약 ${Date.now()}`];
    const { message } = await ask(`20분 뒤에 ${again} 끓이라고 알려 줘`, ko.actions.done.remind);
    // Posted, and answered with a failure.
    await stage.set({ discord: { failPosts: { count: 1, status: 500, isCarriedOut: true } } });
    await stage.comeDue(stack.member);
    await stage.until('it is delayed', () => stack.logs.some(({ event }) => event === 'reminder.delayed'));
    await stage.comeDue(stack.member);
    await stage.until(
      'it is posted',
      () => stack.logs.filter(({ event }) => event === 'reminder.posted').length > 1,
    );
    expect(await due(message.channelId, `${again} 끓이기`)).toHaveLength(1);

    await ask(`20분 뒤에 ${gone} 먹으라고 알려 줘`, ko.actions.done.remind);
    await stage.set({ discord: { failPosts: { count: 1, status: 403, code: 50_001 } } });
    await stage.comeDue(stack.member);
    const byDirect = await stage.until('it comes by a direct message', async () =>
      (await messagesIn(direct()?.id ?? '')).find(({ content }) => content.includes(gone)),
    );
    expect(byDirect.content).toContain(ko.reminders.instead);
  });

  it('for everyone waits for a press; one at a time of day asks for the time zone, and only once', async () => {
    const { stack } = stage;
    const hidden = `나만 보이게 답해줘: 20분 뒤에 약 먹으라고 알려 줘`;
    await ask(hidden, ko.actions.asks.remind);
    const forAll = await ask('20분 뒤에 모두에게 회의에 들어오라고 알려 줘', ko.actions.asks.remind);
    await press(forAll.message, 'approve');
    await shows(forAll.message, ko.actions.done.remind);

    const userId =
      stack.world.users.find(({ id }) => id !== stack.member && id !== stack.moderator)?.id ?? '';
    const asked = await ask('23:59에 불 끄라고 알려 줘', ko.actions.asks.zone, { userId });
    await press(asked.message, 'zone', userId, ['Asia/Seoul']);
    await shows(asked.message, ko.actions.done.remind);
    await ask('23:58에 문 잠그라고 알려 줘', ko.actions.done.remind, { userId });
  });

  it('waits for a press after a page that was read for an earlier answer', async () => {
    const { stack } = stage;
    const channel = stack.world.channels.find(({ guildId }) => guildId !== null);
    const channelId = await stack.createThread(channel?.id ?? '');
    const page = await stack.invoke('chat', { prompt: 'https://example.org/a 요약해 줘' }, { channelId });
    await stack.settled(page.interactionId);
    await ask('20분 뒤에 불 끄라고 알려 줘', ko.actions.asks.ownReminder, { channelId });
  });

  it('is listed and cancelled by its own person alone, and erased with everything', async () => {
    const { stack } = stage;
    const word = `빨래 ${Date.now()}`;
    await ask(`30분 뒤에 ${word} 널라고 알려 줘`, ko.actions.done.remind);
    const list = async (userId?: string) => {
      const used = await stack.invoke('reminders', {}, userId === undefined ? {} : { userId });
      return (await stack.record(used.interactionId)).messages[0] as MessageView;
    };
    const mine = await list();
    expect([mine.ephemeral, mine.content.includes(word)]).toEqual([true, true]);
    expect((await list(stack.moderator)).content).not.toContain(word);
    const menu = mine.components[0]?.components[0];
    const options = menu?.type === 3 ? menu.options : [];
    const chosen = options.find(({ label }) => label.includes(word))?.value ?? '';
    // Not for somebody else, whatever the menu says.
    const forged = await press(mine, 'cancel', stack.moderator, [chosen]).catch(() => null);
    expect(forged?.callbackType ?? 4).toBe(4);
    expect((await list()).content).toContain(word);
    await press(mine, 'cancel', undefined, [chosen]);
    expect((await list()).content).not.toContain(word);

    await ask(`30분 뒤에 ${word} 개라고 알려 줘`, ko.actions.done.remind);
    const question = await stack.invoke('privacy erase');
    const [erase] = (await stack.record(question.interactionId)).messages;
    await press(erase as MessageView, 'erase');
    expect((await list()).content).toBe(ko.reminders.empty);
  });
});
