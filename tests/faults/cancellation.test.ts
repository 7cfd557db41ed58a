/**
 * A client that leaves ends the model call: for each hop and each way to leave, the provider's connection is closed.
 * How long that takes is printed, not asserted.
 */
import { connect, type Socket } from 'node:net';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import { BFF_ORIGIN, LLM_ORIGIN } from '../../shared/contract/routes.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { standInsOf } from '../stand-ins.ts';
import { DEFAULT_MODEL } from './models.ts';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
const measured: string[] = [];

beforeAll(async () => {
  stage = await openStage(inject('bundles'), { firstTokenSec: 20, idleSec: 20, isMortal: false });
});
afterEach(() => stage.set({}));
afterAll(async () => {
  await stage?.stack.close();
  console.log(`\nFrom “gone” to “the provider's connection is closed”:\n${measured.join('\n')}\n`);
});

const question = {
  model: DEFAULT_MODEL,
  messages: [{ role: 'user' as const, content: '1부터 30까지 세어줘' }],
};

function provider() {
  const { openai } = standInsOf(stage.stack, 'openai');
  return openai;
}

/** Plays one departure: the model is being asked (or is speaking), then the client goes. */
async function expectClosed(
  hop: string,
  when: 'before the first token' | 'in the middle of the answer',
  begin: () => Promise<{ leave: () => unknown }>,
): Promise<void> {
  const isEarly = when === 'before the first token';
  await stage.set({ provider: isEarly ? { hangAfterHeaders: {} } : { stall: { afterTokens: 8 } } });
  provider().forgetRequests();
  const begun = begin();
  const request = await stage.until('the model is asked', () =>
    provider()
      .requests()
      .find(({ tokensSent }) => isEarly || tokensSent === 8),
  );
  const { leave } = await begun;
  const leftAtMs = Date.now();
  await leave();
  await stage.until('the connection is closed', () => request.endedAtMs);
  // A deadline would also have closed it: only a departure makes no second call and is billed as one.
  expect(request.outcome).toBe('closed-by-client');
  expect(provider().requests()).toHaveLength(1);
  expect(provider().connections().open).toBe(0);
  measured.push(`  ${hop}, ${when}: ${Math.max(0, (request.endedAtMs ?? 0) - leftAtMs)} ms`);
}

async function expectBilledAsGone(before: number): Promise<void> {
  const finished = await stage.until('the bff writes it down', () =>
    stage.stack.logs.slice(before).find(({ event }) => event === 'chat.finished'),
  );
  expect(finished.outcome).toBe('client_gone');
}

function openConnection(body: string): Socket {
  const { hostname, port } = new URL(stage.stack.urls.bff);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.resume();
  const head = [
    `POST ${CHAT_COMPLETIONS_PATH} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    `authorization: Bearer ${stage.stack.keys.apiKey}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return socket;
}

describe.each(['before the first token', 'in the middle of the answer'] as const)('%s', (when) => {
  it('an HTTP client aborts its request', async () => {
    const before = stage.stack.logs.length;
    await expectClosed('HTTP client → bff', when, async () => {
      const abort = new AbortController();
      const response = fetch(`${stage.stack.urls.bff}${CHAT_COMPLETIONS_PATH}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${stage.stack.keys.apiKey}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ ...question, stream: true }),
        signal: abort.signal,
      });
      response.then((answer) => answer.text()).catch(() => undefined);
      return { leave: () => abort.abort() };
    });
    await expectBilledAsGone(before);
  });

  // A connection that is closed (not reset) is noticed at the next write: a heartbeat, which only a stream has.
  it.each([
    ['reset', 'a streamed answer', true],
    ['reset', 'an answer in one piece', false],
    ['closed', 'a streamed answer', true],
  ] as const)('a connection is %s under %s', async (how, what, stream) => {
    const before = stage.stack.logs.length;
    await expectClosed(`connection ${how} under ${what} → bff`, when, async () => {
      const socket = openConnection(JSON.stringify({ ...question, stream }));
      return { leave: () => (how === 'reset' ? socket.resetAndDestroy() : socket.destroy()) };
    });
    await expectBilledAsGone(before);
  });

  it('the openai SDK aborts', async () => {
    const before = stage.stack.logs.length;
    await expectClosed('openai SDK → bff', when, async () => {
      const abort = new AbortController();
      const client = new OpenAI({
        baseURL: `${stage.stack.urls.bff}/v1`,
        apiKey: stage.stack.keys.apiKey,
        maxRetries: 0,
      });
      const reading = (async () => {
        const stream = await client.chat.completions.create(
          { ...question, stream: true },
          { signal: abort.signal },
        );
        for await (const _ of stream);
      })();
      reading.catch(() => undefined);
      return { leave: () => abort.abort() };
    });
    await expectBilledAsGone(before);
  });

  it.each([
    ['bot → bff', 'bot', 'libra-bff', BFF_ORIGIN],
    ['bff → llm', 'bff', 'libra-llm', LLM_ORIGIN],
  ] as const)('a Worker cancels the stream that it reads: %s', async (hop, name, worker, origin) => {
    await expectClosed(hop, when, async () => {
      const signer = createRequestSigner({ secret: stage.stack.keys.sharedSecret, name });
      const caller = { user_id: '1300000000000000101', guild_id: null, channel_id: '1', locale: 'en' };
      const body = JSON.stringify({
        ...question,
        stream: true,
        ...(name === 'bot' ? { libra: { caller } } : {}),
      });
      const request = await signer.sign(`${origin}${CHAT_COMPLETIONS_PATH}`, { body });
      const fetcher = await stage.stack.workers.miniflare.getWorker(worker);
      const response = await fetcher.fetch(request.url, {
        method: 'POST',
        headers: [...request.headers],
        body,
      } as never);
      const reader = response.body?.getReader();
      void (async () => {
        while ((await reader?.read())?.done === false);
      })().catch(() => undefined);
      return { leave: () => reader?.cancel() };
    });
  });
});

describe('in Discord', () => {
  it('Stop closes the provider’s connection', async () => {
    const before = stage.stack.logs.length;
    await expectClosed('Stop button → bot → bff → llm', 'in the middle of the answer', async () => {
      const { interactionId } = await stage.stack.invoke('chat', { prompt: '1부터 30까지 세어줘' });
      const message = await stage.until('the Stop button is there', async () => {
        const [first] = (await stage.stack.record(interactionId)).messages;
        return first?.components.length === 1 ? first : null;
      });
      const stop = message.components[0]?.components[0]?.custom_id ?? '';
      return { leave: () => stage.stack.press(message, stop) };
    });
    await expectBilledAsGone(before);
  });
});
