/** `/settings` in Discord over the whole stack: what is pressed, what it changes, and what becomes of two moderators at once. */
import { afterEach, describe, expect, it } from 'vitest';
import type { InvokeResult, MessageView } from '../../dev/discord/protocol.ts';
import { interactiveParts } from '../../dev/discord/rules/components/find.ts';
import { writeWorld } from '../../dev/discord/world-client.ts';
import type { SettingsDocument } from '../../shared/contract/settings.ts';
import { attach } from '../attach.ts';
import { useStack } from '../use-stack.ts';

const running = useStack();

const textOfLayout = (message: MessageView | undefined) =>
  JSON.stringify(message?.layout ?? message?.content);

/** The message that a command has brought, as it is now. */
async function shown(interactionId: string): Promise<MessageView> {
  const message = (await running.stack.settled(interactionId)).messages.at(-1);
  if (message === undefined) throw new Error('nothing is shown');
  return message;
}

const use = (subcommand: string, userId = running.stack.moderator, options = {}) =>
  running.stack.invoke(`settings ${subcommand}`, options, { userId, channelId: channel() });

/** Of the second server, in which no other test asks. */
const channel = () => running.stack.world.channels.filter(({ guildId }) => guildId !== null).at(-1)?.id ?? '';

async function openPanel(userId?: string): Promise<MessageView> {
  return shown((await use('show', userId)).interactionId);
}

/** Presses the part of the panel whose custom id begins so, as it is drawn at the moment. */
async function press(panel: MessageView, prefix: string, values?: string[], userId?: string) {
  const id = interactiveParts(panel).find(({ custom_id }) => custom_id?.startsWith(prefix))?.custom_id;
  if (id === undefined) throw new Error(`there is no ${prefix} in ${textOfLayout(panel)}`);
  const result = await running.stack.press(panel, id, userId, values);
  expect(result).toMatchObject({ failure: null });
  return result;
}

const again = async (panel: MessageView) => shown(panel.interactionId ?? '');

const submit = (opener: InvokeResult, values: Record<string, string>, userId = running.stack.moderator) =>
  writeWorld<InvokeResult>(`${running.stack.urls.page}/dev/modals`, {
    interactionId: opener.interactionId,
    userId,
    locale: 'ko',
    values,
  });

const overwrite = (overwrites: object[]) =>
  writeWorld(`${running.stack.urls.page}/dev/overwrites`, { channelId: channel(), overwrites });
afterEach(() => overwrite([]));

async function pickAndPut(panel: MessageView, field: string, values: string[]): Promise<MessageView> {
  await press(panel, 'set.pick.', [field]);
  await press(await again(panel), `set.put.server.${field}`, values);
  return again(panel);
}

async function download(): Promise<SettingsDocument> {
  const { interactionId } = await use('export');
  const { attachments } = await shown(interactionId);
  const response = await fetch(attachments[0]?.url ?? '');
  return (await response.json()) as SettingsDocument;
}

async function upload(document: unknown): Promise<string> {
  const { stack } = running;
  const bytes = typeof document === 'string' ? document : JSON.stringify(document);
  const file = { filename: 'settings.json', type: 'application/json', bytes };
  const id = await attach(stack, file, stack.moderator);
  const { interactionId } = await use('import', stack.moderator, { file: id });
  return (await shown(interactionId)).content;
}

describe('the panel', () => {
  it('changes a field in place, from the next question on; the same press again changes nothing', async () => {
    const { stack } = running;
    const panel = await openPanel();
    expect(panel.ephemeral).toBe(true);
    await press(panel, 'set.pick.', ['instructions']);
    const form = await press(await again(panel), 'set.edit.server.instructions');
    expect(await submit(form, { value: 'Always mention the moon.' })).toMatchObject({ callbackType: 7 });
    expect(textOfLayout(await again(panel))).toContain('Always mention the moon.');

    await press(await again(panel), 'set.pick.', ['language']);
    const pressed = await press(await again(panel), 'set.put.server.language', ['en']);
    expect(textOfLayout(await again(panel))).toContain('✅');
    await stack.redeliver(pressed.interactionId);

    stack.standIns.openai?.forgetRequests();
    const asked = await stack.invoke('chat', { prompt: 'Who are you?' }, { channelId: channel() });
    await stack.settled(asked.interactionId);
    expect(JSON.stringify(stack.standIns.openai?.requests().at(-1))).toContain('Always mention the moon.');

    const log = textOfLayout(await shown((await use('log')).interactionId));
    expect(log).toContain(`<@${stack.moderator}>`);
    expect(log.match(/\*\*언어\*\*/g)).toHaveLength(1);
  });

  it('shows what is in force to the slower of two moderators, who can then choose again', async () => {
    const { stack } = running;
    // Manage Channels, in this one alone.
    await overwrite([{ id: stack.member, allow: (1n << 4n).toString(), deny: '0' }]);
    const pick = async (panel: MessageView, userId: string) => {
      await press(panel, 'set.go.channel', undefined, userId);
      await press(await again(panel), 'set.pick.channel', ['showCosts'], userId);
    };
    const slow = await openPanel();
    await pick(slow, stack.moderator);
    const fast = await openPanel(stack.member);
    expect(textOfLayout(fast)).not.toContain('set.go.server');
    await pick(fast, stack.member);
    await press(await again(fast), 'set.put.channel.showCosts', ['everybody'], stack.member);
    expect(textOfLayout(await again(fast))).toContain('✅');

    await press(await again(slow), 'set.put.channel.showCosts', ['nobody']);
    const told = await again(slow);
    expect(textOfLayout(told)).toMatch(/그사이 다른 사람이 먼저.*정한 값\*\* 모두에게/s);
    await press(told, 'set.put.channel.showCosts', ['nobody']);
    expect(textOfLayout(await again(slow))).toContain('정한 값** 아무에게도 보여 주지 않기');
  });

  it('offers nothing but their own to somebody without the permissions, in a channel without answers, too', async () => {
    const { stack } = running;
    const closed = await pickAndPut(await openPanel(), 'memory', ['off']);
    await press(closed, 'set.pick.', ['answersIn']);
    await press(await again(closed), 'set.put.server.answersIn.deny', [channel()]);
    expect(textOfLayout(await again(closed))).toContain('여기서는 답하지 않아요');

    const panel = await openPanel(stack.member);
    const ids = interactiveParts(panel).map(({ custom_id }) => custom_id ?? '');
    expect(ids.filter((id) => !id.includes('.person.'))).toEqual([]);
    await press(panel, 'set.pick.person', ['language'], stack.member);
    await press(await again(panel), 'set.put.person.language', ['en'], stack.member);
    expect(textOfLayout(await again(panel))).toContain('✅');
    for (const subcommand of ['export', 'log']) {
      const { interactionId } = await use(subcommand, stack.member);
      expect((await shown(interactionId)).content).toContain('settings_server_forbidden');
    }

    // Who has shut everybody out can undo it.
    await press(await openPanel(), 'set.pick.', ['answersIn']);
    await press(await again(closed), 'set.clear.server.answersIn');
    expect(textOfLayout(await again(closed))).toContain('여기서 답해요');
  });
});

describe('a file', () => {
  it('names every mistake with its path and changes nothing; what was exported comes back the same', async () => {
    await pickAndPut(await openPanel(), 'showQuestion', ['off']);
    const before = await download();
    expect(before).toMatchObject({ format: 'libra-settings', server: { showQuestion: false } });

    const told = await upload({
      ...before,
      server: { language: 'fr', dailyTokens: 0, colour: 'red' },
    });
    for (const path of ['server.language', 'server.dailyTokens', 'server.colour']) {
      expect(told).toContain(`\`${path}\``);
    }
    expect(told).toContain('settings_invalid');
    expect(await upload('no JSON')).toContain('settings_invalid');
    expect(await download()).toEqual(before);

    await pickAndPut(await openPanel(), 'showQuestion', ['on']);
    expect(await upload(before)).toContain('✅');
    expect(await download()).toEqual(before);
  });
});
