/** The course of one request with everything outside replaced: no clock but the test's own. */

import { describe, expect, it, vi } from 'vitest';
import { openAiModel } from '../../../shared/catalogue/openai.ts';
import type { ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { formatAnswerEnd } from '../../../shared/chat/relay.ts';
import { encodeComment, encodeData } from '../../../shared/sse/encode.ts';
import type { History, OpenedTurn } from '../conversation/open-turn.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';
import type { GuardSession, Settlement } from '../limits/cost-guard.ts';
import type { Verdict } from '../limits/verdict.ts';
import type { ModelCall } from '../llm/call-model.ts';
import { NO_SETTINGS, NOTHING_SET, type ReadScopes } from '../settings/scopes.ts';
import { createChatFormat } from '../stream/chat-format.ts';
import { respondWhole, respondWithStream } from '../stream/respond.ts';
import { type Answer, startAnswer } from './answer.ts';
import type { AnswerDeps } from './deps.ts';
import type { Aftermath } from './finish.ts';
import type { AnswerPlan } from './plan.ts';
import type { JudgeBill } from './round.ts';

const allowance = { calls: { limit: 20, remaining: 19, resetMs: 0 }, tokens: null };
const admitted: Verdict = { kind: 'admitted', windowTokens: 12_000, allowance, degraded: false };
const stored: StoredAnswer = {
  id: 'chatcmpl-0',
  created: 1,
  model: 'gpt-4o-mini',
  answeredBy: 'gpt-4o-mini',
  content: '전에 한 대답',
  finishReason: 'stop',
  usage: null,
  fallback: false,
  provider: 'api.openai.com',
  conversationId: 'c-0',
};
const first: History = { conversationId: 'c-1', isRecorded: true, newestFirst: [] };
const later: History = {
  ...first,
  newestFirst: [{ message: { role: 'user', content: '전에' }, tokens: 1 }],
};

const chunk = (content: string, finish: string | null = null) =>
  JSON.stringify({
    id: 'chatcmpl-1',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  });
const END = encodeComment(formatAnswerEnd({ prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 }));
const whole = [chunk('안녕'), chunk('하세요', 'stop')];
const encoder = new TextEncoder();
const FORMAT = createChatFormat({ shows: { usage: true, libra: true }, now: () => 0 });

function createWorld(
  options: {
    verdicts?: Verdict[];
    history?: History | null;
    openTurn?: () => Promise<OpenedTurn | null>;
    instructions?: string;
    paceMs?: number;
    isReplay?: boolean;
    /** Data texts, `hang`, or END; END comes by itself behind those of a whole answer. */
    frames?: string[];
    call?: (signal: AbortSignal, request: ChatCompletionRequest) => Promise<ModelCall>;
    plan?: Pick<AnswerPlan, 'buildShorterPrompt' | 'findFault'>;
    requester?: AnswerPlan['requester'];
    answerBound?: AnswerPlan['answerBound'];
    cacheKeyOf?: (conversationId: string) => Promise<string>;
    judgeBill?: JudgeBill;
    /** What was recorded is gone once this is. */
    withdrawing?: Promise<void>;
  } = {},
) {
  const verdicts = [...(options.verdicts ?? [admitted])];
  const log: string[] = [];
  const settlements: Settlement[] = [];
  const stores: Aftermath[] = [];
  let modelCalls = 0;
  let held = 0;
  let deadline: (() => void) | undefined;
  let renew: (() => void) | undefined;
  let withdrawn = 0;
  const asked: ChatCompletionRequest[] = [];
  const opened: { withSettings: boolean }[] = [];
  const kept: ReadScopes[] = [];

  const guard: GuardSession = {
    admit: async () => verdicts.shift() ?? admitted,
    async again({ share }) {
      log.push(`again share=${share}`);
      return verdicts.shift() ?? admitted;
    },
    settle: async (settlement) => void settlements.push(settlement),
    giveBack: async () => void log.push('given back'),
    extend: async () => null,
    renew: async ({ tokens }) => void log.push(`renewed with ${tokens}`),
  };
  /** As the runtime gives the body of a call that can be aborted: what has arrived can be read, then comes the error. */
  function play(signal: AbortSignal): ReadableStream<Uint8Array> {
    const frames = [...(options.frames ?? [...whole, END])];
    return new ReadableStream({
      async pull(controller) {
        const frame = frames.shift();
        if (frame === undefined) return controller.close();
        if (frame === 'break') {
          // A JavaScript stream forgets what it holds when it breaks; the runtime's do not.
          await settle();
          return controller.error(new TypeError('lost'));
        }
        if (frame === 'hang') {
          await new Promise((resolve) => {
            if (signal.aborted) resolve(undefined);
            signal.addEventListener('abort', resolve);
          });
          return controller.error(new Error('aborted'));
        }
        controller.enqueue(encoder.encode(frame === END ? END : encodeData(frame)));
      },
    });
  }
  const deps: AnswerDeps = {
    guard,
    isReplay: () => options.isReplay === true,
    findSettings: () =>
      options.instructions === undefined
        ? undefined
        : { ...NO_SETTINGS, instructions: [options.instructions] },
    keepSettings(read) {
      kept.push(read);
      return { ...NO_SETTINGS, instructions: [read.server.instructions ?? ''] };
    },
    async openTurn(wanted) {
      opened.push(wanted);
      if (options.openTurn !== undefined) return options.openTurn();
      const history = options.history === undefined ? first : options.history;
      const settings = wanted.withSettings ? { ...NOTHING_SET, server: { instructions: 'read' } } : null;
      return history === null ? null : { history, settings };
    },
    async withdraw({ withQuestion }) {
      await options.withdrawing;
      if (withQuestion) withdrawn += 1;
    },
    async callModel(request, signal) {
      modelCalls += 1;
      asked.push(request);
      return options.call === undefined ? { ok: true, body: play(signal) } : options.call(signal, request);
    },
    ...(options.judgeBill === undefined
      ? {}
      : {
          moderate: () => ({
            question: Promise.resolve(null),
            screen: null,
            judgeProposed: async () => null,
            bill: () => options.judgeBill ?? { calls: 0, microUsd: 0 },
          }),
        }),
    ...(options.cacheKeyOf === undefined ? {} : { cacheKeyOf: options.cacheKeyOf }),
    store: async (aftermath) => void stores.push(aftermath),
    noteCall: async () => void log.push('noted'),
    learn: (model, prompt, counted) => void log.push(`${prompt.length} of ${model}: ${counted}`),
    waitUntil: () => {
      held += 1;
    },
    clock: {
      now: () => 0,
      setTimer(callback, ms) {
        if (ms === PLAN.timeoutMs) deadline = callback;
        else setImmediate(callback);
        return () => undefined;
      },
    },
    every(_, callback) {
      renew = callback;
      return () => log.push('stopped renewing');
    },
    findPrice: (name) => openAiModel(name, 'api.openai.com').price,
  };
  const start = (stream: boolean) =>
    startAnswer(deps, {
      ...PLAN,
      ...options.plan,
      requester: options.requester ?? 'person',
      paceMs: options.paceMs,
      answerBound: options.answerBound ?? PLAN.answerBound,
      callBound: {
        fieldTokens: 0,
        completionTokens: (options.answerBound ?? PLAN.answerBound).tokens,
      },
      stream,
    });
  let started: Answer | undefined;
  const answer = () => {
    started ??= start(true);
    return started;
  };
  return {
    answer,
    cancel: () => answer().cancel(),
    log,
    settlements,
    stores,
    modelCalls: () => modelCalls,
    withdrawn: () => withdrawn,
    asked,
    opened,
    kept,
    held: () => held,
    passDeadline: () => deadline?.(),
    passRenewal: () => renew?.(),
    stream: (wantsClosingChunk = true) =>
      respondWithStream(answer(), {
        ...STREAM,
        format: createChatFormat({
          shows: { usage: wantsClosingChunk, libra: wantsClosingChunk },
          now: () => 0,
        }),
      }),
    json: () => respondWhole(start(false), { now: () => 0, format: FORMAT }),
  };
}

const PLAN: AnswerPlan = {
  model: undefined,
  defaultModel: 'gpt-4o-mini',
  buildPrompt: ({ settings }) => [{ role: 'user', content: `안녕? [${settings.instructions.join()}]` }],
  chargeOf: (prompt, { written }) => ({ tokens: prompt.length * 100 + written.length, microUsd: 0 }),
  passed: {},
  streamOptions: {},
  answerBound: { tokens: 1_000, isOurs: false },
  callBound: { fieldTokens: 0, completionTokens: 1_000 },
  isBare: false,
  requester: 'person',
  stream: true,
  paceMs: undefined,
  timeoutMs: 60_000,
};
const STREAM = {
  heartbeatMs: 60_000,
  earlyStatusMs: 1_500,
  createPipe: () => new TransformStream<Uint8Array, Uint8Array>(),
  flush: async () => {},
  every: () => () => undefined,
  now: () => 0,
  onBug: (error: unknown) => {
    throw error;
  },
};
const data = async (response: Response) =>
  (await response.text())
    .split('\n\n')
    .filter((frame) => frame.startsWith('data: '))
    .map((frame) => frame.slice('data: '.length));

/** As workerd's own stream is once a writer has heard that nobody reads: it stays locked to that writer. */
function createAbandonedWritable(): WritableStream<Uint8Array> {
  let isLocked = false;
  const getWriter = () => {
    if (isLocked) throw new TypeError('This WritableStream is currently locked to a writer.');
    isLocked = true;
    return {
      write: () => Promise.reject(new Error('Network connection lost.')),
      releaseLock: () => undefined,
    };
  };
  return Object.assign(new WritableStream<Uint8Array>(), { getWriter }) as WritableStream<Uint8Array>;
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('an answer', () => {
  it('says in its header that stricter limits bind because Redis did not answer in time', async () => {
    const world = createWorld({ verdicts: [{ ...admitted, allowance: null, degraded: true }] });
    expect((await world.stream()).headers.get('x-ratelimit-degraded')).toBe('true');
  });

  it('passes the model’s frames on as they are and closes with what only Libra knows', async () => {
    const world = createWorld();
    const response = await world.stream();
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('19');
    const frames = await data(response);
    expect(frames.slice(0, 2)).toEqual(whole);
    expect(JSON.parse(frames[2] ?? '')).toMatchObject({
      choices: [],
      usage: { total_tokens: 11 },
      libra: { remembered: true, cached: false, cost_micro_usd: 3, conversation_id: expect.any(String) },
    });
    expect(frames.slice(3)).toEqual(['[DONE]']);
    expect(world.settlements).toMatchObject([{ tokens: 11, share: true, answer: { content: '안녕하세요' } }]);
    expect(world.stores).toMatchObject([
      {
        outcome: 'ok',
        cached: false,
        turn: { conversationId: 'c-1', answer: [{ role: 'assistant', content: '안녕하세요' }] },
      },
    ]);
  });

  it.each([
    ['person', first, 'key of c-1'],
    ['person', { ...first, conversationId: null }, undefined],
    ['person', null, undefined],
  ] as const)(
    'of a %s is asked for under the key of its conversation (%j)',
    async (requester, history, key) => {
      const world = createWorld({ requester, history, cacheKeyOf: async (id) => `key of ${id}` });
      await world.json();
      expect(world.asked[0]?.prompt_cache_key).toBe(key);
      expect(world.asked[0]?.libra?.own_fields).toEqual(key === undefined ? undefined : ['prompt_cache_key']);
    },
  );

  it('costs what its judge has cost, too: in its budget, in the ledger, and as its reader is told', async () => {
    const world = createWorld({ judgeBill: { calls: 2, microUsd: 40 } });
    const frames = await data(await world.stream());
    expect(JSON.parse(frames[2] ?? '').libra.cost_micro_usd).toBe(43);
    expect(world.settlements).toMatchObject([{ tokens: 11, microUsd: 43 }]);
    expect(world.stores).toMatchObject([
      { judgeCalls: 2, calls: [{ bill: { promptTokens: 9, microUsd: 43 } }] },
    ]);
  });

  it('sends a client that asked for no usage nothing that has no choices', async () => {
    expect(await data(await createWorld().stream(false))).toEqual([...whole, '[DONE]']);
  });

  it('is one whole completion for a client that does not stream', async () => {
    const response = await createWorld({ requester: 'client', history: null }).json();
    expect(await response.json()).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: '안녕하세요' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 9 },
    });
  });

  it('says before its first token that it is the first of its person in the server', async () => {
    const frames = await data(await createWorld({ history: { ...first, isFirstUse: true } }).stream());
    expect(JSON.parse(frames[0] ?? '')).toMatchObject({ choices: [], libra: { first_use: true } });
    expect(frames.slice(1, 3)).toEqual(whole);
    const bare = createWorld({ history: { ...first, isFirstUse: true } });
    expect(await data(await bare.stream(false))).toEqual([...whole, '[DONE]']);
  });

  it('comes without memory, says so, and is not shared when the database is out', async () => {
    const world = createWorld({ history: null });
    const frames = await data(await world.stream());
    // First of all, since an answer that breaks off has no last chunk.
    expect(JSON.parse(frames[0] ?? '')).toMatchObject({ choices: [], libra: { remembered: false } });
    expect(frames.slice(1, 3)).toEqual(whole);
    expect(JSON.parse(frames[3] ?? '').libra.remembered).toBe(false);
    expect(world.stores).toMatchObject([{ turn: null }]);
    expect(world.settlements).toMatchObject([{ share: false }]);
  });

  it('is refused with its status before anything is streamed, and calls no model', async () => {
    const evidence = { retry_after_sec: 12, limit: 20 };
    const refused: Verdict = { kind: 'refused', code: 'rate_limit_user', evidence, allowance };
    const world = createWorld({ verdicts: [refused] });
    const response = await world.stream();
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '12']);
    expect(world.modelCalls()).toBe(0);
    expect((await createWorld({ verdicts: [{ kind: 'replayed' }] }).stream()).status).toBe(401);
  });

  it('is refused as a replay without loading a history when this isolate knows the signature', async () => {
    const world = createWorld({ verdicts: [{ kind: 'replayed' }], isReplay: true });
    expect((await world.stream()).status).toBe(401);
    expect([world.opened, world.withdrawn()]).toEqual([[], 0]);
    const fresh = createWorld({ isReplay: false });
    await fresh.answer().opening;
    expect(fresh.opened).toHaveLength(1);
  });

  it('fails with its status when the model refuses, and releases what was reserved', async () => {
    const world = createWorld({ call: async () => ({ ok: false, failure: { code: 'circuit_open' } }) });
    expect((await world.stream()).status).toBe(503);
    expect(world.settlements).toMatchObject([{ tokens: 0, microUsd: 0, answer: null }]);
    expect(world.stores).toMatchObject([{ outcome: 'circuit_open', turn: null }]);
  });

  it.each([
    ['an error frame', [chunk('안녕'), '{"error":{"code":"provider_stalled"}}'], 'provider_stalled'],
    ['the end without its mark', [chunk('안녕')], 'provider_interrupted'],
    ['a break', [chunk('안녕'), 'break'], 'provider_interrupted'],
  ])('that breaks off by %s ends with the error and never with [DONE]', async (_name, frames, code) => {
    const world = createWorld({ frames });
    const sent = await data(await world.stream());
    expect(sent).toHaveLength(2);
    expect(JSON.parse(sent[1] ?? '')).toMatchObject({ error: { code } });
    expect(world.settlements).toMatchObject([{ answer: null }]);
    expect(world.stores).toMatchObject([
      { outcome: code, calls: [{ outcome: code, collected: { text: '안녕' } }] },
    ]);
    expect((await createWorld({ frames }).json()).status).toBeGreaterThanOrEqual(502);
  });

  it('begins with 200 when its outcome takes too long, and then fails in the stream', async () => {
    const late = Promise.withResolvers<ModelCall>();
    const { answer } = createWorld({ call: () => late.promise });
    const response = await respondWithStream(answer(), {
      ...STREAM,
      format: FORMAT,
      earlyStatusMs: 1,
    });
    expect(response.status).toBe(200);
    late.resolve({ ok: false, failure: { code: 'provider_timeout' } });
    const frames = await data(response);
    expect(frames).toHaveLength(1);
    expect(frames[0]).toContain('provider_timeout');
  });

  it('ends at the deadline with its code', async () => {
    const world = createWorld({ frames: [chunk('안녕'), 'hang'] });
    const response = await world.stream();
    await world.answer().opening;
    const reading = data(response);
    await settle();
    world.passDeadline();
    expect((await reading).at(-1)).toContain('deadline_exceeded');
    expect(world.stores).toMatchObject([{ outcome: 'deadline_exceeded' }]);
  });
});

describe('a call that is being made', () => {
  it('is renewed with what it has used so far', async () => {
    const world = createWorld({ frames: [chunk('하나 둘'), 'hang'] });
    await world.answer().opening;
    await settle();
    world.passRenewal();
    expect(world.log).toContain('renewed with 104');
    world.cancel();
    await settle();
  });

  it('teaches the estimate what the provider has counted of its prompt', async () => {
    const world = createWorld();
    await data(await world.stream());
    expect(world.log).toContain('1 of gpt-4o-mini: 9');
  });

  it('is noted in the ledger before its end, and not when there is no call', async () => {
    const world = createWorld();
    await world.answer().opening;
    expect(world.log).toContain('noted');
    const repeated = createWorld({
      verdicts: [{ kind: 'answered', by: 'replay', answer: stored, allowance }],
    });
    await repeated.answer().opening;
    expect(repeated.log).not.toContain('noted');
  });
});

describe('a client that goes', () => {
  it('ends everything once, and is charged for what was used', async () => {
    const world = createWorld({ frames: [chunk('하나 둘'), 'hang'] });
    const reader = (await world.stream()).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    world.cancel();
    await settle();
    expect(world.stores).toMatchObject([{ outcome: 'client_gone' }]);
    expect(world.settlements).toHaveLength(1);
    expect(world.settlements[0]?.tokens).toBeGreaterThan(0);
    expect(world.log).toContain('stopped renewing');
  });

  it('before the model is asked gets back all that was reserved and taken', async () => {
    const loading = Promise.withResolvers<OpenedTurn | null>();
    const world = createWorld({ openTurn: () => loading.promise });
    const { opening } = world.answer();
    world.cancel();
    loading.resolve({ history: first, settings: null });
    expect((await opening).ok).toBe(false);
    expect(world.modelCalls()).toBe(0);
    expect(world.settlements).toEqual([
      { tokens: 0, microUsd: 0, answer: null, share: false, giveBack: true },
    ]);
    // The context is held for it from the first moment on.
    expect(world.held()).toBeGreaterThanOrEqual(2);
  });

  it('before a frame is read leaves nothing reserved', async () => {
    const world = createWorld({ frames: ['hang'] });
    await world.answer().opening;
    world.cancel();
    await settle();
    expect(world.settlements).toHaveLength(1);
    expect(world.stores).toMatchObject([{ outcome: 'client_gone', turn: null }]);
  });

  it('before the answer begins breaks nothing, though the runtime locks the abandoned stream', async () => {
    const world = createWorld({
      call: (signal) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const onBug = vi.fn();
    await respondWithStream(world.answer(), {
      ...STREAM,
      format: FORMAT,
      earlyStatusMs: 1,
      createPipe: () => ({ readable: new ReadableStream(), writable: createAbandonedWritable() }),
      onBug,
    });
    await settle();
    expect(world.stores).toMatchObject([{ outcome: 'client_gone' }]);
    expect(onBug).not.toHaveBeenCalled();
  });

  it('after the last frame, changes nothing', async () => {
    const world = createWorld();
    await data(await world.stream());
    world.cancel();
    expect(world.stores).toMatchObject([{ outcome: 'ok' }]);
  });
});

describe('the recorded question', () => {
  const refused: Verdict = { kind: 'refused', code: 'rate_limit_user', evidence: {}, allowance };
  const replay: Verdict = { kind: 'answered', by: 'replay', answer: stored, allowance };
  it.each([
    ['the guard refuses', refused],
    ['the answer exists already', replay],
  ])('is withdrawn when %s', async (_name, verdict) => {
    const world = createWorld({ verdicts: [verdict] });
    await (await world.stream()).text();
    expect(world.withdrawn()).toBe(1);
    expect(world.stores).toEqual([]);
  });

  it('is gone before the bot hears that it has to look anew, for it asks again under the same key', async () => {
    const gone = Promise.withResolvers<void>();
    const outdated: Verdict = { ...refused, code: 'gate_outdated' };
    const world = createWorld({ verdicts: [outdated], withdrawing: gone.promise });
    let isTold = false;
    const told = world.answer().opening.then(() => {
      isTold = true;
    });
    await new Promise((resolve) => setTimeout(resolve));
    expect(isTold).toBe(false);
    gone.resolve();
    await told;
    expect(world.withdrawn()).toBe(1);
  });

  it('of another attempt of the same request is left alone', async () => {
    const world = createWorld({ verdicts: [refused], history: { ...first, isRecorded: false } });
    await world.stream();
    expect(world.withdrawn()).toBe(0);
  });

  it('is withdrawn by the batch that stores the outcome when the answer has no text', async () => {
    const world = createWorld({ call: async () => ({ ok: false, failure: { code: 'circuit_open' } }) });
    await world.stream();
    expect(world.stores).toMatchObject([{ turn: null }]);
    expect(world.withdrawn()).toBe(0);
  });
});

describe('the server’s settings', () => {
  it('are read with the history when the isolate does not know them, and kept', async () => {
    const world = createWorld();
    await world.answer().opening;
    expect(world.opened).toEqual([{ withSettings: true }]);
    expect(world.kept).toEqual([{ ...NOTHING_SET, server: { instructions: 'read' } }]);
    expect(JSON.stringify(world.asked[0]?.messages)).toContain('[read]');
  });

  it('are not read again while the isolate knows them, and hold when the database is out', async () => {
    const world = createWorld({ instructions: 'known', history: null });
    await world.answer().opening;
    expect(world.opened).toEqual([{ withSettings: false }]);
    expect(world.kept).toEqual([]);
    expect(JSON.stringify(world.asked[0]?.messages)).toContain('[known]');
  });
});

describe('the bound of an answer', () => {
  it('is sent along as the provider’s limit, marked as Libra’s own', async () => {
    const world = createWorld({ answerBound: { tokens: 2_048, isOurs: true } });
    await world.answer().opening;
    expect(world.asked[0]).toMatchObject({
      max_completion_tokens: 2_048,
      libra: { own_fields: ['max_completion_tokens'] },
    });
  });

  it('is left to the client’s own limit', async () => {
    const world = createWorld();
    await world.answer().opening;
    expect(world.asked[0]).not.toHaveProperty('max_completion_tokens');
    expect(world.asked[0]?.libra).not.toHaveProperty('own_fields');
  });
});

describe('a conversation that is longer than the model can read', () => {
  const TOO_LONG = { code: 'context_length_exceeded' } as const;
  const shorter: ChatMessage[] = [{ role: 'user', content: 'shorter' }];
  const plan = { buildShorterPrompt: () => shorter };
  const bodyOf = (...frames: string[]) => new Blob(frames).stream();
  const answered = () => ({ ok: true, body: bodyOf(...whole.map(encodeData), END) }) as const;
  /** The first call fails before any text: with its status, or in a stream that had begun by then. */
  const failures: [string, () => ModelCall][] = [
    ['with its status', () => ({ ok: false, failure: TOO_LONG })],
    [
      'in its stream',
      () => ({
        ok: true,
        body: bodyOf(encodeComment('open'), encodeData(JSON.stringify({ error: TOO_LONG }))),
      }),
    ],
  ];
  const createFailing = (failure: () => ModelCall, options: Parameters<typeof createWorld>[0] = {}) => {
    const calls = [failure];
    return createWorld({ plan, call: async () => (calls.shift() ?? answered)(), ...options });
  };

  it.each(failures)('is asked once more with less of it, when it fails %s', async (_, failure) => {
    for (const reply of ['stream', 'json'] as const) {
      const world = createFailing(failure);
      const text = await (await world[reply]()).text();
      expect(text).toContain('하세요');
      expect(text).not.toContain('context_length_exceeded');
      expect(world.asked.map(({ messages }) => messages)[1]).toEqual(shorter);
      expect(world.modelCalls()).toBe(2);
      // Billed once, by what was really sent.
      expect(world.settlements).toMatchObject([{ tokens: 11 }]);
      expect(world.stores).toMatchObject([{ outcome: 'ok', calls: [{ outcome: 'ok' }] }]);
    }
  });

  it.each(failures)('is told so when less of it is still too long, at no cost, %s', async (_, failure) => {
    const world = createWorld({ plan, call: async () => failure() });
    expect(await (await world.stream()).text()).toContain('context_length_exceeded');
    expect(world.modelCalls()).toBe(2);
    expect(world.settlements).toMatchObject([{ tokens: 0, microUsd: 0, answer: null }]);
    expect(world.stores).toMatchObject([{ outcome: 'context_length_exceeded', turn: null }]);
  });

  it('is asked once when there is nothing to leave out, or for another failure', async () => {
    const [[, failure] = ['', answered]] = failures;
    const alone = createFailing(failure, { plan: { buildShorterPrompt: () => null } });
    expect((await alone.stream()).status).toBe(400);
    const client = createFailing(failure, { plan: {}, requester: 'client', history: null });
    expect((await client.stream()).status).toBe(400);
    const rejected = createFailing(() => ({ ok: false, failure: { code: 'provider_rejected' } }));
    expect((await rejected.stream()).status).toBe(502);
    expect([alone.modelCalls(), client.modelCalls(), rejected.modelCalls()]).toEqual([1, 1, 1]);
  });

  it('is not asked again once there was text', async () => {
    const world = createWorld({ plan, frames: [chunk('안녕'), JSON.stringify({ error: TOO_LONG })] });
    expect((await data(await world.stream())).at(-1)).toContain('context_length_exceeded');
    expect(world.modelCalls()).toBe(1);
  });
});

describe('a request for which there can be no prompt', () => {
  it('is refused, gets back all that was reserved and taken, and calls no model', async () => {
    const world = createWorld({ plan: { findFault: () => ({ code: 'nothing_to_continue' }) } });
    expect((await world.stream()).status).toBe(404);
    expect(world.settlements).toMatchObject([{ tokens: 0, answer: null, giveBack: true }]);
    expect([world.modelCalls(), world.withdrawn()]).toEqual([0, 1]);
  });

  it('is answered all the same when its answer exists already', async () => {
    const replay: Verdict = { kind: 'answered', by: 'replay', answer: stored, allowance };
    const fault = { findFault: () => ({ code: 'nothing_to_continue' }) as const };
    const world = createWorld({ verdicts: [replay], plan: fault });
    expect((await data(await world.stream()))[0]).toContain('전에 한 대답');
  });
});

describe('the pace of the reader', () => {
  it('is passed on to the llm Worker', async () => {
    const paced = createWorld({ paceMs: 250 });
    await paced.answer().opening;
    expect(paced.asked[0]?.libra).toEqual({ timeout_ms: 59_700, pace_ms: 250 });
    const unpaced = createWorld();
    await unpaced.answer().opening;
    expect(unpaced.asked[0]?.libra).not.toHaveProperty('pace_ms');
  });

  it('is slow for an answer in one piece', async () => {
    const whole = createWorld();
    await whole.json();
    expect(whole.asked[0]?.libra).toMatchObject({ pace_ms: 500 });
  });
});

describe('an answer that exists already', () => {
  const cached: Verdict = { kind: 'answered', by: 'cache', answer: stored, allowance };
  const replay: Verdict = { kind: 'answered', by: 'replay', answer: stored, allowance };

  it('is repeated for a repeated request: no call, no charge, no second turn', async () => {
    const world = createWorld({ verdicts: [replay] });
    const frames = await data(await world.stream());
    expect(frames[0]).toContain('전에 한 대답');
    expect(JSON.parse(frames[2] ?? '').libra).toMatchObject({
      cached: true,
      cost_micro_usd: 0,
      remembered: true,
    });
    expect([world.modelCalls(), world.stores.length, world.log]).toEqual([0, 0, ['given back']]);
  });

  it('answers the same first question again, as a turn of its own', async () => {
    const world = createWorld({ verdicts: [cached] });
    await data(await world.stream());
    expect(world.modelCalls()).toBe(0);
    expect(world.stores).toMatchObject([
      { cached: true, calls: [{ bill: { microUsd: 0 } }], turn: { conversationId: 'c-1' } },
    ]);
    expect(world.settlements).toMatchObject([{ giveBack: true, tokens: 0 }]);
  });

  it('does not answer in the middle of a conversation', async () => {
    const world = createWorld({ verdicts: [cached, admitted], history: later });
    await data(await world.stream());
    expect(world.log[0]).toBe('again share=false');
    expect(world.modelCalls()).toBe(1);
    expect(world.settlements).toMatchObject([{ share: false }]);
  });
});

describe('a request whose equal is being answered', () => {
  const running = (what: 'request' | 'question'): Verdict => ({ kind: 'running', what, allowance });

  it('waits and repeats that answer', async () => {
    const replay: Verdict = { kind: 'answered', by: 'replay', answer: stored, allowance };
    const world = createWorld({ verdicts: [running('request'), running('request'), replay] });
    expect((await data(await world.stream()))[0]).toContain('전에 한 대답');
    expect(world.modelCalls()).toBe(0);
  });

  it('calls the model when that one fails', async () => {
    const world = createWorld({ verdicts: [running('question'), admitted] });
    await data(await world.stream());
    expect(world.modelCalls()).toBe(1);
  });

  it('does not wait for an equal first question in the middle of a conversation', async () => {
    const world = createWorld({ verdicts: [running('question'), admitted], history: later });
    await data(await world.stream());
    expect(world.log[0]).toBe('again share=false');
  });
});
