import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFakeEngines } from '../audio/fake-engines.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../server.ts';

type Event = Record<string, unknown> & { type: string };

let openai: OpenAiStandIn;
const clients: Client[] = [];

beforeAll(async () => {
  const engines = createFakeEngines();
  openai = await startOpenAiStandIn({ pace: 'instant', engines });
});
afterAll(() => openai.close());
afterEach(() => {
  openai.setFaults({});
  for (const client of clients.splice(0)) client.socket.close();
});

class Client {
  readonly events: Event[] = [];
  readonly socket: WebSocket;
  closed: number | null = null;
  #wake = Promise.withResolvers<void>();

  constructor(model = 'gpt-realtime', key = openai.apiKey) {
    const options = { headers: { authorization: `Bearer ${key}` } } as unknown as string[];
    this.socket = new WebSocket(`${openai.url.replace('http', 'ws')}/realtime?model=${model}`, options);
    this.socket.addEventListener('message', ({ data }) =>
      this.#note(() => this.events.push(JSON.parse(data))),
    );
    this.socket.addEventListener('close', ({ code }) => this.#note(() => (this.closed = code)));
    clients.push(this);
  }

  #note(change: () => unknown): void {
    change();
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }

  send(...events: object[]): void {
    for (const event of events) this.socket.send(JSON.stringify(event));
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await this.#wake.promise;
  }

  async event(type: string): Promise<Event> {
    await this.until(() => this.events.some((event) => event.type === type));
    return this.events.find((event) => event.type === type) as Event;
  }
}

const SESSION = { type: 'realtime', output_modalities: ['audio'], instructions: 'Be brief.' };
const says = (text: string) => ({
  type: 'conversation.item.create',
  item: { id: 'u1', type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
});
const CREATE = { type: 'response.create' };

async function opened(): Promise<Client> {
  const client = new Client();
  await client.event('session.created');
  return client;
}

/** What it refuses this event with. */
async function refusalOf(client: Client, event: object): Promise<unknown> {
  client.send(event);
  const { error } = await client.event('error');
  return error;
}

describe('an answer', () => {
  it('comes in the order of events that OpenAI has, with its sound and what was used', async () => {
    const client = await opened();
    client.send({ type: 'session.update', session: SESSION }, says('Hello!'), CREATE);
    const done = await client.event('response.done');
    const types = client.events.map(({ type }) => type);
    expect(types.filter((type, at) => types.indexOf(type) === at)).toEqual([
      'session.created',
      'session.updated',
      'conversation.item.added',
      'conversation.item.done',
      'response.created',
      'rate_limits.updated',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_audio_transcript.delta',
      'response.output_audio.delta',
      'response.output_audio.done',
      'response.output_audio_transcript.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.done',
    ]);
    const bytes = client.events
      .filter(({ type }) => type === 'response.output_audio.delta')
      .reduce((sum, { delta }) => sum + Buffer.from(String(delta), 'base64').length, 0);
    const { usage, status } = done.response as { usage: Record<string, never>; status: string };
    expect(status).toBe('completed');
    // A token for 50 ms of 48 bytes each.
    expect(usage).toMatchObject({ output_token_details: { audio_tokens: Math.ceil(bytes / 48 / 50) } });
  });

  it('calls a tool, and goes on with what that gave', async () => {
    const client = await opened();
    const tool = { type: 'function', name: 'roll_dice', parameters: { type: 'object', properties: {} } };
    client.send(
      { type: 'session.update', session: { ...SESSION, tools: [tool] } },
      says('Use roll_dice.'),
      CREATE,
    );
    const call = await client.event('response.function_call_arguments.done');
    expect(call.name).toBe('roll_dice');
    await client.event('response.done');
    const output = { type: 'function_call_output', call_id: call.call_id, output: 'four' };
    const stray = { type: 'conversation.item.create', item: { ...output, call_id: 'other' } };
    expect(await refusalOf(client, stray)).toMatchObject({
      message: "Tool call ID 'other' not found in conversation.",
    });
    client.send({ type: 'conversation.item.create', item: output }, CREATE);
    expect((await client.event('response.output_audio_transcript.done')).transcript).toContain('four');
  });

  it('is cancelled, and shortened to what was heard, but not to more than there is', async () => {
    openai.setFaults({ slowTokens: { ms: 30, path: '/v1/realtime/answer' } });
    const client = await opened();
    client.send(says('Tell me a long story.'), CREATE);
    const { item_id: item } = await client.event('response.output_audio.delta');
    client.send({ type: 'response.cancel' });
    const done = await client.event('response.done');
    expect(done.response).toMatchObject({
      status: 'cancelled',
      status_details: { reason: 'client_cancelled' },
    });
    const truncate = { type: 'conversation.item.truncate', item_id: item, content_index: 0 };
    client.send({ ...truncate, audio_end_ms: 100 });
    expect(await client.event('conversation.item.truncated')).toMatchObject({ audio_end_ms: 100 });
    expect(await refusalOf(client, { ...truncate, audio_end_ms: 900_000 })).toMatchObject({
      message: expect.stringContaining('already shorter than'),
    });
  });

  it('is asked of sound that was appended and committed', async () => {
    const client = await opened();
    const audio = Buffer.alloc(2 * 48_000).toString('base64');
    client.send({ type: 'input_audio_buffer.append', audio }, { type: 'input_audio_buffer.commit' });
    await client.event('input_audio_buffer.committed');
    client.send(CREATE);
    const done = await client.event('response.done');
    expect(done.response).toMatchObject({ usage: { input_token_details: { audio_tokens: 20 } } });
  });
});

it.each<[string, object, string]>([
  ['an unknown event', { type: 'nonsense' }, 'invalid_value'],
  [
    'an unknown field',
    { type: 'session.update', session: { ...SESSION, voice: 'alloy' } },
    'unknown_parameter',
  ],
  ['a session of no type', { type: 'session.update', session: {} }, 'missing_required_parameter'],
  ['an empty buffer', { type: 'input_audio_buffer.commit' }, 'input_audio_buffer_commit_empty'],
  ['no base64', { type: 'input_audio_buffer.append', audio: '§' }, 'invalid_value'],
  [
    'an item that is not there',
    { type: 'conversation.item.delete', item_id: 'x' },
    'item_delete_invalid_item_id',
  ],
  ['nothing to cancel', { type: 'response.cancel' }, 'response_cancel_not_active'],
])('%s is refused, and the session goes on', async (_what, event, code) => {
  const client = await opened();
  expect(await refusalOf(client, { ...event, event_id: 'mine' })).toMatchObject({ code, event_id: 'mine' });
  client.send({ type: 'input_audio_buffer.clear' });
  await client.event('input_audio_buffer.cleared');
});

it('a second answer at the same time is refused, and so is another voice after the first', async () => {
  openai.setFaults({ slowTokens: { ms: 30, path: '/v1/realtime/answer' } });
  const client = await opened();
  client.send(says('Tell me a long story.'), CREATE);
  await client.event('response.output_audio.delta');
  expect(await refusalOf(client, CREATE)).toMatchObject({ code: 'conversation_already_has_active_response' });
  client.send({ type: 'response.cancel' });
  await client.event('response.done');
  client.events.length = 0;
  const session = { ...SESSION, audio: { output: { voice: 'marin' } } };
  expect(await refusalOf(client, { type: 'session.update', session })).toMatchObject({
    code: 'cannot_update_voice',
  });
});

it('an unknown model is told in an event, and the connection ends', async () => {
  const client = new Client('gpt-nothing');
  expect((await client.event('error')).error).toMatchObject({ code: 'model_not_found' });
  await client.until(() => client.closed !== null);
});

it('a wrong key is refused before there is a connection', async () => {
  const client = new Client('gpt-realtime', 'sk-wrong');
  await client.until(() => client.closed !== null);
  expect(client.events).toEqual([]);
  expect(openai.requests().at(-1)).toMatchObject({ path: '/v1/realtime', status: 401 });
});
