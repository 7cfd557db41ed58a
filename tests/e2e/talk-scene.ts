/** The talk page in a browser, with a voice Worker that a test plays: it sees what the page sends, and answers by hand. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Browser, BrowserContextOptions, Page, WebSocketRoute } from 'playwright-core';
import { startHttpServer } from '../../dev/stand-in/http-server.ts';
import {
  type FromPage,
  type FromVoice,
  SPEAKER_HZ,
  TALK_SESSIONS,
  TALK_SOCKET,
  type TalkAdmission,
} from '../../shared/contract/talk.ts';
import { decodeFrame, encodeFrame, MAX_FRAME_SAMPLES } from '../../workers/voice/page/audio/frame.ts';
import { MICROPHONE_SCRIPT } from './talk-ears.ts';

type Unnumbered<Event> = Event extends FromVoice ? Omit<Event, 'seq'> : never;

export interface PlayedVoice {
  /** What the page has sent over all connections. */
  events: FromPage[];
  /** Samples of each utterance that have arrived. */
  audio: Map<number, Int16Array>;
  /** How often a connection was opened. */
  connections: number;
  say(event: Unnumbered<FromVoice>): void;
  /** Audio of a turn, and its end. */
  speak(turn: number, samples: Int16Array): void;
  /** What `ready` says to the next connection is known. */
  known: { utterance: number; texts: number };
  /** Takes a connection, or refuses those that come. */
  setReachable(reachable: boolean): void;
  /** The connection is lost with the next frame of audio, which is lost with it, until it is reachable again. */
  loseNextAudio(): void;
  drop(code?: number): void;
  has(type: FromPage['type']): boolean;
}

export interface TalkScene {
  page: Page;
  voice: PlayedVoice;
  close(): Promise<void>;
}

/** As the Worker's own. */
const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
};

export interface TalkSceneOptions {
  browser: Browser;
  /** The built page. */
  dist: string;
  locale?: TalkAdmission['locale'];
  context?: BrowserContextOptions;
  admission?: Partial<TalkAdmission>;
  /** Status of the answer to the token; 200 without it. */
  admissionStatus?: number;
  /** A `DOMException`'s name: why there is no microphone. */
  microphoneProblem?: string;
  seconds?: number;
}

export async function startTalkScene(options: TalkSceneOptions): Promise<TalkScene> {
  const { browser, dist, locale = 'en', context: contextOptions = {}, admissionStatus = 200 } = options;
  const server = await startHttpServer({
    name: 'talk page',
    async handle(request, response) {
      const path = new URL(request.url ?? '/', 'http://page').pathname;
      if (path === TALK_SESSIONS) {
        const admission: TalkAdmission = {
          key: 'test-key',
          locale,
          channel_name: locale === 'ko' ? '잡담' : 'general',
          seconds_left: options.seconds ?? 1_800,
          realtime: false,
          ...options.admission,
        };
        response.writeHead(admissionStatus, { 'content-type': 'application/json' });
        response.end(admissionStatus === 200 ? JSON.stringify(admission) : '{"error":{}}');
        return;
      }
      const file = path === '/talk' ? '/talk/index.html' : path;
      const bytes = await readFile(join(dist, file)).catch(() => null);
      const type = TYPES[extname(file)] ?? 'text/plain';
      response.writeHead(bytes === null ? 404 : 200, {
        'content-type': type,
        'content-security-policy': CSP,
      });
      response.end(bytes ?? '');
    },
  });
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    locale: locale === 'ko' ? 'ko-KR' : 'en-US',
    ...contextOptions,
  });
  const page = await context.newPage();
  await page.addInitScript(MICROPHONE_SCRIPT);
  await page.addInitScript(`window.mouth.problem = ${JSON.stringify(options.microphoneProblem ?? null)}`);
  const voice = playVoice();
  await page.routeWebSocket(`**${TALK_SOCKET}`, voice.connect);
  await page.goto(`${server.origin}/talk#one-time-token`);
  return {
    page,
    voice: voice.played,
    async close() {
      await context.close();
      await server.close();
    },
  };
}

function playVoice(): { played: PlayedVoice; connect(socket: WebSocketRoute): void } {
  let current: WebSocketRoute | null = null;
  let isReachable = true;
  let losesAudio = false;
  let seq = 0;
  const said: FromVoice[] = [];

  function number(event: Unnumbered<FromVoice>): FromVoice {
    seq += 1;
    const numbered = { ...event, seq } as FromVoice;
    said.push(numbered);
    return numbered;
  }

  const played: PlayedVoice = {
    events: [],
    audio: new Map(),
    connections: 0,
    known: { utterance: 0, texts: 0 },
    say(event) {
      current?.send(JSON.stringify(number(event)));
    },
    speak(turn, samples) {
      for (let first = 0; first < samples.length; first += MAX_FRAME_SAMPLES) {
        const piece = samples.subarray(first, first + MAX_FRAME_SAMPLES);
        current?.send(Buffer.from(encodeFrame({ number: turn, first, samples: piece })));
      }
      played.say({ type: 'audio_end', turn, samples: samples.length });
    },
    setReachable(reachable) {
      isReachable = reachable;
    },
    loseNextAudio() {
      losesAudio = true;
    },
    drop(code = 1011) {
      void current?.close({ code });
    },
    has: (type) => played.events.some((event) => event.type === type),
  };

  function hello(socket: WebSocketRoute, { seen }: { seen: number }) {
    for (const event of said) if (event.seq > seen) socket.send(JSON.stringify(event));
    const state = { type: 'ready', state: 'listening', seconds_left: 1_800, ...played.known } as const;
    socket.send(JSON.stringify(number(state)));
  }

  function takeAudio(bytes: Buffer) {
    if (losesAudio) {
      losesAudio = false;
      isReachable = false;
      return played.drop();
    }
    const frame = decodeFrame(new Uint8Array(bytes).buffer);
    if (frame === null) throw new Error('the page has sent a frame that is none');
    const known = played.audio.get(frame.number) ?? new Int16Array();
    const all = new Int16Array(Math.max(known.length, frame.first + frame.samples.length));
    all.set(known);
    all.set(frame.samples, frame.first);
    played.audio.set(frame.number, all);
  }

  return {
    played,
    connect(socket) {
      if (!isReachable) return void socket.close({ code: 1011 });
      played.connections += 1;
      current = socket;
      socket.onMessage((message) => {
        // What was still on its way when the connection was lost.
        if (!isReachable) return;
        if (typeof message !== 'string') return takeAudio(message);
        if (message === 'ping') return socket.send('pong');
        const event = JSON.parse(message) as FromPage;
        played.events.push(event);
        if (event.type === 'hello') hello(socket, event);
      });
    },
  };
}

/** A tone as loud as speech. */
export function toneOf(seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * SPEAKER_HZ }, (_, index) =>
    Math.round(9_000 * Math.sin((2 * Math.PI * 220 * index) / SPEAKER_HZ)),
  );
}
