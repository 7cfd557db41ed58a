/** What a person can do in the Discord stand-in's channel, and what can be seen of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  InteractionRecord,
  InvokeCommand,
  InvokeResult,
  MessageView,
  WorldState,
} from '../discord/protocol.ts';
import type { Stack } from '../stack/stack.ts';

export interface Channel {
  world: WorldState;
  invoke(call: InvokeCommand): Promise<InvokeResult>;
  press(message: MessageView, customId: string): Promise<InvokeResult>;
  read(interactionId: string): Promise<InteractionRecord>;
  /** The record once nothing thinks and no Stop is left, or as it is when the patience ends. */
  settled(interactionId: string): Promise<InteractionRecord>;
}

/** Longer than an answer may take, with its watchdog. */
const PATIENCE_MS = 150_000;
const POLL_MS = 150;

export async function openChannel({ urls }: Stack): Promise<Channel> {
  const page = urls.page ?? '';
  const read = (interactionId: string) => get<InteractionRecord>(`${page}/dev/interactions/${interactionId}`);
  return {
    world: await get<WorldState>(`${page}/dev/state`),
    invoke: (call) => post(`${page}/dev/commands`, call),
    press: (message, customId) =>
      post(`${page}/dev/components`, {
        messageId: message.id,
        customId,
        userId: message.invokedBy,
        locale: 'en-US',
      }),
    read,
    async settled(interactionId) {
      const endsAtMs = Date.now() + PATIENCE_MS;
      for (;;) {
        const record = await read(interactionId);
        if (isSettled(record) || Date.now() > endsAtMs) return record;
        await sleep(POLL_MS);
      }
    },
  };
}

export function buttonsOf({ components }: MessageView): string[] {
  return components.flatMap((row) => row.components.flatMap(({ custom_id: id }) => id ?? []));
}

function isSettled({ messages }: InteractionRecord): boolean {
  return (
    messages.length > 0 &&
    messages.every(
      (message) => message.state !== 'thinking' && !buttonsOf(message).some((id) => id.startsWith('stop')),
    )
  );
}

async function get<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}`);
  return (await response.json()) as T;
}

async function post<T>(url: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
