/**
 * One object a person: their tokens, their one conversation, and how long they have talked today. A thin shell: socket and alarm
 * are here; what happens in a conversation is in talk.ts, and its memory may be replaced while nobody speaks.
 */
import { DurableObject } from 'cloudflare:workers';
import {
  CLOSED_ENDED,
  CLOSED_PROTOCOL,
  CLOSED_REFUSED,
  CLOSED_REPLACED,
  type FromPage,
  type TalkEnd,
} from '../../../shared/contract/talk.ts';
import { createLogger, errorName, type Logger } from '../../../shared/observe/log.ts';
import { createKey, createSecret, formatSecret, hashSecret, isSameHash } from '../access/secrets.ts';
import { readVoiceConfig, type VoiceConfig } from '../config.ts';
import { createFrameRate } from '../conversation/frame-rate.ts';
import { parseMessage, parseSound } from '../conversation/parse-frame.ts';
import type { VoiceEnv } from '../env.ts';
import { textsOf } from '../locale/choose.ts';
import { createDayMinutes, type DayMinutes } from './day-minutes.ts';
import { addGrant, aliveGrants, spendGrant } from './grants.ts';
import { openTalk } from './open-talk.ts';
import { postTranscript } from './post-transcript.ts';
import { type Grant, KEY_HEADER, type Redeemed, type TalkSessionRpc } from './rpc.ts';
import { type Known, newSession, nextLookMs, type SessionRecord, whatIsDue } from './session-record.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';
import { close, heardAtMs, INTERNAL, isGreeted, refuse, upgraded } from './socket.ts';
import type { Talk } from './talk-types.ts';

export class TalkSession extends DurableObject<VoiceEnv> implements TalkSessionRpc {
  readonly #config: VoiceConfig;
  readonly #log: Logger;
  readonly #store: SessionStore;
  readonly #minutes: DayMinutes;
  #rate = createFrameRate(Date.now());
  #session: SessionRecord | null = null;
  #talk: Talk | null = null;
  #socket: WebSocket | null = null;
  /** The conversation whose transcript is being posted. */
  #posted = '';

  constructor(ctx: DurableObjectState, env: VoiceEnv) {
    super(ctx, env);
    this.#config = readVoiceConfig(env);
    this.#log = createLogger({ worker: 'voice', level: this.#config.logLevel });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
    this.#store = createSessionStore(ctx.storage);
    this.#session = this.#store.session();
    this.#minutes = createDayMinutes(this.#store, this.#config.minutesPerDay);
    this.#socket = ctx.getWebSockets().find((socket) => isGreeted(socket)) ?? null;
  }

  async mint(grant: Grant): Promise<string> {
    const secret = createSecret();
    const hash = await hashSecret(secret);
    this.#store.keepGrants(addGrant(this.#store.grants(), grant, hash, Date.now()));
    await this.#lookAgain();
    return formatSecret({ objectId: this.ctx.id.toString(), secret });
  }

  async redeem(secret: string): Promise<Redeemed> {
    const [hash, key] = await Promise.all([hashSecret(secret), createKey()]);
    // From here to the writing nothing is waited for: of two that come at once, one finds the token.
    const { grant, left } = spendGrant(this.#store.grants(), hash, Date.now());
    if (grant === null) return { ok: false, why: 'unknown' };
    this.#store.keepGrants(left);
    this.#count();
    const leftMs = this.#minutes.leftMs();
    if (leftMs === 0) return { ok: false, why: 'time_used' };
    this.#end('replaced');
    this.#session = newSession(grant, key.hash, Date.now());
    this.#store.beginSession(this.#session);
    await this.#lookAgain();
    this.#log.info('talk.began', { inGuild: grant.caller.guild_id !== null });
    return {
      ok: true,
      admission: {
        key: formatSecret({ objectId: this.ctx.id.toString(), secret: key.secret }),
        locale: grant.caller.locale,
        channel_name: grant.channelName,
        seconds_left: Math.floor(leftMs / 1000),
        realtime: false,
      },
    };
  }

  async erase(): Promise<void> {
    this.#end('failed');
    await this.#store.erase();
  }

  /** A WebSocket, whose key stands in the header that the Worker has checked the form of. */
  override async fetch(request: Request): Promise<Response> {
    const hash = await hashSecret(request.headers.get(KEY_HEADER) ?? '');
    const { 0: client, 1: server } = new WebSocketPair();
    const session = this.#session;
    if (session === null || !isSameHash(session.keyHash, hash)) {
      refuse(server);
    } else {
      for (const old of this.ctx.getWebSockets()) close(old, CLOSED_REPLACED);
      this.#socket = null;
      this.ctx.acceptWebSocket(server);
      this.#rate = createFrameRate(Date.now());
    }
    return upgraded(client);
  }

  override async webSocketMessage(socket: WebSocket, frame: string | ArrayBuffer): Promise<void> {
    try {
      if (socket.readyState !== WebSocket.OPEN) return;
      const bytes = typeof frame === 'string' ? frame.length : frame.byteLength;
      if (!this.#rate.take(bytes, Date.now())) return this.#refuseFrame(socket, 'rate');
      if (typeof frame !== 'string') return this.#takeSound(socket, frame);
      const message = parseMessage(frame);
      if (message === null) return this.#refuseFrame(socket, 'malformed');
      await this.#takeMessage(socket, message);
    } catch (error) {
      this.#log.error('talk.crashed', { error: errorName(error) });
      close(socket, INTERNAL);
    }
  }

  override async webSocketClose(socket: WebSocket): Promise<void> {
    close(socket, CLOSED_ENDED);
    if (socket !== this.#socket && this.#socket !== null) return;
    this.#lose();
    if (this.#session !== null) await this.#lookAgain();
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.webSocketClose(socket);
  }

  override async alarm(): Promise<void> {
    this.#store.keepGrants(aliveGrants(this.#store.grants(), Date.now()));
    const session = this.#session;
    if (session !== null) {
      const due = whatIsDue(session, this.#known(), Date.now());
      if (due === 'silent') this.#lose();
      else if (due !== null) this.#end(due);
      if (due === null) this.#count();
    }
    await this.#lookAgain();
  }

  #takeSound(socket: WebSocket, frame: ArrayBuffer): void {
    const sound = parseSound(frame);
    if (sound === null || !isGreeted(socket)) this.#refuseFrame(socket, 'malformed');
    else this.#talkNow()?.sound(sound);
  }

  async #takeMessage(socket: WebSocket, message: FromPage): Promise<void> {
    const session = this.#session;
    if (session === null) return close(socket, CLOSED_REFUSED);
    if (message.type === 'hello') {
      socket.serializeAttachment({ greetedAtMs: Date.now() });
      this.#socket = socket;
      this.#keep({ ...session, lostAtMs: null });
      this.#talkNow()?.hello(message);
      await this.#lookAgain();
      return;
    }
    if (!isGreeted(socket)) return this.#refuseFrame(socket, 'no_hello');
    switch (message.type) {
      case 'end':
        return this.#endByPerson(message.post);
      case 'speech_start':
      case 'text':
        this.#keep({ ...session, activeAtMs: Date.now() });
        this.#talkNow()?.receive(message);
        return;
      default:
        this.#talkNow()?.receive(message);
    }
  }

  async #endByPerson(post: boolean): Promise<void> {
    const session = this.#session;
    const talk = this.#talkNow();
    if (session === null || talk === null) return;
    const texts = textsOf(session.caller.locale);
    if (!post) return this.#end('person');
    // A page that has come back says it again.
    if (this.#posted === session.talk.id) return;
    this.#posted = session.talk.id;
    const { discordApiBaseUrl: apiBaseUrl, version, botToken } = this.#config;
    const transcript = await postTranscript(session, talk.lines(), {
      ...{ texts, apiBaseUrl, version, botToken },
      nowMs: Date.now(),
      fetch: (url, init) => fetch(url, init),
    });
    this.#log.info('talk.transcript', { isPosted: transcript === 'posted' });
    // Another conversation may have taken its place meanwhile.
    if (this.#session?.talk.id === session.talk.id) this.#end('person', transcript);
  }

  #refuseFrame(socket: WebSocket, reason: string): void {
    this.#log.warn('talk.frame_refused', { reason });
    close(socket, CLOSED_PROTOCOL);
    if (socket === this.#socket) this.#socket = null;
  }

  /** Restored, where the memory of this object was replaced. */
  #talkNow(): Talk | null {
    if (this.#session !== null) this.#talk ??= this.#open(this.#session);
    return this.#talk;
  }

  #open(session: SessionRecord): Talk {
    const isMine = () => this.#session?.talk.id === session.talk.id;
    return openTalk(
      session,
      {
        bff: this.env.BFF,
        config: this.#config,
        log: this.#log,
        waitUntil: this.ctx.waitUntil.bind(this.ctx),
      },
      {
        send: (text) => isMine() && this.#send(text),
        sendSound: (frame) => isMine() && this.#send(frame),
        save: (talk) => {
          if (isMine() && this.#session !== null) this.#keep({ ...this.#session, talk });
        },
        secondsLeft: () => this.#minutes.secondsLeft(this.#session?.countedAtMs),
        hasPage: () => this.#socket !== null,
        over: (reason) => isMine() && this.#end(reason),
      },
    );
  }

  #send(data: string | Uint8Array): void {
    try {
      this.#socket?.send(data);
    } catch {
      // It has just been closed: the page comes back for what it lacks.
      this.#socket = null;
    }
  }

  #end(reason: TalkEnd, transcript?: 'posted' | 'failed'): void {
    const session = this.#session;
    if (session === null) return;
    this.#count();
    const ended = {
      type: 'ended',
      reason,
      text: textsOf(session.caller.locale).ended[reason],
      ...(transcript === undefined ? {} : { transcript }),
    } as const;
    this.#talk?.stop();
    if (this.#talk !== null) this.#talk.emit(ended);
    else this.#send(JSON.stringify({ ...ended, seq: session.talk.log.seq + 1 }));
    this.#log.info('talk.ended', {
      reason,
      turns: session.talk.turns.turn,
      durationMs: Date.now() - session.startedAtMs,
    });
    this.#session = null;
    this.#talk = null;
    this.#socket = null;
    this.#store.endSession();
    for (const socket of this.ctx.getWebSockets()) close(socket, CLOSED_ENDED);
  }

  /** No page is there. */
  #lose(): void {
    if (this.#socket !== null) close(this.#socket, INTERNAL);
    this.#socket = null;
    if (this.#session !== null) this.#keep({ ...this.#session, lostAtMs: Date.now() });
  }

  #keep(session: SessionRecord): void {
    this.#session = session;
    this.#store.keepSession(session);
  }

  /** What has passed is taken from today. */
  #count(): void {
    const session = this.#session;
    if (session === null) return;
    const nowMs = Date.now();
    this.#minutes.use(nowMs - session.countedAtMs);
    this.#keep({ ...session, countedAtMs: nowMs });
  }

  #known(): Known {
    return { leftMs: this.#minutes.leftMs(), heardAtMs: heardAtMs(this.#socket, this.ctx) };
  }

  #lookAgain(): Promise<void> {
    return this.#store.wakeAt(nextLookMs(this.#store.grants(), this.#session, this.#known()));
  }
}
