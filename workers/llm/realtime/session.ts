/**
 * A conversation at a realtime provider: one WebSocket, over which one answer after the other is asked for. What it holds is
 * made equal to what the bff asks with before each of them, so that it may end at any time and begin anew.
 */
import { isRecord, type JsonRecord, parseJson } from '../../../shared/json.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/wait.ts';
import type { OpenResult, ProviderRequest } from '../provider/provider.ts';
import type { Connected, RealtimeSocket } from './connect.ts';
import { toConversation } from './items.ts';
import { createEventReader, type EventReader } from './read-event.ts';
import { type HeldItem, IF_POSSIBLE, reconcile } from './reconcile.ts';
import { sessionUpdate, voiceOf } from './session-update.ts';
import { trackOutput } from './track-output.ts';

export interface RealtimeSession {
  /** `heardMs`: of the answer before this one only so much was heard; null: all of it. */
  open(request: ProviderRequest, heardMs: number | null, signal: AbortSignal): Promise<OpenResult>;
  close(): void;
}

export interface SessionDeps {
  connect(model: string, signal: AbortSignal): Promise<Connected>;
  clock: Clock;
  createId(): string;
}

/** The provider ends a session after an hour. */
const MAX_AGE_MS = 55 * 60_000;
/** For an answer that was stopped to be stopped there as well. */
const STOP_MS = 2_000;

interface Connection {
  socket: RealtimeSocket;
  openedAtMs: number;
  model: string;
  voice: string | null;
  held: readonly HeldItem[];
  /** The last `session.update` as it was sent. */
  told: string;
  /** Of the answer that the provider is at; null: it is at none. */
  busy: PromiseWithResolvers<true> | null;
  answer: Answer | null;
}

interface Answer {
  reader: EventReader;
  write(frame: string): void;
  end(): void;
}

export function createRealtimeSession({ connect, clock, createId }: SessionDeps): RealtimeSession {
  let connection: Connection | null = null;

  function drop(dropped: Connection): void {
    if (connection === dropped) connection = null;
    dropped.answer?.end();
    dropped.answer = null;
    dropped.busy?.resolve(true);
    try {
      dropped.socket.close(1_000);
    } catch {
      // It is closed already.
    }
  }

  function take(to: Connection, data: unknown): void {
    const event = typeof data === 'string' ? parseJson(data) : undefined;
    if (!isRecord(event)) {
      drop(to);
      return;
    }
    to.held = trackOutput(to.held, event);
    const { answer } = to;
    const { frames, isOver } = answer?.reader.read(event) ?? { frames: [], isOver: false };
    for (const frame of frames) answer?.write(frame);
    if (event.type === 'response.done') {
      to.busy?.resolve(true);
      to.busy = null;
    }
    if (!isOver) return;
    to.answer = null;
    answer?.end();
    // Of an error without an answer nobody knows what it has left behind.
    if (event.type === 'error') drop(to);
  }

  /** The connection that there is, where it will do, or a new one. */
  async function ready(request: ProviderRequest, signal: AbortSignal): Promise<Connection | Connected> {
    const voice = voiceOf(request.audio);
    const known = connection;
    if (known !== null) {
      const isStopped = await stop(known);
      const isFit = known.model === request.model && known.voice === voice;
      if (connection === known && isStopped && isFit && clock.now() - known.openedAtMs < MAX_AGE_MS) {
        return known;
      }
      drop(known);
    }
    // The socket outlives this answer, and so must not end with its signal.
    const connecting = new AbortController();
    const onAbort = () => connecting.abort();
    signal.addEventListener('abort', onAbort);
    const connected = await connect(request.model, connecting.signal);
    signal.removeEventListener('abort', onAbort);
    if (!connected.ok) return connected;
    const { socket } = connected;
    const { model } = request;
    const opened: Connection = {
      ...{ socket, model, voice, held: [], told: '', busy: null, answer: null },
      openedAtMs: clock.now(),
    };
    socket.addEventListener('message', ({ data }) => take(opened, data));
    socket.addEventListener('close', () => drop(opened));
    socket.addEventListener('error', () => drop(opened));
    connection = opened;
    return opened;
  }

  /** False: the provider does not stop what it was at. */
  async function stop(stopped: Connection): Promise<boolean> {
    const { busy } = stopped;
    if (busy === null) return true;
    cancel(stopped);
    return (await within(STOP_MS, busy.promise, clock)) === true;
  }

  /** It may just have come to its end. */
  function cancel({ busy, socket }: Connection): void {
    if (busy !== null) send(socket, { event_id: IF_POSSIBLE + createId(), type: 'response.cancel' });
  }

  function answerOn(to: Connection, request: ProviderRequest, heardMs: number | null, signal: AbortSignal) {
    const { instructions, items } = toConversation(request.messages);
    const plan = reconcile(to.held, items, heardMs, createId);
    const update = sessionUpdate(request, instructions);
    const told = JSON.stringify(update);
    if (told !== to.told) send(to.socket, update);
    for (const event of plan.events) send(to.socket, event);
    send(to.socket, { type: 'response.create' });
    Object.assign(to, { told, held: plan.held, busy: Promise.withResolvers<true>() });

    let stopped = (): boolean => false;
    return new ReadableStream<Uint8Array>({
      start(controller) {
        const onAbort = () => {
          if (stopped()) controller.close();
        };
        const answer: Answer = {
          reader: createEventReader({ model: request.model, created: Math.floor(clock.now() / 1000) }),
          write: (frame) => controller.enqueue(encoder.encode(encodeData(frame))),
          end() {
            signal.removeEventListener('abort', onAbort);
            controller.close();
          },
        };
        // The next answer may have begun while the rest of this one is thrown away.
        stopped = () => {
          signal.removeEventListener('abort', onAbort);
          if (to.answer !== answer) return false;
          to.answer = null;
          cancel(to);
          return true;
        };
        to.answer = answer;
        signal.addEventListener('abort', onAbort);
        if (signal.aborted) onAbort();
      },
      cancel: () => void stopped(),
    });
  }

  return {
    async open(request, heardMs, signal) {
      const found = await ready(request, signal);
      if ('ok' in found) return found.ok ? UNREACHABLE : { ok: false, failure: found.failure };
      if (connection !== found) return UNREACHABLE;
      return { ok: true, body: answerOn(found, request, heardMs, signal) };
    },
    close() {
      if (connection !== null) drop(connection);
    },
  };
}

const UNREACHABLE: OpenResult = { ok: false, failure: { cause: 'unreachable' } };
const encoder = new TextEncoder();

function send(socket: RealtimeSocket, event: JsonRecord): void {
  try {
    socket.send(JSON.stringify(event));
  } catch {
    // It has just been closed, which ends the answer.
  }
}
