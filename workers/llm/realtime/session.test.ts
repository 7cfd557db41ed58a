import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFakeEngines } from '../../../dev/openai/audio/fake-engines.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../../../dev/openai/server.ts';
import { parseFrame } from '../../../shared/chat/chunk.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { decodeSse } from '../../../shared/sse/decode.ts';
import { platformClock } from '../../../shared/time/clock.ts';
import type { ProviderRequest } from '../provider/provider.ts';
import { createRealtimeSession, type RealtimeSession } from './session.ts';

let openai: OpenAiStandIn;
let session: RealtimeSession;
let connections = 0;

beforeAll(async () => {
  openai = await startOpenAiStandIn({ pace: 'instant', engines: createFakeEngines() });
});
afterAll(() => openai.close());
afterEach(() => {
  session.close();
  openai.setFaults({});
});

/** The provider's own protocol over Node's WebSocket. */
function begin(): void {
  connections = 0;
  session = createRealtimeSession({
    clock: platformClock,
    createId: () => crypto.randomUUID().slice(0, 20),
    async connect(model) {
      connections += 1;
      const options = { headers: { authorization: `Bearer ${openai.apiKey}` } } as unknown as string[];
      const socket = new WebSocket(`${openai.url.replace('http', 'ws')}/realtime?model=${model}`, options);
      const isOpen = await new Promise<boolean>((resolve) => {
        socket.addEventListener('open', () => resolve(true));
        socket.addEventListener('error', () => resolve(false));
      });
      return isOpen
        ? { ok: true, socket: socket as never }
        : { ok: false, failure: { cause: 'unreachable' } };
    },
  });
}

async function ask(messages: ChatMessage[], heardMs: number | null = null, life = new AbortController()) {
  const request = {
    model: 'gpt-realtime',
    messages,
    audio: { voice: 'marin' },
  } as unknown as ProviderRequest;
  const opened = await session.open(request, heardMs, life.signal);
  if (!opened.ok) return { text: '', audioBytes: 0, last: JSON.stringify(opened.failure) };
  let text = '';
  let audioBytes = 0;
  let last = '';
  for await (const data of decodeSse(opened.body)) {
    last = data;
    const frame = parseFrame(data);
    if (frame.kind !== 'chunk') continue;
    for (const choice of frame.chunk.choices) {
      text += choice.text;
      audioBytes += Buffer.byteLength(choice.audio?.data ?? '', 'base64');
      if (audioBytes > 0 && openai.requests().at(-1)?.faults.includes('slowTokens')) life.abort();
    }
  }
  return { text, audioBytes, last };
}

const system: ChatMessage = { role: 'system', content: 'Be brief.' };
const user = (content: string): ChatMessage => ({ role: 'user', content });
const said = (content: string): ChatMessage => ({ role: 'assistant', content });
const lastAsked = () =>
  openai.requests().at(-1)?.body as {
    items: { content?: { text?: string; transcript?: string }[] }[];
    audioMs: number[];
  };
const textsAsked = () =>
  lastAsked().items.map(({ content }) => content?.[0]?.text ?? content?.[0]?.transcript);

describe('a session at the provider', () => {
  it('answers in text and sound, and asks the next question over the same connection', async () => {
    begin();
    const first = await ask([system, user('Hello!')]);
    expect(first.text).not.toBe('');
    expect(first.audioBytes).toBeGreaterThan(0);
    expect(first.last).toBe('[DONE]');
    await ask([system, user('Hello!'), said(first.text), user('And now?')]);
    expect(connections).toBe(1);
    expect(textsAsked()).toEqual(['Hello!', first.text, 'And now?']);
    // The model knows what it sounded like.
    expect(lastAsked().audioMs[1]).toBeGreaterThan(0);
  });

  it('keeps of an answer that was interrupted what was heard', async () => {
    begin();
    openai.setFaults({ slowTokens: { ms: 20, path: '/v1/realtime/answer' } });
    const question = user('Tell me a long story.');
    await ask([system, question]);
    openai.setFaults({});
    const next = await ask([system, question, said('I can…'), user('Stop.')], 150);
    expect(next.last).toBe('[DONE]');
    expect(connections).toBe(1);
    expect(lastAsked().audioMs[1]).toBe(150);
  });

  it('has nothing of a turn that was taken back', async () => {
    begin();
    const first = await ask([system, user('Hello!')]);
    expect(first.last).toBe('[DONE]');
    await ask([system, user('Something else.')]);
    expect(textsAsked()).toEqual(['Something else.']);
    expect(connections).toBe(1);
  });

  it('goes on with an answer while the rest of the one before is thrown away', async () => {
    begin();
    const request = (content: string) =>
      ({
        model: 'gpt-realtime',
        messages: [system, user(content)],
        audio: { voice: 'marin' },
      }) as unknown as ProviderRequest;
    const before = await session.open(request('Hello!'), null, new AbortController().signal);
    if (!before.ok) throw new Error('there is no session');
    const unread = before.body.getReader();
    for (let frame = ''; !frame.includes('"usage"'); )
      frame = new TextDecoder().decode((await unread.read()).value);
    openai.setFaults({ slowTokens: { ms: 2, path: '/v1/realtime/answer' } });
    const next = await session.open(request('And now?'), null, new AbortController().signal);
    if (!next.ok) throw new Error('there is no answer');
    await unread.cancel();
    let last = '';
    for await (const data of decodeSse(next.body)) last = data;
    expect(last).toBe('[DONE]');
  });

  it('begins anew after a connection that was lost in the middle of an answer', async () => {
    begin();
    openai.setFaults({ closeMidFrame: { path: '/v1/realtime/answer', count: 1 } });
    const broken = await ask([system, user('Hello!')]);
    expect(broken.last).not.toBe('[DONE]');
    const next = await ask([system, user('Hello!'), said(broken.text), user('And?')]);
    expect(next.last).toBe('[DONE]');
    expect(connections).toBe(2);
    expect(textsAsked()).toEqual(['Hello!', broken.text, 'And?']);
  });

  it('tells of a limit of the provider in its own words', async () => {
    begin();
    openai.setFaults({ status: { status: 429, path: '/v1/realtime/answer' } });
    expect((await ask([system, user('Hello!')])).last).toContain('rate_limit_exceeded');
  });

  it('says that nobody is there', async () => {
    begin();
    openai.setFaults({ refuse: { path: '/v1/realtime' } });
    expect((await ask([system, user('Hello!')])).last).toContain('unreachable');
  });
});
