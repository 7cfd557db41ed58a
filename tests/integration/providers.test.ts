import { describe, expect, it } from 'vitest';
import type { OpenAiFaults, ScriptStep } from '../../dev/openai/faults.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { ask, type Reply, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { useStack } from '../use-stack.ts';

/** What providers really send, through the whole way of an answer: read as what it means, and billed as what it cost. */
const running = useStack({
  vars: {
    bff: { ANSWER_CACHE_SEC: '0' },
    llm: { LLM_TIMEOUT_SEC: '20', LLM_IDLE_TIMEOUT_SEC: '20', LLM_OPEN_CIRCUIT_SEC: '600' },
  },
});

const MODEL = 'gpt-4o-mini';
const FALLBACK = 'gpt-4.1-nano';

function standIns() {
  const { openai, neon } = standInsOf(running.stack, 'openai', 'neon');
  return { openai, neon };
}

const delta = (content: unknown, finish: unknown = null): ScriptStep => ({
  data: { choices: [{ index: 0, delta: { content }, finish_reason: finish }] },
});
const STOP: ScriptStep = { data: { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } };
const DONE: ScriptStep = { data: '[DONE]' };

async function askUnder(faults: OpenAiFaults | readonly OpenAiFaults[]) {
  const caller = somebody();
  const { openai } = standIns();
  openai.forgetRequests();
  openai.setFaults(faults);
  try {
    const reply = await ask(running.stack, caller, '서울은 어디야?');
    return { reply, caller, requests: openai.requests() };
  } finally {
    openai.setFaults({});
  }
}

function ledgerOf(userId: string) {
  return standIns().neon.query('SELECT * FROM usage_events WHERE user_id = $1', [userId]);
}

const read = ({ status, code, content }: Reply) => ({ status, code, content });
const WHOLE = { status: 200, code: null };
const play = (...steps: ScriptStep[]) => askUnder({ script: { steps } });

describe('an answer whose finish reason is none', () => {
  it('is interrupted when the connection ends behind it', async () => {
    const { reply } = await play(delta('Madrid', ''), delta(' is', ''), { close: 'clean' });
    expect(reply.code).toBe('provider_interrupted');
  });

  it('goes on behind a pause', async () => {
    const { reply } = await play(delta('Madrid', 'null'), { waitMs: 300 }, delta(' is', ''), STOP, DONE);
    expect(read(reply)).toEqual({ ...WHOLE, content: 'Madrid is' });
  });

  it('is interrupted by [DONE] without any', async () => {
    const { reply } = await play(delta('Madrid'), DONE);
    expect(reply.code).toBe('provider_interrupted');
  });
});

it('takes the end of an answer in the words of its provider', async () => {
  const { reply } = await play(delta('Madrid'), delta('', 'eos'), DONE);
  expect(read(reply)).toEqual({ ...WHOLE, content: 'Madrid' });
});

describe('frames without an answer', () => {
  it('are skipped, and nothing is held against the provider', async () => {
    running.stack.logs.length = 0;
    const { reply } = await play(
      { data: { choices: null } },
      { data: { type: 'ping' } },
      { data: '' },
      { comment: 'processing' },
      delta('Madrid'),
      { data: { id: 'x', object: 'chat.completion.chunk' } },
      STOP,
      DONE,
    );
    expect(read(reply)).toEqual({ ...WHOLE, content: 'Madrid' });
    expect(running.stack.logs.filter(({ event }) => event === 'provider.failed')).toEqual([]);
  });

  it('may hold the usage', async () => {
    const usage = { prompt_tokens: 900, completion_tokens: 600, total_tokens: 1500 };
    const { caller } = await play(delta('Madrid'), STOP, { data: { choices: null, usage } }, DONE);
    await expect
      .poll(() => ledgerOf(caller.user_id))
      .toMatchObject([{ prompt_tokens: 900, completion_tokens: 600 }]);
  });

  it('may say how much of the prompt was cached', async () => {
    const counts = { prompt_tokens: 900, completion_tokens: 6, total_tokens: 906 };
    const usage = { ...counts, prompt_tokens_details: { cached_tokens: 640 } };
    const { caller } = await play(delta('Madrid'), STOP, { data: { choices: [], usage } }, DONE);
    await expect
      .poll(() => ledgerOf(caller.user_id))
      // 260 at 0.15 and 640 at 0.075 USD a million, and six at 0.6.
      .toMatchObject([{ prompt_tokens: 900, cached_tokens: 640, cost_micro_usd: '91' }]);
  });

  it('may hide reasoning in the total', async () => {
    const usage = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 5030 };
    const { caller } = await play(delta('Madrid'), STOP, { data: { choices: [], usage } }, DONE);
    await expect
      .poll(() => ledgerOf(caller.user_id))
      .toMatchObject([{ prompt_tokens: 20, completion_tokens: 5010 }]);
  });
});

it('reads text that comes in parts', async () => {
  const { reply } = await play(
    delta([
      { type: 'text', text: 'Mad' },
      { type: 'text', text: 'rid' },
    ]),
    STOP,
    DONE,
  );
  expect(read(reply)).toEqual({ ...WHOLE, content: 'Madrid' });
});

describe('what a provider sends under another type', () => {
  it.each([null, 'text/plain; charset=utf-8'])(
    'is an answer when it is a stream: %s',
    async (contentType) => {
      const { reply } = await askUnder({
        script: { steps: [delta('Madrid'), delta(' is', 'stop'), DONE], contentType },
      });
      expect(read(reply)).toEqual({ ...WHOLE, content: 'Madrid is' });
    },
  );

  it('is the error that it says, not garbage, where its status is 200', async () => {
    const { reply, requests } = await askUnder({
      reject: { status: 200, body: { error: { message: 'Insufficient credits', code: 402 } } },
    });
    expect(reply.code).toBe('provider_rejected');
    expect(requests.map(({ model }) => model)).toEqual([MODEL, FALLBACK]);
  });
});

describe('the cache key of a prompt', () => {
  const keysOf = async (caller: Caller, times: number) => {
    const { openai } = standIns();
    openai.forgetRequests();
    for (let asked = 0; asked < times; asked += 1) await ask(running.stack, caller, '서울은 어디야?');
    return openai.requests().map(({ body }) => (body as { prompt_cache_key?: string }).prompt_cache_key);
  };

  it('is one for a conversation, another for the next, and names neither', async () => {
    const caller = somebody();
    const keys = await keysOf(caller, 2);
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{12}$/), keys[0]]);
    expect((await keysOf(somebody(), 1))[0]).not.toBe(keys[0]);
    expect(keys[0]).not.toContain(caller.user_id);
  });

  it('is left out for a provider that refuses it, from then on', async () => {
    const error = { message: 'Unknown name "prompt_cache_key": Cannot find field.' };
    const fault = { reject: { status: 400, body: [{ error }], when: { has: ['prompt_cache_key'] } } };
    const statuses = async () => (await askUnder(fault)).requests.map(({ status }) => status);
    expect(await statuses()).toEqual([400, 200]);
    expect(await statuses()).toEqual([200]);
  });
});

describe('a refusal', () => {
  it('of one oversized request is that request’s fault, and everybody else is answered', async () => {
    const error = {
      type: 'tokens',
      code: 'rate_limit_exceeded',
      message: 'Request too large for gpt-4o-mini',
    };
    for (let times = 0; times < 6; times += 1) {
      const { reply } = await askUnder({ reject: { status: 429, body: { error } } });
      expect(reply.code).toBe('request_too_large');
    }
    expect((await askUnder({})).reply.status).toBe(200);
  });

  it('for want of credit goes to the next target at once, and the operator is told', async () => {
    const error = { message: 'Your credit balance is too low' };
    const { reply, requests } = await askUnder({ reject: { status: 400, body: { error }, model: MODEL } });
    expect(reply.status).toBe(200);
    expect(reply.libra).toMatchObject({ model: FALLBACK, fallback: true });
    expect(requests.map(({ model }) => model)).toEqual([MODEL, FALLBACK]);
    await expect
      .poll(() => running.stack.logs.some(({ level, cause }) => level === 'error' && cause === 'account'))
      .toBe(true);
  });

  it('that names a field which Libra added leaves it to others, where doing without it does not help', async () => {
    // What its sender calls a tool stands in the provider's sentence.
    const message = "Invalid schema for function 'stream_options': 'type' must be 'object'.";
    const error = { message, type: 'invalid_request_error' };
    const refused = await askUnder({ reject: { status: 400, body: { error } } });
    expect(refused.reply.code).toBe('provider_rejected');
    const { reply, requests } = await askUnder({});
    expect(reply.status).toBe(200);
    expect(requests[0]?.body).toMatchObject({ stream_options: { include_usage: true } });
  });

  it('of a field that Libra added is answered by doing without it, from then on', async () => {
    const detail = [{ loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted' }];
    const fault = {
      reject: { status: 422, body: { detail }, when: { has: ['stream_options'] }, model: MODEL },
    };
    const first = await askUnder(fault);
    expect(first.reply.status).toBe(200);
    expect(first.requests).toHaveLength(2);
    const second = await askUnder(fault);
    expect(second.reply.status).toBe(200);
    expect(second.requests).toHaveLength(1);
  });

  it('of the fallback does not hide why the first model failed', async () => {
    const { reply } = await askUnder([
      { reject: { status: 503, body: {}, model: MODEL } },
      { reject: { status: 404, body: { error: { code: 'model_not_found' } }, model: FALLBACK } },
    ]);
    expect(reply.code).toBe('provider_unavailable');
  });
});

it('keeps no thought of a model in the history, though its API client gets the text as it came', async () => {
  const { reply, caller } = await play(delta('<think>The user wants'), delta('…</think>Seoul.'), STOP, DONE);
  expect(reply.content).toBe('<think>The user wants…</think>Seoul.');
  const answers = () =>
    standIns().neon.query(
      `SELECT m.content FROM messages m JOIN conversations c ON c.id = m.conversation_id
       WHERE c.user_id = $1 AND m.role = 'assistant'`,
      [caller.user_id],
    );
  await expect.poll(answers).toEqual([{ content: 'Seoul.' }]);
});

describe('a model that a client asks for by its name', () => {
  const askFor = (model: string) =>
    fetch(`${running.stack.urls.bff}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${running.stack.keys.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: '안녕' }] }),
    });

  it('is a 404 when its provider does not know it, and no other answers', async () => {
    const { openai } = standIns();
    openai.forgetRequests();
    const response = await askFor('gpt-5');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'model_not_found', param: 'model' } });
    expect(openai.requests().map(({ model }) => model)).toEqual(['gpt-5']);
  });

  it('tells of a pause when every target limits and names none', async () => {
    const { openai } = standIns();
    openai.setFaults({ status: { status: 429 } });
    try {
      const response = await askFor(MODEL);
      expect(response.status).toBe(503);
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    } finally {
      openai.setFaults({});
    }
  });
});
