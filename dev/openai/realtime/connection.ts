/** One realtime connection: what a client may send, and what it hears of it. */
import { randomBytes } from 'node:crypto';
import { isRecord, parseJson } from '../../../shared/json.ts';
import { HEARING_RATE, type SpeechEngines } from '../../speech/engines.ts';
import { resample } from '../../speech/resample.ts';
import type { ServerSocket } from '../../stand-in/websocket.ts';
import type { OpenAiFaults } from '../faults.ts';
import { pause } from '../pace.ts';
import type { RecordedRequest } from '../request-log.ts';
import {
  findPlaceFault,
  type Item,
  type RealtimeFault,
  readAudio,
  readItem,
  remove,
  truncate,
} from './conversation.ts';
import { respond, toOutput } from './response.ts';
import { FIRST_CONFIG, type SessionConfig, updateConfig } from './session-config.ts';

export interface ConnectionDeps {
  model: string;
  engines: Pick<SpeechEngines, 'synthesise' | 'prepareTranscription'>;
  socket: ServerSocket;
  /** An answer begins: which faults strike it, and where it is noted. */
  begin(body: object): {
    faults: OpenAiFaults;
    record: RecordedRequest;
    end(outcome: 'finished' | 'cut' | 'closed-by-client'): void;
  };
}

export interface RealtimeConnection {
  take(text: string): void;
  close(): void;
}

const RATE = 24_000;
/** A shorter recording is refused. */
const SHORTEST_MS = 100;

export function openConnection({ model, engines, socket, begin }: ConnectionDeps): RealtimeConnection {
  let config: SessionConfig = FIRST_CONFIG;
  let items: Item[] = [];
  let buffer: Buffer[] = [];
  let stopping: AbortController | null = null;
  const heard = new Map<string, string>();
  const sounds = new Map<string, Buffer>();

  const newId = (kind: string) => `${kind}_${randomBytes(10).toString('hex')}`;
  const send = (event: Record<string, unknown>) =>
    socket.send(JSON.stringify({ event_id: newId('event'), ...event }));
  const refuse = ({ code, message, param }: RealtimeFault, eventId: unknown) =>
    send({
      type: 'error',
      error: {
        type: 'invalid_request_error',
        code,
        message,
        param: param ?? null,
        event_id: eventId ?? null,
      },
    });
  const session = () => ({
    type: 'realtime',
    object: 'realtime.session',
    id: 'sess_offline',
    model,
    ...config,
  });

  function add(item: Item, sound: Buffer | null): void {
    if (sound !== null) sounds.set(item.id, sound);
    const previous = items.at(-1)?.id ?? null;
    items = [...items, item];
    for (const type of ['conversation.item.added', 'conversation.item.done']) {
      send({ type, previous_item_id: previous, item: toOutput(item) });
    }
  }

  /** What engines hear in items that say nothing themselves. */
  async function listen(): Promise<void> {
    for (const [id, pcm] of sounds) {
      sounds.delete(id);
      const engine = await engines.prepareTranscription();
      if (!engine.ok) continue;
      const samples = Float32Array.from(
        { length: pcm.length / 2 },
        (_, at) => pcm.readInt16LE(at * 2) / 32_768,
      );
      const told = await engine.value(resample(samples, RATE, HEARING_RATE));
      if (told.ok) heard.set(id, told.value.text);
    }
  }

  async function answer(): Promise<void> {
    const own = new AbortController();
    stopping = own;
    const { faults, record, end } = begin({
      model,
      ...{ instructions: config.instructions, tools: config.tools },
      items: items.map(toOutput),
      audioMs: items.map(({ audioMs }) => audioMs),
    });
    await listen();
    const added = await respond(
      { model, config, items, heard, faults },
      {
        engines,
        send: (event) => send(event),
        async wait(ms) {
          await pause(ms, own.signal);
          return !own.signal.aborted && socket.isOpen;
        },
        drop: () => socket.drop(),
        onDelta() {
          record.tokensSent += 1;
        },
        isStopped: () => own.signal.aborted,
      },
    );
    items = [...items, ...added];
    end(!socket.isOpen ? 'cut' : own.signal.aborted ? 'closed-by-client' : 'finished');
    stopping = null;
  }

  function handle(event: Record<string, unknown>): RealtimeFault | null {
    switch (event.type) {
      case 'session.update': {
        const updated = updateConfig(
          config,
          event.session,
          items.some(({ role, audioMs }) => role === 'assistant' && audioMs > 0),
        );
        if (!updated.ok) return updated.fault;
        config = updated.value;
        send({ type: 'session.updated', session: session() });
        return null;
      }
      case 'conversation.item.create': {
        const read = readItem(event.item, newId('item'));
        if (!read.ok) return read.fault;
        const misplaced = findPlaceFault(items, read.value);
        if (misplaced !== null) return misplaced;
        const isMute = read.value.audioMs > 0 && read.value.text === '';
        add(read.value, isMute ? soundOf(event.item) : null);
        return null;
      }
      case 'conversation.item.truncate': {
        const cut = truncate(items, event);
        if (!cut.ok) return cut.fault;
        items = cut.value;
        const { item_id, content_index, audio_end_ms } = event;
        send({ type: 'conversation.item.truncated', item_id, content_index, audio_end_ms });
        return null;
      }
      case 'conversation.item.delete': {
        const left = remove(items, event.item_id);
        if (!left.ok) return left.fault;
        items = left.value;
        send({ type: 'conversation.item.deleted', item_id: event.item_id });
        return null;
      }
      case 'input_audio_buffer.append': {
        const audio = readAudio(event.audio, 'audio');
        if (!audio.ok) return audio.fault;
        buffer.push(Buffer.from(String(event.audio), 'base64'));
        return null;
      }
      case 'input_audio_buffer.clear':
        buffer = [];
        send({ type: 'input_audio_buffer.cleared' });
        return null;
      case 'input_audio_buffer.commit':
        return commit();
      case 'response.create':
        if (stopping !== null) {
          const message = 'Conversation already has an active response in progress.';
          return { code: 'conversation_already_has_active_response', message };
        }
        void answer();
        return null;
      case 'response.cancel':
        if (stopping === null) {
          return {
            code: 'response_cancel_not_active',
            message: 'Cancellation failed: no active response found',
          };
        }
        stopping.abort();
        return null;
      default:
        return { code: 'invalid_value', message: `Invalid value: '${String(event.type)}'.`, param: 'type' };
    }
  }

  function commit(): RealtimeFault | null {
    const sound = Buffer.concat(buffer);
    const audioMs = (sound.length / 2 / RATE) * 1_000;
    if (audioMs < SHORTEST_MS) {
      const message = `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${audioMs.toFixed(2)}ms of audio.`;
      return { code: 'input_audio_buffer_commit_empty', message };
    }
    buffer = [];
    const id = newId('item');
    send({ type: 'input_audio_buffer.committed', previous_item_id: items.at(-1)?.id ?? null, item_id: id });
    add({ id, type: 'message', role: 'user', text: '', callId: null, name: null, audioMs }, sound);
    return null;
  }

  send({ type: 'session.created', session: session() });
  return {
    take(text) {
      const event = parseJson(text);
      if (!isRecord(event)) {
        return refuse({ code: 'invalid_json', message: 'We could not parse the JSON of your event.' }, null);
      }
      const fault = handle(event);
      if (fault !== null) refuse(fault, event.event_id);
    },
    close: () => stopping?.abort(),
  };
}

function soundOf(item: unknown): Buffer {
  const parts = isRecord(item) && Array.isArray(item.content) ? item.content : [];
  return Buffer.concat(
    parts.filter(isRecord).map(({ audio }) => Buffer.from(typeof audio === 'string' ? audio : '', 'base64')),
  );
}
