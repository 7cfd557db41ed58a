/** A page of a live conversation without a page: talks and listens over a real WebSocket. For tests and benches. */
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type FromPage,
  type FromVoice,
  MICROPHONE_HZ,
  PING_MS,
  TALK_KEY_PREFIX,
  TALK_PROTOCOL,
  TALK_SESSIONS,
  TALK_SOCKET,
} from '../../shared/contract/talk.ts';

export function redeemToken(voiceUrl: string, token: string, origin = voiceUrl): Promise<Response> {
  return fetch(`${voiceUrl}${TALK_SESSIONS}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token }),
  });
}

export class TalkClient {
  readonly events: FromVoice[] = [];
  /** Samples that came, by turn. */
  readonly samples = new Map<number, number>();
  closedWith: number | null = null;
  /** Stops the page from telling what it has played. */
  isSilentAboutPlaying = false;
  readonly #voiceUrl: string;
  readonly #key: string;
  #socket: WebSocket | null = null;
  #utterance = 0;
  #texts = 0;
  #wake = Promise.withResolvers<void>();

  constructor(voiceUrl: string, key: string) {
    this.#voiceUrl = voiceUrl;
    this.#key = key;
  }

  /** Also again, after a connection that was lost. */
  async connect(origin = this.#voiceUrl): Promise<void> {
    const url = `${this.#voiceUrl.replace('http', 'ws')}${TALK_SOCKET}`;
    const options = { protocols: [TALK_PROTOCOL, TALK_KEY_PREFIX + this.#key], headers: { origin } };
    const socket = new WebSocket(url, options as unknown as string[]);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.closedWith = null;
    const heartbeat = setInterval(() => socket.send('ping'), PING_MS).unref();
    socket.addEventListener('message', ({ data }) => this.#take(data as string | ArrayBuffer));
    socket.addEventListener('close', ({ code }) => {
      clearInterval(heartbeat);
      if (socket === this.#socket) this.closedWith = code;
      this.#notify();
    });
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('the socket was refused')));
    });
    const last = [...this.samples].at(-1);
    this.send({
      type: 'hello',
      seen: this.events.at(-1)?.seq ?? 0,
      ...(last === undefined ? {} : { audio: { turn: last[0], samples: last[1] } }),
    });
  }

  /** The network goes away. */
  drop(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  send(message: FromPage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  sendRaw(data: string | Uint8Array<ArrayBuffer>): void {
    this.#socket?.send(data);
  }

  type(text: string): void {
    this.#texts += 1;
    this.send({ type: 'text', number: this.#texts, text });
  }

  /** A new utterance of half a second, which sounds like no other. It is not sent. */
  utter(): Utterance {
    this.#utterance += 1;
    return { number: this.#utterance, pcm: randomBytes(MICROPHONE_HZ) };
  }

  /** At once: the sound of half a second takes no time. */
  speak(utterance: Utterance): void {
    this.#begin(utterance);
    for (const frame of framesOf(utterance)) this.sendRaw(frame);
    this.#end(utterance);
  }

  /** As a microphone gives it. Resolves with the end of speech. */
  async speakInTime(utterance: Utterance): Promise<void> {
    this.#begin(utterance);
    const startedAtMs = performance.now();
    for (const [index, frame] of framesOf(utterance).entries()) {
      await wait(Math.max(0, startedAtMs + (index + 1) * FRAME_MS - performance.now()));
      this.sendRaw(frame);
    }
    this.#end(utterance);
  }

  #begin({ number }: Utterance): void {
    this.send({ type: 'speech_start', utterance: number });
  }

  #end({ number, pcm }: Utterance): void {
    this.send({ type: 'speech_end', utterance: number, samples: pcm.length / 2, held: false });
  }

  /** Resolves with the first event, also an earlier one, that `find` gives something for. */
  async until<Found>(find: (event: FromVoice) => Found | null | undefined | false): Promise<Found> {
    for (;;) {
      for (const event of this.events) {
        const found = find(event);
        if (found !== null && found !== undefined && found !== false) return found;
      }
      await this.#wake.promise;
    }
  }

  /** Resolves when `isSo`. */
  async when(isSo: () => boolean): Promise<void> {
    while (!isSo()) await this.#wake.promise;
  }

  /** What was written of an answer, once it is whole. */
  answerTo(turn: number): Promise<string> {
    return this.until(
      (event) =>
        event.type === 'caption' &&
        event.turn === turn &&
        event.speaker === 'libra' &&
        event.final &&
        event.text,
    );
  }

  /** How often it was listened to the person again. */
  listeningAgain(): number {
    return this.events.filter((event) => event.type === 'state' && event.state === 'listening').length;
  }

  #take(data: string | ArrayBuffer): void {
    if (typeof data !== 'string') {
      const view = new DataView(data);
      const [turn, first] = [view.getUint32(0, true), view.getUint32(4, true)];
      const end = first + (data.byteLength - 8) / 2;
      if (first > (this.samples.get(turn) ?? 0)) throw new Error('sound is missing');
      this.samples.set(turn, Math.max(this.samples.get(turn) ?? 0, end));
    } else if (data !== 'pong') {
      const event = JSON.parse(data) as FromVoice;
      this.events.push(event);
      if (event.type === 'audio_end' && !this.isSilentAboutPlaying) {
        this.send({ type: 'played', turn: event.turn, ms: (event.samples / 24_000) * 1_000, ended: true });
      }
    }
    this.#notify();
  }

  #notify(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }
}

export interface Utterance {
  number: number;
  pcm: Buffer;
}

const FRAME_BYTES = 1_024;
const FRAME_MS = (FRAME_BYTES / 2 / MICROPHONE_HZ) * 1_000;

function framesOf({ number, pcm }: Utterance): Uint8Array<ArrayBuffer>[] {
  return Array.from({ length: Math.ceil(pcm.length / FRAME_BYTES) }, (_, index) => {
    const at = index * FRAME_BYTES;
    const part = pcm.subarray(at, at + FRAME_BYTES);
    const frame = Buffer.alloc(8 + part.length);
    frame.writeUInt32LE(number, 0);
    frame.writeUInt32LE(at / 2, 4);
    part.copy(frame, 8);
    return new Uint8Array(frame);
  });
}
