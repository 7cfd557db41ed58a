/** For tests: a bot's interactions endpoint in a few lines, and the stand-in with keys of its own. */
import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { verifyKey } from 'discord-interactions';
import { startHttpServer } from '../stand-in/http-server.ts';
import type { InvokeCommand, InvokeResult } from './protocol.ts';
import { type DiscordStandIn, type DiscordStandInOptions, startDiscordStandIn } from './server.ts';

export const APPLICATION_ID = '1300000000000000001';
export const BOT_TOKEN = 'bot-token-of-the-tests';
export const USER = {
  haneul: '1300000000000000101',
  robin: '1300000000000000102',
  bora: '1300000000000000103',
};
export const CHANNEL = {
  korean: '1300000000000000301',
  english: '1300000000000000311',
  haneulsDm: '1300000000000000321',
};
const EVENTS_PATH = '/events';
const USER_AGENT = 'DiscordBot (https://example.com/libra, 0.1.0)';

// biome-ignore lint/suspicious/noExplicitAny: tests look into JSON of every shape
export type Json = any;

export interface ReceivedInteraction {
  payload: Json;
  headers: IncomingMessage['headers'];
}
/** What the bot does with a verified interaction; null keeps the connection open without an answer. */
export type Answer = (
  interaction: ReceivedInteraction,
  response: ServerResponse,
) => Json | null | Promise<Json | null>;

export interface FakeBot {
  url: string;
  /** Acknowledges webhook events, which are received like interactions. */
  eventsUrl: string;
  received: ReceivedInteraction[];
  answer: Answer;
  /** False: signatures are not looked at. */
  verifies: boolean;
}

export interface TestScene {
  discord: DiscordStandIn;
  bot: FakeBot;
  /** A request to Discord's API as the bot makes it. */
  api(
    method: string,
    path: string,
    body?: Json | FormData,
    headers?: Record<string, string>,
  ): Promise<Response>;
  dev(method: string, path: string, body?: Json): Promise<Response>;
  invoke(call?: Partial<InvokeCommand>): Promise<InvokeResult>;
  /** The webhook of the interaction that came last: its path, without the version. */
  webhook(): string;
  close(): Promise<void>;
}

export const CHAT_COMMAND = {
  name: 'chat',
  name_localizations: { ko: '대화' },
  description: 'Ask',
  options: [{ type: 3, name: 'prompt', description: 'What to ask', required: true, max_length: 6000 }],
};

export interface SceneOptions extends Partial<DiscordStandInOptions> {
  /** What is registered; `/chat` by default. */
  commands?: Json[];
}

export async function startScene({
  commands = [CHAT_COMMAND],
  ...options
}: SceneOptions = {}): Promise<TestScene> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const publicHex = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex');
  const bot = await startFakeBot(publicHex);
  const discord = await startDiscordStandIn({
    applicationId: APPLICATION_ID,
    botToken: BOT_TOKEN,
    publicKey: publicHex,
    privateKeyPkcs8: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    log: (line) => console.error(line),
    ...options,
  });
  const scene: TestScene = {
    discord,
    bot,
    api: (method, path, body, headers = {}) =>
      fetch(`${discord.apiBaseUrl}${path}`, {
        method,
        headers: {
          'user-agent': USER_AGENT,
          authorization: `Bot ${BOT_TOKEN}`,
          ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      } as RequestInit),
    dev: (method, path, body) =>
      fetch(`${discord.url}/dev${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    async invoke(call = {}) {
      const response = await scene.dev('POST', '/commands', {
        name: 'chat',
        options: { prompt: '안녕' },
        userId: USER.haneul,
        channelId: CHANNEL.korean,
        locale: 'ko',
        ...call,
      });
      const result = (await response.json()) as Json;
      if (!response.ok) throw new Error(result.error);
      return result;
    },
    webhook: () => `/webhooks/${APPLICATION_ID}/${bot.received.at(-1)?.payload.token}`,
    async close() {
      await discord.close();
      await bot.close();
    },
  };
  const registered = await scene.api('PUT', `/applications/${APPLICATION_ID}/commands`, commands);
  if (!registered.ok) throw new Error(await registered.text());
  const verdict = await discord.setInteractionsEndpoint(bot.url);
  if (!verdict.ok) throw new Error(verdict.why);
  return scene;
}

async function startFakeBot(publicKey: string): Promise<FakeBot & { close(): Promise<void> }> {
  const server = await startHttpServer({ name: 'bot', handle });
  const bot: FakeBot & { close(): Promise<void> } = {
    url: `${server.origin}/interactions`,
    eventsUrl: server.origin + EVENTS_PATH,
    received: [],
    answer: () => ({ type: 5 }),
    verifies: true,
    close: server.close,
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const signature = String(request.headers['x-signature-ed25519']);
    const timestamp = String(request.headers['x-signature-timestamp']);
    if (bot.verifies && !(await verifyKey(body, signature, timestamp, publicKey))) {
      response.writeHead(401).end('invalid request signature');
      return;
    }
    const payload: Json = JSON.parse(body.toString());
    if (request.url === EVENTS_PATH) {
      if (payload.type === 1) bot.received.push({ payload, headers: request.headers });
      response.writeHead(204).end();
      return;
    }
    if (payload.type === 1) {
      reply(response, { type: 1 });
      return;
    }
    const interaction = { payload, headers: request.headers };
    bot.received.push(interaction);
    const answer = await bot.answer(interaction, response);
    if (answer !== null && !response.writableEnded) reply(response, answer);
  }

  return bot;
}

function reply(response: ServerResponse, body: Json): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
