/**
 * A live conversation from a microphone to the loudspeaker: a real Chromium, all Workers, and the engines that hear and
 * speak offline.
 */
import { describe, expect, it } from 'vitest';
import type { SpeechEngines } from '../../dev/speech/engines.ts';
import { useStack } from '../use-stack.ts';
import { chromiumPath } from './chromium.ts';
import { end, isHeard, lines, PATIENT, realEngines as real, shows, useTalkBrowser } from './talk-browser.ts';
import { EAR_SCRIPT, MICROPHONE_SCRIPT } from './talk-ears.ts';

const ANSWER = 'The capital of France is Paris. It lies on a large river.';
const STORY = 'Once upon a time there was a little house at the end of a long road. '.repeat(12).trim();
const KOREAN_QUESTION = '프랑스의 수도는 어디예요?';
const KOREAN_ANSWER = '프랑스의 수도는 파리예요.';
const CHAT = '/v1/chat/completions';

/** What is understood whatever is said: no engine here understands Korean. */
let understood: string | null = null;
const engines: SpeechEngines = {
  ...real,
  async prepareTranscription() {
    const text = understood;
    if (text === null) return real.prepareTranscription();
    return { ok: true, value: async () => ({ ok: true, value: { text, avgLogprob: 0 } }) };
  },
};

describe.skipIf(chromiumPath === undefined)('a live conversation in a browser', () => {
  const running = useStack({
    speech: engines,
    vars: { bff: { LLM_CALLS_PER_MIN: '1000', ANSWER_CACHE_SEC: '0' } },
  });
  const { talk, say, missingOf, without } = useTalkBrowser(running);

  const openai = () => {
    const { openai: standIn } = running.stack.standIns;
    if (standIn === null) throw new Error('these tests need the stand-in');
    return standIn;
  };

  it('hears a question, answers it aloud, and what comes out of the loudspeaker is understood', async (test) => {
    const why = without();
    if (why !== null) return test.skip(why);
    openai().setFaults({ script: { ...answering(ANSWER), path: CHAT } });
    const page = await talk({ locale: 'en-US', scripts: [EAR_SCRIPT] });
    await expect.poll(async () => (await lines(page, 'person')).join(' '), PATIENT).toContain('capital');
    await expect.poll(() => lines(page, 'libra'), PATIENT).toContain(ANSWER);
    await shows(page, 'listening');
    // What was played last is recorded a second late.
    await expect.poll(async () => (await missingOf(page, ANSWER)).length, PATIENT).toBeLessThanOrEqual(3);
    await end(page);
  });

  it('stops where it is spoken over, remembers what was heard of it, and answers what was said', async (test) => {
    const why = without();
    if (why !== null) return test.skip(why);
    openai().setFaults({ script: { ...answering(STORY), path: CHAT } });
    const page = await talk({ locale: 'en-US', scripts: [MICROPHONE_SCRIPT, EAR_SCRIPT] });
    await page.getByTestId('type').fill('Tell me a story.');
    await page.keyboard.press('Enter');
    await shows(page, 'speaking');
    // Some of it is heard before.
    await expect.poll(() => isHeard(page)).toBe(true);
    openai().setFaults({ script: { ...answering(ANSWER), path: CHAT } });
    await say(page);
    await expect.poll(() => lines(page, 'libra'), PATIENT).toContain(ANSWER);
    const asked = openai()
      .requests()
      .filter(({ path }) => path === CHAT)
      .at(-1)?.body as { messages: { role: string; content: string }[] };
    const told = asked.messages.filter(({ role }) => role === 'assistant').at(-1)?.content ?? '';
    expect(told.length).toBeLessThan(STORY.length);
    expect(STORY.startsWith(told.replace(/…$/, ''))).toBe(true);
    await end(page);
  });

  it('loses no word with a connection that is lost while the person speaks', async (test) => {
    const why = without();
    if (why !== null) return test.skip(why);
    openai().setFaults({ script: { ...answering(ANSWER), path: CHAT } });
    let connections = 0;
    const page = await talk({
      locale: 'en-US',
      scripts: [MICROPHONE_SCRIPT],
      route(socket) {
        connections += 1;
        const server = socket.connectToServer();
        const isFirst = connections === 1;
        socket.onMessage((message) => {
          server.send(message);
          // In the middle of what is being said.
          if (!isFirst || typeof message === 'string') return;
          void socket.close({ code: 1011 });
          void server.close();
        });
      },
    });
    await say(page);
    await expect.poll(async () => (await lines(page, 'person')).join(' '), PATIENT).toContain('capital');
    await expect.poll(() => lines(page, 'libra'), PATIENT).toContain(ANSWER);
    expect(connections).toBe(2);
    await end(page);
  });

  it('talks in Korean, and posts the transcript where that is ticked', async (test) => {
    const why = without();
    if (why !== null) return test.skip(why);
    understood = KOREAN_QUESTION;
    openai().setFaults({ script: { ...answering(KOREAN_ANSWER), path: CHAT } });
    const page = await talk({ locale: 'ko', scripts: [MICROPHONE_SCRIPT] });
    expect(await page.getByTestId('state').textContent()).toBe('듣고 있어요');
    await say(page);
    await expect
      .poll(async () => (await lines(page, 'person')).join(' '), PATIENT)
      .toContain(KOREAN_QUESTION);
    await expect.poll(() => lines(page, 'libra'), PATIENT).toContain(KOREAN_ANSWER);
    await end(page, { post: true });
    expect(await running.stack.logged(({ event }) => event === 'talk.transcript')).toMatchObject({
      isPosted: true,
    });
  });
});

/** A stream that says exactly this. */
function answering(text: string) {
  const chunk = (delta: object, finish: string | null) => ({
    data: {
      id: 'chatcmpl-talk',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'gpt-4o-mini',
      choices: [{ index: 0, delta, finish_reason: finish }],
    },
  });
  const words = text.split(/(?<= )/).map((word) => chunk({ content: word }, null));
  return { steps: [chunk({ role: 'assistant' }, null), ...words, chunk({}, 'stop'), { data: '[DONE]' }] };
}
