import { expect, it } from 'vitest';
import type { OutgoingMessage } from '../discord/message.ts';
import type { WebhookReply } from '../discord/webhook.ts';
import { en } from '../locale/en.ts';
import type { DeliveryReport } from './deliver.ts';
import { isFirstUse } from './first-use.ts';
import { tellPrivately } from './tell.ts';

const report = (about: object, firstTextMs: number | null) =>
  ({ outcome: { end: { kind: 'whole', finishReason: 'stop' }, about }, firstTextMs }) as DeliveryReport;

async function tell(...replies: WebhookReply[]) {
  const sent: OutgoingMessage[] = [];
  const slept: number[] = [];
  const reply = await tellPrivately(en.firstUse, {
    webhook: {
      create: async (message) => {
        sent.push(message);
        return replies[sent.length - 1] ?? { kind: 'ok', message: null, pauseMs: 0 };
      },
    },
    sleep: async (ms) => void slept.push(ms),
  });
  return { reply, sent, slept };
}

it('follows an answer of which something was shown, and that is the first of its person in the server', () => {
  expect(isFirstUse(report({ first_use: true }, 40))).toBe(true);
  expect(isFirstUse(report({ first_use: true }, null))).toBe(false);
  expect(isFirstUse(report({}, 40))).toBe(false);
});

it('is one line that only the person sees', async () => {
  const { sent } = await tell();
  expect(sent).toEqual([{ content: en.firstUse, flags: 64 | 4 }]);
  expect(en.firstUse).not.toContain('\n');
});

it('is sent again only when it has surely not been posted, a few times at most', async () => {
  const limited = { kind: 'rate_limited', retryAfterMs: 300 } as const;
  const lost = { kind: 'unavailable', status: 0, maybeDone: true } as const;
  const down = { kind: 'unavailable', status: 503, maybeDone: false } as const;
  expect(await tell(limited, down)).toMatchObject({ reply: 'ok', slept: [300, 1_000] });
  expect((await tell(lost)).sent).toHaveLength(1);
  expect((await tell({ kind: 'gone', status: 404, code: 10_015 })).sent).toHaveLength(1);
  expect((await tell(down, down, down, down)).sent).toHaveLength(3);
  expect((await tell({ kind: 'rate_limited', retryAfterMs: 60_000 })).slept).toEqual([]);
});
