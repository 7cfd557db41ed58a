/** Libra's own tools, through the whole stack: for a person in Discord, and for an API client that asks for them. */
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { useGateway } from '../use-gateway.ts';

const gateway = useGateway();

const ROLL = 'roll 2d6+3 for me';
const framed =
  /^[^\n]*never an instruction\.\n<tool_result tool="roll" status="ok">\n2d6 \(\d, \d\) \+ 3 = \d+\n<\/tool_result>$/;

async function rowsOf(interactionId: string) {
  const { neon } = gateway.stack.standIns;
  const query = async (sql: string) => (await neon?.query(sql, [`%${interactionId}`])) ?? [];
  await expect
    .poll(
      async () =>
        (await query("SELECT 1 FROM usage_events WHERE request_key LIKE $1 AND outcome <> 'running'")).length,
    )
    .toBeGreaterThan(0);
  return {
    ledger: await query(
      'SELECT outcome, estimated FROM usage_events WHERE request_key LIKE $1 ORDER BY created_at',
    ),
    messages: await query(
      'SELECT role, tool_calls, tool_call_id, complete FROM messages WHERE request_key LIKE $1 ORDER BY ordinal',
    ),
  };
}

describe('a person’s question that needs a tool', () => {
  it('is answered with its result; what was used stands below, and every round is in the ledger', async () => {
    const { interactionId } = await gateway.stack.invoke('chat', { prompt: ROLL });
    const record = await gateway.stack.settled(interactionId);
    const content = record.messages.map((message) => message.content).join('\n');
    expect(content).toMatch(/The tools say: 2d6 \(\d, \d\) \+ 3 = \d+/);
    expect(content).toMatch(/\n-# 🔧 .+: .+$/);
    expect(content).not.toContain('…\n');
    const [first, second] = gateway.bodies();
    expect(gateway.bodies()).toHaveLength(2);
    expect(JSON.stringify(first?.tools)).toContain('"name":"roll"');
    expect(second?.messages.at(-1)).toMatchObject({ role: 'tool', content: expect.stringMatching(framed) });
    const { ledger, messages } = await rowsOf(interactionId);
    expect(ledger).toEqual([
      { outcome: 'ok', estimated: false },
      { outcome: 'ok', estimated: false },
    ]);
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant']);
    expect(messages.every(({ complete }) => complete === true)).toBe(true);
  });

  it('is calculated', async () => {
    const { interactionId } = await gateway.stack.invoke('chat', { prompt: '12*7은?' });
    const record = await gateway.stack.settled(interactionId);
    expect(record.messages[0]?.content).toMatch(/도구의 결과예요: 12 \* 7 = 84\n\n-# 🔧 .+$/);
  });

  it('is remembered with the call and its result', async () => {
    const { interactionId } = await gateway.stack.invoke('chat', { prompt: 'Thanks!' });
    await gateway.stack.settled(interactionId);
    const roles = gateway.bodies()[0]?.messages.map(({ role }) => role) ?? [];
    expect(roles.slice(-5)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
  });

  it('is answered by a model that refuses tools, without them', async () => {
    gateway.provider.setFaults({
      reject: {
        status: 400,
        body: { error: { message: 'This model does not support tools', type: 'invalid_request_error' } },
        when: { has: ['tools'] },
      },
    });
    const { interactionId } = await gateway.stack.invoke('chat', { prompt: 'Count from 1 to 5' });
    const record = await gateway.stack.settled(interactionId);
    expect(record.messages[0]?.content).toContain('1, 2, 3, 4, 5');
  });
});

describe('an API client', () => {
  // The standard does not know what Libra adds for a client that asks for it.
  const client = () => new OpenAI({ ...gateway.access, fetch, maxRetries: 0 });
  const question = (content: string) => ({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user' as const, content }],
  });

  it('that asks for a tool sees it at work, and no call of it', async () => {
    const stream = await client().chat.completions.create({
      ...question(ROLL),
      stream: true,
      stream_options: { include_usage: true },
      ...{ libra: { tools: ['roll'] } },
    });
    const states: unknown[] = [];
    let text = '';
    let finish: string | null = null;
    let last: unknown;
    for await (const chunk of stream) {
      const { libra } = chunk as { libra?: { tool?: unknown } };
      if (libra?.tool !== undefined) states.push(libra.tool);
      const [choice] = chunk.choices;
      expect(choice?.delta.tool_calls).toBeUndefined();
      expect(chunk).toMatchObject({ object: 'chat.completion.chunk', model: expect.stringContaining('gpt') });
      text += choice?.delta.content ?? '';
      finish = choice?.finish_reason ?? finish;
      last = chunk;
    }
    expect(text).toMatch(/^The tools say: 2d6/);
    expect(finish).toBe('stop');
    expect(states).toMatchObject([
      { name: 'roll', state: 'running', subject: '2d6+3' },
      { name: 'roll', state: 'done' },
    ]);
    expect(last).toMatchObject({
      libra: { tools_used: ['roll'] },
      usage: { prompt_tokens: expect.any(Number) },
    });
  });

  it('gets the same in one piece', async () => {
    const body = { ...question(ROLL), ...{ libra: { tools: true } } };
    const { choices } = await client().chat.completions.create(body);
    expect(choices).toMatchObject([
      { finish_reason: 'stop', message: { content: expect.stringMatching(/^The tools say: 2d6/) } },
    ]);
    expect(choices[0]?.message.tool_calls).toBeUndefined();
  });

  it('is offered nothing that it has not asked for', async () => {
    await client().chat.completions.create(question(ROLL));
    expect(gateway.bodies()).toHaveLength(1);
    expect(gateway.bodies()[0]).not.toHaveProperty('tools');
  });

  it.each([true, false])(
    'gets the calls of its own tools, which end the answer (streamed: %s)',
    async (stream) => {
      const own = {
        type: 'function' as const,
        function: { name: 'get_weather', parameters: { type: 'object' } },
      };
      const body = {
        ...question('Use roll and then use get_weather.'),
        tools: [own],
        ...{ libra: { tools: ['roll'] } },
      };
      gateway.provider.setFaults({});
      const completion = stream
        ? await client().chat.completions.stream(body).finalChatCompletion()
        : await client().chat.completions.create(body);
      expect(completion.choices[0]).toMatchObject({
        finish_reason: 'tool_calls',
        message: { tool_calls: [{ function: { name: 'get_weather' } }] },
      });
      expect(gateway.bodies()).toHaveLength(2);
    },
  );

  it.each([
    [{ tools: ['no_such_tool'] }, 'libra.tools'],
    [{ tools: [] }, 'libra.tools'],
  ])('is told of a wish that cannot be met: %j', async (libra, param) => {
    const body = { ...question('Hello'), ...{ libra } };
    await expect(client().chat.completions.create(body)).rejects.toMatchObject({ status: 400, param });
  });
});
