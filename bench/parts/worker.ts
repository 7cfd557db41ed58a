/**
 * The parts of the chain and their floors, each behind a path of its own: `/PART/CONTESTANT?n=1000` runs it a thousand times.
 * In workerd the clock stands still while code runs, so the bench measures from outside and subtracts an empty run.
 */
import { DurableObject } from 'cloudflare:workers';
import { createParser } from 'eventsource-parser';
import { Stream } from 'openai/core/streaming';
import { createRequestSigner } from '../../shared/signing/sign.ts';
import { createRequestVerifier } from '../../shared/signing/verify.ts';
import { decodeSse } from '../../shared/sse/decode.ts';
import { encodeData } from '../../shared/sse/encode.ts';
import { estimateTokens } from '../../shared/text/estimate-tokens.ts';
import { platformClock } from '../../shared/time/clock.ts';
import { routeIntent } from '../../workers/bot/intent/route.ts';
import { splitMessage } from '../../workers/bot/message/split.ts';
import { ReplayGuard } from '../../workers/llm/access/replay-guard.ts';
import type { ReplayGuardRpc } from '../../workers/llm/access/rpc.ts';
import { createCircuitGate } from '../../workers/llm/circuit/gate.ts';
import { createFrameWriter } from '../../workers/llm/respond/frame-writer.ts';

interface Env {
  REPLAY_GUARD: { getByName(name: string): ReplayGuardRpc };
  EMPTY: { getByName(name: string): { nothing(): Promise<void> } };
}

/** The floor of every call to a Durable Object. */
export class Empty extends DurableObject {
  async nothing(): Promise<void> {}
}

export { ReplayGuard };

type Run = (times: number, env: Env) => Promise<unknown> | unknown;

const SECRET = 'a secret of the benches, long enough';
const URL_ = 'https://llm.internal/v1/chat/completions';
const encoder = new TextEncoder();

/** About 4 KB: a question with some remembered conversation. */
const BODY = JSON.stringify({
  messages: [{ role: 'user', content: '리브라야, 오늘 뭐 먹지? '.repeat(160) }],
});
const BODY_BYTES = encoder.encode(BODY);

const FRAME = JSON.stringify({
  id: 'chatcmpl-bench',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'gpt-4o-mini',
  choices: [{ index: 0, delta: { content: ' 안녕' }, finish_reason: null }],
});
const FRAMES_A_RUN = 100;
const STREAM_BYTES = encoder.encode(encodeData(FRAME).repeat(FRAMES_A_RUN));
/** As a provider's socket hands it over: a frame or two at a time. */
const CHUNKS = cut(STREAM_BYTES, 300);

const PHRASES = [
  '도움말',
  '대화 초기화해줘',
  '30초만 조용히 해',
  'reset our chat',
  '오늘 서울 날씨에 맞는 옷차림을 추천해줘',
  'How do I reverse a linked list in place, and what does it cost?',
  '파이썬에서 리스트를 정렬하는 방법을 예제와 함께 설명해줘',
  'what is the status of my order?',
];
const ANSWER = createAnswer(20_000);

const PARTS: Record<string, Record<string, Run>> = {
  signature: {
    libra: async (times) => {
      const signer = createRequestSigner({ secret: SECRET, name: 'bff' });
      const verifier = createRequestVerifier({ secrets: [SECRET], accept: 'bff' });
      for (let run = 0; run < times; run += 1) {
        const request = await signer.sign(URL_, { body: BODY });
        const verdict = await verifier.verify(request, BODY_BYTES);
        if (!verdict.ok) throw new Error(verdict.reason);
      }
    },
    floor: async (times) => {
      const algorithm = { name: 'HMAC', hash: 'SHA-256' };
      const key = await crypto.subtle.importKey('raw', encoder.encode(SECRET), algorithm, false, [
        'sign',
        'verify',
      ]);
      for (let run = 0; run < times; run += 1) {
        const signature = await crypto.subtle.sign('HMAC', key, BODY_BYTES);
        if (!(await crypto.subtle.verify('HMAC', key, signature, BODY_BYTES))) throw new Error('wrong');
      }
    },
  },
  'replay-guard': {
    libra: async (times, env) => {
      const guard = env.REPLAY_GUARD.getByName('nonces-0');
      for (let run = 0; run < times; run += 1) {
        const { outcome } = await guard.spend(crypto.randomUUID(), Date.now() + 1_000);
        if (outcome === 'replayed') throw new Error(outcome);
      }
    },
    floor: async (times, env) => {
      const empty = env.EMPTY.getByName('empty');
      for (let run = 0; run < times; run += 1) await empty.nothing();
    },
  },
  breaker: {
    libra: async (times) => {
      const gate = createCircuitGate({
        memory: new Map(),
        clock: platformClock,
        log: silent,
        breaker: () => {
          throw new Error('a closed circuit asks nobody');
        },
        defer: () => {},
      });
      for (let run = 0; run < times; run += 1) {
        const admission = await gate.admit('openai:gpt-4o-mini');
        gate.settle('openai:gpt-4o-mini', admission, { kind: 'success' });
      }
    },
    floor: async (times) => {
      const known = new Map([['openai:gpt-4o-mini', { kind: 'closed' }]]);
      const look = async () => known.get('openai:gpt-4o-mini')?.kind === 'closed';
      for (let run = 0; run < times; run += 1) await look();
    },
  },
  'sse-decode': {
    libra: async (times) => {
      for (let run = 0; run < times; run += 1) {
        let frames = 0;
        for await (const _ of decodeSse(streamOf(CHUNKS))) frames += 1;
        expectFrames(frames);
      }
    },
    openai: async (times) => {
      for (let run = 0; run < times; run += 1) {
        let frames = 0;
        const response = new Response(streamOf(CHUNKS));
        for await (const _ of Stream.fromSSEResponse(response, new AbortController())) frames += 1;
        expectFrames(frames);
      }
    },
    floor: async (times) => {
      for (let run = 0; run < times; run += 1) {
        let frames = 0;
        const parser = createParser({
          onEvent: () => {
            frames += 1;
          },
        });
        const decoder = new TextDecoder();
        const reader = streamOf(CHUNKS).getReader();
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
          parser.feed(decoder.decode(next.value, { stream: true }));
        }
        expectFrames(frames);
      }
    },
  },
  'sse-encode': {
    libra: async (times) => {
      for (let run = 0; run < times; run += 1) {
        const { readable, writable } = new IdentityTransformStream();
        const writer = createFrameWriter(writable, {
          clock: platformClock,
          heartbeatMs: 15_000,
          onGone: () => {},
        });
        const writing = (async () => {
          for (let index = 0; index < FRAMES_A_RUN; index += 1) await writer.write(encodeData(FRAME));
          await writer.close();
        })();
        const reader = readable.getReader();
        while (!(await reader.read()).done);
        await writing;
      }
    },
    floor: async (times) => {
      for (let run = 0; run < times; run += 1) {
        let index = 0;
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            if (index === FRAMES_A_RUN) return controller.close();
            index += 1;
            controller.enqueue(encoder.encode(`data: ${FRAME}\n\n`));
          },
        });
        const reader = body.getReader();
        while (!(await reader.read()).done);
      }
    },
  },
  intent: {
    libra: (times) => {
      for (let run = 0; run < times; run += 1) routeIntent(PHRASES[run % PHRASES.length] ?? '');
    },
    floor: (times) => {
      for (let run = 0; run < times; run += 1)
        (PHRASES[run % PHRASES.length] ?? '').normalize('NFC').toLowerCase();
    },
  },
  split: {
    libra: (times) => {
      for (let run = 0; run < times; run += 1) splitMessage(ANSWER);
    },
    floor: (times) => {
      for (let run = 0; run < times; run += 1) {
        for (let at = 0; at < ANSWER.length; at += 2_000) encoder.encode(ANSWER.slice(at, at + 2_000));
      }
    },
  },
  tokens: {
    libra: (times) => {
      for (let run = 0; run < times; run += 1) estimateTokens(ANSWER);
    },
    floor: (times) => {
      let sum = 0;
      for (let run = 0; run < times; run += 1) {
        for (let index = 0; index < ANSWER.length; index += 1) sum += ANSWER.charCodeAt(index);
      }
      return sum;
    },
  },
};

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const [, part = '', contestant = ''] = pathname.split('/');
    const run = PARTS[part]?.[contestant];
    if (run === undefined) return Response.json(null, { status: 404 });
    await run(Number(searchParams.get('n')), env);
    return new Response('done');
  },
};

const silent = { debug() {}, info() {}, warn() {}, error() {}, with: () => silent };

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[next];
      next += 1;
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}

function expectFrames(frames: number): void {
  if (frames !== FRAMES_A_RUN) throw new Error(`${frames} frames`);
}

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  return chunks;
}

/** Markdown in both languages with a fenced block now and then, `length` characters of it. */
function createAnswer(length: number): string {
  const piece = [
    '## 정렬 알고리즘\n\n퀵 정렬은 평균적으로 빠르지만, 이미 정렬된 배열에서는 느려질 수 있어요. ',
    'Merge sort keeps its promise in every case, and pays for it with memory.\n\n- 안정적이에요\n- it is stable\n\n',
    '```python\ndef merge(left, right):\n    while left and right:\n        yield (left if left[0] <= right[0] else right).pop(0)\n```\n\n',
  ].join('');
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}
