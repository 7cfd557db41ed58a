import { describe, expect, it } from 'vitest';
import { createOggOpusWriter } from '../../../../dev/speech/ogg-opus.ts';
import { estimateTokens } from '../../../../shared/text/estimate-tokens.ts';
import type { Spoken } from '../../bff/voice-messages.ts';
import type { OutgoingMessage } from '../../discord/message.ts';
import type { WebhookReply } from '../../discord/webhook.ts';
import { textsFor } from '../../locale/choose.ts';
import { en } from '../../locale/en.ts';
import { deliverSpeech } from './speech.ts';

const OK: WebhookReply = { kind: 'ok', message: null, pauseMs: 0 };
const REFUSED: WebhookReply = { kind: 'refused', status: 400, code: 50_173 };

function oggOpus(): Uint8Array<ArrayBuffer> {
  const writer = createOggOpusWriter({ serial: 1, preSkip: 312, packetSamples: 960, inputRate: 24_000 });
  const packets = Array.from({ length: 100 }, () => Uint8Array.of(0xf8, 1, 2));
  return new Uint8Array(Buffer.concat([writer.head(), writer.push(packets), writer.end(95_688)]));
}

async function deliver(
  answer: string,
  replies: WebhookReply[],
  spoken: Spoken = { ok: true, bytes: oggOpus() },
) {
  const sent: OutgoingMessage[] = [];
  const told: string[] = [];
  const asked: string[] = [];
  const slept: number[] = [];
  let marks = 0;
  const report = await deliverSpeech(answer, {
    webhook: {
      create: async (message) => {
        sent.push(message);
        return replies.shift() ?? OK;
      },
    },
    texts: textsFor('en'),
    now: () => 0,
    sleep: async (ms) => {
      slept.push(ms);
    },
    speak: async (text) => {
      asked.push(text);
      return spoken;
    },
    onPosting: () => {
      marks += 1;
    },
    tell: async (content) => {
      told.push(content);
      return null;
    },
  });
  return { report, sent, told, asked, slept, marks };
}

describe('an answer that is spoken', () => {
  it('is a voice message: its length, its waveform, and no text', async () => {
    const { report, sent, asked, marks } = await deliver('**Hello** there', [OK]);
    expect(asked).toEqual(['Hello there.']);
    expect(report).toMatchObject({ outcome: 'voice', requests: 1 });
    expect(report.seconds).toBeCloseTo(95_688 / 48_000, 3);
    expect(sent[0]?.content).toBeUndefined();
    expect(sent[0]?.sound?.voice?.duration).toBeCloseTo(1.994, 2);
    expect(Uint8Array.fromBase64(sent[0]?.sound?.voice?.waveform ?? '')).toHaveLength(20);
    expect(marks).toBe(1);
  });

  it.each([
    '오늘은 하늘이 맑고 바람이 아주 시원해요. ',
    '今日は空がとても青くて風が気持ちいいです。 ',
    '今天天气很好，风很凉快。 ',
  ])('is short enough for voices that count tokens: %s', async (sentence) => {
    const { asked } = await deliver(sentence.repeat(400), [OK]);
    expect(estimateTokens(asked[0] ?? '')).toBeGreaterThan(1_200);
    expect(estimateTokens(asked[0] ?? '')).toBeLessThanOrEqual(2_000);
  });

  it('is a file that is played where Discord refuses a voice message', async () => {
    const { report, sent } = await deliver('Hello', [REFUSED, OK]);
    expect(report).toMatchObject({ outcome: 'attached', requests: 2 });
    expect(sent[1]).toMatchObject({ content: '🔊 The answer, spoken.', sound: { name: 'answer.ogg' } });
    expect(sent[1]?.sound?.voice).toBeUndefined();
  });

  it('is a file also where voice messages are not allowed in the channel', async () => {
    const { report } = await deliver('Hello', [{ kind: 'gone', status: 403, code: 50_013 }, OK]);
    expect(report).toMatchObject({ outcome: 'attached', requests: 2 });
  });

  it('is told to be impossible where the channel allows no files either', async () => {
    const forbidden: WebhookReply = { kind: 'gone', status: 403, code: 50_013 };
    const { report, told } = await deliver('Hello', [forbidden, forbidden]);
    expect(report).toMatchObject({ outcome: 'undelivered', undelivered: null });
    expect(told).toEqual([en.notices.no_file]);
  });

  it('is a file where its sound is of another kind, whose length is not known', async () => {
    const { report, sent } = await deliver('Hello', [OK], { ok: true, bytes: Uint8Array.of(1, 2, 3) });
    expect(report).toMatchObject({ outcome: 'attached', seconds: null });
    expect(sent).toHaveLength(1);
  });

  it.each<[string, WebhookReply]>([
    ['the answer is lost', { kind: 'unavailable', status: 0, maybeDone: true }],
    ['the webhook is gone', { kind: 'gone', status: 404, code: 10_008 }],
    ['AutoMod refuses it', { kind: 'blocked' }],
  ])('is not posted a second time when %s', async (_name, reply) => {
    const { report, sent } = await deliver('Hello', [reply]);
    expect(report.outcome).toBe('undelivered');
    expect(sent).toHaveLength(1);
  });

  it('waits where Discord says so', async () => {
    const { report, slept } = await deliver('Hello', [{ kind: 'rate_limited', retryAfterMs: 1_500 }, OK]);
    expect(report).toMatchObject({ outcome: 'voice', requests: 2 });
    expect(slept).toEqual([1_500]);
  });

  it('is not asked for when nothing of it can be spoken, and its person is told', async () => {
    const { report, asked, told } = await deliver('```js\n```🎉'.replace(/```js\n```/, ''), []);
    expect(report.outcome).toBe('nothing');
    expect(asked).toEqual([]);
    expect(told).toEqual(['There is nothing in this answer that could be read aloud.']);
  });

  it('is told why it is not there when the voice fails', async () => {
    const spoken: Spoken = { ok: false, failure: { code: 'voice_not_offered' } };
    const { report, told, sent } = await deliver('Hello', [], spoken);
    expect(report.outcome).toBe('refused');
    expect(told[0]).toContain('voice_not_offered');
    expect(sent).toEqual([]);
  });
});
