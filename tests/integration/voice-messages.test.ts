import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InteractionRecord, InvokeResult, MessageView } from '../../dev/discord/protocol.ts';
import { buttonsOf, writeWorld } from '../../dev/discord/world-client.ts';
import { createFakeEngines } from '../../dev/openai/audio/fake-engines.ts';
import { signCall } from '../../dev/sign/signed-call.ts';
import { SPEAK_PATH, TRANSCRIBE_PATH } from '../../shared/contract/voice-messages.ts';
import type { CircuitBreakerRpc } from '../../workers/llm/circuit/rpc.ts';
import { attach } from '../attach.ts';
import { SPEECH_FAULTS } from '../faults/table/speech.ts';
import { send, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';
import { toneOf } from '../wav.ts';

/** Recordings that are heard and answers that are spoken, from Discord's client to the ledger. */
const engines = createFakeEngines();
const PATIENCE = { LLM_TIMEOUT_SEC: '8', LLM_REASONING_TIMEOUT_SEC: '8' };
// One person makes all the calls, more of them in a minute than are allowed.
const bff = { ANSWER_CACHE_SEC: '0', LLM_CALLS_PER_MIN: '200', LLM_GUILD_CALLS_PER_MIN: '400' };
const running = useStack({ speech: engines, vars: { bff, llm: PATIENCE } });
const VOICE = 1 << 13;
const WAV = { filename: 'voice-message.wav', type: 'audio/wav' };
let channelId: string;

beforeAll(() => {
  channelId = running.stack.world.channels.find(({ guildId }) => guildId !== null)?.id ?? '';
});
afterEach(async () => {
  engines.failure = null;
  standIns().openai.setFaults({});
  standIns().openai.forgetRequests();
  await running.stack.setDiscordFaults({});
});

function standIns() {
  const { openai, neon, upstash } = standInsOf(running.stack, 'openai', 'neon', 'upstash');
  return { openai, neon, upstash };
}

const asked = (path: string) =>
  standIns()
    .openai.requests()
    .filter((request) => request.path === path).length;
const heardTimes = () => asked('/v1/audio/transcriptions');

async function post(
  file: { filename: string; type: string; bytes: Uint8Array },
  isVoice = true,
): Promise<MessageView> {
  const { stack } = running;
  const upload = await attach(stack, file);
  return writeWorld<MessageView>(`${stack.urls.page}/dev/messages`, {
    userId: stack.member,
    channelId,
    content: '',
    uploads: [upload],
    ...(isVoice ? { voice: { duration_secs: 2, waveform: 'AAECAw==' } } : {}),
  });
}

async function transcribe(message: MessageView, userId = running.stack.member): Promise<InteractionRecord> {
  const { stack } = running;
  const used = await writeWorld<InvokeResult>(`${stack.urls.page}/dev/menu-commands`, {
    name: 'Transcribe',
    type: 3,
    targetId: message.id,
    userId,
    channelId,
    locale: 'ko',
  });
  return stack.settled(used.interactionId);
}

function buttonIn(record: InteractionRecord, prefix: string): [MessageView, string] {
  const message = record.messages.at(-1) as MessageView;
  const id = buttonsOf(message).find((each) => each.startsWith(prefix));
  if (id === undefined) throw new Error(`there is no ${prefix}: ${textOf(record)}`);
  return [message, id];
}

const signed = (path: string, body: object) =>
  signCall({
    secret: running.stack.keys.sharedSecret,
    signer: 'bot',
    url: `${running.stack.urls.bff}${path}`,
    body: JSON.stringify(body),
  });

describe('Transcribe on a voice message', () => {
  it('shows what is said, to its reader alone; the same once more costs nothing; the minutes are in the ledger', async () => {
    const message = await post({ ...WAV, bytes: toneOf(2) });
    const record = await transcribe(message);
    expect(textOf(record)).toContain('I heard 2 seconds.');
    expect(record.messages.every(({ flags }) => (flags & 64) !== 0)).toBe(true);
    expect(heardTimes()).toBe(1);
    expect(textOf(await transcribe(message, running.stack.moderator))).toContain('I heard 2 seconds.');
    expect(heardTimes()).toBe(1);
    const rows = () =>
      standIns().neon.query(
        `SELECT user_id, outcome, cost_micro_usd::int AS cost FROM usage_events WHERE model = 'whisper-1' AND outcome = 'ok'`,
        [],
      );
    // Two seconds at 0.6 cents a minute.
    await expect.poll(rows).toEqual([{ user_id: running.stack.member, outcome: 'ok', cost: 200 }]);
  });

  it('goes on with what was said: as a summary, and as a question in a form', async () => {
    const record = await transcribe(await post({ ...WAV, bytes: toneOf(3) }));
    standIns().openai.forgetRequests();
    const [message, summarise] = buttonIn(record, 'heard.summarise');
    const pressed = await running.stack.press(message, summarise);
    await running.stack.settled(pressed.interactionId);
    expect(heardTimes()).toBe(0);
    const chat = standIns()
      .openai.requests()
      .find(({ path }) => path === '/v1/chat/completions');
    expect(JSON.stringify(chat?.body)).toContain('I heard 3 seconds.');
    const form = await running.stack.press(...buttonIn(record, 'heard.ask'));
    expect(form.callbackType).toBe(9);
    expect(JSON.stringify(form.modal)).toContain('I heard 3 seconds.');
  });

  it.each<[string, () => Promise<MessageView>, string]>([
    [
      'has a file of another kind',
      () => post({ filename: 'a.zip', type: 'application/zip', bytes: Buffer.from('x') }, false),
      'file_type',
    ],
    [
      'is no sound that can be heard',
      () => post({ ...WAV, bytes: Buffer.from('RIFFnothing') }),
      'recording_unreadable',
    ],
  ])('says so when the message %s', async (_name, posted, code) => {
    expect(textOf(await transcribe(await posted()))).toContain(`-# ${code}`);
  });

  it('hears a recording whose name no provider knows, by what is inside', async () => {
    const message = await post({ filename: 'PTT-WA0001.opus', type: 'audio/ogg', bytes: toneOf(2) }, false);
    expect(textOf(await transcribe(message))).toContain('I heard 2 seconds.');
  });

  it('says how long a recording may be where the model hears less than others', async () => {
    const message =
      'audio duration 1830.5 seconds is longer than 1400 seconds which is the maximum for this model';
    const error = { message, type: 'invalid_request_error', param: null, code: 'invalid_value' };
    standIns().openai.setFaults({ reject: { status: 400, body: { error } } });
    const told = textOf(await transcribe(await post({ ...WAV, bytes: toneOf(6) })));
    expect(told).toContain('23분');
    expect(told).toContain('-# recording_too_long');
  });

  it('gives what was heard to nobody of another server or channel', async () => {
    const message = await post({ ...WAV, bytes: toneOf(4) });
    await transcribe(message);
    const id = message.attachments[0]?.id ?? '';
    const guildId = running.stack.world.channels.find((channel) => channel.id === channelId)?.guildId ?? '';
    const recall = (where: object) =>
      signed(TRANSCRIBE_PATH, { libra: { caller: somebody(where) }, recording: { id } }).then((call) =>
        send(call),
      );
    expect((await recall({ guild_id: guildId, channel_id: channelId })).text).toContain('I heard 4 seconds.');
    for (const where of [
      {},
      { guild_id: guildId },
      { channel_id: channelId },
      { guild_id: null, channel_id: channelId },
    ])
      expect((await recall(where)).code).toBe('transcript_gone');
  });
});

it('/chat answers what is said in a recording, which is data to the model', async () => {
  const file = await attach(running.stack, { ...WAV, bytes: toneOf(5) });
  const { interactionId } = await running.stack.invoke('chat', { prompt: '여기서 뭐라고 해?', file });
  await running.stack.settled(interactionId);
  const chat = standIns()
    .openai.requests()
    .find(({ path }) => path === '/v1/chat/completions');
  const body = chat?.body as { messages: { content: string }[] } | undefined;
  expect(body?.messages.at(-1)?.content).toMatch(
    /<attached_recording name="voice-message.wav">\nI heard 5 seconds\.\n<\/attached_recording>$/,
  );
});

async function answered(prompt: string): Promise<InteractionRecord> {
  const { interactionId } = await running.stack.invoke('chat', { prompt });
  return running.stack.settled(interactionId);
}

async function listen(record: InteractionRecord): Promise<InteractionRecord> {
  const pressed = await running.stack.press(...buttonIn(record, 'listen'));
  return running.stack.settled(pressed.interactionId);
}

/** Rows before may have opened them. An isolate looks at an open circuit again after a second at the latest. */
async function closeCircuits(): Promise<void> {
  const { openai } = standIns();
  const namespace = await running.stack.workers.miniflare.getDurableObjectNamespace(
    'CIRCUIT_BREAKER',
    'libra-llm',
  );
  let wasOpen = false;
  for (const model of ['whisper-1', 'tts-1', 'gpt-4o-mini-tts']) {
    const breaker = namespace.getByName(
      `${new URL(openai.url).host}/${model}`,
    ) as unknown as CircuitBreakerRpc;
    wasOpen ||= (await breaker.inspect()).state !== 'closed';
    await breaker.force('closed');
    await breaker.force('auto');
  }
  if (wasOpen) await new Promise((resolve) => setTimeout(resolve, 1_100));
}

/** What came of it, in the words of the table. */
function readingOf(record: InteractionRecord): string {
  const message = record.messages.at(-1);
  const code = /-# ([a-z_]+)/.exec(textOf(record))?.[1];
  if (code !== undefined) return code;
  if (((message?.flags ?? 0) & VOICE) !== 0) return 'a voice message';
  return message?.attachments[0]?.filename === 'answer.ogg' ? 'a file that is played' : 'what is said';
}

describe('a part that fails', () => {
  it.each(SPEECH_FAULTS)('$uses, while $what', async ({ uses, before = {}, reads }) => {
    const { openai } = standIns();
    await closeCircuits();
    const set = async () => {
      openai.setFaults(before.provider ?? {});
      await running.stack.setDiscordFaults(before.discord ?? {});
    };
    if (uses === 'Listen') {
      const record = await answered('5 더하기 4는?');
      await set();
      expect(readingOf(await listen(record))).toBe(reads);
      return;
    }
    // How long an address is good is decided when the message is posted.
    await set();
    expect(readingOf(await transcribe(await post({ ...WAV, bytes: toneOf(1) })))).toBe(reads);
  });
});

describe('a spoken answer', () => {
  it('is a voice message that Discord takes, for who pressed Listen alone', async () => {
    const spoken = (await listen(await answered('3 더하기 4는?'))).messages.at(-1);
    expect((spoken?.flags ?? 0) & (VOICE | 64)).toBe(VOICE | 64);
    expect(spoken?.content).toBe('');
    expect(spoken?.attachments).toMatchObject([{ filename: 'answer.ogg', content_type: 'audio/ogg' }]);
    expect(spoken?.attachments[0]?.duration_secs).toBeGreaterThan(0.1);
    expect(Buffer.from(spoken?.attachments[0]?.waveform ?? '', 'base64').length).toBeGreaterThan(0);
  });

  it('follows each answer once its person wants that, in the voice that they have chosen', async () => {
    const { interactionId } = await running.stack.invoke('voice', { reply: 'on', voice: 'nova' });
    expect(textOf(await running.stack.settled(interactionId))).toContain('`nova`');
    const record = await answered('7 더하기 8은?');
    await expect
      .poll(async () => {
        const { messages } = await running.stack.record(record.id);
        return messages.filter(({ flags }) => (flags & VOICE) !== 0).length;
      })
      .toBe(1);
    const speech = standIns()
      .openai.requests()
      .find(({ path }) => path === '/v1/audio/speech');
    expect(speech?.body).toMatchObject({ voice: 'nova', response_format: 'opus' });
    const off = await running.stack.invoke('voice', { reply: 'off' });
    await running.stack.settled(off.interactionId);
    standIns().openai.forgetRequests();
    await answered('7 더하기 9는?');
    expect(asked('/v1/audio/speech')).toBe(0);
  });

  it('is charged to the person whom the bot names, and to nobody else’s word', async () => {
    const body = { libra: { caller: somebody() }, text: 'Hello.' };
    const call = await signed(SPEAK_PATH, body);
    const reply = await fetch(call.url, { method: 'POST', headers: call.headers, body: call.body });
    expect(reply.status).toBe(200);
    expect(
      Buffer.from(await reply.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('OggS');
    const plain = await fetch(`${running.stack.urls.bff}${SPEAK_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${running.stack.keys.apiKey}` },
      body: JSON.stringify(body),
    });
    expect(plain.status).toBeGreaterThanOrEqual(401);
  });
});

describe('what was heard', () => {
  async function isKept(message: MessageView): Promise<boolean> {
    const { stack } = running;
    const response = await fetch(`${stack.urls.upstash}/keys/llm:transcript:*`, {
      headers: { authorization: `Bearer ${stack.keys.upstashToken}` },
    });
    const { result } = (await response.json()) as { result: string[] };
    return result.some((key) => key.endsWith(`:${message.attachments[0]?.id}`));
  }
  async function erase(): Promise<void> {
    const asked = await running.stack.invoke('privacy erase');
    const question = await running.stack.settled(asked.interactionId);
    await running.stack.press(...buttonIn(question, 'erase'));
  }

  it('goes with all that is stored of who has sent it', async () => {
    const message = await post({ ...WAV, bytes: toneOf(6) });
    await transcribe(message, running.stack.moderator);
    await expect.poll(() => isKept(message)).toBe(true);
    await erase();
    await expect.poll(() => isKept(message)).toBe(false);
  });

  it('is not kept where its sender has had everything erased while the recording was fetched', async () => {
    const message = await post({ ...WAV, bytes: toneOf(7) });
    await running.stack.setDiscordFaults({ cdn: { delayMs: 2_500 } });
    const heard = transcribe(message, running.stack.moderator);
    // The request is on its way by then.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await erase();
    expect(textOf(await heard)).toContain('I heard 7 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await isKept(message)).toBe(false);
  });
});
