import { expect, it, vi } from 'vitest';
import type { ComponentInteraction } from '../discord/parse.ts';
import { ko } from '../locale/ko.ts';
import { formatHeardId } from '../message/heard-id.ts';
import type { InteractionContext } from '../services.ts';
import { answerHeardPress } from './recording.ts';

const OWNER = '200000000000000001';
const OTHER = '200000000000000002';

it('what was heard is looked up for who had it heard, and for nobody else', async () => {
  const recall = vi.fn(async () => ({ ok: true, value: { text: 'heard' } }));
  const pressBy = (userId: string) =>
    answerHeardPress({
      interaction: {
        customId: formatHeardId({
          action: 'ask',
          requesterId: OWNER,
          messageId: '300000000000000001',
          attachmentId: '7',
        }),
      },
      caller: { user_id: userId, guild_id: '3', channel_id: '4', locale: 'ko' },
      texts: ko,
      services: { log: { info: () => {} }, now: () => 0, bff: { voiceMessages: { recall } } },
    } as unknown as InteractionContext<ComponentInteraction>);

  expect(JSON.stringify(await pressBy(OTHER))).toContain('answer_forbidden');
  expect(recall).not.toHaveBeenCalled();
  expect(JSON.stringify(await pressBy(OWNER))).toContain('heard');
  expect(recall).toHaveBeenCalledTimes(1);
});
