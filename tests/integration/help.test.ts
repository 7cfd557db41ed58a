import { expect, it } from 'vitest';
import { buttonsOf } from '../../dev/discord/world-client.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { useStack } from '../use-stack.ts';

const running = useStack();

it('asks an example once, in the channel, for the person who presses its button', async () => {
  const { stack } = running;
  const { interactionId } = await stack.invoke('help');
  const [help] = (await stack.settled(interactionId)).messages;
  if (help === undefined) throw new Error('there is no help');
  expect(help.ephemeral).toBe(true);
  expect(JSON.stringify(help.layout)).toContain('메시지 관리');
  const [first = ''] = buttonsOf(help);
  const pressed = await stack.press(help, first);
  expect(pressed).toMatchObject({ callbackType: 5, failure: null });
  const answered = ({ messages }: { messages: { id: string; content: string }[] }) =>
    messages.filter(({ id }) => id !== help.id);
  const record = await stack.settled(pressed.interactionId);
  expect(answered(record)).toMatchObject([{ ephemeral: false, invokedBy: stack.member }]);
  expect(answered(record)[0]?.content).toContain(`> ${ko.examples[0]}`);
  const again = await stack.redeliver(pressed.interactionId);
  expect(again).toMatchObject({ callbackType: 5, failure: null });
  const calls = await stack.standIns.neon?.query('SELECT 1 FROM usage_events WHERE request_key LIKE $1', [
    `%${pressed.interactionId}`,
  ]);
  expect(calls).toHaveLength(1);
  expect(answered(await stack.record(pressed.interactionId))).toEqual(answered(record));
});
